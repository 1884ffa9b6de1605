/// What Prism costs beside its peers. [dev.prism.perf.Perf] is the command line; each of its commands
/// has a script of the same name in the module's folder.
///
/// `perf/compare` starts every subject on one core and keeps load generator and mock upstream on the
/// other, runs the subjects in turn so that a change of the machine hits all alike, and leaves out
/// rounds in which somebody else took CPU. It prints what it measured and judges nothing.
@NullMarked
package dev.prism.perf;

import org.jspecify.annotations.NullMarked;
