package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/// Flips, each reverting the one before, while requests are in flight on the same gateway: no request
/// sees a half of a table, and none fails. `-Dflips.seconds=60` for the long form, which must also keep
/// the rates and the delay; a machine that does other work cannot be held to those.
class FlipUnderLoadIT {
  private static final int SECONDS = Integer.getInteger("flips.seconds", 3);
  private static final boolean LONG = SECONDS > 10;
  private static final int FLIPS_PER_SECOND = 200;
  private static final int REQUESTS_PER_SECOND = 2_000;
  private static final int CALLERS = 20;
  private static final double PROMISED_MILLIS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What the headers of a response say together.
  private record Seen(String strategy, String target, String incident) {}

  private record Asked(long sentNanos, int status, long revision, Seen seen) {}

  private record Flipped(long answeredNanos, long revision) {}

  private final Map<Long, Seen> inForce = new TreeMap<>();
  private final List<Flipped> flips = new ArrayList<>();
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void noRequestSeesAHalfAppliedTableAndNoneFails() throws Exception {
    try (Pair pair = Pair.of("{ primary: stable }", yaml -> yaml.sinks("    []\n"))) {
      RawResponse before = pair.ask(false);
      inForce.put(revision(before), seen(before));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Thread.ofVirtual().start(() -> call(pair, end)));
      }
      flip(pair, end);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
      assertThat(pair.gateway.ask("/api/audit/verify").path("whole").asBoolean()).isTrue();
    }
    for (Asked each : asked) {
      assertThat(each.status).as("%s", each).isEqualTo(200);
      assertThat(each.seen).as("what revision %s put in force", each.revision)
          .isEqualTo(inForce.get(each.revision));
    }
    judge();
  }

  /// After a flip's 201 no request is decided by the table before.
  private void judge() {
    List<Asked> order = asked.stream()
        .sorted((a, b) -> Long.compare(a.sentNanos, b.sentNanos))
        .toList();
    List<Double> millis = new ArrayList<>();
    int at = 0;
    for (Flipped flip : flips) {
      while (at < order.size() && order.get(at).sentNanos - flip.answeredNanos < 0) {
        at++;
      }
      int governed = at;
      while (governed < order.size() && order.get(governed).revision < flip.revision) {
        governed++;
      }
      assertThat(governed)
          .as("requests after the 201 of revision %s that did not heed it", flip.revision)
          .isEqualTo(at);
      if (governed < order.size()) {
        millis.add((order.get(governed).sentNanos - flip.answeredNanos) / 1e6);
      }
    }
    millis.sort(null);
    double p99 = millis.get(millis.size() * 99 / 100);
    double flipRate = (double) flips.size() / SECONDS;
    double requestRate = (double) asked.size() / SECONDS;
    String figure = "%.0f flips/s, %.0f requests/s, 201 to the first governed request p50 %.2f ms, p99 %.2f ms, max %.2f ms"
        .formatted(flipRate, requestRate, millis.get(millis.size() / 2), p99, millis.getLast());
    System.err.println(figure);
    boolean kept = flipRate > 0.97 * FLIPS_PER_SECOND && requestRate > 0.97 * REQUESTS_PER_SECOND
        && p99 < PROMISED_MILLIS;
    Scorecard.write("flips-under-load", figure, "200 flips/s, 2000 requests/s, p99 < 50 ms", kept);
    if (LONG) {
      assertThat(kept).as(figure).isTrue();
    }
  }

  /// Flip, revert the one before, and so on, as the clock says.
  private void flip(Pair pair, long end) throws IOException {
    String before = null;
    try (RawHttp admin = RawHttp.connect(pair.gateway.adminPort())) {
      Pace pace = new Pace(FLIPS_PER_SECOND);
      for (int i = 0; System.nanoTime() < end; i++) {
        pace.await();
        boolean even = i % 2 == 0;
        String to = even
            ? "{\"target\": \"candidate\"}"
            : "{\"strategy\": {\"canary\": {\"stable\": \"candidate\", \"candidate\": \"stable\", \"percent\": 100}}}";
        RawResponse made = admin
            .send(RawHttp.request("POST", "/api/routes/r/flips",
                "{\"to\": " + to + ", \"reason\": \"load\", \"incident\": \"inc-" + i + "\"}"))
            .response();
        long answered = System.nanoTime();
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        long revision = JSON.readTree(made.body()).path("revision").asLong();
        Seen seen = even
            ? new Seen("fallback", Pair.CANDIDATE, "inc-" + i)
            : new Seen("canary", Pair.STABLE, "inc-" + i);
        inForce.put(revision, seen);
        flips.add(new Flipped(answered, revision));
        if (before != null) {
          RawResponse reverted = admin.send(RawHttp.request("DELETE", "/api/flips/" + before, "",
              new Header("content-length", "0"))).response();
          assertThat(reverted.status()).as("%s", reverted).isEqualTo(200);
          inForce.put(JSON.readTree(reverted.body()).path("revision").asLong(), seen);
        }
        before = JSON.readTree(made.body()).path("id").asString();
        if (i % 20 == 0) {
          // What the providers remember of requests must not grow into the measurement.
          pair.stable.forget();
          pair.candidate.forget();
        }
      }
    }
  }

  private void call(Pair pair, long end) {
    Pace pace = new Pace((double) REQUESTS_PER_SECOND / CALLERS);
    String request = RawHttp.request("POST", "/v1/chat/completions", Chat.request("r"));
    try (RawHttp http = RawHttp.connect(pair.gateway.port())) {
      while (System.nanoTime() < end) {
        pace.await();
        long sent = System.nanoTime();
        RawResponse response = http.send(request).response();
        asked.add(new Asked(sent, response.status(), revision(response), seen(response)));
      }
    } catch (IOException failed) {
      failures.add(failed.toString());
    }
  }

  private static long revision(RawResponse response) {
    return Long.parseLong(response.header("x-prism-revision").orElse("-1"));
  }

  private static Seen seen(RawResponse response) {
    return new Seen(response.header("x-prism-routing-strategy").orElse(""),
        response.header("x-prism-target").orElse(""),
        response.header("x-prism-incident").orElse(""));
  }

  /// Moments at a fixed rate; who is late goes on at once and catches up.
  private static final class Pace {
    private final long everyNanos;
    private long nextNanos = System.nanoTime();

    Pace(double perSecond) {
      everyNanos = (long) (1e9 / perSecond);
    }

    void await() {
      for (long left = nextNanos - System.nanoTime(); left > 0; left = nextNanos
          - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      nextNanos += everyNanos;
    }
  }
}
