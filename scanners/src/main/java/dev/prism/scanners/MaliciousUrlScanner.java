package dev.prism.scanners;

import dev.prism.scanners.text.Keywords;
import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds links that deceive or carry data away: listed hosts, hosts in disguise, brands in other people's
/// domains, links whose text names another host, images that take a query along. A small model of how
/// malicious hosts are named adds to that; it cannot know a fresh host, so load block-lists too.
public final class MaliciousUrlScanner implements InlineScanner {
  private static final NgramModel HOSTS = Models.load("malicious_url");
  private static final List<String> SCRIPTS = List.of("javascript:", "data:text/html", "vbscript:",
      "data:application/xhtml", "data:image/svg+xml");

  private final Keywords links;
  private final Keywords scripts;
  private final Set<String> allowed;
  private final Set<String> blocked;

  MaliciousUrlScanner(Settings settings, Vocabulary vocabulary) {
    links = vocabulary.keywords(List.of("://"), Vocabulary.Edge.ANY);
    scripts = vocabulary.keywords(SCRIPTS, Vocabulary.Edge.START);
    allowed = Objects.requireNonNull(settings.allow());
    blocked = Objects.requireNonNull(settings.block());
  }

  @Override
  public String name() {
    return "malicious_url";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    View view = subject.scan().written();
    UrlParts last = null;
    for (int h = 0; h < view.hits(links); h++) {
      UrlParts url = UrlParts.at(view, view.hitStart(links, h));
      if (url != null) {
        judge(subject.scan(), url, last, findings);
        last = url;
      }
    }
    for (int h = 0; h < view.hits(scripts); h++) {
      script(view, view.hitStart(scripts, h), view.hitEnd(scripts, h), findings);
    }
  }

  private void judge(Scan scan, UrlParts url, @Nullable UrlParts before, Findings findings) {
    View view = scan.written();
    String host = url.host();
    if (listed(allowed, host)) {
      return;
    }
    if (listed(blocked, host)) {
      findings.addCertain(view, "listed_host", url.start(), url.end(), 0.98);
      return;
    }
    if (before != null && isLinkText(view, before, url)
        && !UrlParts.registrable(before.host()).equals(UrlParts.registrable(host))) {
      findings.add(view, "link_text_mismatch", url.start(), url.end(), 0.85);
      return;
    }
    UrlTricks.Trick trick = UrlTricks.of(url);
    if (trick.score() < Finding.FLAG) {
      trick = UrlTricks.redirect(url);
    }
    if (trick.score() < Finding.FLAG && isSplit(view, url)) {
      trick = new UrlTricks.Trick("split_url", 0.85);
    }
    if (trick.score() < Finding.FLAG && carriesDataAway(view, url)) {
      trick = new UrlTricks.Trick("exfiltration", 0.85);
    }
    if (trick.score() >= Finding.FLAG) {
      findings.add(view, trick.type(), url.start(), url.end(), trick.score());
      return;
    }
    named(scan, url, findings);
  }

  /// What the model says of the host's name.
  private static void named(Scan scan, UrlParts url, Findings findings) {
    String host = url.host();
    if (Brands.isKnown(UrlParts.registrable(host)) || host.indexOf('.') < 0
        || Character.isDigit(host.charAt(host.length() - 1))) {
      return;
    }
    UrlFeatures.write(url, scan.features());
    double score = HOSTS.score(HOSTS.margin(scan.features()));
    if (score >= Finding.FLAG) {
      findings.add(scan.written(), "suspicious_host", url.start(), url.end(),
          Math.min(score, 0.79));
    }
  }

  static boolean listed(Set<String> hosts, String host) {
    if (hosts.isEmpty()) {
      return false;
    }
    String suffix = host;
    while (true) {
      if (hosts.contains(suffix)) {
        return true;
      }
      int dot = suffix.indexOf('.');
      if (dot < 0) {
        return false;
      }
      suffix = suffix.substring(dot + 1);
    }
  }

  /// `[https://a](https://b)`: the first URL is what the second one is called.
  private static boolean isLinkText(View view, UrlParts text, UrlParts target) {
    char[] raw = view.raw();
    boolean markdown = target.start() - text.end() == 2 && raw[text.end()] == ']'
        && raw[text.end() + 1] == '(' && text.start() > 0 && raw[text.start() - 1] == '[';
    return markdown;
  }

  /// A tab or a line break within a URL, which browsers drop: `https://host/` and more behind it.
  private static boolean isSplit(View view, UrlParts url) {
    int end = url.end();
    char[] folded = view.folded();
    return end + 5 <= view.length() && view.raw()[end] == '\t' && folded[end - 1] == '/'
        && UrlTricks.isBait(new String(folded, end + 1, Math.min(12, view.length() - end - 1)));
  }

  /// An image, or a link, that takes a long query to a host that is not known.
  private static boolean carriesDataAway(View view, UrlParts url) {
    char[] raw = view.raw();
    int question = url.rest().indexOf('?');
    if (question < 0 || url.rest().length() - question < 24
        || Brands.isKnown(UrlParts.registrable(url.host()))) {
      return false;
    }
    int open = url.start() - 1;
    if (open < 2 || raw[open] != '(' || raw[open - 1] != ']') {
      return false;
    }
    int bracket = open - 1;
    while (bracket > 0 && open - bracket < 200 && raw[bracket] != '[') {
      bracket--;
    }
    boolean image = bracket > 0 && raw[bracket - 1] == '!';
    String value = url.rest().substring(url.rest().indexOf('=', question) + 1);
    return image && value.length() >= 20 && value.indexOf('&') < 0;
  }

  private void script(View view, int start, int end, Findings findings) {
    char[] folded = view.folded();
    int to = Math.min(view.length(), end + 200);
    boolean data = folded[start] == 'd';
    boolean acts = data
        ? ValueLooks.contains(folded, end, Math.min(view.length(), end + 32), "base64,")
            || ValueLooks.contains(folded, end, to, "<script")
            || ValueLooks.contains(folded, end, to, "%3cscript")
        : ValueLooks.contains(folded, end, to, "(")
            && !ValueLooks.contains(folded, end, Math.min(to, end + 8), "void(0");
    if (acts && !(data && ValueLooks.contains(folded, start, end, "svg")
        && !ValueLooks.contains(folded, end, to, "script"))) {
      findings.add(view, data ? "data_document" : "script_link", start, to, data ? 0.9 : 0.85);
    }
  }

  /// @param allow hosts, with all below them, that are never reported; default none
  /// @param block hosts, with all below them, that are always reported; default none
  public record Settings(@Nullable Set<String> allow, @Nullable Set<String> block) {
    public Settings {
      allow = lower(allow);
      block = lower(block);
    }

    private static Set<String> lower(@Nullable Set<String> hosts) {
      return hosts == null
          ? Set.of()
          : hosts.stream()
              .map(h -> h.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  /// Makes [MaliciousUrlScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "malicious_url";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new MaliciousUrlScanner(settings, vocabulary);
    }
  }
}
