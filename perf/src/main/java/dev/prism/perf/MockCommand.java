package dev.prism.perf;

import dev.prism.perf.mock.Behaviour;
import dev.prism.perf.mock.MockUpstream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perf/mock`: the mock upstream by itself, until it is stopped.
@Command(name = "mock", mixinStandardHelpOptions = true, description = "Answers chat requests like a provider of the OpenAI dialect.")
final class MockCommand implements Callable<Integer> {
  @Option(names = "--port", description = "default ${DEFAULT-VALUE}")
  private int port = 9000;

  @Option(names = "--delay-millis", description = "before the first byte")
  private int delayMillis;

  @Option(names = "--events", description = "answer with a stream of this many events")
  private int events;

  @Option(names = "--gap-millis", description = "between two events")
  private int gapMillis;

  @Override
  public Integer call() throws InterruptedException {
    Duration delay = Duration.ofMillis(delayMillis);
    try (MockUpstream mock = new MockUpstream(port)) {
      mock.behave(events == 0
          ? new Behaviour.Reply(delay)
          : new Behaviour.Stream(delay, events, Duration.ofMillis(gapMillis)));
      System.out.println("http://127.0.0.1:" + mock.port() + "/v1");
      Thread.currentThread().join();
    }
    return 0;
  }
}
