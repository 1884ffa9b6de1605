package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several gateways on one real PostgreSQL.
class FleetIT {
  private static final long ENOUGH_MILLIS = 30_000;
  @TempDir
  private Path folder;

  @Test
  void aFlipIsInForceOnEveryNodeWithinASecond() throws Exception {
    StoreSettings settings = Postgres.database(Postgres.port());
    try (Node one = new Node("one", settings);
        Node two = new Node("two", settings);
        Node three = new Node("three", settings)) {
      one.reaches(1);
      two.reaches(1);
      three.reaches(1);
      List<Node> nodes = List.of(one, two, three);
      List<Long> delays = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long number = done(Tables.flip(nodes.get(i % 3).control, "flip " + i));
        long from = System.nanoTime();
        for (Node node : nodes) {
          node.reaches(number);
        }
        delays.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
      }
      assertThat(delays).as("milliseconds").allMatch(delay -> delay < 1_000);
      System.err.println("a flip on three nodes, milliseconds after it was acknowledged: "
          + delays.stream().sorted().toList());
      assertThat(new AuditLog(one.database).verify()).isInstanceOf(AuditVerdict.Whole.class);
    }
  }

  @Test
  void aNodeThatWasCutOffServesRefusesChangesAndCatchesUp() throws Exception {
    try (CuttableLink link = new CuttableLink(Postgres.port())) {
      StoreSettings settings = Postgres.database(Postgres.port());
      String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
      try (Node near = new Node("near", settings);
          Node far = new Node("far", Postgres.settings(name, link.port()))) {
        near.reaches(1);
        far.reaches(1);
        link.cut();
        long number = done(Tables.flip(near.control, "while the other is cut off"));
        ChangeResult refused = Tables.flip(far.control, "cut off");
        assertThat(refused).isInstanceOfSatisfying(ChangeResult.Refused.class,
            no -> assertThat(no.why()).isEqualTo(ChangeResult.Why.UNAVAILABLE));
        assertThat(far.control.current().number()).as("it serves what it has").isEqualTo(1);
        assertThat(far.database.state()).isInstanceOf(StoreState.Away.class);
        link.mend();
        far.reaches(number);
        long next = done(Tables.flip(far.control, "back"));
        near.reaches(next);
        assertThat(near.control.current().state().flips()).hasSize(2);
      }
    }
  }

  @Test
  void aNodeThatStartsWithoutTheStoreServesItsLastGoodTable() throws Exception {
    try (CuttableLink link = new CuttableLink(Postgres.port())) {
      StoreSettings direct = Postgres.database(Postgres.port());
      String name = direct.url().substring(direct.url().lastIndexOf('/') + 1);
      StoreSettings settings = Postgres.settings(name, link.port());
      long number;
      try (Node node = new Node("node", settings)) {
        node.reaches(1);
        number = done(Tables.flip(node.control, "before the outage"));
      }
      link.cut();
      try (Node node = new Node("node", settings)) {
        assertThat(node.control.current().number()).isEqualTo(number);
        assertThat(Tables.flip(node.control, "no")).isInstanceOf(ChangeResult.Refused.class);
        link.mend();
        assertThat(node.database.awaitOpened(Duration.ofSeconds(30))).isTrue();
        node.news.clear();
        long next = number;
        while (next == number) {
          if (Tables.flip(node.control, "again") instanceof ChangeResult.Done done) {
            next = done.revision().number();
          }
        }
        assertThat(next).isEqualTo(number + 1);
      }
    }
  }

  @Test
  void spendingOfSeveralNodesAddsUpAndAKeyIsKnownEverywhere() throws Exception {
    StoreSettings settings = Postgres.database(Postgres.port());
    try (Database one = new Database(settings); Database two = new Database(settings)) {
      assertThat(one.awaitOpened(Duration.ofMinutes(5))).isTrue();
      assertThat(two.awaitOpened(Duration.ofMinutes(5))).isTrue();
      try (SpendLedger first = new SpendLedger(one, Clock.systemUTC());
          SpendLedger second = new SpendLedger(two, Clock.systemUTC())) {
        for (int i = 0; i < 100; i++) {
          first.add("acme", 3);
          second.add("acme", 4);
          if (i % 10 == 0) {
            first.flush();
            second.flush();
          }
        }
        first.flush();
        second.flush();
        first.flush();
        assertThat(first.picoDollars("acme")).isEqualTo(700);
        assertThat(second.picoDollars("acme")).isEqualTo(700);
      }
      Secret key = new KeyStore(one).create("acme", null, "ann").key();
      LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
      try (KeyDirectory directory = new KeyDirectory(two)) {
        directory.onChange(tenants -> heard.add(tenants.getOrDefault(KeyStore.hash(key), "")));
        String tenant = directory.tenants().get(KeyStore.hash(key));
        assertThat(tenant == null ? heard.poll(30, TimeUnit.SECONDS) : tenant).isEqualTo("acme");
      }
    }
  }

  private static long done(ChangeResult result) {
    assertThat(result).isInstanceOf(ChangeResult.Done.class);
    return result instanceof ChangeResult.Done done ? done.revision().number() : -1;
  }

  /// What a gateway has of the routing table.
  private final class Node implements AutoCloseable {
    final Database database;
    final RouteControl control;
    final LinkedBlockingQueue<Long> news = new LinkedBlockingQueue<>();
    private final RevisionFeed feed;

    Node(String name, StoreSettings settings) {
      database = new Database(settings);
      Router router = new Router(Tables.CATALOG);
      router.onChange(change -> news.add(change.after().number()));
      StoredRevisions revisions = new StoredRevisions(database,
          folder.resolve(name + "-last-good.json"));
      control = new RouteControl(router, revisions);
      control.load(Tables.config(), Tables.CATALOG, ChangeNote.of("prism", "start"));
      feed = new RevisionFeed(database, revisions,
          _ -> control.catchUp() instanceof ChangeResult.Done);
    }

    void reaches(long number) throws InterruptedException {
      @Nullable
      Long latest = control.current().number();
      while (latest != null && latest < number) {
        latest = news.poll(ENOUGH_MILLIS, TimeUnit.MILLISECONDS);
      }
      assertThat(control.current().number()).isGreaterThanOrEqualTo(number);
    }

    @Override
    public void close() {
      feed.close();
      database.close();
    }
  }
}
