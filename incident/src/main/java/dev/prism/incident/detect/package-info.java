/// Finds drops in streams of scores, with a false-alarm rate that is known beforehand.
///
/// [dev.prism.incident.detect.Detection] hears of scored exchanges and keeps one
/// [dev.prism.incident.detect.Stream] per [dev.prism.incident.StreamKey]. A stream learns what is usual
/// (`UsualMean`, by the hour of the week), how far its mean wanders by itself (`Dispersion`), and feeds one
/// [dev.prism.incident.detect.Detector]. What the numbers mean is told in `docs/detection.md`.
///
/// Threads: scores come from one scoring thread at a time, [dev.prism.incident.detect.Detection#tick] from
/// a timer, questions from anywhere. Each stream is a monitor of its own; no lock spans two of them.
/// Signals are given to their listener by the thread that noticed, outside of any lock.
@NullMarked
package dev.prism.incident.detect;

import org.jspecify.annotations.NullMarked;
