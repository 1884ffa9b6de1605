package dev.prism.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism serve`: runs the gateway until SIGTERM or SIGINT; SIGHUP reads the configuration again.
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs the gateway.")
public final class ServeCommand implements Callable<Integer> {
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
    return new Serving(config, port, adminPort).run(spec.commandLine().getOut(),
        spec.commandLine().getErr());
  }
}
