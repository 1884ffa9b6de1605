/// Cohere's models by its chat API, version 2. No client speaks it here, so everything is translated.
@NullMarked
package dev.prism.providers.cohere;

import org.jspecify.annotations.NullMarked;
