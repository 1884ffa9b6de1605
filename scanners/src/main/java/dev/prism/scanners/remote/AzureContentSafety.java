package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Azure AI Content Safety, `text:analyze`: four severities for each category. Medium blocks, low flags.
public final class AzureContentSafety implements RemoteBackend {
  private final URI url;
  private final String key;

  private AzureContentSafety(RemoteSettings settings) {
    url = settings.at(null, "/contentsafety/text:analyze?api-version=2024-09-01");
    key = settings.key();
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    return HttpRequest.newBuilder(url)
        .header("ocp-apim-subscription-key", key)
        .POST(BodyPublishers.ofString(
            "{\"text\":" + JsonText.quote(text) + ",\"outputType\":\"FourSeverityLevels\"}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    List<?> categories = JsonTree.list(answer, "categoriesAnalysis");
    if (categories.isEmpty()) {
      throw new IllegalStateException("no categories");
    }
    List<Judgement> judgements = new ArrayList<>();
    for (Object category : categories) {
      double severity = JsonTree.number(category, "severity");
      if (severity >= 2) {
        judgements.add(Judgement.whole(JsonTree.text(category, "category").toLowerCase(Locale.ROOT),
            severity >= 6 ? 1 : severity >= 4 ? 0.85 : 0.6));
      }
    }
    return judgements;
  }

  /// Makes scanners of this kind.
  public static final class Factory extends RemoteFactory {
    public Factory() {
      super("azure_content_safety", AzureContentSafety::new);
    }
  }
}
