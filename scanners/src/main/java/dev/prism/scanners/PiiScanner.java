package dev.prism.scanners;

import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds personal data that has a form: e-mail addresses, payment cards, IBANs, telephone numbers, IP and
/// MAC addresses, the personal numbers of two dozen countries. Names and places have none; this scanner
/// does not promise them.
///
/// A candidate is checked by its own digits and by the words near it. Cards and IBANs whose check digits
/// hold are certain.
public final class PiiScanner implements InlineScanner {

  private final Keywords at;
  private final Keywords colons;
  private final Set<String> ignored;

  PiiScanner(Settings settings, Vocabulary vocabulary) {
    at = vocabulary.keywords(List.of("@"), Vocabulary.Edge.ANY);
    colons = vocabulary.keywords(List.of("::"), Vocabulary.Edge.ANY);
    ignored = Objects.requireNonNull(settings.ignore());
  }

  @Override
  public String name() {
    return "pii";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    int views = Math.min(2, subject.scan().views());
    for (int v = 0; v < views; v++) {
      View view = subject.scan().view(v);
      for (int h = 0; h < view.hits(at); h++) {
        email(view, view.hitStart(at, h), findings);
      }
      for (int h = 0; h < view.hits(colons); h++) {
        ipv6(view, tokenStart(view, view.hitStart(colons, h)), findings);
      }
      new PiiCandidates(this, view, findings, subject.complete()).find();
    }
  }

  void add(View view, Findings findings, String type, int start, int end, double score,
      boolean certain) {
    if (ignored.contains(type)
        || findings.covers(view.originalStart(start), view.originalEnd(end))) {
      return;
    }
    if (certain) {
      findings.addCertain(view, type, start, end, score);
    } else {
      findings.add(view, type, start, end, score);
    }
  }

  private void email(View view, int sign, Findings findings) {
    char[] raw = view.raw();
    int start = sign;
    while (start > 0 && sign - start < 64 && isLocal(raw[start - 1])) {
      start--;
    }
    while (start < sign && !Character.isLetterOrDigit(raw[start])) {
      start++;
    }
    int end = sign + 1;
    int lastDot = -1;
    while (end < view.length() && end - sign < 254
        && (Character.isLetterOrDigit(raw[end]) || raw[end] == '-' || raw[end] == '.')) {
      lastDot = raw[end] == '.' ? end : lastDot;
      end++;
    }
    while (end > sign && raw[end - 1] == '.') {
      end--;
      lastDot = lastDotBefore(raw, sign, end);
    }
    boolean named = lastDot > sign + 1 && end - lastDot >= 3
        && Character.isLetter(raw[lastDot + 1]);
    if (start < sign && named && !(start >= 2 && raw[start - 1] == '/' && raw[start - 2] == '/')
        && !(start > 0 && raw[start - 1] == ':' && start >= 3 && raw[start - 2] != ' '
            && ValueLooks.contains(raw, Math.max(0, start - 40), start, "://"))) {
      add(view, findings, "email", start, end, 0.9, false);
    }
  }

  private static int lastDotBefore(char[] raw, int from, int end) {
    int dot = end - 1;
    while (dot > from && raw[dot] != '.') {
      dot--;
    }
    return dot;
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
        || c == '\'' || c == '#' || c == '!' || c == '$' || c == '&' || c == '*';
  }

  void ipv6(View view, int start, Findings findings) {
    int end = NetAddresses.ipv6End(view.raw(), start, view.length());
    if (end > start) {
      add(view, findings, "ip_address", start, end, 0.75, false);
    }
  }

  private static int tokenStart(View view, int at) {
    char[] raw = view.raw();
    int start = at;
    while (start > 0 && at - start < 40 && (raw[start - 1] == ':'
        || (raw[start - 1] < 128 && Character.digit(raw[start - 1], 16) >= 0))) {
      start--;
    }
    return start;
  }

  /// @param ignore types that are not reported, `ip_address` for instance; default none
  public record Settings(@Nullable Set<String> ignore) {
    public Settings {
      ignore = ignore == null
          ? Set.of()
          : ignore.stream()
              .map(type -> type.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// Makes [PiiScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "pii";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new PiiScanner(settings, vocabulary);
    }
  }
}
