package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Row R1: requests that two readers could understand in two ways are refused, and what is passed on is
/// the gateway's own request, never the client's.
@Tag("push")
class HttpSmugglingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: gw.test\r\n";
  private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String HIDDEN = "GET /v1/models HTTP/1.1\r\nHost: gw.test\r\n\r\n";

  private final List<String> accepted = new ArrayList<>();
  private final List<String> ambiguous = new ArrayList<>();
  private final List<String> split = new ArrayList<>();
  private final List<String> unanswered = new ArrayList<>();
  private final List<String> refusedWrongly = new ArrayList<>();

  /// The request as Latin-1 text, a character a byte.
  private record Vector(String id, String text, String expect) {
    byte[] raw() {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void noRequestHasTwoReadings() throws IOException {
    List<Vector> vectors = vectors();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .route("m", "{ stable: { provider: up, model: m } }", "{ primary: stable }"))) {
      for (Vector vector : vectors) {
        stub.forget();
        judge(vector, gateway, stub);
      }
      assertThat(gateway.chat("chat").status()).isEqualTo(200);
    }
    boolean pass = accepted.isEmpty() && ambiguous.isEmpty() && split.isEmpty()
        && unanswered.isEmpty() && refusedWrongly.isEmpty();
    Scorecard.write("R1",
        "%d requests: %d accepted, %d ambiguous, %d split, %d unanswered, %d good ones refused"
            .formatted(vectors.size(), accepted.size(), ambiguous.size(), split.size(),
                unanswered.size(), refusedWrongly.size()),
        "0 / 0 / 0 / 0; all baselines served", pass);
    assertThat(ambiguous).as("ambiguous upstream").isEmpty();
    assertThat(split).as("split").isEmpty();
    assertThat(refusedWrongly).as("refused wrongly").isEmpty();
    assertThat(accepted).as("accepted").isEmpty();
    assertThat(unanswered).as("unanswered").isEmpty();
  }

  private void judge(Vector vector, TestGateway gateway, StubProvider stub) throws IOException {
    int first = 0;
    int responses = 0;
    boolean closed = false;
    try (RawHttp http = RawHttp.connect(gateway.port()).patience(PATIENCE)) {
      http.send(vector.raw());
      if (isHead(vector)) {
        first = http.head().status();
        responses++;
      }
      for (RawResponse response = http.responseOrNull(); response != null; response = http
          .responseOrNull()) {
        responses++;
        first = first == 0 ? response.status() : first;
        // Whoever is answered is not kept waiting for a second answer that need not come.
        http.patience(Duration.ofMillis(100));
      }
      closed = true;
    } catch (SocketTimeoutException _) {
      closed = false;
    } catch (IOException _) {
      closed = true;
    }
    if (responses == 0 && !closed && hasWholeHead(vector)) {
      unanswered.add(vector.id());
    }
    boolean served = first >= 200 && first < 300;
    if (vector.expect().equals("reject") && (served || !stub.requests().isEmpty())) {
      accepted.add(vector.id() + " (" + first + ")");
    }
    if (vector.expect().equals("accept") && !served) {
      refusedWrongly.add(vector.id() + " (" + first + ")");
    }
    if (stub.requests().size() > 1 && !vector.id().contains("pipeline")) {
      split.add(vector.id());
    }
    stub.requests()
        .stream()
        .filter(HttpSmugglingIT::isAmbiguous)
        .forEach(request -> ambiguous.add(vector.id() + ": " + request.head()));
  }

  /// An answer to HEAD has no body, whatever its length says.
  private static boolean isHead(Vector vector) {
    return text(vector).startsWith("HEAD ");
  }

  /// A head without its end may still go on: nobody can answer it yet.
  private static boolean hasWholeHead(Vector vector) {
    return text(vector).contains("\r\n\r\n");
  }

  private static String text(Vector vector) {
    return vector.text();
  }

  private static boolean isAmbiguous(ReceivedRequest request) {
    return count(request, "content-length") != 1 || count(request, "host") != 1
        || count(request, "transfer-encoding") != 0 || count(request, "connection") > 1
        || !request.bodyText().equals(BODY)
        || !request.head().startsWith("POST /v1/chat/completions HTTP/1.1\r\n");
  }

  private static long count(ReceivedRequest request, String name) {
    return request.headers().stream().filter(header -> header.is(name)).count();
  }

  private static List<Vector> vectors() {
    List<Vector> vectors = new ArrayList<>(own());
    for (JsonNode line : SharedData.lines("data/reliability/http1/http1-smuggling-corpus.jsonl")) {
      vectors.add(new Vector(line.path("id").asString(),
          new String(Base64.getDecoder().decode(line.path("raw_b64").asString()),
              StandardCharsets.ISO_8859_1),
          line.path("expect").asString()));
    }
    return vectors;
  }

  /// For a clone that has no corpus.
  private static List<Vector> own() {
    String length = "Content-Length: " + BODY.length() + "\r\n";
    String chunks = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    return List.of(vector("own-length", HEAD + length + "\r\n" + BODY, "accept"),
        vector("own-chunked", HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks, "accept"),
        vector("own-both", HEAD + length + "Transfer-Encoding: chunked\r\n\r\n" + chunks, "reject"),
        vector("own-two-lengths", HEAD + length + "Content-Length: 3\r\n\r\n" + BODY, "reject"),
        vector("own-length-plus", HEAD + "Content-Length: +" + BODY.length() + "\r\n\r\n" + BODY,
            "reject"),
        vector("own-length-list", HEAD + "Content-Length: 5, 5\r\n\r\n" + BODY, "reject"),
        vector("own-length-space", HEAD + "Content-Length : " + BODY.length() + "\r\n\r\n" + BODY,
            "reject"),
        vector("own-encoding-twice",
            HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunks,
            "reject"),
        vector("own-encoding-tab", HEAD + "Transfer-Encoding:\tchunked, x\r\n\r\n" + chunks,
            "reject"),
        vector("own-chunk-plus", HEAD + "Transfer-Encoding: chunked\r\n\r\n+" + chunks, "reject"),
        vector("own-chunk-0x", HEAD + "Transfer-Encoding: chunked\r\n\r\n0x" + chunks, "reject"),
        vector("own-two-hosts", HEAD + "Host: evil.test\r\n" + length + "\r\n" + BODY, "reject"),
        vector("own-no-host", "POST /v1/chat/completions HTTP/1.1\r\n" + length + "\r\n" + BODY,
            "reject"),
        vector("own-bare-lf", HEAD.replace("\r\n", "\n") + length + "\r\n" + BODY, "reject"),
        vector("own-nul", HEAD + "X: a\0b\r\n" + length + "\r\n" + BODY, "reject"),
        vector("own-two-keys",
            HEAD + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n" + length + "\r\n"
                + BODY,
            "reject"),
        vector("own-hidden",
            HEAD + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
            "reject"));
  }

  private static Vector vector(String id, String raw, String expect) {
    return new Vector(id, raw, expect);
  }
}
