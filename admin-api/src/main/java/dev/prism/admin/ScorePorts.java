package dev.prism.admin;

import dev.prism.evals.AppSpan;
import dev.prism.exchange.TraceRecord;
import dev.prism.store.StoredTraces;
import java.util.List;

/// What the gateway lends to the calls about scores.
public record ScorePorts(StoredTraces traces, Spans spans) {
  /// The spans of applications.
  public interface Spans {
    /// Those of an exchange.
    List<AppSpan> of(TraceRecord trace);

    /// Takes some.
    ///
    /// @return how many were refused
    int take(List<AppSpan> spans);
  }
}
