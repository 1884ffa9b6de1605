package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlipsTest {
  private final Rig rig = new Rig();

  private void load() {
    RouteSettings r = Rig.route(new Primary("a"), "a", "b", "c", "d");
    rig.with("r",
        new RouteSettings(r.targets(), r.strategy(), List.of(), List.of("b", "c"), r.timeouts(),
            r.retry(), r.breaker(), r.selector(), r.affinity(), r.onStreamBreak(), false, false,
            List.of("base"), List.of()));
  }

  private Flip flip(FlipRequest request) {
    return switch (rig.control.flip(request, Rig.NOTE)) {
      case ChangeResult.Done done -> done.flip();
      case ChangeResult.Preview _,ChangeResult.Refused _ -> throw new AssertionError("refused");
    };
  }

  private static FlipRequest to(String target) {
    return FlipRequest.of("r", FlipTo.target(target));
  }

  private String serves(String tenant, @Nullable String session) {
    return rig.plan(Rig.facts("r", tenant, session)).targets().getFirst().name();
  }

  @Test
  void flipIsInForceForTheNextRequestAndSaysSo() {
    load();
    ServingPlan before = rig.plan("r");
    assertThat(before.strategy()).isEqualTo("primary");
    ChangeNote note = new ChangeNote("ann", "leaks", "inc-7", null);
    assertThat(rig.control.flip(to("b"), note)).isInstanceOf(ChangeResult.Done.class);
    ServingPlan after = rig.plan("r");
    assertThat(after.strategy()).isEqualTo("fallback");
    assertThat(Rig.names(after.targets())).containsExactly("b", "c");
    assertThat(after.isFallback(after.targets().getFirst())).isTrue();
    assertThat(after.incident()).isEqualTo("inc-7");
    assertThat(after.revision()).isEqualTo(before.revision() + 1);
  }

  @Test
  void flipToAStrategyIsThatStrategy() {
    load();
    flip(FlipRequest.of("r", FlipTo.strategy(Race.of("b", "c"))));
    assertThat(rig.plan("r").strategy()).isEqualTo("race");
    assertThat(rig.plan("r").isFallback(rig.plan("r").targets().getFirst())).isTrue();
  }

  @Test
  void flipMayOnlyTightenTheRails() {
    load();
    flip(FlipRequest.of("r", new FlipTo(null, null, List.of("strict"))));
    ServingPlan plan = rig.plan("r");
    assertThat(plan.rails()).containsExactly("base", "strict");
    assertThat(plan.strategy()).isEqualTo("primary");
    assertThat(plan.isFallback(plan.targets().getFirst())).isFalse();
  }

  @Test
  void narrowerScopeComesFirstAndThenTheNewer() {
    load();
    flip(to("b").within(Scope.ofTenants("acme")));
    Flip all = flip(to("c"));
    assertThat(serves("acme", "s")).isEqualTo("b");
    assertThat(serves("globex", "s")).isEqualTo("c");
    Flip newer = flip(to("d").within(Scope.ofTenants("acme", "initech")));
    assertThat(serves("acme", "s")).isEqualTo("d");
    Flip session = flip(to("c").within(new Scope(List.of(), List.of("s7"), Map.of(), 100)));
    assertThat(serves("acme", "s7")).isEqualTo("c");
    rig.control.revert(session.id(), Rig.NOTE);
    assertThat(serves("acme", "s7")).isEqualTo("d");
    rig.control.revert(newer.id(), Rig.NOTE);
    assertThat(serves("acme", "s7")).isEqualTo("b");
    rig.control.revert(all.id(), Rig.NOTE);
    assertThat(serves("globex", "s")).isEqualTo("a");
  }

  @Test
  void expiryRestoresWhatLiesBeneathWithoutAnyoneActing() {
    load();
    flip(to("b"));
    flip(to("c").expiring(Duration.ofHours(2)));
    assertThat(serves("acme", "s")).isEqualTo("c");
    rig.advance(Duration.ofHours(2));
    assertThat(serves("acme", "s")).isEqualTo("b");
    long before = rig.control.current().number();
    rig.control.expire();
    assertThat(rig.control.current().number()).isEqualTo(before + 1);
    assertThat(rig.control.current().state().flips()).hasSize(1);
    assertThat(rig.log.entries().getLast().action()).isEqualTo("expire");
    rig.control.expire();
    assertThat(rig.control.current().number()).isEqualTo(before + 1);
  }

  @Test
  void shareOfAFlipIsStickyAndOfItsSize() {
    load();
    flip(to("b").within(Scope.ofPercent(20)));
    int flipped = 0;
    for (int i = 0; i < 5000; i++) {
      String session = "s" + i;
      String first = serves("acme", session);
      assertThat(serves("acme", session)).isEqualTo(first);
      flipped += first.equals("b") ? 1 : 0;
    }
    assertThat(flipped).isBetween(900, 1100);
  }

  @Test
  void cohortIsMatchedByMetadata() {
    load();
    flip(to("b").within(new Scope(List.of(), List.of(), Map.of("app", "web", "v", "2"), 100)));
    RequestFacts plain = Rig.facts("r", "s");
    RequestFacts both = new RequestFacts(plain.caller(), "r", "r", true, 0,
        Map.of("app", "web", "v", "2", "more", "x"), _ -> null);
    RequestFacts one = new RequestFacts(plain.caller(), "r", "r", true, 0, Map.of("app", "web"),
        _ -> null);
    assertThat(rig.plan(both).targets().getFirst().name()).isEqualTo("b");
    assertThat(rig.plan(one).targets().getFirst().name()).isEqualTo("a");
  }

  @Test
  void cutTakesOnlyOlderRequestsInItsScope() {
    load();
    List<Flip> cuts = new ArrayList<>();
    rig.router.onChange(change -> cuts.addAll(change.cuts()));
    ServingPlan acme = rig.plan(Rig.facts("r", "acme", "s"));
    ServingPlan globex = rig.plan(Rig.facts("r", "globex", "s"));
    flip(to("b"));
    assertThat(cuts).isEmpty();
    Flip cut = flip(to("c").within(Scope.ofTenants("acme")).cutting());
    assertThat(cuts).containsExactly(cut);
    assertThat(acme.isCutBy(cut)).isTrue();
    assertThat(globex.isCutBy(cut)).isFalse();
    assertThat(rig.plan(Rig.facts("r", "acme", "s")).isCutBy(cut)).isFalse();
    flip(to("d"));
    assertThat(cuts).hasSize(1);
  }

  @Test
  void previewTellsWhatWouldChangeAndChangesNothing() {
    load();
    for (int i = 0; i < 400; i++) {
      rig.advance(Duration.ofSeconds(1));
      rig.plan(Rig.facts("r", i % 4 == 0 ? "acme" : "globex", "s" + i));
      rig.plan(Rig.facts("openai/x", "acme", "s" + i));
    }
    long before = rig.control.current().number();
    ChangeResult result = rig.control.preview(to("b").within(Scope.ofTenants("acme")), Rig.NOTE);
    Impact impact = ((ChangeResult.Preview) result).impact();
    assertThat(impact.routes()).containsExactly("r");
    assertThat(impact.tenants()).containsExactly("acme");
    assertThat(impact.requests()).isEqualTo(800);
    assertThat(impact.trafficShare()).isBetween(0.12, 0.13);
    assertThat(impact.changes()).hasSize(1);
    assertThat(impact.changes().getFirst().path()).startsWith("flips.flip-");
    assertThat(rig.control.current().number()).isEqualTo(before);
    assertThat(serves("acme", "s")).isEqualTo("a");
  }

  @Test
  void trafficOlderThanFifteenMinutesIsForgotten() {
    load();
    rig.plan("r");
    rig.advance(Duration.ofMinutes(16));
    rig.plan("r");
    ChangeResult result = rig.control.preview(to("b"), Rig.NOTE);
    assertThat(((ChangeResult.Preview) result).impact().requests()).isEqualTo(1);
  }

  /// Compares the router with the documented order, applied naively, over random flips and reverts.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void overlappingFlipsResolveByTheDocumentedOrder(long seed) {
    load();
    Random random = new Random(seed);
    List<Flip> model = new ArrayList<>();
    List<String> targets = List.of("b", "c", "d");
    for (int i = 0; i < 150; i++) {
      if (!model.isEmpty() && random.nextInt(3) == 0) {
        Flip gone = model.remove(random.nextInt(model.size()));
        rig.control.revert(gone.id(), Rig.NOTE);
      } else {
        FlipRequest request = to(targets.get(random.nextInt(3))).within(randomScope(random));
        model.add(flip(random.nextBoolean() ? request.expiring(Duration.ofSeconds(60)) : request));
      }
      rig.advance(Duration.ofSeconds(random.nextInt(20)));
      for (int probe = 0; probe < 10; probe++) {
        RequestFacts facts = Rig.facts("r", "t" + random.nextInt(3), "s" + random.nextInt(5));
        assertThat(rig.plan(facts).targets().getFirst().name())
            .as("seed %d, step %d, %s", seed, i, facts.caller())
            .isEqualTo(expected(model, facts));
      }
    }
  }

  private String expected(List<Flip> model, RequestFacts facts) {
    long now = Rig.START.toEpochMilli() + rig.millis();
    Optional<Flip> best = Optional.empty();
    for (Flip flip : model) {
      boolean alive = flip.expiresAtMillis() == 0 || now < flip.expiresAtMillis();
      if (alive && flip.covers(facts)
          && (best.isEmpty() || flip.scope().narrowness() >= best.get().scope().narrowness())) {
        best = Optional.of(flip);
      }
    }
    return best.map(flip -> String.valueOf(flip.to().target())).orElse("a");
  }

  private static Scope randomScope(Random random) {
    List<String> tenants = random.nextBoolean() ? List.of() : List.of("t" + random.nextInt(3));
    List<String> sessions = random.nextInt(3) > 0 ? List.of() : List.of("s" + random.nextInt(5));
    double percent = random.nextInt(3) > 0 ? 100 : random.nextInt(100);
    return new Scope(tenants, sessions, Map.of(), percent);
  }
}
