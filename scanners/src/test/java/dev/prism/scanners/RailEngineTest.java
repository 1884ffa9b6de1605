package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RailEngineTest {
  private static final String CARD = "pay with card 4111 1111 1111 1111 today";

  @Test
  void aRailBlocksAndNamesScannerAndRule() {
    RailReport report = Rails.check(Rails.strict("pii"), CARD);
    assertThat(report.verdict()).isEqualTo(new Verdict.Block("test", "pii", "credit_card"));
    assertThat(report.entries()).singleElement()
        .satisfies(entry -> assertThat(entry.header()).isEqualTo("output/pii/block"));
  }

  @Test
  void redactionKeepsNumberingByValue() {
    RailEngine engine = Rails.engine(Rail.Action.REDACT, Aggregation.ANY, true, "pii");
    String text = "a@example.org wrote to b@example.org, then a@example.org again";
    RailReport report = Rails.check(engine, text);
    assertThat(report.verdict()).isInstanceOf(Verdict.Redact.class);
    List<Verdict.Edit> edits = ((Verdict.Redact) report.verdict()).edits();
    assertThat(Edits.apply(text, 0, edits))
        .isEqualTo("[EMAIL_1] wrote to [EMAIL_2], then [EMAIL_1] again");
  }

  @Test
  void redactedTextCanBeRestored() {
    Placeholders placeholders = new Placeholders(true);
    RailEngine engine = Rails.engine(Rail.Action.REDACT, Aggregation.ANY, true, "pii");
    engine.check(Stage.OUTPUT, ScanText.of("write to a@example.org", Segment.Kind.USER),
        new ScanContext("acme", ScanText.NOTHING, List.of(), placeholders));
    assertThat(placeholders.restore("Sent to [EMAIL_1].")).isEqualTo("Sent to a@example.org.");
  }

  @Test
  void monitorOnlyFlags() {
    Rail rail = new Rail("watch", Stage.OUTPUT, List.of("pii"), null, null, null, true, null, null,
        null, null, null);
    RailEngine engine = RailEngine.compile(Rails.CATALOG, List.of(rail));
    RailReport report = Rails.check(engine, CARD);
    assertThat(report.verdict()).isInstanceOf(Verdict.Allow.class);
    assertThat(report.entries()).singleElement()
        .satisfies(e -> assertThat(e.action()).isEqualTo("flag"));
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void aCertainFindingVetoesWhateverTheOthersSay(Aggregation aggregation) {
    RailEngine engine = Rails.engine(Rail.Action.BLOCK, aggregation, true, "pii", "jailbreak",
        "code_injection");
    assertThat(Rails.check(engine, CARD).verdict()).isInstanceOf(Verdict.Block.class);
  }

  @Test
  void withoutVetoTheMajorityDecides() {
    Rail rail = new Rail("test", Stage.OUTPUT, List.of("pii", "jailbreak", "code_injection"),
        Aggregation.MAJORITY, null, null, null, false, Finding.FLAG, null, null, null);
    RailReport report = Rails.check(RailEngine.compile(Rails.CATALOG, List.of(rail)), CARD);
    assertThat(report.verdict()).isInstanceOf(Verdict.Allow.class);
    assertThat(report.triggered()).isTrue();
  }

  @Test
  void aScannerThatBreaksBlocksByDefault() {
    RailReport report = Rails.check(Rails.strict("faulty"), "anything");
    assertThat(report.verdict()).isEqualTo(new Verdict.Block("test", "faulty", "error"));
  }

  @Test
  void aScannerThatBreaksIsRecordedWhereItsRailFailsOpen() {
    Rail rail = new Rail("open", Stage.OUTPUT, List.of("faulty"), null, null, Rail.OnError.ALLOW,
        null, null, null, null, null, null);
    RailReport report = Rails.check(RailEngine.compile(Rails.CATALOG, List.of(rail)), "anything");
    assertThat(report.verdict())
        .isEqualTo(new Verdict.FailOpen("open", "faulty", "error", List.of()));
    assertThat(report.entries()).singleElement()
        .satisfies(e -> assertThat(e.action()).isEqualTo("fail_open"));
  }

  @Test
  void noAnswerInTimeCountsAsTheRailSays() {
    RailEngine engine = Rails.strict("pii");
    ScanText text = ScanText.of("anything", Segment.Kind.ASSISTANT);
    assertThat(engine.begin(Stage.OUTPUT, text, ScanContext.of("acme")).report("timeout").verdict())
        .isEqualTo(new Verdict.Block("test", "pii", "timeout"));
    assertThat(engine.begin(Stage.INPUT, text, ScanContext.of("acme")).report("timeout").verdict())
        .isInstanceOf(Verdict.Allow.class);
  }

  @Test
  void textThatWasCutOffBlocksAClosedRail() {
    ScanText cut = new ScanText(List.of(new Segment("fine", Segment.Kind.USER, "")), false);
    assertThat(Rails.strict("pii").check(Stage.OUTPUT, cut, ScanContext.of("acme")).verdict())
        .isEqualTo(new Verdict.Block("test", "engine", "truncated"));
  }

  @Test
  void theRetrievalRailLooksOnlyAtRetrievedText() {
    RailEngine engine = RailEngine.compile(Rails.CATALOG,
        List.of(Rail.of("chunks", Stage.RETRIEVAL, "pii")));
    ScanText text = new ScanText(List.of(new Segment(CARD, Segment.Kind.USER, "a"),
        new Segment(CARD, Segment.Kind.TOOL_RESULT, "b")), true);
    RailReport report = engine.check(Stage.RETRIEVAL, text, ScanContext.of("acme"));
    assertThat(report.findings()).isNotEmpty()
        .allSatisfy(f -> assertThat(f.segment()).isEqualTo(1));
  }

  @Test
  void anUnknownScannerIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> Rails.strict("piii")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("piii")
        .hasMessageContaining("pii");
  }

  @Test
  void aggregationsCountAsDocumented() {
    Aggregation.Tally two = Aggregation.Tally.EMPTY.vote(true, 1).vote(false, 1);
    assertThat(Aggregation.ANY.fires(two, 0.5)).isTrue();
    assertThat(Aggregation.ALL.fires(two, 0.5)).isFalse();
    assertThat(Aggregation.MAJORITY.fires(two, 0.5)).isFalse();
    assertThat(Aggregation.WEIGHTED.fires(two, 0.5)).isFalse();
    assertThat(Aggregation.WEIGHTED.fires(two.vote(true, 2), 0.5)).isTrue();
    assertThat(Aggregation.ANY.fires(Aggregation.Tally.EMPTY, 0.5)).isFalse();
  }
}
