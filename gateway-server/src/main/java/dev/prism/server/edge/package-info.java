/// What a client's connection may cost before anyone knows who it is: how many there may be, how slowly
/// one may send or take bytes, and how many HTTP/2 frames it may send that carry no request.
///
/// [dev.prism.server.edge.ClientEdge] belongs to the whole gateway, a [dev.prism.server.edge.PaceWatch]
/// to each event loop, a [dev.prism.server.edge.ClientPace] to each connection and to each HTTP/2 stream.
/// A request costs a few field writes here: time is read by the watch, not by the connection.
@NullMarked
package dev.prism.server.edge;

import org.jspecify.annotations.NullMarked;
