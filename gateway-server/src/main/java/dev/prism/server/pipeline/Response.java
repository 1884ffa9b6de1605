package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.exchange.GatewayError.ProviderFault;
import dev.prism.exchange.TraceRecord.Outcome.Kind;
import dev.prism.routing.ServingPlan;
import dev.prism.server.rails.ExchangeRails;
import dev.prism.server.rails.RailLog;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends the answer of an exchange, and with it the truth: the `x-prism-…` headers on every response, as
/// far as they are known when the headers leave; the rest as trailers or as a comment in the stream for
/// who asks.
final class Response implements Answering {
  private static final byte[] SIGN_OF_LIFE = ": waiting\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ClientReply reply;
  private final Dossier dossier;
  private final Consumer<HttpHeaders> limits;
  private final Runnable close;
  private final boolean wantsTrailers;
  private final boolean wantsSummary;

  /// @param limits adds the headers of the tenant's limits
  /// @param close  runs when the response has been handed to the connection
  Response(ChannelHandlerContext ctx, HttpRequest head, Dossier dossier,
      Consumer<HttpHeaders> limits, Runnable close) {
    reply = ClientReply.to(ctx, head);
    this.dossier = dossier;
    this.limits = limits;
    this.close = close;
    wantsTrailers = head.headers().containsValue(HttpHeaderNames.TE, "trailers", true);
    wantsSummary = "true".equalsIgnoreCase(head.headers().get(GatewayHeaders.STREAM_SUMMARY));
  }

  /// The status that was sent, 0 before that.
  int status() {
    return reply.status();
  }

  void closeAfter() {
    reply.closeAfter();
  }

  /// The body may come.
  void proceed() {
    reply.proceed();
  }

  // An answer that streams.

  @Override
  public void streamBegins(TargetAttempt attempt) {
    dossier.answer(attempt);
    if (!reply.begun()) {
      beginStream(attempt.status(), headersOf(attempt));
    }
    if (!reply.writable()) {
      attempt.reading(false);
    }
  }

  @Override
  public void waiting() {
    if (!reply.begun()) {
      beginStream(200, common());
    }
    reply.part(Unpooled.wrappedBuffer(SIGN_OF_LIFE));
    reply.flush();
  }

  private void beginStream(int status, HttpHeaders headers) {
    String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
    if (type == null || !type.startsWith("text/event-stream")) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
    }
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
    headers.set("x-accel-buffering", "no");
    if (wantsTrailers) {
      headers.set(HttpHeaderNames.TRAILER, GatewayHeaders.COST + ", " + GatewayHeaders.LATENCY_MS
          + ", " + GatewayHeaders.GUARDRAIL_TRIGGERED + ", " + GatewayHeaders.GUARDRAIL);
    }
    reply.begin(status, headers);
  }

  @Override
  public void part(ByteBuf bytes) {
    reply.part(bytes);
  }

  @Override
  public void flush() {
    reply.flush();
  }

  @Override
  public void streamEnds(TargetAttempt attempt, ByteBuf marker) {
    dossier.answer(attempt);
    dossier.outcome(Kind.ANSWERED, null);
    if (wantsSummary) {
      reply.part(Unpooled.copiedBuffer(summary(), StandardCharsets.US_ASCII));
    }
    reply.part(marker);
    endStream();
  }

  private void endStream() {
    if (wantsTrailers) {
      HttpHeaders trailers = newHeaders();
      known(trailers);
      reply.end(trailers);
    } else {
      reply.end();
    }
    close.run();
  }

  private String summary() {
    Cost cost = dossier.log().cost();
    return ": x-prism-latency-ms=" + dossier.clock().micros() / 1000
        + (cost == null ? "" : " x-prism-cost=" + cost.header()) + " x-prism-attempts="
        + dossier.log().made() + " x-prism-guardrail-triggered=" + guardrails();
  }

  private String guardrails() {
    RailLog log = railLog();
    return log == null || !log.triggered()
        ? "false\n\n"
        : "true x-prism-guardrail=" + log.header().replace(" ", "") + "\n\n";
  }

  private @Nullable RailLog railLog() {
    ExchangeRails rails = dossier.rails();
    return rails == null ? null : rails.log();
  }

  // An answer at once.

  @Override
  public void whole(TargetAttempt attempt, UpstreamRequest.Body body) {
    dossier.answer(attempt);
    if (reply.begun()) {
      fails(new ProviderFault(502, "upstream_error", "The provider answered without a stream."));
      return;
    }
    dossier.outcome(Kind.ANSWERED, null);
    reply.whole(attempt.status(), headersOf(attempt), body.bytes(), body.size());
    close.run();
  }

  @Override
  public void passOn(TargetAttempt attempt, GatewayError error, UpstreamRequest.Body body) {
    dossier.answer(attempt);
    if (reply.begun()) {
      fails(error);
      return;
    }
    dossier.outcome(Kind.FAILED, error);
    HttpHeaders headers = headersOf(attempt);
    retryAfter(headers, error);
    reply.whole(attempt.status(), headers, body.bytes(), body.size());
    close.run();
  }

  /// `GET /v1/models`, answered by the gateway itself.
  void models(String id) {
    String body = ModelList.json(dossier, id);
    if (body == null) {
      fails(new ClientFault(404, "model_not_found", "There is no such model.", "model"));
      return;
    }
    json(body);
  }

  /// An answer that no provider is asked for.
  void json(String body) {
    dossier.outcome(Kind.ANSWERED, null);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpHeaders headers = common();
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    reply.whole(200, headers, bytes, bytes.length);
    close.run();
  }

  // No answer.

  @Override
  public void fails(GatewayError error) {
    boolean refusal = error.status() < 500 && error.status() != 408;
    dossier.outcome(refusal ? Kind.REFUSED : Kind.FAILED, error);
    String requestId = dossier.ids().requestId();
    if (reply.begun()) {
      reply.part(
          Unpooled.wrappedBuffer(ErrorBody.event(error, dossier.asked().endpoint(), requestId)));
      endStream();
      return;
    }
    byte[] body = ErrorBody.json(error, dossier.asked().endpoint(), requestId);
    HttpHeaders headers = common();
    lastTried(headers);
    headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    retryAfter(headers, error);
    reply.whole(ErrorBody.status(error, dossier.asked().endpoint()), headers, body, body.length);
    close.run();
  }

  /// Nothing answered: the target is the one that was tried last.
  private void lastTried(HttpHeaders headers) {
    List<Attempt> attempts = dossier.log().attempts();
    if (!attempts.isEmpty()) {
      GatewayHeaders.add(headers, GatewayHeaders.TARGET, attempts.getLast().target());
      GatewayHeaders.add(headers, GatewayHeaders.PROVIDER, attempts.getLast().provider());
    }
  }

  private static void retryAfter(HttpHeaders headers, GatewayError error) {
    long seconds = TimeUnit.MILLISECONDS.toSeconds(error.retryAfterMillis() + 999);
    if (error.status() == 503) {
      seconds = Math.max(1, seconds);
    }
    if (seconds > 0) {
      headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds));
    }
  }

  // The headers.

  private HttpHeaders headersOf(TargetAttempt attempt) {
    HttpHeaders headers = common();
    HeaderPolicy.toClient(attempt.headers(), headers);
    if (attempt.translation() != null) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    }
    if (!attempt.call().dropped().isEmpty()) {
      headers.add(GatewayHeaders.DROPPED_PARAMS, DroppedParams.text(attempt.call().dropped()));
    }
    if (attempt.status() < 300 && headers.contains(HttpHeaderNames.RETRY_AFTER)) {
      // Anthropic sends it with successes, where it means nothing.
      headers.remove(HttpHeaderNames.RETRY_AFTER);
    }
    GatewayHeaders.add(headers, GatewayHeaders.TARGET, attempt.call().name());
    GatewayHeaders.add(headers, GatewayHeaders.PROVIDER, attempt.provider().name());
    GatewayHeaders.add(headers, GatewayHeaders.MODEL_USED, dossier.modelUsed(attempt));
    GatewayHeaders.add(headers, GatewayHeaders.PROMPT_VERSION, attempt.call().promptVersion());
    return headers;
  }

  private HttpHeaders common() {
    HttpHeaders headers = newHeaders();
    headers.add(GatewayHeaders.REQUEST_ID, dossier.ids().requestId());
    headers.add(GatewayHeaders.PLAIN_REQUEST_ID, dossier.ids().requestId());
    if (ErrorBody.isAnthropic(dossier.asked().endpoint())) {
      headers.add(GatewayHeaders.ANTHROPIC_REQUEST_ID, dossier.ids().requestId());
    }
    headers.add(GatewayHeaders.TRACE_ID, dossier.ids().traceId());
    GatewayHeaders.add(headers, GatewayHeaders.ROUTE, dossier.route());
    headers.add(GatewayHeaders.REVISION, Long.toString(dossier.revision()));
    ServingPlan plan = dossier.plan();
    if (plan != null) {
      headers.add(GatewayHeaders.STRATEGY, plan.strategy());
      GatewayHeaders.add(headers, GatewayHeaders.INCIDENT, plan.incident());
    }
    headers.add(GatewayHeaders.FALLBACK_USED, dossier.fallbackUsed() ? "true" : "false");
    headers.add(GatewayHeaders.ATTEMPTS, Integer.toString(dossier.log().made()));
    known(headers);
    limits.accept(headers);
    return headers;
  }

  /// What may become known later than the head of a stream.
  private void known(HttpHeaders headers) {
    headers.add(GatewayHeaders.LATENCY_MS, Long.toString(dossier.clock().micros() / 1000));
    RailLog log = railLog();
    if (log == null || !log.triggered()) {
      headers.add(GatewayHeaders.GUARDRAIL_TRIGGERED, "false");
    } else {
      headers.add(GatewayHeaders.GUARDRAIL_TRIGGERED, "true");
      headers.add(GatewayHeaders.GUARDRAIL, log.header());
    }
    Cost cost = dossier.log().cost();
    if (cost != null) {
      headers.add(GatewayHeaders.COST, cost.header());
    }
  }

  private static HttpHeaders newHeaders() {
    return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  }
}
