package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonCursorTest {
  @Test
  void findsWhatItIsAskedFor() {
    JsonCursor cursor = on(" {\"a\": [1, {\"b\": \"x\\ny\"}, true], \"n\": null, \"c\": -7} ");

    assertThat(cursor.enter()).isTrue();
    assertThat(cursor.nextMember()).isTrue();
    assertThat(cursor.named("a")).isTrue();
    assertThat(cursor.enter()).isTrue();
    assertThat(cursor.nextElement()).isTrue();
    assertThat(cursor.integer(0)).isEqualTo(1);
    assertThat(cursor.nextElement()).isTrue();
    assertThat(cursor.enter()).isTrue();
    assertThat(cursor.nextMember()).isTrue();
    assertThat(cursor.string()).isEqualTo("x\ny");
    assertThat(cursor.nextMember()).isFalse();
    assertThat(cursor.nextElement()).isTrue();
    assertThat(cursor.isTrue()).isTrue();
    assertThat(cursor.nextElement()).isFalse();
    assertThat(cursor.nextMember()).isTrue();
    assertThat(cursor.isNull()).isTrue();
    cursor.skip();
    assertThat(cursor.nextMember()).isTrue();
    assertThat(cursor.name()).isEqualTo("c");
    assertThat(cursor.integer(0)).isEqualTo(-7);
    assertThat(cursor.nextMember()).isFalse();
  }

  @Test
  void skipsAnyValueWhole() {
    String[] values = {"1", "\"a]}\\\"\"", "[]", "{}", "[[1,{\"x\":[\"}\"]}],2]", "null", "true",
        "{ \"a\" :\n[ 1 ,2 ] }", "[ 1\n]", "{\t\"a\":{}\r}"};
    for (String value : values) {
      JsonCursor cursor = on("[" + value + ",\"next\"]");
      cursor.enter();
      cursor.nextElement();
      cursor.skip();
      assertThat(cursor.nextElement()).as(value).isTrue();
      assertThat(cursor.string()).as(value).isEqualTo("next");
    }
  }

  @Test
  void aValueOfAnotherKindIsSteppedOver() {
    JsonCursor cursor = on("[{\"a\":1},\"x\",[1],\"end\"]");
    cursor.enter();
    cursor.nextElement();
    assertThat(cursor.string()).isEmpty();
    cursor.nextElement();
    assertThat(cursor.integer(-5)).isEqualTo(-5);
    cursor.nextElement();
    assertThat(cursor.isTrue()).isFalse();
    cursor.nextElement();
    assertThat(cursor.string()).isEqualTo("end");
    assertThat(cursor.nextElement()).isFalse();
  }

  @Test
  void wholeNumbersSaturateAndRoundTowardsZero() {
    assertThat(on("9223372036854775807").integer(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(on("9223372036854775808").integer(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(on("-9223372036854775808").integer(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(on("1e2").integer(0)).isEqualTo(100);
    assertThat(on("-1.9").integer(0)).isEqualTo(-1);
    assertThat(on("\"7\"").integer(3)).isEqualTo(3);
  }

  @Test
  void bytesThatWereNotCheckedNeitherHangNorEscape() {
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
      for (long seed = 0; seed < 50_000; seed++) {
        Random random = new Random(seed);
        byte[] bytes = new RandomJson(seed).mutated();
        if (seed % 3 == 0) {
          random.nextBytes(bytes);
        }
        int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from + 1);
        try {
          walk(new JsonCursor(bytes, from, to), random, 0);
        } catch (RuntimeException failed) {
          throw new AssertionError("seed " + seed + " [" + from + ", " + to + ")", failed);
        }
      }
    });
  }

  private static void walk(JsonCursor cursor, Random random, int depth) {
    if (depth < 50 && cursor.kind() == '{' && cursor.enter()) {
      while (cursor.nextMember()) {
        assertThat(cursor.name()).isNotNull();
        walk(cursor, random, depth + 1);
      }
    } else if (depth < 50 && cursor.kind() == '[' && cursor.enter()) {
      while (cursor.nextElement()) {
        walk(cursor, random, depth + 1);
      }
    } else {
      switch (random.nextInt(5)) {
        case 0 -> cursor.skip();
        case 1 -> assertThat(cursor.raw()).isNotNull();
        case 2 -> assertThat(cursor.string()).isNotNull();
        case 3 -> cursor.integer(0);
        default -> cursor.isTrue();
      }
    }
  }

  private static JsonCursor on(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new JsonCursor(bytes, 0, bytes.length);
  }
}
