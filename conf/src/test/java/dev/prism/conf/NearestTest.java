package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("host", "port", "max-body", "drain-timeout",
      "tls");

  @ParameterizedTest
  @CsvSource({"prot,port", "hots,host", "maxBody,max-body", "max_body,max-body",
      "MAX-BODY,max-body", "drain-timout,drain-timeout", "tsl,tls", "ports,port"})
  void slipOfTheFingerIsGuessed(String written, String meant) {
    assertThat(Nearest.of(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"address", "x", "timeout"})
  void otherWordIsNotGuessedButTheKnownOnesAreListed(String written) {
    assertThat(Nearest.of(written, KNOWN)).isEmpty();
    assertThat(Nearest.advice(written, KNOWN))
        .isEqualTo("there is host, port, max-body, drain-timeout, tls");
  }

  @Test
  void nothingKnownGivesNoAdvice() {
    assertThat(Nearest.advice("x", List.of())).isEmpty();
  }
}
