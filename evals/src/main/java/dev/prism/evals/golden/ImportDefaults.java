package dev.prism.evals.golden;

import java.time.Instant;

/// What an imported case becomes where it does not say.
///
/// @param route   which serves it
/// @param addedAt now
/// @param addedBy who imports
public record ImportDefaults(String route, Instant addedAt, String addedBy) {}
