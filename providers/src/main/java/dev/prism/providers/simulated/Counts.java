package dev.prism.providers.simulated;

/// The tokens of one answer.
///
/// @param prompt     what went in, cached tokens included
/// @param cached     how many of them a cache served
/// @param completion what came out
record Counts(int prompt, int cached, int completion) {
  static Counts of(Asked asked, SimulatedHandler.Turn turn, int completion) {
    boolean hit = turn.random().nextDouble() < turn.settings().cachedRate();
    return new Counts(asked.promptTokens(), hit ? asked.promptTokens() * 3 / 4 : 0, completion);
  }

  /// As chat completions name them.
  String chat() {
    return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion
        + ",\"total_tokens\":" + (prompt + completion)
        + ",\"prompt_tokens_details\":{\"cached_tokens\":" + cached
        + ",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0,"
        + "\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}";
  }

  /// As Responses name them.
  String response() {
    return "{\"input_tokens\":" + prompt + ",\"input_tokens_details\":{\"cached_tokens\":" + cached
        + "},\"output_tokens\":" + completion
        + ",\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":"
        + (prompt + completion) + "}";
  }
}
