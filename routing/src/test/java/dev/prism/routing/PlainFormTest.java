package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainFormTest {
  private static final MatchSettings WHEN = new MatchSettings(List.of("acme"),
      Map.of("x-plan", "pro*"), Map.of("k", "v"), List.of("gpt*"), true,
      new MatchSettings.Tokens(10, 20),
      new MatchSettings.Time("08:00", "18:00", List.of(DayOfWeek.MONDAY), "Europe/Berlin"), 12.5);

  private static TableState everything() {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put("a",
        new TargetSettings(
            "p", "m", "refund@1", TargetSettings.PromptMode.PREPEND, Map.of("temperature",
                ParameterValue.parse("0.2"), "effort", ParameterValue.parse("low")),
            List.of("strict"), 3, 128_000));
    targets.put("b", TargetSettings.of("q", "n"));
    Map<String, RouteSettings> routes = new LinkedHashMap<>();
    List<RoutingStrategy> strategies = List.of(new Primary("a"), Fallback.of("a", "b"),
        new Canary("a", "b", 5, new Canary.Rollback(1, 2, 0.5, 10)),
        new Race(List.of("a", "b"), Duration.ofMillis(300), 95), Shadow.of("b"),
        Mirror.of("b", 0.5));
    for (RoutingStrategy strategy : strategies) {
      routes.put(strategy.label(),
          new RouteSettings(targets, strategy, List.of(Shadow.of("b"), Mirror.of("a", 0.1)),
              List.of("a"), TimeoutSettings.DEFAULT, new RetrySettings(3, List.of(500)),
              BreakerSettings.DEFAULT, new Selector.Cheapest(9), RouteSettings.Affinity.USER,
              RouteSettings.StreamBreak.RESUME, true, true, List.of("base"),
              List.of(new RuleSettings("n", WHEN, WHEN, null, "a", null, List.of("x"), null))));
    }
    Flip flip = new Flip("flip-2", 2, "race", FlipTo.strategy(new Primary("b")),
        new Scope(List.of("acme"), List.of("s"), Map.of("k", "v"), 5), "why", "ann", "inc-1", 5, 6,
        Flip.InFlight.CUT);
    return new TableState(
        new RoutingConfig(routes, Map.of("refund", Map.of("1", new PromptSettings("x"))),
            Map.of("acme",
                List.of(new RuleSettings("", MatchSettings.ANYTHING, null, "race", null, null,
                    List.of(), null)))),
        "digest", Map.of("refund", Map.of("2", new PromptSettings("y"))), Map.of("canary", 7.5),
        List.of(flip));
  }

  @Test
  void wholeTableComesBackAsItWas() {
    Map<String, Object> tree = PlainForm.write(everything());
    assertPlain(tree);
    assertThat(PlainForm.read(TableState.class, tree)).isEqualTo(everything());
  }

  private static void assertPlain(Object tree) {
    switch (tree) {
      case Map<?, ?> map -> map.forEach((key, value) -> {
        assertThat(key).isInstanceOf(String.class);
        assertPlain(value);
      });
      case List<?> list -> list.forEach(PlainFormTest::assertPlain);
      default -> assertThat(tree).isInstanceOfAny(String.class, Number.class, Boolean.class);
    }
  }

  @Test
  void numbersMayComeBackInAnyWidth() {
    Map<String, Object> tree = new HashMap<>(PlainForm.write(BreakerSettings.DEFAULT));
    tree.put("failure-rate", 50);
    tree.put("minimum", 10L);
    assertThat(PlainForm.read(BreakerSettings.class, tree)).isEqualTo(BreakerSettings.DEFAULT);
    tree.put("minimum", 10.5);
    assertThatThrownBy(() -> PlainForm.read(BreakerSettings.class, tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minimum");
  }

  @Test
  void whatPeopleWriteIsRead() {
    assertThat(PlainForm.read(RoutingStrategy.class, "primary")).isEqualTo(new Primary(""));
    assertThat(PlainForm.read(RoutingStrategy.class, Map.of("primary", "a")))
        .isEqualTo(new Primary("a"));
    assertThat(PlainForm.read(RoutingStrategy.class, Map.of("fallback", List.of("a", "b"))))
        .isEqualTo(Fallback.of("a", "b"));
    assertThat(PlainForm.read(RoutingStrategy.class,
        Map.of("race", Map.of("targets", List.of("a", "b"), "hedge_after", "300ms"))))
        .isEqualTo(Race.hedged(Duration.ofMillis(300), "a", "b"));
    assertThat(PlainForm.read(FlipRequest.class,
        Map.of("route", "r", "to", Map.of("target", "stable"), "expires_in", "2h", "in_flight",
            "cut")))
        .isEqualTo(
            FlipRequest.of("r", FlipTo.target("stable")).expiring(Duration.ofHours(2)).cutting());
    assertThat(PlainForm.read(Selector.class, "least-latency"))
        .isEqualTo(new Selector.LeastLatency());
  }

  @Test
  void errorsSayWhere() {
    assertProblem(Map.of("route", "r"), "to is missing");
    assertProblem(Map.of("route", "r", "to", Map.of("target", "a"), "scoop", Map.of()),
        "scoop is not a key here");
    assertProblem(Map.of("route", "r", "to", Map.of("strategy", Map.of("roulette", "a"))),
        "to.strategy must be one of primary, fallback, canary, race, shadow, mirror");
    assertProblem(
        Map.of("route", "r", "to", Map.of("strategy", Map.of("canary", Map.of("percent", 200)))),
        "to.strategy.canary: percent must be between 0 and 100");
    assertProblem(Map.of("route", "r", "to", Map.of("target", "a"), "expires-in", "soon"),
        "expires-in is not a span of time");
    assertProblem(Map.of("route", 7, "to", Map.of("target", "a")), "route is not a text");
  }

  private static void assertProblem(Map<String, Object> tree, String message) {
    assertThatThrownBy(() -> PlainForm.read(FlipRequest.class, tree))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void differencesNameThePlaceAndTheFlip() {
    TableState before = everything();
    TableState after = before.withFlips(List.of()).withCanaryPercents(Map.of("canary", 9.0));
    List<Difference> found = Differences.between(before, after);
    assertThat(found.stream().map(Difference::path)).containsExactly("canary-percents.canary",
        "flips.flip-2");
    assertThat(found.getFirst().before()).isEqualTo(7.5);
    assertThat(found.getLast().after()).isNull();
    assertThat(Differences.between(before, before)).isEmpty();
  }

  @Test
  void canonicalTextDoesNotDependOnTheOrderOfKeys() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", new ArrayList<>(List.of("x", "y")));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", List.of("x", "y"));
    other.put("a", 1);
    assertThat(PlainForm.canonical(one)).isEqualTo(PlainForm.canonical(other));
    assertThat(PlainForm.canonical(Map.of("a", "1"))).isNotEqualTo(PlainForm.canonical(one));
  }

  @Test
  void spansAreWrittenAsPeopleWriteThem() {
    for (String text : List.of("0ms", "1ms", "250ms", "2s", "90s", "5m", "2h", "7d")) {
      Duration span = Spans.parse(text);
      assertThat(span == null ? "" : Spans.written(span)).isEqualTo(text);
    }
    for (String text : List.of("", "s", "2", "-2s", "2 s", "1.5s", "2w", "9999999999s")) {
      assertThat(Spans.parse(text)).as(text).isNull();
    }
  }
}
