/// The golden set: representative cases, each with what must hold of an answer, and the gate that runs them.
///
/// An incident leaves at least one [GoldenEntry] behind; the next run of the [EvalGate] grades it, and the
/// next change of that route has to clear it. The set is a folder of JSON Lines, one file a route, sorted, so
/// that it lives in git beside the code. It speaks promptfoo, OpenAI evals, Inspect and DeepEval
/// ([GoldenFormat]). No entry holds what a scanner finds ([GoldenGuard]): a leak is kept as a masked or
/// synthetic case, never as the value that leaked.
@NullMarked
package dev.prism.evals.golden;

import org.jspecify.annotations.NullMarked;
