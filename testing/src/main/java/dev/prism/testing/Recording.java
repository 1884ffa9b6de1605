package dev.prism.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One recorded call of a provider and its answer.
///
/// @param endpoint as the recordings name it, `chat` for instance
public record Recording(
    String id,
    String provider,
    String endpoint,
    String model,
    boolean stream,
    List<String> tags,
    Message request,
    Message response,
    String method,
    String url,
    int status) {
  /// Fields that describe how the recorded connection framed or packed a body, not the body itself.
  private static final Set<String> FRAMING = Set.of("content-encoding", "content-length",
      "transfer-encoding", "connection");

  /// Header fields and body of one direction.
  public static final class Message {
    private final List<Header> headers;
    private final byte[] body;

    Message(List<Header> headers, byte[] body) {
      this.headers = List.copyOf(headers);
      this.body = body;
    }

    public List<Header> headers() {
      return headers;
    }

    public byte[] body() {
      return body.clone();
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /// The recorded answer, cut as told; a stream goes out in chunks. Its content type is the recorded
  /// one, even where that is missing or wrong.
  public Reply reply(Chunking chunking) {
    return new Reply(status,
        response.headers().stream().filter(h -> !FRAMING.contains(h.name())).toList(),
        chunking.cut(response.body()), stream ? Reply.Framing.CHUNKED : Reply.Framing.LENGTH,
        Reply.Ending.COMPLETE);
  }

  static Recording of(JsonNode line) {
    List<String> tags = new ArrayList<>();
    line.path("tags").forEach(tag -> tags.add(tag.asString()));
    return new Recording(line.path("id").asString(), line.path("provider").asString(),
        line.path("endpoint").asString(), line.path("model").asString(""),
        line.path("stream").asBoolean(false), List.copyOf(tags), message(line.path("request")),
        message(line.path("response")), line.path("request").path("method").asString("POST"),
        line.path("request").path("url").asString(), line.path("status").asInt(200));
  }

  private static Message message(JsonNode node) {
    List<Header> headers = new ArrayList<>();
    node.path("headers")
        .properties()
        .forEach(entry -> values(entry.getValue())
            .forEach(value -> headers.add(new Header(entry.getKey(), value))));
    JsonNode binary = node.path("body_b64");
    byte[] body = binary.isMissingNode()
        ? node.path("body").asString("").getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(binary.asString());
    return new Message(headers, body);
  }

  private static List<String> values(JsonNode value) {
    if (!value.isArray()) {
      return List.of(value.asString());
    }
    List<String> values = new ArrayList<>();
    value.forEach(each -> values.add(each.asString()));
    return values;
  }
}
