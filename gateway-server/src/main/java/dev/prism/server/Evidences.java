package dev.prism.server;

import dev.prism.evals.Evidence;
import dev.prism.exchange.TraceRecord;

/// Gives what is known of an exchange from elsewhere; must not wait.
interface Evidences {
  Evidences NONE = _ -> Evidence.NONE;

  Evidence of(TraceRecord trace);
}
