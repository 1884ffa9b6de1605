package dev.prism.scanners.corpus;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.scanners.text.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// How often one to three letters occur in a row in each language, as the library `language-detector`
/// counted them in Wikipedia (Apache-2.0; the folder `languages` of its jar). A few hundred sentences teach
/// a language's common words; these counts teach the rest of its spelling.
final class LanguageProfiles {
  private static final Map<String, List<String>> NAMES = Map.of("zh", List.of("zh-CN", "zh-TW"),
      "nb", List.of("no"));
  private static final int LONGEST = 3;

  private final Path jar;

  LanguageProfiles(Path jar) {
    this.jar = jar;
  }

  /// Adds a language's counts, scaled so that those of each length come to `weight`.
  ///
  /// @return whether the library knows the language
  boolean addTo(int[] counts, String language, double weight) throws IOException {
    Map<String, Double> grams = new HashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String name : NAMES.getOrDefault(language, List.of(language))) {
        ZipEntry entry = zip.getEntry("languages/" + name);
        if (entry != null) {
          read(zip.getInputStream(entry).readAllBytes(), grams);
        }
      }
    }
    double[] totals = new double[LONGEST + 1];
    grams.forEach((gram, count) -> totals[gram.length()] += count);
    grams.forEach((gram, count) -> counts[LanguageModel.feature(gram)] += (int) Math
        .round(weight * count / totals[gram.length()]));
    return !grams.isEmpty();
  }

  private static void read(byte[] profile, Map<String, Double> into) {
    JsonCursor json = new JsonCursor(profile, 0, profile.length);
    json.enter();
    while (json.nextMember()) {
      if (json.name().equals("freq")) {
        json.enter();
        while (json.nextMember()) {
          String gram = json.name().toLowerCase(Locale.ROOT);
          if (gram.length() <= LONGEST) {
            into.merge(gram, Double.valueOf(json.raw()), Double::sum);
          }
        }
        return;
      }
      json.raw();
    }
  }
}
