package dev.prism.perf;

import dev.prism.perf.load.Load;
import dev.prism.perf.load.LoadReport;
import dev.prism.perf.peers.Running;

/// Turns readings into measurements.
final class Measurements {
  /// Others may take this share of one core before a run is left out.
  static final double OTHERS_LIMIT = 0.06;

  private Measurements() {}

  static Measurement ofStart(Work work, int round, Running subject) {
    return new Measurement(subject.name(), work.name(), round, null, 0, 0, 0, false,
        subject.residentKilobytes(), subject.peakKilobytes(), 0, 0,
        subject.toFirstReply().toNanos() / 1e6);
  }

  static Measurement ofLoad(Work work, int round, Running subject, LoadReport report,
      CpuWatch watch) {
    return new Measurement(subject.name(), work.name(), round, report, each(report, watch),
        watch.subjectBusy(), watch.othersBusy(), watch.othersBusy() > OTHERS_LIMIT,
        watch.residentKilobytes(), subject.peakKilobytes(), 0, 0, 0);
  }

  /// @param beforeKilobytes of the subject before the load
  static Measurement ofAlone(Work.Alone work, int round, Running subject, LoadReport report,
      CpuWatch watch, long beforeKilobytes) {
    boolean burst = work.load() instanceof Load.Burst;
    double streams = work.load() instanceof Load.Held held ? held.streams() : 1;
    double grown = burst ? 0 : (watch.residentKilobytes() - beforeKilobytes) / streams;
    return new Measurement(subject.name(), work.name(), round, report, each(report, watch),
        watch.subjectBusy(), watch.othersBusy(), watch.othersBusy() > OTHERS_LIMIT,
        watch.residentKilobytes(), subject.peakKilobytes(), Math.round(grown * 10) / 10.0,
        burst ? subject.residentKilobytes() : 0, 0);
  }

  private static double each(LoadReport report, CpuWatch watch) {
    return report.requests() == 0
        ? 0
        : Math.round(watch.subjectMicros() * 10.0 / report.requests()) / 10.0;
  }
}
