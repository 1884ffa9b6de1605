package dev.prism.providers.gemini;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Failed;
import dev.prism.exchange.ResponseEvent.Finish;
import dev.prism.exchange.ResponseEvent.Head;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonCursor;
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

/// Reads `generateContent` replies: chunks of a stream, a whole, or the array of chunks that a stream is
/// when it was not asked for as events. The terminal fact is a finish reason, or that the prompt was
/// blocked; there is no marker.
final class GenerateDecoder implements ReplyDecoder {
  private static final int MOST_CANDIDATES = 64;
  /// The reasons by number, which some clients ask for.
  private static final List<String> NUMBERED = List.of("", "STOP", "MAX_TOKENS", "SAFETY",
      "RECITATION", "OTHER", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII",
      "MALFORMED_FUNCTION_CALL");
  private final StrictJson json = new StrictJson(JsonLimits.REPLY);
  private final List<Integer> calls = new ArrayList<>();
  /// The call whose arguments are still coming, by choice.
  private final Map<Integer, StreamedArguments> open = new HashMap<>();
  private final Map<Integer, Grounding> grounding = new HashMap<>();
  private final Citations citations = new Citations();
  private final boolean raw;
  private boolean headed;
  private boolean complete;
  private boolean failed;

  GenerateDecoder() {
    this(false);
  }

  /// @param raw whether any reply counts as whole, since it may be of another kind
  GenerateDecoder(boolean raw) {
    this.raw = raw;
  }

  @Override
  public void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem {
    if (event.hasData() && !event.dataIs("[DONE]")) {
      body(event.data(), event.dataStart(), event.dataEnd(), out);
    }
  }

  @Override
  public void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem {
    json.check(bytes, from, to);
    JsonCursor at = new JsonCursor(bytes, from, to);
    if (at.kind() == '[') {
      at.enter();
      while (at.nextElement()) {
        chunk(JsonFields.of(at), out);
      }
    } else {
      chunk(JsonFields.of(at), out);
    }
  }

  private void chunk(JsonFields chunk, Consumer<ResponseEvent> out) {
    if (chunk.has("error")) {
      JsonFields error = chunk.object("error");
      fail(error.text("status"), error.text("message"), out);
      return;
    }
    if (!headed && (chunk.has("responseId") || chunk.has("modelVersion"))) {
      headed = true;
      out.accept(new Head(chunk.text("responseId"), chunk.text("modelVersion")));
    }
    if (chunk.has("usageMetadata")) {
      out.accept(new ResponseEvent.Usage(usage(chunk.object("usageMetadata"))));
    }
    List<JsonFields> candidates = chunk.objects("candidates");
    for (JsonFields candidate : candidates) {
      candidate(candidate, out);
    }
    if (candidates.isEmpty() && chunk.object("promptFeedback").has("blockReason")) {
      complete = true;
      out.accept(new Finish(0, "SAFETY"));
    }
  }

  private void candidate(JsonFields candidate, Consumer<ResponseEvent> out) {
    int choice = Math.clamp(candidate.integer("index", 0), 0, MOST_CANDIDATES - 1);
    for (JsonFields part : candidate.object("content").objects("parts")) {
      part(choice, part, out);
    }
    if (candidate.has("groundingMetadata") || candidate.has("citationMetadata")) {
      grounding(choice).read(candidate, choice, citations, out);
    }
    String reason = reason(candidate);
    if (!reason.isEmpty()) {
      endCall(choice, out);
      if (FinishReason.of(reason) == FinishReason.ERROR) {
        fail(reason, candidate.text("finishMessage"), out);
      } else {
        complete = true;
        out.accept(new Finish(choice, reason));
      }
    }
  }

  private Grounding grounding(int choice) {
    return grounding.computeIfAbsent(choice, _ -> new Grounding());
  }

  private static String reason(JsonFields candidate) {
    if (candidate.kind("finishReason") != '0') {
      return candidate.text("finishReason");
    }
    long number = candidate.integer("finishReason", 0);
    return number >= 0 && number < NUMBERED.size() ? NUMBERED.get((int) number) : "STOP";
  }

  private void part(int choice, JsonFields part, Consumer<ResponseEvent> out) {
    String text = part.text("text");
    if (!text.isEmpty() && part.isTrue("thought")) {
      out.accept(new ReasoningDelta(choice, text));
    } else if (!text.isEmpty()) {
      grounding(choice).said(text);
      out.accept(new TextDelta(choice, text));
    }
    if (part.has("functionCall")) {
      call(choice, part, out);
    } else if (part.has("inlineData") || part.has("executableCode")
        || part.has("codeExecutionResult")) {
      out.accept(new Other(choice));
    }
  }

  private void call(int choice, JsonFields part, Consumer<ResponseEvent> out) {
    JsonFields call = part.object("functionCall");
    boolean more = call.isTrue("willContinue");
    List<JsonFields> pieces = call.objects("partialArgs");
    StreamedArguments streamed = open.get(choice);
    String name = call.text("name");
    if (streamed == null || (!name.isEmpty() && !name.equals(streamed.name()))) {
      endCall(choice, out);
      int index = nextCall(choice);
      boolean whole = !more && pieces.isEmpty();
      String args = whole ? call.raw("args", '{') : "";
      String id = call.text("id");
      out.accept(new ToolCallDelta(choice, index, id.isEmpty() ? null : id, name,
          args == null ? "{}" : args));
      String signature = part.text("thoughtSignature");
      if (!signature.isEmpty()) {
        out.accept(new Other(choice, Other.Kind.SIGNATURE, index, signature));
      }
      if (whole) {
        return;
      }
      streamed = new StreamedArguments(name, index);
      open.put(choice, streamed);
    }
    streamed.read(pieces);
    if (!more) {
      endCall(choice, out);
    }
  }

  private int nextCall(int choice) {
    while (calls.size() <= choice) {
      calls.add(0);
    }
    int index = calls.get(choice);
    calls.set(choice, index + 1);
    return index;
  }

  /// Says the arguments that came in pieces.
  private void endCall(int choice, Consumer<ResponseEvent> out) {
    StreamedArguments streamed = open.remove(choice);
    if (streamed != null) {
      out.accept(new ToolCallDelta(choice, streamed.index(), null, null, streamed.json()));
    }
  }

  /// Cached tokens are among the prompt's; thoughts are not among the candidates'; what tools said is
  /// neither.
  private static TokenUsage usage(JsonFields usage) {
    long prompt = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
    long cached = Math.min(count(usage, "cachedContentTokenCount"), prompt);
    long heard = Math.min(audio(usage, "promptTokensDetails"), prompt - cached);
    long said = count(usage, "candidatesTokenCount");
    long spoken = Math.min(audio(usage, "candidatesTokensDetails"), said);
    return new TokenUsage(prompt - cached - heard, cached, 0, 0, said - spoken,
        count(usage, "thoughtsTokenCount"), heard, spoken);
  }

  private static long audio(JsonFields usage, String name) {
    long audio = 0;
    for (JsonFields detail : usage.objects(name)) {
      audio += detail.text("modality").equals("AUDIO") ? count(detail, "tokenCount") : 0;
    }
    return audio;
  }

  private static long count(JsonFields usage, String name) {
    return Math.clamp(usage.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  private void fail(String code, String message, Consumer<ResponseEvent> out) {
    failed = true;
    out.accept(new Failed(code.isEmpty() ? "upstream_error" : code,
        message.isEmpty() ? "the provider failed while it answered" : message));
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
