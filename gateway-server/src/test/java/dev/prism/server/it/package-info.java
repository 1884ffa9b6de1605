/// The gateway over the wire: started whole on free ports, called by real clients and raw sockets,
/// answered by stub providers.
@NullMarked
package dev.prism.server.it;

import org.jspecify.annotations.NullMarked;
