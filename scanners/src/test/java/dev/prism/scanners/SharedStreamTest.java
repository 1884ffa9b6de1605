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

/// Cuts of the texts of the shared corpora, where they are: what the whole text gives away does not leave
/// a stream, and where the whole text is clean, so is the stream. Positives are cut at every place, all
/// texts in seeded random pieces.
class SharedStreamTest {
  private static final int LONGEST = 4000;
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
    items.parallelStream()
        .filter(item -> item.text().length() < LONGEST)
        .forEach(SharedStreamTest::check);
  }

  private static void check(CorpusItem item) {
    String text = item.text();
    String whole = whole(text);
    List<String> secrets = StreamRailTest.secrets(text);
    if (item.isPositive()) {
      for (int cut = 1; cut < text.length(); cut++) {
        check(item, whole, secrets, List.of(text.substring(0, cut), text.substring(cut)), cut);
      }
    }
    for (long seed = 0; seed < 3; seed++) {
      check(item, whole, secrets, StreamRailTest.pieces(text, new Random(seed)), seed);
    }
  }

  private static void check(CorpusItem item, String whole, List<String> secrets,
      List<String> pieces, long seed) {
    String text = item.text();
    String out = StreamRailTest.stream(REDACT, pieces);
    for (String secret : secrets) {
      if (text.indexOf(secret) == text.lastIndexOf(secret)) {
        assertThat(out).as("%s, seed or cut %d: %s", item.get("id"), seed, text)
            .doesNotContain(secret);
      }
    }
    // Where a key begins and its end has not come yet, a stream cannot wait to see that the key is empty.
    if (secrets.isEmpty() && !text.contains("-----BEGIN")) {
      assertThat(out).as("%s, seed or cut %d: %s", item.get("id"), seed, text).isEqualTo(whole);
    }
  }

  /// The whole text, redacted as a whole.
  private static String whole(String text) {
    Verdict verdict = Rails.check(REDACT, text).verdict();
    return verdict instanceof Verdict.Redact redact ? Edits.apply(text, 0, redact.edits()) : text;
  }
}
