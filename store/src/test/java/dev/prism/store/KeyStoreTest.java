package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreTest {
  private static final Duration ENOUGH = Duration.ofSeconds(30);
  @TempDir
  private Path folder;

  @Test
  void aKeyIsShownOnceAndOnlyItsHashIsStored() throws Exception {
    Path file = folder.resolve("data/prism.db");
    try (Database database = open(file)) {
      NewKey made = new KeyStore(database).create("acme", "laptop", "ann");
      assertThat(made.key().reveal()).startsWith("sk-prism-").hasSize("sk-prism-".length() + 43);
      assertThat(made.toString()).doesNotContain(made.key().reveal());
      List<ApiKey> all = new KeyStore(database).all();
      assertThat(all).containsExactly(made.stored());
      assertThat(all.getFirst().hash()).isEqualTo(KeyStore.hash(made.key()));
      for (Path written : List.of(file, file.resolveSibling("prism.db-wal"))) {
        assertThat(new String(Files.readAllBytes(written), StandardCharsets.ISO_8859_1))
            .doesNotContain(made.key().reveal());
      }
    }
  }

  @Test
  void theDirectoryHearsOfNewAndRevokedKeys() throws Exception {
    try (Database database = open(folder.resolve("prism.db"));
        KeyDirectory directory = new KeyDirectory(database)) {
      BlockingQueue<Map<String, String>> heard = new ArrayBlockingQueue<>(10);
      directory.onChange(heard::add);
      NewKey made = new KeyStore(database).create("acme", null, "ann");
      String hash = made.stored().hash();
      assertThat(until(heard, tenants -> tenants.containsKey(hash))).containsEntry(hash, "acme");
      assertThat(new KeyStore(database).revoke(made.stored().id(), "ann")).isTrue();
      assertThat(until(heard, tenants -> !tenants.containsKey(hash))).isEmpty();
      assertThat(directory.tenants()).isEmpty();
      assertThat(new KeyStore(database).revoke(made.stored().id(), "ann")).isFalse();
    }
  }

  @Test
  void aStoreThatCannotBeOpenedRefusesAndTheDirectoryStaysEmpty() throws Exception {
    Path blocker = folder.resolve("data");
    Files.writeString(blocker, "a file where the folder should be");
    try (Database database = new Database(settings(blocker.resolve("prism.db")));
        KeyDirectory directory = new KeyDirectory(database)) {
      while (database.state() instanceof StoreState.Opening) {
        assertThat(database.awaitOpened(Duration.ofMillis(20))).isFalse();
      }
      assertThat(database.state()).isInstanceOf(StoreState.Away.class);
      assertThatThrownBy(() -> new KeyStore(database).create("acme", null, "ann"))
          .isInstanceOf(StoreUnavailable.class);
      assertThat(directory.tenants()).isEmpty();

      Files.delete(blocker);
      assertThat(database.awaitOpened(ENOUGH)).as("it recovers with the disk").isTrue();
      assertThat(new KeyStore(database).create("acme", null, "ann").stored().tenant())
          .isEqualTo("acme");
    }
  }

  @Test
  void aFleetWithoutItsDatabaseIsAwayAndSaysNoPassword() throws Exception {
    StoreSettings settings = new StoreSettings("postgresql://prism:hunter2@127.0.0.1:9/prism", null,
        null);
    assertThat(settings.toString()).doesNotContain("hunter2");
    try (Database database = new Database(settings)) {
      assertThatThrownBy(() -> new KeyStore(database).all()).isInstanceOf(StoreUnavailable.class)
          .message()
          .doesNotContain("hunter2");
    }
  }

  private interface Wanted {
    boolean in(Map<String, String> tenants);
  }

  private static Map<String, String> until(BlockingQueue<Map<String, String>> heard, Wanted wanted)
      throws InterruptedException {
    while (true) {
      Map<String, String> next = heard.poll(ENOUGH.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("the directory is silent").isNotNull();
      if (next != null && wanted.in(next)) {
        return next;
      }
    }
  }

  private static Database open(Path file) throws InterruptedException {
    Database database = new Database(settings(file));
    assertThat(database.awaitOpened(ENOUGH)).as("%s", database.state()).isTrue();
    return database;
  }

  private static StoreSettings settings(Path file) {
    return new StoreSettings("sqlite:" + file, null, null);
  }
}
