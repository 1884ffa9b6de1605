/// The data plane's life: reading the configuration, wiring the parts, binding, draining, stopping.
@NullMarked
package dev.prism.server;

import org.jspecify.annotations.NullMarked;
