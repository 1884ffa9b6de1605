package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Row R2: header lists that HTTP/2 forbids are refused, and nothing of them reaches a provider.
@Tag("push")
class H2VectorsIT {
  /// In the form of the shared vectors, for a clone that has none.
  private static final String OWN = """
      [{"id":"own-te","headers":[["transfer-encoding","chunked"]]},
       {"id":"own-connection","headers":[["connection","close"]]},
       {"id":"own-upper","headers":[["X-Upper","a"]]},
       {"id":"own-te-gzip","headers":[["te","gzip"]]},
       {"id":"own-keep-alive","headers":[["keep-alive","timeout=5"]]},
       {"id":"own-proxy-connection","headers":[["proxy-connection","x"]]},
       {"id":"own-nul","headers":[["x-a","a\\u0000b"]]},
       {"id":"own-empty-name","headers":[["","a"]]},
       {"id":"own-status","headers":[[":status","200"]]},
       {"id":"own-host","headers":[["host","other.test"]]},
       {"id":"own-two-auth","headers":[["authorization","Bearer a"],["authorization","Bearer b"]]}]""";

  @Test
  void whatHttp2ForbidsIsRefused() throws IOException {
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      for (JsonNode vector : vectors()) {
        tried++;
        stub.forget();
        String problem = problem(gateway, stub, vector);
        if (!problem.isEmpty()) {
          wrong.add(vector.path("id").asString() + ": " + problem);
        }
        assertThat(gateway.chat("chat").status()).as("the gateway lives").isEqualTo(200);
      }
      assertThat(gateway.metrics()).as("a client's fault is no bug")
          .contains("prism_faults_total 0.0");
    }
    Scorecard.write("R2", tried - wrong.size() + " of " + tried, "all, 0 bytes upstream on reject",
        wrong.isEmpty());
    assertThat(wrong).isEmpty();
  }

  private static List<JsonNode> vectors() {
    List<JsonNode> vectors = new ArrayList<>();
    new ObjectMapper().readTree(OWN).forEach(vectors::add);
    vectors.addAll(SharedData.lines("data/reliability/http2/h2-header-vectors.jsonl"));
    return vectors;
  }

  private static String problem(TestGateway gateway, StubProvider stub, JsonNode vector)
      throws IOException {
    boolean own = vector.path("id").asString().startsWith("own-");
    List<Header> headers = own ? base() : new ArrayList<>();
    headers.addAll(pairs(vector.path("headers")));
    String expect = vector.path("expect").asString("reject");
    try (RawHttp2 http = RawHttp2.connect(gateway.port()).patience(Duration.ofSeconds(5))) {
      // The vectors carry a body of two bytes; a request that is to be served needs a real one.
      byte[] body = expect.equals("reject")
          ? "{}".getBytes(StandardCharsets.UTF_8)
          : Chat.request("chat").getBytes(StandardCharsets.UTF_8);
      RawHttp2.Result result = http
          .await(http.request(headers, body, pairs(vector.path("trailers"))));
      boolean refused = result.end() != RawHttp2.End.RESPONSE
          || (result.status() >= 400 && result.status() < 500 && !isAboutTheBody(result));
      return switch (expect) {
        case "accept" -> result.status() == 200 ? "" : "got " + result;
        case "normalise" -> refused || clean(stub) ? "" : "passed on";
        default -> refused && stub.requests().isEmpty() ? "" : "got " + result;
      };
    } catch (SocketTimeoutException _) {
      return "no answer";
    } catch (IOException _) {
      return stub.requests().isEmpty() ? "" : "passed on, then closed";
    }
  }

  /// The body `{}` is no chat request, so a 400 about it means that the header list went through.
  private static boolean isAboutTheBody(RawHttp2.Result result) {
    return Objects.requireNonNull(result.response()).text().contains("'model'");
  }

  private static boolean clean(StubProvider stub) {
    return stub.requests().stream().noneMatch(request -> request.head().contains("evil"));
  }

  private static List<Header> base() {
    return new ArrayList<>(List.of(new Header(":method", "POST"), new Header(":scheme", "http"),
        new Header(":authority", "gw.test"), new Header(":path", "/v1/chat/completions"),
        new Header("content-type", "application/json")));
  }

  private static List<Header> pairs(JsonNode list) {
    List<Header> headers = new ArrayList<>();
    list.forEach(pair -> headers.add(new Header(pair.path(0).asString(), pair.path(1).asString())));
    return headers;
  }
}
