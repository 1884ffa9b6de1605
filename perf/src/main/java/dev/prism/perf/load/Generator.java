package dev.prism.perf.load;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.TimeUnit;

/// Sends loads, one at a time, from one event loop. Pin its process to a core of its own.
public final class Generator implements AutoCloseable {
  private final Transport transport = Transport.best();
  private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.loops());
  private final EventLoop loop = group.next();

  /// Sends a load and waits for its end.
  ///
  /// @param meter is read at the ends of the measured window, on the caller's thread
  public LoadReport run(Load load, Destination destination, Meter meter)
      throws InterruptedException {
    Wire wire = new Wire(transport, loop, destination, load);
    try {
      return switch (load) {
        case Load.Closed closed -> new ClosedLoop(closed, wire).run(meter);
        case Load.Open open -> new OpenLoop(open, wire).run(meter);
        case Load.Held held -> new HeldStreams(held, wire).run(meter);
        case Load.Burst burst -> new BurstOnce(burst, wire).run(meter);
      };
    } finally {
      wire.close();
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
