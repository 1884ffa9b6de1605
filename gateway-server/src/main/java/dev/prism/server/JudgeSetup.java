package dev.prism.server;

import dev.prism.evals.EvalSettings;
import dev.prism.evals.Judge;
import dev.prism.evals.JudgeBudget;
import dev.prism.evals.JudgeCall;
import dev.prism.evals.JudgeDesk;
import dev.prism.evals.JudgeSampling;
import dev.prism.evals.JudgeSettings;
import dev.prism.evals.JudgeShift;
import dev.prism.evals.Reading;
import dev.prism.evals.Rubric;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.cluster.judge.ClusterJudging;
import dev.prism.server.pipeline.EvalPass;
import dev.prism.store.Database;
import dev.prism.store.JudgeSpend;
import dev.prism.store.StoredJudgements;
import dev.prism.store.StoredTraces;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The judge, if the configuration has one: made anew when its settings change. Without one nothing is
/// called.
final class JudgeSetup implements AutoCloseable {
  private static final double PICO = 1e12;

  private final Database database;
  private final JudgeSampling sampling;
  private final StoredTraces traces;
  private final String mark = LoopbackJudge.newMark();
  private final List<JudgeShift.Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile int port;
  private volatile @Nullable Running running;

  private record Running(
      JudgeSettings settings,
      List<Rubric> rubrics,
      LoopbackJudge call,
      JudgeDesk desk) {}

  /// @param isCandidate whether a canary's candidate answered
  /// @param traces      takes what the judge says
  JudgeSetup(Database database, Predicate<TraceRecord> isCandidate, StoredTraces traces) {
    this.database = database;
    this.traces = traces;
    sampling = new JudgeSampling(isCandidate, Clock.systemUTC());
  }

  /// The data plane listens there.
  void listening(int dataPort) {
    port = dataPort;
  }

  /// @throws IllegalArgumentException if it names a rubric that there is not
  synchronized void apply(EvalSettings settings) {
    JudgeSettings wanted = settings.judge();
    Running now = running;
    if (wanted == null) {
      close();
      return;
    }
    Map<String, Rubric> known = settings.allRubrics();
    List<Rubric> rubrics = wanted.rubrics().stream().map(name -> {
      Rubric rubric = known.get(name);
      if (rubric == null) {
        throw new IllegalArgumentException("evals.judge.rubrics: there is no rubric " + name);
      }
      return rubric;
    }).toList();
    if (now == null || !now.settings().equals(wanted) || !now.rubrics().equals(rubrics)) {
      close();
      start(wanted, rubrics);
    }
  }

  private void start(JudgeSettings wanted, List<Rubric> rubrics) {
    LoopbackJudge call = new LoopbackJudge(wanted, () -> port, mark);
    JudgeDesk desk = new JudgeDesk(wanted, new Judge(wanted.route(), rubrics, call),
        new JudgeBudget(wanted.spendUsdPerDay(), new JudgeSpend(database), Clock.systemUTC()),
        sampling, new StoredJudgements(database, traces), traces::add);
    desk.addListener(shift -> listeners.forEach(listener -> listener.shifted(shift)));
    running = new Running(wanted, rubrics, call, desk);
  }

  /// Whether the exchange is the judge's own, or an examination of a target: neither is live traffic.
  boolean isOwn(TraceRecord trace) {
    return mark.equals(trace.caller().metadata().get(LoopbackJudge.MARK))
        || trace.caller().tenant().equals(EvalPass.TENANT);
  }

  /// Asks the judge's model for the golden set; null where the settings have no judge.
  @Nullable
  JudgeCall call(EvalSettings settings) {
    JudgeSettings wanted = settings.judge();
    return wanted == null ? null : new LoopbackJudge(wanted, () -> port, mark);
  }

  /// The day's budget, for whoever else asks on the judge's account.
  ClusterJudging.Purse purse() {
    return new ClusterJudging.Purse(() -> {
      Running now = running;
      return now != null && now.desk().budget().allows();
    }, picoDollars -> {
      Running now = running;
      if (now != null) {
        now.desk().budget().charge(picoDollars);
      }
    });
  }

  void offer(Reading reading) {
    Running now = running;
    if (now != null) {
      now.desk().offer(reading);
    }
  }

  /// Somebody has complained about it.
  void offerFlagged(TraceRecord flagged) {
    Running now = running;
    if (now != null) {
      now.desk().offerFlagged(flagged);
    }
  }

  /// A detector suspects something on this route: more of it is judged for a while.
  void warm(String route) {
    Running now = running;
    if (now != null) {
      sampling.warm(route, now.settings().warmFor().toMillis());
    }
  }

  void addListener(JudgeShift.Listener listener) {
    listeners.add(listener);
  }

  void metrics(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("prism_judge_total")
        .help("What became of exchanges that were to be judged, and of single marks")
        .labelNames("fate")
        .callback(out -> {
          Running now = running;
          if (now != null) {
            for (JudgeDesk.Fate fate : JudgeDesk.Fate.values()) {
              out.call((double) now.desk().counted(fate), fate.name().toLowerCase(Locale.ROOT));
            }
          }
        })
        .register(registry);
    gauge(registry, "prism_judge_spent_usd", "What the judge has cost today (UTC)",
        now -> now.desk().budget().spent() / PICO);
    gauge(registry, "prism_judge_cap_usd", "What it may cost on one day",
        now -> now.desk().budget().cap() / PICO);
    gauge(registry, "prism_judge_stopped", "1 while the cap stops it, else 0",
        now -> now.desk().budget().allows() ? 0 : 1);
    gauge(registry, "prism_judge_waiting", "Exchanges that wait for the judge",
        now -> now.desk().waiting());
  }

  private interface Figure {
    double of(Running now);
  }

  private void gauge(PrometheusRegistry registry, String name, String help, Figure figure) {
    GaugeWithCallback.builder().name(name).help(help).callback(out -> {
      Running now = running;
      if (now != null) {
        out.call(figure.of(Objects.requireNonNull(now)));
      }
    }).register(registry);
  }

  @Override
  public synchronized void close() {
    Running now = running;
    running = null;
    if (now != null) {
      now.desk().close();
      now.call().close();
    }
  }
}
