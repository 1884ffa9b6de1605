package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpendLedgerTest {
  private final TestClock clock = TestClock.startingAt(Instant.parse("2026-11-30T23:59:50Z"));
  @TempDir
  private Path folder;

  @Test
  void whatWasSpentIsThereAfterARestart() throws Exception {
    try (Database database = open(); SpendLedger ledger = new SpendLedger(database, clock)) {
      ledger.add("acme", 700);
      ledger.add("acme", 42);
      ledger.add("beta", 1);
      assertThat(ledger.picoDollars("acme")).isEqualTo(742);
    }
    try (Database database = open(); SpendLedger ledger = new SpendLedger(database, clock)) {
      ledger.flush();
      assertThat(ledger.picoDollars("acme")).isEqualTo(742);
      assertThat(ledger.picoDollars("beta")).isEqualTo(1);
      assertThat(ledger.picoDollars("nobody")).isZero();
    }
  }

  @Test
  void aNewMonthBeginsAtNothingAndTheOldOneKeepsWhatItHad() throws Exception {
    try (Database database = open(); SpendLedger ledger = new SpendLedger(database, clock)) {
      ledger.add("acme", 700);
      ledger.flush();
      clock.advance(Duration.ofSeconds(11));
      ledger.flush();
      assertThat(ledger.picoDollars("acme")).isZero();
      ledger.add("acme", 5);
      ledger.flush();
      assertThat(ledger.picoDollars("acme")).isEqualTo(5);
      long november = database.read(
          handle -> handle.createQuery("SELECT pico_dollars FROM spend WHERE month = '2026-11'")
              .mapTo(Long.class)
              .one());
      assertThat(november).isEqualTo(700);
    }
  }

  @Test
  void whatIsSpentWhileTheStoreIsAwayIsWrittenWhenItIsBack() throws Exception {
    Path blocker = folder.resolve("data");
    Files.writeString(blocker, "a file where the folder should be");
    StoreSettings settings = new StoreSettings("sqlite:" + blocker.resolve("prism.db"), null, null);
    try (Database database = new Database(settings);
        SpendLedger ledger = new SpendLedger(database, clock)) {
      ledger.add("acme", 3);
      ledger.flush();
      ledger.add("acme", 4);
      ledger.flush();
      assertThat(ledger.picoDollars("acme")).isEqualTo(7);
      Files.delete(blocker);
      assertThat(database.awaitOpened(Duration.ofSeconds(30))).isTrue();
      ledger.flush();
      ledger.flush();
      assertThat(ledger.picoDollars("acme")).isEqualTo(7);
      long stored = database
          .read(handle -> handle.createQuery("SELECT SUM(pico_dollars) FROM spend")
              .mapTo(Long.class)
              .one());
      assertThat(stored).isEqualTo(7);
    }
  }

  private Database open() throws InterruptedException {
    Database database = new Database(
        new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null));
    assertThat(database.awaitOpened(Duration.ofSeconds(30))).as("%s", database.state()).isTrue();
    return database;
  }
}
