package dev.prism.scanners.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.prism.exchange.Secret;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import dev.prism.scanners.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each service is asked in its own words, and its answer understood; a bad one counts as a failure.
public class RemoteScannersTest {
  /// The scanners that are tested here.
  public static final List<String> NAMES = List.of("openai_moderation", "azure_content_safety",
      "bedrock_guardrail", "presidio", "lakera", "llama_guard", "shieldgemma", "qwen3guard",
      "granite_guardian", "wildguard");
  private static final ScannerCatalog CATALOG = ScannerCatalog.load();

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpServer server;
  private String answer = "{}";
  private String received = "";
  private int status = 200;
  private boolean hangs;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      asked.incrementAndGet();
      received = exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet() + " "
          + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (hangs) {
        try {
          released.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    released.countDown();
    server.stop(0);
  }

  private RemoteSettings settings(@Nullable String url, @Nullable Duration cacheFor) {
    return new RemoteSettings(url == null ? null : URI.create(url), new Secret("key-1"), "guard",
        "gr1:2", Duration.ofMillis(300), cacheFor, null);
  }

  private RailEngine engine(String scanner, Duration cacheFor) {
    return engine(scanner,
        settings("http://127.0.0.1:" + server.getAddress().getPort() + "/base", cacheFor));
  }

  private static RailEngine engine(String scanner, RemoteSettings settings) {
    return RailEngine.compile(CATALOG, List.of(new Rail("r", Stage.OUTPUT, List.of(scanner), null,
        null, null, null, null, null, null, null, Map.of(scanner, settings))));
  }

  private static RailReport check(RailEngine engine, String tenant, String text) {
    return engine.check(Stage.OUTPUT, ScanText.of(text, Segment.Kind.ASSISTANT),
        ScanContext.of(tenant));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      openai_moderation    | /base/moderations | violence | {"results":[{"flagged":true,"categories":{"violence":true,"hate":false},"category_scores":{"violence":0.9,"hate":0.1}}]}
      azure_content_safety | /base/contentsafety/text:analyze?api-version= | hate | {"categoriesAnalysis":[{"category":"Hate","severity":4},{"category":"Violence","severity":0}]}
      bedrock_guardrail    | /base/guardrail/gr1/version/2/apply | sensitive_information | {"action":"GUARDRAIL_INTERVENED","assessments":[{"sensitiveInformationPolicy":{}}]}
      presidio             | /base/analyze | person | [{"entity_type":"PERSON","start":2,"end":6,"score":0.85}]
      lakera               | /base/guard | prompt_attack | {"flagged":true,"breakdown":[{"detector_type":"prompt_attack","detected":true}]}
      llama_guard          | /base/chat/completions | s1 | {"choices":[{"message":{"content":"unsafe\\nS1"}}]}
      shieldgemma          | /base/chat/completions | unsafe | {"choices":[{"message":{"content":"Yes"}}]}
      qwen3guard           | /base/chat/completions | unsafe_violent | {"choices":[{"message":{"content":"Safety: Unsafe\\nCategories: Violent"}}]}
      granite_guardian     | /base/chat/completions | unsafe | {"choices":[{"message":{"content":"<score> yes </score>"}}]}
      wildguard            | /base/chat/completions | harmful_response | {"choices":[{"message":{"content":"Harmful request: no\\nResponse refusal: no\\nHarmful response: yes"}}]}
      """)
  void aBadVerdictBlocks(String scanner, String path, String rule, String json) {
    answer = json;
    RailReport report = check(engine(scanner, Duration.ofMinutes(1)), "acme",
        "😀 Jane said \"hi\"");

    assertThat(report.verdict()).isEqualTo(new Verdict.Block("r", scanner, rule));
    assertThat(received).contains(path).contains("Jane said \\\"hi\\\"");
    if (!scanner.equals("presidio")) {
      assertThat(received).contains("key-1");
    } else {
      Finding place = report.findings().getFirst();
      assertThat("😀 Jane said \"hi\"".substring(place.start(), place.end())).isEqualTo("Jane");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      openai_moderation    | {"results":[{"flagged":false,"categories":{"violence":false},"category_scores":{"violence":0.1}}]}
      azure_content_safety | {"categoriesAnalysis":[{"category":"Hate","severity":0}]}
      bedrock_guardrail    | {"action":"NONE"}
      presidio             | []
      lakera               | {"flagged":false}
      llama_guard          | {"choices":[{"message":{"content":"\\n\\nsafe"}}]}
      shieldgemma          | {"choices":[{"message":{"content":"No"}}]}
      qwen3guard           | {"choices":[{"message":{"content":"Safety: Safe\\nCategories: None"}}]}
      granite_guardian     | {"choices":[{"message":{"content":"no"}}]}
      wildguard            | {"choices":[{"message":{"content":"Harmful request: no\\nHarmful response: no"}}]}
      """)
  void aGoodVerdictPassesAndIsRemembered(String scanner, String json) {
    answer = json;
    RailEngine engine = engine(scanner, Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      assertThat(check(engine, "acme", "hello").verdict()).isInstanceOf(Verdict.Allow.class);
    }
    assertThat(asked).hasValue(1);
    check(engine, "globex", "hello");
    assertThat(asked).as("another tenant's question is its own").hasValue(2);
  }

  @Test
  void anAnswerThatIsNoneCountsAsAFailure() {
    for (String scanner : NAMES) {
      for (String bad : List.of("{}", "no json",
          "{\"choices\":[{\"message\":{\"content\":\"hm\"}}]}")) {
        answer = bad;
        assertThat(check(engine(scanner, Duration.ZERO), "acme", "hello").verdict())
            .as("%s: %s", scanner, bad)
            .isEqualTo(new Verdict.Block("r", scanner, "error"));
      }
    }
  }

  @Test
  void aServiceThatKeepsFailingIsLeftAlone() {
    status = 500;
    RailEngine engine = engine("lakera", Duration.ZERO);
    for (int i = 0; i < 20; i++) {
      assertThat(check(engine, "acme", "hello").verdict()).isInstanceOf(Verdict.Block.class);
    }
    assertThat(asked).hasValue(5);
  }

  @Test
  void aServiceThatHangsIsGivenUp() {
    hangs = true;
    long start = System.nanoTime();
    assertThat(check(engine("lakera", Duration.ZERO), "acme", "hello").verdict())
        .isEqualTo(new Verdict.Block("r", "lakera", "error"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void settingsWithWhichItCannotBeAskedAreRefused() {
    RemoteSettings nothing = new RemoteSettings(null, null, null, null, null, null, null);
    for (String scanner : NAMES) {
      assertThatThrownBy(() -> engine(scanner, nothing)).as(scanner)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("missing");
    }
    for (String url : List.of("ftp://a/b", "http://user:pw@a", "http://a/?q=1", "nothing",
        "http://169.254.169.254/latest")) {
      assertThatThrownBy(() -> settings(url, null)).as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("url");
    }
  }
}
