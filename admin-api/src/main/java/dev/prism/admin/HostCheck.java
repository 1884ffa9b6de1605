package dev.prism.admin;

import io.javalin.http.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the pages of other sites away. A page whose name was re-bound to 127.0.0.1 brings its own name
/// as `Host`; a page that posts across sites brings its `Origin`. On loopback neither is taken.
final class HostCheck {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private final boolean onLoopback;

  HostCheck(boolean onLoopback) {
    this.onLoopback = onLoopback;
  }

  void check(Context call) {
    String host = call.header("Host");
    if (onLoopback && (host == null || !NAMES.contains(name(host)))) {
      throw new Problem(421, "wrong_host",
          "This gateway answers to localhost, 127.0.0.1 and [::1] only.");
    }
    if (!READS.contains(call.method().name()) && isCrossSite(call, host)) {
      throw new Problem(403, "cross_site", "A page of another site may not change this gateway.");
    }
  }

  private static boolean isCrossSite(Context call, @Nullable String host) {
    String site = call.header("Sec-Fetch-Site");
    String origin = call.header("Origin");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    return origin != null && !origin.substring(origin.indexOf("//") + 2).equals(host);
  }

  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
