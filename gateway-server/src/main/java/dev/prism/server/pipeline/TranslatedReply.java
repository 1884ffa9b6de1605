package dev.prism.server.pipeline;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.Translation;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Translates a reply that came whole: as a whole, or as a stream where the client asked for one and the
/// provider sent none.
final class TranslatedReply {
  private TranslatedReply() {}

  static void read(TargetAttempt attempt, Translation translation, StreamMode mode,
      UpstreamRequest.Body body) {
    List<ResponseEvent> events = new ArrayList<>();
    try {
      translation.decoder().body(body.bytes(), 0, body.size(), event -> {
        attempt.transcript().accept(event);
        events.add(event);
      });
    } catch (JsonProblem problem) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "the reply is not JSON");
      return;
    }
    if (!translation.decoder().complete()) {
      attempt.fail(AttemptFailure.Kind.CUT, "the reply is no whole answer");
    } else if (attempt.wantsStream()) {
      TranslatedReading stream = new TranslatedReading(attempt, translation, true, mode);
      attempt.continueAs(stream);
      stream.all(events);
    } else {
      send(attempt, translation, events);
    }
  }

  /// Answers with all events at once.
  static void send(TargetAttempt attempt, Translation translation, List<ResponseEvent> events) {
    byte[] json = translation.encoder().whole(events).getBytes(StandardCharsets.UTF_8);
    attempt.replied(new UpstreamRequest.Body(json, json.length));
  }
}
