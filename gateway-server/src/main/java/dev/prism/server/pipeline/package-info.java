/// The client side of the data plane, and the journey of a request.
///
/// [dev.prism.server.pipeline.GatewayPipeline] lists what a connection's bytes pass through;
/// [dev.prism.server.pipeline.Exchange] is the journey of one request, from its head to its trace:
///
/// ```
/// request side   authenticate → parse → admit → inspect → route → send
/// response side  decode → output rail → usage, headers → client           (per event, back-pressured)
/// finish         settle → trace record to the side stream                 (exactly once)
/// ```
///
/// An exchange and its upstream attempts share the event loop of the client's channel: no locks, nothing
/// volatile but the snapshot of configuration that it took when it began.
@NullMarked
package dev.prism.server.pipeline;

import org.jspecify.annotations.NullMarked;
