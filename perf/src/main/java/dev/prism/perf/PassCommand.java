package dev.prism.perf;

import dev.prism.perf.pass.Forwarder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The bare forwarder, until it is stopped.
@Command(name = "pass", hidden = true, description = "Forwards from one port to another.")
final class PassCommand implements Callable<Integer> {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--upstream-port", required = true)
  private int upstreamPort;

  @Override
  public Integer call() throws InterruptedException {
    try (Forwarder forwarder = new Forwarder(port, upstreamPort)) {
      forwarder.await();
    }
    return 0;
  }
}
