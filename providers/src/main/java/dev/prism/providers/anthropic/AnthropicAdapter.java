package dev.prism.providers.anthropic;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.exchange.json.JsonText;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Call;
import dev.prism.providers.ChatTranslator;
import dev.prism.providers.Dialects;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import dev.prism.providers.gemini.Vertex;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A provider that speaks the Anthropic dialect: Messages pass as they are, every other conversation is
/// translated.
public final class AnthropicAdapter implements ProviderAdapter {
  private static final URI HOME = URI.create("https://api.anthropic.com");
  private static final String VERSION = "2023-06-01";
  private static final RequestRewrite MODEL = (body, model) -> {
    int named = body.find("model");
    return named >= 0 && body.value(named).string().equals(model)
        ? new BodyEdits(body).list()
        : new BodyEdits(body).set("model", JsonText.quote(model)).list();
  };
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);

  private AnthropicAdapter(URI baseUrl, @Nullable Secret key, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>();
    headers.put("anthropic-version", VERSION);
    if (key != null && !key.isEmpty()) {
      if (key.reveal().startsWith("sk-ant-oat")) {
        headers.put("authorization", "Bearer " + key.reveal());
      } else {
        headers.put("x-api-key", key.reveal());
      }
    }
    headers.putAll(more);
    String base = base(baseUrl);
    String messages = base + "/v1/messages";
    calls.put(Endpoint.MESSAGES, new Call("POST", messages, headers, MODEL));
    calls.put(Endpoint.COUNT_TOKENS, new Call("POST", messages + "/count_tokens", headers, MODEL));
    calls.put(Endpoint.PASSTHROUGH, new Call("", base, headers, RequestRewrite.NOTHING));
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint != Endpoint.MESSAGES && Dialects.has(endpoint)) {
        calls.put(endpoint, Call.translated(headers, new ChatTranslator(Dialects.of(endpoint),
            MessagesWriter.at(messages), MessagesDecoder::new)));
      }
    }
  }

  private static String base(URI baseUrl) {
    String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.endsWith("/v1") ? bare.substring(0, bare.length() - "/v1".length()) : bare;
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    return calls.get(endpoint);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return new MessagesDecoder(
        endpoint == Endpoint.PASSTHROUGH || endpoint == Endpoint.COUNT_TOKENS);
  }

  /// Makes providers of `adapter: anthropic`: of Vertex where a project is named.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "anthropic";
    }

    @Override
    public void check(ProviderSettings settings) {
      if (settings.project() == null && settings.lacksKey()) {
        throw new IllegalArgumentException("api-key is missing: anthropic needs one, a project at"
            + " Vertex, or a base-url of your own");
      }
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      String project = settings.project();
      if (project != null) {
        Vertex vertex = Vertex.of(settings, project);
        return new Provider(name, "vertex", vertex.url(), settings.httpVersion(),
            new VertexClaude(vertex));
      }
      URI url = settings.baseUrl() == null ? HOME : settings.baseUrl();
      return new Provider(name, "anthropic", url, settings.httpVersion(),
          new AnthropicAdapter(url, settings.apiKey(), settings.headers()));
    }
  }
}
