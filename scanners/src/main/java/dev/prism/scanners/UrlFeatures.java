package dev.prism.scanners;

import dev.prism.scanners.text.FeatureBuffer;
import dev.prism.scanners.text.Scan;
import dev.prism.scanners.text.Vocabulary;
import java.util.Locale;

/// Writes a URL as the features that its model reads: pieces of the registered name, of what stands above
/// it and of the path; the suffix; the path's words; and numbers for what host and path look like.
public final class UrlFeatures {
  private static final int LABEL = 1;
  private static final int ABOVE = 2;
  private static final int SUFFIX = 3;
  private static final int PATH = 4;
  private static final int WORD = 5;
  private static final int LONGEST = 80;
  private static final String SEPARATORS = "/-_.?=&";

  private UrlFeatures() {}

  /// The features of the first URL in a text; none when there is no URL.
  public static FeatureBuffer ofFirst(String text) {
    Scan scan = new Scan();
    scan.read(new Vocabulary().build(), text);
    int separator = text.indexOf("://");
    UrlParts url = separator < 0 ? null : UrlParts.at(scan.written(), separator);
    FeatureBuffer features = new FeatureBuffer();
    if (url != null) {
      write(url, features);
    }
    return features;
  }

  static void write(UrlParts url, FeatureBuffer features) {
    features.clear();
    String host = url.host().startsWith("www.") ? url.host().substring(4) : url.host();
    String registrable = UrlParts.registrable(host);
    int dot = registrable.indexOf('.');
    String label = dot < 0 ? registrable : registrable.substring(0, dot);
    String suffix = dot < 0 ? "" : registrable.substring(dot + 1);
    String above = host.substring(0, Math.max(0, host.length() - registrable.length() - 1));
    features.put(SUFFIX, suffix.hashCode(), 1);
    features.put(SUFFIX, suffix.substring(suffix.lastIndexOf('.') + 1).hashCode(), 1);
    features.grams(LABEL, '^', label, '$');
    features.endBlock();
    if (!above.isEmpty()) {
      features.grams(ABOVE, '~', above, '.');
      features.endBlock();
    }
    String rest = url.rest();
    features.grams(PATH, ' ',
        rest.substring(0, Math.min(LONGEST, rest.length())).toLowerCase(Locale.ROOT), ' ');
    features.endBlock();
    words(rest, features);
    features.endBlock();
    UrlShape shape = new UrlShape(features);
    shape.host(url.scheme().equals("https"), host, label, suffix, above);
    shape.rest(rest);
  }

  private static void words(String rest, FeatureBuffer features) {
    int from = 0;
    for (int i = 0; i <= rest.length(); i++) {
      if (i == rest.length() || SEPARATORS.indexOf(rest.charAt(i)) >= 0) {
        if (i > from) {
          features.word(WORD, rest, from, i);
        }
        from = i + 1;
      }
    }
  }
}
