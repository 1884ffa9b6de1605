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
/// sought the old one serves, so that a slow resolver delays only the very first connection. Each answer is
/// judged by the rule before it is used, and what is used is the address, not the name.
public final class AddressBook {
  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final String FORBIDDEN = "the address may not be called";

  private final Executor blocking;
  private final AddressRule rule;
  private final Resolver resolver;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /// Takes an address, or null and what went wrong.
  @FunctionalInterface
  interface Then {
    void accept(@Nullable InetSocketAddress address, @Nullable String problem);
  }

  /// Looks a name up, and blocks.
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /// @param address null when the name leads where it must not
  private record Entry(@Nullable InetAddress address, long sinceNanos) {
    boolean old() {
      return System.nanoTime() - sinceNanos > HOLD_NANOS;
    }
  }

  /// @param blocking runs look-ups, which block; virtual threads suit
  /// @param rule     which addresses may be called
  public AddressBook(Executor blocking, AddressRule rule) {
    this(blocking, rule, InetAddress::getAllByName);
  }

  AddressBook(Executor blocking, AddressRule rule, Resolver resolver) {
    this.blocking = blocking;
    this.rule = rule;
    this.resolver = resolver;
  }

  /// Which addresses may be called.
  AddressRule rule() {
    return rule;
  }

  void resolve(String host, int port, EventLoop loop, Then then) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      InetAddress address = address(host, literal);
      tell(then, rule.allows(address) ? address : null, port);
      return;
    }
    Entry known = entries.get(host);
    if (known != null) {
      if (known.old()) {
        entries.put(host, new Entry(known.address(), System.nanoTime()));
        blocking.execute(() -> lookUp(host));
      }
      tell(then, known.address(), port);
      return;
    }
    blocking.execute(() -> {
      Entry found = lookUp(host);
      loop.execute(() -> {
        if (found == null) {
          then.accept(null, "the name does not resolve");
        } else {
          tell(then, found.address(), port);
        }
      });
    });
  }

  private static void tell(Then then, @Nullable InetAddress address, int port) {
    if (address == null) {
      then.accept(null, FORBIDDEN);
    } else {
      then.accept(new InetSocketAddress(address, port), null);
    }
  }

  private @Nullable Entry lookUp(String host) {
    try {
      Entry entry = new Entry(rule.choose(resolver.addresses(host)), System.nanoTime());
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
