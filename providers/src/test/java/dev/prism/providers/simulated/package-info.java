@NullMarked
package dev.prism.providers.simulated;

import org.jspecify.annotations.NullMarked;
