package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;

/// A stream's state as it is stored; its first four bytes are its version.
///
/// @param rate  whether its scores are passes and failures
/// @param state about a kilobyte
@SuppressWarnings("ArrayRecordComponent")
public record SavedStream(StreamKey key, boolean rate, byte[] state) {}
