package dev.prism.scanners;

import java.util.Set;

/// Which members of a body hold no text: identifiers, enumerations, encoded media. Everything else is
/// scanned, so a field that a dialect adds tomorrow is scanned too.
final class TextFields {
  private static final Set<String> NO_TEXT = Set.of("id", "model", "object", "role", "type",
      "finish_reason", "stop_reason", "tool_call_id", "tool_use_id", "call_id", "item_id",
      "response_id", "previous_response_id", "system_fingerprint", "service_tier", "signature",
      "encrypted_content", "media_type", "logprobs", "usage", "created", "status", "index",
      "cache_control", "tool_choice", "encoding_format", "reasoning_effort", "modalities", "format",
      "user", "safety_identifier", "prompt_cache_key", "include", "embedding", "detail", "file_id",
      "tenant", "tenant_id", "event_id", "output_index", "content_index", "sequence_number",
      "truncation", "top_logprobs");
  private static final Set<String> ASKED = Set.of("instructions", "tools", "metadata", "prompt",
      "text");
  private static final Set<String> FREE = Set.of("arguments", "args", "properties", "variables");

  private TextFields() {}

  /// Whether the member repeats, in a reply of the Responses dialect, what the request asked for.
  static boolean isAsked(String name) {
    return ASKED.contains(name);
  }

  /// Whether the member repeats the text of the reply, token by token.
  static boolean isEcho(String name) {
    return name.equals("logprobs") || name.equals("top_logprobs");
  }

  /// Whether the member holds objects whose members are anybody's, such as a tool's arguments.
  ///
  /// @param parent the member around it
  static boolean isFree(String name, String parent, Segment.Kind kind) {
    return FREE.contains(name) || (name.equals("input") && kind == Segment.Kind.TOOL_ARGUMENT)
        || (name.equals("response") && parent.startsWith("function"));
  }

  /// Whether the name of a member is a name in a program, and so no text.
  static boolean isPlainName(String name) {
    if (name.length() > 40) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
      if (!letter && (i == 0 || c < '0' || c > '9' || i > 24)) {
        return false;
      }
    }
    return true;
  }

  static boolean isText(String name, String type) {
    if (name.equals("data") || name.equals("b64_json")) {
      return type.equals("text");
    }
    return !NO_TEXT.contains(name);
  }

  /// Whether the string is an image, a sound or a document in itself.
  static boolean isMedia(String text) {
    return text.startsWith("data:image/") || text.startsWith("data:audio/")
        || text.startsWith("data:video/") || text.startsWith("data:application/pdf");
  }
}
