package dev.prism.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsafeSwitchesTest {
  @ParameterizedTest
  @ValueSource(strings = {"io.netty.handler.codec.http.defaultStrictLineParsing",
      "io.netty.handler.codec.http.rfc9112TransferEncoding"})
  void aSwitchThatLoosensTheCodecStopsTheStart(String name) {
    Properties properties = new Properties();
    properties.setProperty(name, "false");
    assertThatThrownBy(() -> UnsafeSwitches.check(properties)).hasMessageContaining(name)
        .hasMessageContaining("start without it");
    properties.setProperty(name, "true");
    assertThatCode(() -> UnsafeSwitches.check(properties)).doesNotThrowAnyException();
  }

  @Test
  void aUsualStartHasNone() {
    assertThatCode(() -> UnsafeSwitches.check(System.getProperties())).doesNotThrowAnyException();
  }
}
