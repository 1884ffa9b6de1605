package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Which endpoint a request target names.
///
/// @param endpoint what it is
/// @param rest     what follows: a model's id, or provider and path of a raw passthrough
record EndpointPath(Endpoint endpoint, String rest) {
  static final String MODEL = "/v1/models/";
  private static final String MODELS = "/v1/models";

  /// The endpoint at `uri` (origin form), null when there is none.
  static @Nullable EndpointPath of(String uri) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    return switch (path) {
      case "/v1/chat/completions" -> new EndpointPath(Endpoint.CHAT_COMPLETIONS, "");
      case "/v1/completions" -> new EndpointPath(Endpoint.COMPLETIONS, "");
      case "/v1/embeddings" -> new EndpointPath(Endpoint.EMBEDDINGS, "");
      case "/v1/messages" -> new EndpointPath(Endpoint.MESSAGES, "");
      case "/v1/messages/count_tokens" -> new EndpointPath(Endpoint.COUNT_TOKENS, "");
      case "/v1/responses" -> new EndpointPath(Endpoint.RESPONSES, "");
      case MODELS -> new EndpointPath(Endpoint.MODELS, "");
      default -> {
        if (path.startsWith(MODEL)) {
          String id = path.substring(MODEL.length());
          yield id.isEmpty()
              ? null
              : new EndpointPath(Endpoint.MODELS, id.replace("%2F", "/").replace("%2f", "/"));
        }
        int slash = path.indexOf('/', 1);
        yield path.startsWith("/v1/") || slash < 2 || slash == path.length() - 1
            ? null
            : new EndpointPath(Endpoint.PASSTHROUGH, uri.substring(1));
      }
    };
  }

  /// The first segment of a raw passthrough's path.
  String provider() {
    return rest.substring(0, rest.indexOf('/'));
  }

  /// What follows the provider's segment, with its slash and query.
  String afterProvider() {
    return rest.substring(rest.indexOf('/'));
  }

  /// The model that a raw passthrough's path names, as Gemini (`models/{model}:{verb}`), Bedrock
  /// (`model/{model}/…`) and Azure (`deployments/{model}/…`) write it; empty when it names none. A provider
  /// that reads it there does not look into the body for it.
  String model() {
    int query = rest.indexOf('?');
    String[] segments = (query < 0 ? rest : rest.substring(0, query)).split("/", -1);
    for (int i = 1; i < segments.length - 1; i++) {
      String next = decoded(segments[i + 1]);
      int verb = next.lastIndexOf(':');
      switch (decoded(segments[i])) {
        case "models", "tunedModels", "endpoints" -> {
          if (verb > 0) {
            return next.substring(0, verb);
          }
        }
        case "model", "deployments" -> {
          return next;
        }
        default -> {
        }
      }
    }
    return "";
  }

  /// The target is sound (see [RequestTarget]): every escape in it is whole.
  private static String decoded(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
