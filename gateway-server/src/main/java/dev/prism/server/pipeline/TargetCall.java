package dev.prism.server.pipeline;

import dev.prism.providers.Call;
import dev.prism.providers.Provider;
import dev.prism.routing.Prompt;
import dev.prism.routing.Target;
import dev.prism.routing.TargetSettings.PromptMode;
import dev.prism.server.upstream.ConcurrencyLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A target, resolved to what is called: who, for which model, and how.
///
/// @param dropped members of the request that the provider refuses, left out
/// @param permit  to let one more call wait for the provider
record TargetCall(
    Target target,
    Provider provider,
    Call call,
    List<String> dropped,
    ConcurrencyLimit.Permit permit) {
  TargetCall dropping(List<String> members) {
    return new TargetCall(target, provider, call, members, permit);
  }

  String name() {
    return target.name();
  }

  /// `name@version` of the prompt that was put in, null for none.
  @Nullable
  String promptVersion() {
    Prompt prompt = target.prompt();
    return prompt == null || prompt.mode() == PromptMode.NONE ? null : prompt.version();
  }

  String model() {
    return target.model();
  }
}
