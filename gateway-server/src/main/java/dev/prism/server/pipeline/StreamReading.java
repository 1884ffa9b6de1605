package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.json.JsonProblem;
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
  private final SseReader events = new SseReader(MAX_EVENT_BYTES);
  private final StreamMode mode;
  private final @Nullable Resumption resumption;
  private final StringBuilder said = new StringBuilder();
  private boolean saidMore;
  private final Outflow out;

  StreamReading(TargetAttempt attempt, boolean wantsUsage, StreamMode mode,
      ByteBufAllocator allocator) {
    this.attempt = attempt;
    this.wantsUsage = wantsUsage;
    this.mode = mode;
    String before = mode.resumeAfter();
    resumption = before == null ? null : new Resumption(before);
    transcript = attempt.transcript();
    raw = attempt.endpoint() == Endpoint.PASSTHROUGH;
    out = new Outflow(attempt, allocator, attempt.guard());
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
    out.release();
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
      out.put(event.raw(), event.rawStart(), event.rawEnd());
    }
    said.setLength(0);
    if (attempt.isOver()) {
      return;
    }
    if (event.hasData()) {
      if (mayLeave()) {
        attempt.claim();
      }
      attempt.progressedInStream((mode.holds() || out.isGuarded()) && transcript.hasContent());
    }
  }

  /// How much of the first choice's text has been handed over.
  long sentChars(long all) {
    return out.sentChars(all);
  }

  private boolean mayLeave() {
    if (mode.holds()) {
      return out.heldBytes() > MAX_KEPT_BYTES;
    }
    return out.hasContent(transcript.hasContent() || raw) || out.heldBytes() > MAX_HELD_BYTES;
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
        out.put(chunk, 0, chunk.length);
      }
      case Resumption.Finding.Other _ ->
        attempt.fail(AttemptFailure.Kind.MALFORMED, "the new answer begins otherwise");
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
    out.end(marker, from, to);
  }

  @Override
  public void drop() {
    out.drop();
  }
}
