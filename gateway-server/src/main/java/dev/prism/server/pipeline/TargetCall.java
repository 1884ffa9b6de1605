package dev.prism.server.pipeline;

import dev.prism.providers.Call;
import dev.prism.providers.Provider;

/// A target, resolved to what is called: who, for which model, and how.
record TargetCall(String target, Provider provider, String model, Call call) {}
