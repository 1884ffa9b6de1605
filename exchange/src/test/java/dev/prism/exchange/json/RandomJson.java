package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes documents, and bytes that are nearly documents, from a seed.
final class RandomJson {
  private static final List<String> NUMBERS = List.of("0", "-0", "1", "-12", "3.25", "1e3",
      "-2.5E-7", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
      "123456789012345678901", "0.1", "1E+10");
  private static final List<String> TEXTS = List.of("", "a", "model", "messages", "content", "é",
      "€", "𝄞", "日本語", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\ud834\\udd1e", "\\ud800",
      "\u007f", " ", "a longer run of plain text that spans words");
  private static final String FRAGMENTS = "{}[]:,\"\\ue0-.+tfn \n19";
  private final Random random;

  RandomJson(long seed) {
    random = new Random(seed);
  }

  String document() {
    StringBuilder out = new StringBuilder();
    space(out);
    value(out, 0);
    space(out);
    return out.toString();
  }

  /// A document with up to four small damages.
  byte[] mutated() {
    byte[] bytes = document().getBytes(StandardCharsets.UTF_8);
    List<Byte> damaged = new ArrayList<>();
    for (byte b : bytes) {
      damaged.add(b);
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      damage(damaged);
    }
    byte[] result = new byte[damaged.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = damaged.get(i);
    }
    return result;
  }

  private void damage(List<Byte> bytes) {
    int at = random.nextInt(bytes.size() + 1);
    byte fragment = (byte) FRAGMENTS.charAt(random.nextInt(FRAGMENTS.length()));
    switch (random.nextInt(6)) {
      case 0 -> bytes.add(at, fragment);
      case 1 -> bytes.add(at, (byte) random.nextInt(256));
      case 2 -> bytes.subList(at, bytes.size()).clear();
      case 3 -> {
        if (at < bytes.size()) {
          bytes.remove(at);
        }
      }
      case 4 -> {
        if (at < bytes.size()) {
          bytes.set(at, fragment);
        }
      }
      default -> {
        int to = Math.min(bytes.size(), at + random.nextInt(12));
        bytes.addAll(at, List.copyOf(bytes.subList(at, to)));
      }
    }
  }

  private void value(StringBuilder out, int depth) {
    switch (random.nextInt(depth > 5 ? 4 : 7)) {
      case 0 -> out.append(pick(List.of("true", "false", "null")));
      case 1 -> out.append(pick(NUMBERS));
      case 2, 3 -> string(out);
      case 4 -> array(out, depth);
      default -> object(out, depth);
    }
  }

  private void array(StringBuilder out, int depth) {
    out.append('[');
    space(out);
    for (int i = random.nextInt(4); i > 0; i--) {
      value(out, depth + 1);
      space(out);
      if (i > 1) {
        out.append(',');
        space(out);
      }
    }
    out.append(']');
  }

  private void object(StringBuilder out, int depth) {
    out.append('{');
    space(out);
    int members = random.nextInt(20) == 0 ? 40 : random.nextInt(5);
    for (int i = members; i > 0; i--) {
      string(out);
      space(out);
      out.append(':');
      space(out);
      value(out, depth + 2);
      space(out);
      if (i > 1) {
        out.append(',');
        space(out);
      }
    }
    out.append('}');
  }

  private void string(StringBuilder out) {
    out.append('"');
    for (int i = random.nextInt(4); i > 0; i--) {
      out.append(pick(TEXTS));
    }
    if (random.nextBoolean()) {
      out.append(random.nextInt(1000));
    }
    out.append('"');
  }

  private void space(StringBuilder out) {
    if (random.nextInt(4) == 0) {
      out.append(pick(List.of(" ", "\n", "\t", "\r", "  ")));
    }
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
