package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.routing.Revision;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `-Dcycles=200` for the long form.
class KillLoopIT {
  private static final int CYCLES = Integer.getInteger("cycles", 10);
  @TempDir
  private Path folder;

  @Test
  void whatWasAcknowledgedSurvivesKillNineAndTheChainIsWhole() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    long acknowledged = 0;
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      long last = writeUntilKilled(20 + random.nextInt(100), random.nextInt(3_000_000));
      assertThat(last).isGreaterThan(acknowledged);
      acknowledged = last;
      try (Database database = new Database(settings())) {
        assertThat(database.awaitOpened(Duration.ofMinutes(5))).isTrue();
        long latest = new StoredRevisions(database, folder.resolve("last-good.json")).latest()
            .map(Revision::number)
            .orElse(0L);
        assertThat(latest).as("seed %s, cycle %s: the last acknowledged revision", seed, cycle)
            .isGreaterThanOrEqualTo(acknowledged);
        assertThat(new AuditLog(database).verify()).as("seed %s, cycle %s", seed, cycle)
            .isInstanceOfSatisfying(AuditVerdict.Whole.class,
                whole -> assertThat(whole.entries()).isEqualTo(latest));
      }
    }
    System.err.println(CYCLES + " cycles of kill -9: " + acknowledged
        + " revisions acknowledged, none lost, the audit chain whole every time");
  }

  /// @return the last number that was acknowledged before the process was killed
  private long writeUntilKilled(int lines, int thenNanos) throws IOException {
    Process process = new ProcessBuilder(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
            "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
            FlipWriter.class.getName(), folder.toString()))
        .redirectError(new File(folder.toFile(), "writer.log"))
        .start();
    long last = 0;
    try (BufferedReader out = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < lines; i++) {
        @Nullable
        String line = out.readLine();
        assertThat(line).as("see writer.log in %s", folder).isNotNull();
        last = Long.parseLong(String.valueOf(line));
      }
      long end = System.nanoTime() + thenNanos;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = Long.parseLong(line);
      }
    }
    return last;
  }

  private StoreSettings settings() {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
