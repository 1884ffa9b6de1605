package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// What `./prism serve` does, once it is known how it was called.
///
/// @param config    the configuration file; conf/prism.yaml unless given
/// @param port      instead of server.port
/// @param adminPort of the admin plane, instead of the configuration's
record Serving(@Nullable Path config, @Nullable Integer port, @Nullable Integer adminPort) {
  static final Path DEFAULT = Path.of("conf", "prism.yaml");

  /// Reads the plain form `serve [--config FILE] [--port N] [--admin-port N]` without the command line's
  /// library, which takes a third of a second of a cold start.
  ///
  /// @return null for every other form: the library reads it, and says what is wrong with it
  static @Nullable Serving ofPlain(String[] args) {
    if (args.length % 2 == 0 || !args[0].equals("serve")) {
      return null;
    }
    Path config = null;
    Integer port = null;
    Integer adminPort = null;
    for (int i = 1; i < args.length; i += 2) {
      String value = args[i + 1];
      if (args[i].equals("--config") && config == null && isPlain(value)) {
        config = Path.of(value);
      } else if (args[i].equals("--port") && port == null && isPort(value)) {
        port = Integer.valueOf(value);
      } else if (args[i].equals("--admin-port") && adminPort == null && isPort(value)) {
        adminPort = Integer.valueOf(value);
      } else {
        return null;
      }
    }
    return new Serving(config, port, adminPort);
  }

  private static boolean isPlain(String path) {
    return !path.isEmpty() && path.indexOf('\0') < 0 && "-@\"'".indexOf(path.charAt(0)) < 0;
  }

  private static boolean isPort(String value) {
    return !value.isEmpty() && value.length() <= 5
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// Runs the gateway until SIGTERM or SIGINT; SIGHUP reads the configuration again.
  ///
  /// @return the exit code
  int run(PrintWriter out, PrintWriter err) throws InterruptedException {
    Path file = config == null && Files.exists(DEFAULT) ? DEFAULT : config;
    ConfigSource source = new ConfigSource(file, System.getenv(), port, adminPort);
    return switch (source.read()) {
      case ConfigResult.Rejected rejected -> {
        rejected.problems().forEach(err::println);
        err.flush();
        yield 2;
      }
      case ConfigResult.Loaded(GatewayConfig loaded) -> run(loaded, source, out, err);
    };
  }

  private static int run(GatewayConfig loaded, ConfigSource source, PrintWriter out,
      PrintWriter err) throws InterruptedException {
    GatewayServer server;
    try {
      server = GatewayServer.start(loaded, source);
    } catch (IllegalStateException | IllegalArgumentException problem) {
      err.println("prism: " + problem.getMessage());
      err.flush();
      return 2;
    }
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
