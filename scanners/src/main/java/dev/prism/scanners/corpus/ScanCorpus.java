package dev.prism.scanners.corpus;

import dev.prism.exchange.json.JsonText;
import dev.prism.scanners.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs every scanner over its labelled texts and prints what it found: a line a scanner, then a line
/// for each kind of text. A text counts as found when a finding reaches [Finding#FLAG].
public final class ScanCorpus {
  private final Path folder;
  private final Bench bench = new Bench();
  private final Map<String, Score> totals = new TreeMap<>();
  private final Map<String, Score> kinds = new TreeMap<>();

  private ScanCorpus(Path folder) {
    this.folder = folder;
  }

  /// Measures the corpora under `folder` and prints the figures, as lines or as one JSON object.
  ///
  /// @return how many scanners had a corpus
  public static int run(Path folder, boolean json, PrintWriter out) throws IOException {
    ScanCorpus corpus = new ScanCorpus(folder);
    List<String> scanners = corpus.scanners();
    for (String scanner : scanners) {
      corpus.measure(scanner);
    }
    if (json) {
      out.println(corpus.json());
    } else {
      corpus.totals.forEach((name, score) -> out.println(score.line(name)));
      corpus.kinds.forEach((name, score) -> out.println(score.line(name)));
    }
    return scanners.size();
  }

  private List<String> scanners() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      folders.filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .filter(bench::knows)
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  private void measure(String scanner) throws IOException {
    for (CorpusItem item : Corpus.read(folder.resolve(scanner))) {
      boolean flagged = bench.score(scanner, item) >= Finding.FLAG;
      if (!item.get("ner_only").equals("true")) {
        totals.computeIfAbsent(scanner, _ -> new Score()).count(item.isPositive(), flagged);
      }
      for (String group : groups(scanner, item)) {
        kinds.computeIfAbsent(group, _ -> new Score()).count(item.isPositive(), flagged);
      }
    }
  }

  private static List<String> groups(String scanner, CorpusItem item) {
    List<String> groups = new ArrayList<>();
    groups.add(scanner + "/" + item.kind());
    if (!item.get("scope").isEmpty()) {
      groups.add(scanner + "/scope:" + item.get("scope"));
    }
    if (!item.get("task").isEmpty()) {
      groups.add(scanner + "/task:" + item.get("task"));
    }
    if (item.get("hard").equals("true") || item.get("hard").equals("false")) {
      groups.add(scanner + "/hard:" + item.get("hard"));
    }
    return groups;
  }

  private String json() {
    StringBuilder json = new StringBuilder("{\"scanners\":{");
    append(json, totals);
    json.append("},\"kinds\":{");
    append(json, kinds);
    return json.append("}}").toString();
  }

  private static void append(StringBuilder json, Map<String, Score> scores) {
    String comma = "";
    for (Map.Entry<String, Score> entry : scores.entrySet()) {
      json.append(comma)
          .append(JsonText.quote(entry.getKey()))
          .append(':')
          .append(entry.getValue().json());
      comma = ",";
    }
  }
}
