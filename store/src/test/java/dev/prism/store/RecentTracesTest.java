package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTracesTest {
  @Test
  void theOldestGoWhenTheCountIsReached() {
    RecentTraces recent = new RecentTraces(10, Long.MAX_VALUE, 100);
    for (int i = 0; i < 25; i++) {
      recent.accept(Traces.answered(i));
    }
    List<TraceRecord> all = recent.list(TraceFilter.ALL, 100);
    assertThat(all).extracting(trace -> trace.ids().requestId()).startsWith("req-24").hasSize(10);
    assertThat(recent.find("req-14")).isNull();
    assertThat(recent.find("req-15")).isNotNull();
    assertThat(recent.find(Traces.answered(20).ids().traceId())).isNotNull();
  }

  @Test
  void theOldestGoWhenTheBytesAreReached() {
    RecentTraces recent = new RecentTraces(1_000, 40_000, 100);
    for (int i = 0; i < 25; i++) {
      recent.accept(Traces.answered(i, "x".repeat(8_000), ""));
    }
    assertThat(recent.list(TraceFilter.ALL, 100)).hasSize(4);
  }

  @Test
  void aFilterPicksBySessionFailureAndTime() {
    RecentTraces recent = new RecentTraces(100, Long.MAX_VALUE, 100);
    for (int i = 0; i < 9; i++) {
      recent.accept(i == 4 ? Traces.failed(i) : Traces.answered(i));
    }
    assertThat(recent.list(new TraceFilter("session-1", null, "acme", "demo", null, null, null), 9))
        .hasSize(3);
    assertThat(recent.list(new TraceFilter(null, null, null, null, null, null, true), 9))
        .singleElement()
        .matches(trace -> trace.ids().requestId().equals("req-4"));
    assertThat(recent.list(new TraceFilter(null, null, "other", null, null, null, null), 9))
        .isEmpty();
  }

  @Test
  void aListenerHearsUntilItLeaves() {
    RecentTraces recent = new RecentTraces(100, Long.MAX_VALUE, 100);
    List<TraceRecord> heard = new ArrayList<>();
    try (RecentTraces.Subscription _ = recent.subscribe(heard::add)) {
      recent.accept(Traces.answered(1));
    }
    recent.accept(Traces.answered(2));
    assertThat(heard).hasSize(1);
  }

  @Test
  void aBusySecondPushesNoFailureOut() {
    RecentTraces recent = new RecentTraces(20, Long.MAX_VALUE, 5);
    recent.accept(Traces.failed(0));
    for (int i = 1; i <= 1_000; i++) {
      recent.accept(Traces.answered(i));
    }
    recent.accept(Traces.failed(1_001));
    assertThat(recent.list(TraceFilter.ALL, 100)).extracting(trace -> trace.ids().requestId())
        .containsExactly("req-1001", "req-5", "req-4", "req-3", "req-2", "req-1", "req-0");
  }
}
