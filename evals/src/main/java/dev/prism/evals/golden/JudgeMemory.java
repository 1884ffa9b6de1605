package dev.prism.evals.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a judge has said of which answer, by judge, question and answer: a run that brings the same answers
/// asks it nothing. Holds hashes and scores, no text. Safe for several threads.
public final class JudgeMemory {
  /// The oldest are forgotten beyond.
  static final int MOST = 100_000;

  private final @Nullable Path file;
  private final Map<String, Double> scores = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
      return size() > MOST;
    }
  };

  private JudgeMemory(@Nullable Path file) {
    this.file = file;
  }

  /// One that ends with the process.
  public static JudgeMemory inMemory() {
    return new JudgeMemory(null);
  }

  /// One that is kept in a file, which need not exist; what cannot be read of it is forgotten.
  public static JudgeMemory in(Path file) {
    JudgeMemory memory = new JudgeMemory(file);
    if (Files.exists(file)) {
      try {
        Files.readAllLines(file, StandardCharsets.UTF_8).forEach(memory::remember);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return memory;
  }

  private void remember(String line) {
    int space = line.lastIndexOf(' ');
    if (space > 0) {
      try {
        scores.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      } catch (NumberFormatException _) {
        // A line that was cut off: the judge is asked again.
      }
    }
  }

  double score(RubricScorer scorer, String rubric, GoldenEntry entry, String answer)
      throws IOException, InterruptedException {
    String key = key(scorer.judge(), rubric, entry, answer);
    synchronized (scores) {
      Double known = scores.get(key);
      if (known != null) {
        return known;
      }
    }
    double score = scorer.score(rubric, entry, answer);
    synchronized (scores) {
      scores.put(key, score);
    }
    return score;
  }

  private static String key(String judge, String rubric, GoldenEntry entry, String answer) {
    String asked = rubric + GoldenJson.turns(entry.input()) + GoldenJson.texts(entry.context())
        + entry.target();
    return GoldenJson.hash(judge) + " " + GoldenJson.hash(asked) + " " + GoldenJson.hash(answer);
  }

  /// Writes it to its file, if it has one.
  public void save() {
    if (file == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    synchronized (scores) {
      scores.forEach((key, score) -> lines.add(key + " " + score));
    }
    if (lines.isEmpty()) {
      return;
    }
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, lines, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
