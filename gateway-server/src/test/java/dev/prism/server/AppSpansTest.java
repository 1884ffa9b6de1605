package dev.prism.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.AppSpan;
import dev.prism.evals.KeepSettings;
import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.store.Database;
import dev.prism.store.RecentTraces;
import dev.prism.store.ScoredMemory;
import dev.prism.store.StoreSettings;
import dev.prism.store.StoredTraces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spans with retrieved text that come at a bad moment.
class AppSpansTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SAID = "Returns are accepted within 30 days of delivery.";
  private static final KeepSettings KEEP = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
      ByteSize.ofMebibytes(10), 1_000);

  @TempDir
  private Path folder;

  private static TraceRecord exchange() {
    return new TraceRecord(new TraceRecord.Ids(TRACE, "00f067aa0ba902b7", null, "req-1"),
        new TraceRecord.Caller("acme", null, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "chat", false, 0),
        new TraceRecord.Served("chat", 1, "primary", "stable", "sim", "model", null, false, null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(),
        new TraceRecord.Texts(
            TraceText
                .of("{\"messages\":[{\"role\":\"user\",\"content\":\"May I return shoes?\"}]}"),
            SAID, false));
  }

  private static AppSpan retrieval() {
    return new AppSpan(TRACE, "00f067aa0ba90211", null, "search", 1, 1, false, Map.of(
        "openinference.span.kind", "RETRIEVER", "retrieval.documents.0.document.content", SAID));
  }

  /// Each order in which an exchange's spans, its text and its first scores can come: S, R and K.
  @Test
  void theSupportIsScoredOnceWhateverComesLast() throws Exception {
    for (String order : List.of("SRK", "SKR", "RSK", "RKS", "KSR", "KRS")) {
      RecentTraces recent = new RecentTraces(10, 1 << 20, 10);
      try (Database database = new Database(
          new StoreSettings("sqlite:" + folder.resolve(order + ".db"), null, null))) {
        assertThat(database.awaitOpened(Duration.ofMinutes(1))).isTrue();
        try (StoredTraces traces = new StoredTraces(database, new ScoredMemory(10, 10), recent,
            KEEP, Clock.systemUTC())) {
          AppSpans spans = new AppSpans(traces, recent);
          TraceRecord trace = exchange();
          for (int i = 0; i < order.length(); i++) {
            char next = order.charAt(i);
            if (next == 'S') {
              assertThat(spans.take(List.of(retrieval()))).isZero();
            } else if (next == 'R') {
              recent.accept(trace);
            } else {
              assertThat(traces.take(new ScoredTrace(trace, List.of())).scores()).isEmpty();
              spans.support(trace);
            }
          }
          assertThat(traces.scores(trace)).as(order)
              .filteredOn(score -> score.by().id().equals("support"))
              .hasSize(1);
        }
      }
    }
  }
}
