package dev.prism.incident.notify;

import dev.prism.evals.golden.GoldenGuard;
import dev.prism.incident.FailureCluster.Contrast;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// That something has happened to an incident, with all that a ticket carries.
///
/// @param key           the same for the same happening, however often it is told: incident and number
/// @param kind          what has happened
/// @param incident      its id
/// @param route         where
/// @param incidentClass `hallucination`, `jailbreak`, `drift` or `pii_leak`; null while nobody has said
/// @param severity      `S1`, `S2` or `S3`
/// @param state         of the incident, such as `contained`
/// @param summary       one line
/// @param cluster       null for none
/// @param contrast      what sets failing traffic apart, strongest first
/// @param fixProposal   what to do, null when nobody has said
/// @param evidence      quotes of failing answers
/// @param startedMillis when the trouble seems to have begun, milliseconds since the epoch
/// @param atMillis      when this happened
/// @param link          where a person reads more, null for nowhere
public record Notice(
    String key,
    Kind kind,
    String incident,
    String route,
    @Nullable String incidentClass,
    String severity,
    String state,
    String summary,
    @Nullable Cluster cluster,
    List<Contrast> contrast,
    @Nullable String fixProposal,
    List<Evidence> evidence,
    long startedMillis,
    long atMillis,
    @Nullable String link) {
  private static final int MOST_CONTRASTS = 10;
  private static final int MOST_QUOTES = 5;
  private static final int LONGEST_SUMMARY = 300;

  public Notice {
    contrast = contrast.stream().limit(MOST_CONTRASTS).toList();
    evidence = evidence.stream().limit(MOST_QUOTES).toList();
    summary = summary.length() > LONGEST_SUMMARY
        ? summary.substring(0, LONGEST_SUMMARY - 1) + "…"
        : summary;
    if (key.isBlank() || incident.isBlank() || route.isBlank()) {
      throw new IllegalArgumentException("a notice has a key, an incident and a route");
    }
    if (!List.of("S1", "S2", "S3").contains(severity)) {
      throw new IllegalArgumentException("severity must be S1, S2 or S3");
    }
  }

  /// `RESOLVED`: the trouble is over for users; `UPDATED`: anything else that people want to hear.
  public enum Kind {
    OPENED, ACKNOWLEDGED, ESCALATED, UPDATED, RESOLVED
  }

  /// @param members how many failing exchanges it has
  public record Cluster(String id, String name, int members) {}

  /// A quote of a failing exchange, word for word.
  public record Evidence(String traceId, String quote) {
    private static final int LONGEST = 300;

    /// The quote, if it is literally there and may be shown: what a scanner finds something in does not
    /// leave the house.
    ///
    /// @param text of the trace
    public static Optional<Evidence> of(String traceId, String text, String quote) {
      boolean literal = !quote.isBlank() && quote.length() <= LONGEST && text.contains(quote);
      return literal && GoldenGuard.isClean(quote)
          ? Optional.of(new Evidence(traceId, quote))
          : Optional.empty();
    }
  }

  public boolean isOver() {
    return kind == Kind.RESOLVED;
  }

  Instant startedAt() {
    return Instant.ofEpochMilli(startedMillis);
  }

  Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /// `[S1] pii_leak on refund-agent: …`.
  String title() {
    return "[" + severity + "] " + (incidentClass == null ? "incident" : incidentClass) + " on "
        + route + ": " + summary;
  }
}
