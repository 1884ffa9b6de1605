package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import java.util.List;

/// What to do next for one request.
public sealed interface Step {
  /// Make these calls. One whose delay is 0 is made at once. For one with a delay set a timer, and when
  /// it fires ask [Serving#due] whether it is still wanted.
  record Start(List<Call> calls) implements Step {
    static Start of(Call call) {
      return new Start(List.of(call));
    }
  }

  /// Nothing: another call is running or will be due.
  record Wait() implements Step {
    static final Wait INSTANCE = new Wait();
  }

  /// Nothing more can be done: this is the request's error.
  record GiveUp(GatewayError error) implements Step {}
}
