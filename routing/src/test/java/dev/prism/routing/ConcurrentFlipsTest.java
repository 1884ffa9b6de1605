package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  /// While one change is being written others gather; they are written with one call, each is its own
  /// revision with its own entry, and one that cannot be made does not keep the others from being made.
  @Test
  @Timeout(60)
  void changesThatWaitAreWrittenTogether() throws Exception {
    SlowLog log = new SlowLog();
    TargetCatalog catalog = _ -> true;
    RouteControl control = new RouteControl(new Router(catalog), log);
    control.load(new RoutingConfig(Map.of("r",
        RouteSettings.of(Map.of("a", TargetSettings.of("p", "a"), "b", TargetSettings.of("p", "b")),
            new Primary("a"))),
        Map.of(), Map.of()), catalog, Rig.NOTE);
    log.hold = true;
    FlipRequest request = FlipRequest.of("r", FlipTo.target("b"));
    List<FutureTask<ChangeResult>> changes = new ArrayList<>();
    changes.add(new FutureTask<>(() -> control.flip(request, Rig.NOTE)));
    Thread.ofPlatform().start(changes.getFirst());
    log.begun.acquire();
    for (int i = 0; i < 20; i++) {
      changes.add(waiting(() -> control.flip(request, Rig.NOTE)));
    }
    changes.add(waiting(() -> control.revert("none", Rig.NOTE)));
    log.hold = false;
    log.go.release();
    Set<Long> numbers = new TreeSet<>();
    int refused = 0;
    for (FutureTask<ChangeResult> each : changes) {
      switch (each.get()) {
        case ChangeResult.Done done -> numbers.add(done.flip().revision());
        case ChangeResult.Refused(ChangeResult.Why why, _) -> {
          assertThat(why).isEqualTo(ChangeResult.Why.NOT_FOUND);
          refused++;
        }
        case ChangeResult.Preview preview -> throw new AssertionError(preview);
      }
    }
    assertThat(refused).isEqualTo(1);
    assertThat(numbers).hasSize(21).first().isEqualTo(2L);
    assertThat(log.sizes).containsExactly(1, 1, 20);
    assertThat(log.memory.entries()).extracting(AuditEntry::revision).isSorted().hasSize(22);
    assertThat(control.current().state().flips()).hasSize(21);
  }

  /// Returns when the change waits for the one that is being written.
  private static FutureTask<ChangeResult> waiting(Callable<ChangeResult> change) {
    FutureTask<ChangeResult> task = new FutureTask<>(change);
    Thread thread = Thread.ofPlatform().start(task);
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  /// Takes its time while it is told to.
  private static final class SlowLog implements RevisionLog {
    final RevisionMemory memory = new RevisionMemory();
    final List<Integer> sizes = new ArrayList<>();
    final Semaphore begun = new Semaphore(0);
    final Semaphore go = new Semaphore(0);
    volatile boolean hold;

    @Override
    public void append(List<Entry> entries) throws Conflict {
      if (hold) {
        begun.release();
        go.acquireUninterruptibly();
      }
      sizes.add(entries.size());
      memory.append(entries);
    }

    @Override
    public Optional<Revision> latest() {
      return memory.latest();
    }

    @Override
    public Optional<Revision> find(long number) {
      return memory.find(number);
    }

    @Override
    public List<Revision> history(long before, int limit) {
      return memory.history(before, limit);
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
