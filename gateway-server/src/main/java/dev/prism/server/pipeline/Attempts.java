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
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
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
  private final Deadlines total;
  private final List<Running> running = new ArrayList<>(2);
  private @Nullable TargetAttempt winner;
  private @Nullable Refused lastRefused;
  private boolean streaming;
  private boolean over;

  private record Running(Call call, TargetAttempt attempt) {}

  private record Refused(TargetAttempt attempt, GatewayError error, byte[] body, int size) {}

  Attempts(
      Serving serving,
      TargetCaller caller,
      Timers timers,
      Answering answering,
      AttemptLog log,
      EventLoop loop) {
    this.serving = serving;
    this.caller = caller;
    this.timers = timers;
    this.answering = answering;
    this.log = log;
    this.loop = loop;
    total = new Deadlines(loop, this::outOfTime);
  }

  /// @param totalMillis the limit on everything together
  void start(long totalMillis) {
    totalLimit = totalMillis;
    total.in(totalMillis);
    perform(serving.start());
  }

  private long totalLimit;

  private void perform(Step step) {
    switch (step) {
      case Step.Start(List<Call> calls) -> calls.forEach(this::schedule);
      case Step.Wait _ -> {}
      case Step.GiveUp(GatewayError error) -> giveUp(error);
    }
  }

  private void schedule(Call call) {
    if (call.delayMillis() == 0) {
      make(call);
    } else {
      loop.schedule(() -> {
        if (!over && winner == null) {
          perform(serving.due(call));
        }
      }, call.delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void make(Call call) {
    if (over) {
      return;
    }
    TargetCaller.Prepared prepared = caller.prepare(call.target(), this);
    switch (prepared) {
      case TargetCaller.Unsuited(GatewayError error) ->
        perform(serving.failed(call, Failure.of(Failure.Kind.UNSUITED, error), false));
      case TargetCaller.Ready ready -> {
        log.begun();
        running.add(new Running(call, ready.attempt()));
        ready.attempt().start(ready.upstream());
      }
    }
  }

  @Override
  public boolean claim(TargetAttempt attempt) {
    if (winner == null) {
      winner = attempt;
      for (Running other : List.copyOf(running)) {
        if (other.attempt() != attempt) {
          end(other, Attempt.Result.LOST_RACE);
        }
      }
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
  public void replied(TargetAttempt attempt, byte[] body, int size) {
    answered(attempt);
    answering.whole(attempt, body, size);
  }

  private void answered(TargetAttempt attempt) {
    over = true;
    total.stop();
    Running mine = remove(attempt);
    serving.answered(mine.call(), new Answer(
      TimeUnit.NANOSECONDS.toMillis(attempt.firstTokenNanos() - attempt.startedNanos())));
    log.ended(attempt, Attempt.Result.ANSWERED, null);
  }

  @Override
  public void refused(TargetAttempt attempt, Refusal refusal, byte[] body, int size) {
    GatewayError error = refusal.error();
    lastRefused = new Refused(attempt, error, body, size);
    Boolean wantsRetry = null;
    String said = attempt.headers().get("x-should-retry");
    if (said != null || !refusal.retryable()) {
      wantsRetry = refusal.retryable() && !"false".equals(said);
    }
    next(attempt, new Failure(Failure.Kind.STATUS, attempt.status(), error.code(), wantsRetry,
      error.retryAfterMillis(), error));
  }

  @Override
  public void failed(TargetAttempt attempt, AttemptFailure failure) {
    next(attempt, UpstreamFaults.of(failure, timers, attempt.provider().name()));
  }

  private void next(TargetAttempt attempt, Failure failure) {
    Running mine = remove(attempt);
    log.ended(attempt, Attempt.Result.FAILED, failure.error().code());
    if (winner == attempt && !streaming) {
      winner = null;
    }
    perform(serving.failed(mine.call(), failure, streaming));
  }

  private void giveUp(GatewayError error) {
    over = true;
    total.stop();
    Refused refused = lastRefused;
    if (!streaming && refused != null && refused.error() == error
      && error instanceof GatewayError.ClientFault) {
      answering.passOn(refused.attempt(), error, refused.body(), refused.size());
    } else {
      answering.fails(error);
    }
  }

  private void outOfTime() {
    cancelRunning(Attempt.Result.FAILED, Failure.of(Failure.Kind.TOTAL, UpstreamFaults.total(totalLimit)));
    over = true;
    answering.fails(UpstreamFaults.total(totalLimit));
  }

  /// The client is gone or the exchange has been ended: every call ends at once.
  void cancel() {
    if (!over) {
      over = true;
      total.stop();
      for (Running each : List.copyOf(running)) {
        end(each, Attempt.Result.CANCELLED);
      }
    }
  }

  private void cancelRunning(Attempt.Result result, Failure failure) {
    for (Running each : List.copyOf(running)) {
      serving.failed(each.call(), failure, streaming);
      remove(each.attempt());
      each.attempt().cancel();
      log.ended(each.attempt(), result, failure.error().code());
    }
  }

  private void end(Running each, Attempt.Result result) {
    running.remove(each);
    each.attempt().cancel();
    serving.cancelled(each.call());
    log.ended(each.attempt(), result, null);
  }

  private Running remove(TargetAttempt attempt) {
    for (int i = 0; i < running.size(); i++) {
      if (running.get(i).attempt() == attempt) {
        return running.remove(i);
      }
    }
    throw new IllegalStateException("an attempt ended twice");
  }

  /// Stops or resumes reading from the provider that answers.
  void reading(boolean wanted) {
    if (winner != null) {
      winner.reading(wanted);
    }
  }
}
