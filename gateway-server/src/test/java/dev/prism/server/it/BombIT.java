package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R5: no small request costs much. Ten times the bytes cost about ten times the time, whatever they
/// are made of and whether they are passed on, translated or scanned, and a compressed body is not
/// unpacked at all.
@Tag("nightly")
class BombIT {
  private static final int SMALL = 10_000;
  private static final int LARGE = 100_000;
  private static final int TRIES = 6;
  /// The route of each way through the gateway.
  private static final List<String> WAYS = List.of("chat", "translated", "scanned");
  private static final String SCANNERS = "[jailbreak, code_injection, secrets, malicious_url, "
      + "invisible_char, { language: { allow: [en] } }, pii]";
  private static final double MAX_MILLIS = 50;
  private static final double MAX_RATIO = 15;

  private static Map<String, IntFunction<String>> bombs() {
    Map<String, IntFunction<String>> bombs = new LinkedHashMap<>();
    bombs.put("deep arrays", size -> "[".repeat(size));
    bombs.put("deep objects", size -> "{\"a\":".repeat(size / 5));
    bombs.put("many names", size -> {
      StringBuilder body = new StringBuilder("{\"model\":\"chat\"");
      for (int i = 0; body.length() < size; i++) {
        body.append(",\"n").append(i).append("\":0");
      }
      return body.append('}').toString();
    });
    bombs.put("names of one hash", size -> {
      StringBuilder body = new StringBuilder("{\"model\":\"chat\"");
      for (int i = 0; body.length() < size; i++) {
        body.append(",\"");
        for (int bit = 0; bit < 16; bit++) {
          body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
        }
        body.append("\":0");
      }
      return body.append('}').toString();
    });
    bombs.put("escapes", size -> message("\\u0041".repeat(size / 6)));
    bombs.put("surrogates", size -> message("\\ud83d\\ude00".repeat(size / 12)));
    bombs.put("long number", size -> "{\"model\":\"chat\",\"n\":" + "9".repeat(size) + "}");
    bombs.put("spaces", size -> message("x") + " ".repeat(size));
    bombs.put("messages", size -> messages("{\"role\":\"user\"}", size));
    bombs.put("said messages", size -> messages("{\"role\":\"user\",\"content\":\"x\"}", size));
    bombs.put("parts",
        size -> messages("{\"role\":\"user\",\"content\":["
            + "{\"type\":\"text\",\"text\":\"x\"},".repeat(size / 27)
            + "{\"type\":\"text\",\"text\":\"x\"}]}", 0));
    bombs.put("calls", size -> messages("{\"role\":\"assistant\",\"tool_calls\":["
        + "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
            .repeat(size / 76)
        + "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
        0));
    return bombs;
  }

  private static String messages(String one, int size) {
    return "{\"model\":\"chat\",\"messages\":[" + (one + ",").repeat(size / (one.length() + 1))
        + one + "]}";
  }

  private static String message(String text) {
    return Chat.request("chat").replace(Chat.PROMPT, text);
  }

  @Test
  void costGrowsNoFasterThanTheRequest() throws IOException {
    List<String> worse = new ArrayList<>();
    double slowest = 0;
    double steepest = 0;
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .provider("other",
                "{ adapter: anthropic, base-url: \"http://127.0.0.1:" + stub.port()
                    + "/v1\", api-key: k }")
            .route("translated", "{ stable: { provider: other, model: m } }", "{ primary: stable }")
            .rail("all", "{ on: input, scanners: " + SCANNERS + ", action: flag }")
            .guarded("scanned", "all"))) {
      for (Map.Entry<String, IntFunction<String>> bomb : bombs().entrySet()) {
        for (String way : WAYS) {
          String most = on(way, bomb.getValue().apply(LARGE));
          quickest(gateway, most);
          double small = quickest(gateway, on(way, bomb.getValue().apply(SMALL)));
          double large = quickest(gateway, most);
          slowest = Math.max(slowest, large);
          steepest = Math.max(steepest, large / small);
          if (large > MAX_MILLIS || large / small > MAX_RATIO) {
            worse.add(
                "%s, %s: %.1f ms, %.1f times".formatted(bomb.getKey(), way, large, large / small));
          }
        }
      }
      assertThat(gateway
          .post("/v1/chat/completions", "x".repeat(1_000), new Header("content-encoding", "gzip"))
          .status()).isEqualTo(415);
    }
    Scorecard.write("R5",
        "%d kinds, passed on, translated and scanned: 100 KB within %.1f ms, at most %.1f times of 10 KB; compressed bodies refused"
            .formatted(bombs().size(), slowest, steepest),
        "<= 50 ms per 100 KB, t(100 KB)/t(10 KB) <= 15", worse.isEmpty());
    assertThat(worse).isEmpty();
  }

  private static String on(String route, String body) {
    return body.replaceFirst("\"model\":\"chat\"", "\"model\":\"" + route + "\"");
  }

  private static double quickest(TestGateway gateway, String body) throws IOException {
    String request = RawHttp.request("POST", "/v1/chat/completions", body);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      try (RawHttp http = RawHttp.connect(gateway.port())) {
        long began = System.nanoTime();
        http.send(request).response();
        best = Math.min(best, System.nanoTime() - began);
      }
    }
    return best / 1e6;
  }
}
