package dev.prism.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.prism.conf.ClientSettings;
import dev.prism.conf.ServerSettings;
import dev.prism.server.edge.ClientEdge;
import dev.prism.server.edge.ClientLimits;
import dev.prism.server.edge.MemoryPressure;
import java.lang.management.ManagementFactory;

/// The configuration's words in those of the data plane's edge.
final class ClientSetup {
  /// Where the system does not tell how many files may be open.
  private static final int FALLBACK_CONNECTIONS = 10_000;

  /// The connections outlive the drain by what it takes to tell the streams that have not ended.
  private static final long LAST_WORDS_MILLIS = 2_000;

  private ClientSetup() {}

  static ClientEdge edge(ServerSettings server) {
    ClientSettings clients = server.clients();
    int connections = clients.connections() > 0 ? clients.connections() : halfOfTheFiles();
    return new ClientEdge(new ClientLimits(connections, clients.perAddress(), clients.perKey(),
        clients.headTimeout().toMillis(), clients.bodyTimeout().toMillis(),
        clients.idleTimeout().toMillis(), clients.writeTimeout().toMillis(),
        server.drainTimeout().toMillis() + LAST_WORDS_MILLIS), MemoryPressure.ofProcess());
  }

  /// Each client may need a connection to its provider as well. Of all beans only this one is asked for: to make the
  /// platform's server of them, every start would read the flight recorder's settings.
  private static int halfOfTheFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() / 2, 64, Integer.MAX_VALUE)
        : FALLBACK_CONNECTIONS;
  }
}
