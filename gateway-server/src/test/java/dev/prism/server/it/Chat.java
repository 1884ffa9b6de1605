package dev.prism.server.it;

import dev.prism.testing.Reply;

/// Small requests and answers of the OpenAI chat dialect.
final class Chat {
  static final String PROMPT = "tell me of the canary bird";
  static final String ANSWER = """
      {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini-2024-07-18",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"Hello there"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""";
  static final String FINISH = chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}", "");
  static final String USAGE = chunk("",
      ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}");
  static final String DONE = "[DONE]";

  private Chat() {}

  static String request(String model) {
    return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT
        + "\"}]}";
  }

  static String streamRequest(String model) {
    return request(model).replace("\"messages\"", "\"stream\":true,\"messages\"");
  }

  /// A chunk that says `text`.
  static String says(String text) {
    return chunk("{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}",
        "");
  }

  /// A whole stream: two words, the finish, the usage, the marker.
  static Reply stream() {
    return Reply.sse(says("Hello"), says(" there"), FINISH, USAGE, DONE);
  }

  /// Two words and no end.
  static Reply unfinished() {
    return Reply.sse(says("Hello"), says(" there"));
  }

  static Reply answer() {
    return Reply.json(200, ANSWER);
  }

  private static String chunk(String choice, String rest) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[" + choice + "]" + rest + "}";
  }
}
