package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomInSecondTest {
  private final RoomInSecond room = new RoomInSecond();

  private boolean take(long second) {
    return room.take(second * 1_000_000 + 5, 2);
  }

  @Test
  void eachSecondHasRoomForSoManyAndNoMore() {
    assertThat(take(7)).isTrue();
    assertThat(take(7)).isTrue();
    assertThat(take(7)).isFalse();
    assertThat(take(8)).isTrue();
  }

  @Test
  void longAnswersAmongShortOnesMakeNoRoom() {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += take(100) ? 1 : 0;
      taken += take(100 - i) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(2);
  }

  @Test
  void aClockThatWasSetBackStopsNothing() {
    assertThat(take(1_000_000)).isTrue();
    assertThat(take(900_000)).isTrue();
  }
}
