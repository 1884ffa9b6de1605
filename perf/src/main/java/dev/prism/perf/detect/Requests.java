package dev.prism.perf.detect;

import dev.prism.exchange.TraceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What is asked, by topic.
final class Requests {
  private static final int MADE_UP = 40;
  private static final int WORDS = 30;

  private final List<List<TraceText>> byTopic;

  private Requests(List<List<TraceText>> byTopic) {
    this.byTopic = byTopic;
  }

  /// CLINC150's questions of its training part; its ten domains are the topics.
  static Requests clinc(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, Integer> topics = new HashMap<>();
    int topic = 0;
    for (var domain : json.readTree(folder.resolve("domains.json")).properties()) {
      int number = topic++;
      domain.getValue().forEach(intent -> topics.put(intent.asString(), number));
    }
    List<List<TraceText>> texts = empty(topic);
    for (JsonNode pair : json.readTree(folder.resolve("data_full.json")).path("train")) {
      Integer of = topics.get(pair.path(1).asString());
      if (of != null) {
        texts.get(of).add(TraceText.of(pair.path(0).asString()));
      }
    }
    return new Requests(texts);
  }

  /// Made up: each topic has words of its own, and all have words in common.
  static Requests synthetic() {
    SplittableRandom random = new SplittableRandom(5);
    List<List<TraceText>> texts = empty(Topics.COUNT);
    for (int topic = 0; topic < Topics.COUNT; topic++) {
      for (int i = 0; i < MADE_UP; i++) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 8; word++) {
          String from = random.nextInt(2) == 0 ? "x" : Character.toString('a' + topic);
          text.append(from.repeat(2 + random.nextInt(WORDS))).append(' ');
        }
        texts.get(topic).add(TraceText.of(text.toString()));
      }
    }
    return new Requests(texts);
  }

  private static List<List<TraceText>> empty(int topics) {
    List<List<TraceText>> texts = new ArrayList<>();
    for (int i = 0; i < topics; i++) {
      texts.add(new ArrayList<>());
    }
    return texts;
  }

  TraceText draw(int topic, SplittableRandom random) {
    List<TraceText> texts = byTopic.get(topic % byTopic.size());
    return texts.get(random.nextInt(texts.size()));
  }
}
