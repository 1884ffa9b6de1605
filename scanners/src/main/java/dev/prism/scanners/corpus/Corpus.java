package dev.prism.scanners.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The labelled texts of one scanner.
public final class Corpus {
  private Corpus() {}

  /// Every item of the `*.jsonl` and `*.jsonl.gz` files of a folder, in the order of their names; none
  /// when there is no such folder.
  public static List<CorpusItem> read(Path folder) throws IOException {
    List<CorpusItem> items = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return items;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Corpus::isCorpus).sorted().toList()) {
        read(file, items);
      }
    }
    return items;
  }

  private static boolean isCorpus(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
  }

  private static void read(Path file, List<CorpusItem> items) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines = new BufferedReader(
            new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          items.add(CorpusItem.parse(line));
        }
      }
    }
  }
}
