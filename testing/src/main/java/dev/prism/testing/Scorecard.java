package dev.prism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes a row of the reliability scorecard: `target/scorecard/Rnn.json`, from which the page is
/// generated, so that no figure is typed by hand.
public final class Scorecard {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Scorecard() {}

  /// @param row       `R1` for instance
  /// @param figure    what was measured
  /// @param threshold what was promised
  public static void write(String row, String figure, String threshold, boolean pass) {
    ObjectNode line = JSON.createObjectNode()
        .put("row", row)
        .put("figure", figure)
        .put("threshold", threshold)
        .put("pass", pass)
        .put("version", System.getProperty("prism.version", "0.1.0"))
        .put("date", LocalDate.now(ZoneOffset.UTC).toString());
    try {
      Path folder = Files.createDirectories(Path.of("target", "scorecard"));
      Files.writeString(folder.resolve(row + ".json"), line.toPrettyString() + "\n",
          StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
