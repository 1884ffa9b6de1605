package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvalTemplatesTest {
  /// What users of other tools look for by name.
  private static final List<String> EXPECTED = List.of("Groundedness", "ContextAdherence",
      "ContextRelevance", "FactualAccuracy", "Toxicity", "PromptInjection", "DataPrivacyCompliance",
      "AnswerRefusal", "IsHarmfulAdvice", "LLMFunctionCalling", "ConversationCoherence",
      "ConversationResolution", "ContentModeration", "PII", "Sexist", "NoRacialBias",
      "NoGenderBias", "NoAgeBias", "NoLLMReference", "NoApologies", "ContentSafety",
      "NoHarmfulTherapeuticGuidance", "ClinicallyInappropriateTone", "Completeness",
      "ChunkAttribution", "ChunkUtilization", "DetectHallucination", "IsFactuallyConsistent",
      "Tone", "PromptAdherence", "IsPolite", "IsConcise", "IsHelpful", "IsInformalTone",
      "TaskCompletion", "IsJson", "OneLine", "ContainsValidLink", "IsEmail", "ContainsCode",
      "Ranking", "SummaryQuality", "IsGoodSummary", "FuzzyMatch", "BleuScore",
      "TranslationAccuracy", "CulturalSensitivity", "BiasDetection", "GroundTruthMatch",
      "EvaluateFunctionCalling", "TextToSQL", "PromptInstructionAdherence", "ProtectFlash",
      "ImageInstructionAdherence", "SyntheticImageEvaluator", "OCREvaluation", "ASRAccuracy",
      "TTSAccuracy", "AudioQualityEvaluator", "CaptionHallucination", "IsCompliant",
      "NoOpenAIReference", "DetectHallucinationMissingInfo", "AudioTranscriptionEvaluator",
      "CustomerAgentClarificationSeeking", "CustomerAgentContextRetention",
      "CustomerAgentConversationQuality", "CustomerAgentHumanEscalation",
      "CustomerAgentInterruptionHandling", "CustomerAgentLanguageHandling",
      "CustomerAgentLoopDetection", "CustomerAgentObjectionHandling",
      "CustomerAgentPromptConformance", "CustomerAgentQueryHandling",
      "CustomerAgentTerminationHandling");

  @Test
  void everyTemplateIsThereOnceAndHasAFileOfItsOwn() throws IOException, URISyntaxException {
    assertThat(EvalTemplates.all().values()).extracting(EvalTemplate::title)
        .containsExactlyInAnyOrderElementsOf(EXPECTED);
    assertThat(EvalTemplates.all())
        .allSatisfy((name, template) -> assertThat(template.rubric().name()).isEqualTo(name));
    Path folder = Path
        .of(Objects.requireNonNull(EvalTemplates.class.getResource("templates/index.txt")).toURI())
        .resolveSibling("");
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> named = files.map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - 5))
          .collect(Collectors.toSet());
      assertThat(named).isEqualTo(EvalTemplates.all().keySet());
    }
  }

  private static double score(String metric, String question, String context, String answer,
      String target) {
    return LocalMetric.find(metric)
        .orElseThrow()
        .score(new Sample(question,
            context.isEmpty() ? List.of() : List.of(context.split("\\|", -1)), answer, target));
  }

  @Test
  void metricsOfFormSayYesAndNo() {
    assertThat(score("is_json", "", "", "{\"a\":1}", "")).isEqualTo(5);
    assertThat(score("is_json", "", "", "Sure: {\"a\":1}", "")).isEqualTo(1);
    assertThat(score("one_line", "", "", "a\nb", "")).isEqualTo(1);
    assertThat(score("contains_link", "", "", "see https://example.org/x", "")).isEqualTo(5);
    assertThat(score("is_email", "", "", "write to a@example.org", "")).isEqualTo(3);
    assertThat(score("contains_code", "", "", "```\nx\n```", "")).isEqualTo(5);
    assertThat(score("no_apologies", "", "", "Sorry about that.", "")).isEqualTo(1);
    assertThat(score("no_llm_reference", "", "", "As an AI, I think so.", "")).isEqualTo(1);
  }

  @Test
  void metricsOfDistanceRunFromNothingSharedToTheSame() {
    String said = "The parcel leaves the warehouse on the third day of May";
    assertThat(score("fuzzy_match", "", "", "kitten", "sitting")).isCloseTo(1 + 4 * (1 - 3 / 7.0),
        within(1e-9));
    for (String metric : List.of("fuzzy_match", "bleu", "ground_truth")) {
      assertThat(score(metric, "", "", said, said)).as(metric).isCloseTo(5, within(1e-9));
      assertThat(score(metric, "", "", "xyz qqq", said)).as(metric).isLessThan(1.6);
      assertThat(score(metric, "", "", "The parcel leaves on the fourth", said)).as(metric)
          .isBetween(1.3, 4.2);
    }
  }

  @Test
  void metricsOfCoverageReadTheContext() {
    String context = "Parcels leave on Monday.|Refunds take five days.|The shop sells shoes.";
    assertThat(score("support", "", context, "Parcels leave on Monday", "")).isEqualTo(5);
    assertThat(score("support", "", context, "Giraffes enjoy opera", "")).isEqualTo(1);
    assertThat(score("context_relevance", "When do refunds come?", context, "", ""))
        .isGreaterThan(2);
    assertThat(score("chunk_utilization", "", context, "Parcels leave on Monday", ""))
        .isCloseTo(1 + 4 / 3.0, within(1e-9));
  }
}
