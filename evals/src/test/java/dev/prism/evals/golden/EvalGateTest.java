package dev.prism.evals.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class EvalGateTest {
  private static final EvalGate.Settings THREE = new EvalGate.Settings(3, 4, Duration.ofMinutes(1));

  @TempDir
  private Path folder;

  /// Grades by the length of the answer, and counts how often it is asked.
  private static final class LengthScorer implements RubricScorer {
    private final AtomicInteger asked = new AtomicInteger();
    private final String version;

    private LengthScorer(String version) {
      this.version = version;
    }

    @Override
    public String judge() {
      return "length@" + version;
    }

    @Override
    public boolean knows(String rubric) {
      return rubric.equals("brevity");
    }

    @Override
    public double score(String rubric, GoldenEntry entry, String output) {
      asked.incrementAndGet();
      return output.length() < 20 ? 5 : 1;
    }
  }

  private static Answers saying(String text) {
    return (_, target) -> new Answers.Answer(text, target == null ? "stable" : target, "sim", null);
  }

  private static AnswerCheck check(RubricScorer scorer) {
    return new AnswerCheck(scorer, JudgeMemory.inMemory());
  }

  private static EvalReport run(Answers answers, GoldenEntry... entries) {
    return run(answers, check(RubricScorer.NONE), AcceptedRun.NONE, entries);
  }

  private static EvalReport run(Answers answers, AnswerCheck check, AcceptedRun baseline,
      GoldenEntry... entries) {
    try {
      return new EvalGate(answers, check, THREE).run(List.of(entries), null, baseline,
          (_, _) -> {});
    } catch (EvalGate.JudgeChanged | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyKindOfAssertionHoldsOrFails() {
    var schema = GoldenEntry.noMetadata();
    schema.put("type", "object").putArray("required").add("days");
    record Case(Assertion assertion, String good, @Nullable String bad) {}
    for (Case each : List.of(new Case(new Assertion.Contains("14"), "in 14 days", "soon"),
        new Case(new Assertion.NotContains("sorry"), "in 14 days", "sorry"),
        new Case(new Assertion.Regex("^in [0-9]+ days$"), "in 14 days", "in ten days"),
        new Case(new Assertion.Equals("14 days"), " 14 days\n", "14"),
        new Case(new Assertion.JsonSchema(schema), "{\"days\":14}", "{\"weeks\":2}"),
        new Case(new Assertion.JsonSchema(schema), "{\"days\":14}", "14 days"),
        new Case(new Assertion.ScannerFree(List.of("pii")), "in 14 days",
            "write to jane.doe@gmail.com"),
        new Case(new Assertion.AtLeast("brevity", 3), "in 14 days",
            "it depends on so many things"))) {
      GoldenEntry entry = Entries.refund("a", each.assertion());
      assertThat(
          run(saying(each.good()), check(new LengthScorer("1")), AcceptedRun.NONE, entry).passed())
          .as("%s", each)
          .isTrue();
      EvalReport bad = run(saying(String.valueOf(each.bad())), check(new LengthScorer("1")),
          AcceptedRun.NONE, entry);
      assertThat(bad.passed()).as("%s", each).isFalse();
      assertThat(bad.results().getFirst().verdict()).isEqualTo(EntryResult.Verdict.FAILED);
      assertThat(bad.results().getFirst().reason()).doesNotContain("jane.doe");
    }
  }

  @Test
  void theMajorityOfTheRunsDecides() {
    GoldenEntry entry = Entries.refund("a", new Assertion.Contains("14"));
    for (int failures = 0; failures <= 3; failures++) {
      int bad = failures;
      AtomicInteger runs = new AtomicInteger();
      Answers answers = (_, _) -> new Answers.Answer(
          runs.getAndIncrement() < bad ? "soon" : "in 14 days", "stable", "sim", null);
      EvalReport report = run(answers, entry);
      assertThat(runs).hasValue(3);
      assertThat(report.passed()).as("%d of 3 fail", bad).isEqualTo(bad < 2);
      assertThat(report.results().getFirst().passedRuns()).isEqualTo(3 - bad);
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsAnErrorAndNoPass() {
    EvalReport report = run((_, _) -> {
      throw new IOException("status 503");
    }, Entries.refund("a", new Assertion.Contains("14")));
    assertThat(report.passed()).isFalse();
    assertThat(report.count(EntryResult.Verdict.ERROR)).isEqualTo(1);
    assertThat(report.results().getFirst().reason()).isEqualTo("no answer: status 503");
  }

  @Test
  void anEntryOfWhichNothingCanBeCheckedIsNoPass() {
    EvalReport report = run(saying("x"), Entries.refund("a"),
        Entries.refund("b", new Assertion.AtLeast("unheard_of", 3)));
    assertThat(report.results()).extracting(EntryResult::reason)
        .containsExactly("nothing to check", "rubric: no scorer knows unheard_of");
    assertThat(report.passed()).isFalse();
  }

  @Test
  void anEmptySetIsNoPass() {
    assertThat(run(saying("x")).passed()).isFalse();
  }

  @Test
  void theJudgeIsAskedOnceForTheSameAnswerAlsoInTheNextProcess() {
    GoldenEntry entry = Entries.refund("a", new Assertion.AtLeast("brevity", 3));
    LengthScorer scorer = new LengthScorer("1");
    JudgeMemory memory = JudgeMemory.in(folder.resolve("judge"));
    EvalGate.Settings one = new EvalGate.Settings(3, 1, Duration.ofMinutes(1));
    runWith(one, new AnswerCheck(scorer, memory), entry);
    assertThat(scorer.asked).hasValue(1);
    memory.save();
    runWith(one, new AnswerCheck(scorer, JudgeMemory.in(folder.resolve("judge"))), entry);
    assertThat(scorer.asked).hasValue(1);
    LengthScorer other = new LengthScorer("2");
    runWith(one, new AnswerCheck(other, JudgeMemory.in(folder.resolve("judge"))), entry);
    assertThat(other.asked).hasValue(1);
  }

  private static void runWith(EvalGate.Settings settings, AnswerCheck check, GoldenEntry entry) {
    try {
      assertThat(new EvalGate(saying("in 14 days"), check, settings)
          .run(List.of(entry), null, AcceptedRun.NONE, (_, _) -> {})
          .passed()).isTrue();
    } catch (EvalGate.JudgeChanged | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherJudgeIsNotComparedWithTheBaseline() {
    GoldenEntry entry = Entries.refund("a", new Assertion.AtLeast("brevity", 3));
    EvalReport report = run(saying("14 days"), check(new LengthScorer("1")), AcceptedRun.NONE,
        entry);
    AcceptedRun.of(report).save(folder);
    AcceptedRun baseline = AcceptedRun.in(folder);
    assertThat(baseline).isEqualTo(AcceptedRun.of(report));
    assertThatThrownBy(() -> new EvalGate(saying("14 days"), check(new LengthScorer("2")), THREE)
        .run(List.of(entry), null, baseline, (_, _) -> {}))
        .isInstanceOf(EvalGate.JudgeChanged.class)
        .hasMessageContaining("length@1")
        .hasMessageContaining("length@2")
        .hasMessageContaining("--update-baseline");
    EvalReport worse = run(saying("it depends on so many things"), check(new LengthScorer("1")),
        baseline, entry);
    assertThat(worse.results().getFirst().isRegression()).isTrue();
  }

  @Test
  void theReportIsReadByCiServersAndHoldsNoAnswer() throws Exception {
    EvalReport report = run(saying("mail jane.doe@gmail.com <now> & \"here\""),
        Entries.refund("good", new Assertion.Contains("mail")),
        Entries.refund("bad", new Assertion.ScannerFree(List.of("pii"))));
    String xml = Reports.junit(report);
    Document document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2);
    assertThat(xml + Reports.json(report) + Reports.table(report)).doesNotContain("jane.doe");
    assertThat(Reports.table(report)).contains("FAIL   bad")
        .contains("2 entries: 1 passed, 1 failed");
  }
}
