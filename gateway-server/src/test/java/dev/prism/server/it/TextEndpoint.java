package dev.prism.server.it;

import dev.prism.testing.Reply;
import java.util.List;

/// How an endpoint is asked and how its provider says a text in two pieces.
enum TextEndpoint {
  CHAT("/v1/chat/completions", "up",
      "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"), COMPLETIONS("/v1/completions", "up",
          "\"prompt\":\"hi\""), RESPONSES("/v1/responses", "up", "\"input\":\"hi\""), MESSAGES(
              "/v1/messages", "claude",
              "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"), PASSTHROUGH(
                  "/up/v1/anything", "up", "\"any\":\"thing\"");

  final String path;
  final String provider;
  private final String asks;

  TextEndpoint(String path, String provider, String asks) {
    this.path = path;
    this.provider = provider;
    this.asks = asks;
  }

  String body(String action, boolean stream) {
    return "{\"model\":\"" + provider + "-" + action + "\"," + (stream ? "\"stream\":true," : "")
        + asks + "}";
  }

  Reply whole(String text) {
    return Reply.json(200, switch (this) {
      case CHAT, PASSTHROUGH -> Chat.ANSWER.replace("Hello there", text);
      case COMPLETIONS ->
        "{\"id\":\"c\",\"object\":\"text_completion\",\"model\":\"m\",\"choices\":"
            + "[{\"index\":0,\"text\":\"" + text + "\",\"finish_reason\":\"stop\"}]}";
      case RESPONSES -> response(text);
      case MESSAGES -> "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":"
          + "[{\"type\":\"text\",\"text\":\"" + text + "\"}],\"stop_reason\":\"end_turn\"}";
    });
  }

  private static String response(String text) {
    return "{\"id\":\"r\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\",\"output\":"
        + "[{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
        + "\"text\":\"" + text + "\"}]}]}";
  }

  Reply stream(String one, String two) {
    return switch (this) {
      case CHAT, PASSTHROUGH -> Reply.sse(Chat.says(one), Chat.says(two), Chat.FINISH, Chat.DONE);
      case COMPLETIONS -> Reply.sse(completion(one, "null"), completion(two, "\"stop\""), "[DONE]");
      case RESPONSES -> Reply.sse(delta(one), delta(two),
          "{\"type\":\"response.completed\",\"response\":" + response(one + two) + "}");
      case MESSAGES -> MessagesIT.events(List.of(
          "message_start\t{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}",
          "content_block_start\t{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
              + "{\"type\":\"text\",\"text\":\"\"}}",
          block(one), block(two),
          "content_block_stop\t{\"type\":\"content_block_stop\",\"index\":0}",
          "message_delta\t{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
          "message_stop\t{\"type\":\"message_stop\"}"));
    };
  }

  private static String completion(String text, String finish) {
    return "{\"id\":\"c\",\"object\":\"text_completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
        + "\"text\":\"" + text + "\",\"finish_reason\":" + finish + "}]}";
  }

  private static String delta(String text) {
    return "{\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,"
        + "\"content_index\":0,\"delta\":\"" + text + "\"}";
  }

  private static String block(String text) {
    return "content_block_delta\t{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
        + "{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}";
  }
}
