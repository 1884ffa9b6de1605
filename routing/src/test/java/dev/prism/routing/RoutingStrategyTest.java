package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Kebab;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every strategy has to keep, whatever it does.
class RoutingStrategyTest {
  private static Stream<RoutingStrategy> strategies() {
    return Stream.of(new Primary("b"), Fallback.of("b", "a"), Canary.of("a", "b", 50),
        Race.of("a", "b"), Shadow.of("b"), Mirror.of("b", 0.5));
  }

  @Test
  void everyStrategyIsTestedHere() {
    assertThat(strategies().map(Object::getClass))
        .containsExactlyInAnyOrder(RoutingStrategy.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void labelIsItsKeyInTheConfig(RoutingStrategy strategy) {
    assertThat(strategy.label()).isEqualTo(Kebab.of(strategy.getClass().getSimpleName()));
    Map<String, Object> body = PlainForm.write((Record) strategy);
    assertThat(PlainForm.read(RoutingStrategy.class, Map.of(strategy.label(), body)))
        .isEqualTo(strategy);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void namesTargetsOfItsRouteAndServesByThem(RoutingStrategy strategy) {
    Rig rig = new Rig().with("r", Rig.route(strategy, "a", "b", "c"));
    for (int i = 0; i < 100; i++) {
      ServingPlan plan = rig.plan(Rig.facts("r", "s" + i));
      assertThat(plan.strategy()).isEqualTo(strategy.label());
      assertThat(plan.targets()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(plan.isFallback(plan.targets().getFirst())).isFalse();
      assertThat(new Drive(rig).run(plan).answeredBy()).isNotNull();
    }
    assertThat(List.of("a", "b")).containsAll(strategy.names());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void everyCallIsGivenBackWhateverHappens(RoutingStrategy strategy) {
    Rig rig = new Rig().with("r", Rig.route(strategy, "a", "b", "c"));
    for (Failure.Kind kind : Failure.Kind.values()) {
      Drive drive = new Drive(rig);
      List.of("a", "b", "c").forEach(target -> drive.on(target, Fate.fails(kind)));
      assertThat(drive.run("r").error()).as(kind.name()).isNotNull();
      rig.router.healths().all().forEach(health -> {
        assertThat(health.inFlight()).as(kind.name()).isZero();
        health.breaker().reset();
      });
    }
  }
}
