package dev.prism.providers;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Block.CachePoint;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/// Cache points as Anthropic's dialect has them, and OpenRouter's after it: a member `cache_control` of what
/// stands before them.
public final class CachePoints {
  private CachePoints() {}

  /// The one behind a part, null without.
  public static @Nullable CachePoint of(JsonFields part) {
    return part.has("cache_control")
        ? new CachePoint(part.object("cache_control").textOrNull("ttl"))
        : null;
  }

  /// Writes the member into the object of what stands before.
  public static void write(@Nullable Block point, JsonWriter out) {
    if (point instanceof CachePoint(String ttl)) {
      out.object("cache_control").text("type", "ephemeral").text("ttl", ttl).endObject();
    }
  }
}
