package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.EventCutter;
import dev.prism.providers.Refusal;
import dev.prism.providers.Translation;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;

/// Reads a reply that is no stream: collected under a cap, then read at once. Headers can tell the truth
/// about such an answer only when all of it is there.
final class WholeReading implements ReplyReading {
  private static final int MAX_REPLY_BYTES = 64 * 1024 * 1024;
  private static final int MAX_ERROR_BYTES = 1024 * 1024;
  private static final int REFUSAL_BYTES = 32 * 1024;

  private final TargetAttempt attempt;
  private final int status;
  private final HttpHeaders headers;
  private final BodyCollector body;

  WholeReading(TargetAttempt attempt, int status, HttpHeaders headers) {
    this.attempt = attempt;
    this.status = status;
    this.headers = headers;
    body = new BodyCollector(status < 400 ? MAX_REPLY_BYTES : MAX_ERROR_BYTES);
  }

  @Override
  public void content(ByteBuf bytes) {
    attempt.progressed();
    if (!body.add(bytes, headers.getInt(HttpHeaderNames.CONTENT_LENGTH, -1))) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "the reply is too large");
    }
  }

  @Override
  public void ended() {
    UpstreamRequest.Body whole = body.body();
    if (status >= 400) {
      byte[] start = Arrays.copyOf(whole.bytes(), Math.min(whole.size(), REFUSAL_BYTES));
      Refusal refusal = attempt.provider().adapter().refusal(status, headers::get, start);
      attempt.refused(refusal, whole);
      return;
    }
    if (status >= 300) {
      attempt.fail(AttemptFailure.Kind.MALFORMED, "the provider redirects");
      return;
    }
    Translation translation = attempt.translation();
    if (translation != null) {
      TranslatedReply.read(attempt, translation, attempt.mode(), whole);
      return;
    }
    try {
      if (isFramed()) {
        frames(whole);
      } else {
        attempt.decoder().body(whole.bytes(), 0, whole.size(), attempt.transcript());
      }
    } catch (JsonProblem problem) {
      if (attempt.endpoint() != Endpoint.PASSTHROUGH) {
        attempt.fail(AttemptFailure.Kind.MALFORMED, "the reply is not JSON");
        return;
      }
    }
    attempt.replied(whole);
  }

  private boolean isFramed() {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    return attempt.endpoint() == Endpoint.PASSTHROUGH && type != null
        && type.startsWith("application/vnd.amazon.eventstream");
  }

  /// Of frames that pass as they are only model and usage are read, for limits and price. Rails see no text
  /// in such a reply, so none of it goes into the trace either.
  private void frames(UpstreamRequest.Body whole) {
    EventCutter cutter = attempt.decoder().cutter(MAX_REPLY_BYTES);
    try {
      cutter.feed(whole.bytes(), 0, whole.size(), this::frame);
    } catch (EventCutter.Broken unreadable) {
      attempt.skippedEvent();
    }
  }

  private void frame(SseEvent event) {
    try {
      attempt.decoder().event(event, told -> {
        if (told instanceof ResponseEvent.Head || told instanceof ResponseEvent.Usage) {
          attempt.transcript().accept(told);
        }
      });
    } catch (JsonProblem unread) {
      attempt.skippedEvent();
    }
  }

  @Override
  public void drop() {}
}
