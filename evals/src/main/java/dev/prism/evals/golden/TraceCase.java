package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.evals.golden.GoldenEntry.Source;
import dev.prism.evals.golden.GoldenEntry.Turn;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// An exchange as a case: the conversation that was sent, without the answer. What to assert is for a person
/// to say.
public final class TraceCase {
  private static final int MOST_CHARS = 200_000;

  private TraceCase() {}

  /// Empty where the trace keeps no text, or none that is a conversation.
  public static Optional<GoldenEntry> of(TraceRecord trace) {
    TraceText request = trace.texts().request();
    if (request == null || request.size() > MOST_CHARS || trace.served().route().isEmpty()) {
      return Optional.empty();
    }
    List<Turn> turns;
    try {
      turns = turns(GoldenJson.MAPPER.readTree(request.toString()));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
    if (turns.isEmpty() || turns.size() > GoldenEntry.MOST_TURNS) {
      return Optional.empty();
    }
    Instant now = Instant.EPOCH.plus(trace.asked().startedAtMicros(), ChronoUnit.MICROS);
    Source source = new Source(trace.served().incident(), trace.ids().traceId(), null,
        trace.served().promptVersion(), trace.served().modelUsed());
    return Optional.of(new GoldenEntry("trace-" + trace.ids().traceId(), turns, List.of(), null,
        List.of(), trace.served().route(), null, null, "", source, Redaction.NONE, now, "prism",
        GoldenEntry.noMetadata()));
  }

  /// Of a chat, of Anthropic's messages, of a response; a text alone where that is all there is.
  private static List<Turn> turns(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    add(turns, "system", text(body.path("system")));
    add(turns, "system", text(body.path("instructions")));
    JsonNode messages = body.path("messages").isArray()
        ? body.path("messages")
        : body.path("input");
    if (messages.isArray()) {
      for (JsonNode each : messages) {
        add(turns, each.path("role").asString("user"), text(each.path("content")));
      }
    } else {
      add(turns, "user", text(messages));
      add(turns, "user", text(body.path("prompt")));
    }
    return turns;
  }

  private static void add(List<Turn> turns, String role, String text) {
    if (!text.isEmpty()) {
      turns.add(new Turn(role, text));
    }
  }

  /// A text, or the texts of a list of parts.
  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode each : content) {
      String part = each.path("text").asString("");
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join("\n", parts);
  }
}
