package dev.prism.perf;

import dev.prism.perf.load.Destination;
import dev.prism.perf.load.Generator;
import dev.prism.perf.load.Load;
import dev.prism.perf.load.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perf/load`: one load against whatever listens on a port.
@Command(name = "load", mixinStandardHelpOptions = true, description = "Sends one load to a port of this machine and prints one line of JSON.")
final class LoadCommand implements Callable<Integer> {
  @Option(names = "--port", required = true)
  private int port;

  @Option(names = "--path", description = "default ${DEFAULT-VALUE}")
  private String path = "/v1/chat/completions";

  @Option(names = "--header", paramLabel = "NAME=VALUE")
  private Map<String, String> headers = Map.of();

  @Option(names = "--work", paramLabel = "KIND[@NUMBER]", description = "default ${DEFAULT-VALUE}")
  private String work = "1k@64";

  @Option(names = "--seconds", description = "default ${DEFAULT-VALUE}")
  private int seconds = 8;

  @Override
  public Integer call() throws InterruptedException {
    Load load = switch (Work.parse(work, Duration.ofSeconds(1), Duration.ofSeconds(seconds))) {
      case Work.Steady steady -> steady.load();
      case Work.Alone alone -> alone.load();
      case Work.Start start ->
        throw new IllegalArgumentException(start.name() + " is a work of perf/compare only");
    };
    try (Generator generator = new Generator()) {
      System.out.println(
          Json.line(generator.run(load, new Destination(port, path, headers), Meter.NONE)));
    }
    return 0;
  }
}
