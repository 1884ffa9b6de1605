package dev.prism.providers.simulated;

import java.util.SplittableRandom;

/// Ids as providers make them, drawn from the request's dice.
final class Ids {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 24;

  private Ids() {}

  static String id(String prefix, SplittableRandom random) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  static long seconds() {
    return System.currentTimeMillis() / 1000;
  }
}
