/// Google's Gemini models, by the Gemini API and by Vertex: one dialect at two addresses with two ways to
/// say who calls. No client speaks it here, so everything is translated.
@NullMarked
package dev.prism.providers.gemini;

import org.jspecify.annotations.NullMarked;
