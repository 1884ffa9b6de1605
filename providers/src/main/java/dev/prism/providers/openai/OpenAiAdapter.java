package dev.prism.providers.openai;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Secret;
import dev.prism.providers.Call;
import dev.prism.providers.ChatTranslator;
import dev.prism.providers.Dialects;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.RequestRewrite;
import dev.prism.providers.openai.OpenAiRewrite.StreamUsage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Any provider that speaks the OpenAI dialect, at any address.
public final class OpenAiAdapter implements ProviderAdapter {
  private final Map<Endpoint, Call> calls = new EnumMap<>(Endpoint.class);
  private final String query;

  OpenAiAdapter(Preset preset, URI baseUrl, @Nullable Secret key, Map<String, String> headers) {
    this(preset, baseUrl, "", key, headers);
  }

  /// @param query what follows each path
  private OpenAiAdapter(Preset preset, URI baseUrl, String query, @Nullable Secret key,
      Map<String, String> headers) {
    this.query = query;
    Map<String, String> all = new HashMap<>();
    if (key != null && !key.isEmpty()) {
      switch (preset.auth()) {
        case BEARER -> all.put("authorization", "Bearer " + key.reveal());
        case API_KEY -> all.put("api-key", key.reveal());
        case X_API_KEY -> all.put("x-api-key", key.reveal());
      }
    }
    all.putAll(headers);
    String base = withoutSlash(baseUrl.getRawPath());
    for (Endpoint endpoint : preset.endpoints()) {
      calls.put(endpoint, call(endpoint, base, all, preset));
    }
    if (preset.endpoints().contains(Endpoint.CHAT_COMPLETIONS)) {
      translate(new ChatBody(preset, base + "/chat/completions" + query), all);
    }
  }

  /// Conversations that the provider has no endpoint for go to the one for chat.
  private void translate(ChatBody writer, Map<String, String> headers) {
    for (Endpoint endpoint : Endpoint.values()) {
      if (!calls.containsKey(endpoint) && Dialects.has(endpoint)) {
        calls.put(endpoint, Call.translated(headers,
            new ChatTranslator(Dialects.of(endpoint), writer, ChatDecoder::new)));
      }
    }
  }

  /// An adapter for a server at `baseUrl` that has every endpoint and wants no key.
  public static OpenAiAdapter at(URI baseUrl) {
    return at(baseUrl, "", Map.of());
  }

  /// An adapter for a server at `baseUrl` that has every endpoint.
  ///
  /// @param query   what follows each path, with its question mark; may be empty
  /// @param headers what authenticates, by lower-case name
  public static OpenAiAdapter at(URI baseUrl, String query, Map<String, String> headers) {
    Preset preset = Preset.named("openai");
    if (preset == null) {
      throw new IllegalStateException("there is no preset openai");
    }
    return new OpenAiAdapter(preset, baseUrl, query, null, headers);
  }

  private Call call(Endpoint endpoint, String base, Map<String, String> headers, Preset preset) {
    StreamUsage asked = preset.streamUsage();
    Map<String, String> rename = preset.rename();
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> new Call("POST", base + "/chat/completions" + query, headers,
          new OpenAiRewrite(asked, rename, preset.drops()));
      case COMPLETIONS -> new Call("POST", base + "/completions" + query, headers,
          new OpenAiRewrite(asked, rename, preset.drops()));
      case RESPONSES -> new Call("POST", base + "/responses" + query, headers,
          new OpenAiRewrite(StreamUsage.LEAVE, Map.of(), preset.drops()));
      case EMBEDDINGS -> new Call("POST", base + "/embeddings" + query, headers,
          new OpenAiRewrite(StreamUsage.LEAVE, Map.of(), preset.drops()));
      case MODELS -> new Call("GET", base + "/models" + query, headers, RequestRewrite.NOTHING);
      case PASSTHROUGH -> new Call("", base, headers, RequestRewrite.NOTHING);
      case MESSAGES, COUNT_TOKENS -> throw new IllegalArgumentException(
          "the OpenAI dialect has no endpoint " + endpoint.label());
    };
  }

  private static String withoutSlash(@Nullable String path) {
    String text = path == null ? "" : path;
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    Call call = calls.get(endpoint);
    if (call == null || endpoint != Endpoint.MODELS || model.isEmpty()) {
      return call;
    }
    String segment = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    return new Call(call.method(), call.path() + "/" + segment, call.headers(), call.rewrite());
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS -> new ChatDecoder();
      case RESPONSES -> new ResponsesDecoder();
      case EMBEDDINGS, MODELS, PASSTHROUGH, MESSAGES, COUNT_TOKENS -> new RawDecoder();
    };
  }

  /// Makes providers of `adapter: openai`, which every preset names too.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "openai";
    }

    @Override
    public void check(ProviderSettings settings) {
      Preset preset = preset(settings);
      if (preset.keyRequired() && settings.lacksKey()) {
        throw new IllegalArgumentException(
            "api-key is missing: " + kind(settings) + " needs one, or a base-url of your own");
      }
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      Preset preset = preset(settings);
      URI url = settings.baseUrl() == null ? preset.baseUrl() : settings.baseUrl();
      return new Provider(name, kind(settings), url, settings.httpVersion(),
          new OpenAiAdapter(preset, url, settings.apiKey(), settings.headers()));
    }

    private static String kind(ProviderSettings settings) {
      return settings.preset() == null ? "openai" : settings.preset();
    }

    private static Preset preset(ProviderSettings settings) {
      Preset preset = Preset.named(kind(settings));
      if (preset == null) {
        throw new IllegalArgumentException("preset must be one of "
            + String.join(", ", Preset.names()) + ", not " + kind(settings));
      }
      return preset;
    }
  }
}
