package dev.prism.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFilesTest {
  @Test
  void cpuTimeIsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
    String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 900 0 3 0 120 30 7 5 20 0 4 0 991";
    assertThat(ProcFiles.cpuMicrosIn(stat)).isEqualTo((120 + 30 + 7 + 5) * 10_000L);
  }

  @Test
  void machineIsBusyButForIdleAndWaitingTime() {
    String stat = "cpu  100 10 50 9000 700 1 2 3 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\n";
    assertThat(ProcFiles.busyMicrosIn(stat)).isEqualTo((100 + 10 + 50 + 1 + 2 + 3) * 10_000L);
  }

  @Test
  void memoryIsReadInKilobytes() {
    String status = "Name:\tjava\nVmHWM:\t  412000 kB\nVmRSS:\t  300012 kB\n";
    assertThat(ProcFiles.field(status, "VmRSS")).hasValue(300_012);
    assertThat(ProcFiles.field(status, "VmHWM")).hasValue(412_000);
    assertThat(ProcFiles.field(status, "VmSwap")).isEmpty();
  }

  @Test
  void processThatEndedReadsAsNothing() {
    assertThat(ProcFiles.cpuMicros(Integer.MAX_VALUE)).isZero();
  }
}
