package dev.prism.evals.golden;

import dev.prism.evals.golden.GoldenEntry.Redaction;
import dev.prism.scanners.Finding;
import dev.prism.scanners.Rail;
import dev.prism.scanners.RailEngine;
import dev.prism.scanners.ScanContext;
import dev.prism.scanners.ScanText;
import dev.prism.scanners.ScannerCatalog;
import dev.prism.scanners.Segment;
import dev.prism.scanners.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps what leaked out of the golden set. An entry in which the scanners `pii` or `secrets` still find
/// something is refused, whatever it says of itself; a synthetic one may hold values that are reserved for
/// examples, since those belong to nobody.
public final class GoldenGuard {
  private static final List<String> SCANNERS = List.of("pii", "secrets");
  private static final RailEngine ENGINE = RailEngine.compile(ScannerCatalog.load(),
      List.of(new Rail("golden", Stage.OUTPUT, SCANNERS, null, Rail.Action.FLAG, null, null, null,
          Finding.FLAG, null, null, null)));

  private GoldenGuard() {}

  /// @throws IllegalArgumentException if the entry holds what must not be kept; names its kinds, never the
  ///                                  text
  static void check(GoldenEntry entry) {
    TreeSet<String> kinds = new TreeSet<>();
    for (String text : texts(entry)) {
      for (Finding finding : findings(text)) {
        boolean fake = entry.redaction() == Redaction.SYNTHETIC
            && ReservedExamples.covers(text.substring(finding.start(), finding.end()));
        if (!fake) {
          kinds.add(finding.scanner() + "/" + finding.type());
        }
      }
    }
    if (!kinds.isEmpty()) {
      throw new IllegalArgumentException("the entry " + entry.id() + " still holds "
          + String.join(", ", kinds) + ": mask it, or write a synthetic one with example values");
    }
  }

  /// Whether the scanners find nothing in a text, so that it may be shown.
  public static boolean isClean(String text) {
    return findings(text).isEmpty();
  }

  /// The entry with a placeholder for everything that the scanners find, the same for the same text; as it
  /// was when they find nothing.
  public static GoldenEntry masked(GoldenEntry entry) {
    Masking masking = new Masking();
    GoldenEntry masked = entry
        .asking(entry.input()
            .stream()
            .map(turn -> new GoldenEntry.Turn(turn.role(), masking.of(turn.content())))
            .toList(), entry.context().stream().map(masking::of).toList())
        .expecting(masking.ofNullable(entry.target()),
            entry.asserts().stream().map(masking::of).toList())
        .labelled(entry.incidentClass(), entry.rubric(), masking.of(entry.description()),
            entry.source());
    boolean changed = !masking.placeholders.isEmpty();
    boolean leak = GoldenEntry.PII_LEAK.equals(entry.incidentClass());
    return changed || leak ? masked.redacted(Redaction.MASKED) : entry;
  }

  private static List<String> texts(GoldenEntry entry) {
    List<String> texts = new ArrayList<>();
    entry.input().forEach(turn -> texts.add(turn.content()));
    texts.addAll(entry.context());
    String target = entry.target();
    if (target != null) {
      texts.add(target);
    }
    texts.add(entry.description());
    entry.asserts().forEach(each -> texts.add(text(each)));
    texts.add(entry.metadata().toString());
    return texts;
  }

  private static String text(Assertion assertion) {
    return switch (assertion) {
      case Assertion.Contains(String value) -> value;
      case Assertion.NotContains(String value) -> value;
      case Assertion.Regex(String value) -> value;
      case Assertion.Equals(String value) -> value;
      case Assertion.JsonSchema schema -> schema.schema().toString();
      case Assertion.ScannerFree _ -> "";
      case Assertion.AtLeast _ -> "";
      case Assertion.Foreign foreign -> foreign.json().toString();
    };
  }

  private static List<Finding> findings(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    return ENGINE
        .check(Stage.OUTPUT, ScanText.of(text, Segment.Kind.ASSISTANT),
            ScanContext.of("golden-set"))
        .findings()
        .stream()
        .filter(finding -> finding.score() >= Finding.FLAG)
        .toList();
  }

  private static final class Masking {
    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private @Nullable String ofNullable(@Nullable String text) {
      return text == null ? null : of(text);
    }

    private String of(String text) {
      List<Finding> found = findings(text).stream()
          .sorted(Comparator.comparingInt(Finding::start)
              .thenComparing(Finding::end, Comparator.reverseOrder()))
          .toList();
      StringBuilder masked = new StringBuilder();
      int done = 0;
      for (Finding finding : found) {
        if (finding.start() >= done) {
          masked.append(text, done, finding.start()).append(placeholder(finding));
        }
        done = Math.max(done, finding.end());
      }
      return masked.append(text, Math.min(done, text.length()), text.length()).toString();
    }

    private String placeholder(Finding finding) {
      return placeholders.computeIfAbsent(finding.hash(),
          _ -> "[" + finding.type() + "-" + counts.merge(finding.type(), 1, Integer::sum) + "]");
    }

    private Assertion of(Assertion assertion) {
      return switch (assertion) {
        case Assertion.Contains(String value) -> new Assertion.Contains(of(value));
        case Assertion.NotContains(String value) -> new Assertion.NotContains(of(value));
        case Assertion.Equals(String value) -> new Assertion.Equals(of(value));
        case Assertion.Regex _,Assertion.JsonSchema _,Assertion.ScannerFree _,Assertion.AtLeast _,Assertion.Foreign _ ->
          assertion;
      };
    }
  }
}
