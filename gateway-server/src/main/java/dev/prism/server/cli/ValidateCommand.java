package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.server.ConfigSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism validate`: exit 0 if the configuration is whole, else every problem with file, line and what
/// to write instead, and exit 2. Starts nothing and calls nobody.
@Command(name = "validate", mixinStandardHelpOptions = true, description = "Checks the configuration; says everything that is wrong at once.")
public final class ValidateCommand implements Callable<Integer> {
  @Option(names = "--config", description = "The configuration file; conf/prism.yaml unless given.")
  private @Nullable Path config;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path file = config == null && Files.exists(Serving.DEFAULT) ? Serving.DEFAULT : config;
    return switch (new ConfigSource(file, System.getenv(), null, null).read()) {
      case ConfigResult.Rejected rejected -> {
        PrintWriter err = spec.commandLine().getErr();
        rejected.problems().forEach(err::println);
        err.println(counted(rejected.problems().size(), "problem"));
        yield 2;
      }
      case ConfigResult.Loaded(GatewayConfig loaded) -> {
        spec.commandLine()
            .getOut()
            .printf("config ok: %s, %s, %s%n", counted(loaded.routes().size(), "route"),
                counted(loaded.providers().size(), "provider"),
                counted(loaded.tenants().size(), "tenant"));
        yield 0;
      }
    };
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
