package dev.prism.exchange;

/// The endpoints of the data plane. An endpoint fixes the dialect that the client speaks, and so the
/// shape of the errors that it can read. `PASSTHROUGH` is `/{provider}/…`, forwarded as it is under the
/// same tenant, rails, limits and trace.
public enum Endpoint {
  CHAT_COMPLETIONS("chat_completions"), COMPLETIONS("completions"), EMBEDDINGS(
      "embeddings"), RESPONSES("responses"), MESSAGES(
          "messages"), COUNT_TOKENS("count_tokens"), MODELS("models"), PASSTHROUGH("passthrough");

  private final String label;

  Endpoint(String label) {
    this.label = label;
  }

  /// The name in metrics and traces.
  public String label() {
    return label;
  }
}
