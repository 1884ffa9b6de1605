package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.KeepSettings;
import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Traces with their scores in a database of their own.
abstract class TracesInDatabase {
  static final long SEED = 11;
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_010);
  static final KeepSettings KEEP = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
      ByteSize.ofMebibytes(100), 1_000);
  @TempDir
  private Path folder;
  /// Since the first.
  long seconds;
  private Database database;
  StoredTraces traces;

  abstract StoreSettings settings(Path folder);

  @BeforeEach
  void open() throws Exception {
    database = new Database(settings(folder));
    assertThat(database.awaitOpened(Duration.ofMinutes(5))).as("%s", database.state()).isTrue();
    traces = traces(KEEP, 0);
  }

  /// As after a restart: nothing in memory.
  StoredTraces traces(KeepSettings keep, long daysLater) {
    InstantSource clock = () -> NOW.plus(Duration.ofDays(daysLater)).plusSeconds(seconds);
    return new StoredTraces(database, new ScoredMemory(1_000, 10), new RecentTraces(1, 1, 1), keep,
        clock.withZone(ZoneOffset.UTC), new Random(SEED));
  }

  @AfterEach
  void close() {
    traces.close();
    database.close();
  }

  static Score score(TraceRecord trace, double value, String reason) {
    return new Score(trace.ids().traceId(), "tone", value,
        new Score.By(Score.Kind.APPLICATION, "app", "1"), 0.25, 1_795_000_000_000_000L, reason,
        "say \"é\"");
  }
}
