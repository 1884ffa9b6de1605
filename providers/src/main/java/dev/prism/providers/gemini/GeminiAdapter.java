package dev.prism.providers.gemini;

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
import java.io.Closeable;
import java.net.URI;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gemini models, at the Gemini API with a key or at Vertex with a token.
public final class GeminiAdapter implements ProviderAdapter, Closeable {
  private static final URI HOME = URI.create("https://generativelanguage.googleapis.com");
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);
  private final String base;
  private final Supplier<Map<String, String>> headers;
  private final @Nullable Vertex vertex;

  /// @param base   the base URL's path
  /// @param models the path up to a model's name
  private GeminiAdapter(String base, String models, Supplier<Map<String, String>> headers,
      @Nullable Vertex vertex) {
    this.base = base;
    this.headers = headers;
    this.vertex = vertex;
    // Only the Gemini API, which wants no token, takes several texts at once.
    calls.put(Endpoint.EMBEDDINGS, Call.translated(Map.of(), new EmbeddingTranslator(
        new GeminiEmbeddings(models, headers, models.endsWith("/v1beta/models/")))));
    GenerateWriter writer = new GenerateWriter(models, headers);
    for (Endpoint endpoint : Endpoint.values()) {
      if (Dialects.has(endpoint)) {
        calls.put(endpoint, Call.translated(Map.of(),
            new ChatTranslator(Dialects.of(endpoint), writer, GenerateDecoder::new)));
      }
    }
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    return endpoint == Endpoint.PASSTHROUGH
        ? new Call("", base, headers.get(), RequestRewrite.NOTHING)
        : calls.get(endpoint);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return new GenerateDecoder(endpoint == Endpoint.PASSTHROUGH);
  }

  @Override
  public @Nullable String trouble() {
    return vertex == null ? null : vertex.trouble();
  }

  @Override
  public void close() {
    if (vertex != null) {
      vertex.close();
    }
  }

  /// Makes providers of `adapter: gemini`: of Vertex where a project is named.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "gemini";
    }

    @Override
    public void check(ProviderSettings settings) {
      if (settings.project() == null && settings.lacksKey()) {
        throw new IllegalArgumentException(
            "api-key is missing: the Gemini API needs one; Vertex needs a project");
      }
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      String project = settings.project();
      return project == null ? api(name, settings) : vertex(name, settings, project);
    }

    private static Provider api(String name, ProviderSettings settings) {
      URI url = settings.baseUrl() == null ? HOME : settings.baseUrl();
      Map<String, String> headers = new HashMap<>();
      Secret key = settings.apiKey();
      if (key != null) {
        headers.put("x-goog-api-key", key.reveal());
      }
      headers.putAll(settings.headers());
      Map<String, String> fixed = Map.copyOf(headers);
      String base = PathSegment.base(url.getRawPath());
      return new Provider(name, "gemini", url, settings.httpVersion(),
          new GeminiAdapter(base, base + "/v1beta/models/", () -> fixed, null));
    }

    private static Provider vertex(String name, ProviderSettings settings, String project) {
      Vertex vertex = Vertex.of(settings, project);
      return new Provider(name, "vertex", vertex.url(), settings.httpVersion(),
          new GeminiAdapter(PathSegment.base(vertex.url().getRawPath()),
              vertex.publishers() + "google/models/", vertex.headers(), vertex));
    }
  }
}
