package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Secret;
import dev.prism.incident.notify.Notice;
import dev.prism.incident.notify.Notifications;
import dev.prism.incident.notify.NotifierCatalog;
import dev.prism.incident.notify.NotifierUse;
import dev.prism.testing.Await;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import dev.prism.testing.TestClock;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds of notices on their way, over a real database and a real HTTP server. The clock stands still
/// until a test turns it.
abstract class OutboxContract {
  private static final Duration SOON = Duration.ofSeconds(20);
  /// Each look at the outbox, so that a second of the tests' clock has one.
  private static final Notifications.Timing TIMING = new Notifications.Timing(Duration.ofMillis(10),
      Duration.ofMillis(500));
  private static final long STEP_NANOS = 20_000_000;
  /// Dozens of looks.
  private static final Duration QUIET = Duration.ofMillis(700);
  private static final NotifierCatalog CATALOG = NotifierCatalog.load();

  private final TestClock clock = TestClock.start();
  private final StubProvider tool = StubProvider.answering(Reply.json(200, "{}"));
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Database database;

  /// The same database each time.
  abstract StoreSettings settings();

  @BeforeEach
  final void open() throws InterruptedException {
    database = connected();
  }

  @AfterEach
  final void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    tool.close();
  }

  private Database connected() throws InterruptedException {
    Database fresh = new Database(settings());
    opened.add(fresh);
    assertThat(fresh.awaitOpened(Duration.ofMinutes(1))).isTrue();
    return fresh;
  }

  private Notifications sinks(NotifierUse... uses) {
    Notifications made = new Notifications(List.of(uses), CATALOG, new StoredOutbox(database),
        clock, TIMING);
    opened.add(made);
    return made;
  }

  private NotifierUse webhook() {
    return use("webhook", URI.create(tool.url() + "/hook"), new Secret("s3cr3t-of-the-sink"));
  }

  private NotifierUse alertmanager() {
    return use("alertmanager", URI.create(tool.url()), Duration.ofSeconds(10));
  }

  private static NotifierUse use(String name, Object... values) {
    try {
      Constructor<?> canonical = CATALOG.settings(name).getDeclaredConstructors()[0];
      canonical.setAccessible(true);
      return new NotifierUse(name, (Record) canonical.newInstance(values));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Notice notice(String incident, int number, Notice.Kind kind) {
    long now = clock.millis();
    return new Notice(incident + "/" + number, kind, incident, "refund-agent", "pii_leak", "S1",
        "detected", "something", null, List.of(), null, List.of(), now, now, null);
  }

  private void received(int requests) {
    Await.until(requests + " requests arrive", SOON, () -> tool.requests().size() >= requests);
  }

  /// The same while the clock goes on: a delivery that has arrived may not have been noted yet, and is due
  /// some time after it has.
  private void receivedInTime(int requests) {
    Await.until(requests + " requests arrive", SOON, () -> {
      step();
      return tool.requests().size() >= requests;
    });
  }

  private void step() {
    clock.advance(Duration.ofSeconds(1));
    LockSupport.parkNanos(STEP_NANOS);
  }

  private void nothingWaitsInTime(Notifications sinks) {
    Await.until("nothing waits", SOON, () -> {
      step();
      return isEmpty(sinks);
    });
  }

  private void nothingWaits(Notifications sinks) {
    Await.until("nothing waits", SOON, () -> isEmpty(sinks));
  }

  private static boolean isEmpty(Notifications sinks) {
    try {
      return sinks.waiting().values().stream().allMatch(n -> n == 0);
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void eachSinkIsToldOnceHoweverOftenItIsSaid() throws IOException {
    Notifications sinks = sinks(webhook(), webhook());
    for (int i = 0; i < 3; i++) {
      sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    }
    received(2);
    nothingWaits(sinks);
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    nothingWaits(sinks);
    assertThat(tool.requests()).hasSize(2);
    assertThat(sinks.waiting()).containsOnlyKeys("webhook", "webhook-2");
  }

  @Test
  void anOutageIsWaitedOut() throws IOException {
    tool.answer(Reply.json(503, "{}"));
    Notifications sinks = sinks(webhook());
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(1);
    receivedInTime(4);
    tool.answer(Reply.json(200, "{}"));
    nothingWaitsInTime(sinks);
    assertThat(tool.requests().stream().map(each -> each.header("idempotency-key")).distinct())
        .hasSize(1);
    assertThat(tool.requests().getLast().header("x-prism-attempt"))
        .contains(Integer.toString(tool.requests().size()));
  }

  @Test
  void anAcknowledgementThatWasLostMeansOnceMoreUnderTheSameKey() throws IOException {
    tool.answer(Reply.nothing(Reply.Ending.RESET));
    Notifications sinks = sinks(webhook());
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(1);
    tool.answer(Reply.json(200, "{}"));
    nothingWaitsInTime(sinks);
    assertThat(tool.requests()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(tool.requests().stream().map(ReceivedRequest::bodyText).distinct()).hasSize(1);
    assertThat(tool.requests().stream().map(each -> each.header("idempotency-key")).distinct())
        .hasSize(1);
  }

  @Test
  void aSinkThatKeepsFailingIsLeftAloneForAWhile() throws IOException {
    tool.answer(Reply.json(500, "{}"));
    Notifications sinks = sinks(webhook());
    for (int i = 0; i < 12; i++) {
      sinks.tell(notice("inc-" + i, 1, Notice.Kind.OPENED));
    }
    received(5);
    assertThat(Await.holds(QUIET, () -> tool.requests().size() > 5)).isFalse();
    receivedInTime(6);
    tool.answer(Reply.json(200, "{}"));
    nothingWaitsInTime(sinks);
    assertThat(
        tool.requests().stream().map(each -> each.header("idempotency-key").orElse("")).distinct())
        .hasSize(12);
  }

  @Test
  void whatWasToldBeforeAStopIsDeliveredAfterTheNextStart() throws Exception {
    tool.answer(Reply.json(503, "{}"));
    Notifications before = sinks(webhook());
    before.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(1);
    before.close();
    database.close();
    database = connected();
    tool.answer(Reply.json(200, "{}"));
    nothingWaitsInTime(sinks(webhook()));
    assertThat(tool.requests()).hasSize(2);
  }

  @Test
  void twoGatewaysDeliverEachNoticeOnce() throws Exception {
    Notifications one = sinks(webhook());
    database = connected();
    Notifications two = sinks(webhook());
    for (int i = 0; i < 60; i++) {
      (i % 2 == 0 ? one : two).tell(notice("inc-" + i, 1, Notice.Kind.OPENED));
    }
    nothingWaits(one);
    assertThat(tool.requests().stream().map(each -> each.header("idempotency-key").orElse("")))
        .hasSize(60)
        .doesNotHaveDuplicates();
  }

  @Test
  void tellingWaitsForNoSink() throws IOException {
    tool.answer(Reply.nothing(Reply.Ending.HANG));
    Notifications sinks = sinks(webhook(), alertmanager());
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      sinks.tell(notice("inc-" + i, 1, Notice.Kind.OPENED));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  /// However many sinks hang: what they are being told waits for the next start.
  @Test
  void sinksThatHangAreWaitedForTogether() throws IOException {
    tool.answer(Reply.nothing(Reply.Ending.HANG));
    Notifications sinks = sinks(webhook(), webhook(), webhook(), webhook(), webhook(), webhook());
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(6);
    long begun = System.nanoTime();
    sinks.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(450),
        Duration.ofSeconds(2));
  }

  @Test
  void aSinkThatHangsDelaysNoOther() throws IOException {
    try (StubProvider hanging = StubProvider.answering(Reply.nothing(Reply.Ending.HANG))) {
      Notifications sinks = sinks(use("webhook", URI.create(hanging.url()), new Secret("x")),
          webhook());
      sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
      received(1);
    }
  }

  @Test
  void anAlertIsSaidAgainUntilItIsResolved() throws IOException {
    Notifications sinks = sinks(alertmanager());
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(1);
    receivedInTime(4);
    sinks.tell(notice("inc-1", 2, Notice.Kind.RESOLVED));
    nothingWaitsInTime(sinks);
    int said = tool.requests().size();
    clock.advance(Duration.ofMinutes(10));
    assertThat(Await.holds(QUIET, () -> tool.requests().size() > said)).isFalse();
    assertThat(tool.requests()).extracting(ReceivedRequest::target).containsOnly("/api/v2/alerts");
  }

  @Test
  void whatIsRefusedForGoodIsGivenUp() throws IOException {
    tool.answer(Reply.json(400, "{}"));
    Notifications sinks = sinks(webhook());
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    received(1);
    nothingWaits(sinks);
    clock.advance(Duration.ofHours(1));
    sinks.tell(notice("inc-1", 1, Notice.Kind.OPENED));
    nothingWaits(sinks);
    assertThat(tool.requests()).hasSize(1);
  }

  @Test
  void noMoreWaitThanMay() throws IOException {
    StoredOutbox outbox = new StoredOutbox(database);
    List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "sink-" + i).toList();
    assertThat(outbox.put(notice("inc-1", 1, Notice.Kind.OPENED), many, clock.millis()))
        .isEqualTo(10_000);
    assertThatThrownBy(
        () -> outbox.put(notice("inc-2", 1, Notice.Kind.OPENED), List.of("a"), clock.millis()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("full");
  }

  @Test
  void theLogIsReadForwardsOnly() throws IOException {
    StoredOutbox outbox = new StoredOutbox(database);
    outbox.position(7);
    outbox.position(5);
    assertThat(outbox.position()).isEqualTo(7);
  }
}
