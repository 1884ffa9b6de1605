package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import dev.prism.server.gameday.LocalApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./prism demo`: a gateway over a simulated provider, and a scripted bad night on it, from the first leak to
/// the golden entry. It needs no key and calls nobody.
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Plays a bad night: traffic, a leak, detection, flip, fix, review.")
public final class DemoCommand implements Callable<Integer> {
  @Option(names = "--port", description = "Listens on this port; 8080 unless given.")
  private @Nullable Integer port;

  @Option(names = "--admin-port", description = "Puts the admin plane on this port; 9090 unless given.")
  private @Nullable Integer adminPort;

  @Option(names = "--folder", description = "Where the night is kept; data/demo unless given. What an earlier night left there is deleted.")
  private Path folder = Path.of("data", "demo");

  @Option(names = "--once", description = "Ends when the story is over: 0 if it went as told, else 1.")
  private boolean once;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    ConfigSource source = new ConfigSource(config(), Map.of(), port, adminPort);
    if (!(source.read() instanceof ConfigResult.Loaded(GatewayConfig loaded))) {
      spec.commandLine()
          .getErr()
          .println("prism: the demo's own config is wrong: " + source.read());
      return 2;
    }
    GatewayServer server;
    try {
      server = GatewayServer.start(loaded, source);
    } catch (IllegalStateException | IllegalArgumentException problem) {
      spec.commandLine().getErr().println("prism: " + problem.getMessage());
      return 2;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Signals.on("TERM", stopped::countDown);
    Signals.on("INT", stopped::countDown);
    try (LocalApi api = new LocalApi();
        DemoTraffic traffic = new DemoTraffic(api, "http://127.0.0.1:" + server.port())) {
      boolean told = new DemoStory(out, api, traffic, server.port(), server.adminPort(), folder)
          .tell(stopped);
      if (!once && stopped.getCount() > 0) {
        out.println("The gateway keeps running, with its traffic. Ctrl-C ends it.");
        out.flush();
        stopped.await();
      }
      return told ? 0 : 1;
    } finally {
      server.close();
    }
  }

  /// The demo's config, written where it can be read and changed.
  private Path config() throws IOException {
    Files.createDirectories(folder);
    for (String left : new String[]{"prism.db", "prism.db-wal", "prism.db-shm",
        "last-good-revision.json", "traces.jsonl", "golden/support.jsonl"}) {
      Files.deleteIfExists(folder.resolve(left));
    }
    try (InputStream in = Objects
        .requireNonNull(DemoCommand.class.getResourceAsStream("demo.yaml"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@FOLDER@",
          folder.toString());
      return Files.writeString(folder.resolve("prism.yaml"), text);
    }
  }
}
