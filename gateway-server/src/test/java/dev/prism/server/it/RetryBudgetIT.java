package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R11: a provider that always fails gets a tenth more calls than there are requests, not three times
/// as many.
@Tag("push")
class RetryBudgetIT {
  private static final int REQUESTS = 10_000;
  private static final int CLIENTS = 100;

  @Test
  void retriesDoNotMultiplyAnOutage() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try (StubProvider stub = StubProvider.scripted(call -> {
      calls.incrementAndGet();
      call.reply(Reply.json(503, "{\"error\":{\"message\":\"down\"}}"));
    });
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).retry("{ attempts: 3, on: [503] }"));
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      // Side by side, since a retry waits before it begins.
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(() -> ask(gateway.port(), most, wrong));
      }
    }
    assertThat(wrong).isEmpty();
    double factor = (double) calls.get() / REQUESTS;
    boolean pass = calls.get() <= 1.10 * REQUESTS + 3 && most.get() <= 3;
    Scorecard.write("R11",
        "%d requests, %d calls (%.3f times), at most %d attempts for one".formatted(REQUESTS,
            calls.get(), factor, most.get()),
        "calls <= 1.10 times + 3, at most 3 attempts each", pass);
    assertThat(calls.get()).isLessThanOrEqualTo((int) (1.10 * REQUESTS) + 3);
    assertThat(most.get()).isLessThanOrEqualTo(3);
  }

  private static void ask(int port, AtomicInteger most, Queue<String> wrong) {
    String request = RawHttp.request("POST", "/v1/chat/completions", Chat.request("chat"));
    try (RawHttp http = RawHttp.connect(port)) {
      for (int i = 0; i < REQUESTS / CLIENTS; i++) {
        RawResponse response = http.send(request).response();
        most.accumulateAndGet(Integer.parseInt(response.header("x-prism-attempts").orElse("0")),
            Math::max);
        if (response.status() != 502 && response.status() != 503) {
          wrong.add(response.toString());
        }
      }
    } catch (IOException broken) {
      wrong.add(broken.toString());
    }
  }

  @Test
  void nothingIsRepeatedAfterTheFirstByte() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.unfinished().ending(Reply.Ending.RESET));
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).retry("{ attempts: 3, on: [503] }"))) {
      assertThat(gateway.stream("chat").text()).contains("Hello", "\"error\"");
      assertThat(stub.requests()).hasSize(1);
    }
  }
}
