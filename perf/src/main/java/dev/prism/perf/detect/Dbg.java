package dev.prism.perf.detect;
import dev.prism.incident.detect.*;
public class Dbg {
  public static void main(String[] a) {
    SimulatedClock c = new SimulatedClock();
    Bench b = new Bench(new Bench.Setup("x", new DetectorSettings.BettingSettings(), false, .5, 0),
        c);
    java.util.Random r = new java.util.Random(1);
    for (int m = 0; m < 606; m++) {
      for (int i = 0; i < 100; i++) {
        c.set(m * 60000L);
        b.checked(r.nextDouble() >= (m < 600 ? .001 : .06), "empty");
      }
      c.set((m + 1) * 60000L);
      b.detection.tick();
      if (m % 100 == 99 || m > 599)
        System.out.println(m + " " + b.signals.size() + " " + b.detection.streams());
    }
  }
}
