package dev.prism.store;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.Score;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trace as one JSON object: the line of the file sink and the answer of `GET /api/traces/{id}`.
/// Names are snake_case, times end in their unit (`started_at` is RFC 3339 with microseconds), money is
/// US dollars as an exact decimal. What is unknown or empty is left out; so is a usage bucket of zero,
/// but for `input` and `output`. One thread.
public final class TraceJson {
  private static final long MICROS = 1_000_000;
  private static final long PICO = 1_000_000_000_000L;

  private final JsonBytes out;
  private final char[] digits = new char[12];
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  TraceJson(JsonBytes out) {
    this.out = out;
  }

  /// The object in UTF-8, without a line end.
  public static byte[] bytes(TraceRecord trace) {
    JsonBytes json = new JsonBytes(4 << 10);
    new TraceJson(json).write(trace);
    return json.toByteArray();
  }

  /// The same with the scores of the exchange, and what applications say of it.
  ///
  /// @param spans JSON objects as they stand
  public static byte[] bytes(TraceRecord trace, List<Score> scores, List<String> spans) {
    JsonBytes json = new JsonBytes(4 << 10);
    TraceJson writer = new TraceJson(json);
    json.open('{');
    writer.members(trace);
    writer.scores(scores);
    if (!spans.isEmpty()) {
      json.name("spans").open('[');
      spans.forEach(json::json);
      json.close(']');
    }
    json.close('}');
    return json.toByteArray();
  }

  void write(TraceRecord trace) {
    out.open('{');
    members(trace);
    out.close('}');
  }

  private void members(TraceRecord trace) {
    ids(trace.ids());
    caller(trace.caller());
    asked(trace.asked());
    served(trace.served());
    outcome(trace.outcome());
    usage(trace.billing().usage());
    cost(trace.billing().cost());
    attempts(trace);
    rails(trace);
    texts(trace.texts());
  }

  private void scores(List<Score> scores) {
    out.name("scores").open('[');
    for (Score score : scores) {
      out.open('{');
      text("rubric", score.rubric());
      out.name("value").raw(Double.toString(score.value()));
      out.name("percent").raw(Double.toString(score.percent()));
      text("by", score.by().id());
      text("version", score.by().version());
      text("kind", ScoreRows.kind(score.by().kind()));
      out.name("probability").raw(Double.toString(score.probability()));
      out.name("at").string(time(score.atMicros()));
      text("reason", score.reason());
      text("explanation", score.explanation());
      out.close('}');
    }
    out.close(']');
  }

  private void ids(TraceRecord.Ids ids) {
    text("trace_id", ids.traceId());
    text("span_id", ids.spanId());
    text("parent_id", ids.parentId());
    text("request_id", ids.requestId());
  }

  private void caller(TraceRecord.Caller caller) {
    text("tenant", caller.tenant());
    text("session_id", caller.sessionId());
    text("user_id", caller.userId());
    if (!caller.metadata().isEmpty()) {
      out.name("metadata").open('{');
      for (Map.Entry<String, String> entry : caller.metadata().entrySet()) {
        out.string(entry.getKey());
        out.colon();
        out.string(entry.getValue());
      }
      out.close('}');
    }
  }

  private void asked(TraceRecord.Asked asked) {
    out.name("started_at").string(time(asked.startedAtMicros()));
    out.name("endpoint").string(asked.endpoint().label());
    text("model", asked.model());
    out.name("stream").bool(asked.stream());
  }

  private void served(TraceRecord.Served served) {
    if (served.route().isEmpty()) {
      return;
    }
    out.name("route").string(served.route());
    out.name("revision").number(served.revision());
    text("strategy", served.strategy());
    text("target", served.target());
    text("provider", served.provider());
    text("model_used", served.modelUsed());
    text("prompt_version", served.promptVersion());
    out.name("fallback_used").bool(served.fallbackUsed());
    text("incident", served.incident());
  }

  private void outcome(TraceRecord.Outcome outcome) {
    out.name("outcome").string(label(outcome.kind()));
    out.name("status").number(outcome.status());
    text("error", outcome.error());
    text("blame", outcome.blame());
    text("finish_reason", outcome.finishReason());
    firstToken(outcome.firstTokenMicros());
    out.name("duration_micros").number(outcome.durationMicros());
  }

  private void attempts(TraceRecord trace) {
    out.name("attempts").open('[');
    for (Attempt attempt : trace.attempts()) {
      out.open('{');
      text("target", attempt.target());
      text("provider", attempt.provider());
      text("model", attempt.model());
      out.name("status").number(attempt.status());
      out.name("result").string(label(attempt.result()));
      text("error", attempt.error());
      out.name("started_micros").number(attempt.startedMicros());
      firstToken(attempt.firstTokenMicros());
      out.name("duration_micros").number(attempt.durationMicros());
      usage(attempt.usage());
      cost(attempt.cost());
      if (attempt.estimated()) {
        out.name("estimated").bool(true);
      }
      out.close('}');
    }
    out.close(']');
  }

  private void rails(TraceRecord trace) {
    if (trace.rails().isEmpty()) {
      return;
    }
    out.name("rails").open('[');
    for (RailVerdict verdict : trace.rails()) {
      out.open('{');
      text("rail", verdict.rail());
      text("scanner", verdict.scanner());
      text("action", verdict.action());
      text("rule", verdict.rule());
      out.name("score")
          .raw(Double.isFinite(verdict.score()) ? Double.toString(verdict.score()) : "0");
      out.name("micros").number(verdict.micros());
      if (!verdict.hash().isEmpty()) {
        text("hash", verdict.hash());
      }
      out.close('}');
    }
    out.close(']');
  }

  private void texts(TraceRecord.Texts texts) {
    TraceText request = texts.request();
    if (request != null) {
      out.name("request").string(request.utf8(), request.size());
    }
    text("response", texts.response());
    if (texts.truncated()) {
      out.name("truncated").bool(true);
    }
  }

  private void usage(TokenUsage usage) {
    if (usage.total() == 0) {
      return;
    }
    out.name("usage").open('{');
    out.name("input").number(usage.input());
    bucket("cache_read", usage.cacheRead());
    bucket("cache_write_5m", usage.cacheWrite5m());
    bucket("cache_write_1h", usage.cacheWrite1h());
    out.name("output").number(usage.output());
    bucket("reasoning", usage.reasoning());
    bucket("audio_input", usage.audioInput());
    bucket("audio_output", usage.audioOutput());
    out.close('}');
  }

  private void bucket(String name, long tokens) {
    if (tokens != 0) {
      out.name(name).number(tokens);
    }
  }

  private void firstToken(long micros) {
    if (micros >= 0) {
      out.name("first_token_micros").number(micros);
    }
  }

  private void cost(@Nullable Cost cost) {
    if (cost != null) {
      out.name("cost_usd").raw(dollars(cost.picoDollars()));
    }
  }

  /// The exact amount, without zeros at its end.
  private String dollars(long pico) {
    long fraction = pico % PICO;
    if (fraction == 0) {
      return Long.toString(pico / PICO);
    }
    for (int i = digits.length - 1; i >= 0; i--) {
      digits[i] = (char) ('0' + fraction % 10);
      fraction /= 10;
    }
    int length = digits.length;
    while (digits[length - 1] == '0') {
      length--;
    }
    return pico / PICO + "." + new String(digits, 0, length);
  }

  private String time(long epochMicros) {
    long seconds = Math.floorDiv(epochMicros, MICROS);
    if (seconds != second) {
      String whole = Instant.ofEpochSecond(seconds).toString();
      second = seconds;
      secondText = whole.substring(0, whole.length() - 1) + ".";
    }
    String micros = Long.toString(MICROS + Math.floorMod(epochMicros, MICROS));
    return secondText + micros.substring(1) + "Z";
  }

  private void text(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.name(name).string(value);
    }
  }

  static String label(Attempt.Result result) {
    return switch (result) {
      case ANSWERED -> "answered";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case LOST_RACE -> "lost_race";
      case COPY -> "copy";
    };
  }

  static String label(TraceRecord.Outcome.Kind kind) {
    return switch (kind) {
      case ANSWERED -> "answered";
      case REFUSED -> "refused";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
    };
  }
}
