package dev.prism.scanners;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a scanner may know about the exchange beside the text, and what its redactions share.
public final class ScanContext {
  private final String tenant;
  private final ScanText request;
  private final List<String> protectedTexts;
  private final Placeholders placeholders;
  private volatile @Nullable Set<Long> systemRuns;
  private volatile @Nullable Set<Long> protectedRuns;

  /// @param tenant         whose retrieved text this exchange may see: who calls, or for whom
  /// @param request        the text of the request; [ScanText#NOTHING] while the request itself is scanned
  /// @param protectedTexts texts that must not come out: other tenants' chunks, the prompt of the target
  ///                       where the request does not hold it
  /// @param placeholders   of this exchange
  public ScanContext(String tenant, ScanText request, List<String> protectedTexts,
      Placeholders placeholders) {
    this.tenant = Objects.requireNonNull(tenant);
    this.request = Objects.requireNonNull(request);
    this.placeholders = Objects.requireNonNull(placeholders);
    this.protectedTexts = List.copyOf(protectedTexts);
  }

  public static ScanContext of(String tenant) {
    return new ScanContext(tenant, ScanText.NOTHING, List.of(), new Placeholders(false));
  }

  /// The same exchange while its reply is scanned.
  public ScanContext replyTo(ScanText asked) {
    return new ScanContext(tenant, asked, protectedTexts, placeholders);
  }

  /// The exchange with a copy of its placeholders, for an answer that nobody waits for.
  public ScanContext aside() {
    return new ScanContext(tenant, request, protectedTexts, placeholders.copy());
  }

  public ScanContext protecting(List<String> texts) {
    return new ScanContext(tenant, request, texts, placeholders);
  }

  public String tenant() {
    return tenant;
  }

  public ScanText request() {
    return request;
  }

  public List<String> protectedTexts() {
    return protectedTexts;
  }

  public Placeholders placeholders() {
    return placeholders;
  }

  /// The runs of words of the request's system prompt, as hashes; made once, since a stream asks often.
  Set<Long> systemRuns(int words) {
    Set<Long> runs = systemRuns;
    if (runs == null) {
      runs = runs(words,
          request.segments()
              .stream()
              .filter(segment -> segment.kind() == Segment.Kind.SYSTEM && segment.parent() < 0)
              .map(Segment::text)
              .toList());
      systemRuns = runs;
    }
    return runs;
  }

  /// As [#systemRuns], of the protected texts.
  Set<Long> protectedRuns(int words) {
    Set<Long> runs = protectedRuns;
    if (runs == null) {
      runs = runs(words, protectedTexts);
      protectedRuns = runs;
    }
    return runs;
  }

  private static Set<Long> runs(int words, List<String> texts) {
    Set<Long> runs = new HashSet<>();
    for (String text : texts) {
      Shingles.of(text, words, (hash, _, _) -> runs.add(hash));
    }
    return runs;
  }
}
