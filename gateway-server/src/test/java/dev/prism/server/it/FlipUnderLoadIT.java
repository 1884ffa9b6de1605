package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Flips, and the revert of each one before, while requests are in flight on the same gateway: no request
/// sees a half of a table, and none fails. `-Dflips.seconds=30` for the long form, which must also keep
/// the rates and the delay, after a minute in which the virtual machine compiles what this load runs, and
/// with leaks looked for in a sample of buffers, not in all; a machine that does other work cannot be held
/// to those.
@Tag("nightly")
class FlipUnderLoadIT {
  private static final int SECONDS = Integer.getInteger("flips.seconds", 3);
  private static final boolean LONG = SECONDS > 10;
  private static final int FLIPS_PER_SECOND = 200;
  private static final int REQUESTS_PER_SECOND = 2_000;
  private static final int CALLERS = 20;
  private static final int FLIPPERS = 16;
  private static final int WARM_UP_SECONDS = LONG ? 60 : 0;
  private static final double PROMISED_MILLIS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What the headers of a response say together.
  private record Seen(String strategy, String target, String incident) {}

  private record Asked(long sentNanos, int status, long revision, Seen seen) {}

  /// A change that was acknowledged.
  ///
  /// @param flipId what it made, or took away
  /// @param seen   what it put in force, null for a revert
  private record Changed(long answeredNanos, long revision, String flipId, @Nullable Seen seen) {}

  private final ConcurrentLinkedQueue<Changed> changes = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void noRequestSeesAHalfAppliedTableAndNoneFails() throws Exception {
    Level level = ResourceLeakDetector.getLevel();
    if (LONG) {
      ResourceLeakDetector.setLevel(Level.SIMPLE);
    }
    try (Pair pair = Pair.of("{ primary: stable }", yaml -> yaml.sinks("    []\n"))) {
      RawResponse before = pair.ask(false);
      long begin = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
      long end = begin + TimeUnit.SECONDS.toNanos(SECONDS);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        threads.add(Thread.ofPlatform().start(() -> call(pair, begin, end)));
      }
      for (int i = 0; i < FLIPPERS; i++) {
        int number = i;
        threads.add(Thread.ofPlatform().start(() -> flip(pair, number, begin, end)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(pair.gateway.ask("/api/audit/verify").path("whole").asBoolean()).isTrue();
      Map<Long, Seen> inForce = replayed(revision(before), seen(before));
      for (Asked each : asked) {
        assertThat(each.status).as("%s", each).isEqualTo(200);
        assertThat(each.seen).as("what revision %s put in force", each.revision)
            .isEqualTo(inForce.get(each.revision));
      }
      judge(begin);
    } finally {
      ResourceLeakDetector.setLevel(level);
    }
  }

  /// What each revision put in force: the newest flip that is not reverted, else what was there before.
  private Map<Long, Seen> replayed(long firstRevision, Seen unflipped) {
    Map<Long, Seen> inForce = new HashMap<>(Map.of(firstRevision, unflipped));
    Map<String, Seen> live = new LinkedHashMap<>();
    for (Changed change : inOrder()) {
      if (change.seen == null) {
        live.remove(change.flipId);
      } else {
        live.put(change.flipId, change.seen);
      }
      Seen newest = unflipped;
      for (Seen each : live.values()) {
        newest = each;
      }
      inForce.put(change.revision, newest);
    }
    return inForce;
  }

  private List<Changed> inOrder() {
    return changes.stream().sorted(Comparator.comparingLong(Changed::revision)).toList();
  }

  /// After a flip's 201 no request is decided by the table before.
  private void judge(long begin) {
    List<Asked> order = asked.stream()
        .filter(each -> each.sentNanos - begin >= 0)
        .sorted(Comparator.comparingLong(Asked::sentNanos))
        .toList();
    List<Double> millis = new ArrayList<>();
    int at = 0;
    List<Changed> flips = changes.stream()
        .filter(change -> change.seen != null && change.answeredNanos - begin >= 0)
        .sorted(Comparator.comparingLong(Changed::answeredNanos))
        .toList();
    for (Changed flip : flips) {
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
    double requestRate = (double) order.size() / SECONDS;
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
  private void flip(Pair pair, int flipper, long begin, long end) {
    Changed before = null;
    try (RawHttp admin = RawHttp.connect(pair.gateway.adminPort())) {
      Pace pace = new Pace((double) FLIPS_PER_SECOND / FLIPPERS, begin);
      for (int i = 0; System.nanoTime() < end; i++) {
        pace.await();
        Changed made = flip(admin, "inc-" + flipper + "-" + i, i % 2 == 0);
        changes.add(made);
        if (before != null) {
          changes.add(revert(admin, before.flipId));
        }
        before = made;
        if (i % 10 == 0) {
          // What the providers remember of requests must not grow into the measurement.
          pair.stable.forget();
          pair.candidate.forget();
        }
      }
    } catch (IOException | AssertionError failed) {
      failures.add(failed.toString());
    }
  }

  private static Changed flip(RawHttp admin, String incident, boolean toTarget) throws IOException {
    String to = toTarget
        ? "{\"target\": \"candidate\"}"
        : "{\"strategy\": {\"canary\": {\"stable\": \"candidate\", \"candidate\": \"stable\", \"percent\": 100}}}";
    RawResponse made = admin
        .send(RawHttp.request("POST", "/api/routes/r/flips",
            "{\"to\": " + to + ", \"reason\": \"load\", \"incident\": \"" + incident + "\"}"))
        .response();
    long answered = System.nanoTime();
    assertThat(made.status()).as("%s", made).isEqualTo(201);
    JsonNode body = JSON.readTree(made.body());
    return new Changed(answered, body.path("revision").asLong(), body.path("id").asString(),
        toTarget
            ? new Seen("fallback", Pair.CANDIDATE, incident)
            : new Seen("canary", Pair.STABLE, incident));
  }

  private static Changed revert(RawHttp admin, String flipId) throws IOException {
    RawResponse reverted = admin
        .send(RawHttp.request("DELETE", "/api/flips/" + flipId, "",
            new Header("content-length", "0")))
        .response();
    long answered = System.nanoTime();
    assertThat(reverted.status()).as("%s", reverted).isEqualTo(200);
    return new Changed(answered, JSON.readTree(reverted.body()).path("revision").asLong(), flipId,
        null);
  }

  private void call(Pair pair, long begin, long end) {
    Pace pace = new Pace((double) REQUESTS_PER_SECOND / CALLERS, begin);
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

  /// Moments at a fixed rate; who is late goes on at once and catches up, but with nothing that was missed
  /// before the measurement began.
  private static final class Pace {
    private final long everyNanos;
    private final long beginNanos;
    private long nextNanos = System.nanoTime();

    Pace(double perSecond, long beginNanos) {
      everyNanos = (long) (1e9 / perSecond);
      this.beginNanos = beginNanos;
    }

    void await() {
      long now = System.nanoTime();
      if (nextNanos - beginNanos < 0) {
        nextNanos = Math.max(nextNanos, Math.min(now, beginNanos));
      }
      for (long left = nextNanos - now; left > 0; left = nextNanos - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      nextNanos += everyNanos;
    }
  }
}
