@NullMarked
package dev.prism.providers.openai;

import org.jspecify.annotations.NullMarked;
