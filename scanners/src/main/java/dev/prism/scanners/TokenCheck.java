package dev.prism.scanners;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What must hold of a token besides its form: a part of it that can be read must say what its issuer
/// writes there. A form alone also fits what only looks like a token. Of a JWT, what stands before the first
/// dot is a JSON object.
enum TokenCheck {
  NONE, JWT;

  boolean holds(char[] raw, int from, int to) {
    if (this == NONE) {
      return true;
    }
    int end = from;
    while (end < to && raw[end] != '.') {
      end++;
    }
    String said = decoded(new String(raw, from, end - from));
    return said.startsWith("{") && said.endsWith("}")
        && said.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static String decoded(String part) {
    String bare = part.replace("=", "");
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(bare);
      return new String(bytes, StandardCharsets.ISO_8859_1).strip();
    } catch (IllegalArgumentException none) {
      return "";
    }
  }
}
