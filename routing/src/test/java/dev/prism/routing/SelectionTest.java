package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private final Rig rig = new Rig();

  private void load(Selector selector, RouteSettings.Affinity affinity,
      Map<String, Integer> weights) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    weights.forEach((name, weight) -> targets.put(name, new TargetSettings("p-" + name, "m-" + name,
        null, TargetSettings.DEFAULT_PROMPT_MODE, Map.of(), List.of(), weight, 0)));
    RouteSettings r = RouteSettings.of(targets, new Fallback(List.of()));
    rig.with("r",
        new RouteSettings(targets, r.strategy(), List.of(), List.of(), r.timeouts(), r.retry(),
            r.breaker(), selector, affinity, r.onStreamBreak(), false, false, List.of(),
            List.of()));
  }

  private static Map<String, Integer> weights(int a, int b, int c) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("a", a);
    weights.put("b", b);
    weights.put("c", c);
    return weights;
  }

  private Map<String, Double> shares(int requests) {
    Map<String, Double> shares = new HashMap<>();
    for (int i = 0; i < requests; i++) {
      String first = rig.plan(Rig.facts("r", "s" + i)).targets().getFirst().name();
      shares.merge(first, 1.0 / requests, Double::sum);
    }
    return shares;
  }

  @Test
  void weightsAreShares() {
    load(new Selector.Weighted(), RouteSettings.Affinity.NONE, weights(7, 3, 0));
    Map<String, Double> shares = shares(20_000);
    assertThat(shares.get("a")).isCloseTo(0.7, within(0.02));
    assertThat(shares.get("b")).isCloseTo(0.3, within(0.02));
    assertThat(shares).doesNotContainKey("c");
  }

  @Test
  void affinityKeepsCallersAndStillSharesByWeight() {
    load(new Selector.InOrder(), RouteSettings.Affinity.SESSION, weights(1, 1, 2));
    Map<String, Double> shares = shares(20_000);
    assertThat(shares.get("c")).isCloseTo(0.5, within(0.02));
    for (int i = 0; i < 50; i++) {
      String session = "s" + i;
      assertThat(Rig.names(rig.plan(Rig.facts("r", session)).targets()))
          .isEqualTo(Rig.names(rig.plan(Rig.facts("r", session)).targets()));
    }
  }

  @Test
  void affinityMovesOnlyTheCallersOfTheTargetThatGoes() {
    load(new Selector.InOrder(), RouteSettings.Affinity.SESSION, weights(1, 1, 1));
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      before.put("s" + i, rig.plan(Rig.facts("r", "s" + i)).targets().getFirst().name());
    }
    Map<String, Integer> two = weights(1, 1, 1);
    two.remove("b");
    load(new Selector.InOrder(), RouteSettings.Affinity.SESSION, two);
    before.forEach((session, target) -> {
      if (!target.equals("b")) {
        assertThat(rig.plan(Rig.facts("r", session)).targets().getFirst().name()).isEqualTo(target);
      }
    });
  }

  @Test
  void cheapestComesFirstAndUnknownPricesLast() {
    rig.prices.putAll(Map.of("m-a", 50L, "m-c", 20L));
    load(new Selector.Cheapest(500), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    assertThat(Rig.names(rig.plan("r").targets())).containsExactly("c", "a", "b");
  }

  @Test
  void quickerTargetGetsMostOfTheTraffic() {
    load(new Selector.LeastLatency(), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    Drive drive = new Drive(rig).on("a", Fate.answers(900))
        .on("b", Fate.answers(100))
        .on("c", Fate.answers(800));
    for (int i = 0; i < 60; i++) {
      drive.run("r");
    }
    assertThat(shares(2000).get("b")).isGreaterThan(0.6);
  }

  @Test
  void targetThatFailsAtOnceDoesNotLookQuick() {
    load(new Selector.LeastLatency(), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    Drive drive = new Drive(rig).on("a", Fate.fails(Failure.Kind.CONNECT));
    for (int i = 0; i < 20; i++) {
      drive.run("r");
    }
    rig.health("a").breaker().reset();
    assertThat(shares(1000).getOrDefault("a", 0.0)).isLessThan(0.2);
  }

  @Test
  void targetThatWasSlowGetsAnotherChance() {
    FirstTokenTimes times = new FirstTokenTimes(rig::nanoTime);
    times.answered(8_000);
    double slow = times.averageMillis();
    rig.advance(Duration.ofMinutes(10));
    assertThat(times.averageMillis()).isLessThan(slow / 1000);
  }

  @Test
  void openTargetIsSkippedAndComesBackWithoutBeingAskedFor() {
    load(new Selector.InOrder(), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    Drive drive = new Drive(rig).on("a",
        (_, atMillis) -> atMillis < 10_000 ? Fate.status(503) : Fate.answers(100));
    while (rig.breaker("a") == BreakerSnapshot.State.CLOSED) {
      drive.run("r");
    }
    assertThat(drive.run("r").targets()).containsExactly("b");
    rig.advance(Duration.ofSeconds(30));
    for (int i = 0; i < 3; i++) {
      assertThat(drive.run("r").answeredBy()).isEqualTo("a");
    }
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.CLOSED);
  }

  @Test
  void targetThatAskedToBeLeftAloneIsUsedOnlyWhenNoOtherCan() {
    load(new Selector.InOrder(), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    rig.health("a").breaker().pause(5_000);
    Drive drive = new Drive(rig);
    assertThat(drive.run("r").targets()).containsExactly("b");
    rig.health("b").breaker().open();
    rig.health("c").breaker().open();
    assertThat(drive.run("r").targets()).containsExactly("a");
  }

  @Test
  void exhaustedRateLimitMovesTheNextRequestOn() {
    load(new Selector.InOrder(), RouteSettings.Affinity.NONE, weights(1, 1, 1));
    Serving serving = rig.plan("r").start(0);
    Step.Start start = (Step.Start) serving.first();
    Call call = start.calls().getFirst();
    serving.commit(call);
    serving.answered(call, new Answer(100, 3_000));
    assertThat(new Drive(rig).run("r").targets()).containsExactly("b");
    rig.advance(Duration.ofSeconds(4));
    assertThat(new Drive(rig).run("r").targets()).containsExactly("a");
  }
}
