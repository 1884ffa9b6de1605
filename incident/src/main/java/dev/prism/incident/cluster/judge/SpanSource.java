package dev.prism.incident.cluster.judge;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.util.ArrayList;
import java.util.List;

/// The spans of an exchange.
public interface SpanSource {
  /// What the gateway itself knows: request, attempts, rails, response, in this order.
  SpanSource OF_RECORD = scored -> {
    TraceRecord trace = scored.trace();
    List<TraceSpan> spans = new ArrayList<>();
    TraceText request = trace.texts().request();
    if (request != null) {
      spans.add(new TraceSpan("request", "request", trace.asked().model(), request.toString()));
    }
    for (int i = 0; i < trace.attempts().size(); i++) {
      Attempt attempt = trace.attempts().get(i);
      spans.add(new TraceSpan("attempt-" + i, "attempt", attempt.target(),
          attempt.provider() + " " + attempt.model() + ": " + attempt.result() + ", status "
              + attempt.status() + ", error " + attempt.error() + ", "
              + attempt.durationMicros() / 1_000 + " ms"));
    }
    for (int i = 0; i < trace.rails().size(); i++) {
      RailVerdict verdict = trace.rails().get(i);
      spans.add(new TraceSpan("rail-" + i, "rail", verdict.scanner(),
          verdict.header() + " " + verdict.rule()));
    }
    String response = trace.texts().response();
    if (response != null) {
      spans.add(new TraceSpan("response", "response", trace.served().target(), response));
    }
    return spans;
  };

  /// In the order of time, at most some hundreds.
  List<TraceSpan> of(ScoredTrace scored);
}
