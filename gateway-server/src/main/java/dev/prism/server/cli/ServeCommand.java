package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism serve`: runs the gateway until SIGTERM or SIGINT; SIGHUP reads the configuration again.
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs the gateway.")
public final class ServeCommand implements Callable<Integer> {
  static final Path DEFAULT = Path.of("conf", "prism.yaml");

  @Option(names = "--config", description = "The configuration file; conf/prism.yaml unless given.")
  private @Nullable Path config;

  @Option(names = "--port", description = "Listens on this port instead of server.port.")
  private @Nullable Integer port;

  @Option(names = "--admin-port", description = "Puts the admin plane on this port.")
  private @Nullable Integer adminPort;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Path file = config == null && Files.exists(DEFAULT) ? DEFAULT : config;
    ConfigSource source = new ConfigSource(file, System.getenv(), port, adminPort);
    return switch (source.read()) {
      case ConfigResult.Rejected rejected -> {
        PrintWriter err = spec.commandLine().getErr();
        rejected.problems().forEach(err::println);
        yield 2;
      }
      case ConfigResult.Loaded(GatewayConfig loaded) -> run(loaded, source);
    };
  }

  private int run(GatewayConfig loaded, ConfigSource source) throws InterruptedException {
    GatewayServer server;
    try {
      server = GatewayServer.start(loaded, source);
    } catch (IllegalStateException | IllegalArgumentException problem) {
      spec.commandLine().getErr().println("prism: " + problem.getMessage());
      return 2;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Prism serves on http://%s:%d, admin plane on http://%s:%d%n",
        loaded.server().host(), server.port(), loaded.admin().host(), server.adminPort());
    out.flush();
    CountDownLatch stopped = new CountDownLatch(1);
    Signals.on("HUP", () -> Thread.ofVirtual().start(() -> server.reload("SIGHUP")));
    Signals.on("TERM", stopped::countDown);
    Signals.on("INT", stopped::countDown);
    stopped.await();
    server.close();
    return 0;
  }
}
