package dev.prism.incident.detect;

import dev.prism.incident.StreamKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A stream's key as bytes.
final class KeyCodec {
  private static final int LONGEST = 4_096;

  private KeyCodec() {}

  static void write(StreamKey key, DataOutputStream to) throws IOException {
    text(key.route(), to);
    text(key.target(), to);
    text(key.promptVersion(), to);
    text(key.model(), to);
    text(key.rubric(), to);
    text(key.judge(), to);
    text(key.cohort(), to);
  }

  static StreamKey read(DataInputStream from) throws IOException {
    return new StreamKey(some(from), some(from), text(from), some(from), some(from), some(from),
        text(from));
  }

  private static void text(@Nullable String text, DataOutputStream to) throws IOException {
    to.writeBoolean(text != null);
    if (text != null) {
      to.writeUTF(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
    }
  }

  private static @Nullable String text(DataInputStream from) throws IOException {
    return from.readBoolean() ? from.readUTF() : null;
  }

  private static String some(DataInputStream from) throws IOException {
    String text = text(from);
    if (text == null) {
      throw new IOException("a key lacks a part");
    }
    return text;
  }
}
