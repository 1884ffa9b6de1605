package dev.prism.scanners.corpus;

import dev.prism.scanners.LanguageWords;
import dev.prism.scanners.text.LanguageModel;
import dev.prism.scanners.text.LanguageModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/// Trains the language model and says how good it is on texts that it has not seen, for the policy
/// "English, Spanish, French, German".
public final class TrainLanguage {
  private static final int FOLDS = 5;
  private static final double SMOOTHING = 1500;
  /// How much the counts of the profiles weigh: as so many letters of text.
  private static final double PROFILES = 3000;
  private static final Set<String> ALLOWED = Set.of("en", "es", "fr", "de");

  private final List<CorpusItem> items;
  private final List<String> languages;
  private final int[][] known;

  private TrainLanguage(List<CorpusItem> items, LanguageProfiles profiles) throws IOException {
    this.items = items;
    languages = items.stream()
        .map(item -> item.get("lang"))
        .filter(lang -> lang.length() == 2)
        .distinct()
        .sorted()
        .toList();
    known = new int[languages.size()][LanguageModelFile.features()];
    for (int l = 0; l < known.length; l++) {
      boolean found = profiles.addTo(known[l], languages.get(l), PROFILES);
      if (!found) {
        Terminal.out().println("no profile of " + languages.get(l));
      }
    }
  }

  /// @param args the folder of the corpora; the folder for the model file; the jar of `language-detector`
  ///             0.6
  public static void main(String[] args) throws IOException {
    new TrainLanguage(Corpus.read(Path.of(args[0], "language")),
        new LanguageProfiles(Path.of(args[2]))).run(Path.of(args[1]));
  }

  private void run(Path folder) throws IOException {
    float[] margins = new float[items.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      LanguageModel model = model(fold, 0, 1, 0);
      for (int i = fold; i < margins.length; i += FOLDS) {
        margins[i] = model.margin(items.get(i).text(), allowed());
      }
    }
    float fewLetters = fewLetters(margins);
    for (int i = 0; i < margins.length; i++) {
      margins[i] -= LanguageModel.isShort(items.get(i).text()) ? fewLetters : 0;
    }
    float flag = threshold(margins, 0.01, _ -> true);
    float block = Math.max(threshold(margins, 0.0025, _ -> true), flag + 0.5f);
    Map<String, Score> scores = new TreeMap<>();
    for (int i = 0; i < margins.length; i++) {
      CorpusItem item = items.get(i);
      boolean flagged = margins[i] >= flag;
      scores.computeIfAbsent(" all", _ -> new Score()).count(item.isPositive(), flagged);
      scores.computeIfAbsent(item.kind(), _ -> new Score()).count(item.isPositive(), flagged);
    }
    StringBuilder card = new StringBuilder(String.format(Locale.ROOT,
        "# language%n%nNaive Bayes over 1 to 4 letters; %d texts in %d languages, and the counts of letters "
            + "of language-detector 0.6 (Apache-2.0). Cross-validated:%n%n",
        items.size(), languages.size()));
    scores
        .forEach((kind, score) -> card.append("- ").append(score.line(kind.strip())).append('\n'));
    Terminal.out().println(card);
    Files.write(folder.resolve("language.model"),
        LanguageModelFile.write(model(-1, flag, block, fewLetters)));
    Files.writeString(folder.resolve("language.card.md"), card, StandardCharsets.UTF_8);
  }

  private boolean[] allowed() {
    boolean[] allowed = new boolean[languages.size()];
    for (int l = 0; l < allowed.length; l++) {
      allowed[l] = ALLOWED.contains(languages.get(l));
    }
    return allowed;
  }

  private LanguageModel model(int heldOut, float flag, float block, float fewLetters) {
    int[][] counts = new int[known.length][];
    for (int l = 0; l < known.length; l++) {
      counts[l] = known[l].clone();
    }
    for (int i = 0; i < items.size(); i++) {
      int language = languages.indexOf(items.get(i).get("lang"));
      if (language >= 0 && (heldOut < 0 || i % FOLDS != heldOut)) {
        LanguageModel.features(items.get(i).text(), feature -> counts[language][feature]++);
      }
    }
    for (String line : LanguageWords.lines()) {
      int language = languages.indexOf(line.substring(0, 2));
      if (language >= 0) {
        LanguageModel.features(line.substring(3), feature -> counts[language][feature]++);
      }
    }
    return LanguageModelFile.of(languages, counts, SMOOTHING, flag, block, fewLetters);
  }

  /// How much higher the threshold of short texts must be, so that at one mistake in a hundred most is
  /// found: mistakes are given to the short texts one by one as long as that pays.
  private float fewLetters(float[] margins) {
    boolean[] few = new boolean[margins.length];
    double shorts = 0;
    double negatives = 0;
    for (int i = 0; i < few.length; i++) {
      few[i] = LanguageModel.isShort(items.get(i).text());
      negatives += items.get(i).isPositive() ? 0 : 1;
      shorts += few[i] && !items.get(i).isPositive() ? 1 : 0;
    }
    int most = (int) (negatives / 100);
    float best = 0;
    int found = -1;
    for (int mistakes = 0; mistakes <= most; mistakes++) {
      float high = threshold(margins, (mistakes + 0.5) / shorts, i -> few[i]);
      float low = threshold(margins, (most - mistakes + 0.5) / (negatives - shorts), i -> !few[i]);
      int right = 0;
      for (int i = 0; i < few.length; i++) {
        right += items.get(i).isPositive() && margins[i] >= (few[i] ? high : low) ? 1 : 0;
      }
      if (right > found) {
        found = right;
        best = high - low;
      }
    }
    return best;
  }

  private float threshold(float[] margins, double rate, IntPredicate counts) {
    float[] negatives = new float[margins.length];
    int size = 0;
    for (int i = 0; i < margins.length; i++) {
      if (!items.get(i).isPositive() && counts.test(i)) {
        negatives[size++] = margins[i];
      }
    }
    Arrays.sort(negatives, 0, size);
    return Math.nextUp(negatives[size - 1 - (int) (size * rate)]);
  }
}
