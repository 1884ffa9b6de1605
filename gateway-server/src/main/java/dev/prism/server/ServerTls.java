package dev.prism.server;

import dev.prism.conf.ServerSettings;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's own certificate. Connections that begin after a reload get the new one; one that cannot
/// be read leaves the last good one in force.
final class ServerTls implements Supplier<@Nullable SslContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private final ServerSettings.@Nullable Tls settings;
  private volatile @Nullable SslContext context;
  private @Nullable FileTime loaded;

  /// @param settings null for plain text
  /// @throws IllegalStateException if the certificate or the key cannot be read
  ServerTls(ServerSettings.@Nullable Tls settings) {
    this.settings = settings;
    if (settings != null) {
      try {
        load(settings);
      } catch (IOException | IllegalArgumentException problem) {
        throw new IllegalStateException("server.tls: " + problem.getMessage(), problem);
      }
    }
  }

  @Override
  public @Nullable SslContext get() {
    return context;
  }

  /// Takes over the certificate if its file has changed.
  synchronized void reload() {
    if (settings == null) {
      return;
    }
    try {
      if (!Files.getLastModifiedTime(settings.cert()).equals(loaded)) {
        load(settings);
        LOG.info("The certificate was taken over");
      }
    } catch (IOException | IllegalArgumentException problem) {
      LOG.warn("The certificate was not taken over, the last good one stays: {}",
          problem.getMessage());
    }
  }

  private void load(ServerSettings.Tls files) throws IOException {
    FileTime time = Files.getLastModifiedTime(files.cert());
    SslContextBuilder builder = SslContextBuilder
        .forServer(files.cert().toFile(), files.key().toFile())
        .protocols("TLSv1.3", "TLSv1.2")
        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
    if (files.clientCa() != null) {
      builder.trustManager(files.clientCa().toFile()).clientAuth(ClientAuth.REQUIRE);
    }
    context = builder.build();
    loaded = time;
  }
}
