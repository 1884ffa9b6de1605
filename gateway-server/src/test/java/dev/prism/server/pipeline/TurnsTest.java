package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
  private final Turns turns = new Turns(loop::add);
  private final List<Integer> begun = new ArrayList<>();

  private void arrive(int number, boolean gone) {
    if (turns.take()) {
      begun.add(number);
    } else {
      turns.await(() -> {
        if (!gone) {
          begun.add(number);
        }
        return !gone;
      });
    }
  }

  @Test
  void aFewBeginAtOnceAndTheOthersInOrderTurnByTurn() {
    IntStream.range(0, 20).forEach(number -> arrive(number, false));
    turns.over();
    assertThat(begun).hasSize(Turns.AT_ONCE);
    arrive(20, false);
    assertThat(begun).as("nobody overtakes those that wait").hasSize(Turns.AT_ONCE);
    loop.remove().run();
    assertThat(begun).hasSize(2 * Turns.AT_ONCE);
    loop.remove().run();
    assertThat(begun).isEqualTo(IntStream.rangeClosed(0, 20).boxed().toList());
    assertThat(loop).isEmpty();
  }

  @Test
  void whoeverIsGoneTakesNobodysTurn() {
    IntStream.range(0, 100).forEach(number -> arrive(number, number < 90));
    turns.over();
    loop.remove().run();
    assertThat(begun).hasSize(2 * Turns.AT_ONCE).endsWith(97);
  }

  @Test
  void aConnectionThatAsksLittleNeverWaits() {
    for (int i = 0; i < 100; i++) {
      arrive(i, false);
      turns.over();
    }
    assertThat(begun).hasSize(100);
    assertThat(loop).isEmpty();
  }
}
