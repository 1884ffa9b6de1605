package dev.prism.server.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One attempt at an answer: gets a connection, sends the request, hears the reply, within its limits.
/// Lives on one event loop and ends exactly once: answered, failed, or cancelled by its owner.
public final class UpstreamExchange {
  private enum Phase {
    CONNECTING, AWAITING_HEAD, AWAITING_CONTENT, ANSWERING, OVER
  }

  /// How long the rest of a reply may take after its answer is whole, before the connection is given up.
  private static final long DRAIN_MILLIS = 1_000;

  private final UpstreamPool pool;
  private final UpstreamRequest request;
  private final Timers timers;
  private final UpstreamListener listener;
  private final Deadlines deadline;
  private Phase phase = Phase.CONNECTING;
  private @Nullable Lease lease;
  private boolean sent;
  private long sentNanos;
  private boolean draining;
  private boolean fresh;

  public UpstreamExchange(UpstreamPool pool, UpstreamRequest request, Timers timers,
      UpstreamListener listener, EventLoop loop) {
    this.pool = pool;
    this.request = request;
    this.timers = timers;
    this.listener = listener;
    deadline = new Deadlines(loop, this::expired);
  }

  public void start() {
    pool.lend(this, fresh);
    if (phase == Phase.CONNECTING) {
      deadline.in(timers.connectMillis());
    }
  }

  /// The pool's answer: a connection.
  void leased(Lease granted) {
    if (phase == Phase.OVER) {
      granted.giveBack();
      return;
    }
    lease = granted;
    granted.handler().lendTo(this);
    phase = Phase.AWAITING_HEAD;
    sent = true;
    deadline.in(timers.firstMillis());
    FullHttpRequest message = request.encode(granted.channel().alloc());
    sentNanos = System.nanoTime();
    ChannelFuture written = granted.channel().writeAndFlush(message);
    if (!written.isDone()) {
      written.addListener(done -> {
        if (!done.isSuccess()) {
          broken("the request could not be written");
        }
      });
    } else if (!written.isSuccess()) {
      broken("the request could not be written");
    }
  }

  /// The pool's other answer.
  void refused(AttemptFailure failure) {
    fail(failure);
  }

  void head(HttpResponse head) {
    if (phase == Phase.AWAITING_HEAD) {
      phase = Phase.AWAITING_CONTENT;
      listener.head(head);
    }
  }

  void content(ByteBuf bytes) {
    if (phase == Phase.AWAITING_CONTENT || phase == Phase.ANSWERING) {
      listener.content(bytes);
    }
  }

  void readComplete() {
    if (phase != Phase.OVER) {
      listener.readComplete();
    }
  }

  void ended(boolean reusable) {
    if (draining) {
      leave(reusable);
      return;
    }
    if (phase == Phase.AWAITING_CONTENT || phase == Phase.ANSWERING) {
      phase = Phase.OVER;
      leave(reusable);
      listener.ended();
    }
  }

  /// The connection is gone or cannot be used.
  void broken(String detail) {
    Lease held = lease;
    // The provider may have closed a kept connection just as we used it: a new one may do.
    broken(detail, held != null && held.reused());
  }

  /// @param refused whether the provider says that it has not begun with the request (RFC 9113, 8.7)
  void reset(boolean refused) {
    broken("the stream was reset", refused);
  }

  private void broken(String detail, boolean untouched) {
    if (draining) {
      leave(false);
      return;
    }
    boolean silent = phase == Phase.AWAITING_HEAD;
    if (silent && untouched && !fresh) {
      leave(false);
      fresh = true;
      phase = Phase.CONNECTING;
      start();
      return;
    }
    fail(new AttemptFailure(silent ? AttemptFailure.Kind.RESET : AttemptFailure.Kind.CUT, detail));
  }

  void malformed(String detail) {
    fail(new AttemptFailure(AttemptFailure.Kind.MALFORMED, detail));
  }

  /// The owner saw content, or another sign that the answer goes on: the first-token limit ends, the idle
  /// limit begins anew.
  public void progressed() {
    if (phase == Phase.AWAITING_CONTENT || phase == Phase.ANSWERING) {
      phase = Phase.ANSWERING;
      deadline.in(timers.idleMillis());
    }
  }

  /// Stops or resumes reading from the provider, because the client cannot or can take more.
  public void reading(boolean wanted) {
    Lease held = lease;
    if (held != null && phase != Phase.OVER) {
      held.channel().config().setAutoRead(wanted);
    }
  }

  /// Whether the request was given to a connection.
  public boolean wasSent() {
    return sent;
  }

  /// How long the provider has had the request, in nanoseconds, without what this event loop is late itself;
  /// 0 when that says too little about the provider.
  public long providerNanos() {
    if (!sent) {
      return 0;
    }
    long waited = System.nanoTime() - sentNanos;
    long own = pool.lag().nanos();
    return own > waited / 2 ? 0 : waited - own;
  }

  /// The owner has its whole answer although the reply has not ended; the connection is kept if the end
  /// comes soon.
  public void answered() {
    if (phase == Phase.OVER) {
      return;
    }
    phase = Phase.OVER;
    Lease held = lease;
    if (held != null) {
      draining = true;
      held.channel().config().setAutoRead(true);
      deadline.in(DRAIN_MILLIS);
    }
  }

  /// The owner wants no more: the connection is closed at once, the stream reset.
  public void cancel() {
    if (phase != Phase.OVER) {
      phase = Phase.OVER;
      leave(false);
    }
  }

  private void fail(AttemptFailure failure) {
    if (phase != Phase.OVER) {
      phase = Phase.OVER;
      leave(false);
      listener.failed(failure);
    }
  }

  private void expired() {
    if (draining) {
      leave(false);
      return;
    }
    fail(new AttemptFailure(switch (phase) {
      case CONNECTING -> AttemptFailure.Kind.TIMED_OUT_CONNECT;
      case AWAITING_HEAD, AWAITING_CONTENT -> AttemptFailure.Kind.TIMED_OUT_FIRST_TOKEN;
      case ANSWERING, OVER -> AttemptFailure.Kind.TIMED_OUT_IDLE;
    }, null));
  }

  private void leave(boolean reusable) {
    deadline.stop();
    draining = false;
    Lease held = lease;
    lease = null;
    if (held == null) {
      return;
    }
    held.handler().detach();
    if (reusable) {
      held.giveBack();
    } else {
      held.discard();
    }
  }
}
