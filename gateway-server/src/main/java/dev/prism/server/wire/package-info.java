/// HTTP/1.1 as bytes, where Netty's own way costs more than it must: the header fields of what goes out,
/// and the codec of the provider's side. Confined to event loops.
@NullMarked
package dev.prism.server.wire;

import org.jspecify.annotations.NullMarked;
