package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;

/// Lakera Guard, version 2: which of its detectors fire.
public final class Lakera implements RemoteBackend {
  private final URI url;
  private final String key;

  private Lakera(RemoteSettings settings) {
    url = settings.at("https://api.lakera.ai/v2", "/guard");
    key = settings.key();
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    String role = switch (kind) {
      case ASSISTANT, REASONING, TOOL_ARGUMENT -> "assistant";
      case SYSTEM, TOOL_DEFINITION -> "system";
      case USER, TOOL_RESULT, RETRIEVED -> "user";
    };
    return HttpRequest.newBuilder(url)
        .header("authorization", "Bearer " + key)
        .POST(BodyPublishers.ofString("{\"messages\":[{\"role\":\"" + role + "\",\"content\":"
            + JsonText.quote(text) + "}],\"breakdown\":true}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    if (!(JsonTree.at(answer, "flagged") instanceof Boolean flagged)) {
      throw new IllegalStateException("no verdict");
    }
    if (!flagged) {
      return List.of();
    }
    List<Judgement> judgements = new ArrayList<>();
    for (Object detector : JsonTree.list(answer, "breakdown")) {
      if (JsonTree.flag(detector, "detected")) {
        judgements
            .add(Judgement.whole(JsonTree.text(detector, "detector_type").replace('/', '_'), 0.95));
      }
    }
    return judgements.isEmpty() ? List.of(Judgement.whole("flagged", 0.95)) : judgements;
  }

  /// Makes scanners of this kind.
  public static final class Factory extends RemoteFactory {
    public Factory() {
      super("lakera", Lakera::new);
    }
  }
}
