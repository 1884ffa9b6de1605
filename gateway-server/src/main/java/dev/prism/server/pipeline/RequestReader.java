package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/// Reads a request's body, strictly, and checks the types of the fields that the gateway acts on. What it
/// does not know it leaves alone. One instance per event loop.
public final class RequestReader {
  private static final long MAX_TOKENS = 1L << 40;
  private static final int MAX_MODEL_CHARS = 256;
  private final StrictJson json = new StrictJson(JsonLimits.REQUEST);

  private RequestReader() {}

  /// A reader for each event loop.
  public static FastThreadLocal<RequestReader> perLoop() {
    return new FastThreadLocal<>() {
      @Override
      protected RequestReader initialValue() {
        return new RequestReader();
      }
    };
  }

  /// A value or the reason why there is none.
  sealed interface Result {
    record Read(AskedRequest request) implements Result {}

    record Refused(GatewayError error) implements Result {}
  }

  /// @param isJson whether the body says that it is JSON, which only a raw passthrough may deny
  Result read(Endpoint endpoint, UpstreamRequest.Body body, boolean isJson) {
    if (endpoint == Endpoint.MODELS || (endpoint == Endpoint.PASSTHROUGH && !isJson)) {
      return new Result.Read(AskedRequest.bare(endpoint, body));
    }
    JsonMembers members;
    try {
      members = json.check(body.bytes(), 0, body.size());
    } catch (JsonProblem problem) {
      return refused("The body is not valid JSON: " + problem.describe() + ".", null);
    }
    if (!members.isObject()) {
      return refused("The body must be a JSON object.", null);
    }
    return fields(endpoint, body, members);
  }

  private static Result fields(Endpoint endpoint, UpstreamRequest.Body body, JsonMembers members) {
    boolean raw = endpoint == Endpoint.PASSTHROUGH;
    int model = members.find("model");
    if (!raw && (model < 0 || members.value(model).kind() != '"')) {
      return refused("'model' must be a string.", "model");
    }
    String name = model < 0 ? "" : members.value(model).string();
    if (!raw && (name.isBlank() || name.length() > MAX_MODEL_CHARS)) {
      return refused("'model' must have 1 to " + MAX_MODEL_CHARS + " characters.", "model");
    }
    int stream = members.find("stream");
    if (stream >= 0 && "tfn".indexOf(members.value(stream).kind()) < 0) {
      return refused("'stream' must be true or false.", "stream");
    }
    long outputTokens = 0;
    for (String field : new String[]{"max_tokens", "max_completion_tokens", "max_output_tokens"}) {
      int at = members.find(field);
      if (at >= 0 && !members.value(at).isNull()) {
        long value = members.value(at).integer(-1);
        if (value < 0 || value > MAX_TOKENS) {
          return refused("'" + field + "' must be a whole number from 0 to " + MAX_TOKENS + ".",
              field);
        }
        outputTokens = Math.max(outputTokens, value);
      }
    }
    boolean talks = switch (endpoint) {
      case CHAT_COMPLETIONS, MESSAGES, COUNT_TOKENS -> true;
      case COMPLETIONS, EMBEDDINGS, RESPONSES, MODELS, PASSTHROUGH -> false;
    };
    int input = talks ? members.find("messages") : -1;
    if (talks && (input < 0 || !areMessages(members.value(input)))) {
      return refused("'messages' must be an array of objects with a 'role'.", "messages");
    }
    int options = members.find("stream_options");
    if (options >= 0 && "{n".indexOf(members.value(options).kind()) < 0) {
      return refused("'stream_options' must be an object.", "stream_options");
    }
    return new Result.Read(
        new AskedRequest(endpoint, name, stream >= 0 && members.value(stream).isTrue(),
            options >= 0 && asksForUsage(members.value(options)), outputTokens, body, members));
  }

  private static boolean areMessages(JsonCursor messages) {
    if (messages.kind() != '[') {
      return false;
    }
    messages.enter();
    while (messages.nextElement()) {
      if (messages.kind() != '{') {
        return false;
      }
      boolean role = false;
      messages.enter();
      while (messages.nextMember()) {
        role |= messages.named("role") && messages.kind() == '"';
        messages.skip();
      }
      if (!role) {
        return false;
      }
    }
    return true;
  }

  private static boolean asksForUsage(JsonCursor options) {
    if (options.kind() != '{') {
      return false;
    }
    options.enter();
    while (options.nextMember()) {
      if (options.named("include_usage")) {
        return options.isTrue();
      }
      options.skip();
    }
    return false;
  }

  private static Result refused(String message, @Nullable String param) {
    return new Result.Refused(new ClientFault(400, "invalid_request_error", message, param));
  }
}
