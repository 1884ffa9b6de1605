package dev.prism.scanners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.scanners.corpus.Corpus;
import dev.prism.scanners.corpus.CorpusItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random cuts of every positive of the shared corpora, where they are: what the whole text gives away
/// does not leave a stream.
class SharedStreamTest {
  private static final RailEngine REDACT = Rails.engine(Rail.Action.REDACT, Aggregation.ANY, true,
      "secrets", "pii");

  @ParameterizedTest
  @ValueSource(strings = {"secrets", "pii"})
  void noCharacterOfASecretLeaves(String corpus) throws IOException {
    Path folder = Path.of(System.getProperty("prism.shared", ""), "data", "scanners", corpus);
    List<CorpusItem> items = Corpus.read(folder);
    if (items.isEmpty()) {
      System.err.println("skipped: there is no corpus at " + folder);
    }
    for (CorpusItem item : items) {
      if (item.isPositive() && item.text().length() < 4000) {
        check(item);
      }
    }
  }

  private static void check(CorpusItem item) {
    String text = item.text();
    List<String> secrets = StreamRailTest.secrets(text);
    for (long seed = 0; seed < 3; seed++) {
      String out = StreamRailTest.stream(REDACT, StreamRailTest.pieces(text, new Random(seed)));
      for (String secret : secrets) {
        if (text.indexOf(secret) == text.lastIndexOf(secret)) {
          assertThat(out).as("%s, seed %d: %s", item.get("id"), seed, text).doesNotContain(secret);
        }
      }
    }
  }
}
