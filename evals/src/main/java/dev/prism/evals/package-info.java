/// How good an answer is: rubrics, the scorers of four tiers, the judge, the golden set and its gate. One
/// set of rubrics serves online scores and CI.
@NullMarked
package dev.prism.evals;

import org.jspecify.annotations.NullMarked;
