package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {
  private final Expansion expansion = new Expansion(Map.of("A", "one", "B_2", "two", "EMPTY", ""));

  @Test
  void variablesAreReplacedWhereverTheyStand() {
    assertThat(expansion.expand("${A}")).isEqualTo("one");
    assertThat(expansion.expand("x${A}y${B_2}z")).isEqualTo("xoneytwoz");
    assertThat(expansion.expand("nothing $A {A} $")).isEqualTo("nothing $A {A} $");
  }

  @Test
  void defaultStandsForAnUnsetOrEmptyVariable() {
    assertThat(expansion.expand("${A:-d}")).isEqualTo("one");
    assertThat(expansion.expand("${NONE:-d:-e}")).isEqualTo("d:-e");
    assertThat(expansion.expand("${EMPTY:-d}")).isEqualTo("d");
    assertThat(expansion.expand("${NONE:-}")).isEmpty();
    assertThat(expansion.expand("${EMPTY}")).isEmpty();
  }

  @Test
  void doubledDollarIsLiteral() {
    assertThat(expansion.expand("$${A} ${A}")).isEqualTo("${A} one");
  }

  @Test
  void valueIsNotExpandedAgain() {
    assertThat(new Expansion(Map.of("A", "${B}", "B", "x")).expand("${A}")).isEqualTo("${B}");
  }

  @Test
  void unsetAndMalformedReferencesSayWhatIsWrong() {
    assertThatThrownBy(() -> expansion.expand("${NONE}"))
        .hasMessage("takes its value from the environment variable NONE, which is not set");
    assertThatThrownBy(() -> expansion.expand("${A")).hasMessage("has a ${ without its }");
    assertThatThrownBy(() -> expansion.expand("${a-b}"))
        .hasMessage("has ${a-b}, which does not name an environment variable");
    assertThatThrownBy(() -> expansion.expand("${}"))
        .hasMessage("has ${}, which does not name an environment variable");
  }
}
