package dev.prism.scanners.corpus;

import dev.prism.scanners.text.FeatureList;
import dev.prism.scanners.text.LinearTrainer;
import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.NgramModelFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Trains the models that scanners ship with, and says how good they are on texts that they have not
/// seen: by five-fold cross-validation, and with each source of positives left out.
///
/// Thresholds come from the cross-validation: 0.5 where one negative in a hundred lies above, 0.8 where
/// one in four hundred does.
public final class TrainModels {
  private static final int FOLDS = 5;
  private static final long SEED = 20_261_124;

  private final PrintStream out;
  private final ModelTask task;
  private final List<CorpusItem> items;
  private final List<List<FeatureList>> windows = new ArrayList<>();

  private TrainModels(PrintStream out, ModelTask task, List<CorpusItem> items) {
    this.out = out;
    this.task = task;
    this.items = items;
    for (CorpusItem item : items) {
      windows.add(task.windows(item));
    }
  }

  /// @param args the folder of the corpora; the folder for the model files; names of models, default all
  public static void main(String[] args) throws IOException {
    List<String> wanted = List.of(args).subList(2, args.length);
    for (ModelTask task : ModelTask.ALL) {
      if (wanted.isEmpty() || wanted.contains(task.name())) {
        List<CorpusItem> items = new ArrayList<>(
            Corpus.read(Path.of(args[0], task.corpus())).stream().filter(task.uses()).toList());
        if (task.name().equals("jailbreak") || task.name().equals("code_injection")) {
          items.addAll(otherLanguages(Path.of(args[0])));
        }
        new TrainModels(Terminal.out(), task, items).run(Path.of(args[1]));
      }
    }
  }

  /// Sentences in sixty languages, as negatives: or else a foreign language itself would look like an
  /// attack, since only attacks come in one.
  private static List<CorpusItem> otherLanguages(Path corpora) throws IOException {
    List<CorpusItem> sentences = new ArrayList<>();
    for (CorpusItem item : Corpus.read(corpora.resolve("language"))) {
      if (item.kind().equals("sentence") || item.kind().equals("word-pair")) {
        Map<String, String> fields = new TreeMap<>(item.fields());
        fields.put("label", "negative");
        fields.put("kind", "other-language");
        sentences.add(new CorpusItem(fields));
      }
    }
    return sentences;
  }

  private void run(Path folder) throws IOException {
    float[] margins = crossValidated();
    boolean[] ruled = ruled();
    float flag = threshold(margins, ruled, 0.01);
    float block = Math.max(threshold(margins, ruled, 0.0025), flag + 0.05f);
    StringBuilder card = new StringBuilder();
    card.append(String.format(Locale.ROOT,
        "# %s%n%nLinear over hashed n-grams; %d texts. Figures on texts not trained on.%n%n",
        task.name(), items.size()));
    boolean[] none = new boolean[ruled.length];
    report(card, "the model alone, cross-validated, at 0.5", margins, none, flag);
    report(card, "with the rules, cross-validated, at 0.5", margins, ruled, flag);
    report(card, "with the rules, cross-validated, at 0.8", margins, ruled, block);
    report(card, "the rules alone", new float[ruled.length], ruled, Float.MAX_VALUE);
    kinds(card, margins, ruled, flag);
    leftOut(card);
    out.println(card);
    NgramModel model = NgramModelFile.quantise(train(_ -> true), flag, block);
    Files.createDirectories(folder);
    Files.write(folder.resolve(task.name() + ".model"), NgramModelFile.write(model));
    Files.writeString(folder.resolve(task.name() + ".card.md"), card, StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Choice {
    boolean takes(int item);
  }

  private float[] train(Choice choice) {
    LinearTrainer trainer = new LinearTrainer(task.loss(), task.cost(), task.rounds(), SEED);
    for (int i = 0; i < items.size(); i++) {
      if (choice.takes(i)) {
        double weight = 1.0 / Math.sqrt(windows.get(i).size());
        for (FeatureList window : windows.get(i)) {
          trainer.add(window, items.get(i).isPositive(), weight);
        }
      }
    }
    return trainer.train();
  }

  private float[] crossValidated() {
    float[] margins = new float[items.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      int held = fold;
      NgramModel model = NgramModelFile.quantise(train(i -> foldOf(i) != held), 0, 1);
      for (int i = 0; i < margins.length; i++) {
        if (foldOf(i) == held) {
          margins[i] = margin(model, i);
        }
      }
    }
    return margins;
  }

  /// Texts that begin alike fall into one fold, so that no near-duplicate is seen in training.
  private int foldOf(int item) {
    String text = items.get(item).get("url").isEmpty()
        ? items.get(item).text()
        : items.get(item).get("url");
    String letters = text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetter)
        .limit(48)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
    return Math.floorMod(letters.hashCode() * 31 + 7, FOLDS);
  }

  private float margin(NgramModel model, int item) {
    float best = Float.NEGATIVE_INFINITY;
    for (FeatureList window : windows.get(item)) {
      best = Math.max(best, model.margin(window));
    }
    return best;
  }

  /// Which texts the scanner's rules flag, without its model.
  private boolean[] ruled() {
    Bench bench = new Bench();
    boolean[] ruled = new boolean[items.size()];
    for (int i = 0; i < ruled.length; i++) {
      ruled[i] = bench.knows(task.corpus()) && bench.ruleScore(task.corpus(), items.get(i)) >= 0.5;
    }
    return ruled;
  }

  /// The margin above which, together with what the rules flag, at most this share of the corpus's own
  /// negatives lies; never more than twice the share that the model alone would let through.
  private float threshold(float[] margins, boolean[] ruled, double rate) {
    float[] negatives = new float[margins.length];
    int size = 0;
    int all = 0;
    int mistaken = 0;
    for (int i = 0; i < margins.length; i++) {
      if (!items.get(i).isPositive() && !items.get(i).kind().equals("other-language")) {
        mistaken += ruled[i] ? 1 : 0;
        all++;
        if (!ruled[i]) {
          negatives[size++] = margins[i];
        }
      }
    }
    Arrays.sort(negatives, 0, size);
    int allowed = Math.max((int) (all * rate / 2), (int) (all * rate) - mistaken);
    return Math.nextUp(negatives[Math.max(0, size - 1 - allowed)]);
  }

  private void report(StringBuilder card, String how, float[] margins, boolean[] ruled,
      float threshold) {
    Score score = new Score();
    for (int i = 0; i < margins.length; i++) {
      if (!items.get(i).kind().equals("other-language")) {
        score.count(items.get(i).isPositive(), ruled[i] || margins[i] >= threshold);
      }
    }
    card.append("- ").append(how).append(": ").append(score.line(task.name())).append('\n');
  }

  private void kinds(StringBuilder card, float[] margins, boolean[] ruled, float threshold) {
    Map<String, Score> kinds = new TreeMap<>();
    for (int i = 0; i < margins.length; i++) {
      kinds.computeIfAbsent(items.get(i).kind(), _ -> new Score())
          .count(items.get(i).isPositive(), ruled[i] || margins[i] >= threshold);
    }
    kinds.forEach((kind, score) -> card.append("  - ").append(score.line(kind)).append('\n'));
  }

  /// Trains without the positives of one source at a time, and asks what the model finds of them at the
  /// threshold that lets one held-out negative in a hundred through.
  private void leftOut(StringBuilder card) {
    Map<String, Integer> sources = new TreeMap<>();
    for (CorpusItem item : items) {
      if (item.isPositive()) {
        sources.merge(family(item), 1, Integer::sum);
      }
    }
    card.append(
        "\nWith a source of positives left out (and a fifth of the negatives), at 1 %:\n\n");
    for (Map.Entry<String, Integer> source : sources.entrySet()) {
      if (source.getValue() >= 20 && sources.size() > 1) {
        card.append("- ").append(without(source.getKey()).line(source.getKey())).append('\n');
      }
    }
  }

  private Score without(String source) {
    NgramModel model = NgramModelFile.quantise(
        train(
            i -> items.get(i).isPositive() ? !family(items.get(i)).equals(source) : foldOf(i) != 0),
        0, 1);
    float[] margins = new float[items.size()];
    List<Float> negatives = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      boolean positive = items.get(i).isPositive();
      if (positive ? family(items.get(i)).equals(source) : foldOf(i) == 0) {
        margins[i] = margin(model, i);
        if (!positive) {
          negatives.add(margins[i]);
        }
      }
    }
    negatives.sort(null);
    float threshold = Math
        .nextUp(negatives.get(Math.max(0, negatives.size() - 1 - negatives.size() / 100)));
    Score score = new Score();
    for (int i = 0; i < items.size(); i++) {
      boolean positive = items.get(i).isPositive();
      if (positive ? family(items.get(i)).equals(source) : foldOf(i) == 0) {
        score.count(positive, margins[i] >= threshold);
      }
    }
    return score;
  }

  /// The family of a source: the project that it comes from, or the kind where that says more.
  private static String family(CorpusItem item) {
    String kind = item.kind();
    if (kind.startsWith("jbb-") || kind.equals("in-the-wild") || kind.startsWith("deny:")) {
      return kind;
    }
    String source = item.source();
    int colon = source.indexOf(':');
    return colon < 0 ? source : source.substring(0, colon);
  }
}
