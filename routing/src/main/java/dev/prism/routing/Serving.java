package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The state of one request's calls: what is running, what has failed, who has won. It decides and never
/// acts; whoever drives it makes the calls, sets the timers and reports back.
///
/// The order of things: [#first]; then for each call either [#failed], or [#commit] and later [#answered]
/// (or [#failed], when the stream breaks); for a delayed call [#due] when its timer fires; and [#close]
/// at the end, whatever the way out, which gives back what is still held. A report about a call that is
/// no longer running is ignored.
///
/// One thread: the request's event loop.
public final class Serving {
  private final ServingPlan plan;
  private final Router router;
  private final CallBook book;
  private final long deadlineNanos;
  private final boolean clientsDeadline;
  private @Nullable Call delayed;
  private @Nullable Call committed;
  private @Nullable Failure failure;
  /// The break of a stream that is being resumed.
  private @Nullable Failure broken;
  private boolean over;

  Serving(ServingPlan plan, Router router, long clientTimeoutMillis) {
    this.plan = plan;
    this.router = router;
    book = new CallBook(plan, router);
    long total = plan.timeouts().totalMillis();
    clientsDeadline = clientTimeoutMillis > 0 && clientTimeoutMillis < total;
    deadlineNanos = router.nanoTime()
        + TimeUnit.MILLISECONDS.toNanos(clientsDeadline ? clientTimeoutMillis : total);
  }

  /// The calls to begin with.
  public Step first() {
    List<Call> calls = new ArrayList<>(2);
    Call first = book.openNext(Call.Reason.FIRST, 0);
    for (int i = 1; first != null && i <= plan.lineup().atOnce(); i++) {
      calls.add(first);
      first = i < plan.lineup().atOnce() ? book.openRested(Call.Reason.FIRST) : null;
    }
    if (calls.isEmpty()) {
      over = true;
      return new Step.GiveUp(noHealthyTarget());
    }
    hedge(calls);
    return new Step.Start(calls);
  }

  /// A delayed call's time has come.
  public Step due(Call call) {
    if (over || call != delayed) {
      return Step.Wait.INSTANCE;
    }
    delayed = null;
    if (call.reason() == Call.Reason.HEDGE) {
      return hedgeNow();
    }
    Call again = book.reopen(call);
    if (again != null) {
      return Step.Start.of(again);
    }
    Call next = book.openNext(Call.Reason.FAILOVER, 0);
    return next == null ? giveUp() : start(next);
  }

  /// A call has ended without an answer that can be used, or, after [#commit], without the rest of it.
  public Step failed(Call call, Failure reported) {
    if (!book.remove(call)) {
      return Step.Wait.INSTANCE;
    }
    book.failed(call, reported, clientsDeadline);
    if (failure == null || reported.kind() != Failure.Kind.UNSUITED) {
      failure = reported;
    }
    if (over) {
      return Step.Wait.INSTANCE;
    }
    if (call == committed) {
      return brokenAfterContent(reported);
    }
    if (reported.kind() == Failure.Kind.TOTAL || isLate(0)) {
      return giveUp();
    }
    if (!book.isIdle()) {
      return Step.Wait.INSTANCE;
    }
    return broken == null ? afterFailure(call, reported) : resume();
  }

  private Step afterFailure(Call call, Failure reported) {
    return switch (RetryRule.of(reported, plan.settings())) {
      case PASS -> giveUp();
      case NEXT -> nextOr(call, reported, 0, false);
      case NEXT_THEN_SAME -> nextOr(call, reported, 0, true);
      case LARGER_CONTEXT -> nextOr(call, reported, call.target().contextTokens() + 1, false);
      case SAME_THEN_NEXT -> {
        boolean racesOn = plan.lineup().races() && book.hasNext();
        Step again = racesOn ? null : again(call, reported);
        yield again == null ? nextOr(call, reported, 0, false) : again;
      }
    };
  }

  /// @param leastContext only a target with at least so many tokens of context, 0 for any
  private Step nextOr(Call call, Failure reported, long leastContext, boolean orSame) {
    delayed = null;
    Call next = book.openNext(Call.Reason.FAILOVER, leastContext);
    if (next != null) {
      return start(next);
    }
    Step again = orSame ? again(call, reported) : null;
    return again == null ? giveUp() : again;
  }

  private Step start(Call next) {
    List<Call> calls = new ArrayList<>(2);
    calls.add(next);
    hedge(calls);
    return new Step.Start(calls);
  }

  /// The same target once more, null when it may not be.
  private @Nullable Step again(Call call, Failure reported) {
    long asked = reported.retryAfterMillis();
    if (asked > RetryRule.LONGEST_WAIT_MILLIS) {
      return null;
    }
    long delay = Backoff.millis(book.calls(call), asked, router.random());
    if (isLate(delay) || !book.mayRepeat(call)) {
      return null;
    }
    Call retry = new Call(call.index(), call.target(), Call.Reason.RETRY, delay);
    delayed = retry;
    return Step.Start.of(retry);
  }

  private void hedge(List<Call> calls) {
    long after = plan.lineup().hedgeAfterMillis();
    if (after >= 0 && book.hasNext()) {
      Call hedge = book.announceNext(after);
      delayed = hedge;
      calls.add(hedge);
    }
  }

  private Step hedgeNow() {
    if (committed != null) {
      return Step.Wait.INSTANCE;
    }
    Call next = book.openRested(Call.Reason.HEDGE);
    return next == null ? Step.Wait.INSTANCE : start(next);
  }

  /// The first usable part of an answer is here and goes to the client: on a stream the first content
  /// event, else the whole answer. From now on nothing is tried again.
  ///
  /// @return the calls that have lost: cancel them at once
  /// @throws IllegalStateException if the call is not running
  public List<Call> commit(Call call) {
    if (call == committed) {
      return List.of();
    }
    if (over || !book.isRunning(call)) {
      throw new IllegalStateException(call + " is not running");
    }
    committed = call;
    delayed = null;
    book.proven(call);
    return book.dropAllBut(call);
  }

  /// The committed call has ended well.
  public void answered(Call call, Answer answer) {
    if (book.remove(call)) {
      book.answered(call, answer);
      over = true;
    }
  }

  private Step brokenAfterContent(Failure reported) {
    boolean resumes = plan.onStreamBreak() == RouteSettings.StreamBreak.RESUME
        && switch (reported.kind()) {
          case BROKEN_STREAM, IDLE, DISCONNECTED, MALFORMED -> true;
          case CONNECT, FIRST_TOKEN, TOTAL, STATUS, UNSUITED, RAIL_BLOCK -> false;
        };
    if (!resumes) {
      return giveUp();
    }
    committed = null;
    broken = reported;
    return resume();
  }

  /// Asks the next target to go on. What that one's failure says about a request that it never got in
  /// this form is not the client's matter: the error stays the break.
  private Step resume() {
    Call next = isLate(0) ? null : book.openNext(Call.Reason.RESUME, 0);
    if (next != null) {
      return Step.Start.of(next);
    }
    return giveUp();
  }

  /// Ends it, and gives back what is held: call it once the request has ended in whatever way.
  ///
  /// @return the calls that are still running: cancel them
  public List<Call> close() {
    over = true;
    delayed = null;
    return book.dropAllBut(null);
  }

  /// How long the request may still take, in milliseconds; 0 when its time is up.
  public long remainingMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - router.nanoTime()));
  }

  /// Upstream calls made so far: `x-prism-attempts`.
  public int attempts() {
    return book.made();
  }

  private boolean isLate(long delayMillis) {
    return deadlineNanos - router.nanoTime() <= TimeUnit.MILLISECONDS.toNanos(delayMillis);
  }

  private Step giveUp() {
    over = true;
    boolean breakCounts = broken != null && failure != null && failure.kind() != Failure.Kind.TOTAL;
    Failure last = breakCounts ? broken : failure;
    return new Step.GiveUp(last == null ? noHealthyTarget() : passedOn(last));
  }

  /// The error with the provider's own wish for a pause in it.
  private static GatewayError passedOn(Failure last) {
    return last.error() instanceof GatewayError.ProviderFault fault && last.retryAfterMillis() > 0
        && fault.retryAfterMillis() == 0
            ? new GatewayError.ProviderFault(fault.status(), fault.code(), fault.message(),
                last.retryAfterMillis())
            : last.error();
  }

  private GatewayError noHealthyTarget() {
    return new GatewayError.GatewayFault(503, "no_healthy_target",
        "No target of this route can take requests now.", book.retryAfterMillis());
  }
}
