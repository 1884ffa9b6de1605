package dev.prism.evals.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The last run that was accepted: which judge graded it, and what became of each entry. Kept as
/// `baseline.json` beside the entries.
///
/// @param judge    who graded by rubrics
/// @param verdicts by the entry's id
public record AcceptedRun(String judge, Map<String, EntryResult.Verdict> verdicts) {
  public static final AcceptedRun NONE = new AcceptedRun("", Map.of());
  public static final String FILE = "baseline.json";

  public AcceptedRun {
    verdicts = Map.copyOf(verdicts);
  }

  /// [#NONE] when the folder has none.
  ///
  /// @throws IllegalArgumentException if the file cannot be read
  public static AcceptedRun in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    try {
      Members members = Members
          .of(GoldenJson.MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8)));
      Map<String, EntryResult.Verdict> verdicts = new TreeMap<>();
      for (Map.Entry<String, JsonNode> each : members.object("entries").properties()) {
        verdicts.put(each.getKey(),
            EntryResult.Verdict.valueOf(each.getValue().asString("").toUpperCase(Locale.ROOT)));
      }
      return new AcceptedRun(members.need("judge"), verdicts);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static AcceptedRun of(EvalReport report) {
    Map<String, EntryResult.Verdict> verdicts = new TreeMap<>();
    report.results().forEach(each -> verdicts.put(each.entry().id(), each.verdict()));
    return new AcceptedRun(report.judge(), verdicts);
  }

  public void save(Path folder) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("judge", judge);
    ObjectNode entries = tree.putObject("entries");
    new TreeMap<>(verdicts)
        .forEach((id, verdict) -> entries.put(id, verdict.name().toLowerCase(Locale.ROOT)));
    try {
      Files.writeString(folder.resolve(FILE),
          GoldenJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
