package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DroppedParamsTest {
  @Test
  void namesStandAsTheyAre() {
    assertThat(DroppedParams.text(List.of("logit_bias", "tools.strict")))
        .isEqualTo("logit_bias, tools.strict");
  }

  @Test
  void aClientsOddNameIsNamedWithoutBecomingAnotherHeader() {
    assertThat(DroppedParams.text(List.of("a\r\nset-cookie: b", "größe,weite", "")))
        .isEqualTo("a??set-cookie: b, gr??e?weite, ?");
  }

  @Test
  void manyAndLongNamesAreCountedNotHidden() {
    List<String> names = IntStream.range(0, 30_000).mapToObj(i -> "member" + i).toList();

    assertThat(DroppedParams.text(names)).startsWith("member0, member1, ")
        .matches(".*, and 299\\d\\d more")
        .hasSizeLessThan(512);
    assertThat(DroppedParams.text(List.of("x".repeat(600)))).isEqualTo("x".repeat(64) + "...");
  }
}
