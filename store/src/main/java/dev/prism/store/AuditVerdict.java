package dev.prism.store;

/// What the check of the audit chain found.
public sealed interface AuditVerdict {
  /// Every entry is there, in its place and as it was written.
  ///
  /// @param entries how many
  /// @param head    the hash of the last one: kept elsewhere, it proves later that nothing was cut off
  record Whole(long entries, String head) implements AuditVerdict {}

  /// The chain is broken.
  ///
  /// @param number the first entry that is not as it was written
  /// @param why    for people
  record Broken(long number, String why) implements AuditVerdict {}
}
