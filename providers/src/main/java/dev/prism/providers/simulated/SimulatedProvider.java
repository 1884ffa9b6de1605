package dev.prism.providers.simulated;

import com.sun.net.httpserver.HttpServer;
import dev.prism.exchange.Endpoint;
import dev.prism.providers.Call;
import dev.prism.providers.HttpVersion;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderAdapter;
import dev.prism.providers.ProviderFactory;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.SimulatedSettings;
import dev.prism.providers.openai.OpenAiAdapter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The provider inside the process. It listens from its creation to its closing.
public final class SimulatedProvider implements ProviderAdapter, Closeable {
  private static final int BACKLOG = 4096;

  static {
    // The JDK's server reads these once, when its first instance is made: answers go out at once, and idle
    // connections stay, since a client that keeps them alive must not find them closed.
    preset("sun.net.httpserver.nodelay", "true");
    preset("sun.net.httpserver.maxIdleConnections", "100000");
    preset("sun.net.httpserver.idleInterval", "3600");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final URI baseUrl;
  private final OpenAiAdapter dialect;
  private volatile SimulatedSettings settings;

  private SimulatedProvider(SimulatedSettings settings) throws IOException {
    this.settings = settings;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    baseUrl = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    dialect = OpenAiAdapter.at(baseUrl);
  }

  /// Starts one.
  ///
  /// @throws UncheckedIOException if no port can be had
  public static SimulatedProvider start(SimulatedSettings settings) {
    try {
      SimulatedProvider provider = new SimulatedProvider(settings);
      provider.server.setExecutor(provider.threads);
      provider.server.createContext("/", new SimulatedHandler(provider::settings));
      provider.server.start();
      return provider;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static void preset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// Where it listens, `/v1` included.
  public URI baseUrl() {
    return baseUrl;
  }

  /// How it behaves now.
  public SimulatedSettings settings() {
    return settings;
  }

  /// How it behaves from the next request on. Streams that are under way go on as they began.
  public void adjust(SimulatedSettings other) {
    settings = other;
  }

  @Override
  public @Nullable Call call(Endpoint endpoint, String model) {
    return dialect.call(endpoint, model);
  }

  @Override
  public ReplyDecoder decoder(Endpoint endpoint) {
    return dialect.decoder(endpoint);
  }

  /// Ends it at once; streams that are under way break.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /// Makes providers of `adapter: simulated`.
  public static final class Factory implements ProviderFactory {
    @Override
    public String adapter() {
      return "simulated";
    }

    @Override
    public Provider create(String name, ProviderSettings settings) {
      if (settings.baseUrl() != null || settings.preset() != null) {
        throw new IllegalArgumentException(
            "provider " + name + ": a simulated provider takes no base-url and no preset");
      }
      SimulatedSettings simulated = settings.simulated();
      SimulatedProvider provider = start(simulated == null ? SimulatedSettings.DEFAULT : simulated);
      return new Provider(name, "simulated", provider.baseUrl(), HttpVersion.HTTP_1_1, provider);
    }
  }
}
