package dev.prism.perf;

import dev.prism.perf.load.Meter;
import dev.prism.perf.peers.ProcFiles;
import dev.prism.perf.peers.Running;
import java.util.List;

/// Who took CPU during a window: the subject, the rig with all other subjects, or somebody else.
final class CpuWatch implements Meter {
  private final Running subject;
  private final List<Running> all;
  private long beginNanos;
  private long beginSubject;
  private long beginOurs;
  private long beginMachine;
  private long nanos;
  private long subjectMicros;
  private long oursMicros;
  private long machineMicros;
  private long residentKilobytes;

  CpuWatch(Running subject, List<Running> all) {
    this.subject = subject;
    this.all = List.copyOf(all);
  }

  @Override
  public void begin() {
    beginMachine = ProcFiles.machineCpuMicros();
    beginOurs = ours();
    beginSubject = subject.cpuMicros();
    beginNanos = System.nanoTime();
  }

  @Override
  public void end() {
    nanos = System.nanoTime() - beginNanos;
    subjectMicros = subject.cpuMicros() - beginSubject;
    oursMicros = ours() - beginOurs;
    machineMicros = ProcFiles.machineCpuMicros() - beginMachine;
    residentKilobytes = subject.residentKilobytes();
  }

  private long ours() {
    return ProcFiles.ownCpuMicros() + all.stream().mapToLong(Running::cpuMicros).sum();
  }

  long subjectMicros() {
    return subjectMicros;
  }

  /// Of the subject, when the window ended.
  long residentKilobytes() {
    return residentKilobytes;
  }

  double subjectBusy() {
    return share(subjectMicros);
  }

  double othersBusy() {
    return Math.max(0, share(machineMicros - oursMicros));
  }

  private double share(long micros) {
    return Math.round(micros * 1000.0 / nanos * 1000) / 1000.0;
  }
}
