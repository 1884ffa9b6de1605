package dev.prism.providers.cohere;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.providers.Call;
import dev.prism.providers.ChatTranslator;
import dev.prism.providers.Dialects;
import dev.prism.providers.EmbeddingTranslator;
import dev.prism.providers.PathSegment;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cohere's models.
public final class CohereAdapter implements ProviderAdapter {
  private static final URI HOME = URI.create("https://api.cohere.com");
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);

  private CohereAdapter(URI url, @Nullable Secret key, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>();
    if (key != null && !key.isEmpty()) {
      headers.put("authorization", "Bearer " + key.reveal());
    }
    headers.putAll(more);
    String base = PathSegment.base(url.getRawPath());
    calls.put(Endpoint.EMBEDDINGS, Call.translated(headers,
        new EmbeddingTranslator(new CohereEmbeddings(base + "/v2/embed"))));
    calls.put(Endpoint.PASSTHROUGH, new Call("", base, headers, RequestRewrite.NOTHING));
    CohereWriter writer = new CohereWriter(base + "/v2/chat");
    for (Endpoint endpoint : Endpoint.values()) {
      if (Dialects.has(endpoint)) {
        calls.put(endpoint, Call.translated(headers,
            new ChatTranslator(Dialects.of(endpoint), writer, CohereDecoder::new)));
      }
    }
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    return calls.get(endpoint);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return new CohereDecoder(endpoint == Endpoint.PASSTHROUGH);
  }

  /// Makes providers of `adapter: cohere`.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "cohere";
    }

    @Override
    public void check(ProviderSettings settings) {
      if (settings.lacksKey()) {
        throw new IllegalArgumentException(
            "api-key is missing: cohere needs one, or a base-url of your own");
      }
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      URI url = settings.baseUrl() == null ? HOME : settings.baseUrl();
      return new Provider(name, "cohere", url, settings.httpVersion(),
          new CohereAdapter(url, settings.apiKey(), settings.headers()));
    }
  }
}
