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
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's own certificate. Its files are looked at every second; connections that begin after a
/// change get the new certificate, those that are open go on. Files that cannot be read, or do not belong
/// together, leave the last good certificate in force.
final class ServerTls implements Supplier<@Nullable SslContext>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private final ServerSettings.@Nullable Tls settings;
  private volatile @Nullable SslContext context;
  private volatile Instant expiry = Instant.MAX;
  private List<FileTime> seen = List.of();
  private @Nullable Thread watch;

  /// @param settings null for plain text
  /// @throws IllegalStateException if the certificate or the key cannot be read
  ServerTls(ServerSettings.@Nullable Tls settings) {
    this.settings = settings;
    if (settings != null) {
      try {
        seen = times(settings);
        load(settings);
      } catch (IOException | IllegalArgumentException problem) {
        throw new IllegalStateException("server.tls: " + problem.getMessage(), problem);
      }
      watch = Thread.ofVirtual().name("prism-certificate").start(this::look);
    }
  }

  @Override
  public @Nullable SslContext get() {
    return context;
  }

  /// How long the certificate in force still holds, in days; null in plain text.
  @Nullable
  Double daysLeft(Clock clock) {
    return settings == null
        ? null
        : Duration.between(clock.instant(), expiry).toSeconds() / 86_400.0;
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        reload();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes over the certificate if one of its files has changed.
  synchronized void reload() {
    if (settings == null) {
      return;
    }
    try {
      List<FileTime> now = times(settings);
      if (!now.equals(seen)) {
        seen = now;
        load(settings);
        LOG.info("The certificate was taken over; it holds until {}", expiry);
      }
    } catch (IOException | IllegalArgumentException problem) {
      LOG.warn("The certificate was not taken over, the last good one stays: {}",
          problem.getMessage());
    }
  }

  private static List<FileTime> times(ServerSettings.Tls files) throws IOException {
    List<FileTime> times = new ArrayList<>();
    for (Path file : new Path[]{files.cert(), files.key(), files.clientCa()}) {
      if (file != null) {
        times.add(Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private void load(ServerSettings.Tls files) throws IOException {
    ServerCertificate certificate = ServerCertificate.read(files.cert(), files.key());
    SslContextBuilder builder = SslContextBuilder.forServer(certificate.key(), certificate.chain())
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
    expiry = certificate.expiry();
  }

  @Override
  public void close() {
    Thread watching = watch;
    if (watching != null) {
      watching.interrupt();
    }
  }
}
