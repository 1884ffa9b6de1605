package dev.prism.perf.jmh;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.perf.detect.SimulatedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

/// What one exchange costs in the whole path of detection: six checks and four judged rubrics, each in the
/// route's stream and in its tenant's, among so many streams; its question of sixty words is read for the mix.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DetectionBenchmark {
  private static final int SCORES = 10;
  private static final int CHECKS = 6;
  private static final int WORDS = 60;

  @Param({"20", "10000"})
  public int streams;

  /// Its history takes a day and more, so that all streams know what is usual and bet against it.
  private static final Duration BETWEEN_PASSES = Duration.ofMinutes(20);
  private static final int PASSES = 100;

  private final SimulatedClock clock = new SimulatedClock();
  private final Detection detection = new Detection(DetectSettings.DEFAULT,
      new Detection.Surroundings(_ -> {}, _ -> {}, _ -> false), clock);
  private final List<ScoredTrace> traces = new ArrayList<>();
  private int next;

  /// Makes the exchanges, and some history of each stream.
  @Setup
  public void traces() {
    Random random = new Random(1);
    int routes = Math.max(streams / (2 * SCORES), 1);
    for (int i = 0; i < 4_096; i++) {
      traces.add(scored("route-" + random.nextInt(routes), random));
    }
    for (int i = 0; i < PASSES; i++) {
      clock.set(BETWEEN_PASSES.multipliedBy(i).toMillis());
      traces.forEach(detection::scored);
      detection.tick();
    }
    if (detection.streams().stream().anyMatch(stream -> stream.reference() == null)) {
      throw new IllegalStateException("a stream does not know yet what is usual");
    }
  }

  private static ScoredTrace scored(String route, Random random) {
    String id = "%032x".formatted(random.nextLong() >>> 1);
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < SCORES; i++) {
      boolean check = i < CHECKS;
      double value = check ? 5 : 1 + random.nextInt(5);
      scores.add(new Score(id, "rubric-" + i, value,
          new Score.By(check ? Score.Kind.CHECK : Score.Kind.JUDGE, check ? "checks" : "judge",
              "v1"),
          check ? 1 : 0.05, 0, null, null));
    }
    return new ScoredTrace(new TraceRecord(new TraceRecord.Ids(id, "00f067aa0ba902b7", null, "req"),
        new TraceRecord.Caller("acme", null, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, route, false, 0),
        new TraceRecord.Served(route, 1, "primary", "stable", "sim", "model", "prompt@1", false,
            null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(),
        new TraceRecord.Texts(
            TraceText.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + question(random) + "\"}]}"),
            null, false)),
        scores);
  }

  private static String question(Random random) {
    StringBuilder question = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      question.append(Integer.toString(random.nextInt(2_000) + 46_656, 36)).append(' ');
    }
    return question.toString().replaceAll("[0-9]", "x");
  }

  @Benchmark
  public void scored() {
    detection.scored(traces.get(next++ & 4_095));
  }
}
