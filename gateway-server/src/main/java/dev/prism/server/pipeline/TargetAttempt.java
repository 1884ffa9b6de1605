package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.providers.Provider;
import dev.prism.providers.Refusal;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.Translation;
import dev.prism.server.rails.Blocked;
import dev.prism.server.rails.ReplyGuard;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.ConcurrencyLimit;
import dev.prism.server.upstream.UpstreamExchange;
import dev.prism.server.upstream.UpstreamListener;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// One target's try at an answer: hears the wire, has the reply read, and tells its owner. Ends once.
final class TargetAttempt implements UpstreamListener {
  /// What an event stream can begin with: a field's name, a comment, a byte-order mark. No JSON does.
  private static final String EVENT_STARTS = "deir:\u00EF";

  private final TargetCall call;
  private final AskedRequest asked;
  private final AttemptOwner owner;
  private final ByteBufAllocator allocator;
  private final @Nullable Translation translation;
  private final ReplyDecoder decoder;
  private final Transcript transcript;
  private final StreamMode mode;
  private final long startedNanos = System.nanoTime();
  private final ConcurrencyLimit.Permit permit;
  private @Nullable UpstreamExchange upstream;
  private @Nullable ReplyReading reading;
  private @Nullable ReplyGuard guard;
  private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
  private int status;
  private boolean claimed;
  private boolean over;
  private boolean judged;
  private long firstTokenNanos;
  private int skippedEvents;

  /// @param translation null where the provider speaks the client's dialect
  TargetAttempt(TargetCall call, AskedRequest asked, @Nullable Translation translation,
      AttemptOwner owner, Transcript transcript, StreamMode mode, ByteBufAllocator allocator) {
    this.call = call;
    permit = call.permit();
    this.asked = asked;
    this.owner = owner;
    this.transcript = transcript;
    this.mode = mode;
    this.allocator = allocator;
    this.translation = translation;
    decoder = translation == null
        ? call.provider().adapter().decoder(asked.endpoint())
        : translation.decoder();
  }

  /// Every byte of the reply passes through this, null for nothing.
  void guardedBy(@Nullable ReplyGuard rails) {
    guard = rails;
  }

  void start(UpstreamExchange exchange) {
    upstream = exchange;
    exchange.start();
  }

  /// Ends the attempt without a word to the owner; the provider's connection is closed at once.
  void cancel() {
    if (!over) {
      over();
      if (upstream != null) {
        upstream.cancel();
      }
    }
  }

  @Override
  public void head(HttpResponse response) {
    status = response.status().code();
    headers = response.headers();
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (status < 300 && type != null && isStream(type)) {
      reading = stream();
    } else if (status >= 300 || asked.endpoint() == Endpoint.PASSTHROUGH) {
      whole();
    } else if (!asked.stream()) {
      progressed();
    }
  }

  /// The type and the status tell, not the request: errors, and some answers, are no streams.
  private boolean isStream(String type) {
    return type.startsWith("text/event-stream")
        || (translation != null && type.startsWith("application/vnd.amazon.eventstream"));
  }

  private ReplyReading stream() {
    return translation == null
        ? new StreamReading(this, asked.wantsUsage(), mode, allocator)
        : new TranslatedReading(this, translation, asked.stream(), mode);
  }

  private void whole() {
    reading = new WholeReading(this, status, headers);
    progressed();
  }

  /// Some servers stream under another content type, or none: then the first byte tells.
  private void decide(byte first) {
    if (EVENT_STARTS.indexOf(first & 0xFF) >= 0) {
      reading = stream();
    } else {
      whole();
    }
  }

  @Override
  public void content(ByteBuf bytes) {
    if (reading == null && !over && status > 0 && bytes.isReadable()) {
      decide(bytes.getByte(bytes.readerIndex()));
    }
    if (reading != null && !over) {
      reading.content(bytes);
    }
  }

  @Override
  public void readComplete() {
    if (claimed && !over) {
      owner.flush(this);
    }
  }

  @Override
  public void ended() {
    if (reading == null && !over && status > 0) {
      whole();
    }
    if (reading != null && !over) {
      reading.ended();
    }
  }

  @Override
  public void failed(AttemptFailure failure) {
    if (!over) {
      over();
      owner.failed(this, failure);
    }
  }

  // What the reading of the reply finds.

  void claim() {
    if (firstTokenNanos == 0) {
      firstTokenNanos = System.nanoTime();
      answered();
    }
    if (!claimed && !over) {
      claimed = owner.claim(this);
    }
  }

  /// The provider has begun to answer, whatever the rails make of it.
  private void answered() {
    if (upstream != null && !permit.isOver()) {
      permit.answered(upstream.providerNanos());
    }
  }

  void forward(ByteBuf bytes) {
    owner.forward(this, bytes);
  }

  void streamed(ByteBuf marker) {
    over();
    owner.streamed(this, marker);
  }

  void replied(UpstreamRequest.Body body) {
    answered();
    ReplyGuard rails = guard;
    if (rails == null) {
      passed(body);
      return;
    }
    rails.whole(body.bytes(), body.size(), headers.get(HttpHeaderNames.CONTENT_TYPE), outcome -> {
      if (over) {
        return;
      }
      judged();
      switch (outcome) {
        case ReplyGuard.Outcome.Unchanged _ -> passed(body);
        case ReplyGuard.Outcome.Changed(var changed, String text) -> {
          transcript.rewrite(text);
          passed(new UpstreamRequest.Body(changed.array(), changed.array().length));
        }
        case ReplyGuard.Outcome.Stopped(Blocked by) -> blocked(by);
      }
    });
  }

  /// A rail does not let the reply pass.
  void blocked(Blocked by) {
    if (!over) {
      over();
      if (by.isPrivate()) {
        transcript.withhold();
      }
      if (upstream != null) {
        upstream.cancel();
      }
      owner.blocked(this, by.error());
    }
  }

  private void passed(UpstreamRequest.Body body) {
    claim();
    if (claimed) {
      over();
      owner.replied(this, body);
    }
  }

  /// The provider's own words about a request may reach the client, and so pass the rails too.
  void refused(Refusal refusal, UpstreamRequest.Body body) {
    ReplyGuard rails = guard;
    if (rails == null || !(refusal.error() instanceof GatewayError.ClientFault)) {
      over();
      owner.refused(this, refusal, body);
      return;
    }
    rails.whole(body.bytes(), body.size(), headers.get(HttpHeaderNames.CONTENT_TYPE), outcome -> {
      if (over) {
        return;
      }
      switch (outcome) {
        case ReplyGuard.Outcome.Stopped(Blocked by) -> blocked(by);
        case ReplyGuard.Outcome.Unchanged _ -> refusedAs(refusal, body);
        case ReplyGuard.Outcome.Changed(var changed, _) ->
          refusedAs(translation == null ? refusal : understood(changed.array()),
              new UpstreamRequest.Body(changed.array(), changed.array().length));
      }
    });
  }

  /// What a refusal says once the rails have changed its words: a client of another dialect reads those
  /// and not the body.
  private Refusal understood(byte[] body) {
    return call.provider().adapter().refusal(status, headers::get, body);
  }

  private void refusedAs(Refusal refusal, UpstreamRequest.Body body) {
    over();
    owner.refused(this, refusal, body);
  }

  void fail(AttemptFailure.Kind kind, String detail) {
    if (!over) {
      over();
      if (upstream != null) {
        upstream.cancel();
      }
      owner.failed(this, new AttemptFailure(kind, detail));
    }
  }

  /// The answer goes on: the idle limit begins anew.
  void progressed() {
    if (upstream != null) {
      upstream.progressed();
    }
  }

  /// As [#progressed], but not before the first content, a wait that has a limit of its own.
  ///
  /// @param begun whether content has come that is held back
  void progressedInStream(boolean begun) {
    if (claimed || begun) {
      answered();
      progressed();
    }
  }

  /// The answer is whole, though the provider's reply has not ended yet.
  void answeredEarly() {
    if (upstream != null) {
      upstream.answered();
    }
  }

  void skippedEvent() {
    skippedEvents++;
  }

  private void over() {
    over = true;
    permit.release();
    if (reading != null) {
      reading.drop();
    }
    if (guard != null && !judged) {
      transcript.withhold();
    }
  }

  /// The rails know what of the answer's text may be kept; until they do, none may.
  void judged() {
    judged = true;
  }

  /// The rest of the reply is read another way.
  void continueAs(ReplyReading other) {
    reading = other;
  }

  // What it is and how it stands.

  @Nullable
  ReplyGuard guard() {
    return guard;
  }

  /// The text of the first choice that has been handed over, as the provider said it; null when it was not
  /// to be remembered.
  @Nullable
  String sentText() {
    String whole = transcript.whole();
    return whole == null || !(reading instanceof StreamReading stream)
        ? whole
        : whole.substring(0, (int) Math.min(whole.length(), stream.sentChars(whole.length())));
  }

  boolean isOver() {
    return over;
  }

  boolean isClaimed() {
    return claimed;
  }

  TargetCall call() {
    return call;
  }

  Provider provider() {
    return call.provider();
  }

  Endpoint endpoint() {
    return asked.endpoint();
  }

  /// Null where the provider speaks the client's dialect.
  @Nullable
  Translation translation() {
    return translation;
  }

  /// What the prompt is estimated to come to, in tokens.
  long promptEstimate() {
    return asked.promptEstimate();
  }

  /// Whether the provider has got the request, as far as can be told from here.
  boolean wasSent() {
    return upstream != null && upstream.wasSent();
  }

  boolean wantsStream() {
    return asked.stream();
  }

  StreamMode mode() {
    return mode;
  }

  ByteBufAllocator allocator() {
    return allocator;
  }

  ReplyDecoder decoder() {
    return decoder;
  }

  Transcript transcript() {
    return transcript;
  }

  /// The status that the provider sent, 0 before that.
  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  long startedNanos() {
    return startedNanos;
  }

  /// When the first content came, as [System#nanoTime]; 0 before that.
  long firstTokenNanos() {
    return firstTokenNanos;
  }

  /// Events that were left out since they were not JSON.
  int skippedEvents() {
    return skippedEvents;
  }

  /// Stops or resumes reading from the provider.
  void reading(boolean wanted) {
    if (upstream != null) {
      upstream.reading(wanted);
    }
  }
}
