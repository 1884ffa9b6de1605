package dev.prism.providers;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The schema of a tool's arguments for providers that insist on one, and on its `type`.
public final class ToolSchema {
  private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

  private ToolSchema() {}

  /// The schema with a type, which can only be that of an object; an absent or empty one says that there
  /// are no arguments.
  ///
  /// @param schema a JSON object
  public static String typed(@Nullable String schema) {
    if (schema == null || schema.equals("{}")) {
      return NO_ARGUMENTS;
    }
    if (schema.startsWith("{\"type\"")) {
      return schema;
    }
    byte[] bytes = schema.getBytes(StandardCharsets.UTF_8);
    try {
      var members = new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
      return members.size() == 0
          ? NO_ARGUMENTS
          : members.find("type") >= 0
              ? schema
              : "{\"type\":\"object\"," + schema.substring(schema.indexOf('{') + 1);
    } catch (JsonProblem impossible) {
      throw new IllegalStateException("a part of a checked body is no JSON", impossible);
    }
  }
}
