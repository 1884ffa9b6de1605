package dev.prism.server.pipeline;

import dev.prism.routing.Call;
import java.util.ArrayList;
import java.util.List;

/// The calls of an exchange that are under way; seldom more than one.
final class RunningCalls {
  private final List<Call> calls = new ArrayList<>(2);
  private final List<TargetAttempt> attempts = new ArrayList<>(2);

  void add(Call call, TargetAttempt attempt) {
    calls.add(call);
    attempts.add(attempt);
  }

  boolean has(Call call) {
    return calls.contains(call);
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /// @throws IllegalStateException if the attempt is not under way
  Call callOf(TargetAttempt attempt) {
    return calls.get(index(attempts.indexOf(attempt)));
  }

  /// @throws IllegalStateException if the attempt is not under way
  Call remove(TargetAttempt attempt) {
    int at = index(attempts.indexOf(attempt));
    attempts.remove(at);
    return calls.remove(at);
  }

  /// @throws IllegalStateException if the call is not under way
  TargetAttempt remove(Call call) {
    int at = index(calls.indexOf(call));
    calls.remove(at);
    return attempts.remove(at);
  }

  private static int index(int found) {
    if (found < 0) {
      throw new IllegalStateException("the call is not under way");
    }
    return found;
  }
}
