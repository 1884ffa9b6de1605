package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.Reply;
import dev.prism.testing.Reply.Ending;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whatever the way out of an exchange, it leaves exactly one trace.
class ExactlyOneTraceIT {
  private static final String PATH = "/v1/chat/completions";

  /// One way out: its name, what the provider does, what the client does.
  private record WayOut(String name, Reply reply, Client client) {}

  private interface Client {
    void call(TestGateway gateway, StubProvider stub) throws IOException;
  }

  @Test
  void everyWayOutLeavesExactlyOneTrace() throws IOException {
    List<WayOut> ways = ways();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .tenants("""
                  default: { open: true }
                  limited: { keys: ["sha256:%s"], limits: { requests-per-minute: 1 } }
                """.formatted(Keys.hash("sk-prism-limited")))
            .timeouts("{ connect: 5s, first-token: 300ms, idle: 300ms, total: 2s }"))) {
      for (int i = 0; i < ways.size(); i++) {
        WayOut way = ways.get(i);
        stub.forget();
        stub.answer(way.reply());
        way.client().call(gateway, stub);
        List<JsonNode> traces = gateway.awaitTraces(i + 1);
        assertThat(traces).as(way.name()).hasSize(i + 1);
      }
      // A late second trace of any of them would come before the one of a further request.
      stub.answer(Chat.answer());
      gateway.chat("chat");
      List<JsonNode> all = gateway.awaitTraces(ways.size() + 1);
      assertThat(all).hasSize(ways.size() + 1);
      assertThat(all.stream()
          .map(trace -> trace.path("request_id").asString())
          .collect(Collectors.toSet())).hasSize(all.size());
      assertThat(
          all.stream().map(trace -> trace.path("outcome").asString()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrder("answered", "refused", "failed", "cancelled");
    }
  }

  private static List<WayOut> ways() {
    List<WayOut> ways = new ArrayList<>();
    ways.add(new WayOut("a whole answer", Chat.answer(), asking("chat")));
    ways.add(new WayOut("a stream", Chat.stream(), streaming()));
    ways.add(new WayOut("an unknown route", Chat.answer(), asking("none")));
    ways.add(new WayOut("no JSON", Chat.answer(), (gateway, _) -> gateway.post(PATH, "{")));
    ways.add(new WayOut("an unknown endpoint", Chat.answer(),
        (gateway, _) -> gateway.post("/v1/nothing", "{}")));
    ways.add(new WayOut("the list of models", Chat.answer(),
        (gateway, _) -> RawHttp.get(gateway.port(), "/v1/models")));
    ways.add(new WayOut("a body over the limit", Chat.answer(), (gateway, _) -> {
      try (RawHttp http = RawHttp.connect(gateway.port())) {
        http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\ncontent-length: 999999999\r\n\r\n{");
        assertThat(http.response().status()).isEqualTo(413);
      }
    }));
    ways.add(new WayOut("a limited tenant's first", Chat.answer(), limited(200)));
    ways.add(new WayOut("a limited tenant's second", Chat.answer(), limited(429)));
    ways.add(new WayOut("a provider's error", Reply.json(500, "{}"), asking("chat")));
    ways.add(new WayOut("a provider's refusal",
        Reply.json(400, "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}"),
        asking("chat")));
    ways.add(new WayOut("wrong credentials", Reply.json(401, "{}"), asking("chat")));
    ways.add(new WayOut("a closed connection", Reply.nothing(Ending.CLOSE), asking("chat")));
    ways.add(new WayOut("a reset connection", Reply.nothing(Ending.RESET), streaming()));
    ways.add(new WayOut("a cut stream", Chat.unfinished().ending(Ending.CLOSE), streaming()));
    ways.add(new WayOut("no first token", Reply.nothing(Ending.HANG), streaming()));
    ways.add(new WayOut("an idle stream", Chat.unfinished().ending(Ending.HANG), streaming()));
    ways.add(new WayOut("no answer in time", Reply.nothing(Ending.HANG), asking("chat")));
    ways.add(
        new WayOut("a client that leaves early", Reply.nothing(Ending.HANG), (gateway, stub) -> {
          try (RawHttp http = RawHttp.connect(gateway.port())) {
            http.send(RawHttp.request("POST", PATH, Chat.request("chat")));
            stub.awaitRequest(0, TestGateway.SOON);
          }
        }));
    ways.add(new WayOut("a client that leaves a stream", Chat.unfinished().ending(Ending.HANG),
        (gateway, _) -> {
          try (RawHttp http = RawHttp.connect(gateway.port())) {
            http.send(RawHttp.request("POST", PATH, Chat.streamRequest("chat")));
            http.readUntil("there");
            http.reset();
          }
        }));
    ways.add(new WayOut("an HTTP/2 stream that is reset", Reply.nothing(Ending.HANG),
        (gateway, stub) -> {
          try (RawHttp2 http = RawHttp2.connect(gateway.port())) {
            int stream = http.post(PATH, Chat.request("chat"));
            stub.awaitRequest(0, TestGateway.SOON);
            http.reset(stream);
            gateway.awaitTraces(1);
          }
        }));
    ways.add(new WayOut("a client that leaves within its request", Chat.answer(), (gateway, _) -> {
      try (RawHttp http = RawHttp.connect(gateway.port())) {
        http.send("POST " + PATH + " HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
      }
    }));
    return ways;
  }

  private static Client asking(String model) {
    return (gateway, _) -> gateway.chat(model);
  }

  private static Client streaming() {
    return (gateway, _) -> gateway.stream("chat");
  }

  private static Client limited(int status) {
    return (gateway,
        _) -> assertThat(
            gateway.chat("chat", new Header("authorization", "Bearer sk-prism-limited")).status())
            .isEqualTo(status);
  }
}
