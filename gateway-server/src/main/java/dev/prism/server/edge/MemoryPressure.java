package dev.prism.server.edge;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.DoubleSupplier;

/// How short memory is, in stages, each of which gives up a little more to keep the rest alive. What counts
/// is the fuller of the two: direct memory, and what the last collection left of the heap.
public final class MemoryPressure {
  /// A stage ends this much below where it began, so that it does not flicker.
  private static final double SLACK = 0.05;
  private final DoubleSupplier used;
  private volatile Stage stage = Stage.NONE;

  /// `NONE`: nothing is given up. `LEAN`: connections end with their response, idle ones at once. `SHED`: new
  /// requests get a 503. `CLOSED`: new connections wait in the system's queue.
  public enum Stage {
    NONE(0, 0), LEAN(1, 0.70), SHED(2, 0.85), CLOSED(3, 0.95);

    private final int number;
    private final double from;

    Stage(int number, double from) {
      this.number = number;
      this.from = from;
    }

    /// 0 for no pressure, 3 for the last stage.
    public int number() {
      return number;
    }
  }

  /// @param used the part of the memory that is in use, 0 to 1
  MemoryPressure(DoubleSupplier used) {
    this.used = used;
  }

  /// The pressure of this process.
  public static MemoryPressure ofProcess() {
    List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans()
        .stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
    return new MemoryPressure(() -> Math.max(direct(), afterCollection(heap)));
  }

  private static double direct() {
    long most = PlatformDependent.maxDirectMemory();
    return most <= 0 ? 0 : (double) PlatformDependent.usedDirectMemory() / most;
  }

  private static double afterCollection(List<MemoryPoolMXBean> heap) {
    long left = 0;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage usage = pool.getCollectionUsage();
      left += usage == null ? 0 : usage.getUsed();
    }
    return (double) left / Runtime.getRuntime().maxMemory();
  }

  Stage measure() {
    double now = used.getAsDouble();
    Stage reached = Stage.NONE;
    for (Stage each : Stage.values()) {
      double from = each.compareTo(stage) <= 0 ? each.from - SLACK : each.from;
      if (now >= from) {
        reached = each;
      }
    }
    stage = reached;
    return reached;
  }

  Stage stage() {
    return stage;
  }
}
