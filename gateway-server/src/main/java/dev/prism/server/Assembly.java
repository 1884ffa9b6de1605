package dev.prism.server;

import dev.prism.admin.AdminOptions;
import dev.prism.admin.AdminPorts;
import dev.prism.admin.AdminServer;
import dev.prism.admin.GoldenPorts;
import dev.prism.admin.Readiness;
import dev.prism.admin.RoutingPorts;
import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.evals.ScoredTraces;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.cluster.Clusters;
import dev.prism.incident.review.GoldenReview;
import dev.prism.routing.Canary;
import dev.prism.routing.Route;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.server.pipeline.Connections;
import dev.prism.server.pipeline.EvalPass;
import dev.prism.server.pipeline.Faults;
import dev.prism.server.pipeline.Gateway;
import dev.prism.server.pipeline.Metrics;
import dev.prism.server.pipeline.RequestReader;
import dev.prism.server.pipeline.TenantMeters;
import dev.prism.server.pipeline.ThoughtMemory;
import dev.prism.server.rails.RailMetrics;
import dev.prism.server.rails.ScanPool;
import dev.prism.server.upstream.AddressBook;
import dev.prism.server.upstream.AddressRule;
import dev.prism.server.upstream.UpstreamConnector;
import dev.prism.server.upstream.UpstreamPools;
import dev.prism.store.AdvisoryLeadership;
import dev.prism.store.AuditLog;
import dev.prism.store.Database;
import dev.prism.store.KeyDirectory;
import dev.prism.store.RecentTraces;
import dev.prism.store.SpendLedger;
import dev.prism.store.StoredRevisions;
import io.netty.handler.ssl.SslContext;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the parts together, by hand, and takes them apart in the opposite order.
final class Assembly implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
  private static final int RECENT_TRACES = 10_000;
  private static final int RECENT_PER_SECOND = 200;
  private static final Duration STORE_WAIT = Duration.ofSeconds(2);
  private static final long RECENT_BYTES = 32L << 20;

  private final Deque<AutoCloseable> parts;
  private final ReadyState ready = new ReadyState();
  private final LiveConfig live;
  private final Gateway gateway;
  private final EvalPass pass = new EvalPass();
  private final OwnAnswers answers = new OwnAnswers();
  private final ServerTls tls;
  private final AdminPorts adminPorts;
  private final AdminOptions adminOptions;
  private volatile @Nullable AdminServer admin;
  private final ScoringSetup scoring;
  private final RubricScorer rubrics;

  /// Puts everything together, or leaves nothing behind.
  ///
  /// @throws IllegalArgumentException if the configuration names what cannot be made
  static Assembly of(GatewayConfig config, ConfigSource source, Transport transport, Clock clock) {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      return new Assembly(parts, config, source, transport, clock);
    } catch (RuntimeException problem) {
      close(parts);
      throw problem;
    }
  }

  private Assembly(Deque<AutoCloseable> parts, GatewayConfig config, ConfigSource source,
      Transport transport, Clock clock) {
    this.parts = parts;
    PrometheusRegistry registry = new PrometheusRegistry();
    ExecutorService blocking = keep(Executors.newVirtualThreadPerTaskExecutor());
    Database database = keep(new Database(config.store()));
    KeyDirectory keys = keep(new KeyDirectory(database));
    SpendLedger spend = keep(new SpendLedger(database, Clock.systemUTC()));
    ready.part("store", () -> database.state().toString());
    RecentTraces recent = new RecentTraces(RECENT_TRACES, RECENT_BYTES, RECENT_PER_SECOND);
    Router router = new Router(ProviderCatalog.NONE, System::nanoTime, clock,
        () -> ThreadLocalRandom.current().nextDouble());
    scoring = keep(new ScoringSetup(config.evals(), database, recent,
        trace -> isCandidate(router, trace), registry, clock));
    TraceOutlets traces = keep(new TraceOutlets(config.traces(), recent, scoring.sink(), registry));
    StoredRevisions revisions = new StoredRevisions(database);
    RouteControl control = new RouteControl(router, revisions);
    live = keep(new LiveConfig(source, new LiveConfig.Parts(router, control,
        new TenantMeters(new LedgerSpend(spend)), keys, scoring, pass)));
    awaitStore(database, keys);
    live.start(config);
    keep(new RoutingUpkeep(router, control, database, revisions));
    ScoredTraces scored = scoring.traces();
    GoldenSet golden = new GoldenSet(config.evals().golden());
    rubrics = scoring.rubrics(config.evals());
    AnswerCheck check = new AnswerCheck(rubrics, JudgeMemory.inMemory());
    AtomicReference<@Nullable Clusters> clusters = new AtomicReference<>();
    GoldenReview review = new GoldenReview(golden, scored, answers, check,
        id -> Optional.ofNullable(clusters.get()).flatMap(found -> found.find(id)));
    AdvisoryLeadership leadership = keep(new AdvisoryLeadership(database));
    IncidentSetup incidents = keep(
        new IncidentSetup(config.incidents(), new IncidentSetup.Ground(database, router, control,
            recent, scoring, config.evals(), leadership, clock), review, review));
    clusters.set(incidents.clusters());
    live.onApplied(changed -> incidents.apply(changed.incidents()));
    ServerMetrics.clusters(registry, incidents.clusters());
    Connections connections = new Connections();
    router.onChange(change -> {
      if (!change.cuts().isEmpty()) {
        connections.cutOver(change.cuts());
      }
    });
    gateway = new Gateway(live::snapshot,
        new UpstreamPools(
            new UpstreamConnector(transport, new AddressBook(blocking, AddressRule.OPERATOR))),
        connections, ClientSetup.edge(config.server()), new Metrics(registry),
        new Gateway.Scanning(keep(new ScanPool()), new RailMetrics(registry)), traces.by(clock),
        new Faults(), RequestReader.perLoop(), new ThoughtMemory());
    ServerMetrics.store(registry, database);
    ServerMetrics.routing(registry, router);
    ServerMetrics.register(registry, gateway, transport);
    tls = keep(new ServerTls(config.server().tls()));
    ServerMetrics.certificate(registry, tls);
    ServerMetrics.credentials(registry, () -> live.snapshot().providers());
    adminOptions = AdminSetup.options(config.admin());
    adminPorts = new AdminPorts(ready, who -> AdminSetup.result(reload(who)), registry, recent,
        scoring.ports(), new RoutingPorts(router, control, revisions, new AuditLog(database)),
        incidents.ports(), new GoldenPorts(golden, answers, check), incidents.clusterPorts(),
        () -> live.snapshot().providers());
    live.watch(() -> reload("file change"));
  }

  /// A store that is there is waited for, so that the first request sees its keys and its revision; one
  /// that is not delays the start by no more than this.
  private static void awaitStore(Database database, KeyDirectory keys) {
    try {
      if (database.awaitOpened(STORE_WAIT)) {
        keys.refresh();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isCandidate(Router router, TraceRecord trace) {
    Route route = router.table().routes().get(trace.served().route());
    return route != null && route.strategy() instanceof Canary canary
        && canary.candidate().equals(trace.served().target());
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  Gateway gateway() {
    return gateway;
  }

  Supplier<@Nullable SslContext> certificate() {
    return tls;
  }

  EvalPass pass() {
    return pass;
  }

  RubricScorer rubrics() {
    return rubrics;
  }

  OwnAnswers answers() {
    return answers;
  }

  ScoringSetup scoring() {
    return scoring;
  }

  /// @throws IllegalStateException if the admin plane does not listen yet
  int adminPort() {
    AdminServer now = admin;
    if (now == null) {
      throw new IllegalStateException("the admin plane does not listen yet");
    }
    return now.port();
  }

  /// The data plane listens; the admin plane begins to, behind it, since requests must not wait for that.
  ///
  /// @param port of the data plane
  /// @throws IllegalStateException if the admin plane's port cannot be bound
  void listening(int port) {
    scoring.listening(port);
    admin = keep(new AdminServer(adminOptions, adminPorts));
    ready.become(Readiness.State.READY);
  }

  void draining() {
    ready.become(Readiness.State.DRAINING);
  }

  /// Reads the configuration anew; on any error the last good one stays.
  ConfigResult reload(String who) {
    ConfigResult result = live.reload(who);
    tls.reload();
    return result;
  }

  @Override
  public void close() {
    close(parts);
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception problem) {
        LOG.warn("{} did not close: {}", part.getClass().getSimpleName(),
            problem.getClass().getSimpleName());
      }
    }
  }
}
