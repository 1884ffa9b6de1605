package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema and the reference are generated from the settings records. To write them anew:
/// `./mvnw -pl conf -am verify -Dprism.update=true`.
class GeneratedFilesTest {
  private static final Path SCHEMA = Path.of("prism.schema.json");
  private static final Path REFERENCE = Path.of("../docs/configuration.md");
  private static final String MARK = "<!-- generated below this line from the settings records -->\n";

  private final Descriptions descriptions = new Descriptions();

  @Test
  void schemaOnDiskIsTheOneOfTheRecords() throws IOException {
    check(SCHEMA, new ConfigSchema(descriptions).json());
  }

  @Test
  void referenceOnDiskIsTheOneOfTheRecords() throws IOException {
    String page = Files.readString(REFERENCE);
    int mark = page.indexOf(MARK);
    assertThat(mark).as("the mark in %s", REFERENCE).isPositive();
    check(REFERENCE,
        page.substring(0, mark + MARK.length()) + new ConfigReference(descriptions).markdown());
  }

  @Test
  void everyKeyIsDocumentedInItsRecord() {
    new ConfigSchema(descriptions).json();
    new ConfigReference(descriptions).markdown();

    assertThat(descriptions.missing()).isEmpty();
  }

  @Test
  void defaultConfigFollowsTheSchema() throws IOException {
    assertThat(schema().validate(Files.readString(Path.of("prism.yaml")), InputFormat.YAML))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server: { prot: 1 }", "server: { port: x }",
      "server: { drain-timeout: 5 }", "traces: { sinks: [ { flie: x } ] }",
      "routes: { r: { targets: { t: { model: m } } } }",
      "routes: { r: { targets: { t: { provider: p, model: m } }, strategy: secondary } }"})
  void schemaRefusesWhatTheBinderRefuses(String yaml) throws IOException {
    assertThat(schema().validate(yaml, InputFormat.YAML)).isNotEmpty();
    assertThat(Problems.of(yaml)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server: { port: \"${PORT:-8080}\" }", "server:", "traces: { sinks: [] }",
      "traces: { sinks: [ { file: { path: x, keep: 1 } }, { otlp: \"http://127.0.0.1:4318\" } ] }",
      "providers: { p: { preset: ollama, when: \"${NONE:-}\" } }"})
  void schemaTakesWhatTheBinderTakes(String yaml) throws IOException {
    String whole = yaml
        + "\nroutes: { r: { when: yes, targets: { t: { provider: sim, model: m } } } }\n"
        + (yaml.contains("providers") ? "" : "providers: { sim: { adapter: simulated } }\n");
    assertThat(schema().validate(whole, InputFormat.YAML)).isEmpty();
    assertThat(Problems.of(whole.replace("provider: sim",
        yaml.contains("providers") ? "provider: q" : "provider: sim")))
        .allMatch(problem -> problem.contains("no provider"));
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
  }

  private static void check(Path file, String generated) throws IOException {
    if (Boolean.getBoolean("prism.update")) {
      Files.writeString(file, generated);
    }
    assertThat(Files.readString(file)).as("%s; write it anew with -Dprism.update=true", file)
        .isEqualTo(generated);
  }
}
