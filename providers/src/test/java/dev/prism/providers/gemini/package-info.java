@NullMarked
package dev.prism.providers.gemini;

import org.jspecify.annotations.NullMarked;
