package dev.prism.store;

/// An entry of the audit log as it is kept.
///
/// @param number counts up from 1 without a gap
/// @param entry  the entry as JSON: the very text that is hashed
/// @param hash   SHA-256, in hex, over the hash before it (as 32 bytes) and the entry (as UTF-8)
public record AuditRecord(long number, String entry, String hash) {
  /// One line of an export.
  public String line() {
    return "{\"number\":" + number + ",\"hash\":\"" + hash + "\",\"entry\":" + entry + "}";
  }
}
