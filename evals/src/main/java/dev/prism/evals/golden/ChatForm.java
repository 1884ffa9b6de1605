package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A conversation and its right answer where they are a text or a list: `input` and `ideal` or `target`. What
/// Prism has no place for is kept beside and put back.
final class ChatForm {
  private static final String PLAIN_INPUT = "prism_plain_input";
  private static final String TURNS = "prism_turns";
  private static final String MORE_ANSWERS = "prism_more_answers";
  private static final String LISTED = "prism_listed";

  private ChatForm() {}

  static List<Turn> readInput(@Nullable JsonNode input, ObjectNode kept) {
    if (input != null && input.isString()) {
      kept.put(PLAIN_INPUT, true);
      return List.of(Turn.user(input.asString()));
    }
    if (!(input instanceof ArrayNode array)) {
      throw new IllegalArgumentException("input must be a text or a list of messages");
    }
    List<Turn> turns = new ArrayList<>();
    ObjectNode extras = JsonNodeFactory.instance.objectNode();
    for (JsonNode each : array) {
      Members turn = Members.of(each);
      turns.add(new Turn(turn.need("role"), turn.need("content")));
      if (!turn.rest().isEmpty()) {
        extras.set(Integer.toString(turns.size() - 1), turn.rest());
      }
    }
    if (!extras.isEmpty()) {
      kept.set(TURNS, extras);
    }
    return turns;
  }

  static void writeInput(List<Turn> turns, ObjectNode form, ObjectNode kept) {
    JsonNode extras = kept.remove(TURNS);
    boolean plain = kept.remove(PLAIN_INPUT) != null;
    if (plain && turns.size() == 1 && turns.getFirst().role().equals("user")) {
      form.put("input", turns.getFirst().content());
      return;
    }
    ArrayNode array = GoldenJson.turns(turns);
    if (extras != null) {
      extras.properties().forEach(extra -> {
        int index = Integer.parseInt(extra.getKey());
        if (array.get(index) instanceof ObjectNode turn
            && extra.getValue() instanceof ObjectNode more) {
          turn.setAll(more);
        }
      });
    }
    form.set("input", array);
  }

  static @Nullable String readAnswer(@Nullable JsonNode answer, ObjectNode kept) {
    if (answer == null) {
      return null;
    }
    if (answer.isString()) {
      return answer.asString();
    }
    if (!(answer instanceof ArrayNode array) || array.isEmpty() || !array.get(0).isString()) {
      throw new IllegalArgumentException("the answer must be a text or a list of texts");
    }
    ArrayNode more = array.deepCopy();
    more.remove(0);
    kept.put(LISTED, true);
    if (!more.isEmpty()) {
      kept.set(MORE_ANSWERS, more);
    }
    return array.get(0).asString();
  }

  static void writeAnswer(String member, @Nullable String answer, ObjectNode form,
      ObjectNode kept) {
    boolean listed = kept.remove(LISTED) != null;
    JsonNode more = kept.remove(MORE_ANSWERS);
    if (answer == null) {
      return;
    }
    if (!listed) {
      form.put(member, answer);
      return;
    }
    ArrayNode all = form.putArray(member).add(answer);
    if (more != null) {
      more.forEach(all::add);
    }
  }
}
