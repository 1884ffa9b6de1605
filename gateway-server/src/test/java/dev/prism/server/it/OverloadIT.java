package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R12: more load than the provider can carry. What it can carry is carried about as fast as before,
/// the rest is told so at once, and when the load ends so does the refusing.
@Tag("nightly")
class OverloadIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int SLOTS = 80;
  private static final Duration WORK = Duration.ofMillis(200);
  private static final int CAPACITY = (int) (SLOTS * 1_000 / WORK.toMillis());
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final String TENANTS = "  default: { open: true }\n  noisy: { keys: [\"sha256:"
      + Keys.hash("sk-noisy") + "\"] }\n";

  @Test
  void whatTheProviderCanCarryIsCarriedAndTheRestIsToldAtOnce() throws Exception {
    warmUp();
    Semaphore slots = new Semaphore(SLOTS, true);
    try (StubProvider stub = StubProvider.scripted(call -> {
      slots.acquireUninterruptibly();
      try {
        call.pause(WORK);
      } finally {
        slots.release();
      }
      call.reply(Chat.answer());
    });
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()).tenants(TENANTS));
        Load load = new Load(gateway.port())) {
      load.run(CAPACITY / 2, 0, STEP);
      Load.Result usual = load.run(CAPACITY * 7 / 10, 0, STEP);
      // The limit needs a moment to find its place; the row's steps are a minute long.
      load.run(CAPACITY * 2, 0, SETTLING);
      Load.Result doubled = load.run(CAPACITY * 2, 0, STEP);
      load.run(CAPACITY * 5, 0, SETTLING);
      Load.Result fivefold = load.run(CAPACITY * 5, 0, STEP);
      long ended = System.nanoTime();
      while (load.run(CAPACITY / 2, 0, Duration.ofSeconds(1)).shed() > 0
          && System.nanoTime() - ended < TimeUnit.SECONDS.toNanos(20)) {
        Thread.onSpinWait();
      }
      double recovery = (System.nanoTime() - ended) / 1e9;
      Load.Result beside = load.run(CAPACITY / 4, CAPACITY * 2, STEP);

      double goodput = Math.min(doubled.goodput(), fivefold.goodput()) / CAPACITY;
      double accepted = Math.max(doubled.p99(), fivefold.p99());
      double told = Math.max(doubled.p99Shed(), fivefold.p99Shed());
      double neighbour = (double) beside.shed() / Math.max(1, beside.answered() + beside.shed());
      boolean pass = goodput >= 0.9 && accepted <= 2 * usual.p99() && told <= 50 && recovery <= 10
          && neighbour <= 0.05;
      Scorecard.write("R12",
          ("at 2 and 5 times capacity, after 2 s: goodput %.0f %%, accepted p99 %.0f and %.0f ms (%.0f ms at 70 %%), refused p99 %.0f ms; "
              + "normal after %.0f s; a noisy tenant's neighbour lost %.1f %%")
              .formatted(100 * goodput, doubled.p99(), fivefold.p99(), usual.p99(), told, recovery,
                  100 * neighbour),
          "goodput >= 90 %, accepted p99 <= 2 times that at 70 %, refused p99 <= 50 ms with Retry-After, normal within 10 s, neighbour <= 5 %",
          pass);
      assertThat(fivefold.shed()).as("refused at five times capacity").isPositive();
      assertThat(fivefold.withoutRetryAfter()).isZero();
      assertThat(goodput).as("goodput").isGreaterThan(0.75);
      assertThat(recovery).as("seconds until nothing is refused").isLessThan(12);
      assertThat(neighbour).as("what the neighbour lost").isLessThan(0.15);
    }
  }

  /// The row is about the provider's queue: the compiler shall have done its part. It has a gateway of its own,
  /// whose limit learns nothing that the measured one knows.
  private static void warmUp() throws Exception {
    try (StubProvider stub = StubProvider.scripted(call -> call.reply(Chat.answer()));
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()).tenants(TENANTS));
        Load load = new Load(gateway.port())) {
      load.run(CAPACITY * 5, 0, STEP);
    }
  }

  /// An open loop: requests begin when they are due, whatever became of those before.
  private static final class Load implements AutoCloseable {
    private final int port;
    private final ConcurrentLinkedDeque<RawHttp> idle = new ConcurrentLinkedDeque<>();

    /// Of the tenant that is not noisy. Times in milliseconds.
    record Result(
        double goodput,
        double p99,
        double p99Shed,
        int answered,
        int shed,
        int withoutRetryAfter) {}

    private record One(int status, double millis, boolean retryAfter) {}

    Load(int port) {
      this.port = port;
    }

    /// @param perSecond      of the open tenant
    /// @param noisyPerSecond of the other
    Result run(int perSecond, int noisyPerSecond, Duration time) throws InterruptedException {
      ConcurrentLinkedQueue<One> results = new ConcurrentLinkedQueue<>();
      int all = perSecond + noisyPerSecond;
      int count = (int) (all * time.toMillis() / 1_000);
      CountDownLatch left = new CountDownLatch(count);
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = began + i * TimeUnit.SECONDS.toNanos(1) / all;
        long early = due - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
        boolean noisy = (long) (i + 1) * noisyPerSecond / all > (long) i * noisyPerSecond / all;
        Thread.ofVirtual().start(() -> {
          One one = ask(due, noisy);
          if (!noisy) {
            results.add(one);
          }
          left.countDown();
        });
      }
      left.await();
      double seconds = (System.nanoTime() - began) / 1e9;
      return result(new ArrayList<>(results), seconds);
    }

    private static Result result(List<One> all, double seconds) {
      List<One> good = all.stream().filter(one -> one.status() == 200).toList();
      List<One> shed = all.stream().filter(one -> one.status() == 503).toList();
      int mute = (int) shed.stream().filter(one -> !one.retryAfter()).count();
      return new Result(good.size() / seconds, p99(good), p99(shed), good.size(), shed.size(),
          mute);
    }

    private static double p99(List<One> some) {
      double[] sorted = some.stream().mapToDouble(One::millis).sorted().toArray();
      return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)];
    }

    private One ask(long due, boolean noisy) {
      RawHttp pooled = idle.pollLast();
      try {
        RawHttp http = pooled == null ? RawHttp.connect(port) : pooled;
        http.send(noisy
            ? RawHttp.request("POST", CHAT, Chat.request("chat"),
                new Header("authorization", "Bearer sk-noisy"))
            : RawHttp.request("POST", CHAT, Chat.request("chat")));
        RawResponse response = http.patience(Duration.ofSeconds(30)).response();
        idle.addLast(http);
        return new One(response.status(), (System.nanoTime() - due) / 1e6,
            response.header("retry-after").isPresent());
      } catch (IOException broken) {
        return new One(0, (System.nanoTime() - due) / 1e6, false);
      }
    }

    @Override
    public void close() throws IOException {
      for (RawHttp http : idle) {
        http.close();
      }
    }
  }
}
