package dev.prism.server.pipeline;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.EventCutter;
import dev.prism.providers.Translation;
import dev.prism.server.upstream.AttemptFailure;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

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
  private final EventCutter cutter;
  private final StringBuilder said = new StringBuilder(512);
  private final List<ResponseEvent> gathered = new ArrayList<>();
  private final Outflow out;

  TranslatedReading(TargetAttempt attempt, Translation translation, boolean streamed,
      StreamMode mode) {
    this.attempt = attempt;
    this.translation = translation;
    this.streamed = streamed;
    this.mode = mode;
    out = new Outflow(attempt, attempt.allocator(), streamed ? attempt.guard() : null);
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
    out.release();
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
    out.put(said);
    if (attempt.isOver()) {
      return;
    }
    boolean full = out.heldBytes() > MAX_KEPT_BYTES;
    if (full || (streamed && !mode.holds() && out.hasContent(transcript.hasContent()))) {
      attempt.claim();
    }
    attempt.progressedInStream(transcript.hasContent());
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
    out.put(said);
    if (!attempt.isOver()) {
      translation.encoder().end(said);
      out.end(said);
    }
  }

  /// Reads an answer that came whole.
  void all(List<ResponseEvent> events) {
    events.forEach(event -> translation.encoder().event(event, said));
    finish();
  }

  @Override
  public void drop() {
    out.drop();
  }
}
