package dev.prism.providers.bedrock;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.BlockCitations;
import dev.prism.providers.EventCutter;
import dev.prism.providers.ReplyDecoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Reads Converse replies, streamed or whole. A stream is whole with its `metadata`, which comes behind
/// the stop and holds the usage.
final class ConverseDecoder implements ReplyDecoder {
  private static final int MOST_CALLS = 4096;
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  /// The index among the calls by the index among the blocks, and whether anything of it was said.
  private final Map<Long, Call> calls = new HashMap<>();
  private final BlockCitations citations = new BlockCitations();
  private final boolean raw;
  private boolean stopped;
  private boolean counted;
  private boolean failed;

  private static final class Call {
    final int index;
    boolean spoken;

    Call(int index) {
      this.index = index;
    }
  }

  ConverseDecoder() {
    this(false);
  }

  /// @param raw whether any reply counts as whole, since it may be of another kind
  ConverseDecoder(boolean raw) {
    this.raw = raw;
  }

  @Override
  public EventCutter cutter(int maxEventBytes) {
    return new FrameCutter(maxEventBytes);
  }

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    String type = event.type();
    if (type.startsWith("exception:")) {
      failed = true;
      out.accept(new Failed(type.substring("exception:".length()),
          "the provider failed while it answered"));
      return;
    }
    JsonFields fields = JsonFields.of(json.check(event.data(), event.dataStart(), event.dataEnd()));
    long place = fields.integer("contentBlockIndex", 0);
    switch (type) {
      case "contentBlockStart" -> start(place, fields.object("start"), out);
      case "contentBlockDelta" -> delta(place, fields.object("delta"), out);
      case "contentBlockStop" -> stop(place, out);
      case "messageStop" -> finish(fields.text("stopReason"), out);
      case "metadata" -> {
        counted = true;
        usage(fields.object("usage"), out);
      }
      case "chunk" -> metrics(fields.text("bytes"), out);
      default -> {
      }
    }
  }

  /// A piece of `invoke-with-response-stream`, in the model's own dialect. Bedrock adds what was counted to
  /// the last one, the same for every model.
  private void metrics(String base64, Consumer<ResponseEvent> out) throws JsonProblem {
    byte[] piece;
    try {
      piece = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException unread) {
      return;
    }
    JsonFields metrics = JsonFields.of(json.check(piece, 0, piece.length))
        .object("amazon-bedrock-invocationMetrics");
    if (!metrics.names().isEmpty()) {
      out.accept(new ResponseEvent.Usage(new TokenUsage(count(metrics, "inputTokenCount"),
          count(metrics, "cacheReadInputTokenCount"), count(metrics, "cacheWriteInputTokenCount"),
          0, count(metrics, "outputTokenCount"), 0, 0, 0)));
    }
  }

  private void start(long place, JsonFields start, Consumer<ResponseEvent> out) {
    if (start.has("toolUse") && calls.size() < MOST_CALLS) {
      JsonFields use = start.object("toolUse");
      Call call = new Call(calls.size());
      calls.put(place, call);
      out.accept(new ToolCallDelta(0, call.index, use.text("toolUseId"), use.text("name"), ""));
    }
  }

  private void delta(long place, JsonFields delta, Consumer<ResponseEvent> out) {
    say(delta.text("text"), out);
    if (delta.has("citation")) {
      cite(delta.object("citation"));
    }
    Call call = calls.get(place);
    String input = delta.object("toolUse").text("input");
    if (call != null && !input.isEmpty()) {
      call.spoken = true;
      out.accept(new ToolCallDelta(0, call.index, null, null, input));
    }
    if (delta.has("reasoningContent")) {
      thought(delta.object("reasoningContent"), out);
    }
  }

  private static void thought(JsonFields thought, Consumer<ResponseEvent> out) {
    String text = thought.text("text");
    if (!text.isEmpty()) {
      out.accept(new ReasoningDelta(0, text));
    }
    String signature = thought.text("signature");
    if (!signature.isEmpty()) {
      out.accept(new Other(0, Other.Kind.SIGNATURE, -1, signature));
    }
    String redacted = thought.text("redactedContent");
    if (!redacted.isEmpty()) {
      out.accept(new Other(0, Other.Kind.REDACTED_THOUGHT, -1, redacted));
    }
  }

  private void say(String text, Consumer<ResponseEvent> out) {
    if (!text.isEmpty()) {
      citations.said(text);
      out.accept(new TextDelta(0, text));
    }
  }

  private void cite(JsonFields citation) {
    StringBuilder cited = new StringBuilder();
    citation.objects("sourceContent").forEach(part -> cited.append(part.text("text")));
    JsonFields web = citation.object("location").object("web");
    citations.add(web.has("url") ? web.text("url") : citation.text("source"),
        citation.text("title"), cited.toString());
  }

  private void stop(long place, Consumer<ResponseEvent> out) {
    citations.end(out);
    Call call = calls.get(place);
    if (call != null && !call.spoken) {
      call.spoken = true;
      out.accept(new ToolCallDelta(0, call.index, null, null, "{}"));
    }
  }

  private void finish(String reason, Consumer<ResponseEvent> out) {
    if (FinishReason.of(reason) == FinishReason.ERROR) {
      failed = true;
      out.accept(new Failed(reason, "the provider failed while it answered"));
    } else if (!reason.isEmpty()) {
      stopped = true;
      out.accept(new Finish(0, reason));
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    JsonFields reply = JsonFields.of(json.check(bytes, from, to));
    long place = 0;
    for (JsonFields block : reply.object("output").object("message").objects("content")) {
      say(block.text("text"), out);
      JsonFields cited = block.object("citationsContent");
      cited.objects("content").forEach(part -> say(part.text("text"), out));
      cited.objects("citations").forEach(this::cite);
      citations.end(out);
      if (block.has("toolUse")) {
        start(place, block, out);
        Call call = calls.get(place);
        String input = block.object("toolUse").raw("input", '{');
        if (call != null) {
          out.accept(new ToolCallDelta(0, call.index, null, null, input == null ? "{}" : input));
        }
      }
      JsonFields thought = block.object("reasoningContent");
      thought(thought, out);
      thought(thought.object("reasoningText"), out);
      place++;
    }
    finish(reply.text("stopReason"), out);
    counted = true;
    usage(reply.object("usage"), out);
  }

  /// `inputTokens` leaves out what caches served and took. Claude behind `invoke` has names of its own for
  /// the same.
  private static void usage(JsonFields usage, Consumer<ResponseEvent> out) {
    if (usage.names().isEmpty()) {
      return;
    }
    long written = count(usage, "cacheWriteInputTokens")
        + count(usage, "cache_creation_input_tokens");
    long written1h = 0;
    for (JsonFields detail : usage.objects("cacheDetails")) {
      written1h += detail.text("ttl").equals("1h") ? count(detail, "inputTokens") : 0;
    }
    long long1h = Math.min(written1h, written);
    out.accept(new ResponseEvent.Usage(
        new TokenUsage(count(usage, "inputTokens") + count(usage, "input_tokens"),
            count(usage, "cacheReadInputTokens") + count(usage, "cache_read_input_tokens"),
            written - long1h, long1h, count(usage, "outputTokens") + count(usage, "output_tokens"),
            0, 0, 0)));
  }

  private static long count(JsonFields usage, String name) {
    return Math.clamp(usage.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  @Override
  public boolean complete() {
    return ((stopped && counted) || raw) && !failed;
  }

  @Override
  public boolean usageOnly() {
    return false;
  }
}
