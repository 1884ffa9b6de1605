package dev.prism.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPressureTest {
  private double used;
  private final MemoryPressure memory = new MemoryPressure(() -> used);

  @Test
  void eachStageBeginsWhereItIsSaidTo() {
    assertThat(at(0.0)).isEqualTo(MemoryPressure.Stage.NONE);
    assertThat(at(0.69)).isEqualTo(MemoryPressure.Stage.NONE);
    assertThat(at(0.70)).isEqualTo(MemoryPressure.Stage.LEAN);
    assertThat(at(0.85)).isEqualTo(MemoryPressure.Stage.SHED);
    assertThat(at(0.95)).isEqualTo(MemoryPressure.Stage.CLOSED);
  }

  @Test
  void aStageEndsALittleBelowWhereItBegan() {
    at(0.96);
    assertThat(at(0.91)).isEqualTo(MemoryPressure.Stage.CLOSED);
    assertThat(at(0.89)).isEqualTo(MemoryPressure.Stage.SHED);
    assertThat(at(0.81)).isEqualTo(MemoryPressure.Stage.SHED);
    assertThat(at(0.79)).isEqualTo(MemoryPressure.Stage.LEAN);
    assertThat(at(0.64)).isEqualTo(MemoryPressure.Stage.NONE);
  }

  @Test
  void aProcessAtRestIsUnderNoPressure() {
    assertThat(MemoryPressure.ofProcess().measure()).isEqualTo(MemoryPressure.Stage.NONE);
  }

  private MemoryPressure.Stage at(double part) {
    used = part;
    return memory.measure();
  }
}
