package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R22: mixed traffic, two of a hundred calls failing in some way, clients that leave; nothing piles up.
/// `-Dsoak.minutes=480` for the long form, which ends early with two million requests; by default a few
/// seconds, which hold the facts and no slope.
@Tag("weekly")
class SoakIT {
  private static final long MINUTES = Long.getLong("soak.minutes", 0);
  private static final long SECONDS = MINUTES > 0 ? MINUTES * 60 : 4;
  private static final long ENOUGH_REQUESTS = 2_000_000;
  private static final int CALLERS = 8;
  private static final int FAULT_EVERY = 50;
  private static final int A_CONNECTION = 40;
  /// Between two looks at what is held, each of which collects all garbage.
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(Math.clamp(SECONDS / 60, 1, 60));
  private static final double MOST_SLOPE_MIB_AN_HOUR = 1;
  private static final int FEW_FILES = 40;

  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong ownErrors = new AtomicLong();

  /// What the process holds after a collection.
  private record Held(double hours, double heapMib, double directMib, long files) {
    static Held now(long began) {
      NoLeaks.collect();
      Runtime runtime = Runtime.getRuntime();
      long files = ManagementFactory
          .getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0;
      return new Held((System.nanoTime() - began) / 3.6e12,
          (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0,
          PlatformDependent.usedDirectMemory() / 1048576.0, files);
    }
  }

  @Test
  void nothingPilesUp() throws Exception {
    List<Held> held = new ArrayList<>();
    try (StubProvider stub = StubProvider.scripted(this::answer);
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .sinks("    []\n")
            .timeouts("{ connect: 1s, first-token: 1s, first-byte: 1s, idle: 1s, total: 3s }"))) {
      long began = System.nanoTime();
      long end = began + TimeUnit.SECONDS.toNanos(SECONDS);
      BooleanSupplier goesOn = () -> System.nanoTime() - end < 0
          && requests.get() < ENOUGH_REQUESTS;
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        threads.add(Thread.ofVirtual().start(() -> call(gateway, goesOn)));
      }
      while (goesOn.getAsBoolean()) {
        LockSupport.parkNanos(PAUSE_NANOS);
        stub.forget();
        held.add(Held.now(began));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      Await.until("nothing is in flight", TestGateway.SOON, () -> inFlight(gateway) == 0);
      judge(held, (System.nanoTime() - began) / 1_000_000_000);
    }
  }

  private static long inFlight(TestGateway gateway) {
    try {
      return gateway.metrics().contains("prism_requests_in_flight 0.0") ? 0 : 1;
    } catch (IOException failed) {
      return 1;
    }
  }

  /// The second half counts: until then caches fill.
  private void judge(List<Held> held, long seconds) {
    List<Held> second = held.subList(held.size() / 2, held.size());
    double slope = slope(second);
    Held first = second.getFirst();
    Held last = second.getLast();
    int leaks = NoLeaks.found().size();
    boolean flat = slope < MOST_SLOPE_MIB_AN_HOUR && last.directMib <= first.directMib + 1
        && last.files <= first.files + FEW_FILES;
    String figure = "%d requests in %d s, 2 %% of calls faulty: %d errors of the gateway's own, %d buffers leaked, heap %.1f MiB (%+.1f MiB an hour), direct %.1f to %.1f MiB, files %d to %d"
        .formatted(requests.get(), seconds, ownErrors.get(), leaks, last.heapMib, slope,
            first.directMib, last.directMib, first.files, last.files);
    System.err.println(figure);
    Scorecard.write("R22", figure,
        "8 h or 2 M requests; heap < 1 MB an hour, direct memory and files flat, 0 leaks, 0 own errors",
        flat && leaks == 0 && ownErrors.get() == 0
            && (seconds >= 480 * 60 || requests.get() >= ENOUGH_REQUESTS));
    assertThat(ownErrors.get()).isZero();
    assertThat(leaks).isZero();
    assertThat(requests.get()).isPositive();
    if (MINUTES > 0) {
      assertThat(flat).as(figure).isTrue();
    }
  }

  /// Of the heap by least squares, in MiB an hour.
  private static double slope(List<Held> held) {
    double x = held.stream().mapToDouble(Held::hours).average().orElse(0);
    double y = held.stream().mapToDouble(Held::heapMib).average().orElse(0);
    double xy = held.stream().mapToDouble(each -> (each.hours - x) * (each.heapMib - y)).sum();
    double xx = held.stream().mapToDouble(each -> (each.hours - x) * (each.hours - x)).sum();
    return xx == 0 ? 0 : xy / xx;
  }

  private void answer(StubCall call) throws IOException {
    long number = calls.incrementAndGet();
    if (number % FAULT_EVERY != 0) {
      Pair.answerWell(call);
      return;
    }
    switch ((int) (number / FAULT_EVERY % 5)) {
      case 0 -> call.reply(Pair.broken());
      case 1 -> call.reply(Pair.tooMany());
      case 2 -> call.reset();
      case 3 -> call.reply(Chat.unfinished().ending(Reply.Ending.CLOSE));
      default -> call.hang();
    }
  }

  private void call(TestGateway gateway, BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      try (RawHttp http = RawHttp.connect(gateway.port())) {
        for (int i = 0; i < A_CONNECTION && goesOn.getAsBoolean(); i++) {
          boolean stream = i % 2 == 0;
          http.send(RawHttp.request("POST", "/v1/chat/completions",
              stream ? Chat.streamRequest("chat") : Chat.request("chat"),
              new Header("x-prism-session-id", "s-" + i)));
          requests.incrementAndGet();
          if (!isGood(http.response())) {
            // The connection may end with this.
            break;
          }
        }
        leave(gateway);
      } catch (IOException broken) {
        ownErrors.incrementAndGet();
      }
    }
  }

  /// Counts errors that no provider is to blame for.
  private boolean isGood(RawResponse response) {
    boolean error = response.status() != 200 || response.text().contains("\"error\"");
    if (response.status() >= 500 && !response.text().contains("\"upstream_")) {
      ownErrors.incrementAndGet();
    }
    return !error;
  }

  /// Sends a request and leaves.
  private void leave(TestGateway gateway) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
      requests.incrementAndGet();
    }
  }
}
