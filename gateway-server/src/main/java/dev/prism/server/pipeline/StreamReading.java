package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.server.rails.Blocked;
import dev.prism.server.rails.ReplyGuard;
import dev.prism.server.rails.StreamGuard;
import dev.prism.server.upstream.AttemptFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a stream event by event and passes on the provider's own bytes. Until the first content nothing
/// leaves, so that another target can still take over; an event that is not JSON is left out and counted;
/// the end is whole only if the dialect's terminal fact was seen.
final class StreamReading implements ReplyReading {
  private static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;
  private static final int MAX_HELD_BYTES = 256 * 1024;
  private static final int MAX_KEPT_BYTES = 8 * 1024 * 1024;
  private static final byte[] NO_MARKER = new byte[0];
  private static final byte[] MESSAGE_STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"
      .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private final TargetAttempt attempt;
  private final Transcript transcript;
  private final boolean raw;
  private final boolean wantsUsage;
  private final ByteBufAllocator allocator;
  private final SseReader events = new SseReader(MAX_EVENT_BYTES);
  private final StreamMode mode;
  private final @Nullable Resumption resumption;
  private final StringBuilder said = new StringBuilder();
  private boolean saidMore;
  private final @Nullable StreamGuard guard;
  private @Nullable ByteBuf out;
  /// How many events the end marker is, -1 before it has come.
  private int markers = -1;

  StreamReading(TargetAttempt attempt, boolean wantsUsage, StreamMode mode,
      ByteBufAllocator allocator) {
    this.attempt = attempt;
    this.wantsUsage = wantsUsage;
    this.allocator = allocator;
    this.mode = mode;
    String before = mode.resumeAfter();
    resumption = before == null ? null : new Resumption(before);
    transcript = attempt.transcript();
    raw = attempt.endpoint() == Endpoint.PASSTHROUGH;
    ReplyGuard rails = attempt.guard();
    guard = rails == null ? null : rails.stream(this::judged);
  }

  @Override
  public void content(ByteBuf bytes) {
    byte[] chunk = new byte[bytes.readableBytes()];
    bytes.readBytes(chunk);
    try {
      events.feed(chunk, 0, chunk.length, this::event);
    } catch (SseReader.Overflow overflow) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "an event is too large");
    }
    release();
  }

  private void event(SseEvent event) {
    if (attempt.isOver()) {
      return;
    }
    try {
      attempt.decoder().event(event, resumption == null ? transcript : this::heard);
    } catch (JsonProblem problem) {
      attempt.skippedEvent();
      return;
    }
    if (transcript.failed() != null) {
      attempt.fail(AttemptFailure.Kind.CUT, "the provider reported a failure in its stream");
    } else if (transcript.ended()) {
      finish(event.raw(), event.rawStart(), event.rawEnd());
      attempt.answeredEarly();
    } else {
      pass(event);
    }
  }

  private void heard(ResponseEvent event) {
    transcript.accept(event);
    if (event instanceof ResponseEvent.TextDelta delta && delta.choice() == 0) {
      said.append(delta.text());
    } else if (event.bearsContent()) {
      saidMore = true;
    }
  }

  private void pass(SseEvent event) {
    if (resumption != null && !resumption.caughtUp()) {
      resume(resumption, event);
    } else if (wantsUsage || !attempt.decoder().usageOnly()) {
      emit(event.raw(), event.rawStart(), event.rawEnd());
    }
    said.setLength(0);
    if (attempt.isOver()) {
      return;
    }
    if (event.hasData()) {
      if (mayLeave()) {
        attempt.claim();
      }
      attempt.progressedInStream((mode.holds() || guard != null) && transcript.hasContent());
    }
  }

  /// Hands on what the client is to have, through the rails where there are any.
  private void emit(byte[] bytes, int from, int to) {
    if (guard == null) {
      buffer().writeBytes(bytes, from, to - from);
      return;
    }
    guard.accept(bytes, from, to);
    guard.writeTo(buffer());
    stopIfBlocked(guard);
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

  /// How much of the first choice's text has been handed over.
  long sentChars(long all) {
    return guard == null ? all : guard.writtenChars();
  }

  private boolean mayLeave() {
    if (mode.holds()) {
      return buffer().readableBytes() > MAX_KEPT_BYTES;
    }
    if (guard != null) {
      return guard.contentLeft() || buffer().readableBytes() > MAX_HELD_BYTES;
    }
    return transcript.hasContent() || raw || buffer().readableBytes() > MAX_HELD_BYTES;
  }

  private void resume(Resumption known, SseEvent event) {
    if (saidMore) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "only text can be resumed");
      return;
    }
    if (!event.hasData() || said.isEmpty()) {
      return;
    }
    switch (known.take(said.toString())) {
      case Resumption.Finding.Known _ -> {
      }
      case Resumption.Finding.More(String text) -> {
        byte[] chunk = Resumption.chunk(transcript.model(), text).getBytes(StandardCharsets.UTF_8);
        emit(chunk, 0, chunk.length);
      }
      case Resumption.Finding.Other _ ->
        attempt.fail(AttemptFailure.Kind.MALFORMED, "the new answer begins otherwise");
    }
  }

  private ByteBuf buffer() {
    ByteBuf buffer = out;
    if (buffer == null) {
      buffer = allocator.buffer();
      out = buffer;
    }
    return buffer;
  }

  /// Hands over what may leave.
  private void release() {
    ByteBuf buffer = out;
    if (buffer != null && attempt.isClaimed()) {
      out = null;
      if (buffer.isReadable()) {
        attempt.forward(buffer);
      } else {
        buffer.release();
      }
    }
  }

  @Override
  public void ended() {
    events.finish(this::event);
    if (!attempt.isOver()) {
      byte[] marker = switch (attempt.endpoint()) {
        case CHAT_COMPLETIONS, COMPLETIONS -> DONE;
        case MESSAGES -> MESSAGE_STOP;
        case EMBEDDINGS, RESPONSES, COUNT_TOKENS, MODELS, PASSTHROUGH -> NO_MARKER;
      };
      finish(marker, 0, marker.length);
    }
  }

  private void finish(byte[] marker, int from, int to) {
    if ((!raw && !attempt.decoder().complete()) || (resumption != null && !resumption.caughtUp())) {
      attempt.fail(AttemptFailure.Kind.CUT, "the stream ended without its finish reason");
      return;
    }
    if (guard == null) {
      leave(allocator.buffer(Math.max(1, to - from)).writeBytes(marker, from, to - from));
      return;
    }
    // The last event of some dialects says all of the text again.
    guard.accept(marker, from, to);
    markers = to > from ? 1 : 0;
    guard.end();
    if (guard.ended()) {
      judged();
    }
  }

  /// The rails have judged all of the stream.
  private void judged() {
    StreamGuard rails = guard;
    if (rails == null || markers < 0 || attempt.isOver()) {
      return;
    }
    if (!stopIfBlocked(rails)) {
      rails.writeTo(buffer(), markers);
      transcript.rewrite(rails.said());
      ByteBuf last = allocator.buffer();
      rails.writeTo(last);
      leave(last);
    }
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

  @Override
  public void drop() {
    if (out != null) {
      out.release();
      out = null;
    }
    if (guard != null) {
      guard.abandon();
    }
  }
}
