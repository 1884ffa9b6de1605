/// The command line: one class per command, thin over the modules that do the work.
@NullMarked
package dev.prism.server.cli;

import org.jspecify.annotations.NullMarked;
