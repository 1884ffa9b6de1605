package dev.prism.scanners;

import dev.prism.scanners.text.View;
import java.util.ArrayList;
import java.util.List;

/// Where a scanner puts what it finds. Belongs to one scan.
public final class Findings {
  /// More findings of one scanner in one text than this are not kept; the scan counts as truncated.
  static final int MOST = 512;

  /// The score of a candidate.
  static final double CANDIDATE = 0.3;

  private final List<Finding> found = new ArrayList<>();
  private String scanner = "";
  private Segment segment = NONE;
  private int index;
  private int mine;
  private boolean truncated;
  private static final Segment NONE = new Segment("", Segment.Kind.USER, "");

  void begin(Scanner next, Segment of, int segmentIndex) {
    scanner = next.name();
    segment = of;
    index = segmentIndex;
    mine = 0;
  }

  /// Adds a finding at `[start, end)` of the segment's original text.
  public void add(String type, int start, int end, double score) {
    add(type, start, end, score, false);
  }

  /// Adds a finding at `[start, end)` of a view.
  public void add(View view, String type, int start, int end, double score) {
    add(type, view.originalStart(start), Math.max(view.originalStart(start), view.originalEnd(end)),
        score, false);
  }

  /// Adds a finding that is deterministic, and so may veto, at `[start, end)` of a view.
  public void addCertain(View view, String type, int start, int end, double score) {
    add(type, view.originalStart(start), Math.max(view.originalStart(start), view.originalEnd(end)),
        score, true);
  }

  /// Adds what would be a finding if the right word stood behind it. Within a stream such a place is held
  /// until that is known; elsewhere it means nothing.
  public void addCandidate(View view, String type, int start, int end) {
    if (mine < MOST && !covers(view.originalStart(start), view.originalEnd(end))) {
      add(type, view.originalStart(start), view.originalEnd(end), CANDIDATE, false);
    }
  }

  /// Says that the scanner stopped at its work budget.
  public void truncate() {
    truncated = true;
  }

  /// Whether the scanner that runs now has already found this span, or one around it, with a score that counts.
  /// When there is no room for another, that counts as found: the scan is truncated, and what scanners do
  /// in a flood stays linear.
  public boolean covers(int start, int end) {
    if (mine >= MOST) {
      truncated = true;
      return true;
    }
    for (int i = found.size() - mine; i < found.size(); i++) {
      boolean counts = found.get(i).score() >= Finding.FLAG;
      if (counts && found.get(i).start() <= start && end <= found.get(i).end()) {
        return true;
      }
    }
    return false;
  }

  public boolean isTruncated() {
    return truncated;
  }

  /// All findings so far, of all scanners.
  public List<Finding> all() {
    return found;
  }

  private void add(String type, int start, int end, double score, boolean certain) {
    if (mine >= MOST) {
      truncated = true;
      return;
    }
    mine++;
    found.add(new Finding(scanner, type, index, start, end, Math.min(1, Math.max(0, score)),
        certain, SpanHash.of(segment.text(), start, end)));
  }
}
