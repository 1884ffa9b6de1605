package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.ByteSize;
import dev.prism.exchange.TraceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesSinkTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  @TempDir
  private Path folder;

  @Test
  void everyTraceIsOneLineThatAParserReadsBack() throws Exception {
    Path file = folder.resolve("deep/down/traces.jsonl");
    TraceRecord trace = Traces.answered(1);
    try (JsonLinesSink sink = new JsonLinesSink(FileSinkSettings.of(file))) {
      sink.accept(trace);
      sink.accept(Traces.failed(2));
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.get("trace_id").asString()).isEqualTo(trace.ids().traceId());
    assertThat(first.get("request").asString()).isEqualTo(String.valueOf(trace.texts().request()));
    assertThat(first.get("response").asString()).isEqualTo(trace.texts().response());
    assertThat(first.get("started_at").asString()).isEqualTo("2026-11-18T11:06:40.123457Z");
    assertThat(first.get("metadata").get("tier").asString()).isEqualTo("gold");
    assertThat(first.get("usage").toString()).isEqualTo("{\"input\":120,\"output\":34}");
    assertThat(first.get("cost_usd").decimalValue()).isEqualByComparingTo("0.0000015");
    JsonNode second = JSON.readTree(lines.get(1));
    assertThat(second.get("attempts").size()).isEqualTo(2);
    assertThat(second.get("error").asString()).isEqualTo("upstream_timeout");
    assertThat(second.get("rails").get(0).get("score").doubleValue()).isEqualTo(0.5);
    assertThat(second.has("cost_usd")).isFalse();
  }

  @Test
  void everyCharacterSurvivesTheWriting() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.append((char) c);
    }
    for (int shift = 0; shift < 9; shift++) {
      String text = "x".repeat(shift) + all;
      byte[] line = TraceJson.bytes(Traces.answered(1, text, "\"".repeat(shift)));
      JsonNode read = JSON.readTree(line);
      assertThat(read.get("request").asString()).isEqualTo(text);
    }
  }

  @Test
  void aFullFileIsPutAsideAndOnlySoManyAreKept() throws Exception {
    Path file = folder.resolve("traces.jsonl");
    int perFile = (64 << 10) / (TraceJson.bytes(Traces.answered(100)).length + 1);
    try (JsonLinesSink sink = new JsonLinesSink(
        new FileSinkSettings(file, ByteSize.ofKibibytes(64), 2))) {
      for (int i = 0; i < perFile * 5; i++) {
        sink.accept(Traces.answered(100 + i));
        sink.flush();
      }
    }

    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("traces.jsonl", "traces.jsonl.1", "traces.jsonl.2");
    }
    assertThat(Files.size(file.resolveSibling("traces.jsonl.1"))).isLessThanOrEqualTo(64 << 10);
    List<String> newest = Files.readAllLines(file);
    assertThat(newest.getLast()).contains("req-" + (100 + perFile * 5 - 1));
    List<String> before = Files.readAllLines(file.resolveSibling("traces.jsonl.1"));
    assertThat(newest.getFirst()).contains("req-" + (requestNumber(before.getLast()) + 1));
  }

  @Test
  void halfALineOfAKilledProcessStaysAlone() throws Exception {
    Path file = folder.resolve("traces.jsonl");
    Files.writeString(file, "{\"trace_id\":\"abc");
    try (JsonLinesSink sink = new JsonLinesSink(FileSinkSettings.of(file))) {
      sink.accept(Traces.answered(1));
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(JSON.readTree(lines.get(1)).get("request_id").asString()).isEqualTo("req-1");
  }

  @Test
  void aSinkThatCannotWriteSaysHowManyAreLostAndRecoversWithTheDisk() throws Exception {
    Path blocker = folder.resolve("data");
    Files.writeString(blocker, "a file where the folder should be");
    Path file = blocker.resolve("traces.jsonl");
    try (JsonLinesSink sink = new JsonLinesSink(FileSinkSettings.of(file))) {
      sink.accept(Traces.answered(1));
      sink.accept(Traces.answered(2));
      assertThatThrownBy(sink::flush).isInstanceOfSatisfying(TracesLost.class,
          lost -> assertThat(lost.count()).isEqualTo(2));
      Files.delete(blocker);
      sink.accept(Traces.answered(3));
    }
    assertThat(Files.readAllLines(file)).singleElement().asString().contains("req-3");
  }

  @Test
  void aFullDiskLosesTracesAndNothingElse() {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      System.err.println("skipped: this system has no /dev/full");
      return;
    }
    JsonLinesSink sink = new JsonLinesSink(FileSinkSettings.of(full));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> {
        sink.accept(Traces.answered(1));
        sink.flush();
      }).isInstanceOf(IOException.class).hasMessageContaining("space");
    }
  }

  private static int requestNumber(String line) {
    return Integer
        .parseInt(JSON.readTree(line).get("request_id").asString().substring("req-".length()));
  }
}
