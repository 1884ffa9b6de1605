package dev.prism.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls when the content of a configuration file changes: written in place, renamed over, or reached
/// through a link that now leads elsewhere, as Kubernetes swaps its `..data`. It watches the folders at
/// both ends of the way to the file, and looks every two seconds without being told. It waits until they
/// are quiet, and compares the content, so that a touch calls nobody.
///
/// The callback runs on the watch's own virtual thread, one call at a time, and gets what
/// [ConfigLoader#load] says; a file that is gone for the moment of a swap calls nobody. Who holds the last
/// good configuration keeps it when the answer is a rejection. A callback that throws is logged, and the
/// watch goes on.
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration QUIET = Duration.ofMillis(100);
  /// A folder that is never quiet is looked at after so many waits.
  private static final int MOST_WAITS = 20;
  /// How often to look without being told, for file systems that tell nothing.
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Path file;
  private final Map<String, String> environment;
  private final Consumer<ConfigResult> callback;
  private final WatchService service;
  private final Set<Path> watched = new HashSet<>();
  private final Thread thread;
  private byte[] seen;

  private ConfigWatch(Path file, Map<String, String> environment, Consumer<ConfigResult> callback,
      WatchService service) {
    this.file = file.toAbsolutePath();
    this.environment = Map.copyOf(environment);
    this.callback = callback;
    this.service = service;
    watchFolders();
    seen = digest();
    thread = Thread.ofVirtual().name("config-watch").unstarted(this::run);
  }

  /// Starts to watch. The content of this moment counts as known: so start first, then load.
  ///
  /// @throws IOException if the platform cannot watch files
  public static ConfigWatch start(Path file, Map<String, String> environment,
      Consumer<ConfigResult> callback) throws IOException {
    ConfigWatch watch = new ConfigWatch(file, environment, callback,
        file.getFileSystem().newWatchService());
    watch.thread.start();
    return watch;
  }

  /// Stops; a callback that is running may still end.
  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (true) {
        drain(service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        awaitQuiet();
        watchFolders();
        tell();
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // The watch is over.
    }
  }

  private void awaitQuiet() throws InterruptedException {
    for (int waits = 0; waits < MOST_WAITS; waits++) {
      WatchKey more = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
      if (more == null) {
        return;
      }
      drain(more);
    }
  }

  private void drain(@Nullable WatchKey key) {
    if (key != null) {
      key.pollEvents();
      if (!key.reset() && key.watchable() instanceof Path folder) {
        watched.remove(folder);
      }
    }
  }

  private void tell() {
    byte[] now = digest();
    if (now.length == 0 || Arrays.equals(now, seen)) {
      return;
    }
    seen = now;
    try {
      callback.accept(ConfigLoader.load(file, environment));
    } catch (RuntimeException e) {
      LOG.error("The change of {} could not be put in force", file, e);
    }
  }

  /// Watches the folder that names the file and the one where its content lies. Links between the two are
  /// left to the look that needs no telling.
  private void watchFolders() {
    watch(file.getParent());
    try {
      watch(file.toRealPath().getParent());
    } catch (IOException _) {
      // It is being swapped; the folder that names it tells when it is there again.
    }
  }

  private void watch(@Nullable Path folder) {
    if (folder == null || !watched.add(folder)) {
      return;
    }
    try {
      folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      watched.remove(folder);
      LOG.debug("Cannot watch {}; its files are looked at every {}", folder, LOOK, e);
    }
  }

  /// The hash of the content; nothing if it cannot be read now.
  private byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (IOException _) {
      return new byte[0];
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
