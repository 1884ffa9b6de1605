package dev.prism.routing;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A router and its control on a virtual clock.
final class Rig {
  static final ChangeNote NOTE = ChangeNote.of("ann", "a test");
  static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  final Map<String, Long> contexts = new HashMap<>();
  final Map<String, Long> prices = new HashMap<>();
  final RevisionMemory log = new RevisionMemory();
  final TargetCatalog catalog = new Catalog();
  final Router router;
  final RouteControl control;

  Rig() {
    this(1);
  }

  Rig(long seed) {
    Random random = new Random(seed);
    router = new Router(catalog, nanos::get, () -> START.plusNanos(nanos.get()), () -> {
      synchronized (random) {
        return random.nextDouble();
      }
    });
    control = new RouteControl(router, log);
  }

  /// Loads one route of targets `a`, `b`, `c` … each the model of its name at a provider of its own.
  Rig with(String route, RouteSettings settings) {
    return load(new RoutingConfig(Map.of(route, settings), Map.of(), Map.of()));
  }

  Rig load(RoutingConfig config) {
    if (!(control.load(config, catalog, NOTE) instanceof ChangeResult.Done)) {
      throw new IllegalStateException("not loaded: " + control.load(config, catalog, NOTE));
    }
    return this;
  }

  static RouteSettings route(RoutingStrategy strategy, String... targets) {
    Map<String, TargetSettings> settings = new LinkedHashMap<>();
    for (String target : targets) {
      settings.put(target, TargetSettings.of("p-" + target, "m-" + target));
    }
    return RouteSettings.of(settings, strategy);
  }

  long nanoTime() {
    return nanos.get();
  }

  long millis() {
    return nanos.get() / 1_000_000;
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  void advanceTo(long millis) {
    nanos.accumulateAndGet(millis * 1_000_000, Math::max);
  }

  ServingPlan plan(String route) {
    return plan(facts(route, "s-" + nanos.get()));
  }

  ServingPlan plan(RequestFacts facts) {
    return switch (router.decide(facts)) {
      case RoutingDecision.Forward forward -> forward.plan();
      case RoutingDecision.Refuse refuse ->
        throw new IllegalStateException(refuse.error().toString());
    };
  }

  static RequestFacts facts(String route, String session) {
    return facts(route, "acme", session);
  }

  static RequestFacts facts(String route, String tenant, @Nullable String session) {
    return RequestFacts.of(caller(tenant, session), route, true);
  }

  static RequestFacts.Caller caller(String tenant, @Nullable String session) {
    return new RequestFacts.Caller(session, null, tenant, false, null, "r");
  }

  TargetHealth health(String target) {
    return router.healths()
        .find("p-" + target + "/m-" + target)
        .orElseGet(() -> router.healths()
            .all()
            .stream()
            .filter(health -> health.breaker().key().provider().equals("p-" + target))
            .findFirst()
            .orElseThrow());
  }

  BreakerSnapshot.State breaker(String target) {
    return health(target).breaker().state();
  }

  static List<String> names(List<Target> targets) {
    return targets.stream().map(Target::name).toList();
  }

  private final class Catalog implements TargetCatalog {
    @Override
    public boolean hasProvider(String provider) {
      return !provider.equals("nobody");
    }

    @Override
    public long contextTokens(String provider, String model) {
      return contexts.getOrDefault(model, 0L);
    }

    @Override
    public @Nullable Cost price(String provider, String model, TokenUsage usage) {
      Long price = prices.get(model);
      return price == null ? null : new Cost(price * usage.total());
    }

    @Override
    public boolean hasRail(String rail) {
      return !rail.equals("no-such-rail");
    }
  }
}
