package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.store.KeyStore;
import dev.prism.store.RecentTraces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerIT {
  @TempDir
  private Path folder;
  private AdminFixture fixture;
  private AdminCalls calls;
  private RecentTraces traces;

  @BeforeEach
  void start() throws Exception {
    fixture = new AdminFixture(folder, List.of());
    calls = fixture.calls;
    traces = fixture.traces;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void readinessFollowsTheDataPlaneAndHealthDoesNot() throws Exception {
    assertThat(calls.get("/readyz").status()).isEqualTo(503);
    assertThat(calls.get("/healthz").status()).isEqualTo(200);
    fixture.state = Readiness.State.READY;
    AdminCalls.Answer ready = calls.get("/readyz");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body().path("parts").path("store").asString()).isEqualTo("ready");
    fixture.state = Readiness.State.DRAINING;
    assertThat(calls.get("/readyz").status()).isEqualTo(503);
    assertThat(calls.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void tracesAreFoundByIdAndByFilter() throws Exception {
    traces.accept(trace("1", "s1", 200));
    traces.accept(trace("2", "s2", 504));
    traces.accept(trace("3", "s1", 200));
    assertThat(calls.get("/api/traces").body().path("traces").size()).isEqualTo(3);
    assertThat(calls.get("/api/traces?session_id=s1&limit=1")
        .body()
        .path("traces")
        .get(0)
        .path("request_id")
        .asString()).isEqualTo("req-3");
    assertThat(calls.get("/api/traces?failing=true").body().path("traces").size()).isEqualTo(1);
    assertThat(calls.get("/api/traces?from=2030-01-01T00:00:00Z").body().path("traces").size())
        .isZero();
    AdminCalls.Answer one = calls.get("/api/traces/req-2");
    assertThat(one.body().path("trace_id").asString()).isEqualTo("2".repeat(32));
    assertThat(calls.get("/api/traces/" + "2".repeat(32)).body()).isEqualTo(one.body());
    assertThat(calls.get("/api/traces/none").status()).isEqualTo(404);
  }

  @Test
  void aWrongParameterIsRefusedAndNotIgnored() throws Exception {
    assertThat(calls.get("/api/traces?sesion_id=s1").status()).isEqualTo(400);
    assertThat(calls.get("/api/traces?limit=0").status()).isEqualTo(400);
    assertThat(calls.get("/api/traces?from=yesterday").status()).isEqualTo(400);
    assertThat(calls.get("/api/traces?failing=perhaps").status()).isEqualTo(400);
  }

  @Test
  void aLiveStreamCarriesTheTracesThatMatch() throws Exception {
    try (BufferedReader stream = new BufferedReader(new InputStreamReader(
        calls.open("/api/traces/stream?session_id=s1"), StandardCharsets.UTF_8))) {
      assertThat(stream.readLine()).isEqualTo(": connected");
      assertThat(stream.readLine()).isEmpty();
      traces.accept(trace("1", "s2", 200));
      traces.accept(trace("2", "s1", 200));
      assertThat(stream.readLine()).isEqualTo("event: trace");
      assertThat(stream.readLine()).startsWith("data: {").contains("req-2");
    }
  }

  @Test
  void aReloadThatFailsSaysWhyAndAGoodOneSaysSo() throws Exception {
    fixture.configProblems = List
        .of("prism.yaml:3: routes.demo: unknown key targts; did you mean targets?");
    AdminCalls.Answer bad = calls.post("/api/reload", "");
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.type()).startsWith("application/problem+json");
    assertThat(bad.body().path("problems").get(0).asString()).contains("did you mean");
    fixture.configProblems = List.of();
    assertThat(calls.post("/api/reload", "").status()).isEqualTo(200);
  }

  @Test
  void aPageOfAnotherSiteCannotSteerTheGateway() throws Exception {
    assertThat(calls.post("/api/reload", "", "Origin", "https://evil.example").code())
        .isEqualTo("cross_site");
    assertThat(calls.post("/api/reload", "", "Sec-Fetch-Site", "cross-site").code())
        .isEqualTo("cross_site");
    String here = "http://127.0.0.1:" + fixture.server.port();
    assertThat(calls.post("/api/reload", "", "Origin", here).status()).isEqualTo(200);
    assertThat(raw("GET /api/traces HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("wrong_host");
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aTokenOpensWhatItsRoleAllows() throws Exception {
    AdminToken viewer = new AdminToken("ann", AdminRole.VIEWER, KeyStore.hash(new Secret("see")));
    AdminToken admin = new AdminToken("bob", AdminRole.ADMIN, KeyStore.hash(new Secret("rule")));
    try (AdminFixture guarded = new AdminFixture(folder.resolve("guarded"),
        List.of(viewer, admin))) {
      AdminCalls guardedCalls = guarded.calls;
      assertThat(guardedCalls.get("/api/traces").status()).isEqualTo(401);
      assertThat(guardedCalls.get("/api/traces", "Authorization", "Bearer nope").status())
          .isEqualTo(401);
      assertThat(guardedCalls.get("/metrics").status()).isEqualTo(401);
      assertThat(guardedCalls.get("/api/traces", "Authorization", "Bearer see").status())
          .isEqualTo(200);
      assertThat(guardedCalls.post("/api/reload", "", "Authorization", "Bearer see").status())
          .isEqualTo(403);
      assertThat(guardedCalls.post("/api/reload", "", "Authorization", "Bearer rule").status())
          .isEqualTo(200);
      assertThat(guardedCalls.get("/healthz").status()).isEqualTo(200);
      assertThat(guardedCalls.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void withoutTokensItListensOnLoopbackOnly() {
    assertThatThrownBy(() -> new AdminOptions("0.0.0.0", 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens");
  }

  @Test
  void aSimulatedProviderIsAdjustedWhileItRuns() throws Exception {
    String path = "/api/providers/simulated/sim";
    assertThat(calls.get(path).body().path("error_rate").doubleValue()).isZero();
    AdminCalls.Answer adjusted = calls.call("PATCH", path, "{\"error_rate\":0.25,"
        + "\"behaviours\":{\"leak\":{\"rate\":0.5}},\"first_token_millis\":5}");
    assertThat(adjusted.status()).isEqualTo(200);
    assertThat(calls.get(path).body()).isEqualTo(adjusted.body());
    assertThat(adjusted.body().path("behaviours").path("leak").path("says").asString())
        .isNotEmpty();
    assertThat(calls.call("PATCH", path, "{\"error_rate\":7}").status()).isEqualTo(400);
    assertThat(calls.call("PATCH", path, "{\"eror_rate\":0.1}").status()).isEqualTo(400);
    assertThat(calls.get("/api/providers/simulated/none").status()).isEqualTo(404);
  }

  @Test
  void everyErrorIsAProblem() throws Exception {
    assertThat(calls.get("/api/nothing").status()).isEqualTo(404);
    assertThat(calls.call("DELETE", "/api/traces", "").status()).isEqualTo(405);
    assertThat(calls.get("/metrics").type()).startsWith("text/plain");
    assertThat(calls.get("/").body().asString()).contains("GET <a href=\"/api/traces\">");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static TraceRecord trace(String digit, String session, int status) {
    boolean good = status == 200;
    return new TraceRecord(
        new TraceRecord.Ids(digit.repeat(32), digit.repeat(16), null, "req-" + digit),
        new TraceRecord.Caller("acme", session, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "demo", false, 1_795_000_000_000_000L),
        new TraceRecord.Served("demo", 1, "primary", "stable", "sim", "sim-small", null, false,
            null),
        List.of(new Attempt("stable", "sim", "sim-small", status, Attempt.Result.ANSWERED, null, 1,
            2, 3, TokenUsage.of(4, 5), null)),
        new TraceRecord.Outcome(
            good ? TraceRecord.Outcome.Kind.ANSWERED : TraceRecord.Outcome.Kind.FAILED, status,
            good ? null : "upstream_timeout", good ? null : "provider", "stop", 100, 200),
        new TraceRecord.Billing(TokenUsage.of(4, 5), null), List.of(), TraceRecord.Texts.NONE);
  }
}
