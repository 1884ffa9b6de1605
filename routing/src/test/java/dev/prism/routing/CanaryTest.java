package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
  private final Rig rig = new Rig();
  private final List<CanaryRollback> rollbacks = new ArrayList<>();

  private Rig load(double percent) {
    rig.router.onRollback(rollbacks::add);
    return rig.with("r",
        Rig.route(Canary.of("stable", "candidate", percent), "stable", "candidate"));
  }

  private boolean isCandidate(String session) {
    return rig.plan(Rig.facts("r", session)).targets().getFirst().name().equals("candidate");
  }

  private Set<String> candidates(int sessions, long seed) {
    Random random = new Random(seed);
    Set<String> candidates = new HashSet<>();
    for (int i = 0; i < sessions; i++) {
      String session = "session-" + random.nextLong();
      if (isCandidate(session)) {
        candidates.add(session);
      }
    }
    return candidates;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 5, 25, 50, 99, 100})
  void shareIsWhatWasAsked(double percent) {
    load(percent);
    int sessions = 20_000;
    double share = 100.0 * candidates(sessions, 7).size() / sessions;
    double tolerance = 4 * Math.sqrt(percent * (100 - percent) / sessions) + 1e-9;
    assertThat(share).isCloseTo(percent, Assertions.within(tolerance));
  }

  @Test
  void callerGetsTheSameArmEachTime() {
    load(30);
    for (int i = 0; i < 200; i++) {
      String session = "s" + i;
      boolean first = isCandidate(session);
      for (int again = 0; again < 5; again++) {
        assertThat(isCandidate(session)).isEqualTo(first);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void growingNeverMovesAnyoneOut(long seed) {
    load(1);
    Set<String> before = candidates(5_000, seed);
    for (double percent : new double[]{2, 5, 10, 25, 50, 75, 100}) {
      rig.control.canaryPercent("r", percent, Rig.NOTE);
      Set<String> now = candidates(5_000, seed);
      assertThat(now).as("seed %d, %s %%", seed, percent).containsAll(before);
      before = now;
    }
    assertThat(before).hasSize(5_000);
  }

  @Test
  void sessionComesBeforeUserBeforeTenantBeforeKey() {
    assertThat(new RequestFacts.Caller("s", "u", "t", false, "k", "r").stickyKey()).isEqualTo("s");
    assertThat(new RequestFacts.Caller(null, "u", "t", false, "k", "r").stickyKey()).isEqualTo("u");
    assertThat(new RequestFacts.Caller(null, null, "t", false, "k", "r").stickyKey())
        .isEqualTo("t");
    assertThat(new RequestFacts.Caller(null, null, "default", true, "k", "r").stickyKey())
        .isEqualTo("k");
    assertThat(new RequestFacts.Caller(null, null, "default", true, null, "r").stickyKey())
        .isEqualTo("r");
  }

  private void traffic(Drive drive, int requests) {
    for (int i = 0; i < requests; i++) {
      drive.run(rig.plan(Rig.facts("r", "s" + i)));
    }
  }

  @Test
  void candidateThatFailsIsTakenOutAndTheStableTargetServesMeanwhile() {
    load(50);
    Drive drive = new Drive(rig).on("candidate",
        (nth, _) -> nth % 3 == 0 ? Fate.status(503) : Fate.answers(100));
    drive.on("candidate",
        (nth, _) -> nth % 2 == 0 ? Fate.fails(Failure.Kind.FIRST_TOKEN) : Fate.answers(100));
    for (int i = 0; i < 400; i++) {
      Drive.Ended ended = drive.run(rig.plan(Rig.facts("r", "s" + i)));
      assertThat(ended.error()).isNull();
      rig.health("candidate").breaker().reset();
    }
    assertThat(rollbacks).hasSize(1);
    assertThat(rollbacks.getFirst().reason()).contains("errors of the candidate");
    assertThat(candidates(500, 3)).isEmpty();
  }

  @Test
  void slowCandidateIsTakenOut() {
    load(50);
    traffic(new Drive(rig).on("candidate", Fate.answers(900)).on("stable", Fate.answers(100)), 300);
    assertThat(rollbacks).hasSize(1);
    assertThat(rollbacks.getFirst().reason()).contains("first token");
  }

  @Test
  void candidateThatScoresWorseIsTakenOut() {
    load(50);
    for (int i = 0; i < 40; i++) {
      rig.plan("r");
      rig.router.scored("r", "stable", 0.9);
      rig.router.scored("r", "candidate", 0.7);
    }
    assertThat(rollbacks).hasSize(1);
    assertThat(rollbacks.getFirst().reason()).contains("mean score");
    assertThat(candidates(500, 3)).isEmpty();
  }

  @Test
  void equallyBadArmsAreNoReason() {
    load(50);
    Drive drive = new Drive(rig).on("candidate", Fate.fails(Failure.Kind.FIRST_TOKEN))
        .on("stable", Fate.fails(Failure.Kind.FIRST_TOKEN));
    for (int i = 0; i < 300; i++) {
      drive.run(rig.plan(Rig.facts("r", "s" + i)));
      rig.health("candidate").breaker().reset();
      rig.health("stable").breaker().reset();
    }
    assertThat(rollbacks).isEmpty();
  }

  @Test
  void rollbackIsKeptAndAnOldOneCannotUndoANewShare() {
    load(50);
    traffic(new Drive(rig).on("candidate", Fate.answers(900)), 300);
    CanaryRollback rollback = rollbacks.getFirst();
    assertThat(rig.control.keep(rollback)).isInstanceOf(ChangeResult.Done.class);
    assertThat(rig.control.current().state().canaryPercents()).containsEntry("r", 0.0);
    rig.control.canaryPercent("r", 20, Rig.NOTE);
    assertThat(candidates(500, 3)).isNotEmpty();
    rig.control.keep(rollback);
    assertThat(rig.control.current().state().canaryPercents()).containsEntry("r", 20.0);
  }

  @Test
  void changeOfSomethingElseKeepsTheCounters() {
    load(50);
    traffic(new Drive(rig), 100);
    CanaryArms before = rig.router.trials().canaries("r").getFirst();
    assertThat(before.stable().calls() + before.candidate().calls()).isEqualTo(100);
    rig.control.addPrompt("p", "1", new PromptSettings("hello"), Rig.NOTE);
    assertThat(rig.router.trials().canaries("r")).containsExactly(before);
    rig.control.canaryPercent("r", 60, Rig.NOTE);
    assertThat(rig.router.trials().canaries("r")).isEmpty();
  }

  @Test
  void answerOfTheOtherArmIsAFallbackOnlyForTheCandidatesCallers() {
    load(100);
    ServingPlan plan = rig.plan(Rig.facts("r", "s"));
    assertThat(Rig.names(plan.targets())).containsExactly("candidate", "stable");
    assertThat(plan.isFallback(plan.targets().get(0))).isFalse();
    assertThat(plan.isFallback(plan.targets().get(1))).isTrue();
    rig.control.canaryPercent("r", 0, Rig.NOTE);
    ServingPlan none = rig.plan(Rig.facts("r", "s"));
    assertThat(Rig.names(none.targets())).containsExactly("stable");
    assertThat(none.isFallback(none.targets().get(0))).isFalse();
  }
}
