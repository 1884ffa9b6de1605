package dev.prism.incident.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of one run, before it is known whether it has been seen before.
///
/// @param signature       that all members share, null when their texts are alike
/// @param members         oldest first
/// @param representatives the most typical members, most typical first
record ClusterDraft(
    @Nullable String signature,
    List<FailingTrace> members,
    List<FailingTrace> representatives) {
  ClusterDraft {
    members = List.copyOf(members);
    representatives = List.copyOf(representatives);
  }
}
