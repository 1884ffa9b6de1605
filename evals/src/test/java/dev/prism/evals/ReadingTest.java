package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.TraceRecord;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final String TAGGED = "Use it.\n<context><document id=\"faq-7\">Returns take 30 days.</document>"
      + "<document id='faq-9'>Shoes come in boxes.</document></context>\nHow long do returns take?";

  @Test
  void retrievedTextBetweenTagsIsContextAndNotTheQuestion() {
    Reading reading = Exchanges.of(TAGGED, "30 days.").reading();
    assertThat(reading.retrieval()).isEqualTo(Retrieval.PRESENT);
    assertThat(reading.context()).contains("Returns take 30 days.")
        .contains("Shoes come in boxes.");
    assertThat(reading.question()).contains("How long do returns take?").doesNotContain("boxes");
    assertThat(reading.chunkIds()).containsExactly("faq-7", "faq-9");
  }

  @Test
  void anEmptyBlockIsAPlaceWithNothingInIt() {
    for (String request : List.of("<context></context>\nHow long?", "<context>\n  \n</context> x",
        "Context:\n\nQuestion: how long?", "## Retrieved documents:\n\nUser: how long?",
        "<context>[]</context> how?")) {
      assertThat(Exchanges.of(request, "A week.").reading().retrieval()).as(request)
          .isEqualTo(Retrieval.EMPTY);
    }
    assertThat(Exchanges.of("How long? Context matters: say it.", "x").reading().retrieval())
        .isEqualTo(Retrieval.NONE);
  }

  @Test
  void aHeadingMarksContextInPlainText() {
    Reading reading = Exchanges
        .of("Context:\nReturns take 30 days.\nQuestion: how long do returns take?", "30 days.")
        .reading();
    assertThat(reading.context().strip()).isEqualTo("Returns take 30 days.");
    assertThat(reading.question()).isEqualTo("Question: how long do returns take?");
  }

  @Test
  void toolsAreKnownByNameAndByHowTheyEnded() {
    Reading reading = Exchanges.answering("It is 4 degrees.")
        .body(
            """
                {"messages":[{"role":"user","content":"weather?"},
                 {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},
                  {"id":"c2","type":"function","function":{"name":"news","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"c1","content":"{\\"results\\":[{\\"id\\":\\"w-1\\",\\"text\\":\\"Oslo 4 degrees\\"}]}"},
                 {"role":"tool","tool_call_id":"c2","content":"Error: timed out"}]}""")
        .reading();
    assertThat(reading.tools()).isEqualTo(Map.of("weather", "ok", "news", "error"));
    assertThat(reading.chunkIds()).containsExactly("w-1");
    assertThat(reading.context()).contains("Oslo 4 degrees");
  }

  @Test
  void aToolThatFoundNothingIsAnEmptyRetrieval() {
    Reading reading = Exchanges.answering("It is 4 degrees.")
        .body(
            """
                {"messages":[{"role":"user","content":"weather?"},
                 {"role":"tool","tool_call_id":"c1","content":"{\\"results\\": [], \\"total\\": 0}"}]}""")
        .reading();
    assertThat(reading.retrieval()).isEqualTo(Retrieval.EMPTY);
  }

  @Test
  void aBodyThatIsNoJsonOrIsCutOffIsReadAsFarAsItGoes() {
    String whole = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + "long ".repeat(50)
        + "\"}]}";
    for (int cut = 0; cut < whole.length(); cut += 7) {
      assertThat(Exchanges.answering("x").body(whole.substring(0, cut)).reading().retrieval())
          .isEqualTo(Retrieval.NONE);
    }
    assertThat(Exchanges.answering("x").body("\u0001{[}}").reading().chunks()).isEmpty();
  }

  @Test
  void factsAreFewShortAndNameWhatSetsExchangesApart() {
    Map<String, String> facts = TraceFacts.of(Exchanges.of(TAGGED, "30 days.")
        .metadata("region", "eu-west")
        .metadata("cohort", "b".repeat(300))
        .rail("output", "pii", "redact", "email")
        .trace());
    assertThat(facts).containsEntry("prompt_version", "desk@7")
        .containsEntry("model", "sim-small")
        .containsEntry("meta.region", "eu-west")
        .containsEntry("retrieval", "present")
        .containsEntry("chunk.faq-7", "present")
        .containsEntry("guardrail", "output/pii/redact")
        .containsEntry("input_length", "64-255")
        .containsEntry("turn", "1")
        .containsEntry("cache", "miss");
    assertThat(facts.get("meta.cohort")).hasSize(TraceFacts.LONGEST);
    Exchanges crowded = Exchanges.of(String.join("", Collections.nCopies(90, TAGGED)), "x");
    for (int i = 0; i < 100; i++) {
      crowded.metadata("m" + i, "v");
    }
    assertThat(TraceFacts.of(crowded.trace())).hasSizeLessThanOrEqualTo(TraceFacts.MOST);
  }

  @Test
  void whatOnlyTextsTellIsNoFactOfATraceWithoutThem() {
    TraceRecord whole = Exchanges.of(TAGGED, "30 days.").trace();
    TraceRecord bare = new TraceRecord(whole.ids(), whole.caller(), whole.asked(), whole.served(),
        whole.attempts(), whole.outcome(), whole.billing(), whole.rails(), TraceRecord.Texts.NONE);
    Map<String, String> known = TraceFacts.of(whole);
    assertThat(known).containsAllEntriesOf(TraceFacts.of(bare)).containsKey("turn");
    assertThat(TraceFacts.of(bare)).doesNotContainKeys("turn", "retrieval", "truncated");
  }
}
