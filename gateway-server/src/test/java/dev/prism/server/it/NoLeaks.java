package dev.prism.server.it;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class in whose time a buffer was found that nobody had released. JUnit finds it by itself,
/// so that it stands behind every test of this module.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
  private static final List<String> FOUND = new CopyOnWriteArrayList<>();
  private static final int ALLOCATIONS = 200;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (ResourceLeakDetectorFactory.instance() instanceof Telling) {
      return;
    }
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Telling());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    collect();
    List<String> found = List.copyOf(FOUND);
    FOUND.clear();
    if (!found.isEmpty()) {
      throw new AssertionError(found.size() + " leaked buffers: " + found.getFirst());
    }
  }

  /// Has garbage collected, and buffers allocated, at which the detector looks for leaks.
  static void collect() {
    System.gc();
    for (int i = 0; i < ALLOCATIONS; i++) {
      Unpooled.buffer(16).release();
      Unpooled.directBuffer(16).release();
    }
  }

  /// What was found since the last test class ended.
  static List<String> found() {
    return List.copyOf(FOUND);
  }

  private static final class Telling extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation")
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval,
        long maxActive) {
      return newResourceLeakDetector(resource, interval);
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval) {
      return new ResourceLeakDetector<>(resource, interval) {
        @Override
        protected void reportTracedLeak(String type, String records) {
          FOUND.add(type + records);
          super.reportTracedLeak(type, records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
          FOUND.add(type);
          super.reportUntracedLeak(type);
        }
      };
    }
  }
}
