/// The upstream of every measurement: answers chat requests with bodies and events of the size and shape
/// that a provider sends, at once or after a delay, and does next to nothing else.
@NullMarked
package dev.prism.perf.mock;

import org.jspecify.annotations.NullMarked;
