package dev.prism.scanners;

import dev.prism.scanners.text.FeatureList;
import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.LinearTrainer;
import dev.prism.scanners.text.Loss;
import dev.prism.scanners.text.NgramModel;
import dev.prism.scanners.text.NgramModelFile;
import java.util.Arrays;
import java.util.List;

/// Trains a model on a tenant's own examples, in milliseconds. The thresholds come from examples that the
/// model has not seen: each quarter is judged by the other three.
final class ExampleModel {
  private static final int PARTS = 4;
  private static final int ROUNDS = 10;
  private static final int MOST = 5000;

  private ExampleModel() {}

  static NgramModel train(List<String> on, List<String> off) {
    if (on.size() < 4 || off.size() < 4 || on.size() + off.size() > MOST) {
      throw new IllegalArgumentException(
          "4 examples of each kind are the least, " + MOST + " altogether the most");
    }
    float[] margins = new float[on.size()];
    for (int part = 0; part < PARTS; part++) {
      NgramModel model = NgramModelFile.quantise(weights(on, off, part), 0, 1);
      for (int i = part; i < margins.length; i += PARTS) {
        margins[i] = model.margin(features(on.get(i)));
      }
    }
    Arrays.sort(margins);
    float flag = Math.nextUp(margins[margins.length - 1 - margins.length / 100]);
    float block = Math.max(flag + 0.2f, Math.nextUp(margins[margins.length - 1]));
    return NgramModelFile.quantise(weights(on, off, -1), flag, block);
  }

  private static float[] weights(List<String> on, List<String> off, int without) {
    LinearTrainer trainer = new LinearTrainer(Loss::hinge, 1, ROUNDS, 1);
    add(trainer, on, false, without);
    add(trainer, off, true, without);
    return trainer.train();
  }

  private static void add(LinearTrainer trainer, List<String> texts, boolean positive,
      int without) {
    for (int i = 0; i < texts.size(); i++) {
      if (i % PARTS != without) {
        trainer.add(features(texts.get(i)), positive, 1);
      }
    }
  }

  private static FeatureList features(String text) {
    return FeatureList.of(Folding.of(text).toCharArray());
  }
}
