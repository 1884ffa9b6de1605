package dev.prism.incident;

/// What the responses said about a flip.
///
/// @param responses in the flip's scope, the last 200 at most of each node
/// @param carried   of those, the ones that its incident's flip decided and that say so in their headers
/// @param nodes     live ones
/// @param confirmed of those, the ones on which at least 99 % carried it
/// @param millis    since the flip
public record WireProof(long responses, long carried, int nodes, int confirmed, long millis) {
  /// 0 to 1; 1 when nobody has asked.
  public double share() {
    return responses == 0 ? 1 : (double) carried / responses;
  }
}
