package dev.prism.scanners.text;

import java.util.Arrays;

/// The reading of one text, shared by all scanners of an engine, and the scratch that it needs. Reused
/// for one text after the other; belongs to one thread at a time.
public final class Scan {
  private Lexicon lexicon = new Vocabulary().build();
  private final View written = new View();
  private final View cleaned = new View();
  private final View decoded = new View();
  private final GramSums sums = new GramSums();
  private final FeatureBuffer features = new FeatureBuffer();
  private boolean hasCleaned;
  private boolean hasDecoded;
  private boolean hasSums;
  private final int[] classes = new int[8];
  private final IntList unseen = new IntList();

  /// Reads a text: folds it, looks for every keyword, and unveils what is hidden in it.
  public void read(Lexicon by, String text) {
    lexicon = by;
    written.shrink();
    cleaned.shrink();
    decoded.shrink();
    written.clear(lexicon.slotCount, false);
    written.fill(text);
    written.read(lexicon);
    hasSums = false;
    count();
    int unclean = Cleaner.wanted(written, unseen.size());
    hasCleaned = unclean != 0;
    if (hasCleaned) {
      cleaned.clear(lexicon.slotCount, true);
      Cleaner.clean(written, unclean, cleaned);
      hasCleaned = !cleaned.saysTheSame(written);
    }
    if (hasCleaned) {
      cleaned.read(lexicon, written);
    }
    hasDecoded = Decoder.isWanted(written, text);
    if (hasDecoded) {
      decoded.clear(lexicon.slotCount, true);
      Decoder.decode(written, text, decoded);
      hasDecoded = decoded.length() > 0;
      decoded.read(lexicon);
    }
  }

  /// How many views there are, 1 to 3. The first is the text as it was written.
  public int views() {
    return 1 + (hasCleaned ? 1 : 0) + (hasDecoded ? 1 : 0);
  }

  public View view(int index) {
    if (index == 0) {
      return written;
    }
    return index == 1 && hasCleaned ? cleaned : decoded;
  }

  public View written() {
    return written;
  }

  /// How many units of a class of [Folding] the text has; what ASCII prints is not counted.
  public int count(byte unitClass) {
    return classes[unitClass];
  }

  /// Where units stand in the text as it was written that show nothing by themselves: hidden ones,
  /// surrogates and controls.
  public IntList unseen() {
    return unseen;
  }

  /// What a model says of a text as it was written: the largest margin of its windows.
  public float margin(int model) {
    sums();
    return sums.margin(model, sums.best(model));
  }

  /// Where the window with the largest margin begins.
  public int windowStart(int model) {
    sums();
    return sums.best(model) * NgramModel.STRIDE;
  }

  public int windowEnd(int model) {
    return Math.min(written.length(), windowStart(model) + 2 * NgramModel.STRIDE);
  }

  public NgramModel model(int model) {
    return lexicon.models.get(model);
  }

  /// A buffer for whoever needs one while it looks at this text.
  public FeatureBuffer features() {
    return features;
  }

  /// Whether some scanner's hits were too many to keep.
  public boolean truncated() {
    return written.truncated() || (hasCleaned && cleaned.truncated())
        || (hasDecoded && decoded.truncated());
  }

  private void sums() {
    if (!hasSums) {
      sums.read(written, lexicon);
      hasSums = true;
    }
  }

  private void count() {
    Arrays.fill(classes, 0);
    unseen.clear();
    char[] raw = written.raw();
    for (int i = 0; i < written.length(); i++) {
      char c = raw[i];
      if (c < ' ' || c > '~') {
        byte kind = Folding.classOf(c);
        classes[kind]++;
        if (Folding.isUnseen(kind)) {
          unseen.add(i);
        }
      }
    }
  }
}
