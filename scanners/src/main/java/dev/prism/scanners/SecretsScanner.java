package dev.prism.scanners;

import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds credentials: keys whose issuer marks them, private keys, passwords in URLs and connection
/// strings, and values that an assignment calls a password, a token or a key.
///
/// A key in its issuer's form and a private key are certain. A value that only its name gives away scores
/// by how much it looks like a secret and not like a placeholder or code.
public final class SecretsScanner implements InlineScanner {
  private static final List<TokenForm> FORMS = TokenForm.read("secret-forms.txt");
  private static final int LONGEST_BACK = 64;

  private final List<Keywords> forms = new ArrayList<>();
  private final Keywords pem;
  private final Keywords links;
  private final Assignments assignments;
  private final List<String> allowed;

  SecretsScanner(Settings settings, Vocabulary vocabulary) {
    for (TokenForm form : FORMS) {
      forms.add(vocabulary.keywords(List.of(form.literal()), form.edge()));
    }
    pem = vocabulary.keywords(List.of("-----begin "), Vocabulary.Edge.ANY);
    links = vocabulary.keywords(List.of("://"), Vocabulary.Edge.ANY);
    assignments = new Assignments(vocabulary);
    allowed = Objects.requireNonNull(settings.allow());
  }

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Scan scan = subject.scan();
    for (int v = 0; v < scan.views(); v++) {
      View view = scan.view(v);
      for (int f = view.nextHit(forms, 0); f < forms.size(); f = view.nextHit(forms, f + 1)) {
        for (int h = 0; h < view.hits(forms.get(f)); h++) {
          token(view, FORMS.get(f), view.hitStart(forms.get(f), h), findings);
        }
      }
      for (int h = 0; h < view.hits(pem); h++) {
        privateKey(view, view.hitStart(pem, h), subject.complete(), findings);
      }
      for (int h = 0; h < view.hits(links); h++) {
        UrlPassword.find(view, view.hitEnd(links, h), findings);
      }
      assignments.find(view, findings);
    }
  }

  private void token(View view, TokenForm form, int literalStart, Findings findings) {
    char[] raw = view.raw();
    int start = form.anchored() ? tokenStart(raw, literalStart) : literalStart;
    int end = form.shape().match(raw, start, view.length());
    if (end < 0 && form.anchored()) {
      int from = start;
      while (end < 0 && ++from < literalStart) {
        end = form.shape().match(raw, from, view.length());
      }
      start = from;
    }
    if (end < 0 || endsInsideWord(view, form, start, end) || isFileName(view, start, end)) {
      return;
    }
    int secret = form.anchored() ? start : start + form.literal().length();
    if ((form.mixed() && !ValueLooks.isMixed(raw, secret, end))
        || ValueLooks.entropy(raw, secret, end) < form.entropy()
        || (!form.near().isEmpty() && !ValueLooks.near(view, start, form.near()))
        || !form.check().holds(raw, start, end) || allows(raw, start, end)) {
      return;
    }
    if (ValueLooks.saysExample(view, start, end)) {
      findings.add(view, form.type(), start, end, 0.6);
    } else {
      findings.addCertain(view, form.type(), start, end, 0.95);
    }
  }

  private static int tokenStart(char[] raw, int at) {
    int start = at;
    while (start > 0 && at - start < LONGEST_BACK && ValueLooks.isToken(raw[start - 1])) {
      start--;
    }
    return start;
  }

  /// A form with a fixed length must not be the beginning of something longer.
  private static boolean endsInsideWord(View view, TokenForm form, int start, int end) {
    char[] raw = view.raw();
    return end < view.length() && end > 0 && form.edge() != Vocabulary.Edge.ANY
        && (ValueLooks.isAlphanumeric(raw[end])
            || goesOn(raw, start + form.literal().length(), end, view.length()))
        && ValueLooks.isAlphanumeric(raw[end - 1]);
  }

  /// Whether a token that has underscores, from `start` on, goes on behind one more.
  private static boolean goesOn(char[] raw, int start, int end, int size) {
    if (raw[end] != '_' || end + 1 == size || !ValueLooks.isAlphanumeric(raw[end + 1])) {
      return false;
    }
    int at = end - 1;
    while (at > start && raw[at] != '_') {
      at--;
    }
    return at > start;
  }

  /// `box.ico-7a38….png`: the form stands within the name of a file.
  private static boolean isFileName(View view, int start, int end) {
    char[] raw = view.raw();
    return start > 0 && raw[start - 1] == '.' && end + 1 < view.length() && raw[end] == '.'
        && ValueLooks.isAlphanumeric(raw[end + 1]);
  }

  private boolean allows(char[] raw, int start, int end) {
    return !allowed.isEmpty() && allowed.contains(new String(raw, start, end - start));
  }

  /// From `-----BEGIN … PRIVATE KEY` to its end, or to the end of the text while that has not come.
  private static void privateKey(View view, int start, boolean complete, Findings findings) {
    char[] raw = view.raw();
    int lineEnd = start + 11;
    int limit = Math.min(view.length(), start + 64);
    while (lineEnd < limit && raw[lineEnd] != '-' && raw[lineEnd] != '\n') {
      lineEnd++;
    }
    String label = new String(raw, start + 11, Math.max(0, lineEnd - start - 11));
    if (!label.contains("PRIVATE KEY") && !label.contains("SSH2 ENCRYPTED")) {
      return;
    }
    int at = Math.min(view.length(), lineEnd + 5);
    int body = 0;
    while (at < view.length() && raw[at] != '-' && at - start < 16_384) {
      body += ValueLooks.isAlphanumeric(raw[at]) ? 1 : 0;
      at++;
    }
    int end = at;
    while (end < view.length() && end - at < 64 && raw[end] != '\n' && raw[end] != '"') {
      end++;
    }
    if (body >= 24) {
      findings.addCertain(view, "private_key", start, end, 0.95);
    } else if (body > 0 || !complete) {
      findings.add(view, "private_key", start, end, 0.7);
    }
  }

  /// @param allow values that are no secret, exactly as written; default none
  public record Settings(@Nullable List<String> allow) {
    public Settings {
      allow = allow == null ? List.of() : List.copyOf(allow);
    }
  }

  /// Makes [SecretsScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "secrets";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new SecretsScanner(settings, vocabulary);
    }
  }
}
