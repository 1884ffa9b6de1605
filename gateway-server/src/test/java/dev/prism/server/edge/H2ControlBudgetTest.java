package dev.prism.server.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Exception;
import org.junit.jupiter.api.Test;

class H2ControlBudgetTest {
  private final H2ControlBudget budget = new H2ControlBudget();

  @Test
  void someFramesAreFreeAndThenNoneAre() throws Http2Exception {
    for (int i = 0; i < H2ControlBudget.FREE_FRAMES; i++) {
      budget.control();
    }
    assertThatThrownBy(budget::control).isInstanceOf(Http2Exception.class)
        .hasMessageContaining("control frames");
  }

  @Test
  void whoGetsDataMaySayThatItsWindowsAreOpen() {
    assertThatCode(() -> {
      for (int i = 0; i < 100_000; i++) {
        budget.dataSent();
        budget.control();
        budget.control();
      }
    }).doesNotThrowAnyException();
  }

  @Test
  void whoAsksMuchMaySayMuch() {
    assertThatCode(() -> {
      for (int i = 0; i < 100_000; i++) {
        budget.requestCame();
        budget.control();
        budget.control();
        budget.control();
      }
    }).doesNotThrowAnyException();
  }

  @Test
  void resetsAreCountedWhoeverSendsThem() throws Http2Exception {
    for (int i = 0; i < H2ControlBudget.FREE_RESETS; i++) {
      budget.resetCame();
      budget.resetSent();
      budget.frameBegins();
    }
    assertThatThrownBy(budget::resetCame).hasMessageContaining("resets");
    budget.resetSent();
    assertThatThrownBy(budget::frameBegins).hasMessageContaining("resets");
  }
}
