package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// What a value is called, and what that says of it.
///
/// @param start of the keyword in the view
/// @param end   of the name that begins with it
record AssignedName(View view, int start, int end) {
  private static final int LONGEST_LINE = 200;

  /// Whether the name says that everybody may know the value.
  boolean isPublic() {
    int from = Math.max(0, start - 8);
    return ValueLooks.contains(view.folded(), from, start, "public")
        || ValueLooks.contains(view.folded(), from, start, "pub_");
  }

  /// Whether the value ends with its own name, or is the name of a setting whose value comes next:
  /// `key="proxy.v8" value="…"`.
  boolean isSaidBy(AssignedValue value) {
    char[] folded = view.folded();
    int tail = value.end() - (end - start);
    boolean own = end - start > 5 && tail >= value.start()
        && ValueLooks.contains(folded, tail, value.end(), new String(folded, start, end - start));
    return own || (value.quoted() && ValueLooks.contains(folded, value.end(),
        Math.min(view.length(), value.end() + 9), " value="));
  }

  /// Whether it is the `_authToken` of a package registry outside of a line such as registries have:
  /// `//host/:_authToken=…`. A UUID there is no secret.
  boolean isStray() {
    char[] folded = view.folded();
    if (!ValueLooks.contains(folded, start, end, "_auth")) {
      return false;
    }
    int line = start;
    while (line > 0 && start - line < LONGEST_LINE && folded[line - 1] > ' '
        && folded[line - 1] != '"') {
      line--;
    }
    return start - line < 4 || !ValueLooks.contains(folded, start - 2, start, "/:")
        || !ValueLooks.contains(folded, line, line + 2, "//")
        || !ValueLooks.contains(folded, line, start, ".");
  }
}
