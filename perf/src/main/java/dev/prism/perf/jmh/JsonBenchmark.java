package dev.prism.perf.jmh;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.perf.load.ChatBody;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reading a chat request: our strict reader beside Jackson's streaming parser, which is asked for as
/// much as it can give (duplicate names refused) in one case and left at its defaults in the other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JsonBenchmark {
  @Param({"1", "16", "100"})
  public int kilobytes;

  private final StrictJson strict = new StrictJson(JsonLimits.REQUEST);
  private final JsonFactory jackson = new JsonFactory();
  private final JsonFactory jacksonStrict = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();
  private byte[] body = new byte[0];

  /// Makes the body that is read.
  @Setup
  public void body() {
    body = ChatBody.of(kilobytes * 1024, false);
  }

  @Benchmark
  public JsonMembers strictJson() throws JsonProblem {
    return strict.check(body, 0, body.length);
  }

  @Benchmark
  public int jacksonDefaults() {
    return tokens(jackson);
  }

  @Benchmark
  public int jacksonUniqueNames() {
    return tokens(jacksonStrict);
  }

  /// Counts the tokens; strings are finished, since a lazy parser would leave the last one unread.
  private int tokens(JsonFactory factory) {
    int count = 0;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
      while (parser.nextToken() != null) {
        parser.finishToken();
        count++;
      }
    }
    return count;
  }
}
