package dev.prism.server;

import dev.prism.conf.ConfigLoader;
import dev.prism.conf.ConfigProblem;
import dev.prism.conf.ConfigResult;
import dev.prism.conf.ConfigWatch;
import dev.prism.conf.GatewayConfig;
import dev.prism.providers.price.PriceBook;
import dev.prism.providers.price.PriceFile;
import dev.prism.providers.price.PriceSettings;
import dev.prism.providers.price.PriceTable;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.server.pipeline.EvalPass;
import dev.prism.server.pipeline.Snapshot;
import dev.prism.server.pipeline.SnapshotBuilder;
import dev.prism.server.pipeline.TenantMeters;
import dev.prism.store.KeyDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the configuration in force. A new one is read, checked and built whole before it takes over in
/// one step; whatever is wrong with it, the last good one stays.
final class LiveConfig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  private final ConfigSource source;
  private final Parts parts;
  private final SnapshotBuilder builder;
  private volatile @Nullable Snapshot snapshot;
  private @Nullable ConfigWatch watch;
  private volatile Consumer<GatewayConfig> listener = _ -> {};

  /// What a configuration is built into.
  record Parts(
      Router router,
      RouteControl control,
      TenantMeters meters,
      KeyDirectory keys,
      ScoringSetup scoring,
      EvalPass pass) {}

  LiveConfig(ConfigSource source, Parts parts) {
    this.source = source;
    this.parts = parts;
    builder = new SnapshotBuilder(parts.meters(), hash -> parts.keys().tenants().get(hash),
        parts.pass());
  }

  /// The snapshot in force.
  Snapshot snapshot() {
    Snapshot now = snapshot;
    if (now == null) {
      throw new IllegalStateException("no configuration is in force yet");
    }
    return now;
  }

  /// Puts the first configuration in force.
  ///
  /// @throws IllegalArgumentException if it names what cannot be made
  synchronized void start(GatewayConfig config) {
    apply(config, "start");
  }

  /// Reads the configuration anew and puts it in force if nothing is wrong with it.
  synchronized ConfigResult reload(String who) {
    ConfigResult read = source.read();
    switch (read) {
      case ConfigResult.Rejected(List<ConfigProblem> problems) -> LOG.warn(
          "The configuration was not taken over ({}); the last good one stays: {}", who, problems);
      case ConfigResult.Loaded(GatewayConfig config) -> {
        try {
          apply(config, who);
          LOG.info("The configuration was taken over ({})", who);
        } catch (IllegalArgumentException problem) {
          LOG.warn("The configuration was not taken over ({}): {}", who, problem.getMessage());
          return new ConfigResult.Rejected(List.of(new ConfigProblem(source.name(), 0, 0, "",
              String.valueOf(problem.getMessage()), "")));
        }
      }
    }
    return read;
  }

  /// Built first; then routing's part and the rest change as one: what fails leaves everything as it was.
  /// Only a start goes on without the store, with the table that there is.
  private void apply(GatewayConfig config, String who) {
    PriceTable prices = prices(config);
    SnapshotBuilder.Change change = builder.build(config, parts.router(), prices);
    Snapshot before = snapshot;
    if (before != null) {
      snapshot = change.during();
    }
    ChangeResult routed = parts.control()
        .load(config.routing(), ProviderCatalog.of(config, prices),
            ChangeNote.of(ChangeNote.PRISM, who));
    if (routed instanceof ChangeResult.Refused refused) {
      boolean serves = before == null && refused.why() == ChangeResult.Why.UNAVAILABLE;
      if (!serves) {
        snapshot = before;
        change.discard();
        throw new IllegalArgumentException(refused.message());
      }
      LOG.warn("The routing table: {}", refused.message());
    }
    snapshot = change.after();
    change.adopt();
    parts.scoring().apply(config.evals());
    listener.accept(config);
  }

  /// Hears of each configuration that is taken over from now on.
  void onApplied(Consumer<GatewayConfig> heard) {
    listener = heard;
  }

  private static PriceTable prices(GatewayConfig config) {
    Path file = Home.find(config.prices().file());
    try {
      boolean builtIn = config.prices().equals(PriceSettings.DEFAULT) && !Files.exists(file);
      return new PriceTable(builtIn ? builtInPrices() : PriceFile.read(file), config.prices());
    } catch (IOException problem) {
      throw new IllegalArgumentException("prices.file: " + file + " cannot be read");
    }
  }

  private static PriceBook builtInPrices() throws IOException {
    try (InputStream in = ConfigLoader.defaultPrices()) {
      return PriceFile.read("(built-in) prices.yaml", in);
    }
  }

  /// Calls `onChange` whenever the file changes; does nothing for the built-in configuration.
  void watch(Runnable onChange) {
    if (source.file() != null) {
      try {
        watch = ConfigWatch.start(source.file(), source.environment(), _ -> onChange.run());
      } catch (IOException problem) {
        LOG.warn(
            "The configuration file cannot be watched ({}); SIGHUP and POST /api/reload still work",
            problem.getClass().getSimpleName());
      }
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    builder.close();
  }
}
