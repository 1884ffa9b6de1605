package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.AppSpan;
import dev.prism.evals.KeepSettings;
import dev.prism.evals.SpanMemory;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Signal;
import dev.prism.incident.cluster.ClusterSettings;
import dev.prism.incident.cluster.Clustering;
import dev.prism.incident.cluster.TraceReader;
import dev.prism.incident.cluster.judge.ClusterFinding;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.simulated.SimulatedProvider;
import dev.prism.routing.Canary;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.PlainForm;
import dev.prism.routing.Primary;
import dev.prism.routing.PromptSettings;
import dev.prism.routing.RouteControl;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TargetCatalog;
import dev.prism.routing.TargetSettings;
import dev.prism.store.AuditLog;
import dev.prism.store.Database;
import dev.prism.store.RecentTraces;
import dev.prism.store.ScoredMemory;
import dev.prism.store.StoreSettings;
import dev.prism.store.StoredRevisions;
import dev.prism.store.StoredTraces;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An admin server over a real routing table and a real store, and someone who calls it.
final class AdminFixture implements AutoCloseable {
  static final TargetCatalog CATALOG = _ -> true;
  private static final TraceReader READER = trace -> new TraceReader.Read(
      String.valueOf(trace.texts().request()), trace.caller().metadata());
  final RecentTraces traces = new RecentTraces(100, 1 << 20, 100);
  final Database database;
  final StoredTraces scored;
  final Router router = new Router(CATALOG);
  final RouteControl control;
  final Provider provider = new SimulatedProvider.Factory().create("sim",
      new ProviderSettings("simulated", null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null));
  final IncidentRig incidents;
  final AdminServer server;
  final AdminCalls calls;
  volatile Readiness.State state = Readiness.State.STARTING;
  final Map<String, ClusterFinding> findings = new ConcurrentHashMap<>();
  final List<Signal> signals = new CopyOnWriteArrayList<>();
  final Clustering clusters = new Clustering(ClusterSettings.DEFAULT, READER, signals::add,
      Clock.systemUTC());
  volatile List<String> configProblems = List.of();

  AdminFixture(Path folder, List<AdminToken> tokens) throws Exception {
    database = new Database(new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null));
    assertThat(database.awaitOpened(Duration.ofMinutes(5))).isTrue();
    scored = new StoredTraces(database, new ScoredMemory(100, 10), traces, KeepSettings.DEFAULT,
        Clock.systemUTC());
    StoredRevisions revisions = new StoredRevisions(database, folder.resolve("last-good.json"));
    control = new RouteControl(router, revisions);
    control.load(config(), CATALOG, ChangeNote.of("prism", "start"));
    incidents = new IncidentRig(database, router, control);
    server = new AdminServer(new AdminOptions("127.0.0.1", 0, tokens),
        new AdminPorts(readiness(), _ -> new Reload.Result(configProblems),
            new PrometheusRegistry(), traces, new ScorePorts(scored, spans()),
            new RoutingPorts(router, control, revisions, new AuditLog(database)), incidents.ports(),
            golden(folder), new ClusterPorts(clusters, id -> Optional.ofNullable(findings.get(id))),
            () -> Map.of("sim", provider)));
    calls = new AdminCalls(server.port());
  }

  /// Whose target `stable` says `14 days`, and whose other targets say nothing of use.
  private static GoldenPorts golden(Path folder) {
    return new GoldenPorts(new GoldenSet(folder.resolve("golden")),
        (_, target) -> new Answers.Answer("candidate".equals(target) ? "soon" : "14 days",
            target == null ? "stable" : target, "sim-small", null),
        new AnswerCheck(RubricScorer.NONE, JudgeMemory.inMemory()));
  }

  private static ScorePorts.Spans spans() {
    SpanMemory memory = new SpanMemory(10, 1 << 20);
    return new ScorePorts.Spans() {
      @Override
      public List<AppSpan> of(TraceRecord trace) {
        return memory.of(trace);
      }

      @Override
      public int take(List<AppSpan> spans) {
        return memory.add(spans).refused();
      }
    };
  }

  private Readiness readiness() {
    return new Readiness() {
      @Override
      public State state() {
        return state;
      }

      @Override
      public Map<String, String> parts() {
        return Map.of("store", "ready");
      }
    };
  }

  private static RoutingConfig config() {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put("stable", TargetSettings.of("sim", "sim-small"));
    targets.put("candidate", TargetSettings.of("sim", "sim-large"));
    Map<String, RouteSettings> routes = new LinkedHashMap<>();
    routes.put("demo", RouteSettings.of(targets, new Primary("stable")));
    routes.put("trial", RouteSettings.of(targets, PlainForm.read(Canary.class,
        Map.of("stable", "stable", "candidate", "candidate", "percent", 5))));
    return new RoutingConfig(routes,
        Map.of("refund", Map.of("12", new PromptSettings("You handle refunds."))), Map.of());
  }

  @Override
  public void close() {
    calls.close();
    server.close();
    clusters.close();
    provider.close();
    scored.close();
    database.close();
  }
}
