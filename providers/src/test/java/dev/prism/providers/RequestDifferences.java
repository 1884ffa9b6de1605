package dev.prism.providers;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The differences between a recorded request and the one that is written for the same wish, as far as a
/// reason stands for them: `<dialect>: { "<sign><path>": reason }`, where the sign is `-` for what is
/// not written, `+` for what is written besides, and `~` for another value. A path that ends with a star is the
/// beginning of paths.
record RequestDifferences(Map<String, Map<String, String>> reasons) {
  record Found(Set<String> documented, Map<String, String> others) {}

  static RequestDifferences read() throws IOException {
    try (InputStream in = RequestDifferences.class
        .getResourceAsStream("request-differences.yaml")) {
      YamlSection file = YamlSection.read("request-differences.yaml", Objects.requireNonNull(in));
      Map<String, Map<String, String>> reasons = new TreeMap<>();
      for (String dialect : file.keys()) {
        YamlSection section = file.section(dialect);
        Map<String, String> own = new TreeMap<>();
        section.keys().forEach(path -> own.put(path, String.valueOf(section.text(path))));
        reasons.put(dialect, own);
      }
      return new RequestDifferences(reasons);
    }
  }

  Found of(String dialect, JsonNode recorded, JsonNode written) {
    Map<String, String> wanted = new TreeMap<>();
    Map<String, String> got = new TreeMap<>();
    flat("", recorded, wanted);
    flat("", written, got);
    Set<String> all = new LinkedHashSet<>(wanted.keySet());
    all.addAll(got.keySet());
    Found found = new Found(new LinkedHashSet<>(), new TreeMap<>());
    for (String path : all) {
      String want = wanted.get(path);
      String have = got.get(path);
      if (want == null || !want.equals(have)) {
        String sign = want == null ? "+" : have == null ? "-" : "~";
        String difference = sign + path.replaceAll("\\[[0-9]+]", "[]");
        String why = reason(dialect, difference);
        if (why == null) {
          found.others().putIfAbsent(difference, "recorded " + cut(want) + ", written " + cut(have));
        } else {
          found.documented().add(dialect + ": " + why);
        }
      }
    }
    return found;
  }

  private static String cut(@Nullable String text) {
    return text == null ? "nothing" : text.lines().findFirst().orElse("").substring(0, Math.min(60, text.lines().findFirst().orElse("").length()));
  }

  private @Nullable String reason(String dialect, String difference) {
    for (String section : List.of(dialect, "all")) {
      for (Map.Entry<String, String> each : reasons.getOrDefault(section, Map.of()).entrySet()) {
        String path = each.getKey();
        boolean same = path.endsWith("*")
            ? difference.startsWith(path.substring(0, path.length() - 1))
            : difference.equals(path);
        if (same) {
          return each.getValue();
        }
      }
    }
    return null;
  }

  /// Why a recorded wish cannot be said by a client of another dialect at all; null where it can.
  static @Nullable String unsayable(String dialect, JsonNode recorded) {
    String text = recorded.toString();
    return switch (dialect) {
      case "anthropic" -> text.contains("tool_reference") || text.contains("tool_addition")
          ? "tools that are added within the conversation"
          : null;
      case "bedrock" -> text.contains("guardContent") || text.contains("s3Location")
          || text.contains("\"video\"") || text.contains("nova_code_interpreter")
              ? "content for guardrails, in S3, or a video"
              : null;
      case "cohere", "openai" -> text.contains("\"type\":\"thinking\"")
          ? "thoughts as content, in an order of their own"
          : null;
      default -> null;
    };
  }

  /// Takes out the tools that a provider runs itself, and what was said of them: they have no place in a
  /// translation, and what is behind them would be compared with its neighbour.
  static boolean takeOutServerTools(JsonNode node) {
    boolean taken = false;
    if (node instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (isServerTool(list.get(i))) {
          list.remove(i);
          taken = true;
        }
      }
    }
    for (JsonNode child : node) {
      taken |= takeOutServerTools(child);
    }
    return taken;
  }

  private static boolean isServerTool(JsonNode node) {
    String type = node.path("type").asString("");
    return type.matches(".*_20\\d{6}|server_tool_use|mcp_.*|container_upload|compaction|.+_tool_result")
        || (node.isObject() && !node.isEmpty() && node.propertyStream().allMatch(member -> member
            .getKey()
            .matches("googleSearch|codeExecution|urlContext|fileSearch|executableCode|"
                + "codeExecutionResult|googleSearchRetrieval|systemTool|toolCall|toolResponse")));
  }

  /// The leaves by their paths. A text stands for a list of one text, and JSON in a text for itself.
  private static void flat(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isNull() || (node.isString() && node.asString().isEmpty())
        || (node.isContainer() && node.isEmpty())) {
      // What is empty says nothing.
      return;
    }
    boolean content = path.endsWith("content") || path.endsWith("system");
    if (node.isObject()) {
      node.properties()
          .forEach(member -> flat(path + "." + member.getKey(), member.getValue(), leaves));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flat(path + "[" + i + "]", node.path(i), leaves);
      }
    } else if (node.isString() && content) {
      leaves.put(path + "[0].text", node.asString());
      leaves.put(path + "[0].type", "text");
    } else if (node.isString() && (path.endsWith("arguments") || path.endsWith("schema"))) {
      leaves.put(path, json(node.asString()));
    } else {
      leaves.put(path, node.isString() ? node.asString() : node.isNumber()
          ? node.decimalValue().stripTrailingZeros().toPlainString()
          : node.toString());
    }
  }

  private static String json(String text) {
    try {
      return text.isBlank() ? "{}" : Talk.JSON.readTree(text).toString();
    } catch (JacksonException noJson) {
      return text;
    }
  }
}
