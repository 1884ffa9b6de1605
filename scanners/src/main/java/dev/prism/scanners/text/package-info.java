/// Reads a text once for everybody who looks for something in it.
///
/// A [dev.prism.scanners.text.Vocabulary] collects the keywords and models of all scanners and becomes an
/// immutable [dev.prism.scanners.text.Lexicon]. A [dev.prism.scanners.text.Scan] is the reusable scratch
/// of one thread: it folds a text into at most three [dev.prism.scanners.text.View]s (as written; without
/// what hides it; decoded), runs one automaton over each and keeps the hits. Nothing here knows what a
/// scanner is; everything is linear in the text, and a scan allocates next to nothing.
@NullMarked
package dev.prism.scanners.text;

import org.jspecify.annotations.NullMarked;
