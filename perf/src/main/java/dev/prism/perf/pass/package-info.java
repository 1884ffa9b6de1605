/// A bare forwarder on Netty's HTTP codec, one event loop, keep-alive on both sides: the anchor that
/// separates what the technique costs from what the product costs. It checks nothing and knows no limits;
/// never let it face a network.
@NullMarked
package dev.prism.perf.pass;

import org.jspecify.annotations.NullMarked;
