package dev.prism.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PerSecondTest {
  @Test
  void eachSecondHasRoomForSoManyAndNoMore() {
    PerSecond room = new PerSecond(2);
    assertThat(room.take(7)).isTrue();
    assertThat(room.take(7)).isTrue();
    assertThat(room.take(7)).isFalse();
    assertThat(room.take(8)).isTrue();
  }
}
