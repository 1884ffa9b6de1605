package dev.prism.incident;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Failing exchanges of one route that have something in common.
///
/// @param id              stable from one run to the next
/// @param name            from its most telling terms, such as `empty retrieval block`
/// @param category        of the taxonomy, such as `retrieval`
/// @param subtype         of the taxonomy, such as `empty_retrieval`
/// @param fingerprint     the deterministic cause signature that all members share, null when they were
///                        grouped by their texts
/// @param representatives trace ids of the most typical members, most typical first
/// @param members         trace ids, at most some thousands
/// @param contrast        what sets the members apart from passing traffic, strongest first
/// @param firstMicros     when its first member started, microseconds since the epoch
/// @param lastMicros      when its last member started
/// @param grouping        version of the grouping; an id means nothing under another
public record FailureCluster(
    String id,
    String route,
    String name,
    String category,
    String subtype,
    @Nullable String fingerprint,
    List<String> representatives,
    List<String> members,
    List<Contrast> contrast,
    long firstMicros,
    long lastMicros,
    String grouping) {
  /// Begins the fingerprint of answers that are the same to the letter, numbers aside.
  public static final String SAME_ANSWER = "answer:";
  private static final Set<String> SERVING = Set.of("prompt_version", "model", "target");

  public FailureCluster {
    representatives = List.copyOf(representatives);
    members = List.copyOf(members);
    contrast = List.copyOf(contrast);
  }

  /// Whether it says by itself that something is wrong: its members share a cause that a check names, or they
  /// set one prompt version, model or target apart. Failures that are only alike by their texts are there on
  /// any day, and so are answers that are the same to the letter: what passes may say just that too.
  public boolean isTelling() {
    return (fingerprint != null && !fingerprint.startsWith(SAME_ANSWER))
        || contrast.stream().anyMatch(each -> SERVING.contains(each.attribute()));
  }

  /// How one value of one attribute is spread over failing and passing exchanges.
  ///
  /// @param failingShare of the failing ones have it, 0 to 1
  /// @param passingShare of the passing ones have it, 0 to 1
  /// @param lift         failingShare by passingShare, smoothed
  /// @param lowerBound   of the difference of the shares, -1 to 1
  /// @param qValue       after correction for all values tried
  public record Contrast(
      String attribute,
      String value,
      double failingShare,
      double passingShare,
      double lift,
      double lowerBound,
      double qValue) {}
}
