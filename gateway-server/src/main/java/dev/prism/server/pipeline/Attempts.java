package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.GatewayError;
import dev.prism.providers.Refusal;
import dev.prism.routing.Answer;
import dev.prism.routing.Call;
import dev.prism.routing.Failure;
import dev.prism.routing.Serving;
import dev.prism.routing.Step;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.Deadlines;
import dev.prism.server.upstream.Timers;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Fetches the answer of one exchange: makes the calls that routing asks for, one after another or side
/// by side, lets the first that has something to say answer the client, and ends the others at once.
final class Attempts implements AttemptOwner {
  private final Serving serving;
  private final TargetCaller caller;
  private final Timers timers;
  private final Answering answering;
  private final AttemptLog log;
  private final EventLoop loop;
  private final RunningCalls running = new RunningCalls();
  private final Deadlines total;
  private @Nullable TargetAttempt winner;
  private @Nullable Refused lastRefused;
  private StreamMode mode;
  private boolean streaming;
  private boolean over;

  private record Refused(TargetAttempt attempt, GatewayError error, UpstreamRequest.Body body) {}

  Attempts(Serving serving, TargetCaller caller, Answering answering, AttemptLog log,
      StreamMode mode, EventLoop loop) {
    this.serving = serving;
    this.caller = caller;
    timers = caller.timers();
    this.answering = answering;
    this.log = log;
    this.mode = mode;
    this.loop = loop;
    total = new Deadlines(loop, this::outOfTime);
  }

  void start() {
    total.in(Math.max(1, serving.remainingMillis()));
    perform(serving.first());
  }

  private void perform(Step step) {
    switch (step) {
      case Step.Start(List<Call> calls) -> calls.forEach(this::schedule);
      case Step.Wait _ -> {
      }
      case Step.GiveUp(GatewayError error) -> giveUp(error);
    }
  }

  private void schedule(Call call) {
    if (call.delayMillis() == 0) {
      make(call);
    } else {
      loop.schedule(() -> {
        if (!over) {
          perform(serving.due(call));
        }
      }, call.delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void make(Call call) {
    if (over) {
      return;
    }
    switch (caller.prepare(call.target(), this, mode)) {
      case TargetCaller.Unfit(GatewayError error) ->
        perform(serving.failed(call, Failure.of(Failure.Kind.UNSUITED, error)));
      case TargetCaller.Blocked(GatewayError error) ->
        perform(serving.failed(call, Failure.of(Failure.Kind.RAIL_BLOCK, error)));
      case TargetCaller.Ready ready -> {
        log.begun();
        running.add(call, ready.attempt());
        ready.attempt().guardedBy(caller.guard(call.target()));
        ready.attempt().start(ready.upstream());
      }
    }
  }

  // What the attempts report.

  @Override
  public boolean claim(TargetAttempt attempt) {
    if (winner == null) {
      winner = attempt;
      end(serving.commit(running.callOf(attempt)), Attempt.Result.LOST_RACE);
    }
    return winner == attempt;
  }

  @Override
  public void forward(TargetAttempt attempt, ByteBuf bytes) {
    begin(attempt);
    answering.part(bytes);
  }

  private void begin(TargetAttempt attempt) {
    if (!streaming) {
      streaming = true;
      answering.streamBegins(attempt);
    }
  }

  @Override
  public void flush(TargetAttempt attempt) {
    if (streaming) {
      answering.flush();
    }
  }

  @Override
  public void streamed(TargetAttempt attempt, ByteBuf marker) {
    begin(attempt);
    answered(attempt);
    answering.streamEnds(attempt, marker);
  }

  @Override
  public void replied(TargetAttempt attempt, UpstreamRequest.Body body) {
    answered(attempt);
    answering.whole(attempt, body);
  }

  private void answered(TargetAttempt attempt) {
    settle();
    long waited = attempt.firstTokenNanos() - attempt.startedNanos();
    serving.answered(running.remove(attempt), new Answer(TimeUnit.NANOSECONDS.toMillis(waited)));
    log.ended(attempt, Attempt.Result.ANSWERED, null);
  }

  @Override
  public void refused(TargetAttempt attempt, Refusal refusal, UpstreamRequest.Body body) {
    lastRefused = new Refused(attempt, refusal.error(), body);
    next(attempt, UpstreamFaults.of(refusal, attempt.status(), attempt.headers()));
  }

  @Override
  public void failed(TargetAttempt attempt, AttemptFailure failure) {
    next(attempt, UpstreamFaults.of(failure, timers, attempt.provider().name()));
  }

  @Override
  public void blocked(TargetAttempt attempt, GatewayError error) {
    next(attempt, Failure.of(Failure.Kind.RAIL_BLOCK, error));
  }

  private void next(TargetAttempt attempt, Failure failure) {
    log.ended(attempt, Attempt.Result.FAILED, failure.error().code());
    Step step = serving.failed(running.remove(attempt), failure);
    if (attempt == winner && step instanceof Step.Start) {
      resumeAfter(attempt);
    }
    perform(step);
  }

  /// Another attempt goes on where this one broke.
  private void resumeAfter(TargetAttempt broken) {
    winner = null;
    String sent = broken.sentText();
    if (streaming && sent != null) {
      mode = mode.after(mode.resumeAfter() == null || sent.length() > mode.resumeAfter().length()
          ? sent
          : mode.resumeAfter());
    }
  }

  // The ways to end without an answer.

  private void giveUp(GatewayError error) {
    settle();
    Refused refused = lastRefused;
    if (!streaming && refused != null && refused.error().equals(error)
        && error instanceof GatewayError.ClientFault && refused.attempt().translation() == null) {
      answering.passOn(refused.attempt(), error, refused.body());
    } else {
      answering.fails(error);
    }
  }

  private void outOfTime() {
    GatewayError error = UpstreamFaults.total(timers.totalMillis());
    Failure failure = Failure.of(Failure.Kind.TOTAL, error);
    for (Call call : running.calls()) {
      TargetAttempt attempt = running.remove(call);
      attempt.cancel();
      log.ended(attempt, Attempt.Result.FAILED, error.code());
      serving.failed(call, failure);
    }
    settle();
    answering.fails(error);
  }

  /// The exchange is over: what still runs ends at once. May be called again.
  void cancel() {
    settle();
    end(serving.close(), Attempt.Result.CANCELLED);
  }

  private void end(List<Call> calls, Attempt.Result result) {
    for (Call call : calls) {
      if (running.has(call)) {
        TargetAttempt attempt = running.remove(call);
        attempt.cancel();
        log.ended(attempt, result, null);
      }
    }
  }

  private void settle() {
    over = true;
    total.stop();
  }

  /// Stops or resumes reading from the provider that answers.
  void reading(boolean wanted) {
    if (winner != null) {
      winner.reading(wanted);
    }
  }
}
