/// Tests of the routing decisions: a virtual clock, a scripted upstream, and [Drive], which does with a
/// serving what the data plane does.
@NullMarked
package dev.prism.routing;

import org.jspecify.annotations.NullMarked;
