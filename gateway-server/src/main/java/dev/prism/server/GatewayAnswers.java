package dev.prism.server;

import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.exchange.Secret;
import dev.prism.server.pipeline.EvalPass;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks a gateway over HTTP, like any application, and trusts its headers as to what answered. What a rail
/// blocks counts as an empty answer: that is all that a user would have seen.
public final class GatewayAnswers implements Answers {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long MOST_BYTES = 16L << 20;
  private static final HttpClient HTTP = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(5))
      .followRedirects(HttpClient.Redirect.NEVER)
      .build();

  private final URI chat;
  private final @Nullable Secret key;
  private final @Nullable String session;
  private final boolean inside;

  private GatewayAnswers(URI base, @Nullable Secret key, @Nullable String session, boolean inside) {
    String text = base.toString();
    chat = URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
        + "/v1/chat/completions");
    this.key = key;
    this.session = session;
    this.inside = inside;
  }

  /// The gateway of this process, which lets its own pass choose the target.
  static GatewayAnswers inside(URI base, EvalPass pass) {
    return new GatewayAnswers(base, pass.key(), null, true);
  }

  /// Another gateway; whoever wants a target flips the session to it first.
  ///
  /// @param key     null for its open tenant
  /// @param session sent with every request
  public static GatewayAnswers outside(URI base, @Nullable Secret key, String session) {
    return new GatewayAnswers(base, key, session, false);
  }

  @Override
  public Answer answer(GoldenEntry entry, @Nullable String target)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(chat)
        .timeout(LIMIT)
        .header("content-type", "application/json")
        .header("x-prism-cache", "no-store")
        .POST(BodyPublishers.ofString(body(entry)));
    if (key != null) {
      request.header("authorization", "Bearer " + key.reveal());
    }
    if (session != null) {
      request.header("x-prism-session-id", session);
    }
    if (inside && target != null) {
      request.header(EvalPass.TARGET_HEADER, target);
    }
    HttpResponse<byte[]> response = HTTP.send(request.build(),
        BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    return read(response, target);
  }

  private static String body(GoldenEntry entry) {
    ObjectNode body = JSON.createObjectNode();
    body.put("model", entry.route());
    ArrayNode messages = body.putArray("messages");
    entry.input()
        .forEach(
            turn -> messages.addObject().put("role", turn.role()).put("content", turn.content()));
    return JSON.writeValueAsString(body);
  }

  private static Answer read(HttpResponse<byte[]> response, @Nullable String target)
      throws IOException {
    JsonNode tree;
    try {
      tree = JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      throw new IOException("status " + response.statusCode() + " without JSON");
    }
    String code = tree.path("error").path("code").asString("");
    boolean blocked = response.statusCode() == 403 && code.equals("content_blocked");
    if (response.statusCode() != 200 && !blocked) {
      throw new IOException("status " + response.statusCode() + " " + code);
    }
    String answered = header(response, "x-prism-target").orElse("");
    if (target != null && !answered.equals(target) && !(blocked && answered.isEmpty())) {
      throw new IOException("target " + answered + " answered, not " + target);
    }
    JsonNode message = tree.path("choices").path(0).path("message");
    String text = message.path("content").asString(message.path("refusal").asString(""));
    return new Answer(blocked ? "" : text, answered,
        header(response, "x-prism-model-used").orElse(""),
        header(response, "x-prism-prompt-version").orElse(null));
  }

  private static Optional<String> header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name);
  }
}
