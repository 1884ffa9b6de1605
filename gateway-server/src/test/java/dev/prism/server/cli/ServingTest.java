package dev.prism.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServingTest {
  private static @Nullable Serving of(String... args) {
    return Serving.ofPlain(args);
  }

  @Test
  void thePlainFormIsReadAsTheLibraryReadsIt() {
    assertThat(of("serve")).isEqualTo(new Serving(null, null, null));
    assertThat(of("serve", "--port", "0", "--config", "a b.yaml", "--admin-port", "9901"))
        .isEqualTo(new Serving(Path.of("a b.yaml"), 0, 9901));
  }

  @Test
  void whateverElseIsLeftToTheLibrary() {
    assertThat(of()).isNull();
    assertThat(of("validate", "--config", "a.yaml")).isNull();
    assertThat(of("serve", "--help")).isNull();
    assertThat(of("serve", "--port")).isNull();
    assertThat(of("serve", "--port", "x")).isNull();
    assertThat(of("serve", "--port", "-1")).isNull();
    assertThat(of("serve", "--port=1")).isNull();
    assertThat(of("serve", "--port", "1", "--port", "2")).isNull();
    assertThat(of("serve", "--config", "--port")).isNull();
    assertThat(of("serve", "@file", "x")).isNull();
  }
}
