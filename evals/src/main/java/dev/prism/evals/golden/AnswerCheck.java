package dev.prism.evals.golden;

import com.google.re2j.Pattern;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds an answer against assertions. Safe for several threads.
public final class AnswerCheck {
  private final ScannerCatalog catalog = ScannerCatalog.load();
  /// By the names of their scanners; the entries of a set use few combinations.
  private final Map<List<String>, RailEngine> engines = new ConcurrentHashMap<>();
  private final RubricScorer scorer;
  private final JudgeMemory memory;

  public AnswerCheck(RubricScorer scorer, JudgeMemory memory) {
    this.scorer = scorer;
    this.memory = memory;
  }

  public RubricScorer scorer() {
    return scorer;
  }

  /// All of them, in order.
  public List<Checked> check(GoldenEntry entry, List<Assertion> asserts, String answer)
      throws InterruptedException {
    List<Checked> checked = new ArrayList<>();
    for (Assertion each : asserts) {
      checked.add(check(entry, each, answer));
    }
    return checked;
  }

  private Checked check(GoldenEntry entry, Assertion assertion, String answer)
      throws InterruptedException {
    return switch (assertion) {
      case Assertion.Contains(String value) ->
        Checked.of(assertion, answer.contains(value), "the text is not there");
      case Assertion.NotContains(String value) ->
        Checked.of(assertion, !answer.contains(value), "the text is there");
      case Assertion.Regex(String value) ->
        Checked.of(assertion, Pattern.compile(value).matcher(answer).find(), "nothing matches");
      case Assertion.Equals(String value) ->
        Checked.of(assertion, answer.strip().equals(value.strip()), "the answer is another text");
      case Assertion.JsonSchema schema -> json(schema, answer);
      case Assertion.ScannerFree free -> scan(free, answer);
      case Assertion.AtLeast rubric -> grade(entry, rubric, answer);
      case Assertion.Foreign(String tool, _) ->
        new Checked(assertion, Checked.Result.SKIPPED, "only " + tool + " can run it");
    };
  }

  private static Checked json(Assertion.JsonSchema assertion, String answer) {
    JsonNode value;
    try {
      value = GoldenJson.MAPPER.readTree(answer);
    } catch (JacksonException _) {
      return Checked.of(assertion, false, "the answer is not JSON");
    }
    try {
      Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(assertion.schema());
      int errors = schema.validate(value).size();
      return Checked.of(assertion, errors == 0, errors + " violations of the schema");
    } catch (RuntimeException broken) {
      return new Checked(assertion, Checked.Result.BROKEN,
          "the schema cannot be used: " + broken.getClass().getSimpleName());
    }
  }

  private Checked scan(Assertion.ScannerFree free, String answer) {
    RailEngine engine;
    try {
      engine = engines.computeIfAbsent(free.scanners(), this::engine);
    } catch (IllegalArgumentException unknown) {
      return new Checked(free, Checked.Result.BROKEN, String.valueOf(unknown.getMessage()));
    }
    TreeSet<String> kinds = new TreeSet<>();
    for (Finding finding : engine
        .check(Stage.OUTPUT, ScanText.of(answer, Segment.Kind.ASSISTANT),
            ScanContext.of("golden-set"))
        .findings()) {
      if (finding.score() >= Finding.FLAG) {
        kinds.add(finding.scanner() + "/" + finding.type());
      }
    }
    return Checked.of(free, kinds.isEmpty(), "found " + String.join(", ", kinds));
  }

  private RailEngine engine(List<String> scanners) {
    return RailEngine.compile(catalog, List.of(new Rail("golden", Stage.OUTPUT, scanners, null,
        Rail.Action.FLAG, null, null, null, Finding.FLAG, null, null, null)));
  }

  private Checked grade(GoldenEntry entry, Assertion.AtLeast wanted, String answer)
      throws InterruptedException {
    if (!scorer.knows(wanted.rubric())) {
      return new Checked(wanted, Checked.Result.SKIPPED, "no scorer knows " + wanted.rubric());
    }
    try {
      double score = memory.score(scorer, wanted.rubric(), entry, answer);
      return Checked.of(wanted, score >= wanted.threshold(),
          String.format(Locale.ROOT, "%s %.1f < %.1f", wanted.rubric(), score, wanted.threshold()));
    } catch (IOException failed) {
      return new Checked(wanted, Checked.Result.BROKEN,
          "the judge did not answer: " + failed.getMessage());
    }
  }
}
