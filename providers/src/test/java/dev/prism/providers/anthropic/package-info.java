@NullMarked
package dev.prism.providers.anthropic;

import org.jspecify.annotations.NullMarked;
