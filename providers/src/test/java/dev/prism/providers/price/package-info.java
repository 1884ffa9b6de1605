@NullMarked
package dev.prism.providers.price;

import org.jspecify.annotations.NullMarked;
