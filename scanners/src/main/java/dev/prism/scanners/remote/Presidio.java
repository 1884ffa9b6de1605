package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Presidio's analyzer: personal data with their places, names and addresses among them.
public final class Presidio implements RemoteBackend {
  private final URI url;

  private Presidio(RemoteSettings settings) {
    url = settings.at(null, "/analyze");
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    return HttpRequest.newBuilder(url)
        .POST(
            BodyPublishers.ofString("{\"text\":" + JsonText.quote(text) + ",\"language\":\"en\"}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    if (!(answer instanceof List<?> entities)) {
      throw new IllegalStateException("no list of entities");
    }
    List<Judgement> judgements = new ArrayList<>();
    int points = text.codePointCount(0, text.length());
    for (Object entity : entities) {
      // Its offsets count code points.
      int start = (int) Math.max(0, Math.min(points, JsonTree.number(entity, "start")));
      int end = (int) Math.max(start, Math.min(points, JsonTree.number(entity, "end")));
      judgements.add(new Judgement(JsonTree.text(entity, "entity_type").toLowerCase(Locale.ROOT),
          text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end),
          Math.min(1, JsonTree.number(entity, "score"))));
    }
    return judgements;
  }

  /// Makes scanners of this kind.
  public static final class Factory extends RemoteFactory {
    public Factory() {
      super("presidio", Presidio::new);
    }
  }
}
