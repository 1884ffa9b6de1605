package dev.prism.scanners;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What each scanner of an engine found in a text, how long it took, and whether it failed.
final class Ballot {
  private final Findings findings = new Findings();
  private final @Nullable String[] failures;
  private final long[] nanos;
  private final int[] owners;
  private final List<Integer> finders = new ArrayList<>();
  private boolean truncated;
  private long clock;

  Ballot(int scanners) {
    failures = new String[scanners];
    nanos = new long[scanners];
    owners = new int[scanners];
  }

  /// Lets scanners run one after the other: what one takes begins where the one before it ended.
  void start() {
    clock = System.nanoTime();
  }

  void run(int index, Scanner scanner, Subject subject, int segment) {
    long start = clock;
    findings.begin(scanner, subject.segment(), segment);
    int before = findings.all().size();
    try {
      scanner.scan(subject, findings);
    } catch (RuntimeException failure) {
      failures[index] = "error";
    } catch (StackOverflowError failure) {
      failures[index] = "error";
    }
    clock = System.nanoTime();
    nanos[index] += clock - start;
    owners[index]++;
    for (int i = before; i < findings.all().size(); i++) {
      finders.add(index);
    }
    if (findings.isTruncated()) {
      truncated = true;
    }
  }

  /// All findings.
  List<Finding> all() {
    return findings.all();
  }

  /// Forgets findings that are not to be decided yet.
  void keep(Predicate<Finding> wanted) {
    if (finders.isEmpty()) {
      return;
    }
    List<Finding> kept = new ArrayList<>();
    List<Integer> keptFinders = new ArrayList<>();
    for (int i = 0; i < finders.size(); i++) {
      Finding finding = findings.all().get(i);
      if (wanted.test(finding)) {
        kept.add(finding);
        keptFinders.add(finders.get(i));
      }
    }
    findings.all().clear();
    findings.all().addAll(kept);
    finders.clear();
    finders.addAll(keptFinders);
  }

  /// Whether nothing was found and nothing failed.
  boolean isSilent() {
    if (!findings.all().isEmpty() || truncated) {
      return false;
    }
    for (String failure : failures) {
      if (failure != null) {
        return false;
      }
    }
    return true;
  }

  void truncateAll() {
    truncated = true;
  }

  /// The scanner gave no answer.
  void fail(int scanner, String why) {
    failures[scanner] = why;
    owners[scanner]++;
  }

  /// Takes over what another ballot over the same text says, of other scanners.
  void add(Ballot other) {
    findings.all().addAll(other.findings.all());
    finders.addAll(other.finders);
    for (int s = 0; s < failures.length; s++) {
      failures[s] = other.failures[s] == null ? failures[s] : other.failures[s];
      nanos[s] += other.nanos[s];
      owners[s] += other.owners[s];
    }
    truncated |= other.truncated;
  }

  /// How long each scanner took that looked.
  List<ScanTime> times(RailEngine engine) {
    List<ScanTime> times = new ArrayList<>();
    for (int s = 0; s < nanos.length; s++) {
      if (owners[s] > 0) {
        times.add(new ScanTime(engine.scanner(s).name(), nanos[s]));
      }
    }
    return times;
  }

  long nanos(int scanner) {
    return nanos[scanner];
  }

  boolean truncated() {
    return truncated;
  }

  /// Whether the scanner looked at anything.
  boolean voted(int scanner) {
    return owners[scanner] > 0;
  }

  @Nullable
  String failure(int scanner) {
    return failures[scanner];
  }

  long micros(int scanner) {
    return nanos[scanner] / 1000;
  }

  List<Finding> by(int scanner) {
    List<Finding> mine = new ArrayList<>();
    for (int i = 0; i < finders.size(); i++) {
      if (finders.get(i) == scanner) {
        mine.add(findings.all().get(i));
      }
    }
    return mine;
  }
}
