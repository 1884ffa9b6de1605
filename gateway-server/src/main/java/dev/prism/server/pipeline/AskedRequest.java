package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.server.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/// What a request asks for, read once and strictly.
///
/// @param model        the model or route that the body names; empty where the endpoint has none
/// @param stream       whether a stream is wanted
/// @param wantsUsage   whether the client itself asked for usage in its stream
/// @param outputTokens the most tokens that it wants, 0 when it does not say
/// @param members      the members of the JSON body, null for a body that is not JSON
record AskedRequest(
    Endpoint endpoint,
    String model,
    boolean stream,
    boolean wantsUsage,
    long outputTokens,
    UpstreamRequest.Body body,
    @Nullable JsonMembers members) {
  private static final int BYTES_PER_TOKEN = 4;
  private static final long USUAL_ANSWER = 256;

  static AskedRequest bare(Endpoint endpoint, UpstreamRequest.Body body) {
    return new AskedRequest(endpoint, "", false, true, 0, body, null);
  }

  /// A cheap guess of what the exchange will use, for reserving: the prompt's bytes over four, and the
  /// answer that the request allows or a usual one. Settled with the true figure afterwards.
  long tokenEstimate() {
    long answer = endpoint == Endpoint.EMBEDDINGS
        ? 0
        : outputTokens > 0 ? outputTokens : USUAL_ANSWER;
    return promptEstimate() + answer;
  }

  /// The prompt's part of [#tokenEstimate].
  long promptEstimate() {
    return body.size() / BYTES_PER_TOKEN;
  }
}
