package dev.prism.providers.simulated;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.JsonText;
import dev.prism.providers.SimulatedSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Answers one request on its virtual thread: draws what befalls it, then answers, streams, or fails.
/// What befalls the n-th request is a function of the seed and n.
final class SimulatedHandler implements HttpHandler {
  private static final Duration LONGEST_HANG = Duration.ofMinutes(10);
  private static final int TRICKLE = 10;
  private final Supplier<SimulatedSettings> settings;
  private final AtomicLong requests = new AtomicLong();

  SimulatedHandler(Supplier<SimulatedSettings> settings) {
    this.settings = settings;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    byte[] body = http.getRequestBody().readAllBytes();
    SimulatedSettings now = settings.get();
    String path = http.getRequestURI().getPath();
    if (http.getRequestMethod().equals("GET") && path.startsWith("/v1/models")) {
      models(http, path, now);
      return;
    }
    Asked asked;
    try {
      asked = Asked.read(body);
    } catch (JsonProblem problem) {
      error(http, 400, "invalid_request_error", problem.describe());
      return;
    }
    SplittableRandom random = new SplittableRandom(now.seed() + requests.incrementAndGet());
    Fate fate = Fate.draw(now, random);
    switch (fate) {
      case ERROR -> error(http, 500, "server_error", "the simulated provider failed, as told");
      case THROTTLE -> throttle(http, now);
      case HANG -> pause(LONGEST_HANG.toNanos());
      case CUT, TRICKLE, NONE -> answer(http, path, asked, new Turn(now, fate, random));
    }
  }

  /// What befalls a request.
  enum Fate {
    NONE, ERROR, THROTTLE, HANG, CUT, TRICKLE;

    static Fate draw(SimulatedSettings settings, SplittableRandom random) {
      double at = random.nextDouble();
      double[] rates = {settings.errorRate(), settings.throttleRate(), settings.hangRate(),
          settings.cutRate(), settings.trickleRate()};
      Fate[] fates = {ERROR, THROTTLE, HANG, CUT, TRICKLE};
      double upTo = 0;
      for (int i = 0; i < rates.length; i++) {
        upTo += rates[i];
        if (at < upTo) {
          return fates[i];
        }
      }
      return NONE;
    }
  }

  /// One request's settings, fate and dice.
  record Turn(SimulatedSettings settings, Fate fate, SplittableRandom random) {
    /// A time around `mean`, from 0.6 to 1.4 of it, in nanoseconds.
    long around(Duration mean) {
      double nanos = mean.toNanos() * (0.6 + 0.8 * random.nextDouble());
      return (long) (fate == Fate.TRICKLE ? nanos * SimulatedHandler.TRICKLE : nanos);
    }
  }

  private void answer(HttpExchange http, String path, Asked asked, Turn turn) throws IOException {
    switch (path) {
      case "/v1/chat/completions" -> say(http, new ChatReply(asked, turn), asked, turn);
      case "/v1/completions" -> say(http, new TextReply(asked, turn), asked, turn);
      case "/v1/responses" -> say(http, new ResponseReply(asked, turn), asked, turn);
      case "/v1/embeddings" -> {
        pause(turn.around(turn.settings().firstToken()) / 2);
        json(http, 200, Embedding.reply(asked));
      }
      default -> error(http, 404, "invalid_request_error", "there is no " + path);
    }
  }

  private void say(HttpExchange http, Reply reply, Asked asked, Turn turn) throws IOException {
    pause(turn.around(turn.settings().firstToken()));
    if (!asked.stream()) {
      pause(reply.pieces().size() * turn.around(turn.settings().perToken()));
      json(http, 200, reply.whole());
      return;
    }
    http.getResponseHeaders().set("content-type", "text/event-stream; charset=utf-8");
    http.getResponseHeaders().set("cache-control", "no-cache");
    http.sendResponseHeaders(200, 0);
    int last = turn.fate() == Fate.CUT ? reply.pieces().size() / 2 : reply.pieces().size();
    write(http, reply.open());
    for (int i = 0; i < last; i++) {
      if (i > 0) {
        pause(turn.around(turn.settings().perToken()));
      }
      write(http, reply.piece(i));
    }
    if (turn.fate() == Fate.CUT) {
      throw new Cut();
    }
    write(http, reply.end());
    http.close();
  }

  /// Thrown out of the handler, so that the server drops the connection in the middle of the reply.
  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1;

    Cut() {
      super("cut, as told", null, false, false);
    }
  }

  private static void write(HttpExchange http, String text) throws IOException {
    if (!text.isEmpty()) {
      http.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
      http.getResponseBody().flush();
    }
  }

  private static void models(HttpExchange http, String path, SimulatedSettings settings)
      throws IOException {
    String one = path.substring("/v1/models".length());
    if (one.length() > 1) {
      json(http, 200, model(one.substring(1)));
      return;
    }
    String list = String.join(",",
        settings.models().stream().map(SimulatedHandler::model).toList());
    json(http, 200, "{\"object\":\"list\",\"data\":[" + list + "]}");
  }

  private static String model(String id) {
    return "{\"id\":" + JsonText.quote(id)
        + ",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"prism-simulated\"}";
  }

  private static void throttle(HttpExchange http, SimulatedSettings settings) throws IOException {
    long millis = settings.retryAfter().toMillis();
    http.getResponseHeaders().set("retry-after", Long.toString(Math.ceilDiv(millis, 1000)));
    http.getResponseHeaders().set("retry-after-ms", Long.toString(millis));
    error(http, 429, "rate_limit_exceeded", "the simulated provider is busy, as told");
  }

  private static void error(HttpExchange http, int status, String code, String message)
      throws IOException {
    json(http, status, "{\"error\":{\"message\":" + JsonText.quote(message) + ",\"type\":"
        + JsonText.quote(code) + ",\"param\":null,\"code\":" + JsonText.quote(code) + "}}");
  }

  private static void json(HttpExchange http, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("content-type", "application/json");
    http.sendResponseHeaders(status, body.length);
    http.getResponseBody().write(body);
    http.close();
  }

  private static void pause(long nanos) throws InterruptedIOException {
    if (nanos <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the simulated provider stops");
    }
  }
}
