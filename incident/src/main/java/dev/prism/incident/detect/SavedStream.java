package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// A stream's state as it is stored; its first four bytes are its version.
///
/// @param rate  whether its scores are passes and failures
/// @param state about a kilobyte
@SuppressWarnings("ArrayRecordComponent")
public record SavedStream(StreamKey key, boolean rate, byte[] state) {
  private static final int MOST_BYTES = 16_384;

  /// Key and state as bytes.
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      KeyCodec.write(key, to);
      to.writeBoolean(rate);
      to.writeInt(state.length);
      to.write(state);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /// @throws IOException if these are not the bytes of a stream
  public static SavedStream decode(byte[] bytes) throws IOException {
    DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes));
    StreamKey key = KeyCodec.read(from);
    boolean rate = from.readBoolean();
    int length = from.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a stream's state of " + length + " bytes");
    }
    return new SavedStream(key, rate, from.readNBytes(length));
  }
}
