package dev.prism.conf;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The addresses at which clouds hand credentials to whoever asks from inside a machine. The gateway
/// never calls them, whoever names them.
public final class CloudMetadata {
  private static final Set<String> NAMES = Set.of("metadata", "metadata.google.internal",
      "metadata.goog", "metadata.azure.com", "instance-data", "instance-data.ec2.internal");
  /// Alibaba, Azure's wire server, Oracle's first generation, AWS over IPv6.
  private static final Set<InetAddress> ADDRESSES = Set.of(InetAddress.ofLiteral("100.100.100.200"),
      InetAddress.ofLiteral("168.63.129.16"), InetAddress.ofLiteral("192.0.0.192"),
      InetAddress.ofLiteral("fd00:ec2::254"), InetAddress.ofLiteral("fd20:ce::254"));

  private CloudMetadata() {}

  /// Whether a host, as a URL has it, is one of them: by name, or as an address in any notation. Looks
  /// nothing up.
  public static boolean isHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return NAMES.contains(name) || address(name).filter(CloudMetadata::isAddress).isPresent();
  }

  /// Whether an address, as a name resolved to it, is one of them. All of link-local is: nothing else that
  /// the gateway calls is there.
  public static boolean isAddress(InetAddress address) {
    return address.isLinkLocalAddress() || ADDRESSES.contains(address)
        || (address instanceof Inet6Address six && isWrapped(six));
  }

  /// Whether it carries such an IPv4 address in its last or in its 6to4 bytes.
  private static boolean isWrapped(Inet6Address address) {
    byte[] bytes = address.getAddress();
    boolean nat64 = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff
        && bytes[3] == (byte) 0x9b;
    boolean compatible = Arrays.equals(bytes, 0, 10, new byte[10], 0, 10);
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return ((nat64 || compatible) && isFour(bytes, 12)) || (sixToFour && isFour(bytes, 2));
  }

  private static boolean isFour(byte[] bytes, int at) {
    String literal = (bytes[at] & 255) + "." + (bytes[at + 1] & 255) + "." + (bytes[at + 2] & 255)
        + "." + (bytes[at + 3] & 255);
    return isAddress(InetAddress.ofLiteral(literal));
  }

  private static Optional<InetAddress> address(String host) {
    String bare = host.startsWith("[") && host.endsWith("]")
        ? host.substring(1, host.length() - 1)
        : host;
    try {
      // Decimal, octal and hexadecimal forms too: 2852039166 is 169.254.169.254.
      return Optional.of(Inet4Address.ofPosixLiteral(bare));
    } catch (IllegalArgumentException _) {
      try {
        return Optional.of(InetAddress.ofLiteral(bare));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }
}
