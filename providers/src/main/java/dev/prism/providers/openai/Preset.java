package dev.prism.providers.openai;

import dev.prism.exchange.Endpoint;
import dev.prism.providers.ToolIds;
import dev.prism.providers.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
/// @param askUsage    whether `stream_options` may be sent; one that refuses it sends usage anyway
/// @param rename      request members that it knows by another name
/// @param drops       request members that it refuses
/// @param takesTopK   whether it takes `top_k`, which OpenAI does not
/// @param callIds     what it takes as the id of a tool call
/// @param thoughtsBack how it wants what its model thought before a tool call back
record Preset(
    String name,
    URI baseUrl,
    Auth auth,
    boolean keyRequired,
    Set<Endpoint> endpoints,
    boolean askUsage,
    Map<String, String> rename,
    Set<String> drops,
    boolean takesTopK,
    ThoughtsBack thoughtsBack,
    ToolIds callIds) {
  private static final Set<String> KEYS = Set.of("base-url", "auth", "key", "endpoints",
      "stream-usage", "rename", "drops", "top-k", "thoughts-back", "call-id-chars");
  private static final Map<String, Preset> ALL = read();

  enum Auth {
    BEARER, API_KEY, X_API_KEY
  }

  /// `TEXT` is a plain `reasoning_content`, `DETAILS` are `reasoning_details` with what was signed.
  enum ThoughtsBack {
    NO, TEXT, DETAILS
  }

  Preset {
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
        Auth.valueOf(or(section.text("auth"), "bearer").toUpperCase(Locale.ROOT).replace('-', '_')),
        !"optional".equals(section.text("key")), endpoints(section),
        !"never".equals(section.text("stream-usage")), rename, Set.copyOf(section.texts("drops")),
        "true".equals(section.text("top-k")),
        ThoughtsBack.valueOf(or(section.text("thoughts-back"), "no").toUpperCase(Locale.ROOT)),
        callIds(section));
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
