package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// A client of any dialect leaves in the middle of a stream: the provider, whatever its dialect, is told at
/// once.
class CancelAcrossDialectsIT {
  private static final Map<String, byte[]> BEGINNINGS = beginnings();

  private static Map<String, byte[]> beginnings() {
    Map<String, byte[]> beginnings = new LinkedHashMap<>();
    beginnings.put("anthropic",
        bytes("data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}\n\n"
            + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n"));
    beginnings.put("gemini",
        bytes("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hello\"}]}}]}\r\n\r\n"));
    beginnings.put("cohere", bytes(
        "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":"
            + "{\"content\":{\"text\":\"Hello\"}}}}\n\n"));
    beginnings.put("bedrock",
        frame("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}"));
    beginnings.put("openai", bytes("data: " + Chat.says("Hello") + "\n\n"));
    return beginnings;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A frame of AWS's event stream.
  static byte[] frame(String event, String payload) {
    try {
      byte[] body = bytes(payload);
      byte[] headers = new byte[]{11};
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      head.write(headers);
      head.write(bytes(":event-type"));
      head.write(new byte[]{7, 0, (byte) event.length()});
      head.write(bytes(event));
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(frame);
      out.writeInt(16 + head.size() + body.length);
      out.writeInt(head.size());
      out.writeInt(sum(frame));
      out.write(head.toByteArray());
      out.write(body);
      out.writeInt(sum(frame));
      return frame.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int sum(ByteArrayOutputStream bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes.toByteArray());
    return (int) sum.getValue();
  }

  @Test
  void everyProviderIsToldAtOnceByEveryClient() throws IOException {
    StubProvider stub = StubProvider.answering(Chat.answer());
    GatewayYaml yaml = GatewayYaml.empty();
    for (String adapter : BEGINNINGS.keySet()) {
      yaml.provider(adapter, "{ adapter: " + adapter + ", api-key: k, base-url: \"" + stub.url()
          + (adapter.equals("openai") ? "/v1" : "") + "\" }");
      yaml.route(adapter, "{ a: { provider: " + adapter + ", model: m } }", "{ primary: a }");
    }
    try (stub; TestGateway gateway = TestGateway.start(yaml)) {
      for (Map.Entry<String, byte[]> each : BEGINNINGS.entrySet()) {
        for (String client : List.of("chat/completions", "responses", "messages")) {
          if (!each.getKey().equals("openai") || !client.equals("responses")) {
            cancel(gateway, stub, client, each.getKey(), each.getValue());
          }
        }
      }
    }
  }

  private static void cancel(TestGateway gateway, StubProvider stub, String client, String adapter,
      byte[] beginning) throws IOException {
    stub.forget();
    Reply reply = Reply.events(List.of(beginning)).ending(Reply.Ending.HANG);
    stub.answer(adapter.equals("bedrock")
        ? new Reply(200, List.of(new Header("content-type", "application/vnd.amazon.eventstream")),
            reply.pieces(), reply.framing(), reply.ending())
        : reply);
    long left;
    try (RawHttp http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/" + client,
          "{\"model\":\"" + adapter + "\",\"stream\":true,\"max_tokens\":9,\"input\":\"x\","
              + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"));
      String seen = http.readUntil("Hello");
      assertThat(seen).as("%s from %s", client, adapter).contains("Hello");
      left = System.nanoTime();
    }
    long nanos = stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON) - left;
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).as("%s from %s", client, adapter)
        .isLessThan(1_000);
  }
}
