package dev.prism.scanners;

import dev.prism.scanners.text.View;
import java.util.List;

/// What a value is called, and what that says of it.
///
/// @param start of the keyword in the view
/// @param end   of the name that begins with it
record AssignedName(View view, int start, int end) {
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST_NAME = 16;
  private static final List<String> ENTRIES = List.of("<entry ", "<add ", "<item ", "<property ",
      "<setting ", "<option ");

  /// Whether the name says that everybody may know the value.
  boolean isPublic() {
    int from = Math.max(0, start - 8);
    return ValueLooks.contains(view.folded(), from, start, "public")
        || ValueLooks.contains(view.folded(), from, start, "pub_");
  }

  /// Whether the value ends with its own name, or is the name of a setting whose value stands elsewhere:
  /// `<entry key="proxy.v8" …`. Only what stands before the value counts: behind it a stream may end.
  boolean isSaidBy(AssignedValue value) {
    char[] folded = view.folded();
    int tail = value.end() - (end - start);
    boolean own = end - start > 5 && tail >= value.start()
        && ValueLooks.contains(folded, tail, value.end(), new String(folded, start, end - start));
    return own || (value.quoted() && ENTRIES.stream().anyMatch(this::follows));
  }

  private boolean follows(String words) {
    return start >= words.length()
        && ValueLooks.contains(view.folded(), start - words.length(), start, words);
  }

  /// Whether it is the `_authToken` of a package registry outside of a line such as registries have:
  /// `//host/:_authToken=…`. A UUID there is no secret.
  boolean isStray() {
    char[] folded = view.folded();
    int name = start;
    while (name > 0 && start - name < LONGEST_NAME
        && (folded[name - 1] == '_' || Character.isLetter(folded[name - 1]))) {
      name--;
    }
    if (!ValueLooks.contains(folded, name, end, "_auth")) {
      return false;
    }
    int line = name;
    while (line > 0 && name - line < LONGEST_LINE && folded[line - 1] > ' '
        && folded[line - 1] != '"') {
      line--;
    }
    return name - line < 4 || !ValueLooks.contains(folded, name - 2, name, "/:")
        || !ValueLooks.contains(folded, line, line + 2, "//")
        || !ValueLooks.contains(folded, line, name, ".");
  }
}
