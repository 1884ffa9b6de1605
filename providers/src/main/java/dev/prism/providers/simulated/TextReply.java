package dev.prism.providers.simulated;

import dev.prism.exchange.json.JsonText;
import java.util.List;

/// An answer as a legacy completion.
final class TextReply implements Reply {
  private final Asked asked;
  private final String text;
  private final List<String> pieces;
  private final Counts counts;
  private final String id;
  private final long created = Ids.seconds();

  TextReply(Asked asked, SimulatedHandler.Turn turn) {
    this.asked = asked;
    text = Corpus.answer(asked, turn);
    pieces = Corpus.pieces(text);
    counts = Counts.of(asked, turn, pieces.size());
    id = Ids.id("cmpl-", turn.random());
  }

  @Override
  public List<String> pieces() {
    return pieces;
  }

  @Override
  public String whole() {
    return head() + ",\"choices\":[" + choice(text, "\"stop\"") + "],\"usage\":" + counts.chat()
        + "}";
  }

  @Override
  public String open() {
    return "";
  }

  @Override
  public String piece(int index) {
    return "data: " + head() + ",\"choices\":[" + choice(pieces.get(index), "null") + "]}\n\n";
  }

  @Override
  public String end() {
    String usage = asked.usageInStream()
        ? "data: " + head() + ",\"choices\":[],\"usage\":" + counts.chat() + "}\n\n"
        : "";
    return "data: " + head() + ",\"choices\":[" + choice("", "\"stop\"") + "]}\n\n" + usage
        + "data: [DONE]\n\n";
  }

  private String head() {
    return "{\"id\":\"" + id + "\",\"object\":\"text_completion\",\"created\":" + created
        + ",\"model\":" + JsonText.quote(asked.model());
  }

  private static String choice(String text, String reason) {
    return "{\"text\":" + JsonText.quote(text) + ",\"index\":0,\"logprobs\":null,\"finish_reason\":"
        + reason + "}";
  }
}
