package dev.prism.server.pipeline;

import dev.prism.exchange.TraceRecord;
import dev.prism.server.edge.ClientEdge;
import dev.prism.server.rails.RailMetrics;
import dev.prism.server.rails.ScanPool;
import dev.prism.server.upstream.UpstreamPools;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What all exchanges share.
///
/// @param live   the configuration in force; an exchange asks once
/// @param traces takes the record of each exchange and never blocks
/// @param readers one for each event loop
/// @param thoughts what models thought before they called tools, for clients that cannot keep it
public record Gateway(
    Supplier<Snapshot> live,
    UpstreamPools pools,
    Connections connections,
    ClientEdge clients,
    Metrics metrics,
    Scanning scanning,
    Consumer<TraceRecord> traces,
    Faults faults,
    FastThreadLocal<RequestReader> readers,
    ThoughtMemory thoughts) {
  /// Where scans run off the event loops, and what is counted of them.
  public record Scanning(ScanPool pool, RailMetrics metrics) {}
}
