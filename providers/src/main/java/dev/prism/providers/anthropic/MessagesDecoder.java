package dev.prism.providers.anthropic;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.Head;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.BlockCitations;
import dev.prism.providers.ReplyDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Reads Messages replies, streamed or whole. The terminal fact is a stop reason; the marker behind it,
/// `message_stop`, is left out by servers that imitate the dialect.
public final class MessagesDecoder implements ReplyDecoder {
  private static final int MOST_BLOCKS = 4096;
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final MessagesUsage usage = new MessagesUsage();
  /// The tool blocks by their place among all blocks: a call's own index counts tools only.
  private final Map<Long, Call> calls = new HashMap<>();
  private final BlockCitations citations = new BlockCitations();
  private final boolean raw;
  private boolean headed;
  private boolean complete;
  private boolean failed;

  private static final class Call {
    final int index;
    String input = "";
    boolean spoken;

    Call(int index) {
      this.index = index;
    }
  }

  public MessagesDecoder() {
    this(false);
  }

  /// @param raw whether any reply counts as whole, since it may be of another kind
  MessagesDecoder(boolean raw) {
    this.raw = raw;
  }

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    if (!event.hasData() || event.dataIs("[DONE]")) {
      return;
    }
    JsonMembers members = json.check(event.data(), event.dataStart(), event.dataEnd());
    JsonFields fields = JsonFields.of(members);
    switch (fields.text("type")) {
      case "message_start" -> start(fields.object("message"), out);
      case "content_block_start" ->
        blockStart(fields.integer("index", 0), fields.object("content_block"), out);
      case "content_block_delta" -> delta(fields.integer("index", 0), fields.object("delta"), out);
      case "content_block_stop" -> blockStop(fields.integer("index", 0), out);
      case "message_delta" -> messageDelta(fields, out);
      case "message_stop" -> out.accept(new ResponseEvent.End());
      case "error" -> fail(fields.object("error"), out);
      default -> {
        if (event.type().equals("error")) {
          fail(fields.object("error"), out);
        }
      }
    }
  }

  private void start(JsonFields message, Consumer<ResponseEvent> out) {
    if (!headed) {
      headed = true;
      out.accept(new Head(message.text("id"), message.text("model")));
      usage.read(message.object("usage"));
      usage(out);
    }
  }

  private void blockStart(long place, JsonFields block, Consumer<ResponseEvent> out) {
    citations.end(out);
    switch (block.text("type")) {
      case "text" -> {
        say(block.text("text"), out);
        block.objects("citations").forEach(this::cite);
      }
      case "thinking" -> think(block.text("thinking"), out);
      case "redacted_thinking" ->
        out.accept(new Other(0, Other.Kind.REDACTED_THOUGHT, -1, block.text("data")));
      case "tool_use" -> {
        if (calls.size() < MOST_BLOCKS) {
          Call call = new Call(calls.size());
          String input = block.raw("input", '{');
          call.input = input == null ? "" : input;
          calls.put(place, call);
          out.accept(new ToolCallDelta(0, call.index, block.text("id"), block.text("name"), ""));
        }
      }
      default -> out.accept(new Other(0));
    }
  }

  private void delta(long place, JsonFields delta, Consumer<ResponseEvent> out) {
    switch (delta.text("type")) {
      case "text_delta" -> say(delta.text("text"), out);
      case "thinking_delta" -> think(delta.text("thinking"), out);
      case "signature_delta" ->
        out.accept(new Other(0, Other.Kind.SIGNATURE, -1, delta.text("signature")));
      case "citations_delta" -> cite(delta.object("citation"));
      case "input_json_delta" -> {
        Call call = calls.get(place);
        String piece = delta.text("partial_json");
        if (call != null && !piece.isEmpty()) {
          call.spoken = true;
          out.accept(new ToolCallDelta(0, call.index, null, null, piece));
        }
      }
      default -> {
      }
    }
  }

  /// A page of a search of Anthropic's own, or one that the client gave with its address. What cites a document
  /// has no address.
  private void cite(JsonFields citation) {
    citations.add(citation.has("url") ? citation.text("url") : citation.text("source"),
        citation.text("title"), citation.text("cited_text"));
  }

  /// A call without arguments has only empty deltas, and some servers say all of them at its start.
  private void blockStop(long place, Consumer<ResponseEvent> out) {
    citations.end(out);
    Call call = calls.get(place);
    if (call != null && !call.spoken) {
      call.spoken = true;
      out.accept(
          new ToolCallDelta(0, call.index, null, null, call.input.isEmpty() ? "{}" : call.input));
    }
  }

  private void messageDelta(JsonFields fields, Consumer<ResponseEvent> out) {
    String reason = fields.object("delta").text("stop_reason");
    if (!reason.isEmpty()) {
      complete = true;
      out.accept(new Finish(0, reason));
    }
    if (fields.has("usage")) {
      usage.read(fields.object("usage"));
      usage(out);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    JsonFields message = JsonFields.of(json.check(bytes, from, to));
    if (message.text("type").equals("error")) {
      fail(message.object("error"), out);
      return;
    }
    String id = message.text("id");
    String model = message.text("model");
    if (!id.isEmpty() || !model.isEmpty()) {
      out.accept(new Head(id, model));
    }
    long place = 0;
    for (JsonFields block : message.objects("content")) {
      blockStart(place, block, out);
      String signature = block.text("signature");
      if (!signature.isEmpty()) {
        out.accept(new Other(0, Other.Kind.SIGNATURE, -1, signature));
      }
      blockStop(place++, out);
    }
    String reason = message.text("stop_reason");
    if (!reason.isEmpty()) {
      complete = true;
      out.accept(new Finish(0, reason));
    }
    usage.read(message.object("usage"));
    usage(out);
  }

  private void usage(Consumer<ResponseEvent> out) {
    if (usage.known()) {
      out.accept(new ResponseEvent.Usage(usage.buckets()));
    }
  }

  private void say(String text, Consumer<ResponseEvent> out) {
    if (!text.isEmpty()) {
      citations.said(text);
      out.accept(new TextDelta(0, text));
    }
  }

  private static void think(String text, Consumer<ResponseEvent> out) {
    if (!text.isEmpty()) {
      out.accept(new ReasoningDelta(0, text));
    }
  }

  private void fail(JsonFields error, Consumer<ResponseEvent> out) {
    failed = true;
    String code = error.text("type");
    String message = error.text("message");
    out.accept(new Failed(code.isEmpty() ? "upstream_error" : code,
        message.isEmpty() ? "the provider failed while it answered" : message));
  }

  @Override
  public boolean complete() {
    return !failed && (complete || raw);
  }

  @Override
  public boolean usageOnly() {
    return false;
  }
}
