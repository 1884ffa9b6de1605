package dev.prism.scanners.corpus;

import dev.prism.scanners.UrlFeatures;
import dev.prism.scanners.text.FeatureList;
import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// One model to train: from which texts, and what of them it reads.
///
/// @param name   of the model file
/// @param corpus the folder of its texts
/// @param uses   which of them it learns from
/// @param loss   of an error, for the trainer
/// @param cost   of an error
/// @param rounds over the texts: short ones that cost much take long to settle
record ModelTask(
    String name,
    String corpus,
    Predicate<CorpusItem> uses,
    Loss loss,
    double cost,
    int rounds) {
  private static final int ROUNDS = 12;
  private static final int STRIDE = 256;
  private static final int MOST_WINDOWS = 24;

  static final List<ModelTask> ALL = List.of(new ModelTask("jailbreak", "jailbreak",
      item -> !item.isPositive() || !item.get("scope").equals("indirect"), Loss::hinge, 1, ROUNDS),
      new ModelTask("code_injection", "code_injection", _ -> true, Loss::hinge, 1, ROUNDS),
      new ModelTask("topic_banking", "topic_restriction", task("allowlist:banking"), Loss::hinge, 2,
          ROUNDS),
      new ModelTask("topic_unsafe", "topic_restriction", task("denylist:unsafe"), Loss::hinge, 1,
          ROUNDS),
      new ModelTask("topic_toxicity", "topic_restriction", task("toxicity"), Loss::hinge, 1,
          ROUNDS),
      new ModelTask(
          "malicious_url", "malicious_url", item -> !item.kind().startsWith("trick-")
              && !item.kind().equals("malware-ip") && !item.kind().equals("hand-hard-negative"),
          Loss::logistic, 8, 40));

  private static Predicate<CorpusItem> task(String task) {
    return item -> item.get("task").equals(task);
  }

  /// The windows of a text as a scan sees them.
  List<FeatureList> windows(CorpusItem item) {
    if (name.equals("malicious_url")) {
      return List.of(FeatureList.of(UrlFeatures.ofFirst(item.text())));
    }
    char[] folded = Folding.of(item.text()).toCharArray();
    List<FeatureList> windows = new ArrayList<>();
    int strides = folded.length / STRIDE + 1;
    int step = Math.max(1, strides / MOST_WINDOWS);
    for (int stride = 0; stride < Math.max(1, strides - 1); stride += step) {
      int from = stride * STRIDE;
      int to = Math.min(folded.length, from + 2 * STRIDE);
      windows.add(FeatureList.of(Arrays.copyOfRange(folded, from, to)));
    }
    return windows;
  }
}
