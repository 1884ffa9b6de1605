package dev.prism.store;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A trace as OpenTelemetry spans: the exchange, and each call of a provider as its child. Attributes
/// follow the GenAI semantic conventions; what those have no name for is `prism.*`. Request and response
/// text stay out, as the conventions have it by default. `server.address` is absent, since the record
/// keeps a provider's name and not its address.
final class TraceSpans {
  private static final AttributeKey<List<String>> FINISH_REASONS = AttributeKey
      .stringArrayKey("gen_ai.response.finish_reasons");
  private static final long SPAN_ID_STEP = 0x9E3779B97F4A7C15L;

  private TraceSpans() {}

  static void add(TraceRecord trace, List<SpanData> spans) {
    SpanContext own = context(trace, trace.ids().spanId());
    spans.add(exchange(trace, own));
    for (int i = 0; i < trace.attempts().size(); i++) {
      spans.add(attempt(trace, own, i));
    }
  }

  private static SpanData exchange(TraceRecord trace, SpanContext own) {
    TraceRecord.Ids ids = trace.ids();
    TraceRecord.Outcome outcome = trace.outcome();
    String parent = ids.parentId();
    SpanContext caller = parent == null ? SpanContext.getInvalid() : context(trace, parent);
    String operation = operation(trace.asked().endpoint());
    return new TraceSpan(operation + " " + trace.asked().model(), SpanKind.SERVER,
        new TraceSpan.Place(own, caller), status(outcome.error()),
        times(trace.asked().startedAtMicros(), outcome.durationMicros()),
        new TraceSpan.Details(exchangeAttributes(trace, operation), rails(trace)));
  }

  private static Attributes exchangeAttributes(TraceRecord trace, String operation) {
    TraceRecord.Served served = trace.served();
    TraceRecord.Outcome outcome = trace.outcome();
    AttributesBuilder to = Attributes.builder()
        .put("gen_ai.operation.name", operation)
        .put("gen_ai.request.model", trace.asked().model())
        .put("http.response.status_code", outcome.status())
        .put("prism.request_id", trace.ids().requestId())
        .put("prism.endpoint", trace.asked().endpoint().label())
        .put("prism.stream", trace.asked().stream())
        .put("prism.tenant", trace.caller().tenant())
        .put("prism.outcome", TraceJson.label(outcome.kind()));
    put(to, "gen_ai.provider.name", served.provider());
    put(to, "gen_ai.response.model", served.modelUsed());
    put(to, "gen_ai.conversation.id", trace.caller().sessionId());
    put(to, "user.id", trace.caller().userId());
    put(to, "error.type", outcome.error());
    put(to, "prism.blame", outcome.blame());
    String finish = outcome.finishReason();
    if (finish != null) {
      to.put(FINISH_REASONS, List.of(finish));
    }
    usage(to, trace.billing().usage());
    var cost = trace.billing().cost();
    if (cost != null) {
      to.put("prism.cost_usd", cost.dollars().doubleValue());
    }
    if (outcome.firstTokenMicros() >= 0) {
      to.put("prism.first_token_micros", outcome.firstTokenMicros());
    }
    served(to, served);
    trace.caller().metadata().forEach((name, value) -> to.put("prism.metadata." + name, value));
    return to.build();
  }

  private static void served(AttributesBuilder to, TraceRecord.Served served) {
    if (served.route().isEmpty()) {
      return;
    }
    to.put("prism.route", served.route());
    to.put("prism.revision", served.revision());
    to.put("prism.fallback_used", served.fallbackUsed());
    put(to, "prism.routing_strategy", served.strategy());
    put(to, "prism.target", served.target());
    put(to, "prism.prompt_version", served.promptVersion());
    put(to, "prism.incident", served.incident());
  }

  private static SpanData attempt(TraceRecord trace, SpanContext parent, int index) {
    Attempt attempt = trace.attempts().get(index);
    String operation = operation(trace.asked().endpoint());
    AttributesBuilder to = Attributes.builder()
        .put("gen_ai.operation.name", operation)
        .put("gen_ai.provider.name", attempt.provider())
        .put("gen_ai.request.model", attempt.model())
        .put("prism.target", attempt.target())
        .put("prism.attempt", index + 1L)
        .put("prism.result", TraceJson.label(attempt.result()));
    if (attempt.status() != 0) {
      to.put("http.response.status_code", attempt.status());
    }
    if (attempt.firstTokenMicros() >= 0) {
      to.put("prism.first_token_micros", attempt.firstTokenMicros());
    }
    put(to, "error.type", attempt.error());
    usage(to, attempt.usage());
    if (attempt.estimated()) {
      to.put("prism.usage_estimated", true);
    }
    var cost = attempt.cost();
    if (cost != null) {
      to.put("prism.cost_usd", cost.dollars().doubleValue());
    }
    return new TraceSpan(operation + " " + attempt.model(), SpanKind.CLIENT,
        new TraceSpan.Place(context(trace, childId(trace, index)), parent), status(attempt.error()),
        times(trace.asked().startedAtMicros() + attempt.startedMicros(), attempt.durationMicros()),
        new TraceSpan.Details(to.build(), List.of()));
  }

  private static List<EventData> rails(TraceRecord trace) {
    List<EventData> events = new ArrayList<>(trace.rails().size());
    TraceSpan.Times times = times(trace.asked().startedAtMicros(),
        trace.outcome().durationMicros());
    for (RailVerdict verdict : trace.rails()) {
      if (!verdict.found()) {
        continue;
      }
      Attributes details = Attributes.builder()
          .put("prism.rail", verdict.rail())
          .put("prism.scanner", verdict.scanner())
          .put("prism.action", verdict.action())
          .put("prism.rule", verdict.rule())
          .put("prism.score", verdict.score())
          .put("prism.scan_micros", verdict.micros())
          .build();
      events.add(EventData.create(times.endEpochNanos(), "prism.guardrail", details));
    }
    return events;
  }

  private static void usage(AttributesBuilder to, TokenUsage usage) {
    if (usage.total() == 0) {
      return;
    }
    to.put("gen_ai.usage.input_tokens", usage.prompt());
    to.put("gen_ai.usage.output_tokens", usage.completion());
    if (usage.cacheRead() != 0) {
      to.put("gen_ai.usage.cache_read.input_tokens", usage.cacheRead());
    }
    long written = usage.cacheWrite5m() + usage.cacheWrite1h();
    if (written != 0) {
      to.put("gen_ai.usage.cache_creation.input_tokens", written);
    }
    if (usage.reasoning() != 0) {
      to.put("prism.usage.reasoning_tokens", usage.reasoning());
    }
  }

  private static String operation(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, RESPONSES, MESSAGES -> "chat";
      case COMPLETIONS -> "text_completion";
      case EMBEDDINGS -> "embeddings";
      case COUNT_TOKENS, MODELS, PASSTHROUGH -> endpoint.label();
    };
  }

  private static StatusData status(@Nullable String error) {
    return error == null ? StatusData.unset() : StatusData.create(StatusCode.ERROR, error);
  }

  private static TraceSpan.Times times(long startMicros, long durationMicros) {
    return new TraceSpan.Times(TimeUnit.MICROSECONDS.toNanos(startMicros),
        TimeUnit.MICROSECONDS.toNanos(startMicros + durationMicros));
  }

  /// Spread from the exchange's own id, so that a trace sent twice has the same spans.
  private static String childId(TraceRecord trace, int index) {
    long own = Long.parseUnsignedLong(trace.ids().spanId(), 16);
    long id = own + (index + 1) * SPAN_ID_STEP;
    return SpanId.fromLong(id == 0 ? 1 : id);
  }

  private static SpanContext context(TraceRecord trace, String spanId) {
    return SpanContext.create(trace.ids().traceId(), spanId, TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static void put(AttributesBuilder to, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      to.put(name, value);
    }
  }
}
