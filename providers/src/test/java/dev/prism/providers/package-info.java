@NullMarked
package dev.prism.providers;

import org.jspecify.annotations.NullMarked;
