package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;

/// Writes a URL as the text that its model reads: the host's labels, then words for what they are like.
public final class UrlFeatures {
  private UrlFeatures() {}

  /// The features of the first URL in a text; empty when there is none.
  public static char[] ofFirst(String text) {
    Scan scan = new Scan();
    scan.read(new Vocabulary().build(), text);
    int separator = text.indexOf("://");
    UrlParts url = separator < 0 ? null : UrlParts.at(scan.written(), separator);
    return url == null ? new char[0] : of(url);
  }

  static char[] of(UrlParts url) {
    String host = url.host().startsWith("www.") ? url.host().substring(4) : url.host();
    String registrable = UrlParts.registrable(host);
    int dot = registrable.indexOf('.');
    String label = dot < 0 ? registrable : registrable.substring(0, dot);
    String suffix = dot < 0 ? "" : registrable.substring(dot + 1);
    StringBuilder text = new StringBuilder(160);
    text.append('^').append(label, 0, Math.min(60, label.length())).append('$');
    String above = host.substring(0, host.length() - registrable.length());
    if (!above.isEmpty()) {
      text.append(" ~").append(above, 0, Math.min(60, above.length()));
    }
    text.append(" zt").append(suffix.replace('.', 'q'));
    text.append(" zl").append(Math.min(9, label.length() / 3));
    text.append(" zd").append(Math.min(4, count(label, '0', '9')));
    text.append(" zh").append(Math.min(3, count(host, '-', '-')));
    text.append(" zs").append(Math.min(3, count(above, '.', '.')));
    text.append(" zv").append(vowels(label));
    HostLooks.describe(label, registrable, above, text);
    text.append(url.scheme().equals("https") ? " zsec" : " zopen");
    String rest = url.rest();
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    int last = path.lastIndexOf('.');
    if (last > path.lastIndexOf('/') && path.length() - last <= 5) {
      text.append(" ze").append(path.substring(last + 1));
    }
    text.append(" zp").append(Math.min(4, count(path, '/', '/')));
    HostLooks.describePath(path, text);
    text.append(" ").append(path, 0, Math.min(80, path.length()));
    char[] folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = Folding.of(text.charAt(i));
    }
    return folded;
  }

  private static int count(String text, char from, char to) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      count += text.charAt(i) >= from && text.charAt(i) <= to ? 1 : 0;
    }
    return count;
  }

  private static int vowels(String label) {
    int vowels = 0;
    for (int i = 0; i < label.length(); i++) {
      vowels += "aeiouy".indexOf(label.charAt(i)) >= 0 ? 1 : 0;
    }
    return label.isEmpty() ? 0 : vowels * 8 / label.length();
  }
}
