/// Measures scanners on labelled corpora, and trains the models that they ship with.
///
/// A corpus is a folder with one folder for each scanner, which holds `*.jsonl` or `*.jsonl.gz` files:
/// an object a line with `text`, `label` (`positive` or `negative`), `kind` and `source`. The corpora are
/// no part of the project; the models, their cards and the commands that made them are.
@NullMarked
package dev.prism.scanners.corpus;

import org.jspecify.annotations.NullMarked;
