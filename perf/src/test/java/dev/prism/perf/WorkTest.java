package dev.prism.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.perf.load.Load;
import dev.prism.perf.mock.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void numberIsFilledIn() {
    assertThat(parse("1k").name()).isEqualTo("1k@64");
    assertThat(parse("held@9900").name()).isEqualTo("held@9900");
    assertThat(parse("start").name()).isEqualTo("start");
  }

  @Test
  void heldStreamsAreAllOpenTogetherForTwentySeconds() {
    Work.Alone held = (Work.Alone) parse("held@9900");
    Load.Held load = (Load.Held) held.load();
    assertThat(Duration.ofSeconds(load.events()).minus(load.ramp()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    assertThat(((Behaviour.Stream) held.behaviour()).events()).isEqualTo(load.events());
  }

  @Test
  void unknownWorkIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> parse("2k")).hasMessageContaining("1k, 16k");
  }

  @Test
  void everyUsualWorkIsKnown() {
    assertThat(Work.USUAL).allSatisfy(name -> assertThat(parse(name).name()).isEqualTo(name));
  }

  private static Work parse(String text) {
    return Work.parse(text, SECOND, SECOND);
  }
}
