package dev.prism.conf;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What must hold between the two sockets and who may reach them.
final class ListenerChecks {
  private final GatewayConfig config;
  private final ConfigReport report;

  ListenerChecks(GatewayConfig config, ConfigReport report) {
    this.config = config;
    this.report = report;
  }

  void run() {
    ServerSettings server = config.server();
    AdminSettings admin = config.admin();
    if (server.port() != 0 && server.port() == admin.port()) {
      report.problem("admin.port", "is " + admin.port() + ", which server.port already takes",
          "write another port");
    }
    if (!isLoopback(admin.host()) && admin.tokens().isEmpty()
        && !report.isWritten("admin.tokens")) {
      report.problem("admin.tokens",
          "is missing, and admin.host " + admin.host() + " is not loopback",
          "add tokens, or bind 127.0.0.1");
    }
    ServerSettings.Tls tls = server.tls();
    if (tls != null) {
      readable("server.tls.cert", tls.cert());
      readable("server.tls.key", tls.key());
      readable("server.tls.client-ca", tls.clientCa());
    }
    tenants(server.host());
  }

  private void tenants(String host) {
    String first = "";
    for (Map.Entry<String, TenantSettings> tenant : config.tenants().entrySet()) {
      String path = ConfigReport.child("tenants", tenant.getKey());
      if (tenant.getValue().open()) {
        if (!isLoopback(host)) {
          openOffLoopback(path, tenant.getKey(), host);
        }
        if (!first.isEmpty()) {
          report.problem(path + ".open", "is true, but the open tenant is already " + first,
              "give one of them keys");
        }
        first = tenant.getKey();
      }
    }
    if (config.tenants().isEmpty() && !report.isWritten("tenants")) {
      report.problem("tenants", "has none", "add one, or leave the section out");
    }
  }

  private void openOffLoopback(String path, String name, String host) {
    if (report.isWritten(path)) {
      report.problem(path + ".open", "is true, and server.host " + host + " is not loopback",
          "give the tenant keys (`./prism keys create --tenant " + name + "`), or bind 127.0.0.1");
    } else {
      report.problem("server.host",
          "is " + host
              + ", which is not loopback, and without tenants anyone could use the gateway",
          "add a tenant with keys (`./prism keys create --tenant NAME`)");
    }
  }

  private void readable(String path, @Nullable Path file) {
    if (file != null && !Files.isReadable(file)) {
      report.problem(path, "names a file that cannot be read: " + file,
          "relative paths start from " + "the directory in which the gateway was started");
    }
  }

  /// Whether a bind address is reached from this machine only. A name other than `localhost` is not looked
  /// up, and so is not.
  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") && host.endsWith("]")
        ? host.substring(1, host.length() - 1)
        : host;
    if (bare.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(bare).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
