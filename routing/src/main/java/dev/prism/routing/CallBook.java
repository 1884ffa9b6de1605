package dev.prism.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the calls of one request: which targets have been called how often and what is running; and
/// tells breakers, budgets, times and canary arms what became of each.
final class CallBook {
  private final ServingPlan plan;
  private final Router router;
  private final List<Target> order;
  private final int[] calls;
  private final List<Call> running = new ArrayList<>(2);
  private int made;

  CallBook(ServingPlan plan, Router router) {
    this.plan = plan;
    this.router = router;
    order = plan.lineup().order();
    calls = new int[order.size()];
  }

  /// Opens a call of the first target that has not been called and whose breaker lets it through; those
  /// that asked to be left alone only when no other does. Null when there is none.
  ///
  /// @param leastContext only a target with at least so many tokens of context, 0 for any
  @Nullable
  Call openNext(Call.Reason reason, long leastContext) {
    Call rested = openNext(reason, leastContext, false);
    return rested == null ? openNext(reason, leastContext, true) : rested;
  }

  /// The same, leaving alone who asked for it: for calls that are made beside another.
  @Nullable
  Call openRested(Call.Reason reason) {
    return openNext(reason, 0, false);
  }

  private @Nullable Call openNext(Call.Reason reason, long leastContext, boolean paused) {
    for (int i = 0; i < calls.length; i++) {
      Target target = order.get(i);
      if (calls[i] > 0 || (leastContext > 0 && target.contextTokens() < leastContext)
          || router.health(target).breaker().isPaused() != paused) {
        continue;
      }
      Call call = open(new Call(i, target, reason, 0));
      if (call != null) {
        return call;
      }
    }
    return null;
  }

  /// Opens a call that was delayed, null when its breaker does not let it through any more.
  @Nullable
  Call reopen(Call delayed) {
    return open(new Call(delayed.index(), delayed.target(), delayed.reason(), 0));
  }

  private @Nullable Call open(Call call) {
    TargetHealth health = router.health(call.target());
    int permit = health.breaker().tryAcquire();
    if (permit == Breaker.DENIED) {
      return null;
    }
    call.permit = permit;
    health.begin(calls[call.index()] == 0);
    calls[call.index()]++;
    made++;
    running.add(call);
    return call;
  }

  boolean hasNext() {
    for (int count : calls) {
      if (count == 0) {
        return true;
      }
    }
    return false;
  }

  /// The call that would come next, not opened yet.
  Call announceNext(long delayMillis) {
    int i = 0;
    while (calls[i] > 0) {
      i++;
    }
    return new Call(i, order.get(i), Call.Reason.HEDGE, delayMillis);
  }

  /// Whether the target may be called once more: it has attempts left, it is not on probation, and its
  /// budget gives one.
  boolean mayRepeat(Call call) {
    TargetHealth health = router.health(call.target());
    return calls[call.index()] < plan.settings().retry().attempts() && health.breaker().isClosed()
        && health.budget().tryRetry();
  }

  int calls(Call call) {
    return calls[call.index()];
  }

  int made() {
    return made;
  }

  boolean isRunning(Call call) {
    return running.contains(call);
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  /// @return false if it was not running
  boolean remove(Call call) {
    boolean was = running.remove(call);
    if (was) {
      router.health(call.target()).end();
    }
    return was;
  }

  /// Its first content is here. To a breaker on probation that is proof enough: how long the stream goes
  /// on after that must not keep others waiting.
  void proven(Call call) {
    Breaker breaker = router.health(call.target()).breaker();
    if (breaker.isHalfOpen()) {
      breaker.success(call.permit, 0);
      call.permit = Breaker.DENIED;
    }
  }

  void answered(Call call, Answer answer) {
    TargetHealth health = router.health(call.target());
    if (call.permit != Breaker.DENIED) {
      health.breaker().success(call.permit, answer.firstTokenMillis());
    }
    if (answer.pauseMillis() > 0) {
      health.breaker().pause(answer.pauseMillis());
    }
    health.times().answered(answer.firstTokenMillis());
    CanaryArms arms = plan.arms();
    if (arms != null) {
      arms.answered(call.target().name(), answer.firstTokenMillis());
      router.trials().judge(plan.route(), plan.flip(), arms);
    }
  }

  /// @param clientsDeadline whether the total time was cut short by the client, whose impatience is not
  ///                        the provider's fault
  void failed(Call call, Failure failure, boolean clientsDeadline) {
    TargetHealth health = router.health(call.target());
    Breaker breaker = health.breaker();
    boolean blamed = RetryRule.blamesProvider(failure)
        && !(clientsDeadline && failure.kind() == Failure.Kind.TOTAL);
    if (failure.retryAfterMillis() > 0 && failure.kind() == Failure.Kind.STATUS && blamed) {
      breaker.pause(failure.retryAfterMillis());
    }
    if (!blamed) {
      breaker.release(call.permit);
    } else {
      if (call.permit == Breaker.DENIED) {
        breaker.lateFailure();
      } else {
        breaker.failure(call.permit);
      }
      health.times().failed();
    }
    CanaryArms arms = plan.arms();
    if (arms != null && (blamed || failure.kind() == Failure.Kind.RAIL_BLOCK)) {
      arms.failed(call.target().name());
      router.trials().judge(plan.route(), plan.flip(), arms);
    }
  }

  /// Drops what is running, which then says nothing about its targets.
  ///
  /// @param kept the one that goes on, null for none
  List<Call> dropAllBut(@Nullable Call kept) {
    if (running.isEmpty() || (running.size() == 1 && running.getFirst() == kept)) {
      return List.of();
    }
    List<Call> dropped = new ArrayList<>(running);
    dropped.remove(kept);
    running.removeAll(dropped);
    for (Call call : dropped) {
      TargetHealth health = router.health(call.target());
      health.end();
      health.breaker().release(call.permit);
    }
    return dropped;
  }

  /// The soonest that one of the targets has a chance again, in milliseconds.
  long retryAfterMillis() {
    long soonest = Long.MAX_VALUE;
    for (Target target : order) {
      soonest = Math.min(soonest, router.health(target).breaker().retryAfterMillis());
    }
    return Math.max(1, soonest);
  }
}
