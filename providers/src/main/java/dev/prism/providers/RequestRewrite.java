package dev.prism.providers;

import dev.prism.exchange.json.JsonMembers;
import java.util.List;

/// What must change in a request's body before it goes to a provider. A pure function of the checked
/// body, so that every byte that no edit touches stays as the client sent it.
@FunctionalInterface
public interface RequestRewrite {
  RequestRewrite NOTHING = (_, _) -> List.of();

  /// The edits in the order of their place, none overlapping another.
  ///
  /// @param body  the members of the checked body
  /// @param model the target's model, in the provider's words
  List<Edit> edits(JsonMembers body, String model);

  /// The path, where it depends on the body.
  ///
  /// @param path the call's own
  default String path(JsonMembers body, String path) {
    return path;
  }

  /// The path of a raw passthrough. A base path that the client repeats, as in `/openai/v1/files`, stands
  /// once.
  ///
  /// @param base the call's own
  /// @param rest what the client wrote behind the provider's name, with its slash and query
  default String raw(String base, String rest) {
    return !base.isEmpty() && rest.startsWith(base + "/") ? rest : base + rest;
  }

  /// Members of the body that the provider refuses and that the edits take out.
  default List<String> dropped(JsonMembers body) {
    return List.of();
  }
}
