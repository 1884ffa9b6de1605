package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A guardrail of Amazon Bedrock, `ApplyGuardrail`, with a Bedrock API key. Whatever makes it intervene
/// blocks; its policies name the rules.
public final class BedrockGuardrail implements RemoteBackend {
  private final URI url;
  private final String key;

  private BedrockGuardrail(RemoteSettings settings) {
    String guardrail = settings.guardrail();
    if (guardrail == null || guardrail.isBlank()) {
      throw new IllegalArgumentException("guardrail is missing: write its id, or id:version");
    }
    int colon = guardrail.indexOf(':');
    String id = colon < 0 ? guardrail : guardrail.substring(0, colon);
    String version = colon < 0 ? "DRAFT" : guardrail.substring(colon + 1);
    url = settings.at(null, "/guardrail/" + id + "/version/" + version + "/apply");
    key = settings.key();
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    String source = kind == Segment.Kind.ASSISTANT ? "OUTPUT" : "INPUT";
    return HttpRequest.newBuilder(url)
        .header("authorization", "Bearer " + key)
        .POST(BodyPublishers.ofString("{\"source\":\"" + source
            + "\",\"content\":[{\"text\":{\"text\":" + JsonText.quote(text) + "}}]}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    String action = JsonTree.text(answer, "action");
    if (action.equals("NONE")) {
      return List.of();
    }
    if (!action.equals("GUARDRAIL_INTERVENED")) {
      throw new IllegalStateException("no action");
    }
    List<Judgement> judgements = new ArrayList<>();
    for (Object assessment : JsonTree.list(answer, "assessments")) {
      for (Map.Entry<?, ?> policy : JsonTree.map(assessment).entrySet()) {
        if (policy.getKey().toString().endsWith("Policy")) {
          judgements.add(Judgement.whole(name(policy.getKey().toString()), 0.95));
        }
      }
    }
    return judgements.isEmpty() ? List.of(Judgement.whole("intervened", 0.95)) : judgements;
  }

  /// `sensitiveInformationPolicy` as `sensitive_information`.
  private static String name(String policy) {
    StringBuilder name = new StringBuilder();
    for (char c : policy.substring(0, policy.length() - "Policy".length()).toCharArray()) {
      name.append(Character.isUpperCase(c) ? "_" + Character.toLowerCase(c) : String.valueOf(c));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /// Makes scanners of this kind.
  public static final class Factory extends RemoteFactory {
    public Factory() {
      super("bedrock_guardrail", BedrockGuardrail::new);
    }
  }
}
