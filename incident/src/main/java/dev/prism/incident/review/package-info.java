/// The last step: the postmortem, and what of an incident goes into the golden set.
///
/// [PostmortemFacts] is all that the gateway knows of an incident, [PostmortemText] what a person adds;
/// [Postmortem] puts both into seven sections, as Markdown and as JSON, and says what is still missing.
/// [GoldenReview] stands between an incident's life and the golden set.
@NullMarked
package dev.prism.incident.review;

import org.jspecify.annotations.NullMarked;
