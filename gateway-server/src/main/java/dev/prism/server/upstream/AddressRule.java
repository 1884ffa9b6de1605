package dev.prism.server.upstream;

import dev.prism.conf.CloudMetadata;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Which addresses may be called, by who named them. Asked for every address that a name resolves to, and
/// again for the one that was connected to.
///
/// `OPERATOR`: the operator's own file may name this machine and its network, but never the addresses at
/// which clouds hand out credentials. `PUBLIC`: what comes from anywhere else, a request or the admin API,
/// must be an address of the public internet.
public enum AddressRule {
  OPERATOR, PUBLIC;

  boolean allows(InetAddress address) {
    boolean forbidden = CloudMetadata.isAddress(address) || address.isMulticastAddress();
    return !forbidden && switch (this) {
      case OPERATOR -> true;
      case PUBLIC -> isPublic(address);
    };
  }

  private static boolean isPublic(InetAddress address) {
    return !(address instanceof Inet6Address
        ? isSpecialSix(address.getAddress())
        : isSpecialFour(address.getAddress()));
  }

  /// The first address if all of them are allowed; a name that also leads elsewhere is not to be trusted.
  ///
  /// @return null when one of them is not allowed, or there is none
  @Nullable
  InetAddress choose(InetAddress[] addresses) {
    for (InetAddress address : addresses) {
      if (!allows(address)) {
        return null;
      }
    }
    return addresses.length == 0 ? null : addresses[0];
  }

  /// Ranges that RFC 6890 keeps for something else than the internet.
  private static boolean isSpecialFour(byte[] bytes) {
    int a = bytes[0] & 255;
    int b = bytes[1] & 255;
    int c = bytes[2] & 255;
    return switch (a) {
      case 0, 10, 127 -> true;
      case 100 -> b >= 64 && b < 128;
      case 169 -> b == 254;
      case 172 -> b >= 16 && b < 32;
      case 192 -> b == 168 || (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99);
      case 198 -> b == 18 || b == 19 || (b == 51 && c == 100);
      case 203 -> b == 0 && c == 113;
      default -> a >= 224;
    };
  }

  /// Only 2000::/3 is the internet; of it, not what wraps IPv4 or is for documents and experiments.
  private static boolean isSpecialSix(byte[] bytes) {
    int first = (bytes[0] & 255) << 8 | (bytes[1] & 255);
    int second = (bytes[2] & 255) << 8 | (bytes[3] & 255);
    boolean sixToFour = first == 0x2002;
    boolean special = first == 0x2001 && (second < 0x200 || second == 0xdb8);
    return (bytes[0] & 0xE0) != 0x20 || sixToFour || special || first == 0x3fff;
  }
}
