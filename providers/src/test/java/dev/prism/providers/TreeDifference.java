package dev.prism.providers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Where two JSON trees differ: each place with what stands there in the one and the other.
final class TreeDifference {
  private final List<String> found = new ArrayList<>();

  private TreeDifference() {}

  static List<String> between(JsonNode wanted, JsonNode got) {
    TreeDifference difference = new TreeDifference();
    difference.compare("", wanted, got);
    return difference.found;
  }

  private void compare(String path, JsonNode wanted, JsonNode got) {
    if (wanted.isObject() && got.isObject()) {
      Set<String> names = new LinkedHashSet<>(wanted.propertyNames());
      names.addAll(got.propertyNames());
      names.forEach(name -> compare(path + "/" + name, wanted.path(name), got.path(name)));
    } else if (wanted.isArray() && got.isArray() && wanted.size() == got.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        compare(path + "/" + i, wanted.path(i), got.path(i));
      }
    } else if (!wanted.equals(got)) {
      found.add(path + ": " + shown(wanted) + " -> " + shown(got));
    }
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
