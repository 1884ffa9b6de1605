package dev.prism.server.pipeline;

import dev.prism.exchange.Cost;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.ClientFault;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceRecord.Outcome.Kind;
import dev.prism.routing.Flip;
import dev.prism.routing.RequestFacts;
import dev.prism.routing.RoutingDecision;
import dev.prism.routing.ServingPlan;
import dev.prism.server.rails.Blocked;
import dev.prism.server.rails.ExchangeRails;
import dev.prism.server.upstream.Timers;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request, from its head to its trace. Confined to the event loop of its client's channel.
///
/// The head is judged first, so that who may not ask sends no body for nothing. Then the stages of
/// [#JOURNEY] run over the whole request; each passes it on or says why not. [Attempts] fetch the answer
/// and [Response] sends it. Whatever the way out, [#close] runs once.
final class Exchange {
  private static final GatewayError CUT_OVER = new GatewayFault(503, "cut_over",
      "This route's requests were moved to another target; send the request again.");
  private static final GatewayError BAD_METADATA = new ClientFault(400, "invalid_request_error",
      "x-prism-metadata must be a JSON object of strings.");
  private static final List<Stage> JOURNEY = List.of(Exchange::parse, Exchange::admit,
      Exchange::route, Exchange::inspect, Exchange::send);
  /// The stage at which an exchange that is decided anew begins again.
  private static final int ROUTE = 2;

  /// A stage of the journey: null when the request goes on, otherwise why it does not.
  private interface Stage {
    @Nullable
    GatewayError take(Exchange exchange);
  }

  private final Gateway gateway;
  private final Snapshot snapshot;
  private final ChannelHandlerContext ctx;
  private final HttpRequest head;
  private final Consumer<ChannelHandlerContext> next;
  private final Intake intake;
  private final Dossier dossier;
  private final Response response;
  private @Nullable TenantMeter meter;
  private TenantMeter.Reservation reservation = TenantMeter.Reservation.NONE;
  private @Nullable Attempts attempts;
  private ExchangeRails.@Nullable Outcome inspected;
  private int stage;
  private boolean waiting;
  /// The plan was cut over while the rails still looked at the request.
  private boolean outdated;
  /// How the attempts go on after a cut, null before one.
  private @Nullable StreamMode cutMode;
  private boolean closed;

  /// @param next called when the exchange is over and the connection is free for another
  Exchange(Gateway gateway, ChannelHandlerContext ctx, HttpRequest head,
      Consumer<ChannelHandlerContext> next) {
    this.gateway = gateway;
    this.ctx = ctx;
    this.head = head;
    this.next = next;
    snapshot = gateway.live().get();
    intake = new Intake(head, snapshot.maxBodyBytes());
    dossier = new Dossier(snapshot, intake.endpoint(), RequestIds.of(head.headers()),
        gateway.metrics());
    response = new Response(ctx, head, dossier, this::describeLimits, this::close);
    if (gateway.connections().draining() || gateway.clients().isLean()) {
      response.closeAfter();
    }
    gateway.connections().exchangeBegan();
  }

  // What comes from the client.

  /// The head is there: who asks, for which endpoint, and may the body come?
  void head() {
    if (intake.refusal() == null) {
      GatewayError error = gateway.clients().shed();
      if (error == null) {
        error = authenticate();
      }
      if (error != null) {
        intake.refuse(error);
      }
    }
    if (!answerEarly() && intake.expectsContinue()) {
      response.proceed();
    }
  }

  void content(ByteBuf bytes) {
    intake.content(bytes);
    answerEarly();
  }

  private boolean answerEarly() {
    GatewayError refusal = intake.refusal();
    if (!closed && refusal != null && intake.mustAnswerEarly()) {
      response.closeAfter();
      response.fails(refusal);
    }
    return closed;
  }

  /// The request is whole: the journey begins.
  void received() {
    goOn(intake.refusal());
  }

  /// Passes the request through the stages that are left, until one has to wait.
  private void goOn(@Nullable GatewayError refusal) {
    GatewayError error = refusal;
    while (error == null && !waiting && stage < JOURNEY.size()) {
      error = JOURNEY.get(stage++).take(this);
    }
    if (error != null && !closed) {
      response.fails(error);
    }
  }

  /// The request breaks the rules of HTTP: nothing behind it can be trusted either.
  void malformed(Throwable cause) {
    if (!closed) {
      unsound(Intake.malformed(cause));
    }
  }

  /// As [#malformed], for a head that HTTP may allow and the gateway does not.
  void unsound(GatewayError problem) {
    if (!closed) {
      response.closeAfter();
      response.fails(problem);
    }
  }

  /// The client takes more again, or no more for now.
  void writabilityChanged(boolean writable) {
    if (attempts != null) {
      attempts.reading(writable);
    }
  }

  /// The client has left: the providers are told at once.
  void clientGone() {
    if (!closed) {
      dossier.outcome(Kind.CANCELLED, null);
      close();
    }
  }

  /// A bug was caught: the client is told if it can be, and nothing is left behind.
  void fault() {
    if (!closed) {
      response.closeAfter();
      response.fails(new GatewayFault(500, "internal_error", "The gateway failed; this is a bug."));
    }
  }

  // The stages of the journey, in order.

  private @Nullable GatewayError authenticate() {
    return switch (snapshot.authenticator().authenticate(head.headers(), ctx.channel())) {
      case Authenticator.Result.Unknown(GatewayError error) -> error;
      case Authenticator.Result.Known(TenantMeter known, String key) -> {
        meter = known;
        Caller caller = Caller.of(known.tenant(), key, head.headers());
        if (caller == null) {
          yield BAD_METADATA;
        }
        dossier.caller(caller);
        yield gateway.clients().claim(key, ctx.channel());
      }
    };
  }

  private @Nullable GatewayError parse() {
    return switch (gateway.readers()
        .get()
        .read(intake.endpoint(), intake.body(), intake.isJson())) {
      case RequestReader.Result.Refused(GatewayError error) -> error;
      case RequestReader.Result.Read(AskedRequest read) -> {
        dossier.asked(read, intake.path(), head.headers());
        yield null;
      }
    };
  }

  private @Nullable GatewayError admit() {
    if (!dossier.caller().tenant().mayUse(dossier.route()) && !dossier.route().isEmpty()) {
      return new ClientFault(403, "permission_denied", "The API key may not use this route.");
    }
    if (meter == null) {
      return null;
    }
    long second = Clocked.second();
    long estimate = dossier.asked().tokenEstimate();
    GatewayError error = meter.admit(estimate, second);
    if (error == null) {
      reservation = new TenantMeter.Reservation(estimate, second);
    }
    return error;
  }

  private @Nullable GatewayError route() {
    if (intake.endpoint() == Endpoint.MODELS) {
      response.models(intake.path().rest());
      return null;
    }
    RoutingDecision decision = decide();
    dossier.revision(decision.revision());
    return switch (decision) {
      case RoutingDecision.Refuse(GatewayError error, long _) -> error;
      case RoutingDecision.Forward(ServingPlan plan) -> {
        dossier.plan(plan);
        if (attempts != null) {
          dossier.abandonCopies();
        }
        yield null;
      }
    };
  }

  private RoutingDecision decide() {
    RequestFacts facts = dossier.facts(head.headers());
    String pinned = head.headers().get(EvalPass.TARGET_HEADER);
    return pinned != null && snapshot.pass().admits(dossier.caller())
        ? snapshot.router().pinned(facts, pinned)
        : snapshot.router().decide(facts);
  }

  /// The input and retrieval rails. They come behind the route, since it says which ones stand here.
  private @Nullable GatewayError inspect() {
    ServingPlan plan = dossier.plan();
    if (plan == null
        || !ExchangeRails.stand(snapshot.rails(), dossier.caller().tenant().name(), plan)) {
      return null;
    }
    ExchangeRails rails = ExchangeRails.of(snapshot.rails(), gateway.scanning().pool(),
        gateway.scanning().metrics(), ctx.channel().eventLoop(), dossier.railQuestion(), plan);
    dossier.rails(rails);
    rails.inspect(dossier.asked().body().bytes(), dossier.asked().body().size(), plan,
        this::inspected);
    if (inspected == null) {
      waiting = true;
      return null;
    }
    return take(rails, inspected);
  }

  private void inspected(ExchangeRails.Outcome outcome) {
    inspected = outcome;
    ExchangeRails rails = dossier.rails();
    if (waiting && !closed && rails != null) {
      waiting = false;
      try {
        goOn(rails, outcome);
      } catch (RuntimeException bug) {
        gateway.faults().report(bug);
        fault();
      }
    }
  }

  private void goOn(ExchangeRails rails, ExchangeRails.Outcome outcome) {
    if (outdated) {
      outdated = false;
      if (attempts == null) {
        dossier.abandonCopies();
      }
      decideAnew(null);
    } else {
      goOn(take(rails, outcome));
    }
  }

  private @Nullable GatewayError take(ExchangeRails rails, ExchangeRails.Outcome outcome) {
    return switch (outcome) {
      case ExchangeRails.Outcome.Stopped(Blocked by) -> {
        if (by.isPrivate()) {
          dossier.withhold();
        }
        yield by.error();
      }
      case ExchangeRails.Outcome.Pass(boolean changed) -> changed ? redacted(rails.body()) : null;
    };
  }

  private @Nullable GatewayError redacted(byte[] body) {
    return switch (gateway.readers()
        .get()
        .read(intake.endpoint(), new UpstreamRequest.Body(body, body.length), intake.isJson())) {
      case RequestReader.Result.Refused(GatewayError error) -> error;
      case RequestReader.Result.Read(AskedRequest read) -> {
        dossier.redacted(read);
        yield null;
      }
    };
  }

  private @Nullable GatewayError send() {
    ServingPlan plan = dossier.plan();
    if (plan == null) {
      return null;
    }
    StreamMode cut = cutMode;
    Attempts before = attempts;
    if (cut != null && before != null) {
      fetch(plan, Math.max(1, before.remainingMillis()), cut);
      return null;
    }
    String counted = TokenCount.json(plan, snapshot, dossier.asked());
    if (counted != null) {
      response.json(counted);
      return null;
    }
    TargetCaller caller = fetch(plan, CallLimits.wantedMillis(head.headers()),
        StreamMode.of(plan, intake.endpoint()));
    new Copies(gateway, dossier).send(plan, caller, ctx.channel().eventLoop());
    return null;
  }

  /// @param wanted the client's own limit on the whole exchange in milliseconds; 0 for none
  private TargetCaller fetch(ServingPlan plan, long wanted, StreamMode mode) {
    Timers timers = CallLimits.of(plan.timeouts(), dossier.asked().stream(), wanted);
    TargetCaller caller = new TargetCaller(gateway, dossier, head, plan, timers, ctx);
    Attempts fetching = new Attempts(plan.start(wanted), caller, response, dossier.log(), mode,
        ctx.channel().eventLoop());
    attempts = fetching;
    fetching.start();
    return caller;
  }

  /// Flips are in force that take requests in flight with them: if this is one, it is decided anew and
  /// begins anew in the time that is left. Its copies have been made.
  void cutOver(List<Flip> cuts) {
    ServingPlan plan = dossier.plan();
    if (closed || plan == null || cuts.stream().noneMatch(plan::isCutBy)) {
      return;
    }
    Attempts before = attempts;
    if (waiting) {
      outdated = true;
    } else if (before != null) {
      StreamMode mode = before.cut();
      cutMode = mode;
      decideAnew(mode == null ? CUT_OVER : null);
    }
  }

  private void decideAnew(@Nullable GatewayError error) {
    stage = ROUTE;
    inspected = null;
    goOn(error);
  }

  private void describeLimits(HttpHeaders headers) {
    if (meter != null) {
      meter.describe(headers, Clocked.second());
    }
  }

  // The end.

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (attempts != null) {
      attempts.cancel();
    } else {
      dossier.abandonCopies();
    }
    gateway.connections().exchangeEnded();
    TraceRecord trace = dossier.trace(response.status());
    if (meter != null) {
      Cost known = trace.billing().cost();
      long cost = (known == null ? 0 : known.picoDollars()) + dossier.log().estimatedPicoDollars();
      meter.settle(reservation, dossier.usedTokens(), cost, Clocked.second());
    }
    gateway.metrics().ended(trace, dossier.routeLabel());
    gateway.traces().accept(trace);
    next.accept(ctx);
  }
}
