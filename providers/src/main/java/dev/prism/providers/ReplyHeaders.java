package dev.prism.providers;

import org.jspecify.annotations.Nullable;

/// The headers of a provider's reply.
@FunctionalInterface
public interface ReplyHeaders {
  ReplyHeaders NONE = _ -> null;

  /// The first value of the header `name` (in lower case), null when there is none.
  @Nullable
  String get(String name);
}
