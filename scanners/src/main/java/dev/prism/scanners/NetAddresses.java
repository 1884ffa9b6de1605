package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// Recognises IP and MAC addresses by hand.
final class NetAddresses {
  private static final String[] VERSION_WORDS = {"version", "v", "release", "build", "ver",
      "section", "chapter"};

  private NetAddresses() {}

  /// Where the IPv4 address that begins at `from` ends, -1 when none does.
  static int ipv4End(char[] raw, int from, int size) {
    int at = from;
    for (int part = 0; part < 4; part++) {
      int value = 0;
      int begin = at;
      while (at < size && at - begin < 3 && raw[at] >= '0' && raw[at] <= '9') {
        value = value * 10 + raw[at++] - '0';
      }
      if (at == begin || value > 255 || (at - begin > 1 && raw[begin] == '0')) {
        return -1;
      }
      if (part < 3) {
        if (at >= size || raw[at] != '.') {
          return -1;
        }
        at++;
      }
    }
    boolean more = at < size && (ValueLooks.isAlphanumeric(raw[at])
        || (raw[at] == '.' && at + 1 < size && raw[at + 1] >= '0' && raw[at + 1] <= '9'));
    return more ? -1 : at;
  }

  static double ipv4Score(View view, int start, int end) {
    char[] raw = view.raw();
    if (Nearby.any(view, start, end, VERSION_WORDS, 14)) {
      return 0.2;
    }
    boolean loopback = end - start >= 7 && (raw[start] == '0'
        || (raw[start] == '1' && raw[start + 1] == '2' && raw[start + 2] == '7'));
    return loopback ? 0.3 : 0.75;
  }

  /// Where the IPv6 address that begins at `from` ends, -1 when none does.
  static int ipv6End(char[] raw, int from, int size) {
    int at = from;
    int groups = 0;
    int colons = 0;
    boolean twice = false;
    while (at < size && at - from < 46) {
      int begin = at;
      while (at < size && at - begin < 5 && Character.digit(raw[at], 16) >= 0 && raw[at] < 128) {
        at++;
      }
      if (at - begin > 4) {
        return -1;
      }
      groups += at > begin ? 1 : 0;
      if (at >= size || raw[at] != ':') {
        break;
      }
      if (at + 1 < size && raw[at + 1] == ':') {
        if (twice) {
          return -1;
        }
        twice = true;
        colons++;
        at++;
      }
      colons++;
      at++;
    }
    boolean whole = (groups == 8 && !twice)
        || (twice && groups >= 1 && groups <= 7 && !(groups == 1 && raw[from] != ':'));
    if (at < size && raw[at] == '.' && at + 1 < size && raw[at + 1] >= '0' && raw[at + 1] <= '9') {
      int embedded = Math.max(from, at - 1);
      while (embedded > from && raw[embedded - 1] != ':') {
        embedded--;
      }
      int end = ipv4End(raw, embedded, size);
      return twice && end > 0 ? end : -1;
    }
    boolean inWord = at < size && ValueLooks.isAlphanumeric(raw[at]);
    boolean begins = from == 0 || !ValueLooks.isAlphanumeric(raw[from - 1]);
    return whole && begins && !inWord && colons >= 2 && at > from + 2 && raw[at - 1] != ':'
        ? at
        : -1;
  }

  /// Where the MAC address that begins at `from` ends, -1 when none does.
  static int macEnd(char[] raw, int from, int size) {
    int at = from;
    char separator = 0;
    for (int part = 0; part < 6; part++) {
      if (at + 2 > size || hex(raw[at]) < 0 || hex(raw[at + 1]) < 0) {
        return -1;
      }
      at += 2;
      if (part < 5) {
        if (at >= size || (raw[at] != ':' && raw[at] != '-')
            || (separator != 0 && raw[at] != separator)) {
          return cisco(raw, from, size);
        }
        separator = raw[at++];
      }
    }
    boolean more = at < size && (ValueLooks.isAlphanumeric(raw[at]) || raw[at] == separator);
    return more ? -1 : at;
  }

  private static int cisco(char[] raw, int from, int size) {
    int at = from;
    for (int part = 0; part < 3; part++) {
      for (int i = 0; i < 4; i++, at++) {
        if (at >= size || hex(raw[at]) < 0) {
          return -1;
        }
      }
      if (part < 2 && (at >= size || raw[at++] != '.')) {
        return -1;
      }
    }
    return at < size && ValueLooks.isAlphanumeric(raw[at]) ? -1 : at;
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
