package dev.prism.providers.bedrock;

import dev.prism.exchange.Secret;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Renewed;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How Bedrock is let in: by its own API key, by the keys of the configuration, or by what the chain of
/// AWS's own tools finds.
///
/// @param region  where the models are, and what signatures name
/// @param headers of the operator's, and what authenticates without a signature
/// @param fixed   keys that last, null where there are none
/// @param renewed keys that are renewed, null where there are none
/// @param fetch   what renews them
record Credentials(
    String region,
    Map<String, String> headers,
    @Nullable AwsKeys fixed,
    @Nullable Renewed<AwsKeys> renewed,
    AwsFetch fetch) implements Closeable {
  private static final String USUAL_REGION = "us-east-1";

  /// @throws IllegalArgumentException if a setting is wrong
  static Credentials of(ProviderSettings settings, AwsPlaces places) {
    AwsFetch fetch = new AwsFetch(places);
    try {
      return of(settings, places, fetch);
    } catch (IllegalArgumentException wrong) {
      fetch.close();
      throw wrong;
    }
  }

  private static Credentials of(ProviderSettings settings, AwsPlaces places, AwsFetch fetch) {
    AwsChain chain = new AwsChain(places, fetch, settings.profile());
    String region = first(settings.region(), places.variable("AWS_REGION"),
        places.variable("AWS_DEFAULT_REGION"), chain.region(), USUAL_REGION);
    Map<String, String> headers = new HashMap<>(settings.headers());
    Secret key = settings.apiKey();
    boolean own = settings.accessKeyId() != null || settings.profile() != null;
    String bearer = first(key == null ? null : key.reveal(),
        own ? null : places.variable("AWS_BEARER_TOKEN_BEDROCK"), "");
    if (!bearer.isBlank() && settings.accessKeyId() == null) {
      headers.putIfAbsent("authorization", "Bearer " + bearer);
      return new Credentials(region, headers, null, null, fetch);
    }
    String id = settings.accessKeyId();
    Secret secret = settings.secretAccessKey();
    if (id != null && secret == null) {
      throw new IllegalArgumentException("secret-access-key is missing: access-key-id needs it");
    }
    if (id != null && secret != null) {
      return new Credentials(region, headers, new AwsKeys(id, secret, settings.sessionToken()),
          null, fetch);
    }
    AwsKeys lasting = chain.lasting();
    return new Credentials(region, headers, lasting,
        lasting == null ? new Renewed<>("aws-keys", chain.source(region)) : null, fetch);
  }

  private static String first(@Nullable String... texts) {
    for (String text : texts) {
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  Credentials start() {
    if (renewed != null) {
      renewed.start();
    }
    return this;
  }

  /// What makes the headers of a request to `host`; none that authenticate before the first keys came.
  ConverseWriter.Signer signer(String host) {
    return (path, body) -> {
      AwsKeys keys = fixed != null ? fixed : renewed == null ? null : renewed.get();
      if (keys == null) {
        return headers;
      }
      Map<String, String> signed = new HashMap<>(headers);
      signed.putAll(new SigV4(keys.id(), keys.key(), keys.session(), region, SigV4.BEDROCK)
          .headers(host, path, body.getBytes(StandardCharsets.UTF_8), Instant.now()));
      return signed;
    };
  }

  @Override
  public void close() {
    if (renewed != null) {
      renewed.close();
    }
    fetch.close();
  }
}
