package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaxonomyTest {
  private final Taxonomy taxonomy = Taxonomy.standard();

  @Test
  void thereAreFiveCategoriesOfSixSubtypes() {
    Map<String, Long> categories = taxonomy.subtypes()
        .stream()
        .collect(Collectors.groupingBy(Subtype::category, Collectors.counting()));
    assertThat(categories).hasSize(5).allSatisfy((_, count) -> assertThat(count).isEqualTo(6));
    assertThat(new HashSet<>(taxonomy.subtypes().stream().map(Subtype::key).toList())).hasSize(30);
  }

  @Test
  void aSignatureDecidesThenWordsThenTheRubric() {
    assertThat(key("check:cross_tenant", "", "factual_grounding")).isEqualTo("cross_tenant");
    assertThat(key("tool:search/error", "", "factual_grounding")).isEqualTo("tool_error");
    assertThat(key("cohort:retrieval_index=v7", "", "x")).isEqualTo("corpus_change");
    assertThat(key("cohort:tier=gold", "it hallucinated a number", "x"))
        .isEqualTo("unsupported_claim");
    assertThat(key(null, "nothing telling", "instruction_adherence"))
        .isEqualTo("instruction_ignored");
    assertThat(key(null, "nothing telling", "my own rubric")).isEqualTo("unclassified");
  }

  @Test
  void whatLeaksGoesBeforeWhatIsCut() {
    assertThat(taxonomy.rank("check:cross_tenant")).isLessThan(taxonomy.rank("check:cut"));
    assertThat(taxonomy.rank("check:never_heard_of")).isEqualTo(30);
  }

  @Test
  void aFileOfTheWrongFormIsRefused() {
    assertThatThrownBy(() -> Taxonomy.read(new ByteArrayInputStream(
        "categories: [{key: a, subtypes: [{key: b}]}]".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("title");
  }

  private String key(@Nullable String signature, String text, String rubric) {
    List<FailingTrace> members = IntStream.range(0, 6)
        .mapToObj(i -> new FailingTrace("t" + i, i, text, signature, Set.of(rubric), Map.of()))
        .toList();
    return taxonomy.classify(new ClusterDraft(signature, members, members)).key();
  }
}
