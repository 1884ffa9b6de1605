package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// OpenAI's moderation endpoint: a score for each category, and which of them it flags.
public final class OpenAiModeration implements RemoteBackend {
  private final URI url;
  private final String key;
  private final String model;

  private OpenAiModeration(RemoteSettings settings) {
    url = settings.at("https://api.openai.com/v1", "/moderations");
    key = settings.key();
    model = settings.model() == null ? "omni-moderation-latest" : settings.modelName();
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    return HttpRequest.newBuilder(url)
        .header("authorization", "Bearer " + key)
        .POST(BodyPublishers.ofString(
            "{\"model\":" + JsonText.quote(model) + ",\"input\":" + JsonText.quote(text) + "}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    Map<?, ?> flagged = JsonTree.map(answer, "results", 0, "categories");
    if (flagged.isEmpty()) {
      throw new IllegalStateException("no categories");
    }
    List<Judgement> judgements = new ArrayList<>();
    flagged.forEach((category, is) -> {
      double score = JsonTree.number(answer, "results", 0, "category_scores", category);
      if (Boolean.TRUE.equals(is)) {
        judgements.add(Judgement.whole(category.toString(), Math.max(Finding.BLOCK, score)));
      } else if (score >= Finding.FLAG) {
        judgements.add(Judgement.whole(category.toString(), Math.min(score, 0.79)));
      }
    });
    return judgements;
  }

  /// Makes scanners of this kind.
  public static final class Factory extends RemoteFactory {
    public Factory() {
      super("openai_moderation", OpenAiModeration::new);
    }
  }
}
