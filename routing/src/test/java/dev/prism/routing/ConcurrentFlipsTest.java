package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Flips and requests at the same time, on real threads.
class ConcurrentFlipsTest {
  private static final int CHANGES = 2_000;
  private static final int READERS = 4;

  /// Each change moves both routes' canary share and a flip; a request that saw half of one would carry
  /// a revision whose flip is not the one that the log has under this number.
  @Test
  void noRequestSeesAHalfAppliedTable() throws Exception {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    for (int i = 0; i < 8; i++) {
      targets.put("t" + i, TargetSettings.of("p", "m" + i));
    }
    RevisionMemory log = new RevisionMemory();
    TargetCatalog catalog = _ -> true;
    Router router = new Router(catalog);
    RouteControl control = new RouteControl(router, log);
    control.load(new RoutingConfig(Map.of("r", RouteSettings.of(targets, new Primary("t0"))),
        Map.of(), Map.of()), catalog, Rig.NOTE);
    Map<Long, String> served = new ConcurrentHashMap<>();
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      readers.add(Thread.ofPlatform().start(() -> read(router, served, wrong, done)));
    }
    String flip = "";
    for (int i = 0; i < CHANGES; i++) {
      ChangeResult result = flip.isEmpty()
          ? control.flip(FlipRequest.of("r", FlipTo.target("t" + (1 + i % 7))), Rig.NOTE)
          : control.revert(flip, Rig.NOTE);
      assertThat(result).isInstanceOf(ChangeResult.Done.class);
      flip = flip.isEmpty() ? ((ChangeResult.Done) result).flip().id() : "";
    }
    done.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(control.current().number()).isEqualTo(CHANGES + 1);
    for (Revision revision : log.history(Long.MAX_VALUE, Integer.MAX_VALUE)) {
      List<Flip> flips = revision.state().flips();
      String expected = flips.isEmpty() ? "t0" : String.valueOf(flips.getFirst().to().target());
      String seen = served.get(revision.number());
      if (seen != null) {
        assertThat(seen).as("revision %d", revision.number()).isEqualTo(expected);
      }
    }
  }

  private static void read(Router router, Map<Long, String> served,
      ConcurrentLinkedQueue<String> wrong, AtomicBoolean done) {
    RequestFacts facts = Rig.facts("r", "s");
    long last = 0;
    while (!done.get()) {
      if (!(router.decide(facts) instanceof RoutingDecision.Forward(ServingPlan plan))) {
        wrong.add("refused");
        continue;
      }
      String target = plan.targets().getFirst().name();
      String before = served.putIfAbsent(plan.revision(), target);
      if (before != null && !before.equals(target)) {
        wrong.add("revision " + plan.revision() + " served " + before + " and " + target);
      }
      if (plan.revision() < last) {
        wrong.add("revision " + plan.revision() + " after " + last);
      }
      last = plan.revision();
      Serving serving = plan.start(0);
      if (!(serving.first() instanceof Step.Start)) {
        wrong.add("not started under revision " + plan.revision());
      }
      serving.close();
    }
  }
}
