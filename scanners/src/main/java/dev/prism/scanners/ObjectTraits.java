package dev.prism.scanners;

import dev.prism.exchange.json.JsonCursor;
import org.jspecify.annotations.Nullable;

/// What an object of a body says about the text in it: its role, its type, whom it belongs to. Read before
/// the text, since these members may stand behind it.
final class ObjectTraits {
  private Segment.Kind kind;
  private String type = "";
  private boolean response;
  private @Nullable String tenant;

  /// @param kind   what the text around the object is
  /// @param tenant whom what is around the object belongs to
  ObjectTraits(Segment.Kind kind, @Nullable String tenant) {
    this.kind = kind;
    this.tenant = tenant;
  }

  String type() {
    return type;
  }

  boolean isResponse() {
    return response;
  }

  @Nullable
  String tenant() {
    return tenant;
  }

  /// Reads the object at which the cursor stands.
  ///
  /// @param free whether its members are anybody's, not a dialect's
  void read(JsonCursor json, boolean free) {
    if (free) {
      owner(json);
      return;
    }
    json.enter();
    while (json.nextMember()) {
      if (json.kind() != '"') {
        if (json.named("metadata")) {
          metadata(json);
        } else {
          json.skip();
        }
      } else if (json.named("role")) {
        role(json.string());
      } else if (json.named("type")) {
        type(json.string());
      } else if (json.named("tenant") || json.named("tenant_id")) {
        tenant = json.string();
      } else if (json.named("object")) {
        response = json.string().equals("response");
      } else {
        json.skip();
      }
    }
  }

  /// Within anybody's own objects only the tenant's name is looked for.
  private void owner(JsonCursor json) {
    json.enter();
    while (json.nextMember()) {
      if (json.kind() == '"' && (json.named("tenant") || json.named("tenant_id"))) {
        tenant = json.string();
      } else if (json.named("metadata")) {
        metadata(json);
      } else {
        json.skip();
      }
    }
  }

  private void role(String role) {
    kind = switch (role) {
      case "system", "developer" -> Segment.Kind.SYSTEM;
      case "assistant", "model" -> Segment.Kind.ASSISTANT;
      case "tool", "function" -> Segment.Kind.TOOL_RESULT;
      case "user" -> Segment.Kind.USER;
      default -> kind;
    };
  }

  private void type(String given) {
    type = given;
    kind = switch (given) {
      case "tool_result", "function_call_output", "custom_tool_call_output", "mcp_call",
          "local_shell_call_output", "web_search_tool_result" ->
        Segment.Kind.TOOL_RESULT;
      case "search_result", "document", "file_search_call" -> Segment.Kind.RETRIEVED;
      case "tool_use", "function_call", "custom_tool_call", "server_tool_use" ->
        Segment.Kind.TOOL_ARGUMENT;
      case "thinking", "reasoning" -> Segment.Kind.REASONING;
      default -> kind;
    };
  }

  private void metadata(JsonCursor json) {
    if (!json.enter()) {
      return;
    }
    while (json.nextMember()) {
      if (json.named("tenant") || json.named("tenant_id")) {
        tenant = json.string();
      } else {
        json.skip();
      }
    }
  }

  Segment.Kind kindOf(String member) {
    return switch (member) {
      case "arguments", "input" -> kind == Segment.Kind.USER ? kind : Segment.Kind.TOOL_ARGUMENT;
      case "reasoning", "reasoning_content", "thinking" -> Segment.Kind.REASONING;
      case "documents", "chunks", "context" -> Segment.Kind.RETRIEVED;
      case "tool_calls", "function_call" -> Segment.Kind.TOOL_ARGUMENT;
      default -> kind;
    };
  }
}
