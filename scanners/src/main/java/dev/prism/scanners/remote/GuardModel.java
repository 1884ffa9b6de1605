package dev.prism.scanners.remote;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Segment;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A guard model behind an endpoint of the OpenAI dialect (vLLM, Ollama, a provider): it is given the text
/// as a message and answers with a few words, each family in its own. The server applies the model's own
/// chat template.
public final class GuardModel implements RemoteBackend {
  private static final double SURE = 0.9;
  private final Family family;
  private final URI url;
  private final @Nullable String key;
  private final String model;

  /// How a family of models says what it thinks.
  private enum Family {
    LLAMA_GUARD, SHIELD_GEMMA, QWEN_GUARD, GRANITE_GUARDIAN, WILD_GUARD
  }

  private GuardModel(Family family, RemoteSettings settings) {
    this.family = family;
    url = settings.at(null, "/chat/completions");
    key = settings.apiKey() == null ? null : settings.key();
    model = settings.modelName();
  }

  @Override
  public HttpRequest.Builder ask(String text, Segment.Kind kind) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (key != null) {
      request.header("authorization", "Bearer " + key);
    }
    String message = "{\"role\":\"user\",\"content\":" + JsonText.quote(text) + "}";
    String said = "{\"role\":\"user\",\"content\":\"(not shown)\"},{\"role\":\"assistant\",\"content\":"
        + JsonText.quote(text) + "}";
    return request.POST(BodyPublishers.ofString("{\"model\":" + JsonText.quote(model)
        + ",\"temperature\":0,\"max_tokens\":64,\"messages\":["
        + (kind == Segment.Kind.ASSISTANT ? said : message) + "]}"));
  }

  @Override
  public List<Judgement> read(Object answer, String text) {
    String said = JsonTree.text(answer, "choices", 0, "message", "content")
        .toLowerCase(Locale.ROOT)
        .strip();
    return switch (family) {
      case LLAMA_GUARD -> llamaGuard(said);
      case SHIELD_GEMMA, GRANITE_GUARDIAN -> yesOrNo(said);
      case QWEN_GUARD -> qwenGuard(said);
      case WILD_GUARD -> wildGuard(said);
    };
  }

  /// `safe`, or `unsafe` and its categories on the next line.
  private static List<Judgement> llamaGuard(String said) {
    if (said.equals("safe")) {
      return List.of();
    }
    if (!said.startsWith("unsafe")) {
      throw unexpected();
    }
    List<Judgement> judgements = new ArrayList<>();
    said.lines().skip(1).forEach(line -> {
      for (String category : List.of(line.split(",", -1))) {
        if (!category.isBlank() && category.length() < 40) {
          judgements.add(Judgement.whole(category.strip(), SURE));
        }
      }
    });
    return judgements.isEmpty() ? List.of(Judgement.whole("unsafe", SURE)) : judgements;
  }

  /// `yes` means that the policy is broken; Granite puts it between tags.
  private static List<Judgement> yesOrNo(String said) {
    String word = said.replace("<score>", "").strip();
    if (word.startsWith("yes")) {
      return List.of(Judgement.whole("unsafe", SURE));
    }
    if (word.startsWith("no")) {
      return List.of();
    }
    throw unexpected();
  }

  /// `safety: unsafe` and `categories: …`; `controversial` only flags.
  private static List<Judgement> qwenGuard(String said) {
    String safety = after(said, "safety:");
    return switch (safety) {
      case "safe" -> List.of();
      case "controversial" -> List.of(Judgement.whole("controversial", 0.6));
      case "unsafe" ->
        List.of(Judgement.whole("unsafe_" + after(said, "categories:").replace(' ', '_'), SURE));
      default -> throw unexpected();
    };
  }

  /// `harmful request: yes`, `harmful response: no`.
  private static List<Judgement> wildGuard(String said) {
    if (!said.contains("harmful request:")) {
      throw unexpected();
    }
    List<Judgement> judgements = new ArrayList<>();
    for (String what : List.of("harmful request", "harmful response")) {
      if (after(said, what + ":").equals("yes")) {
        judgements.add(Judgement.whole(what.replace(' ', '_'), SURE));
      }
    }
    return judgements;
  }

  private static String after(String said, String label) {
    int at = said.indexOf(label);
    return at < 0 ? "" : said.substring(at + label.length()).lines().findFirst().orElse("").strip();
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("not the answer of this family of models");
  }

  /// Makes scanners that ask a Llama Guard.
  public static final class LlamaGuard extends RemoteFactory {
    public LlamaGuard() {
      super("llama_guard", settings -> new GuardModel(Family.LLAMA_GUARD, settings));
    }
  }

  /// Makes scanners that ask a ShieldGemma.
  public static final class ShieldGemma extends RemoteFactory {
    public ShieldGemma() {
      super("shieldgemma", settings -> new GuardModel(Family.SHIELD_GEMMA, settings));
    }
  }

  /// Makes scanners that ask a Qwen3Guard.
  public static final class QwenGuard extends RemoteFactory {
    public QwenGuard() {
      super("qwen3guard", settings -> new GuardModel(Family.QWEN_GUARD, settings));
    }
  }

  /// Makes scanners that ask a Granite Guardian.
  public static final class GraniteGuardian extends RemoteFactory {
    public GraniteGuardian() {
      super("granite_guardian", settings -> new GuardModel(Family.GRANITE_GUARDIAN, settings));
    }
  }

  /// Makes scanners that ask a WildGuard.
  public static final class WildGuard extends RemoteFactory {
    public WildGuard() {
      super("wildguard", settings -> new GuardModel(Family.WILD_GUARD, settings));
    }
  }
}
