package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Call;
import dev.prism.providers.Edit;
import dev.prism.providers.Provider;
import dev.prism.routing.Prompt;
import dev.prism.routing.Target;
import dev.prism.routing.TargetSettings.PromptMode;
import dev.prism.server.rails.ExchangeRails;
import dev.prism.server.rails.ReplyGuard;
import dev.prism.server.upstream.ConcurrencyLimit;
import dev.prism.server.upstream.Timers;
import dev.prism.server.upstream.UpstreamExchange;
import dev.prism.server.upstream.UpstreamPools;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a target into a call that is ready to go: the provider's address, path and credentials, our own
/// headers, and the client's body with what must change in it.
final class TargetCaller {
  private static final GatewayError OVERLOADED = new GatewayFault(503, "overloaded",
      "The provider takes no more requests at the moment.", 1_000);
  private final Snapshot snapshot;
  private final UpstreamPools pools;
  private final HttpRequest head;
  private final AskedRequest asked;
  private final String rest;
  private final TraceRecord.Ids ids;
  private final Map<String, String> metadata;
  private final String tenant;
  private final @Nullable ExchangeRails rails;
  private final Timers timers;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;

  sealed interface Prepared {}

  record Ready(TargetAttempt attempt, UpstreamExchange upstream) implements Prepared {}

  /// A rail of the target's own does not let this request through; nothing was sent.
  record Blocked(GatewayError error) implements Prepared {}

  /// The target cannot take this request; nothing was sent.
  record Unsuited(GatewayError error) implements Prepared {}

  TargetCaller(Gateway gateway, Dossier dossier, HttpRequest head, Timers timers,
      ChannelHandlerContext ctx) {
    snapshot = dossier.snapshot();
    pools = gateway.pools();
    this.head = head;
    asked = dossier.asked();
    rest = dossier.rest();
    ids = dossier.ids();
    metadata = dossier.caller().metadata();
    tenant = dossier.caller().tenant().name();
    rails = dossier.rails();
    this.timers = timers;
    loop = ctx.channel().eventLoop();
    allocator = ctx.alloc();
  }

  Prepared prepare(Target target, AttemptOwner owner, StreamMode mode) {
    Provider provider = snapshot.providers().get(target.provider());
    Call call = provider == null ? null : provider.adapter().call(asked.endpoint(), target.model());
    if (provider == null || call == null) {
      return new Unsuited(new GatewayFault(503, "no_healthy_target",
          "The target " + target.name() + " has no endpoint " + asked.endpoint().label() + "."));
    }
    GatewayError refusal = rails == null ? null : rails.refusalOf(target);
    if (refusal != null) {
      return new Blocked(refusal);
    }
    UpstreamRequest request = new UpstreamRequest(
        call.method().isEmpty() ? head.method() : HttpMethod.valueOf(call.method()), path(call),
        headers(provider, call), asked.body(), edits(call, target));
    ConcurrencyLimit.Permit permit = pools.limitOf(provider).acquire(tenant);
    if (permit == null) {
      return new Unsuited(OVERLOADED);
    }
    TargetAttempt attempt = new TargetAttempt(new TargetCall(target, provider, call, permit), asked,
        owner, new Transcript(snapshot.maxTextChars(), mode.remembers()), mode, allocator);
    return new Ready(attempt,
        new UpstreamExchange(pools.of(provider, loop), request, timers, attempt, loop));
  }

  /// What stands in the way of a target's reply, null for nothing.
  @Nullable
  ReplyGuard guard(Target target) {
    return rails == null ? null : rails.reply(target, prompt(target), snapshot.maxTextChars());
  }

  private @Nullable String prompt(Target target) {
    Prompt prompt = target.prompt();
    return prompt == null || prompt.mode() == PromptMode.NONE
        ? null
        : prompt.template().render(metadata);
  }

  /// The limits of each attempt.
  Timers timers() {
    return timers;
  }

  private String path(Call call) {
    if (asked.endpoint() != Endpoint.PASSTHROUGH) {
      return call.path();
    }
    // A base path that the client repeats, as in /openai/v1/files, stands once.
    return !call.path().isEmpty() && rest.startsWith(call.path() + "/") ? rest : call.path() + rest;
  }

  private HttpHeaders headers(Provider provider, Call call) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
        .withValidation(false)
        .newHeaders();
    headers.set(HttpHeaderNames.HOST, provider.baseUrl().getRawAuthority());
    headers.set(HttpHeaderNames.USER_AGENT, "prism");
    HeaderPolicy.toProvider(head.headers(), headers);
    if (asked.members() != null) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    }
    headers.set(GatewayHeaders.TRACEPARENT,
        RequestIds.traceparent(ids, head.headers().get(GatewayHeaders.TRACEPARENT)));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    return headers;
  }

  private List<Edit> edits(Call call, Target target) {
    JsonMembers members = asked.members();
    return members == null ? List.of() : TargetEdits.of(call, target, asked, members, metadata);
  }
}
