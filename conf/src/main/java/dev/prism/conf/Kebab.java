package dev.prism.conf;

import java.util.Locale;

/// Names of Java as keys of YAML.
final class Kebab {
  private Kebab() {}

  /// `maxBody` and `MAX_BODY` as `max-body`.
  static String of(String name) {
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

  static String ofType(Class<?> type) {
    String name = type.getSimpleName();
    String suffix = "Settings";
    return of(name.length() > suffix.length() && name.endsWith(suffix)
        ? name.substring(0, name.length() - suffix.length())
        : name);
  }

  /// `max-body` as `MAX_BODY`.
  static String constant(String kebab) {
    return kebab.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
