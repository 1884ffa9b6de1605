package dev.prism.providers.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.providers.EventCutter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// Frames of AWS's event stream, cut in every way and damaged in every byte.
class FrameCutterTest {
  /// A frame with its two checksums.
  static byte[] frame(String kind, String name, String payload) {
    try {
      ByteArrayOutputStream headers = new ByteArrayOutputStream();
      header(headers, ":message-type", kind);
      header(headers, kind.equals("event") ? ":event-type" : ":exception-type", name);
      byte[] body = payload.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(16 + headers.size() + body.length);
      out.writeInt(headers.size());
      out.writeInt(sum(bytes.toByteArray()));
      out.write(headers.toByteArray());
      out.write(body);
      out.writeInt(sum(bytes.toByteArray()));
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void header(ByteArrayOutputStream out, String name, String value)
      throws IOException {
    out.write(name.length());
    out.write(name.getBytes(StandardCharsets.UTF_8));
    out.write(7);
    out.write(0);
    out.write(value.length());
    out.write(value.getBytes(StandardCharsets.UTF_8));
  }

  private static int sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  private static byte[] two() {
    byte[] first = frame("event", "messageStart", "{\"role\":\"assistant\"}");
    byte[] second = frame("exception", "throttlingException", "{\"message\":\"slow\"}");
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static List<String> cut(byte[] bytes, int piece) throws EventCutter.Broken {
    List<String> seen = new ArrayList<>();
    FrameCutter cutter = new FrameCutter(1 << 16);
    for (int from = 0; from < bytes.length; from += piece) {
      cutter.feed(bytes, from, Math.min(bytes.length, from + piece),
          event -> seen.add(event.type() + " " + new String(event.data(), event.dataStart(),
              event.dataEnd() - event.dataStart(), StandardCharsets.UTF_8)));
    }
    cutter.finish(_ -> {});
    return seen;
  }

  @Test
  void framesComeOutWholeHoweverTheyAreCut() throws EventCutter.Broken {
    for (int piece : new int[]{1, 7, 40, 1000}) {
      assertThat(cut(two(), piece)).containsExactly("messageStart {\"role\":\"assistant\"}",
          "exception:throttlingException {\"message\":\"slow\"}");
    }
  }

  @Test
  void everyFlippedByteIsNoticed() {
    for (int at = 0; at < two().length; at++) {
      byte[] damaged = two();
      damaged[at] ^= 0x40;
      assertThatThrownBy(() -> cut(damaged, 1000)).as("byte %s", at)
          .isInstanceOf(EventCutter.Broken.class);
    }
  }

  @Test
  void aStreamThatEndsWithinAFrameIsBroken() {
    byte[] bytes = two();
    assertThatThrownBy(() -> cut(Arrays.copyOf(bytes, bytes.length - 1), 7))
        .isInstanceOf(EventCutter.Broken.class);
  }
}
