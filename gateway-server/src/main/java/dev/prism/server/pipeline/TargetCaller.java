package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Call;
import dev.prism.providers.Edit;
import dev.prism.providers.Outgoing;
import dev.prism.providers.Provider;
import dev.prism.providers.Thoughts;
import dev.prism.providers.Translation;
import dev.prism.providers.Translator;
import dev.prism.providers.Unsuited;
import dev.prism.routing.Prompt;
import dev.prism.routing.ServingPlan;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Thoughts thoughts;
  private final String tenant;
  private final @Nullable ExchangeRails rails;
  /// Whether the route lets what a target cannot take be left out.
  private final boolean dropParams;
  private final Timers timers;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;

  sealed interface Prepared {}

  record Ready(TargetAttempt attempt, UpstreamExchange upstream) implements Prepared {}

  /// A rail of the target's own does not let this request through; nothing was sent.
  record Blocked(GatewayError error) implements Prepared {}

  /// The target cannot take this request; nothing was sent.
  record Unfit(GatewayError error) implements Prepared {}

  TargetCaller(Gateway gateway, Dossier dossier, HttpRequest head, ServingPlan plan, Timers timers,
      ChannelHandlerContext ctx) {
    snapshot = dossier.snapshot();
    pools = gateway.pools();
    this.head = head;
    asked = dossier.asked();
    rest = dossier.rest();
    ids = dossier.ids();
    metadata = dossier.caller().metadata();
    thoughts = gateway.thoughts().of(dossier.caller().tenant().name());
    tenant = dossier.caller().tenant().name();
    rails = dossier.rails();
    dropParams = plan.dropParams();
    this.timers = timers;
    loop = ctx.channel().eventLoop();
    allocator = ctx.alloc();
  }

  Prepared prepare(Target target, AttemptOwner owner, StreamMode mode) {
    Provider provider = snapshot.providers().get(target.provider());
    Call call = provider == null ? null : provider.adapter().call(asked.endpoint(), target.model());
    if (provider == null || call == null) {
      return new Unfit(new GatewayFault(503, "no_healthy_target",
          "The target " + target.name() + " has no endpoint " + asked.endpoint().label() + "."));
    }
    GatewayError refusal = rails == null ? null : rails.refusalOf(target);
    if (refusal != null) {
      return new Blocked(refusal);
    }
    ConcurrencyLimit.Permit permit = pools.limitOf(provider).acquire(tenant);
    if (permit == null) {
      return new Unfit(OVERLOADED);
    }
    boolean ready = false;
    try {
      Prepared prepared = prepared(new TargetCall(target, provider, call, List.of(), permit), owner,
          mode);
      ready = prepared instanceof Ready;
      return prepared;
    } finally {
      if (!ready) {
        permit.release();
      }
    }
  }

  private Prepared prepared(TargetCall to, AttemptOwner owner, StreamMode mode) {
    Call call = to.call();
    Translator translator = call.translator();
    if (translator != null) {
      return translated(to, translator, owner, mode);
    }
    List<String> dropped = dropped(call);
    if (!dropParams && !dropped.isEmpty()) {
      return new Unfit(strict(dropped).error());
    }
    TargetAttempt attempt = attempt(to.dropping(dropped), null, owner, mode);
    UpstreamRequest request = new UpstreamRequest(
        call.method().isEmpty() ? head.method() : HttpMethod.valueOf(call.method()), path(call),
        headers(to.provider(), call, true), asked.body(), edits(call, to.target()));
    return ready(attempt, to.provider(), request);
  }

  private TargetAttempt attempt(TargetCall call, @Nullable Translation translation,
      AttemptOwner owner, StreamMode mode) {
    return new TargetAttempt(call, asked, translation, owner,
        new Transcript(snapshot.maxTextChars(), mode.remembers()), mode, allocator);
  }

  private Ready ready(TargetAttempt attempt, Provider provider, UpstreamRequest request) {
    return new Ready(attempt,
        new UpstreamExchange(pools.of(provider, loop), request, timers, attempt, loop));
  }

  /// Whether the client wants a stream.
  boolean streams() {
    return asked.stream();
  }

  /// A call whose body is written anew, since the provider does not speak the client's dialect. What the
  /// target changes in the request is changed in the client's dialect first.
  private Prepared translated(TargetCall call, Translator translator, AttemptOwner owner,
      StreamMode mode) {
    Translation translation;
    try {
      translation = translator.begin(edited(call),
          new Translator.Asking(call.model(), asked.wantsUsage(), thoughts));
    } catch (Unsuited unsuited) {
      return new Unfit(unsuited.error());
    }
    Outgoing outgoing = translation.outgoing();
    if (!dropParams && !outgoing.dropped().isEmpty()) {
      return new Unfit(strict(outgoing.dropped()).error());
    }
    byte[] body = outgoing.body().getBytes(StandardCharsets.UTF_8);
    HttpHeaders headers = headers(call.provider(), call.call(), false);
    outgoing.headers().forEach(headers::set);
    return ready(attempt(call.dropping(outgoing.dropped()), translation, owner, mode),
        call.provider(), new UpstreamRequest(HttpMethod.valueOf(call.call().method()),
            outgoing.path(), headers, new UpstreamRequest.Body(body, body.length), List.of()));
  }

  /// The route lets nothing be left out.
  private static Unsuited strict(List<String> dropped) {
    return Unsuited.cannot(dropped.getFirst(),
        "This target cannot take " + DroppedParams.text(dropped) + ".");
  }

  private JsonMembers edited(TargetCall call) throws Unsuited {
    JsonMembers members = Objects.requireNonNull(asked.members(), "a conversation is JSON");
    List<Edit> edits = edits(call.call(), call.target());
    if (edits.isEmpty()) {
      return members;
    }
    byte[] body = BodyEdits.apply(asked.body().bytes(), 0, asked.body().size(), edits);
    try {
      return new StrictJson(JsonLimits.REQUEST).check(body, 0, body.length);
    } catch (JsonProblem problem) {
      throw Unsuited.wrong("messages",
          "The target's own settings do not fit this request: " + problem.describe() + ".");
    }
  }

  /// What stands in the way of a target's reply, null for nothing.
  @Nullable
  ReplyGuard guard(Target target) {
    return rails == null ? null : rails.reply(target, prompt(target), snapshot.maxTextChars());
  }

  /// What stands in the way of the answer of a copy that is kept, null for nothing.
  @Nullable
  ReplyGuard guardOfCopy(Target target) {
    return rails == null ? null : rails.aside(target, prompt(target), snapshot.maxTextChars());
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
      JsonMembers members = asked.members();
      return members == null ? call.path() : call.rewrite().path(members, call.path());
    }
    return call.rewrite().raw(call.path(), rest);
  }

  /// @param own whether the client's own headers may go along: not to a provider of another dialect
  private HttpHeaders headers(Provider provider, Call call, boolean own) {
    HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory()
        .withValidation(false)
        .newHeaders();
    headers.set(HttpHeaderNames.HOST, provider.baseUrl().getRawAuthority());
    headers.set(HttpHeaderNames.USER_AGENT, "prism");
    if (own) {
      HeaderPolicy.toProvider(head.headers(), headers);
    }
    if (asked.members() != null) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
    }
    headers.set(GatewayHeaders.TRACEPARENT,
        RequestIds.traceparent(ids, head.headers().get(GatewayHeaders.TRACEPARENT)));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      if (header.getValue().isEmpty()) {
        headers.remove(header.getKey());
      } else {
        headers.set(header.getKey(), header.getValue());
      }
    }
    return headers;
  }

  private List<String> dropped(Call call) {
    JsonMembers members = asked.members();
    return members == null ? List.of() : call.rewrite().dropped(members);
  }

  private List<Edit> edits(Call call, Target target) {
    JsonMembers members = asked.members();
    return members == null ? List.of() : TargetEdits.of(call, target, asked, members, metadata);
  }
}
