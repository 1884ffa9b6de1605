package dev.prism.admin;

import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.GoldenSet;

/// The golden set as the admin API sees it.
///
/// @param set     the entries
/// @param answers asks this gateway, whatever flips are in force
/// @param check   holds answers against assertions
public record GoldenPorts(GoldenSet set, Answers answers, AnswerCheck check) {}
