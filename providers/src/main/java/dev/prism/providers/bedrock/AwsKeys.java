package dev.prism.providers.bedrock;

import dev.prism.exchange.Secret;
import org.jspecify.annotations.Nullable;

/// What signs requests to AWS.
///
/// @param session what a temporary key needs besides, null for a lasting one
record AwsKeys(String id, Secret key, @Nullable Secret session) {}
