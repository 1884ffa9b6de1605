package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
  @Test
  void defaultConfigLoadsWithAnEmptyEnvironment() {
    assertThat(ConfigLoader.loadDefault(Map.of())).isInstanceOf(ConfigResult.Loaded.class);
  }
}
