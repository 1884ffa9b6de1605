package dev.prism.providers.azure;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Call;
import dev.prism.providers.Edit;
import dev.prism.providers.PathSegment;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import dev.prism.providers.openai.OpenAiAdapter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// OpenAI's models at Azure. The target's model is the deployment, which stands in the path; Responses
/// have a path of their own. A base URL that ends with `/v1` is the newer form, which has both in the body.
public final class AzureAdapter implements ProviderAdapter {
  private static final int MOST_DEPLOYMENTS = 1_000;
  private final Map<String, OpenAiAdapter> deployments = new ConcurrentHashMap<>();
  private final URI baseUrl;
  private final Map<String, String> headers;
  private final String version;
  private final OpenAiAdapter current;
  private final Call raw;

  private AzureAdapter(URI baseUrl, Map<String, String> headers, String version) {
    this.baseUrl = baseUrl;
    this.headers = headers;
    this.version = version;
    String path = PathSegment.base(baseUrl.getRawPath());
    String newer = path.endsWith("/v1") ? path : path + "/openai/v1";
    current = OpenAiAdapter.at(baseUrl.resolve(newer), "", headers);
    raw = new Call("", newer, headers, new AnyAddress(newer.replace("/openai/v1", "")));
  }

  /// A raw passthrough reaches every address of the resource: those below `/openai` and `/models` as the
  /// client writes them, dated ones among them, and the newer form's without its beginning as well.
  ///
  /// @param resource the path before both
  private record AnyAddress(String resource) implements RequestRewrite {
    @Override
    public List<Edit> edits(JsonMembers body, String model) {
      return List.of();
    }

    @Override
    public String raw(String base, String rest) {
      String bare = rest.startsWith(resource + "/") ? rest.substring(resource.length()) : rest;
      return bare.startsWith("/openai/") || bare.startsWith("/models/chat/")
          ? resource + bare
          : base + bare;
    }
  }

  private boolean isCurrent(Endpoint endpoint) {
    return endpoint == Endpoint.RESPONSES || endpoint == Endpoint.MODELS
        || PathSegment.base(baseUrl.getRawPath()).endsWith("/v1");
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    if (endpoint == Endpoint.PASSTHROUGH) {
      return raw;
    }
    if (isCurrent(endpoint)) {
      return current.call(endpoint, model);
    }
    OpenAiAdapter known = deployments.get(model);
    if (known == null) {
      known = deployment(model);
      if (deployments.size() < MOST_DEPLOYMENTS) {
        deployments.put(model, known);
      }
    }
    return known.call(endpoint, model);
  }

  private OpenAiAdapter deployment(String name) {
    String path = PathSegment.base(baseUrl.getRawPath()) + "/openai/deployments/"
        + PathSegment.encode(name);
    return OpenAiAdapter.at(baseUrl.resolve(path),
        "?api-version=" + URLEncoder.encode(version, StandardCharsets.UTF_8), headers);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return current.decoder(endpoint);
  }

  /// Makes providers of `adapter: azure`.
  public static final class Factory implements ProviderFactory {
    private static final String USUAL_VERSION = "2024-10-21";

    @Override
    public String adapter() {
      return "azure";
    }

    @Override
    public void check(ProviderSettings settings) {
      if (settings.baseUrl() == null) {
        throw new IllegalArgumentException(
            "base-url is missing: it names the resource, https://my-resource.openai.azure.com");
      }
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      check(settings);
      URI url = Objects.requireNonNull(settings.baseUrl());
      Map<String, String> headers = new HashMap<>();
      Secret key = settings.apiKey();
      Secret token = settings.accessToken();
      if (token != null) {
        headers.put("authorization", "Bearer " + token.reveal());
      } else if (key != null && !key.isEmpty()) {
        headers.put("api-key", key.reveal());
      }
      headers.putAll(settings.headers());
      String version = settings.apiVersion();
      return new Provider(name, "azure", url, settings.httpVersion(),
          new AzureAdapter(url, Map.copyOf(headers), version == null ? USUAL_VERSION : version));
    }
  }
}
