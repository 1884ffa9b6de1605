package dev.prism.server;

import dev.prism.evals.JudgeCall;
import dev.prism.evals.JudgeSettings;
import dev.prism.exchange.Cost;
import dev.prism.exchange.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.function.IntSupplier;

/// Asks the judge's route over the gateway's own data plane, like any client: its rails, limits, trace and
/// cost count. Each exchange carries a mark that only this process knows, so that it is not scored itself.
final class LoopbackJudge implements JudgeCall, AutoCloseable {
  /// In the metadata of the judge's own exchanges.
  static final String MARK = "prism-judge";
  private static final int LONGEST_ANSWER = 256 << 10;

  private final HttpClient http = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(2))
      .build();
  private final JudgeSettings settings;
  private final IntSupplier port;
  private final String mark;

  /// @param port of the data plane, 0 while it does not listen
  /// @param mark that the exchanges carry
  LoopbackJudge(JudgeSettings settings, IntSupplier port, String mark) {
    this.settings = settings;
    this.port = port;
    this.mark = mark;
  }

  static String newMark() {
    return UUID.randomUUID().toString();
  }

  @Override
  public Reply ask(String body) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address())
        .timeout(settings.timeout())
        .header("content-type", "application/json")
        .header("x-prism-timeout-ms", Long.toString(settings.timeout().toMillis()))
        .header("x-prism-cache", "no-store")
        .header("x-prism-metadata", "{\"" + MARK + "\":\"" + mark + "\"}")
        .POST(HttpRequest.BodyPublishers.ofString(body));
    Secret key = settings.key();
    if (key != null) {
      request.header("authorization", "Bearer " + key.reveal());
    }
    HttpResponse<InputStream> response = http.send(request.build(),
        HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] answer = in.readNBytes(LONGEST_ANSWER);
      return new Reply(response.statusCode(),
          response.headers().firstValue("x-prism-model-used").orElse(""),
          new String(answer, StandardCharsets.UTF_8),
          response.headers().firstValue("x-prism-cost").map(LoopbackJudge::pico).orElse(-1L));
    }
  }

  private URI address() throws IOException {
    URI base = settings.baseUrl();
    if (base != null) {
      String text = base.toString();
      return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
          + "/v1/chat/completions");
    }
    if (port.getAsInt() == 0) {
      throw new IOException("the data plane does not listen yet");
    }
    return URI.create("http://127.0.0.1:" + port.getAsInt() + "/v1/chat/completions");
  }

  private static long pico(String dollars) {
    return Cost.ofDollars(new BigDecimal(dollars)).picoDollars();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
