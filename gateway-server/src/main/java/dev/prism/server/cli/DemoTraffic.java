package dev.prism.server.cli;

import dev.prism.server.gameday.LocalApi;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The customers of the demo: a steady stream of short questions, three of five on the route that is to
/// fail, each in a session of its own.
final class DemoTraffic implements AutoCloseable {
  private static final List<String> QUESTIONS = List.of("Where is my order?",
      "Can I change the address?", "How long does a refund take?", "Is the blue one in stock?");
  private static final int CUSTOMERS = 3;
  private static final long PAUSE_MILLIS = 50;

  private final LocalApi api;
  private final String url;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closing;

  DemoTraffic(LocalApi api, String url) {
    this.api = api;
    this.url = url;
    for (int i = 0; i < CUSTOMERS; i++) {
      Thread.ofVirtual().name("customer-" + i).start(this::run);
    }
  }

  private void run() {
    while (!closing) {
      try {
        ask();
        Thread.sleep(PAUSE_MILLIS);
      } catch (IOException _) {
        failed.incrementAndGet();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// One question; its answer with all headers.
  LocalApi.Answer ask() throws IOException, InterruptedException {
    int n = turn.incrementAndGet();
    return ask(n % 5 < 3 ? "support" : "search", "session-" + n);
  }

  LocalApi.Answer ask(String route, String session) throws IOException, InterruptedException {
    asked.incrementAndGet();
    return api.post(url + "/v1/chat/completions",
        Map.of("model", route, "messages",
            List.of(Map.of("role", "user", "content",
                QUESTIONS.get(Math.floorMod(session.hashCode(), QUESTIONS.size()))))),
        "x-prism-session-id", session);
  }

  long asked() {
    return asked.get();
  }

  @Override
  public void close() {
    closing = true;
  }
}
