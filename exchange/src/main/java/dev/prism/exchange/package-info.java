/// The vocabulary of one exchange: what a caller asked, what answered, what it cost, who failed, and
/// the immutable record that goes to the side stream. Values and small interfaces only; nothing here
/// knows a socket, a file or a library beyond the JDK.
///
/// Start at [dev.prism.exchange.TraceRecord] (the fact that is left at the end),
/// [dev.prism.exchange.GatewayError] (the ways to fail) and [dev.prism.exchange.ResponseEvent] (what a
/// provider says while it answers).
@NullMarked
package dev.prism.exchange;

import org.jspecify.annotations.NullMarked;
