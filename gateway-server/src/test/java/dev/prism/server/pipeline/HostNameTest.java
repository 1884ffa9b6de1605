package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"gw.test", "gw", "127.0.0.1:8080", "[::1]", "[::1]:80",
      "a-b_c.test:65535", "[::ffff:10.0.0.1]:1"})
  void aHostIsANameOrAnAddressAndMaybeAPort(String host) {
    assertThat(HostName.isSound(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":80", "gw.test:", "gw.test:80x", "gw.test:99999", "gw.test:-1",
      "a@b", "a/b", "a b", "a,b", "a#b", "gé.test", "a%41", "[::1", "[]", "[]:80", "[::1]x",
      "[::g]", "::1", "a:1:2", "gw.test:000080"})
  void anythingElseIsNone(String host) {
    assertThat(HostName.isSound(host)).isFalse();
  }
}
