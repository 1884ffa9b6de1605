package dev.prism.scanners.corpus;

import dev.prism.scanners.GroundFeatures;
import dev.prism.scanners.GroundModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Trains the model of the groundedness check, and says how good it is on texts that it has not seen.
public final class TrainGroundedness {
  private static final int FOLDS = 5;
  private static final int EPOCHS = 400;
  private static final double SHRINK = 3e-4;

  private final List<CorpusItem> items;
  private final double[][] inputs;
  private final double[][] features;

  private TrainGroundedness(List<CorpusItem> items) {
    this.items = items;
    features = new double[items.size()][];
    inputs = new double[items.size()][];
    for (int i = 0; i < inputs.length; i++) {
      features[i] = GroundFeatures.of(items.get(i).get("response"), items.get(i).get("context"));
      inputs[i] = GroundModel.inputs(features[i]);
    }
  }

  /// @param args the folder of the corpora; the folder for the model file
  public static void main(String[] args) throws IOException {
    new TrainGroundedness(Corpus.read(Path.of(args[0], "groundedness"))).run(Path.of(args[1]));
  }

  private void run(Path folder) throws IOException {
    double[] margins = new double[items.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      GroundModel model = new GroundModel(train(fold), 0, 1);
      for (int i = 0; i < margins.length; i++) {
        if (foldOf(i) == fold) {
          margins[i] = model.margin(features[i]);
        }
      }
    }
    double flag = threshold(margins, 0.05);
    double block = Math.max(threshold(margins, 0.01), flag + 0.3);
    Map<String, Score> scores = new TreeMap<>();
    for (int i = 0; i < margins.length; i++) {
      scores.computeIfAbsent(" all", _ -> new Score())
          .count(items.get(i).isPositive(), margins[i] >= flag);
      scores.computeIfAbsent(items.get(i).kind(), _ -> new Score())
          .count(items.get(i).isPositive(), margins[i] >= flag);
    }
    StringBuilder card = new StringBuilder(String.format(Locale.ROOT,
        "# groundedness%n%n%d texts. Cross-validated: AUC %.3f; at 5 %%:%n%n", items.size(),
        auc(margins)));
    scores
        .forEach((kind, score) -> card.append("- ").append(score.line(kind.strip())).append('\n'));
    Terminal.out().println(card);
    StringBuilder file = new StringBuilder();
    file.append(flag).append('\n').append(block).append('\n');
    for (double weight : train(-1)) {
      file.append(String.format(Locale.ROOT, "%.5f%n", weight));
    }
    Files.writeString(folder.resolve("groundedness.model"), file, StandardCharsets.UTF_8);
    Files.writeString(folder.resolve("groundedness.card.md"), card, StandardCharsets.UTF_8);
  }

  /// Responses to one context fall into one fold.
  private int foldOf(int item) {
    return Math.floorMod(items.get(item).get("context").hashCode() * 31, FOLDS);
  }

  private double[] train(int heldOut) {
    int size = inputs[0].length;
    double[] w = new double[size];
    double[] squares = new double[size];
    Random random = new Random(1);
    int count = items.size();
    for (int step = 0; step < EPOCHS * count / 4; step++) {
      int i = random.nextInt(count);
      if (foldOf(i) == heldOut) {
        continue;
      }
      double sum = 0;
      for (int k = 0; k < size; k++) {
        sum += w[k] * inputs[i][k];
      }
      double error = 1 / (1 + Math.exp(-sum)) - (items.get(i).isPositive() ? 1 : 0);
      for (int k = 0; k < size; k++) {
        double gradient = error * inputs[i][k] + SHRINK * w[k];
        squares[k] += gradient * gradient;
        w[k] -= 0.15 * gradient / Math.sqrt(1e-6 + squares[k]);
      }
    }
    return w;
  }

  private double threshold(double[] margins, double rate) {
    double[] negatives = new double[margins.length];
    int size = 0;
    for (int i = 0; i < margins.length; i++) {
      if (!items.get(i).isPositive()) {
        negatives[size++] = margins[i];
      }
    }
    Arrays.sort(negatives, 0, size);
    return Math.nextUp(negatives[size - 1 - (int) (size * rate)]);
  }

  private double auc(double[] margins) {
    long pairs = 0;
    double won = 0;
    for (int i = 0; i < margins.length; i++) {
      for (int j = 0; j < margins.length; j++) {
        if (items.get(i).isPositive() && !items.get(j).isPositive()) {
          pairs++;
          won += margins[i] > margins[j] ? 1 : margins[i] == margins[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }
}
