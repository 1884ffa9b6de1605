package dev.prism.providers.bedrock;

import dev.prism.exchange.Endpoint;
import dev.prism.providers.Call;
import dev.prism.providers.ChatTranslator;
import dev.prism.providers.Dialects;
import dev.prism.providers.EmbeddingTranslator;
import dev.prism.providers.PathSegment;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Renewed;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import java.io.Closeable;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Amazon Bedrock. The target's model is a model's id, an inference profile's, or an ARN.
public final class BedrockAdapter implements ProviderAdapter, Closeable {
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);
  private final Credentials credentials;

  private BedrockAdapter(URI url, Credentials credentials) {
    this.credentials = credentials;
    String base = PathSegment.base(url.getRawPath());
    if (credentials.headers().containsKey("authorization")) {
      // A signature covers the body, which passes unread here: only an API key can go along.
      calls.put(Endpoint.PASSTHROUGH,
          new Call("", base, credentials.headers(), RequestRewrite.NOTHING));
    }
    ConverseWriter.Signer signer = credentials.signer(url.getRawAuthority());
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
    return new ConverseDecoder(endpoint == Endpoint.PASSTHROUGH);
  }

  @Override
  public @Nullable String trouble() {
    Renewed<AwsKeys> renewed = credentials.renewed();
    return renewed == null ? null : renewed.trouble();
  }

  @Override
  public void close() {
    credentials.close();
  }

  /// Makes providers of `adapter: bedrock`.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "bedrock";
    }

    @Override
    public void check(ProviderSettings settings) {
      Credentials.of(settings, AwsPlaces.usual()).close();
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      Credentials credentials = Credentials.of(settings, AwsPlaces.usual()).start();
      URI url = settings.baseUrl() == null
          ? URI.create("https://bedrock-runtime." + credentials.region() + ".amazonaws.com")
          : settings.baseUrl();
      return new Provider(name, "bedrock", url, settings.httpVersion(),
          new BedrockAdapter(url, credentials));
    }
  }
}
