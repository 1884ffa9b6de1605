package dev.prism.admin;

/// What a caller may do; each role includes the one before it. A viewer reads, an operator flips and
/// contains, an admin does the rest.
public enum AdminRole {
  VIEWER, OPERATOR, ADMIN;

  boolean includes(AdminRole needed) {
    return compareTo(needed) >= 0;
  }
}
