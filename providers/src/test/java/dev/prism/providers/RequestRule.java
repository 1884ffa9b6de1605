package dev.prism.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A way in which what is written may differ from what was recorded: a change of the recorded request at
/// places of one kind, after which both must be equal.
///
/// @param name   as docs/dialects.md has it, with the most places that it may change
/// @param forms  the dialects of the recordings that it is for
record RequestRule(String name, Set<String> forms, Change change) {
  /// @param dropped what the gateway says that it left out
  /// @param written what the gateway wrote
  record Case(
      String form,
      String provider,
      ObjectNode recorded,
      List<String> dropped,
      JsonNode written) {}

  /// Makes the change.
  @FunctionalInterface
  interface Change {
    /// @return how many places were changed
    int make(Case at);
  }

  /// What becomes of a value.
  @FunctionalInterface
  interface Edited {
    /// @return null to take it out
    @Nullable
    JsonNode apply(JsonNode value);
  }

  /// Leaves out a member where it has this very value.
  static RequestRule without(String name, String forms, String path, String value) {
    JsonNode said = Talk.JSON.readTree(value);
    return at(name, forms, path, node -> node.equals(said) ? null : node);
  }

  /// Leaves out a member of any value.
  static RequestRule without(String name, String forms, String path) {
    return at(name, forms, path, _ -> null);
  }

  /// Changes the values of members; null takes the member, or the element of a list, out.
  static RequestRule at(String name, String forms, String path, Edited change) {
    return new RequestRule(name, Set.of(forms.split(" ")),
        at -> change(at.recorded(), path.split("/"), 0, change));
  }

  private static int change(JsonNode node, String[] path, int depth, Edited change) {
    int changed = 0;
    if (depth == path.length - 1) {
      return changeHere(node, path[depth], change);
    }
    if (path[depth].equals("*")) {
      for (JsonNode each : node) {
        changed += change(each, path, depth + 1, change);
      }
      return changed;
    }
    return node.has(path[depth]) ? change(node.path(path[depth]), path, depth + 1, change) : 0;
  }

  private static int changeHere(JsonNode node, String name, Edited change) {
    if (node instanceof ObjectNode object && object.has(name)) {
      JsonNode now = object.path(name);
      JsonNode then = change.apply(now);
      if (then == null) {
        object.remove(name);
      } else {
        object.set(name, then);
      }
      return now.equals(then) ? 0 : 1;
    }
    return node instanceof ArrayNode list && name.equals("*") ? changeAll(list, change) : 0;
  }

  private static int changeAll(ArrayNode list, Edited change) {
    int changed = 0;
    List<JsonNode> kept = new ArrayList<>();
    for (JsonNode each : list) {
      JsonNode then = change.apply(each);
      changed += each.equals(then) ? 0 : 1;
      if (then != null) {
        kept.add(then);
      }
    }
    list.removeAll();
    list.addAll(kept);
    return changed;
  }
}
