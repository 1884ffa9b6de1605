@NullMarked
package dev.prism.incident.detect;

import org.jspecify.annotations.NullMarked;
