package dev.prism.server;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.conf.ServerSettings;
import dev.prism.evals.JudgeShift;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.GatewayError.GatewayFault;
import dev.prism.exchange.ScoredTrace;
import dev.prism.server.edge.ClientEdge;
import dev.prism.server.pipeline.Connections;
import dev.prism.server.pipeline.Gateway;
import dev.prism.server.pipeline.GatewayPipeline;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data plane's sockets: binds, serves, drains, stops.
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  /// What one client may have read in a turn of its event loop: a connection that floods must not make the
  /// others wait for all that it has sent.
  private static final RecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(512, 2048,
      64 * 1024).maxMessagesPerRead(2);
  private static final int BACKLOG = 4096;
  private static final int LOW_WATER_BYTES = 8 * 1024;
  private static final int HIGH_WATER_BYTES = 16 * 1024;
  /// What the kernel takes for a client before it has sent it. By its own rule it takes up to four megabytes
  /// for one that does not read: some thousand of those would use up what the machine has for all of TCP.
  private static final long UNSENT_BYTES = 64 * 1024;
  private static final long DRAIN_STEP_MILLIS = 20;
  private static final long RELIEF_PERIOD_MILLIS = 100;
  /// How long the ends of broken streams may take to leave.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final GatewayError SHUTTING_DOWN = new GatewayFault(503, "overloaded",
      "The gateway is shutting down.");

  private final Assembly assembly;
  private final EventLoopGroup loops;
  private final Channel listener;
  private final Duration drainTimeout;

  private GatewayServer(Assembly assembly, EventLoopGroup loops, Channel listener, Duration drain) {
    this.assembly = assembly;
    this.loops = loops;
    this.listener = listener;
    drainTimeout = drain;
  }

  /// Starts the gateway and returns when it listens.
  ///
  /// @throws IllegalStateException    if a port cannot be bound, or a system property loosens the HTTP codec
  /// @throws IllegalArgumentException if the configuration names what cannot be made
  public static GatewayServer start(GatewayConfig config, ConfigSource source) {
    return start(config, source, Clock.systemUTC());
  }

  /// The same by another clock, which routing, detection and incidents go by and traces are stamped with; what
  /// waits for a network or a thread waits in real time.
  public static GatewayServer start(GatewayConfig config, ConfigSource source, Clock clock) {
    UnsafeSwitches.check(System.getProperties());
    Transport transport = Transport.of(Transport.Wanted.AUTO);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
        Runtime.getRuntime().availableProcessors(), new DefaultThreadFactory("prism-eventloop"),
        transport.loops());
    Assembly assembly = null;
    try {
      assembly = Assembly.of(config, source, transport, clock);
      watchLag(loops, assembly.gateway());
      Channel listener = bind(config.server(), transport, loops, assembly);
      GatewayServer server = new GatewayServer(assembly, loops, listener,
          config.server().drainTimeout());
      server.watchMemory();
      if (config.server().tls() == null) {
        assembly.answers().listening(server.answers());
      }
      assembly.listening(server.port());
      LOG.info("Prism serves on {}:{} ({})", config.server().host(), server.port(),
          transport.name());
      return server;
    } catch (RuntimeException problem) {
      if (assembly != null) {
        assembly.close();
      }
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw problem;
    }
  }

  private static Channel bind(ServerSettings settings, Transport transport, EventLoopGroup loops,
      Assembly assembly) {
    ServerBootstrap bootstrap = new ServerBootstrap().group(loops)
        .channel(transport.server())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
        .childHandler(new GatewayPipeline(assembly.gateway(), assembly.certificate()));
    if (transport.unsent() != null) {
      bootstrap.childOption(transport.unsent(), UNSENT_BYTES);
    }
    var bound = bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IllegalStateException("cannot listen on " + settings.host() + ":" + settings.port()
          + ": " + bound.cause().getMessage() + "; choose another with --port N", bound.cause());
    }
    return bound.channel();
  }

  private static void watchLag(EventLoopGroup loops, Gateway gateway) {
    int number = 0;
    for (EventExecutor loop : loops) {
      String name = Integer.toString(number++);
      gateway.pools().watch(loop, nanos -> gateway.metrics().loopLag(name, nanos));
    }
  }

  private void watchMemory() {
    loops.next()
        .scheduleWithFixedDelay(() -> assembly.gateway().clients().relieve(listener),
            RELIEF_PERIOD_MILLIS, RELIEF_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// The port that it listens on.
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// Asks this gateway over its own data plane, whatever flips are in force. For plain text only.
  public Answers answers() {
    return GatewayAnswers.inside(URI.create("http://127.0.0.1:" + port()), assembly.pass());
  }

  /// The rubrics of its live traffic.
  public RubricScorer rubrics() {
    return assembly.rubrics();
  }

  /// The port of the admin plane.
  public int adminPort() {
    return assembly.adminPort();
  }

  /// Lets somebody hear of scored exchanges from now on.
  public void onScored(ScoredTrace.Listener listener) {
    assembly.scoring().addListener(listener);
  }

  /// Lets somebody hear that the judge has changed, from now on.
  public void onJudgeShift(JudgeShift.Listener listener) {
    assembly.scoring().onJudgeShift(listener);
  }

  /// A detector suspects something on this route: the judge looks at more of it for a while.
  public void warm(String route) {
    assembly.scoring().warm(route);
  }

  /// Reads the configuration again; on any error the last good one stays.
  ///
  /// @param who asks, for the log
  public ConfigResult reload(String who) {
    return assembly.reload(who);
  }

  /// Ends in order: not ready any more, no new connections, GOAWAY, what is in flight may end within the
  /// drain timeout; what has not ended then ends with an error of its dialect, and everything closes.
  @Override
  public void close() {
    assembly.draining();
    listener.close().awaitUninterruptibly();
    Connections connections = assembly.gateway().connections();
    ClientEdge clients = assembly.gateway().clients();
    connections.drain();
    if (!allLeave(clients, connections, drainTimeout)) {
      LOG.warn("{} exchanges had not ended within the drain timeout", connections.inFlight());
      clients.refuse(SHUTTING_DOWN);
      allLeave(clients, connections, LAST_WORDS);
    }
    connections.closeAll();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    assembly.close();
    LOG.info("Prism has stopped");
  }

  /// Waits for all clients to leave; asks those to go who have nothing under way.
  private static boolean allLeave(ClientEdge clients, Connections connections, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (connections.open() > 0) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      clients.retire();
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(DRAIN_STEP_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
