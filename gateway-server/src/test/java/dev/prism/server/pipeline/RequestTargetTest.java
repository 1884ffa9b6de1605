package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/chat/completions", "/v1/models/gpt-4.1", "/v1/models/a%20b",
      "/openai/v1/files?purpose=a%2Fb&after=x", "/up/a:b@c,d;e=f~!$&'()*+", "/up/a.b/.well-known",
      "/up/a/", "/up/...x", "/v1/models/caf%C3%A9", "/v1/models/openai%2Fgpt-5",
      "/v1/models/@cf%2fmeta/llama-3.1"})
  void aCanonicalTargetIsTaken(String target) {
    assertThat(RequestTarget.isSound(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "v1", "http://gw.test/v1", "gw.test:80", "//", "//v1", "/v1//a",
      "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/a/..;/b", "/a/.;x", "/a/...", "/a%2fb", "/a%2Fb",
      "/a%5cb", "/%2e%2e/a", "/a%2e", "/%252e", "/a%00", "/a%0d%0a", "/a%7f", "/a%3bb", "/a%3f",
      "/a%zz", "/a%2", "/a%", "/a#b", "/a\\b", "/a b", "/a\tb", "/é", "/a?b#c", "/a?b%00", "/a?<b>",
      "/a\"b", "/a{b}", "/v1/models/..%2f..%2fadmin", "/v1/models/a%2F..%2Fb",
      "/v1/models/a%2F%2Fb", "/v1/models/a%2F", "/v1/models/%2Fa", "/v1/models/a%2F%2e%2e",
      "/v1/models/a%5cb", "/v1/models/a%2Fb?x=1#y"})
  void anyOtherIsNot(String target) {
    assertThat(RequestTarget.isSound(target)).isFalse();
  }
}
