package dev.prism.providers.anthropic;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Citation;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.AnswerIds;
import dev.prism.providers.Gathered;
import dev.prism.providers.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Writes Messages replies. Its clients expect one open block at a time, so a call that is interleaved
/// with another waits until that one's arguments are whole.
final class MessagesEncoder implements ReplyEncoder {
  private final String asked;
  private final LongSupplier estimate;
  private final TreeMap<Integer, Waiting> waiting = new TreeMap<>();
  private final String fresh = AnswerIds.fresh();
  private final BalancedJson balance = new BalancedJson();
  /// Sources of a text that has not begun.
  private final List<Citation> sources = new ArrayList<>(0);
  private Open open = Open.NOTHING;
  private int block = -1;
  private int openCall = -1;
  private int calls;
  private boolean begun;
  private String id = "";
  private String model = "";
  private String finish = "";
  private @Nullable TokenUsage usage;

  private enum Open {
    NOTHING, TEXT, THOUGHT, CALL
  }

  /// A call that has not been written yet.
  private static final class Waiting {
    String id = "";
    String name = "";
    final StringBuilder arguments = new StringBuilder();
  }

  /// @param asked    the model that the client named
  /// @param estimate of the prompt's tokens, which the first event tells before the provider has; asked
  ///                 only then, when the request is on its way
  MessagesEncoder(String asked, LongSupplier estimate) {
    this.asked = asked;
    this.estimate = estimate;
  }

  @Override
  public void event(ResponseEvent event, StringBuilder out) {
    switch (event) {
      case ResponseEvent.Head head -> {
        id = head.id();
        model = head.model();
      }
      case ResponseEvent.TextDelta(int choice, String text) -> {
        if (choice == 0) {
          piece(Open.TEXT, "text_delta", "text", text, out);
        }
      }
      case ResponseEvent.RefusalDelta(int choice, String text) -> {
        if (choice == 0) {
          piece(Open.TEXT, "text_delta", "text", text, out);
        }
      }
      case ResponseEvent.ReasoningDelta(int choice, String text) -> {
        if (choice == 0) {
          piece(Open.THOUGHT, "thinking_delta", "thinking", text, out);
        }
      }
      case ToolCallDelta delta -> {
        if (delta.choice() == 0) {
          call(delta, out);
        }
      }
      case Citation citation -> {
        if (citation.choice() == 0) {
          sources.add(citation);
          cite(out);
        }
      }
      case Other other -> opaque(other, out);
      case ResponseEvent.Finish(int choice, String reason) ->
        finish = choice == 0 ? reason : finish;
      case ResponseEvent.Usage counted -> usage = counted.usage();
      case ResponseEvent.Failed _,ResponseEvent.End _ -> {
      }
    }
  }

  private void piece(Open kind, String type, String name, String text, StringBuilder out) {
    if (open != kind) {
      flush(out);
      begin(kind,
          kind == Open.TEXT
              ? "{\"type\":\"text\",\"text\":\"\"}"
              : "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
          out);
      cite(out);
    }
    delta(type, name, text, out);
  }

  /// Tells sources within the text that is open, all of which they belong to; they wait for one.
  private void cite(StringBuilder out) {
    if (open != Open.TEXT) {
      return;
    }
    for (Citation source : sources) {
      deltaStart(out).append("\"citations_delta\",\"citation\":");
      CitedText.citation(source, new JsonWriter(out));
      out.append("}}\n\n");
    }
    sources.clear();
  }

  private void call(ToolCallDelta delta, StringBuilder out) {
    if (open == Open.CALL && openCall == delta.index()) {
      arguments(delta.arguments(), out);
      return;
    }
    Waiting known = waiting.computeIfAbsent(delta.index(), _ -> new Waiting());
    known.id = delta.id() == null ? known.id : delta.id();
    known.name = delta.name() == null ? known.name : delta.name();
    known.arguments.append(delta.arguments());
    if (open != Open.CALL || balance.whole()) {
      write(Objects.requireNonNull(waiting.pollFirstEntry()), out);
    }
  }

  private void write(Entry<Integer, Waiting> next, StringBuilder out) {
    Waiting call = next.getValue();
    JsonWriter start = new JsonWriter(new StringBuilder(128));
    start.object()
        .text("type", "tool_use")
        .text("id", call.id.isEmpty() ? "toolu_" + messageId() + "_" + next.getKey() : call.id)
        .text("name", call.name)
        .raw("input", "{}")
        .endObject();
    begin(Open.CALL, start.toString(), out);
    openCall = next.getKey();
    calls++;
    balance.reset();
    arguments(call.arguments.toString(), out);
  }

  private void arguments(String piece, StringBuilder out) {
    if (!piece.isEmpty()) {
      balance.read(piece);
      delta("input_json_delta", "partial_json", piece, out);
    }
  }

  private void opaque(Other other, StringBuilder out) {
    if (other.choice() != 0 || other.call() >= 0) {
      return;
    }
    switch (other.kind()) {
      case MEDIA -> {
      }
      case SIGNATURE -> {
        piece(Open.THOUGHT, "signature_delta", "signature", other.value(), out);
        close(out);
      }
      case REDACTED_THOUGHT -> {
        flush(out);
        begin(Open.NOTHING,
            "{\"type\":\"redacted_thinking\",\"data\":" + JsonText.quote(other.value()) + "}", out);
        stop(out);
      }
    }
  }

  /// Writes the calls that wait.
  private void flush(StringBuilder out) {
    while (!waiting.isEmpty()) {
      write(Objects.requireNonNull(waiting.pollFirstEntry()), out);
    }
  }

  private void begin(Open kind, String start, StringBuilder out) {
    start(out);
    close(out);
    open = kind;
    block++;
    out.append("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":")
        .append(block)
        .append(",\"content_block\":")
        .append(start)
        .append("}\n\n");
  }

  private void delta(String type, String name, String text, StringBuilder out) {
    deltaStart(out).append('"').append(type).append("\",\"").append(name).append("\":");
    JsonText.quote(out, text);
    out.append("}}\n\n");
  }

  /// Begins a delta up to its type.
  private StringBuilder deltaStart(StringBuilder out) {
    return out
        .append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":")
        .append(block)
        .append(",\"delta\":{\"type\":");
  }

  private void close(StringBuilder out) {
    if (open != Open.NOTHING) {
      open = Open.NOTHING;
      stop(out);
    }
  }

  private void stop(StringBuilder out) {
    out.append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":")
        .append(block)
        .append("}\n\n");
  }

  private void start(StringBuilder out) {
    if (begun) {
      return;
    }
    begun = true;
    TokenUsage first = usage == null || usage.prompt() == 0
        ? TokenUsage.of(estimate.getAsLong(), 1)
        : usage;
    JsonWriter json = head(out.append("event: message_start\ndata: "), true);
    json.array("content").endArray().raw("stop_reason", "null").raw("stop_sequence", "null");
    MessagesUsage.write(first, json);
    json.endObject().endObject();
    out.append("\n\n");
  }

  private JsonWriter head(StringBuilder out, boolean streamed) {
    JsonWriter json = new JsonWriter(out).object();
    if (streamed) {
      json.text("type", "message_start").object("message");
    }
    return json.text("id", "msg_" + messageId())
        .text("type", "message")
        .text("role", "assistant")
        .text("model", model.isEmpty() ? asked : model);
  }

  private String messageId() {
    return AnswerIds.bare(id, "msg_", fresh);
  }

  @Override
  public void end(StringBuilder out) {
    start(out);
    flush(out);
    close(out);
    out.append("event: message_delta\ndata: ");
    JsonWriter json = new JsonWriter(out).object().text("type", "message_delta").object("delta");
    MessageContent.reason(FinishReason.of(finish).withTools(calls > 0), json);
    json.endObject();
    MessagesUsage.write(usage == null ? TokenUsage.of(estimate.getAsLong(), 0) : usage, json);
    json.endObject();
    out.append("\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Override
  public String whole(List<ResponseEvent> events) {
    Gathered answer = Gathered.of(events);
    id = answer.id();
    model = answer.model();
    StringBuilder out = new StringBuilder(1024);
    TokenUsage counted = answer.usage();
    MessageContent.whole(answer.first(), messageId(),
        counted == null ? TokenUsage.of(estimate.getAsLong(), 0) : counted, head(out, false));
    return out.toString();
  }
}
