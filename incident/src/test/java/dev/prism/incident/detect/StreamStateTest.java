package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.incident.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamStateTest {
  private static final Town.Origin REFUND = Town.Origin.REFUND;

  @Test
  void aRestartInTheMiddleOfADropForgetsNothing() throws IOException {
    Town before = new Town(DetectSettings.DEFAULT);
    before.usualDay(REFUND);
    before.minutes(10, () -> before.five(REFUND, 57));
    assertThat(before.drops()).isEmpty();
    List<SavedStream> stored = new ArrayList<>();
    for (SavedStream stream : before.detection.save(0)) {
      assertThat(stream.state().length).as("bytes of " + stream.key()).isLessThan(1_024);
      stored.add(SavedStream.decode(stream.encode()));
    }
    Town after = new Town(DetectSettings.DEFAULT);
    after.clock.advance(Duration.between(after.clock.instant(), before.clock.instant()));
    assertThat(after.detection.restore(stored)).isEqualTo(stored.size());
    long restarted = after.clock.millis();
    after.minutes(90, () -> after.five(REFUND, 57));
    assertThat(after.drops()).isNotEmpty();
    Signal.ScoreDrop drop = after.drops().getFirst();
    assertThat(drop.onsetMillis()).isLessThan(restarted);
  }

  @Test
  void aStateOfAnotherVersionIsLeftOut() {
    Town town = new Town(DetectSettings.DEFAULT);
    town.five(REFUND, 65);
    List<SavedStream> saved = town.detection.save(0);
    saved.forEach(stream -> stream.state()[3]++);
    assertThat(town.detection.restore(saved)).isZero();
  }

  @Test
  void tenThousandStreamsFitOnANode() {
    DetectSettings all = DetectSettings.DEFAULT;
    Town town = new Town(new DetectSettings(all.detector(), 1, 0.5, 10_000, List.of(), 0, List.of(),
        all.confirmed(), all.warmAt(), all.routes(), all.clusters()));
    long before = used();
    for (int i = 0; i < 10_000; i++) {
      Town.Origin origin = REFUND.route("route-" + i);
      for (int k = 0; k < 2; k++) {
        town.five(origin, 65);
      }
    }
    town.clock.advance(Duration.ofMinutes(1));
    town.detection.tick();
    long each = (used() - before) / 10_000;
    System.err.println("bytes of heap for each of 10,000 streams, keys included: " + each);
    assertThat(town.detection.counts().streams()).isEqualTo(10_000);
    assertThat(town.detection.counts().evicted()).isZero();
    assertThat(each).isLessThan(4_096);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aStreamSaysWhatItCannotSee() {
    Town town = new Town(DetectSettings.DEFAULT);
    town.usualDay(REFUND);
    StreamView view = town.detection.streams().getFirst();
    double inFourHours = view.cannotSeeBelow(Duration.ofHours(4));
    double inADay = view.cannotSeeBelow(Duration.ofDays(1));
    assertThat(inFourHours).isBetween(2.0, 6.0);
    assertThat(inADay).isBetween(0.5, inFourHours);
    assertThat(view.delay(inADay / 3)).isEqualTo(Sizing.NEVER);
    assertThat(view.delay(10)).isLessThan(Duration.ofHours(1));
  }
}
