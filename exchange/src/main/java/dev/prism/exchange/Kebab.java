package dev.prism.exchange;

import java.util.Locale;

/// Names of Java as keys of the config.
public final class Kebab {
  private Kebab() {}

  /// `firstToken` and `FIRST_TOKEN` as `first-token`.
  public static String of(String name) {
    StringBuilder kebab = new StringBuilder(name.length() + 4);
    char before = '-';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && Character.isLowerCase(before)) {
        kebab.append('-');
      }
      kebab.append(c == '_' ? '-' : Character.toLowerCase(c));
      before = c;
    }
    return kebab.toString();
  }

  /// `firstToken` as `FIRST_TOKEN`.
  public static String constant(String name) {
    return of(name).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
