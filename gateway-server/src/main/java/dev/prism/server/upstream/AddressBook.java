package dev.prism.server.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Host names to addresses, off the event loops. An answer holds for thirty seconds; while a new one is
/// sought the old one serves, so that a slow resolver delays only the very first connection.
public final class AddressBook {
  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Executor blocking;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /// Takes an address, or null and what went wrong.
  @FunctionalInterface
  interface Then {
    void accept(@Nullable InetSocketAddress address, @Nullable String problem);
  }

  private record Entry(InetAddress address, long sinceNanos) {
    boolean old() {
      return System.nanoTime() - sinceNanos > HOLD_NANOS;
    }
  }

  /// @param blocking runs look-ups, which block; virtual threads suit
  public AddressBook(Executor blocking) {
    this.blocking = blocking;
  }

  void resolve(String host, int port, EventLoop loop, Then then) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      then.accept(new InetSocketAddress(address(host, literal), port), null);
      return;
    }
    Entry known = entries.get(host);
    if (known != null) {
      if (known.old()) {
        entries.put(host, new Entry(known.address(), System.nanoTime()));
        blocking.execute(() -> lookUp(host));
      }
      then.accept(new InetSocketAddress(known.address(), port), null);
      return;
    }
    blocking.execute(() -> {
      Entry found = lookUp(host);
      loop.execute(() -> {
        if (found == null) {
          then.accept(null, "the name does not resolve");
        } else {
          then.accept(new InetSocketAddress(found.address(), port), null);
        }
      });
    });
  }

  private @Nullable Entry lookUp(String host) {
    try {
      Entry entry = new Entry(InetAddress.getByName(host), System.nanoTime());
      entries.put(host, entry);
      return entry;
    } catch (UnknownHostException problem) {
      return null;
    }
  }

  private static InetAddress address(String host, byte[] literal) {
    try {
      return InetAddress.getByAddress(host, literal);
    } catch (UnknownHostException problem) {
      throw new IllegalStateException("an address has 4 or 16 bytes", problem);
    }
  }
}
