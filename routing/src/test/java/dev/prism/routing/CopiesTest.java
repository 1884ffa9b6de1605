package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private final Rig rig = new Rig();

  @Test
  void shadowAloneIsPrimaryPlusThatCopy() {
    rig.with("r", Rig.route(Shadow.of("b"), "a", "b"));
    ServingPlan plan = rig.plan("r");
    assertThat(plan.strategy()).isEqualTo("shadow");
    assertThat(Rig.names(plan.targets())).containsExactly("a");
    assertThat(plan.copies()).hasSize(1);
    assertThat(plan.copies().getFirst().target().name()).isEqualTo("b");
    assertThat(plan.copies().getFirst().keepsAnswer()).isTrue();
    assertThat(plan.isFallback(plan.targets().getFirst())).isFalse();
  }

  @Test
  void routeMayCopyBesideItsStrategy() {
    RouteSettings r = Rig.route(Fallback.of("a", "b"), "a", "b", "c");
    rig.with("r",
        new RouteSettings(r.targets(), r.strategy(), List.of(Shadow.of("b"), Mirror.of("c", 1)),
            r.safe(), r.timeouts(), r.retry(), r.breaker(), r.selector(), r.affinity(),
            r.onStreamBreak(), false, false, List.of(), List.of()));
    ServingPlan plan = rig.plan("r");
    assertThat(plan.strategy()).isEqualTo("fallback");
    assertThat(plan.copies().stream().map(Copy::label)).containsExactly("shadow", "mirror");
  }

  @Test
  void mirrorTakesItsSample() {
    rig.with("r", Rig.route(Mirror.of("b", 0.25), "a", "b"));
    int copies = 0;
    for (int i = 0; i < 4000; i++) {
      ServingPlan plan = rig.plan("r");
      copies += plan.copies().size();
      plan.copies().forEach(copy -> copy.done(null));
    }
    assertThat(copies).isBetween(900, 1100);
  }

  @Test
  void copiesAtTheSameTimeAreBounded() {
    rig.with("r", Rig.route(new Shadow("b", "", 1, 3, 0), "a", "b"));
    List<ServingPlan> plans = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      plans.add(rig.plan("r"));
    }
    assertThat(plans.stream().mapToInt(plan -> plan.copies().size()).sum()).isEqualTo(3);
    CopyGate gate = rig.router.trials().copies("r").values().iterator().next().getFirst();
    assertThat(gate.running()).isEqualTo(3);
    assertThat(gate.leftOut()).isEqualTo(7);
    Copy copy = plans.getFirst().copies().getFirst();
    copy.done(null);
    copy.done(null);
    assertThat(gate.running()).isEqualTo(2);
    assertThat(rig.plan("r").copies()).hasSize(1);
  }

  @Test
  void copiesEndWhenTheDaysBudgetIsSpent() {
    rig.with("r", Rig.route(new Shadow("b", "", 1, 100, 0.05), "a", "b"));
    int copies = 0;
    for (int i = 0; i < 10; i++) {
      for (Copy copy : rig.plan("r").copies()) {
        copies++;
        copy.done(Cost.ofDollars(new BigDecimal("0.02")));
      }
    }
    assertThat(copies).isEqualTo(3);
    rig.advance(Duration.ofDays(1));
    assertThat(rig.plan("r").copies()).hasSize(1);
  }

  @Test
  void noCopyGoesToATargetWhoseBreakerIsOpen() {
    rig.with("r", Rig.route(Shadow.of("b"), "a", "b"));
    rig.health("b").breaker().open();
    assertThat(rig.plan("r").copies()).isEmpty();
  }
}
