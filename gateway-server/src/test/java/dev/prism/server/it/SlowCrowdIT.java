package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R6: a crowd of slow heads, slow bodies and slow readers. Each is cut, and others are served all the
/// while. `-Dprism.crowd=4000` makes it as large as the row wants; the limits are the default ones then.
@Tag("nightly")
class SlowCrowdIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int CROWD = Integer.getInteger("prism.crowd", 450);
  private static final boolean SHORT = CROWD < 4_000;
  private static final String TIMEOUTS = SHORT
      ? "head-timeout: 2s, body-timeout: 2s, write-timeout: 2s"
      : "write-timeout: 10s";
  private static final long CUT_WITHIN_MILLIS = 15_000;
  /// Attackers come one after another, as slowhttptest opens them, and so do not all send in one instant.
  private static final long BETWEEN_NANOS = 2_000_000;

  @Test
  void aSlowCrowdIsCutAndNobodyElseWaits() throws IOException, InterruptedException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      if (!call.request().bodyText().contains("\"stream\":true")) {
        call.reply(Chat.answer());
        return;
      }
      call.sendBuffer(32 * 1024);
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      for (int i = 0; i < 4_096; i++) {
        call.chunk("data: " + Chat.says("x".repeat(8_000)) + "\n\n");
      }
    });
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).server(", clients: { " + TIMEOUTS + " }"));
        RawHttp victim = RawHttp.connect(gateway.port())) {
      p99(victim, 1_000);
      double idle = p99(victim, 400);
      AtomicLong slowest = new AtomicLong();
      AtomicInteger uncut = new AtomicInteger();
      CountDownLatch gone = new CountDownLatch(CROWD);
      Thread.ofVirtual().start(() -> {
        for (int i = 0; i < CROWD; i++) {
          int kind = i % 3;
          Thread.ofVirtual().start(() -> {
            long millis = attack(gateway.port(), kind);
            slowest.accumulateAndGet(millis, Math::max);
            if (millis < 0) {
              uncut.incrementAndGet();
            }
            gone.countDown();
          });
          LockSupport.parkNanos(BETWEEN_NANOS);
        }
      });
      List<Double> during = new ArrayList<>();
      while (!gone.await(0, TimeUnit.MILLISECONDS)) {
        during.add(p99(victim, 200));
      }
      double attacked = during.stream()
          .mapToDouble(Double::doubleValue)
          .sorted()
          .skip(during.size() / 2)
          .findFirst()
          .orElse(0);
      boolean pass = uncut.get() == 0 && slowest.get() <= CUT_WITHIN_MILLIS && attacked <= 3 * idle;
      Scorecard.write("R6",
          "%d attackers (heads, bodies, readers) all cut within %d ms, %d not; victim always served, p99 %.1f ms, idle %.1f ms"
              .formatted(CROWD, slowest.get(), uncut.get(), attacked, idle),
          "service available all along, attackers cut within " + CUT_WITHIN_MILLIS / 1000
              + " s, victim's p99 <= 3 times",
          pass);
      assertThat(uncut.get()).isZero();
      assertThat(slowest.get()).isLessThanOrEqualTo(CUT_WITHIN_MILLIS);
      assertThat(attacked).as("victim's p99").isLessThanOrEqualTo(Math.max(3 * idle, 30));
    }
  }

  private static double p99(RawHttp victim, int times) throws IOException {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long began = System.nanoTime();
      assertThat(
          victim.send(RawHttp.request("POST", CHAT, Chat.request("chat"))).response().status())
          .isEqualTo(200);
      nanos[i] = System.nanoTime() - began;
      LockSupport.parkNanos(500_000);
    }
    Arrays.sort(nanos);
    return nanos[(int) (times * 0.99)] / 1e6;
  }

  /// Is slow until it is cut; how long that took in milliseconds, -1 when it was not.
  private static long attack(int port, int kind) {
    long began = System.nanoTime();
    long end = began + TimeUnit.MILLISECONDS.toNanos(2 * CUT_WITHIN_MILLIS);
    try (RawHttp http = RawHttp.connect(port, 4096).patience(Duration.ofMillis(400))) {
      http.send(switch (kind) {
        case 0 -> "POST " + CHAT + " HTTP/1.1\r\nhost: a\r\n";
        case 1 -> "POST " + CHAT + " HTTP/1.1\r\nhost: a\r\ncontent-length: 9000\r\n\r\n{";
        default -> RawHttp.request("POST", CHAT, Chat.streamRequest("chat"));
      });
      for (int i = 0; System.nanoTime() < end; i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        // A reader that is cut hears of it when it sends: nothing is read here.
        http.send(kind == 0 ? "x-" + i + ": y\r\n" : " ");
      }
      return -1;
    } catch (IOException cut) {
      return (System.nanoTime() - began) / 1_000_000;
    }
  }
}
