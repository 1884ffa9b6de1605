package dev.prism.server.gameday;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.RequestFacts;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingDecision;
import dev.prism.routing.ServingPlan;
import dev.prism.routing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The made-up part: requests, what the model answers, and the marks that the judge gives. Each request is
/// really routed.
final class Customers {
  static final String ROUTE = "route";
  static final String ELSEWHERE = "elsewhere";
  private static final double MEAN = 62.4;
  private static final double SIGMA = 18.7;
  private static final int TENANTS = 6;
  private static final Score.By JUDGE = new Score.By(Score.Kind.JUDGE, "made-up", "1");
  private static final Score.By CHECKS = new Score.By(Score.Kind.CHECK, "checks", "1");
  private static final List<String> QUIET = List.of("factual_grounding", "privacy_and_safety",
      "instruction_adherence", "optimal_plan_execution");

  private final Scenario scenario;
  private final Router router;
  private final SplittableRandom random;
  private int number;

  Customers(Scenario scenario, Router router) {
    this.scenario = scenario;
    this.router = router;
    random = new SplittableRandom(scenario.seed());
  }

  /// How bad a target is once the trouble has begun, 0 to 1.
  double badness(String target) {
    return switch (target) {
      case "live" -> 1;
      case "old" -> scenario.fallback().equals("also_bad") ? 1 : 0;
      default -> 0;
    };
  }

  /// So many of a number of independent requests.
  int of(double expected) {
    double limit = Math.exp(-Math.min(expected, 500));
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  /// Traffic of other routes, so that the route's share of all is a fifth.
  void elsewhere(int requests) {
    for (int i = 0; i < requests; i++) {
      route(ELSEWHERE, "x" + random.nextInt(1_000), false);
    }
  }

  /// An exchange that the judge marks.
  ScoredTrace judged(boolean trouble, long millis) {
    boolean inCohort = random.nextDouble() < scenario.cohort();
    ServingPlan plan = route(ROUTE, "s" + random.nextInt(100_000), inCohort);
    Target target = plan.targets().getFirst();
    double bad = trouble ? badness(target.name()) : 0;
    boolean touched = bad > 0 && inCohort && scenario.leaks() == 0
        && random.nextDouble() < scenario.share();
    return exchange(plan, target, inCohort, millis, touched ? scenario.points() : 0,
        touched && scenario.points() == 0);
  }

  /// An exchange whose answer a scanner finds something in.
  ScoredTrace leaked(long millis) {
    ServingPlan plan = route(ROUTE, "s" + random.nextInt(100_000), true);
    Target target = plan.targets().getFirst();
    TraceRecord trace = trace(plan, target, true, millis);
    return new ScoredTrace(trace, List.of(new Score(trace.ids().traceId(), "privacy_and_safety", 1,
        CHECKS, 1, millis * 1_000, "pii", null)));
  }

  private ServingPlan route(String route, String session, boolean inCohort) {
    RequestFacts facts = new RequestFacts(
        new RequestFacts.Caller(session, null, "tenant-" + random.nextInt(TENANTS), false, null,
            "r" + number),
        route, route, false, 0, inCohort ? Map.of("cohort", "planted") : Map.of(), _ -> null);
    return switch (router.decide(facts)) {
      case RoutingDecision.Forward(ServingPlan plan) -> plan;
      case RoutingDecision.Refuse refuse ->
        throw new IllegalStateException("a game day's request is refused: " + refuse);
    };
  }

  private ScoredTrace exchange(ServingPlan plan, Target target, boolean inCohort, long millis,
      double points, boolean replaced) {
    TraceRecord trace = trace(plan, target, inCohort, millis);
    List<Score> scores = new ArrayList<>();
    for (String rubric : QUIET) {
      boolean hit = scenario.rubrics().contains(rubric);
      double percent = Math.clamp(MEAN + SIGMA * gaussian() - (hit ? points : 0), 0, 100);
      double value = hit && replaced ? scenario.mark() : 1 + percent / 25;
      scores.add(new Score(trace.ids().traceId(), rubric, value, JUDGE, scenario.sampling(),
          millis * 1_000, null, null));
    }
    return new ScoredTrace(trace, scores);
  }

  /// A score for the canary of a fix.
  ScoredTrace marked(String target, double shift, double zeros, long millis) {
    ServingPlan plan = route(ROUTE, "s" + random.nextInt(100_000), true);
    TraceRecord trace = trace(plan, target, millis);
    double percent = Math.clamp(MEAN + SIGMA * gaussian() + shift, 0, 100);
    double value = random.nextDouble() < zeros ? 1 : 1 + percent / 25;
    return new ScoredTrace(trace, List.of(new Score(trace.ids().traceId(),
        scenario.rubrics().getFirst(), value, JUDGE, 1, millis * 1_000, null, null)));
  }

  private double gaussian() {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private TraceRecord trace(ServingPlan plan, Target target, boolean inCohort, long millis) {
    return record(
        new TraceRecord.Served(ROUTE, plan.revision(), plan.strategy(), target.name(),
            target.provider(), target.model(), null, plan.isFallback(target), plan.incident()),
        inCohort, millis);
  }

  private TraceRecord trace(ServingPlan plan, String target, long millis) {
    return record(new TraceRecord.Served(ROUTE, plan.revision(), plan.strategy(), target, "sim",
        target, null, !target.equals("live"), plan.incident()), true, millis);
  }

  private TraceRecord record(TraceRecord.Served served, boolean inCohort, long millis) {
    String id = "%032x".formatted(++number);
    @Nullable
    String user = null;
    return new TraceRecord(new TraceRecord.Ids(id, "%016x".formatted(number), null, "r" + number),
        new TraceRecord.Caller("tenant-" + number % TENANTS, "s" + number, user,
            inCohort ? Map.of("cohort", "planted") : Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, ROUTE, false, millis * 1_000), served,
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 10,
            100),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE);
  }
}
