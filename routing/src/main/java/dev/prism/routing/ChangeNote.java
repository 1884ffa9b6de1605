package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// Who changes the table, and why.
///
/// @param author   who; `prism` for the gateway itself
/// @param reason   why; never empty
/// @param incident the incident that it belongs to, null for none
/// @param ifMatch  the revision that the author has seen: if another is in force the change is refused;
///                 null to change whatever is in force
public record ChangeNote(
    String author,
    String reason,
    @Nullable String incident,
    @Nullable Long ifMatch) {
  /// The gateway's own name as an author.
  public static final String PRISM = "prism";

  public ChangeNote {
    if (author.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a change needs an author and a reason");
    }
  }

  public static ChangeNote of(String author, String reason) {
    return new ChangeNote(author, reason, null, null);
  }
}
