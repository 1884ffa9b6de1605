/// The load generator: HTTP/1.1 over Netty on one event loop, with as little work per request as it
/// can, so that it is faster than whatever it measures.
///
/// A [dev.prism.perf.load.Load] says what to send; [dev.prism.perf.load.Generator] sends it to a
/// [dev.prism.perf.load.Destination] and answers a [dev.prism.perf.load.LoadReport]. A closed loop
/// tells what a request costs and how many fit; an open loop, whose requests are due at fixed times
/// whether or not the earlier ones were answered, tells how long a user waits. Latency of an open loop
/// counts from the time a request was due, so that a stall is charged to every request that it held up
/// (the correction for coordinated omission).
@NullMarked
package dev.prism.perf.load;

import org.jspecify.annotations.NullMarked;
