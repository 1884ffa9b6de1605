package dev.prism.server.cli;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.server.ConfigSource;
import dev.prism.store.ApiKey;
import dev.prism.store.Database;
import dev.prism.store.KeyStore;
import dev.prism.store.NewKey;
import dev.prism.store.StoreUnavailable;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./prism keys`: makes, lists and revokes API keys. It works on the store itself, so a gateway need not
/// run; one that does knows of a change within about a second.
@Command(name = "keys", mixinStandardHelpOptions = true, description = "Makes, lists and revokes API keys.")
public final class KeysCommand {
  private static final Path DEFAULT = Path.of("conf", "prism.yaml");
  private static final Duration OPENING = Duration.ofSeconds(15);

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private interface Deed {
    int with(KeyStore keys, PrintWriter out) throws StoreUnavailable;
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Prints a new key once; only its hash is stored.")
  int create(
      @Option(names = "--tenant", required = true, description = "Whose key it is.") String tenant,
      @Option(names = "--label", description = "A name for people, such as the application's.") @Nullable String label,
      @Option(names = "--config", description = "The configuration file; conf/prism.yaml unless given.") @Nullable Path config)
      throws InterruptedException {
    GatewayConfig loaded = load(config);
    if (loaded == null) {
      return 2;
    }
    if (!loaded.tenants().containsKey(tenant)) {
      spec.commandLine()
          .getErr()
          .println("prism: there is no tenant " + tenant + "; there are "
              + String.join(", ", loaded.tenants().keySet()));
      return 2;
    }
    return on(loaded, (keys, out) -> {
      NewKey made = keys.create(tenant, label, who());
      out.println(made.key().reveal());
      spec.commandLine()
          .getErr()
          .println("Key " + made.stored().id() + " of tenant " + tenant
              + ". It is shown this once: keep it now.");
      return 0;
    });
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys by id, never the keys themselves.")
  int list(
      @Option(names = "--config", description = "The configuration file; conf/prism.yaml unless given.") @Nullable Path config)
      throws InterruptedException {
    return on(load(config), (keys, out) -> {
      List<ApiKey> all = keys.all();
      out.printf("%-14s%-20s%-20s%-22s%s%n", "ID", "TENANT", "LABEL", "CREATED", "REVOKED");
      for (ApiKey key : all) {
        out.printf("%-14s%-20s%-20s%-22s%s%n", key.id(), key.tenant(),
            key.label() == null ? "-" : key.label(), key.created().truncatedTo(ChronoUnit.SECONDS),
            key.revoked() == null ? "-" : key.revoked().truncatedTo(ChronoUnit.SECONDS));
      }
      return 0;
    });
  }

  @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Ends a key.")
  int revoke(
      @Parameters(paramLabel = "ID", description = "The key's id, as `list` shows it.") String id,
      @Option(names = "--config", description = "The configuration file; conf/prism.yaml unless given.") @Nullable Path config)
      throws InterruptedException {
    return on(load(config), (keys, out) -> {
      boolean ended = keys.revoke(id, who());
      out.println(ended ? "Key " + id + " is revoked." : "There is no valid key " + id + ".");
      return ended ? 0 : 1;
    });
  }

  /// As the audit log names whoever sits at this machine.
  private static String who() {
    return "cli:" + System.getProperty("user.name", "unknown");
  }

  private int on(@Nullable GatewayConfig config, Deed deed) throws InterruptedException {
    if (config == null) {
      return 2;
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Database database = new Database(config.store())) {
      if (!database.awaitOpened(OPENING)) {
        err.println(
            "prism: the store " + config.store() + " cannot be opened: " + database.state());
        return 1;
      }
      PrintWriter out = spec.commandLine().getOut();
      int code = deed.with(new KeyStore(database), out);
      out.flush();
      return code;
    } catch (StoreUnavailable away) {
      err.println("prism: " + away.getMessage());
      return 1;
    }
  }

  private @Nullable GatewayConfig load(@Nullable Path config) {
    Path file = config == null && Files.exists(DEFAULT) ? DEFAULT : config;
    return switch (new ConfigSource(file, System.getenv(), null, null).read()) {
      case ConfigResult.Rejected rejected -> {
        PrintWriter err = spec.commandLine().getErr();
        rejected.problems().forEach(err::println);
        yield null;
      }
      case ConfigResult.Loaded(GatewayConfig loaded) -> loaded;
    };
  }
}
