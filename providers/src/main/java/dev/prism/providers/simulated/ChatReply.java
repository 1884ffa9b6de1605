package dev.prism.providers.simulated;

import dev.prism.exchange.json.JsonText;
import java.util.List;

/// An answer as a chat completion; a tool call when one is asked for.
final class ChatReply implements Reply {
  private static final int TOOL_TOKENS = 9;
  private final Asked asked;
  private final String text;
  private final List<String> pieces;
  private final Counts counts;
  private final String id;
  private final String callId;
  private final long created = Ids.seconds();

  ChatReply(Asked asked, SimulatedHandler.Turn turn) {
    this.asked = asked;
    text = Corpus.answer(asked, turn);
    pieces = asked.tool() == null ? Corpus.pieces(text) : List.of("{}");
    counts = Counts.of(asked, turn, asked.tool() == null ? pieces.size() : TOOL_TOKENS);
    id = Ids.id("chatcmpl-", turn.random());
    callId = Ids.id("call_", turn.random());
  }

  @Override
  public List<String> pieces() {
    return pieces;
  }

  @Override
  public String whole() {
    String message = asked.tool() == null
        ? "\"content\":" + JsonText.quote(text)
        : "\"content\":null,\"tool_calls\":[" + call("{}", "") + "]";
    return head("chat.completion")
        + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message
        + ",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"" + reason() + "\"}],\"usage\":"
        + counts.chat() + "}";
  }

  @Override
  public String open() {
    String calls = asked.tool() == null
        ? "\"content\":\"\""
        : "\"content\":null,\"tool_calls\":[" + call("", "\"index\":0,") + "]";
    return chunk("{\"role\":\"assistant\"," + calls + ",\"refusal\":null}", "null");
  }

  @Override
  public String piece(int index) {
    String piece = JsonText.quote(pieces.get(index));
    return chunk(
        asked.tool() == null
            ? "{\"content\":" + piece + "}"
            : "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + piece + "}}]}",
        "null");
  }

  @Override
  public String end() {
    String usage = asked.usageInStream()
        ? "data: " + head("chat.completion.chunk") + ",\"choices\":[],\"usage\":" + counts.chat()
            + "}\n\n"
        : "";
    return chunk("{}", "\"" + reason() + "\"") + usage + "data: [DONE]\n\n";
  }

  private String reason() {
    return asked.tool() == null ? "stop" : "tool_calls";
  }

  private String call(String arguments, String index) {
    return "{" + index + "\"id\":\"" + callId + "\",\"type\":\"function\",\"function\":{\"name\":"
        + JsonText.quote(String.valueOf(asked.tool())) + ",\"arguments\":"
        + JsonText.quote(arguments) + "}}";
  }

  private String chunk(String delta, String reason) {
    return "data: " + head("chat.completion.chunk") + ",\"choices\":[{\"index\":0,\"delta\":"
        + delta + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]"
        + (asked.usageInStream() ? ",\"usage\":null" : "") + "}\n\n";
  }

  private String head(String object) {
    return "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"created\":" + created
        + ",\"model\":" + JsonText.quote(asked.model())
        + ",\"system_fingerprint\":\"fp_prism_simulated\"";
  }
}
