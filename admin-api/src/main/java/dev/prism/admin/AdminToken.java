package dev.prism.admin;

/// A bearer token of the admin API, by its hash.
///
/// @param name what audit entries show
/// @param role what it may do
/// @param hash SHA-256 of the token, 64 hex digits
public record AdminToken(String name, AdminRole role, String hash) {
  private static final int DIGITS = 64;

  public AdminToken {
    if (name.isBlank() || hash.length() != DIGITS) {
      throw new IllegalArgumentException("a token needs a name and the SHA-256 of its secret");
    }
  }
}
