package dev.prism.exchange;

/// Why a model stopped, in words that all dialects share.
public enum FinishReason {
  END, STOP_SEQUENCE, LENGTH, TOOLS, FILTER, PAUSE, ERROR;

  /// The meaning of a provider's own word. One table serves all of them, since no word means two things;
  /// an unknown word is an ordinary end.
  public static FinishReason of(String word) {
    return switch (word) {
      case "stop_sequence", "STOP_SEQUENCE" -> STOP_SEQUENCE;
      case "length", "max_tokens", "MAX_TOKENS", "model_context_window_exceeded",
          "max_output_tokens", "model_length" ->
        LENGTH;
      case "tool_calls", "tool_use", "TOOL_CALL", "function_call" -> TOOLS;
      case "content_filter", "refusal", "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT",
          "SPII", "LANGUAGE", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION",
          "IMAGE_OTHER", "NO_IMAGE", "MODEL_ARMOR", "guardrail_intervened", "content_filtered",
          "ERROR_TOXIC" ->
        FILTER;
      case "pause_turn" -> PAUSE;
      case "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "OTHER",
          "malformed_model_output", "malformed_tool_use", "ERROR", "TIMEOUT", "error", "failed" ->
        ERROR;
      default -> END;
    };
  }

  /// What it comes to when a tool was called: an ordinary end then waits for the tool, while a limit, a
  /// filter and a failure stay what they are.
  public FinishReason withTools(boolean called) {
    return called && (this == END || this == STOP_SEQUENCE) ? TOOLS : this;
  }
}
