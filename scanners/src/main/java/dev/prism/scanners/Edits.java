package dev.prism.scanners;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Turns findings into edits, and applies edits.
final class Edits {
  private Edits() {}

  /// One edit for each run of overlapping findings; its longest finding names the placeholder.
  static List<Verdict.Edit> of(List<Finding> findings, ScanText text, Placeholders placeholders) {
    List<Finding> ordered = new ArrayList<>();
    for (Finding finding : findings) {
      ordered.add(placed(finding, text));
    }
    ordered.sort(Comparator.comparingInt(Finding::segment).thenComparingInt(Finding::start));
    List<Verdict.Edit> edits = new ArrayList<>();
    int i = 0;
    while (i < ordered.size()) {
      Finding longest = ordered.get(i);
      int end = longest.end();
      int start = longest.start();
      int next = i + 1;
      while (next < ordered.size() && ordered.get(next).segment() == longest.segment()
          && ordered.get(next).start() < end) {
        Finding overlapping = ordered.get(next++);
        end = Math.max(end, overlapping.end());
        if (length(overlapping) > length(longest)) {
          longest = overlapping;
        }
      }
      String original = text.segments().get(longest.segment()).text().substring(start, end);
      edits
          .add(new Verdict.Edit(longest.segment(), start, end, placeholders.of(longest, original)));
      i = next;
    }
    return edits;
  }

  /// Where a finding in a chunk lies in the segment that holds the chunk: at its place, or, where the
  /// chunk stands there in another form, all of it.
  private static Finding placed(Finding finding, ScanText text) {
    Segment.Within within = text.segments().get(finding.segment()).within();
    if (within == null) {
      return finding;
    }
    return within.offset() < 0
        ? finding.at(within.segment(), 0, text.segments().get(within.segment()).text().length())
        : finding.at(within.segment(), within.offset() + finding.start(),
            within.offset() + finding.end());
  }

  private static int length(Finding finding) {
    return finding.end() - finding.start();
  }

  /// The segment's text with its edits made.
  static String apply(String text, int segment, List<Verdict.Edit> edits) {
    StringBuilder edited = new StringBuilder(text.length());
    int at = 0;
    for (Verdict.Edit edit : edits) {
      if (edit.segment() == segment) {
        edited.append(text, at, edit.start()).append(edit.placeholder());
        at = edit.end();
      }
    }
    return edited.append(text, at, text.length()).toString();
  }
}
