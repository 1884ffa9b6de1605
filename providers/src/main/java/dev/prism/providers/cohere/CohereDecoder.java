package dev.prism.providers.cohere;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.Head;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.Citations;
import dev.prism.providers.ReplyDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads chat replies of version 2, streamed or whole. The terminal fact is `message-end`. What is billed
/// counts as usage: Cohere's own preamble is in the other figure.
final class CohereDecoder implements ReplyDecoder {
  private static final int MOST_CALLS = 4096;
  private static final int MOST_BLOCKS = 4096;
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final Map<Long, Call> calls = new HashMap<>();
  private final Citations citations = new Citations();
  /// Where each block of content begins in all of the text, by its place among the blocks.
  private final List<Integer> blocks = new ArrayList<>(2);
  private int said;
  private final boolean raw;
  private boolean complete;
  private boolean failed;

  private static final class Call {
    final int index;
    boolean spoken;

    Call(int index) {
      this.index = index;
    }
  }

  CohereDecoder() {
    this(false);
  }

  /// @param raw whether any reply counts as whole, since it may be of another kind
  CohereDecoder(boolean raw) {
    this.raw = raw;
  }

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    if (!event.hasData()) {
      return;
    }
    if (event.dataIs("[DONE]")) {
      out.accept(new ResponseEvent.End());
      return;
    }
    JsonFields fields = JsonFields.of(json.check(event.data(), event.dataStart(), event.dataEnd()));
    JsonFields delta = fields.object("delta");
    JsonFields message = delta.object("message");
    long place = fields.integer("index", 0);
    switch (fields.text("type")) {
      case "message-start" -> out.accept(new Head(fields.text("id"), ""));
      case "content-start" -> {
        begin();
        content(message.object("content"), out);
      }
      case "content-delta" -> content(message.object("content"), out);
      case "citation-start" -> cite(message.object("citations"), out);
      case "tool-plan-delta" -> say(message.text("tool_plan"), out);
      case "tool-call-start" -> start(place, message.object("tool_calls"), out);
      case "tool-call-delta" -> arguments(calls.get(place),
          message.object("tool_calls").object("function").text("arguments"), out);
      case "tool-call-end" -> end(calls.get(place), out);
      case "message-end" -> {
        usage(delta.object("usage"), out);
        finish(delta.text("finish_reason"), out);
      }
      default -> {
      }
    }
  }

  private void start(long place, JsonFields call, Consumer<ResponseEvent> out) {
    if (calls.size() < MOST_CALLS) {
      Call known = new Call(calls.size());
      calls.put(place, known);
      JsonFields function = call.object("function");
      out.accept(new ToolCallDelta(0, known.index, call.text("id"), function.text("name"), ""));
      arguments(known, function.text("arguments"), out);
    }
  }

  /// `null` stands for no arguments.
  private static void arguments(@Nullable Call call, String piece, Consumer<ResponseEvent> out) {
    if (call != null && !piece.isEmpty() && (call.spoken || !piece.equals("null"))) {
      call.spoken = true;
      out.accept(new ToolCallDelta(0, call.index, null, null, piece));
    }
  }

  private static void end(@Nullable Call call, Consumer<ResponseEvent> out) {
    if (call != null && !call.spoken) {
      arguments(call, "{}", out);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    JsonFields reply = JsonFields.of(json.check(bytes, from, to));
    out.accept(new Head(reply.text("id"), ""));
    JsonFields message = reply.object("message");
    say(message.text("tool_plan"), out);
    for (JsonFields block : message.objects("content")) {
      begin();
      content(block, out);
    }
    message.objects("citations").forEach(citation -> cite(citation, out));
    long place = 0;
    for (JsonFields call : message.objects("tool_calls")) {
      start(place, call, out);
      end(calls.get(place++), out);
    }
    usage(reply.object("usage"), out);
    finish(reply.text("finish_reason"), out);
  }

  private void begin() {
    if (blocks.size() < MOST_BLOCKS) {
      blocks.add(said);
    }
  }

  /// Most sources are results of tools, which have no address; documents may have one. Places count from the
  /// beginning of a block, or of what is said of the plan.
  private void cite(JsonFields citation, Consumer<ResponseEvent> out) {
    String type = citation.text("type");
    if (type.equals("THINKING_CONTENT")) {
      return;
    }
    long block = citation.integer("content_index", 0);
    boolean plan = type.equals("PLAN");
    int begin = !plan && block >= 0 && block < blocks.size() ? blocks.get((int) block) : 0;
    int start = begin + count(citation, "start");
    int end = begin + count(citation, "end");
    for (JsonFields source : citation.objects("sources")) {
      JsonFields page = source.has("document")
          ? source.object("document")
          : source.object("tool_output");
      citations.tell(0, page.text("url"), page.text("title"), page.text("snippet"), start, end,
          out);
    }
  }

  private void content(JsonFields content, Consumer<ResponseEvent> out) {
    say(content.text("text"), out);
    String thought = content.text("thinking");
    if (!thought.isEmpty()) {
      out.accept(new ReasoningDelta(0, thought));
    }
  }

  private void say(String text, Consumer<ResponseEvent> out) {
    if (!text.isEmpty()) {
      said += text.codePointCount(0, text.length());
      out.accept(new TextDelta(0, text));
    }
  }

  private static void usage(JsonFields usage, Consumer<ResponseEvent> out) {
    JsonFields billed = usage.has("billed_units")
        ? usage.object("billed_units")
        : usage.object("tokens");
    if (!billed.names().isEmpty()) {
      out.accept(new ResponseEvent.Usage(
          TokenUsage.of(count(billed, "input_tokens"), count(billed, "output_tokens"))));
    }
  }

  private static int count(JsonFields fields, String name) {
    return Math.clamp(fields.integer(name, 0), 0, Integer.MAX_VALUE / 2);
  }

  private void finish(String reason, Consumer<ResponseEvent> out) {
    if (FinishReason.of(reason) == FinishReason.ERROR) {
      failed = true;
      out.accept(new Failed(reason, "the provider failed while it answered"));
    } else if (!reason.isEmpty()) {
      complete = true;
      out.accept(new Finish(0, reason));
    }
  }

  @Override
  public boolean complete() {
    return (complete || raw) && !failed;
  }

  @Override
  public boolean usageOnly() {
    return false;
  }
}
