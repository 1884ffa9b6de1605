package dev.prism.providers.bedrock;

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
import dev.prism.providers.Refusal;
import dev.prism.providers.Refusals;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.ReplyHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Amazon Bedrock. The target's model is a model's id, an inference profile's, or an ARN.
public final class BedrockAdapter implements ProviderAdapter {
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);

  private BedrockAdapter(URI url, ConverseWriter.Signer signer) {
    String base = PathSegment.base(url.getRawPath());
    calls.put(Endpoint.EMBEDDINGS,
        Call.translated(Map.of(), new EmbeddingTranslator(new TitanEmbeddings(base, signer))));
    ConverseWriter writer = new ConverseWriter(base, signer);
    for (Endpoint endpoint : Endpoint.values()) {
      if (Dialects.has(endpoint)) {
        calls.put(endpoint, Call.translated(Map.of(),
            new ChatTranslator(Dialects.of(endpoint), writer, ConverseDecoder::new)));
      }
    }
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    return calls.get(endpoint);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return new ConverseDecoder();
  }

  @Override
  public Refusal refusal(int status, ReplyHeaders headers, byte[] body) {
    return Refusals.of(status, headers, body);
  }

  /// Makes providers of `adapter: bedrock`: with a Bedrock API key, or with an AWS key, given or found in
  /// the environment.
  public static final class Factory implements ProviderFactory {
    private static final String USUAL_REGION = "us-east-1";

    @Override
    public String adapter() {
      return "bedrock";
    }

    @Override
    public void check(ProviderSettings settings) {
      signer(settings, "localhost");
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      URI url = settings.baseUrl() == null
          ? URI.create("https://bedrock-runtime." + region(settings) + ".amazonaws.com")
          : settings.baseUrl();
      return new Provider(name, "bedrock", url, settings.httpVersion(),
          new BedrockAdapter(url, signer(settings, url.getRawAuthority())));
    }

    private static String region(ProviderSettings settings) {
      String region = first(settings.region(), "AWS_REGION", "AWS_DEFAULT_REGION");
      return region == null ? USUAL_REGION : region;
    }

    private static ConverseWriter.Signer signer(ProviderSettings settings, String host) {
      Secret given = settings.apiKey();
      String bearer = first(given == null ? null : given.reveal(), "AWS_BEARER_TOKEN_BEDROCK");
      String keyId = first(settings.accessKeyId(), "AWS_ACCESS_KEY_ID");
      if (settings.accessKeyId() == null && bearer != null) {
        Map<String, String> headers = new HashMap<>(settings.headers());
        headers.putIfAbsent("authorization", "Bearer " + bearer);
        return (_, _) -> headers;
      }
      Secret named = settings.secretAccessKey();
      String key = first(named == null ? null : named.reveal(), "AWS_SECRET_ACCESS_KEY");
      if (keyId == null || key == null) {
        throw new IllegalArgumentException("access-key-id and secret-access-key are missing:"
            + " bedrock needs them, an api-key, or AWS_ACCESS_KEY_ID in the environment");
      }
      Secret temporary = settings.sessionToken();
      String session = first(temporary == null ? null : temporary.reveal(), "AWS_SESSION_TOKEN");
      SigV4 signature = new SigV4(keyId, new Secret(key),
          session == null || (settings.accessKeyId() != null && temporary == null)
              ? null
              : new Secret(session),
          region(settings));
      return (path, body) -> {
        Map<String, String> headers = new HashMap<>(settings.headers());
        headers.putAll(
            signature.headers(host, path, body.getBytes(StandardCharsets.UTF_8), Instant.now()));
        return headers;
      };
    }

    private static @Nullable String first(@Nullable String given, String... variables) {
      String found = given;
      for (String variable : variables) {
        found = found == null || found.isBlank() ? System.getenv(variable) : found;
      }
      return found == null || found.isBlank() ? null : found;
    }
  }
}
