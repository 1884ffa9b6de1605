package dev.prism.server.pipeline;

/// The one form of a request target that is taken: origin form, visible ASCII, no segment that walks
/// (`.`, `..`, empty), no escape that hides a separator, a dot, a control character or another escape.
/// What is passed on to a provider therefore means there what it means here. The one exception is a model's id
/// in its own endpoint, where clients escape the slash of `provider/model`; it is passed on to nobody.
final class RequestTarget {
  private static final String UNSOUND = "\"#<>\\^`{|}";

  private RequestTarget() {}

  static boolean isSound(String target) {
    if (target.isEmpty() || target.charAt(0) != '/') {
      return false;
    }
    int query = target.indexOf('?');
    int end = query < 0 ? target.length() : query;
    return isModel(target) || (areCharsSound(target) && areSegmentsSound(target, end));
  }

  /// Names joined by `/` or its escape, each of letters, digits and `._:@-`, none beginning with a dot.
  private static boolean isModel(String target) {
    if (!target.startsWith(EndpointPath.MODEL)) {
      return false;
    }
    boolean begins = true;
    for (int i = EndpointPath.MODEL.length(); i < target.length(); i++) {
      char c = target.charAt(i);
      if (!begins && (c == '/' || (c == '%' && escape(target, i) == '/'))) {
        i += c == '/' ? 0 : 2;
        begins = true;
      } else if (HostName.isLetterOrDigit(c) || ":@-_".indexOf(c) >= 0 || (c == '.' && !begins)) {
        begins = false;
      } else {
        return false;
      }
    }
    return !begins;
  }

  private static boolean areCharsSound(String target) {
    boolean inQuery = false;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || UNSOUND.indexOf(c) >= 0) {
        return false;
      }
      inQuery |= c == '?';
      if (c == '%') {
        int value = escape(target, i);
        if (value < ' ' || value == 0x7F || (!inQuery && hides(value))) {
          return false;
        }
      }
    }
    return true;
  }

  /// The value of the escape at `i`, -1 when there is none.
  private static int escape(String target, int i) {
    if (i + 2 >= target.length()) {
      return -1;
    }
    int high = Character.digit(target.charAt(i + 1), 16);
    int low = Character.digit(target.charAt(i + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean hides(int value) {
    return value == '/' || value == '\\' || value == '.' || value == '%' || value == ';'
        || value == '?' || value == '#';
  }

  private static boolean areSegmentsSound(String target, int end) {
    int from = 1;
    while (from <= end) {
      int slash = target.indexOf('/', from);
      int to = slash < 0 || slash > end ? end : slash;
      if ((to == from && to < end) || walks(target, from, to)) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  /// `.`, `..`, or one of them with a parameter behind it.
  private static boolean walks(String target, int from, int to) {
    int dots = from;
    while (dots < to && target.charAt(dots) == '.') {
      dots++;
    }
    return dots > from && (dots == to || target.charAt(dots) == ';');
  }
}
