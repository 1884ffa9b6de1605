package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Vocabulary;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what must not come out: the system prompt, canaries, and another tenant's chunks.
///
/// A chunk that says whose it is must be the caller's. Eight words in a row are remembered as a hash, for
/// each protected text and for the system prompt of the request; two of them in a row of the reply, or
/// one canary, are a leak.
public final class LeakageScanner implements InlineScanner {
  private static final int SHINGLE = 8;

  private final List<String> canaries;
  private final int least;
  private final boolean requiresTenant;

  LeakageScanner(Settings settings) {
    canaries = Objects.requireNonNull(settings.canaries()).stream().map(Folding::of).toList();
    least = Objects.requireNonNull(settings.shingles());
    requiresTenant = Boolean.TRUE.equals(settings.requireTenant());
  }

  @Override
  public String name() {
    return "leakage";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    Segment segment = subject.segment();
    ScanContext context = subject.context();
    String owner = segment.tenant();
    if (owner != null && !owner.equals(context.tenant())) {
      findings.addCertain(subject.scan().written(), "cross_tenant", 0, segment.text().length(),
          0.99);
      return;
    }
    if (owner == null && requiresTenant && segment.kind().isRetrieved()) {
      findings.addCertain(subject.scan().written(), "untagged_chunk", 0, segment.text().length(),
          0.95);
    }
    canaries(subject, findings);
    report(subject, "protected_text", context.protectedRuns(SHINGLE), findings);
    report(subject, "system_prompt", context.systemRuns(SHINGLE), findings);
  }

  private void canaries(Subject subject, Findings findings) {
    if (canaries.isEmpty()) {
      return;
    }
    String folded = new String(subject.scan().written().folded(), 0,
        subject.scan().written().length());
    for (String canary : canaries) {
      int at = folded.indexOf(canary);
      if (at >= 0) {
        findings.addCertain(subject.scan().written(), "canary", at, at + canary.length(), 0.99);
      }
    }
  }

  private void report(Subject subject, String type, Set<Long> known, Findings findings) {
    if (known.isEmpty()) {
      return;
    }
    int[] span = {-1, -1, 0};
    Shingles.of(subject.segment().text(), SHINGLE, (hash, start, end) -> {
      if (known.contains(hash)) {
        span[0] = span[0] < 0 ? start : span[0];
        span[1] = end;
        span[2]++;
      }
    });
    if (span[2] >= least) {
      double score = span[2] >= 2 * least ? 0.95 : 0.85;
      findings.addCertain(subject.scan().written(), type, span[0], span[1], score);
    }
  }

  /// @param canaries strings that stand nowhere but in what must not come out; default none
  /// @param shingles how many runs of eight words must be copied, 1 to 100; default 2
  /// @param requireTenant a retrieved chunk that does not say whose it is counts as another's
  public record Settings(
      @Nullable List<String> canaries,
      @Nullable Integer shingles,
      @Nullable Boolean requireTenant) {
    public Settings {
      requireTenant = requireTenant != null && requireTenant;
      canaries = canaries == null ? List.of() : List.copyOf(canaries);
      shingles = shingles == null ? 2 : shingles;
      if (shingles < 1 || shingles > 100 || canaries.stream().anyMatch(c -> c.length() < 6)) {
        throw new IllegalArgumentException(
            "shingles is 1 to 100; a canary has 6 characters or more");
      }
    }
  }

  /// Makes [LeakageScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "leakage";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new LeakageScanner(settings);
    }
  }
}
