package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  private final Rig rig = new Rig();

  private static RuleSettings rule(Map<String, Object> tree) {
    return PlainForm.read(RuleSettings.class, tree);
  }

  private static RouteSettings withRules(RouteSettings r, List<RuleSettings> rules) {
    return new RouteSettings(r.targets(), r.strategy(), r.copies(), r.safe(), r.timeouts(),
        r.retry(), r.breaker(), r.selector(), r.affinity(), r.onStreamBreak(), false, false,
        List.of("base"), rules);
  }

  private void load(List<RuleSettings> routeRules, List<RuleSettings> tenantRules) {
    rig.load(new RoutingConfig(
        Map.of("r", withRules(Rig.route(new Primary("a"), "a", "b"), routeRules), "other",
            withRules(Rig.route(new Primary("x"), "x", "y"), List.of())),
        Map.of(), Map.of("acme", tenantRules)));
  }

  private static RequestFacts facts(Map<String, String> metadata, long tokens, boolean stream,
      Map<String, String> headers) {
    return new RequestFacts(Rig.caller("acme", "s"), "r", "r", stream, tokens, metadata,
        name -> headers.get(name));
  }

  private String first(RequestFacts facts) {
    ServingPlan plan = rig.plan(facts);
    return plan.route() + "/" + plan.targets().getFirst().name();
  }

  @Test
  void firstRuleThatMatchesDecides() {
    load(
        List.of(rule(Map.of("when", Map.of("metadata", Map.of("tier", "gold*")), "target", "b")),
            rule(Map.of("when", Map.of("metadata", Map.of("tier", "*")), "route", "other"))),
        List.of());
    assertThat(first(facts(Map.of("tier", "gold-eu"), 0, true, Map.of()))).isEqualTo("r/b");
    assertThat(first(facts(Map.of("tier", "free"), 0, true, Map.of()))).isEqualTo("other/x");
    assertThat(first(facts(Map.of(), 0, true, Map.of()))).isEqualTo("r/a");
  }

  @Test
  void everyConditionMustHold() {
    load(
        List.of(rule(Map.of("when",
            Map.of("stream", true, "tokens", Map.of("over", 1000), "headers",
                Map.of("x-plan", "pro"), "models", List.of("r*"), "tenants", List.of("acme")),
            "target", "b"))),
        List.of());
    assertThat(first(facts(Map.of(), 2000, true, Map.of("x-plan", "pro")))).isEqualTo("r/b");
    assertThat(first(facts(Map.of(), 1000, true, Map.of("x-plan", "pro")))).isEqualTo("r/a");
    assertThat(first(facts(Map.of(), 2000, false, Map.of("x-plan", "pro")))).isEqualTo("r/a");
    assertThat(first(facts(Map.of(), 2000, true, Map.of()))).isEqualTo("r/a");
  }

  @Test
  void exceptionTakesAMatchBack() {
    load(List.of(rule(Map.of("target", "b", "unless", Map.of("stream", false)))), List.of());
    assertThat(first(facts(Map.of(), 0, true, Map.of()))).isEqualTo("r/b");
    assertThat(first(facts(Map.of(), 0, false, Map.of()))).isEqualTo("r/a");
  }

  @Test
  void timeOfDayGoesOverMidnight() {
    load(
        List.of(rule(
            Map.of("when", Map.of("time", Map.of("from", "22:00", "to", "06:00")), "target", "b"))),
        List.of());
    RequestFacts facts = facts(Map.of(), 0, true, Map.of());
    assertThat(first(facts)).isEqualTo("r/a");
    rig.advance(Duration.ofHours(10));
    assertThat(first(facts)).isEqualTo("r/b");
    rig.advance(Duration.ofHours(7));
    assertThat(first(facts)).isEqualTo("r/b");
    rig.advance(Duration.ofHours(1));
    assertThat(first(facts)).isEqualTo("r/a");
  }

  @Test
  void shareOfARuleIsSticky() {
    load(List.of(rule(Map.of("name", "half", "when", Map.of("percent", 50), "target", "b"))),
        List.of());
    int moved = 0;
    for (int i = 0; i < 2000; i++) {
      RequestFacts facts = Rig.facts("r", "s" + i);
      moved += first(facts).equals("r/b") ? 1 : 0;
      assertThat(first(facts)).isEqualTo(first(facts));
    }
    assertThat(moved).isBetween(900, 1100);
  }

  @Test
  void denialIsARefusalWithItsSentence() {
    load(List.of(rule(Map.of("deny", "Not on this plan."))), List.of());
    RoutingDecision decision = rig.router.decide(facts(Map.of(), 0, true, Map.of()));
    assertThat(decision).isInstanceOf(RoutingDecision.Refuse.class);
    GatewayError error = ((RoutingDecision.Refuse) decision).error();
    assertThat(error.status()).isEqualTo(403);
    assertThat(error.message()).isEqualTo("Not on this plan.");
  }

  @Test
  void tenantsRuleCountsBeforeTheRoutesAndRailsAddUp() {
    load(List.of(rule(Map.of("target", "a", "rails", List.of("two")))),
        List.of(rule(Map.of("target", "b", "rails", List.of("one")))));
    ServingPlan plan = rig.plan(facts(Map.of(), 0, true, Map.of()));
    assertThat(plan.targets().getFirst().name()).isEqualTo("b");
    assertThat(plan.rails()).containsExactly("base", "one", "two");
    ServingPlan others = rig.plan(Rig.facts("r", "globex", "s"));
    assertThat(others.targets().getFirst().name()).isEqualTo("a");
    assertThat(others.rails()).containsExactly("base", "two");
  }

  @Test
  void tenantsRuleForATargetLeavesRoutesWithoutItAlone() {
    load(List.of(), List.of(rule(Map.of("target", "b"))));
    assertThat(first(Rig.facts("other", "s"))).isEqualTo("other/x");
    assertThat(first(Rig.facts("r", "s"))).isEqualTo("r/b");
  }

  @Test
  void ruleMayBringItsOwnStrategy() {
    load(List.of(rule(Map.of("strategy", Map.of("race", List.of("a", "b"))))), List.of());
    assertThat(rig.plan("r").strategy()).isEqualTo("race");
  }

  @Test
  void unknownNamesAreRefusedWhenTheTableIsMade() {
    assertThat(load2(rule(Map.of("route", "nowhere")))).contains("nowhere");
    assertThat(load2(rule(Map.of("rails", List.of("no-such-rail"))))).contains("no-such-rail");
    assertThatThrownBy(
        () -> withRules(Rig.route(new Primary("a"), "a"), List.of(rule(Map.of("target", "zz")))))
        .hasMessageContaining("zz");
  }

  private String load2(RuleSettings rule) {
    ChangeResult result = rig.control.load(
        new RoutingConfig(Map.of("r", withRules(Rig.route(new Primary("a"), "a"), List.of(rule))),
            Map.of(), Map.of()),
        rig.catalog, Rig.NOTE);
    return ((ChangeResult.Refused) result).message();
  }

  @Test
  void pairOfProviderAndModelIsARouteOfOneTarget() {
    load(List.of(), List.of());
    ServingPlan plan = rig.plan(Rig.facts("openai/gpt-5-mini", "s"));
    assertThat(plan.strategy()).isEqualTo("primary");
    assertThat(plan.targets().getFirst().provider()).isEqualTo("openai");
    assertThat(plan.targets().getFirst().model()).isEqualTo("gpt-5-mini");
    assertThat(rig.plan(Rig.facts("hub/meta/llama", "s")).targets().getFirst().model())
        .isEqualTo("meta/llama");
  }

  @Test
  void unknownRouteIsNotFound() {
    load(List.of(), List.of());
    for (String name : List.of("gone", "nobody/model", "/model", "openai/")) {
      RoutingDecision decision = rig.router.decide(Rig.facts(name, "s"));
      assertThat(((RoutingDecision.Refuse) decision).error().status()).isEqualTo(404);
      assertThat(((RoutingDecision.Refuse) decision).error().code()).isEqualTo("model_not_found");
    }
  }
}
