package dev.prism.providers.simulated;

import dev.prism.exchange.json.JsonText;
import java.util.List;

/// An answer as a Responses reply: one message of one text.
final class ResponseReply implements Reply {
  /// Events before the first token: created, in progress, item, part.
  private static final int OPENING = 4;
  private final Asked asked;
  private final String text;
  private final List<String> pieces;
  private final Counts counts;
  private final String id;
  private final String itemId;
  private final long created = Ids.seconds();

  ResponseReply(Asked asked, SimulatedHandler.Turn turn) {
    this.asked = asked;
    text = Corpus.answer(asked, turn);
    pieces = Corpus.pieces(text);
    counts = Counts.of(asked, turn, pieces.size());
    id = Ids.id("resp_", turn.random());
    itemId = Ids.id("msg_", turn.random());
  }

  @Override
  public List<String> pieces() {
    return pieces;
  }

  @Override
  public String whole() {
    return response("completed", "[" + item("completed", part(text)) + "]", counts.response());
  }

  @Override
  public String open() {
    String begun = ",\"response\":" + response("in_progress", "[]", "null");
    return event(0, "response.created", begun) + event(1, "response.in_progress", begun)
        + event(2, "response.output_item.added",
            ",\"output_index\":0,\"item\":" + item("in_progress", ""))
        + event(3, "response.content_part.added", place() + ",\"part\":" + part(""));
  }

  @Override
  public String piece(int index) {
    return event(OPENING + index, "response.output_text.delta",
        place() + ",\"delta\":" + JsonText.quote(pieces.get(index)) + ",\"logprobs\":[]");
  }

  @Override
  public String end() {
    int number = OPENING + pieces.size();
    return event(number, "response.output_text.done",
        place() + ",\"text\":" + JsonText.quote(text) + ",\"logprobs\":[]")
        + event(number + 1, "response.content_part.done", place() + ",\"part\":" + part(text))
        + event(number + 2, "response.output_item.done",
            ",\"output_index\":0,\"item\":" + item("completed", part(text)))
        + event(number + 3, "response.completed", ",\"response\":" + whole());
  }

  private static String event(int number, String type, String members) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":" + number
        + members + "}\n\n";
  }

  private String place() {
    return ",\"item_id\":\"" + itemId + "\",\"output_index\":0,\"content_index\":0";
  }

  private static String part(String text) {
    return "{\"type\":\"output_text\",\"text\":" + JsonText.quote(text)
        + ",\"annotations\":[],\"logprobs\":[]}";
  }

  private String item(String status, String content) {
    return "{\"id\":\"" + itemId + "\",\"type\":\"message\",\"status\":\"" + status
        + "\",\"role\":\"assistant\",\"content\":[" + content + "]}";
  }

  private String response(String status, String output, String usage) {
    return "{\"id\":\"" + id + "\",\"object\":\"response\",\"created_at\":" + created
        + ",\"status\":\"" + status + "\",\"error\":null,\"incomplete_details\":null,"
        + "\"instructions\":null,\"metadata\":{},\"model\":" + JsonText.quote(asked.model())
        + ",\"output\":" + output + ",\"parallel_tool_calls\":true,\"temperature\":1.0,"
        + "\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"usage\":" + usage + "}";
  }
}
