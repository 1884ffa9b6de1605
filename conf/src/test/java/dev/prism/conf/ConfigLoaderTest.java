package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Cost;
import dev.prism.exchange.Secret;
import dev.prism.exchange.Tenant;
import dev.prism.providers.ProviderSettings;
import dev.prism.routing.Primary;
import dev.prism.routing.PromptSettings;
import dev.prism.routing.RouteSettings;
import dev.prism.store.FileSinkSettings;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir
  private Path folder;

  @Test
  void defaultConfigNeedsNoKey() {
    GatewayConfig config = loaded(ConfigLoader.loadDefault(Map.of()));

    assertThat(config.providers()).containsOnlyKeys("sim");
    assertThat(route(config).targets()).containsOnlyKeys("stable", "candidate");
    assertThat(route(config).strategy()).isEqualTo(new Primary("stable"));
    assertThat(route(config).safe()).containsExactly("stable");
    assertThat(config.tenants()).containsExactly(Map.entry("default", TenantSettings.OPEN));
    assertThat(config.traces().sinks())
        .containsExactly(new SinkSettings.File(FileSinkSettings.of(Path.of("data/traces.jsonl"))));
    assertThat(config.server())
        .isEqualTo(new ServerSettings("127.0.0.1", 8080, ServerSettings.DEFAULT_MAX_BODY,
            ServerSettings.DEFAULT_DRAIN_TIMEOUT, null, ClientSettings.DEFAULT));
  }

  @Test
  void keyInTheEnvironmentBringsItsProvider() {
    GatewayConfig config = loaded(
        ConfigLoader.loadDefault(Map.of("OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "")));

    assertThat(config.providers()).containsOnlyKeys("sim", "openai");
    assertThat(config.providers().get("openai")).extracting(ProviderSettings::apiKey)
        .isEqualTo(new Secret("sk-1"));
    assertThat(config.toString()).doesNotContain("sk-1");
  }

  @Test
  void builtInDefaultIsTheFileOnDisk() {
    assertThat(ConfigLoader.load(Path.of("prism.yaml"), Map.of()))
        .isEqualTo(ConfigLoader.loadDefault(Map.of()));
  }

  @Test
  void oneRouteIsEnough() {
    GatewayConfig config = Problems.config("""
        providers: { sim: { adapter: simulated } }
        routes: { demo: { targets: { only: { provider: sim, model: m } } } }
        """);

    assertThat(config.tenants()).containsOnlyKeys("default");
    assertThat(config.server().port()).isEqualTo(8080);
    assertThat(config.admin().port()).isEqualTo(9090);
    assertThat(config.store().url()).isEqualTo("sqlite:data/prism.db");
  }

  @Test
  void tenantIsReadIntoTheVocabulary() {
    KeyHash hash = KeyHash.of(new Secret("sk-prism-1"));
    GatewayConfig config = Problems.config("""
        providers: { sim: { adapter: simulated } }
        routes: { demo: { targets: { only: { provider: sim, model: m } } } }
        tenants:
          acme:
            keys: ["%s"]
            routes: [demo, sim/any, "de*"]
            limits: { requests-per-minute: 600, tokens-per-minute: 200000, usd-per-month: 500 }
        """.formatted(hash));

    TenantSettings acme = Objects.requireNonNull(config.tenants().get("acme"));
    assertThat(acme.keys()).containsExactly(hash);
    assertThat(hash.matches(new Secret("sk-prism-1"))).isTrue();
    assertThat(hash.matches(new Secret("sk-prism-2"))).isFalse();
    assertThat(acme.tenant("acme")).isEqualTo(new Tenant("acme", List.of("demo", "sim/any", "de*"),
        new Tenant.Limits(600, 200_000, Cost.ofDollars(BigDecimal.valueOf(500)))));
  }

  @Test
  void promptsAreGroupedByNameAndVersion() {
    GatewayConfig config = Problems.config("""
        providers: { sim: { adapter: simulated } }
        prompts: { refund: { "12": { system: You handle refunds. } } }
        routes: { demo: { targets: { only: { provider: sim, model: m, prompt: refund@12 } } } }
        """);

    assertThat(config.routing().prompts())
        .isEqualTo(Map.of("refund", Map.of("12", new PromptSettings("You handle refunds."))));
  }

  @Test
  void missingFileAndFolderAndBinaryAreProblemsAndNotExceptions() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[]{(byte) 0xff, 0, 1});

    assertThat(ConfigLoader.load(folder.resolve("none.yaml"), Map.of()).toString())
        .contains("there is no such file");
    assertThat(ConfigLoader.load(folder, Map.of()).toString()).contains("cannot be read");
    assertThat(ConfigLoader.load(binary, Map.of()).toString()).contains("is not UTF-8 text");
  }

  private static RouteSettings route(GatewayConfig config) {
    return Objects.requireNonNull(config.routes().get("demo"));
  }

  private static GatewayConfig loaded(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded(var config) -> config;
      case ConfigResult.Rejected(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
