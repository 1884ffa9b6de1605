package dev.prism.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An API key as the store knows it: never the key itself.
///
/// @param id      the first twelve digits of the hash: enough for a person to name it
/// @param hash    SHA-256 of the key, 64 hex digits
/// @param revoked when it stopped being valid, null while it is
public record ApiKey(
    String id,
    String hash,
    String tenant,
    @Nullable String label,
    Instant created,
    @Nullable Instant revoked) {}
