/// Benchmarks of the parts, run by `perf/jmh [pattern]`. They tell which part a figure of
/// `perf/compare` comes from; only the comparison tells what the whole costs.
@NullMarked
package dev.prism.perf.jmh;

import org.jspecify.annotations.NullMarked;
