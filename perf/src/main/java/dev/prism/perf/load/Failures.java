package dev.prism.perf.load;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// Where a bug in the generator's own tasks shows: on standard error, since a figure that it spoilt must
/// not be believed.
final class Failures {
  private Failures() {}

  static void report(@Nullable Throwable cause) {
    if (cause != null && !(cause instanceof CancellationException)) {
      System.err.println("the load generator failed: " + cause);
    }
  }
}
