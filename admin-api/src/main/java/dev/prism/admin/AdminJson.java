package dev.prism.admin;

import io.javalin.http.Context;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON in and out of the admin API.
final class AdminJson {
  static final JsonMapper MAPPER = JsonMapper
      .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private AdminJson() {}

  static void answer(Context call, Map<String, ?> body) {
    answer(call, 200, body);
  }

  static void answer(Context call, int status, Map<String, ?> body) {
    call.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(body));
  }

  /// As maps, lists, texts, numbers and booleans.
  static Map<String, Object> plain(ObjectNode object) {
    return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {
    });
  }

  /// The body, which must be one JSON object; an empty one counts as `{}`.
  static ObjectNode body(Context call) {
    byte[] bytes = call.bodyAsBytes();
    if (bytes.length == 0) {
      return MAPPER.createObjectNode();
    }
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw Problem.badRequest("The body is not JSON: " + e.getOriginalMessage());
    }
    throw Problem.badRequest("The body is not a JSON object.");
  }
}
