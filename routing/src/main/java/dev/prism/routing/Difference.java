package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// One place where two tables differ.
///
/// @param path   where, `config.routes.refund-agent.strategy` for instance
/// @param before what was there in [PlainForm], null when nothing was
/// @param after  what is there, null when nothing is
public record Difference(String path, @Nullable Object before, @Nullable Object after) {}
