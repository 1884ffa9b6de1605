package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The corpora that lie outside the repository; where they are absent the tests say that they skipped.
class JsonCorpusTest {
  /// Valid by RFC 8259, which leaves duplicate names to the reader; refused here on purpose.
  private static final Set<String> DUPLICATE_NAMES = Set.of("y_object_duplicated_key.json",
      "y_object_duplicated_key_and_value.json");
  /// Well-formed JSON that only the meaning of its fields, or its coding, makes a bad request.
  private static final Set<String> NOT_OF_THE_READER = Set.of("bigint", "neg-int",
      "type-confusion-model", "array-root", "scalar-root");

  @Test
  void theParsingSuiteIsReadAsItsNamesSay() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<Path> files = files("data/reliability/json/JSONTestSuite/test_parsing");
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      boolean accepted = Vectors.accepts(Files.readAllBytes(file));
      boolean wanted = name.startsWith("y_") && !DUPLICATE_NAMES.contains(name);
      if (!name.startsWith("i_") && accepted != wanted) {
        wrong.add(name);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(files).hasSizeGreaterThan(300);
  }

  @Test
  void theDuplicateFilesAreValidInAReply() throws IOException {
    for (Path file : files("data/reliability/json/JSONTestSuite/test_parsing")) {
      if (DUPLICATE_NAMES.contains(String.valueOf(file.getFileName()))) {
        assertThat(Vectors.problem(JsonLimits.REPLY, Files.readAllBytes(file))).isNull();
      }
    }
  }

  @Test
  void bodiesThatReadersDisagreeOnAreRefused() throws IOException {
    Optional<Path> file = Vectors.shared("data/reliability/json/json-differential.jsonl");
    assumeTrue(file.isPresent(), "skipped: the differential corpus is not on this machine");
    ObjectMapper json = new ObjectMapper();
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (String line : Files.readAllLines(file.orElseThrow(), StandardCharsets.UTF_8)) {
      JsonNode vector = json.readTree(line);
      Optional<byte[]> body = body(vector);
      String id = vector.path("id").asString();
      if (body.isPresent() && !NOT_OF_THE_READER.contains(id)) {
        read++;
        if (Vectors.accepts(body.get()) == vector.path("expect").asString().equals("reject")) {
          wrong.add(id);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isGreaterThan(20);
  }

  /// The body of a vector; none for those whose content coding is the point.
  private static Optional<byte[]> body(JsonNode vector) {
    if (vector.path("raw_b64").isString()) {
      return Optional.of(Base64.getDecoder().decode(vector.path("raw_b64").asString()));
    }
    JsonNode gen = vector.path("gen");
    int n = gen.path("n").asInt(0);
    if (gen.has("open")) {
      String text = gen.path("open").asString().repeat(n) + gen.path("mid").asString("")
          + gen.path("close").asString().repeat(n);
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    if (gen.has("repeat")) {
      String text = gen.path("prefix").asString() + gen.path("repeat").asString().repeat(n)
          + gen.path("suffix").asString();
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    return Optional.empty();
  }

  private static List<Path> files(String folder) throws IOException {
    Optional<Path> path = Vectors.shared(folder);
    assumeTrue(path.isPresent(), "skipped: " + folder + " is not on this machine");
    try (Stream<Path> files = Files.list(path.orElseThrow())) {
      return files.sorted().toList();
    }
  }
}
