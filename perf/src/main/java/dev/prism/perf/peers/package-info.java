/// The subjects of a comparison: how each is put in place, started, and watched from outside.
///
/// Every subject is one file. What it installs goes into a cache folder outside the source tree; a
/// subject that cannot be installed says why and is left out, which is no error.
@NullMarked
package dev.prism.perf.peers;

import org.jspecify.annotations.NullMarked;
