package dev.prism.server.pipeline;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceRecord.Outcome.Kind;
import dev.prism.routing.Copy;
import dev.prism.routing.ServingPlan;
import dev.prism.server.rails.ReplyGuard;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Sends the copies that a plan asks for, and records what became of them: of a shadow a trace of its
/// own, which names the trace that it is a copy of, so that both answers can be scored as a pair; of a
/// mirror only figures.
final class Copies {
  /// In a shadow's metadata: the trace id of the exchange that it copies.
  static final String COPY_OF = "prism-copy-of";

  private final Gateway gateway;
  private final Dossier dossier;

  Copies(Gateway gateway, Dossier dossier) {
    this.gateway = gateway;
    this.dossier = dossier;
  }

  void send(ServingPlan plan, TargetCaller caller, EventLoop loop) {
    for (Copy copy : plan.copies()) {
      new CopyRun(copy, (attempt, result, blocked) -> ended(plan, copy, attempt, result, blocked),
          loop).start(caller, plan.timeouts().totalMillis());
    }
  }

  private void ended(ServingPlan plan, Copy copy, TargetAttempt attempt, Attempt.Result result,
      @Nullable GatewayError blocked) {
    AttemptLog log = new AttemptLog(dossier.clock(), dossier.snapshot().prices(),
        gateway.metrics());
    log.begun();
    log.ended(attempt, result, blocked == null ? null : blocked.code());
    Cost cost = log.cost();
    copy.done(cost);
    gateway.metrics().copied(plan.route(), copy, result, log.attempts().getFirst());
    if (copy.keepsAnswer()) {
      gateway.traces()
          .accept(trace(copy, attempt, outcome(attempt, result, blocked), log.attempts()));
    }
  }

  private TraceRecord trace(Copy copy, TargetAttempt attempt, TraceRecord.Outcome outcome,
      List<Attempt> attempts) {
    Transcript said = attempt.transcript();
    ReplyGuard guard = attempt.guard();
    TraceRecord.Ids ids = new TraceRecord.Ids(RequestIds.newTrace(ThreadLocalRandom.current()),
        dossier.ids().spanId(), null, dossier.ids().requestId());
    Map<String, String> metadata = new HashMap<>(dossier.caller().metadata());
    metadata.put(COPY_OF, dossier.ids().traceId());
    return new TraceRecord(ids,
        new TraceRecord.Caller(dossier.caller().tenant().name(), dossier.caller().sessionId(),
            dossier.caller().userId(), metadata),
        new TraceRecord.Asked(dossier.asked().endpoint(), dossier.asked().model(),
            dossier.asked().stream(), dossier.clock().startedMicros()),
        dossier.served(attempt, copy.label()), attempts, outcome,
        new TraceRecord.Billing(said.usage(), attempts.getFirst().cost()),
        guard == null ? List.of() : guard.log().verdicts(), dossier.texts(said));
  }

  private TraceRecord.Outcome outcome(TargetAttempt attempt, Attempt.Result result,
      @Nullable GatewayError blocked) {
    boolean whole = result == Attempt.Result.COPY;
    return new TraceRecord.Outcome(
        whole ? Kind.ANSWERED : blocked == null ? Kind.FAILED : Kind.REFUSED, attempt.status(),
        whole ? null : blocked == null ? "copy_failed" : blocked.code(),
        whole ? null : blocked == null ? "provider" : blocked.blame(),
        attempt.transcript().finishReason(), dossier.clock().microsUntil(attempt.firstTokenNanos()),
        dossier.clock().micros());
  }
}
