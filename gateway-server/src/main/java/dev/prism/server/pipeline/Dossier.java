package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.Tenant;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceRecord.Outcome.Kind;
import dev.prism.exchange.TraceText;
import dev.prism.routing.RequestFacts;
import dev.prism.routing.ServingPlan;
import dev.prism.server.rails.ExchangeRails;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of an exchange so far, filled in stage by stage: the source of its headers, and in the
/// end of its trace.
final class Dossier {
  private final Snapshot snapshot;
  private final TraceRecord.Ids ids;
  private final Clocked clock = Clocked.now();
  private final AttemptLog log;
  private Caller caller = Caller.NOBODY;
  private AskedRequest asked;
  private String route = "";
  private String rest = "";
  private long revision;
  private @Nullable ServingPlan plan;
  private @Nullable TargetAttempt answer;
  private Kind kind = Kind.FAILED;
  private @Nullable GatewayError error;
  private @Nullable ExchangeRails rails;
  private boolean withheld;

  Dossier(Snapshot snapshot, Endpoint endpoint, TraceRecord.Ids ids, Metrics metrics) {
    this.snapshot = snapshot;
    this.ids = ids;
    log = new AttemptLog(clock, snapshot.prices(), metrics);
    asked = AskedRequest.bare(endpoint, UpstreamRequest.Body.EMPTY);
    revision = snapshot.router().table().number();
  }

  // What the stages find.

  void caller(Caller known) {
    caller = known;
  }

  void asked(AskedRequest read, EndpointPath path, HttpHeaders headers) {
    asked = read;
    String wanted = headers.get(GatewayHeaders.ROUTE);
    if (read.endpoint() == Endpoint.PASSTHROUGH) {
      String model = path.model().isEmpty() ? read.model() : path.model();
      route = path.provider() + "/" + (model.isEmpty() ? "passthrough" : model);
      rest = path.afterProvider();
    } else {
      route = wanted == null ? read.model() : wanted;
    }
  }

  /// The rails in the way of this exchange.
  void rails(ExchangeRails standing) {
    rails = standing;
  }

  /// The request as the rails have left it.
  void redacted(AskedRequest changed) {
    asked = changed;
  }

  /// A rail has blocked the request: its text stays out of the trace, for it may be what must not be seen.
  void withhold() {
    withheld = true;
  }

  void revision(long decided) {
    revision = decided;
  }

  void plan(ServingPlan decided) {
    plan = decided;
  }

  /// This attempt answers the client.
  void answer(TargetAttempt attempt) {
    answer = attempt;
  }

  void outcome(Kind ending, @Nullable GatewayError why) {
    kind = ending;
    error = why;
  }

  /// The request will not be sent: nor will its copies.
  void abandonCopies() {
    if (plan != null) {
      plan.copies().forEach(copy -> copy.done(null));
    }
  }

  // What others ask.

  /// What rails need to know of the request.
  ExchangeRails.Asked railQuestion() {
    int query = rest.indexOf('?');
    return new ExchangeRails.Asked(asked.endpoint(), asked.members() != null,
        query < 0 ? "" : rest.substring(query + 1), caller.tenant().name(), caller.metadata());
  }

  RequestFacts facts(HttpHeaders headers) {
    Tenant tenant = caller.tenant();
    return new RequestFacts(
        new RequestFacts.Caller(caller.sessionId(), caller.userId(), tenant.name(),
            caller.key().isEmpty(), caller.key().isEmpty() ? null : caller.key(), ids.requestId()),
        route, asked.model(), asked.stream(), asked.tokenEstimate(), caller.metadata(),
        headers::get);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  TraceRecord.Ids ids() {
    return ids;
  }

  Clocked clock() {
    return clock;
  }

  AttemptLog log() {
    return log;
  }

  Caller caller() {
    return caller;
  }

  AskedRequest asked() {
    return asked;
  }

  String route() {
    return route;
  }

  /// The route as a label of metrics: one that the configuration has, or the provider of a pair. What a
  /// client made up is no label.
  String routeLabel() {
    ServingPlan decided = plan;
    if (decided == null) {
      return "";
    }
    return snapshot.router().table().routes().containsKey(decided.route())
        ? decided.route()
        : decided.targets().getFirst().provider() + "/*";
  }

  /// Path and query of a raw passthrough, behind the provider's name.
  String rest() {
    return rest;
  }

  long revision() {
    return revision;
  }

  @Nullable
  ServingPlan plan() {
    return plan;
  }

  @Nullable
  TargetAttempt answer() {
    return answer;
  }

  /// Whether another target answers than the one that the route would serve when healthy and unflipped.
  boolean fallbackUsed() {
    return plan != null && answer != null && plan.isFallback(answer.call().target());
  }

  /// The model that the provider named, else the one that was asked of it.
  String modelUsed(TargetAttempt attempt) {
    String named = attempt.transcript().model();
    return named.isEmpty() ? attempt.call().model() : named;
  }

  /// What the exchange really used, of all its attempts; estimates where nobody said.
  long usedTokens() {
    long used = 0;
    for (Attempt attempt : log.attempts()) {
      used += attempt.usage().total();
    }
    boolean silent = answer != null && kind == Kind.ANSWERED && !answer.transcript().usageKnown();
    return silent ? used + asked.tokenEstimate() : used;
  }

  /// Null when none stands in the way.
  @Nullable
  ExchangeRails rails() {
    return rails;
  }

  // The end of it.

  TraceRecord trace(int status) {
    TargetAttempt served = answer;
    Transcript said = served == null ? null : served.transcript();
    Cost cost = log.cost();
    return new TraceRecord(ids,
        new TraceRecord.Caller(caller.tenant().name(), caller.sessionId(), caller.userId(),
            caller.metadata()),
        new TraceRecord.Asked(
            asked.endpoint(), asked.model(), asked.stream(), clock.startedMicros()),
        served(served), log.attempts(),
        new TraceRecord.Outcome(kind, status, error == null ? null : error.code(),
            error == null ? null : error.blame(), said == null ? null : said.finishReason(),
            served == null ? -1 : clock.microsUntil(served.firstTokenNanos()), clock.micros()),
        new TraceRecord.Billing(said == null ? TokenUsage.NONE : said.usage(), cost),
        rails == null ? List.of() : rails.log().verdicts(), texts(said));
  }

  private TraceRecord.Served served(@Nullable TargetAttempt attempt) {
    return attempt == null
        ? new TraceRecord.Served(route, revision, plan == null ? "" : plan.strategy(), "", "", "",
            null, false, plan == null ? null : plan.incident())
        : served(attempt, plan == null ? "" : plan.strategy());
  }

  TraceRecord.Served served(TargetAttempt attempt, String strategy) {
    return new TraceRecord.Served(route, revision, strategy, attempt.call().name(),
        attempt.provider().name(), modelUsed(attempt), attempt.call().promptVersion(),
        plan != null && plan.isFallback(attempt.call().target()),
        plan == null ? null : plan.incident());
  }

  TraceRecord.Texts texts(@Nullable Transcript said) {
    int max = snapshot.maxTextChars();
    if (max == 0 || withheld) {
      return TraceRecord.Texts.NONE;
    }
    int kept = Math.min(asked.body().size(), max);
    byte[] bytes = asked.body().bytes();
    // The start of a long body alone: a trace that waits must not hold the rest of it.
    byte[] start = bytes.length > 2 * kept ? Arrays.copyOf(bytes, kept) : bytes;
    return new TraceRecord.Texts(new TraceText(start, kept), said == null ? null : said.text(),
        kept < asked.body().size() || (said != null && said.truncated()));
  }
}
