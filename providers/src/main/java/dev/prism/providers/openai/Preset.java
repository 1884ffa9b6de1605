package dev.prism.providers.openai;

import dev.prism.exchange.Endpoint;
import dev.prism.providers.ModelTraits;
import dev.prism.providers.ToolIds;
import dev.prism.providers.YamlSection;
import dev.prism.providers.openai.OpenAiRewrite.StreamUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is known of one provider that speaks the OpenAI dialect.
///
/// @param name        as `preset:` names it
/// @param baseUrl     as its SDK takes it
/// @param auth        how the key is sent
/// @param keyRequired whether its own address refuses calls without a key
/// @param endpoints   what it has
/// @param streamUsage whether usage must be asked for in a stream
/// @param rename      request members that it knows by another name
/// @param drops       request members that it refuses
/// @param takesTopK   whether it takes `top_k`, which OpenAI does not
/// @param callIds     what it takes as the id of a tool call
/// @param thoughtsBack how it wants what its model thought before a tool call back
/// @param documents   how it takes documents
/// @param audio       how it takes audio
/// @param cachePoints whether it takes `cache_control`
/// @param efforts     of reasoning that it knows, least first; empty for all
record Preset(
    String name,
    URI baseUrl,
    Auth auth,
    boolean keyRequired,
    Set<Endpoint> endpoints,
    StreamUsage streamUsage,
    Map<String, String> rename,
    Set<String> drops,
    boolean takesTopK,
    ThoughtsBack thoughtsBack,
    ToolIds callIds,
    Documents documents,
    Audio audio,
    boolean cachePoints,
    List<String> efforts) {
  private static final Set<String> KEYS = Set.of("base-url", "auth", "key", "endpoints",
      "stream-usage", "rename", "drops", "top-k", "thoughts-back", "call-id-chars", "documents",
      "audio", "cache-points", "efforts");
  private static final Map<String, Preset> ALL = read();

  enum Auth {
    BEARER, API_KEY, X_API_KEY
  }

  /// `TEXT` is a plain `reasoning_content`, `DETAILS` are `reasoning_details` with what was signed.
  enum ThoughtsBack {
    NO, TEXT, DETAILS
  }

  /// `FILE` as data in OpenAI's form, `ADDRESS` as a `document_url`, which may hold the data.
  enum Documents {
    FILE, ADDRESS, NO
  }

  /// `OBJECT` in OpenAI's form, `TEXT` as the data alone.
  enum Audio {
    OBJECT, TEXT, NO
  }

  Preset {
    efforts = List.copyOf(efforts);
    endpoints = Set.copyOf(endpoints);
    rename = Map.copyOf(rename);
    drops = Set.copyOf(drops);
  }

  static @Nullable Preset named(String name) {
    return ALL.get(name);
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  private static Map<String, Preset> read() {
    try (InputStream in = Preset.class.getResourceAsStream("presets.yaml")) {
      if (in == null) {
        throw new IllegalStateException("presets.yaml is not on the class path");
      }
      YamlSection file = YamlSection.read("presets.yaml", in);
      Map<String, Preset> presets = new TreeMap<>();
      for (String name : file.keys()) {
        presets.put(name, of(name, file.section(name)));
      }
      return presets;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static Preset of(String name, YamlSection section) {
    section.allow(KEYS);
    Map<String, String> rename = new LinkedHashMap<>();
    YamlSection renamed = section.section("rename");
    for (String key : renamed.keys()) {
      rename.put(key, or(renamed.text(key), key));
    }
    return new Preset(name, URI.create(or(section.text("base-url"), "")),
        of(Auth.class, section.text("auth"), Auth.BEARER), !"optional".equals(section.text("key")),
        endpoints(section), of(StreamUsage.class, section.text("stream-usage"), StreamUsage.ASK),
        rename, Set.copyOf(section.texts("drops")), "true".equals(section.text("top-k")),
        of(ThoughtsBack.class, section.text("thoughts-back"), ThoughtsBack.NO), callIds(section),
        of(Documents.class, section.text("documents"), Documents.FILE),
        of(Audio.class, section.text("audio"), Audio.OBJECT),
        "true".equals(section.text("cache-points")), section.texts("efforts"));
  }

  private static <E extends Enum<E>> E of(Class<E> kind, @Nullable String text, E otherwise) {
    return text == null
        ? otherwise
        : Enum.valueOf(kind, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /// The effort that comes nearest to `wanted` among those that the provider knows.
  @Nullable
  String effort(@Nullable String wanted) {
    return wanted == null || efforts.isEmpty() ? wanted : ModelTraits.nearest(efforts, wanted);
  }

  private static ToolIds callIds(YamlSection section) {
    BigDecimal chars = section.number("call-id-chars");
    return chars == null
        ? ToolIds.OPENAI
        : new ToolIds("", chars.intValueExact(), chars.intValueExact());
  }

  private static Set<Endpoint> endpoints(YamlSection section) {
    Set<Endpoint> named = section.texts("endpoints")
        .stream()
        .map(name -> Endpoint.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Endpoint.class)));
    named.add(Endpoint.PASSTHROUGH);
    return named;
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
