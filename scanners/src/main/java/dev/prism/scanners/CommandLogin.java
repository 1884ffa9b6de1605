package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// Finds logins in commands: `curl -u name:value`, `psexec -u name -p value`, `machine … password …`.
final class CommandLogin {
  private static final int LONGEST = 300;

  private CommandLogin() {}

  static void find(View view, int from, Findings findings) {
    char[] raw = view.raw();
    int limit = Math.min(view.length(), from + LONGEST);
    for (int i = from; i + 3 < limit; i++) {
      if (option(view, i, " -u ") || option(view, i, "--user ")) {
        login(view, i, limit, findings);
      } else if (option(view, i, " -p ") && view.folded()[i + 4] != '\\' && !isCurl(view, from)) {
        word(view, i + 4, limit, findings);
      } else if (option(view, i, "password ") && isNetrc(view, from)) {
        word(view, i + 9, limit, findings);
      }
      if (raw[i] == '\n' && !isNetrc(view, from)) {
        return;
      }
    }
  }

  private static boolean isCurl(View view, int from) {
    return view.folded()[from - 2] == 'l';
  }

  private static boolean isNetrc(View view, int from) {
    return view.folded()[from - 2] == 'e';
  }

  private static boolean option(View view, int at, String option) {
    return at + option.length() <= view.length()
        && ValueLooks.contains(view.folded(), at, at + option.length(), option);
  }

  private static void login(View view, int from, int limit, Findings findings) {
    char[] raw = view.raw();
    int at = from;
    while (at < limit && raw[at] != ':' && raw[at] != '\n') {
      at++;
    }
    if (at < limit && raw[at] == ':' && at - from < 60) {
      word(view, at + 1, limit, findings);
    }
  }

  private static void word(View view, int from, int limit, Findings findings) {
    char[] raw = view.raw();
    int start = from;
    while (start < limit && (raw[start] == '"' || raw[start] == '\'' || raw[start] == ' ')) {
      start++;
    }
    int end = start;
    while (end < limit && raw[end] > ' ' && raw[end] != '"' && raw[end] != '\'') {
      end++;
    }
    if (end - start >= 4 && !ValueLooks.isPlaceholder(view, start, end)
        && (ValueLooks.kinds(raw, start, end) >= 2 || isNetrc(view, from))
        && !ValueLooks.contains(view.folded(), start, end, "()")) {
      findings.add(view, "command_line_secret", start, end, 0.8);
    }
  }
}
