package dev.prism.perf.jmh;

import dev.prism.evals.CheckSettings;
import dev.prism.evals.Reading;
import dev.prism.evals.Scoring;
import dev.prism.exchange.Attempt;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The checks and local statistics of all traffic over one exchange: the request read anew, every scorer
/// asked. Sampled, since the tail is what counts.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ScoringBenchmark {
  private static final String[] SENTENCES = {"Returns are accepted within 30 days of delivery. ",
      "Shoes must be unworn and in their original box. ",
      "Refunds go to the original card in 5 business days after the parcel has arrived. ",
      "The warehouse in Oslo prints a label for each parcel that comes back. ",
      "Gift cards and sale items cannot be sent back to us. "};

  /// Of the answer, in characters.
  @Param({"200", "2000"})
  public int answer;

  /// Of the retrieved text, in characters.
  @Param({"0", "4000"})
  public int context;

  private final Scoring scoring = Scoring.of(CheckSettings.DEFAULT);
  private TraceRecord trace = trace("", "");

  /// Makes the exchange.
  @Setup
  public void exchange() {
    String retrieved = context == 0 ? "" : "<context>" + text(context) + "</context> ";
    trace = trace("{\"model\":\"desk\",\"messages\":[{\"role\":\"system\",\"content\":\""
        + "You answer questions about orders, kindly and briefly.\"},{\"role\":\"user\",\"content\":\""
        + retrieved + "How long do I have to return shoes, and when is the refund paid?\"}]}",
        text(answer));
  }

  private static String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append(SENTENCES[(i * 7) % SENTENCES.length]).append("Case ").append(i).append(": ");
    }
    text.setLength(length);
    return text.toString();
  }

  private static TraceRecord trace(String request, String response) {
    return new TraceRecord(
        new TraceRecord.Ids("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", null, "r"),
        new TraceRecord.Caller("acme", null, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "desk", false, 1_795_000_000_000_000L),
        new TraceRecord.Served("desk", 1, "primary", "stable", "sim", "sim-small", null, false,
            null),
        List.of(new Attempt("stable", "sim", "sim-small", 200, Attempt.Result.ANSWERED, null, 1, 2,
            3, TokenUsage.of(1, 1), null)),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 2, 3),
        new TraceRecord.Billing(TokenUsage.of(1, 1), null), List.of(),
        new TraceRecord.Texts(TraceText.of(request), response, false));
  }

  @Benchmark
  public List<Score> score() {
    return scoring.score(Reading.of(trace), 1);
  }
}
