package dev.prism.server.pipeline;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.EventCutter;
import dev.prism.providers.Translation;
import dev.prism.server.rails.Blocked;
import dev.prism.server.rails.ReplyGuard;
import dev.prism.server.rails.StreamGuard;
import dev.prism.server.upstream.AttemptFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a stream in the provider's dialect and writes it in the client's, event by event. As with
/// [StreamReading] nothing leaves before the first content, and the end is whole only if the provider's
/// dialect says so. For a client that wants no stream the events are gathered.
final class TranslatedReading implements ReplyReading {
  private static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;
  private static final int MAX_KEPT_BYTES = 8 * 1024 * 1024;

  private final TargetAttempt attempt;
  private final Translation translation;
  private final Transcript transcript;
  private final boolean streamed;
  private final StreamMode mode;
  private final ByteBufAllocator allocator;
  private final EventCutter cutter;
  private final StringBuilder said = new StringBuilder(512);
  private final List<ResponseEvent> gathered = new ArrayList<>();
  private final @Nullable StreamGuard guard;
  private @Nullable ByteBuf out;
  private boolean ending;

  TranslatedReading(TargetAttempt attempt, Translation translation, boolean streamed,
      StreamMode mode) {
    this.attempt = attempt;
    this.translation = translation;
    this.streamed = streamed;
    this.mode = mode;
    allocator = attempt.allocator();
    ReplyGuard rails = streamed ? attempt.guard() : null;
    guard = rails == null ? null : rails.stream(this::judged);
    transcript = attempt.transcript();
    cutter = translation.decoder().cutter(MAX_EVENT_BYTES);
  }

  @Override
  public void content(ByteBuf bytes) {
    byte[] chunk = new byte[bytes.readableBytes()];
    bytes.readBytes(chunk);
    try {
      cutter.feed(chunk, 0, chunk.length, this::event);
    } catch (EventCutter.Broken broken) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, String.valueOf(broken.getMessage()));
    }
    release();
  }

  private void event(SseEvent event) {
    if (attempt.isOver()) {
      return;
    }
    if (mode.resumeAfter() != null) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "a translated answer cannot be resumed");
      return;
    }
    try {
      translation.decoder().event(event, this::heard);
    } catch (JsonProblem problem) {
      attempt.skippedEvent();
      return;
    }
    if (transcript.failed() != null) {
      attempt.fail(AttemptFailure.Kind.CUT, "the provider reported a failure in its stream");
    } else if (transcript.ended()) {
      finish();
      attempt.answeredEarly();
    } else {
      pass();
    }
  }

  private void heard(ResponseEvent event) {
    transcript.accept(event);
    if (streamed) {
      translation.encoder().event(event, said);
    } else {
      gathered.add(event);
    }
  }

  private void pass() {
    write();
    if (attempt.isOver()) {
      return;
    }
    boolean full = buffer().readableBytes() > MAX_KEPT_BYTES;
    boolean may = guard == null ? transcript.hasContent() : guard.contentLeft();
    if (full || (may && streamed && !mode.holds())) {
      attempt.claim();
    }
    attempt.progressedInStream(transcript.hasContent());
  }

  /// Hands on what the client is to have, through the rails where there are any.
  private void write() {
    if (said.isEmpty()) {
      return;
    }
    if (guard == null) {
      buffer().writeCharSequence(said, StandardCharsets.UTF_8);
    } else {
      byte[] bytes = said.toString().getBytes(StandardCharsets.UTF_8);
      guard.accept(bytes, 0, bytes.length);
      guard.writeTo(buffer());
      stopIfBlocked(guard);
    }
    said.setLength(0);
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
    try {
      cutter.finish(this::event);
    } catch (EventCutter.Broken broken) {
      attempt.fail(AttemptFailure.Kind.CUT, String.valueOf(broken.getMessage()));
    }
    if (!attempt.isOver()) {
      finish();
    }
  }

  private void finish() {
    if (!translation.decoder().complete()) {
      attempt.fail(AttemptFailure.Kind.CUT, "the stream ended without its finish reason");
      return;
    }
    if (!streamed) {
      TranslatedReply.send(attempt, translation, gathered);
      return;
    }
    write();
    if (attempt.isOver()) {
      return;
    }
    translation.encoder().end(said);
    if (guard == null) {
      ByteBuf end = allocator.buffer();
      end.writeCharSequence(said, StandardCharsets.UTF_8);
      said.setLength(0);
      leave(end);
      return;
    }
    byte[] bytes = said.toString().getBytes(StandardCharsets.UTF_8);
    said.setLength(0);
    ending = true;
    guard.accept(bytes, 0, bytes.length);
    guard.end();
    if (guard.ended()) {
      judged();
    }
  }

  /// The rails have judged all of the stream.
  private void judged() {
    StreamGuard rails = guard;
    if (rails == null || !ending || attempt.isOver() || stopIfBlocked(rails)) {
      return;
    }
    rails.writeTo(buffer(), 1);
    transcript.rewrite(rails.said());
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

  /// Reads an answer that came whole.
  void all(List<ResponseEvent> events) {
    events.forEach(event -> translation.encoder().event(event, said));
    finish();
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
