package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void knowsEveryTwoAndThreeByteSequence() {
    byte[] b = new byte[3];
    for (int lead = 0x80; lead < 0x100; lead++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : new int[]{0x00, 0x41, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF}) {
          b[0] = (byte) lead;
          b[1] = (byte) second;
          b[2] = (byte) third;
          assertSame(b);
        }
      }
    }
  }

  @Test
  void knowsEveryFourByteEdge() {
    int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int lead = 0xEE; lead < 0x100; lead++) {
      for (int second : edges) {
        for (int third : edges) {
          for (int fourth : edges) {
            assertSame(new byte[]{(byte) lead, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void everyCharacterIsAccepted() {
    for (int point = 0x80; point <= 0x10FFFF; point++) {
      if (point < 0xD800 || point > 0xDFFF) {
        byte[] b = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        if (Utf8.sequence(b, 0, b.length) != b.length) {
          throw new AssertionError("U+" + Integer.toHexString(point));
        }
      }
    }
  }

  @Test
  void theCorpusIsJudgedAsItSays() throws IOException {
    Optional<Path> file = Vectors.shared("data/reliability/utf8/utf8tests.txt");
    assumeTrue(file.isPresent(), "skipped: the UTF-8 corpus is not on this machine");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (String line : Files.readAllLines(file.orElseThrow(), StandardCharsets.UTF_8)) {
      String[] parts = line.split(":", 4);
      if (line.startsWith("#") || parts.length < 3 || !parts[1].endsWith("hex")) {
        continue;
      }
      read++;
      byte[] bytes = Vectors.hex(parts[2].replace(" ", ""));
      if (isValid(bytes) != parts[1].strip().startsWith("valid")) {
        wrong.add(line);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isGreaterThan(50);
  }

  private static void assertSame(byte[] b) {
    int length = Utf8.sequence(b, 0, b.length);
    for (int size = 2; size <= b.length; size++) {
      boolean one = isOneCharacter(b, size);
      if (one != (length == size)) {
        throw new AssertionError("%x %x %x: %d".formatted(b[0], b[1], b[2], length));
      }
    }
  }

  private static boolean isOneCharacter(byte[] b, int size) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder()
          .decode(ByteBuffer.wrap(b, 0, size))
          .toString();
      return text.codePointCount(0, text.length()) == 1;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static boolean isValid(byte[] b) {
    int p = 0;
    while (p < b.length) {
      int size = b[p] >= 0 ? 1 : Utf8.sequence(b, p, b.length);
      if (size == 0) {
        return false;
      }
      p += size;
    }
    return true;
  }
}
