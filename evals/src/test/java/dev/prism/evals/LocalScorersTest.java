package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalScorersTest {
  private static final String CONTEXT = "<context>Returns are accepted within 30 days of delivery. Refunds go to the original card in 5 business days. Shoes must be unworn and in their original box.</context>\n";
  private static final String QUESTION = CONTEXT
      + "How long do I have to return shoes, and when is the refund paid?";

  private final Scoring scoring = new Scoring(List.of(new SupportScorer(), new RelevanceScorer()));

  private Score score(Exchanges exchange, String rubric) {
    return scoring.score(exchange.reading(), 1)
        .stream()
        .filter(score -> score.rubric().equals(rubric))
        .findFirst()
        .orElseThrow();
  }

  private Score grounding(String answer) {
    return score(Exchanges.of(QUESTION, answer), Rubric.FACTUAL_GROUNDING);
  }

  @Test
  void anAnswerFromItsContextIsSupported() {
    Score score = grounding(
        "You can return unworn shoes in their original box within 30 days of delivery. The refund goes to your original card in 5 business days.");
    assertThat(score.value()).isGreaterThanOrEqualTo(4);
    assertThat(score.reason()).isNull();
    assertThat(score.by().key()).isEqualTo("support@1");
  }

  @Test
  void aNumberOrANameThatTheContextDoesNotHaveIsNamed() {
    assertThat(grounding(
        "You can return unworn shoes in their original box within 90 days of delivery, and the refund goes to your card in 5 business days."))
        .satisfies(score -> assertThat(score.reason()).isEqualTo("unsupported_number"))
        .satisfies(score -> assertThat(score.value()).isLessThan(4));
    assertThat(grounding(
        "Returns are accepted within 30 days of delivery if you take the shoes to Kowalski in their original box."))
        .satisfies(score -> assertThat(score.reason()).isEqualTo("unsupported_name"));
  }

  @Test
  void anInventedAnswerFails() {
    Score score = grounding(
        "Our warranty programme lets premium members exchange any purchase forever, including worn items, at every partner store worldwide.");
    assertThat(score.isFailing()).isTrue();
  }

  @Test
  void anAnswerFromNothingFailsUnlessItSaysSo() {
    Exchanges invented = Exchanges.of("<context></context> How long do returns take at your shop?",
        "Returns take two weeks.");
    assertThat(score(invented, Rubric.FACTUAL_GROUNDING)).satisfies(score -> {
      assertThat(score.reason()).isEqualTo("empty_retrieval");
      assertThat(score.isFailing()).isTrue();
    });
    Exchanges honest = Exchanges.of("<context></context> How long do returns take at your shop?",
        "I could not find anything about returns.");
    assertThat(score(honest, Rubric.FACTUAL_GROUNDING).isFailing()).isFalse();
  }

  @Test
  void evidenceOfTheApplicationCountsAsContext() {
    Exchanges exchange = Exchanges.of("How long do I have to return shoes to your shop?",
        "You have 30 days from delivery to return shoes to the shop.");
    Evidence evidence = new Evidence(
        List.of("Shoes return to the shop within 30 days from delivery."), List.of("faq-1"),
        Map.of(), true);
    assertThat(scoring.score(exchange.reading(), 1))
        .noneMatch(score -> score.rubric().equals(Rubric.FACTUAL_GROUNDING));
    assertThat(scoring.score(Reading.of(exchange.trace(), evidence), 1))
        .anyMatch(score -> score.rubric().equals(Rubric.FACTUAL_GROUNDING) && score.value() >= 4);
    assertThat(TraceFacts.of(exchange.trace(), evidence)).containsEntry("chunk.faq-1", "present")
        .containsEntry("retrieval", "present");
  }

  @Test
  void anEchoOfTheQuestionFailsAndAnAnswerToItDoesNot() {
    String question = "Please tell me in detail how the warehouse robots find their way between the shelves at night";
    assertThat(score(Exchanges.of(question, question + "?"), Rubric.INSTRUCTION_ADHERENCE))
        .satisfies(score -> assertThat(score.reason()).isEqualTo("prompt_echo"));
    assertThat(score(Exchanges.of(question,
        "The warehouse robots read marks on the floor between the shelves, which they see at night by infrared."),
        Rubric.INSTRUCTION_ADHERENCE).value()).isEqualTo(5);
    assertThat(score(Exchanges.of(question,
        "Bake at medium heat until golden, then let everything cool on a rack before serving with cream."),
        Rubric.INSTRUCTION_ADHERENCE)).satisfies(score -> {
          assertThat(score.reason()).isEqualTo("off_topic");
          assertThat(score.isFailing()).isTrue();
        });
  }

  @Test
  void textsWithFewDifferentWordsDoNotFailForHavingNoneInCommon() {
    String filler = "the order of a customer was sent to an address that is not in our records so please check ";
    String answer = "Your parcel left our warehouse on Monday and should reach you by Thursday. If it does not, the refund is issued automatically.";
    assertThat(scoring.score(Exchanges.of(filler.repeat(8), answer).reading(), 1))
        .as("a question of seven words, said eight times")
        .noneMatch(Score::isFailing);
    assertThat(scoring.score(Exchanges
        .of("What's the weather like in NYC right now?",
            "I'm sorry, as an AI language model, I do not have real-time information.")
        .reading(), 1)).as("a short question").noneMatch(Score::isFailing);
  }

  @Test
  void scoresCarryHowLikelyTheExchangeWasToBeRead() {
    Exchanges exchange = Exchanges.of(QUESTION, "You have 30 days from delivery to return shoes.");
    assertThat(scoring.score(Reading.of(exchange.trace(), Evidence.NONE, 0.25), 1)).isNotEmpty()
        .allMatch(score -> score.probability() == 0.25);
  }
}
