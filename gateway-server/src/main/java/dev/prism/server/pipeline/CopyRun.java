package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.GatewayError;
import dev.prism.providers.Refusal;
import dev.prism.routing.Copy;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.Deadlines;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// One copy of a request, beside the answer that the user gets: it goes its own way on the same event
/// loop, and whatever becomes of it the user does not notice. Its answer is read for the trace (`shadow`)
/// or drained (`mirror`). What is kept of it is what the route's output rails leave.
final class CopyRun implements AttemptOwner {
  private final Copy copy;
  private final Ended ended;
  private final Deadlines total;
  private @Nullable TargetAttempt attempt;

  /// Takes what became of a copy.
  @FunctionalInterface
  interface Ended {
    /// @param blocked what an output rail said, null when none blocked the answer
    void ended(TargetAttempt attempt, Attempt.Result result, @Nullable GatewayError blocked);
  }

  /// @param ended takes what became of it, once; not called when it could not be begun
  CopyRun(Copy copy, Ended ended, EventLoop loop) {
    this.copy = copy;
    this.ended = ended;
    total = new Deadlines(loop, this::outOfTime);
  }

  void start(TargetCaller caller, long totalMillis) {
    switch (caller.prepare(copy.target(), this, StreamMode.PLAIN)) {
      case TargetCaller.Unfit _ -> copy.done(null);
      case TargetCaller.Blocked _ -> copy.done(null);
      case TargetCaller.Ready ready -> {
        attempt = ready.attempt();
        total.in(totalMillis);
        if (copy.keepsAnswer()) {
          ready.attempt().guardedBy(caller.guardOfCopy(copy.target()));
        }
        ready.attempt().start(ready.upstream());
      }
    }
  }

  private void end(TargetAttempt over, Attempt.Result result) {
    total.stop();
    ended.ended(over, result, null);
  }

  private void outOfTime() {
    TargetAttempt running = attempt;
    if (running != null) {
      running.cancel();
      end(running, Attempt.Result.FAILED);
    }
  }

  @Override
  public boolean claim(TargetAttempt claiming) {
    return true;
  }

  @Override
  public void forward(TargetAttempt from, ByteBuf bytes) {
    bytes.release();
  }

  @Override
  public void flush(TargetAttempt from) {}

  @Override
  public void streamed(TargetAttempt from, ByteBuf marker) {
    marker.release();
    end(from, Attempt.Result.COPY);
  }

  @Override
  public void replied(TargetAttempt from, UpstreamRequest.Body body) {
    end(from, Attempt.Result.COPY);
  }

  @Override
  public void refused(TargetAttempt from, Refusal refusal, UpstreamRequest.Body body) {
    end(from, Attempt.Result.FAILED);
  }

  @Override
  public void blocked(TargetAttempt from, GatewayError error) {
    total.stop();
    ended.ended(from, Attempt.Result.FAILED, error);
  }

  @Override
  public void failed(TargetAttempt from, AttemptFailure failure) {
    end(from, Attempt.Result.FAILED);
  }
}
