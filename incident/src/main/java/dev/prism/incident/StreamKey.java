package dev.prism.incident;

import org.jspecify.annotations.Nullable;

/// A stream of scores that may be compared with each other: one route's answers from one target as it was
/// configured, by one rubric, by one version of one judge.
///
/// @param promptVersion such as `refund@13`, null for a target without a prompt
/// @param model         the model that the provider reported
/// @param judge         [dev.prism.exchange.Score.By#key()]
/// @param cohort        `attribute=value` when the stream holds a part of the route's traffic only, else null
public record StreamKey(
    String route,
    String target,
    @Nullable String promptVersion,
    String model,
    String rubric,
    String judge,
    @Nullable String cohort) {}
