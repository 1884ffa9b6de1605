package dev.prism.server.pipeline;

import dev.prism.server.rails.Blocked;
import dev.prism.server.rails.ReplyGuard;
import dev.prism.server.rails.StreamGuard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The way of a stream to its client, whoever wrote its events: through the rails where there are any, and
/// held until the attempt has claimed the answer. The last event leaves only when all of the stream has
/// been judged. A rail's block ends the attempt, and what the rails hold by then never leaves.
final class Outflow {
  private final TargetAttempt attempt;
  private final ByteBufAllocator allocator;
  private final @Nullable StreamGuard guard;
  private @Nullable ByteBuf held;
  /// How many events the end marker is, -1 before it has come.
  private int markers = -1;

  /// @param rails null where none stand
  Outflow(TargetAttempt attempt, ByteBufAllocator allocator, @Nullable ReplyGuard rails) {
    this.attempt = attempt;
    this.allocator = allocator;
    guard = rails == null ? null : rails.stream(this::judged);
  }

  /// Takes an event.
  void put(byte[] bytes, int from, int to) {
    if (guard == null) {
      buffer().writeBytes(bytes, from, to - from);
      return;
    }
    guard.accept(bytes, from, to);
    guard.writeTo(buffer());
    stopIfBlocked(guard);
  }

  /// Takes the end marker, if the dialect has one: the stream is whole.
  void end(byte[] bytes, int from, int to) {
    if (guard == null) {
      leave(allocator.buffer(Math.max(1, to - from)).writeBytes(bytes, from, to - from));
      return;
    }
    // The last event of some dialects says all of the text again.
    guard.accept(bytes, from, to);
    markers = to > from ? 1 : 0;
    guard.end();
    if (guard.ended()) {
      judged();
    }
  }

  /// As [#put], of text that was written anew; empties it.
  void put(StringBuilder text) {
    if (!text.isEmpty()) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      text.setLength(0);
      put(bytes, 0, bytes.length);
    }
  }

  /// As [#end], of text that was written anew; empties it.
  void end(StringBuilder text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    end(bytes, 0, bytes.length);
  }

  /// Hands over what may leave.
  void release() {
    ByteBuf bytes = held;
    if (bytes != null && attempt.isClaimed()) {
      held = null;
      if (bytes.isReadable()) {
        attempt.forward(bytes);
      } else {
        bytes.release();
      }
    }
  }

  boolean isGuarded() {
    return guard != null;
  }

  /// Whether content may go to the client, of a provider that has said some or none yet.
  boolean hasContent(boolean said) {
    return guard == null ? said : guard.contentLeft();
  }

  int heldBytes() {
    return held == null ? 0 : held.readableBytes();
  }

  /// How much of the first choice's text has been handed over, of so much that was said.
  long sentChars(long all) {
    return guard == null ? all : guard.writtenChars();
  }

  private ByteBuf buffer() {
    ByteBuf buffer = held;
    if (buffer == null) {
      buffer = allocator.buffer();
      held = buffer;
    }
    return buffer;
  }

  private boolean stopIfBlocked(StreamGuard rails) {
    Blocked by = rails.blocked();
    if (by != null && !attempt.isOver()) {
      release();
      rails.abandon();
      attempt.blocked(by);
    }
    return by != null;
  }

  /// The rails have judged all of the stream.
  private void judged() {
    StreamGuard rails = guard;
    if (rails == null || markers < 0 || attempt.isOver() || stopIfBlocked(rails)) {
      return;
    }
    rails.writeTo(buffer(), markers);
    attempt.transcript().rewrite(rails.said());
    ByteBuf last = allocator.buffer();
    rails.writeTo(last);
    leave(last);
  }

  private void leave(ByteBuf last) {
    attempt.claim();
    release();
    if (attempt.isClaimed()) {
      attempt.streamed(last);
    } else {
      last.release();
    }
  }

  /// Nothing more goes out.
  void drop() {
    if (held != null) {
      held.release();
      held = null;
    }
    if (guard != null) {
      guard.abandon();
      if (guard.blocked() == null) {
        // What the rails still held when the stream broke off is not for the trace either.
        attempt.transcript().rewrite(guard.said());
      }
      attempt.judged();
    }
  }
}
