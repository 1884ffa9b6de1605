/// Rails in the way of an exchange.
///
/// [dev.prism.server.rails.RailBook] is all rails of a configuration, compiled once.
/// [dev.prism.server.rails.ExchangeRails] is what stands in the way of one exchange: it inspects the
/// request before a provider is called, and makes a [dev.prism.server.rails.ReplyGuard] for each attempt,
/// through which every byte of a reply passes. An exchange without rails has none of these.
///
/// All of it is confined to the exchange's event loop but the scans themselves: long texts, and scanners
/// that may wait, are scanned on the threads of [dev.prism.server.rails.ScanPool], under a deadline.
@NullMarked
package dev.prism.server.rails;

import org.jspecify.annotations.NullMarked;
