package dev.prism.incident.detect;

import dev.prism.exchange.Score;
import dev.prism.incident.Signal;
import dev.prism.incident.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Turns alarms into signals, or leaves them be: a drop that the whole traffic shares, a provider's drop that
/// has been told for another route, a finding that was told a moment ago.
final class Pages {
  private static final long PROVIDER_MILLIS = TimeUnit.HOURS.toMillis(2);
  private static final long CONFIRMED_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final int MOST_REMEMBERED = 4_096;
  /// A drop that other routes may share waits so long for it to become clear, and is told then: longer than topics
  /// come in bursts.
  private static final long UNCLEAR_MILLIS = TimeUnit.MINUTES.toMillis(30);
  private static final int MOST_UNCLEAR = 256;
  private static final double PERCENT = 100;
  /// A confirmed finding speaks in scores of 1 and 2.
  private static final double CONFIRMED_UP_TO = 2;

  private final Signal.Listener signals;
  private final Siblings siblings;
  private final Supplier<List<String>> confirmed;
  private final Map<String, Long> told = new ConcurrentHashMap<>();
  private final Queue<Unclear> unclear = new ArrayBlockingQueue<>(MOST_UNCLEAR);
  private final LongAdder shared = new LongAdder();
  private final LongAdder repeated = new LongAdder();

  private record Unclear(Stream.Alarm alarm, long untilMillis) {}

  /// @param confirmed reasons of which one finding is enough
  Pages(Supplier<List<String>> confirmed, Signal.Listener signals, Siblings siblings) {
    this.signals = signals;
    this.siblings = siblings;
    this.confirmed = confirmed;
  }

  /// A single finding that is enough: tells at once, and again at most every ten minutes.
  void confirmed(StreamKey key, Score score, long now) {
    String reason = score.reason();
    if (reason == null || score.value() > CONFIRMED_UP_TO || !confirmed.get().contains(reason)
        || !isNews("confirmed " + reason + " " + key, now, CONFIRMED_MILLIS)) {
      return;
    }
    signals
        .signal(new Signal.CheckFailing(key, reason, now, now, 1, 1, 0, List.of(score.traceId())));
  }

  void alarm(Stream.Alarm alarm, long now) {
    StreamKey key = alarm.key();
    if (alarm.rate()) {
      String reason = alarm.reason();
      signals.signal(new Signal.CheckFailing(key, reason == null ? key.rubric() : reason, now,
          alarm.onsetMillis(), alarm.failing(), alarm.scores(), 1 - alarm.drop().baseline(),
          alarm.traceIds()));
      return;
    }
    decide(new Unclear(alarm, now + UNCLEAR_MILLIS), now);
  }

  /// Tells what has become clear, or has waited long enough.
  void settle(long now) {
    for (int i = unclear.size(); i > 0; i--) {
      Unclear oldest = unclear.poll();
      if (oldest != null) {
        decide(oldest, now);
      }
    }
  }

  private void decide(Unclear one, long now) {
    Stream.Alarm alarm = one.alarm();
    StreamKey key = alarm.key();
    switch (siblings.judge(alarm, now)) {
      case UNCLEAR -> {
        if (now >= one.untilMillis() || !unclear.offer(one)) {
          signals.signal(drop(alarm, now, false));
        }
      }
      case TRAFFIC -> shared.increment();
      case PROVIDER -> {
        if (isNews("provider " + key.model() + " " + key.rubric(), now, PROVIDER_MILLIS)) {
          signals.signal(drop(alarm, now, true));
        } else {
          repeated.increment();
        }
      }
      case ALONE -> signals.signal(drop(alarm, now, false));
    }
  }

  private static Signal.ScoreDrop drop(Stream.Alarm alarm, long now, boolean commonMode) {
    Onset.Drop drop = alarm.drop();
    return new Signal.ScoreDrop(alarm.key(), alarm.detector(), now, alarm.onsetMillis(),
        drop.drop() * PERCENT, drop.low() * PERCENT, drop.high() * PERCENT,
        drop.baseline() * PERCENT, alarm.scores(), commonMode, alarm.traceIds());
  }

  private boolean isNews(String what, long now, long quietMillis) {
    if (told.size() >= MOST_REMEMBERED) {
      told.values().removeIf(at -> now - at >= CONFIRMED_MILLIS);
    }
    Long before = told.get(what);
    if (before != null && now - before < quietMillis) {
      return false;
    }
    if (told.size() < MOST_REMEMBERED) {
      told.put(what, now);
    }
    return true;
  }

  /// Forgets what was told long before that time.
  void forget(long millis) {
    told.values().removeIf(at -> millis - at > PROVIDER_MILLIS);
  }

  long shared() {
    return shared.sum();
  }

  long repeated() {
    return repeated.sum();
  }
}
