package dev.prism.routing;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What routing may look at in a request. Never its text.
///
/// @param caller        who asks
/// @param route         the route asked for: `x-prism-route`, else the model
/// @param model         the model of the body
/// @param stream        whether the answer is to be a stream
/// @param tokenEstimate of the prompt, 0 when unknown
/// @param metadata      of `x-prism-metadata`
/// @param header        looks up a request header, in any case of letters; null when it is absent
public record RequestFacts(
    Caller caller,
    String route,
    String model,
    boolean stream,
    long tokenEstimate,
    Map<String, String> metadata,
    Function<String, @Nullable String> header) {
  /// Who asks, in the order in which a sticky choice looks: the first that is there counts.
  ///
  /// @param sessionId of `x-prism-session-id`
  /// @param userId    of `x-prism-user-id`
  /// @param tenant    its name
  /// @param open      whether the tenant is the open one, which is nobody in particular; a sticky choice
  ///                  then looks at the key instead
  /// @param keyId     names the key without revealing it, null when none was sent
  /// @param requestId the request's own id, which places a caller whom nothing tells from others
  public record Caller(
      @Nullable String sessionId,
      @Nullable String userId,
      String tenant,
      boolean open,
      @Nullable String keyId,
      String requestId) {
    /// What a sticky choice is made by.
    String stickyKey() {
      if (sessionId != null) {
        return sessionId;
      }
      if (userId != null) {
        return userId;
      }
      if (!open) {
        return tenant;
      }
      return keyId == null ? requestId : keyId;
    }
  }

  /// A request without headers or metadata.
  public static RequestFacts of(Caller caller, String route, boolean stream) {
    return new RequestFacts(caller, route, route, stream, 0, Map.of(), _ -> null);
  }
}
