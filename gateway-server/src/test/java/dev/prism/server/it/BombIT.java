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
/// are made of, and a compressed body is not unpacked at all.
@Tag("nightly")
class BombIT {
  private static final int SMALL = 10_000;
  private static final int LARGE = 100_000;
  private static final int TRIES = 15;
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
    bombs.put("messages", size -> "{\"model\":\"chat\",\"messages\":["
        + "{\"role\":\"user\"},".repeat(size / 16) + "{\"role\":\"user\"}]}");
    return bombs;
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
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      for (Map.Entry<String, IntFunction<String>> bomb : bombs().entrySet()) {
        quickest(gateway, bomb.getValue().apply(LARGE));
        double small = quickest(gateway, bomb.getValue().apply(SMALL));
        double large = quickest(gateway, bomb.getValue().apply(LARGE));
        slowest = Math.max(slowest, large);
        steepest = Math.max(steepest, large / small);
        if (large > MAX_MILLIS || large / small > MAX_RATIO) {
          worse.add("%s: %.1f ms, %.1f times".formatted(bomb.getKey(), large, large / small));
        }
      }
      assertThat(gateway
          .post("/v1/chat/completions", "x".repeat(1_000), new Header("content-encoding", "gzip"))
          .status()).isEqualTo(415);
    }
    Scorecard.write("R5",
        "%d kinds: 100 KB within %.1f ms, at most %.1f times of 10 KB; compressed bodies refused"
            .formatted(bombs().size(), slowest, steepest),
        "<= 50 ms per 100 KB, t(100 KB)/t(10 KB) <= 15", worse.isEmpty());
    assertThat(worse).isEmpty();
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
