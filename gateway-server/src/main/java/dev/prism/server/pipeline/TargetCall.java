package dev.prism.server.pipeline;

import dev.prism.providers.Call;
import dev.prism.providers.Provider;
import dev.prism.routing.Target;

/// A target, resolved to what is called: who, for which model, and how.
record TargetCall(Target target, Provider provider, Call call) {
  String name() {
    return target.name();
  }

  String model() {
    return target.model();
  }
}
