/// The benchmark of detection: all detectors on the same sampled scores of seeded scenarios, in simulated
/// time, with real judges' scores where they are at hand.
@NullMarked
package dev.prism.perf.detect;

import org.jspecify.annotations.NullMarked;
