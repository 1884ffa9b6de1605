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
      "truncation");

  private TextFields() {}

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
