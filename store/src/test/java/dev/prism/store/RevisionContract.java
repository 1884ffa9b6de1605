package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.routing.Revision;
import dev.prism.routing.RevisionLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What either database must do with revisions and their audit entries.
abstract class RevisionContract {
  @TempDir
  private Path folder;
  private Database database;
  private StoredRevisions revisions;
  private AuditLog audit;

  abstract StoreSettings settings(Path folder);

  @BeforeEach
  void open() throws Exception {
    database = new Database(settings(folder));
    assertThat(database.awaitOpened(Duration.ofMinutes(5))).as("%s", database.state()).isTrue();
    revisions = new StoredRevisions(database, folder.resolve("last-good.json"));
    audit = new AuditLog(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aRevisionComesBackAsItWas() throws Exception {
    assertThat(revisions.latest()).isEmpty();
    for (int n = 1; n <= 5; n++) {
      revisions.append(Tables.logged(n));
    }
    assertThat(revisions.latest()).contains(Tables.revision(5));
    assertThat(revisions.find(2)).contains(Tables.revision(2));
    assertThat(revisions.find(9)).isEmpty();
    assertThat(revisions.history(5, 2)).extracting(Revision::number).containsExactly(4L, 3L);
    assertThat(revisions.lastGood()).contains(Tables.revision(5));
    assertThat(new StoredRevisions(database, folder.resolve("last-good.json")).lastGood())
        .as("it outlives the process")
        .contains(Tables.revision(5));
  }

  @Test
  void aNumberThatIsTakenIsAConflictAndLeavesNoEntry() throws Exception {
    revisions.append(Tables.logged(1));
    assertThatThrownBy(() -> revisions.append(Tables.logged(1)))
        .isInstanceOf(RevisionLog.Conflict.class);
    assertThat(audit.list(AuditFilter.ALL, Long.MAX_VALUE, 10)).hasSize(1);
  }

  @Test
  void severalAreWrittenAtOnceInOrderOrNotAtAll() throws Exception {
    List<RevisionLog.Entry> three = IntStream.rangeClosed(1, 3)
        .mapToObj(n -> Tables.logged(n).getFirst())
        .toList();
    revisions.append(three);
    assertThat(revisions.history(Long.MAX_VALUE, 10)).extracting(Revision::number)
        .containsExactly(3L, 2L, 1L);
    assertThat(revisions.lastGood()).contains(Tables.revision(3));
    assertThatThrownBy(() -> revisions.append(three.subList(2, 3)))
        .isInstanceOf(RevisionLog.Conflict.class);
    assertThat(audit.list(AuditFilter.ALL, Long.MAX_VALUE, 10)).extracting(AuditRecord::number)
        .containsExactly(3L, 2L, 1L);
    assertThat(audit.verify()).isInstanceOfSatisfying(AuditVerdict.Whole.class,
        whole -> assertThat(whole.entries()).isEqualTo(3));
  }

  @Test
  void ofManyWritersOneWinsEachNumberAndTheChainIsWhole() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> won = IntStream.range(0, 6)
          .mapToObj(_ -> pool.submit(this::race))
          .toList();
      int wins = 0;
      for (Future<Integer> each : won) {
        wins += each.get();
      }
      assertThat(wins).isEqualTo(20);
    }
    assertThat(audit.verify()).isInstanceOfSatisfying(AuditVerdict.Whole.class,
        whole -> assertThat(whole.entries()).isEqualTo(20));
  }

  private int race() throws Exception {
    int wins = 0;
    for (int n = 1; n <= 20; n++) {
      try {
        revisions.append(Tables.logged(n));
        wins++;
      } catch (RevisionLog.Conflict _) {
        // Another was quicker, as it should be for five of six.
      }
    }
    return wins;
  }

  @Test
  void aCheckWhileOthersWriteFindsNothingWrong() throws Exception {
    revisions.append(Tables.logged(1));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> writer = pool.submit(() -> {
        for (int n = 2; n <= 60; n++) {
          revisions.append(Tables.logged(n, "acme"));
        }
        return 60;
      });
      while (!writer.isDone()) {
        assertThat(audit.verify()).isInstanceOf(AuditVerdict.Whole.class);
      }
      assertThat(writer.get()).isEqualTo(60);
    }
  }

  @Test
  void theLogIsAskedByTenantAndTime() throws Exception {
    audit.append(Tables.entry(1, "acme"));
    audit.append(Tables.entry(2, "beta"));
    audit.append(Tables.entry(3));
    audit.append(Tables.entry(4, "acme", "beta"));
    assertThat(numbers(new AuditFilter("acme", null, null))).containsExactly(4L, 3L, 1L);
    assertThat(numbers(new AuditFilter("none", null, null))).containsExactly(3L);
    Instant two = Instant.ofEpochMilli(1_795_000_000_002L);
    assertThat(numbers(new AuditFilter(null, two, null))).containsExactly(4L, 3L, 2L);
    assertThat(numbers(new AuditFilter(null, null, two))).containsExactly(1L);
    assertThat(audit.list(AuditFilter.ALL, 3, 1)).extracting(AuditRecord::number)
        .containsExactly(2L);
  }

  @Test
  void anExportCarriesTheChainOutAndAnyoneCanCheckIt() throws Exception {
    for (int n = 1; n <= 3; n++) {
      audit.append(Tables.entry(n, "acme"));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    audit.export(out);
    String previous = AuditChain.START;
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      String entry = line.substring(line.indexOf("\"entry\":") + 8, line.length() - 1);
      previous = AuditChain.hash(previous, entry);
      assertThat(StoredJson.members(line)).containsEntry("hash", previous);
    }
    assertThat(audit.verify()).isEqualTo(new AuditVerdict.Whole(3, previous));
  }

  @Test
  void anyTamperingShows() throws Exception {
    for (int n = 1; n <= 8; n++) {
      revisions.append(Tables.logged(n, "acme"));
    }
    assertThat(audit.verify()).isInstanceOf(AuditVerdict.Whole.class);
    found("UPDATE audit_entry SET entry = REPLACE(entry, 'ann', 'bob') WHERE number = 4", 4);
    found("UPDATE audit_entry SET hash = REPLACE(hash, 'a', 'b') WHERE number = 5", 5);
    found("UPDATE audit_entry SET at_millis = 5 WHERE number = 6", 6);
    found("DELETE FROM audit_tenant WHERE number = 3", 3);
    found("DELETE FROM audit_tenant; DELETE FROM audit_entry WHERE number = 3", 1);
    found("DELETE FROM audit_tenant WHERE number = 7;"
        + " UPDATE audit_entry SET number = number + 100 WHERE number = 7", 7);
    found("DELETE FROM audit_tenant WHERE number = 8; DELETE FROM audit_entry WHERE number = 8", 9,
        8);
    found("DELETE FROM audit_tenant WHERE number = 8; DELETE FROM audit_entry WHERE number = 8;"
        + " UPDATE audit_head SET number = 7, hash = (SELECT hash FROM audit_entry WHERE number = 7)",
        8);
    found("UPDATE audit_entry SET entry = (SELECT entry FROM audit_entry WHERE number = 2)"
        + " WHERE number = 5", 5);
  }

  @Test
  void anyChangedByteOfAnyEntryShows() throws Exception {
    long seed = 4711;
    Random random = new Random(seed);
    for (int n = 1; n <= 6; n++) {
      audit.append(Tables.entry(n));
    }
    for (int i = 0; i < 60; i++) {
      int number = 1 + random.nextInt(6);
      List<AuditRecord> before = audit.list(AuditFilter.ALL, number + 1L, 1);
      String entry = before.getFirst().entry();
      int at = random.nextInt(entry.length());
      String changed = entry.substring(0, at) + (char) (entry.charAt(at) + 1)
          + entry.substring(at + 1);
      overwrite(number, changed);
      assertThat(audit.verify()).as("seed %s, entry %s, character %s", seed, number, at)
          .isInstanceOfSatisfying(AuditVerdict.Broken.class,
              broken -> assertThat(broken.number()).isEqualTo(number));
      overwrite(number, entry);
    }
    assertThat(audit.verify()).isInstanceOf(AuditVerdict.Whole.class);
  }

  private void overwrite(int number, String entry) throws StoreUnavailable {
    database.write(handle -> handle.execute("UPDATE audit_entry SET entry = ? WHERE number = ?",
        entry, number));
  }

  private void found(String tampering, long... first) throws Exception {
    AuditVerdict verdict = database.write(handle -> {
      for (String statement : tampering.split(";", -1)) {
        handle.execute(statement);
      }
      AuditVerdict found = AuditCheck.run(handle);
      handle.rollback();
      return found;
    });
    assertThat(verdict).as(tampering)
        .isInstanceOfSatisfying(AuditVerdict.Broken.class,
            broken -> assertThat(first).contains(broken.number()));
    assertThat(audit.verify()).as("undone").isInstanceOf(AuditVerdict.Whole.class);
  }

  private List<Long> numbers(AuditFilter filter) throws StoreUnavailable {
    return audit.list(filter, Long.MAX_VALUE, 10).stream().map(AuditRecord::number).toList();
  }
}
