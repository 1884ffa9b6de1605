package dev.prism.incident.detect;

import dev.prism.evals.Reading;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Signal;
import dev.prism.incident.StreamKey;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Hears of scored exchanges and says when a stream of scores has dropped. Costs a microsecond or two per
/// score, on the thread that brings it; asks nobody and waits for nobody.
public final class Detection implements ScoredTrace.Listener {
  private static final double WEEK_MINUTES = 7 * 24 * 60;
  private static final long ACTIVE_MILLIS = TimeUnit.DAYS.toMillis(1);
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final int PERCENT = 100;

  private final Clock clock;
  private final Surroundings surroundings;
  private final StreamMap streams;
  private final Cohorts cohorts;
  private final Arms arms = new Arms();
  private final Pages pages;
  private final Lineage lineage;
  private final RequestMix mix;
  private final StreamRules rules;
  private volatile DetectSettings settings;
  private volatile double patience;

  /// What detection needs of the rest.
  ///
  /// @param signals      told of what is found
  /// @param warm         told which route's answers should be scored more often for a while; may be told
  ///                     again and again
  /// @param incidentOpen whether an incident of the route is open: then nothing new is learnt to be usual.
  ///                     Asked once a minute and stream; must not wait
  public record Surroundings(
      Signal.Listener signals,
      Warmth warm,
      Predicate<String> incidentOpen) {}

  /// Hears that a route is suspect.
  public interface Warmth {
    void warm(String route);
  }

  public Detection(DetectSettings settings, Surroundings surroundings, Clock clock) {
    this(settings, surroundings, clock, trace -> Reading.of(trace).question());
  }

  /// @param question what the user of an exchange asked last, as far as its text is known
  public Detection(DetectSettings settings, Surroundings surroundings, Clock clock,
      Function<TraceRecord, String> question) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.clock = clock;
    streams = new StreamMap(settings.streams());
    cohorts = new Cohorts(() -> this.settings);
    pages = new Pages(() -> this.settings.confirmed(), surroundings.signals(),
        new Siblings(streams));
    lineage = new Lineage(streams);
    mix = new RequestMix(() -> this.settings.mix(), question, surroundings.incidentOpen());
    patience = WEEK_MINUTES / settings.pagesPerWeek();
    rules = new SettingsRules(() -> this.settings, () -> patience, surroundings.incidentOpen());
  }

  /// Other settings are in force, within a minute: what has been learnt stays. A stream whose detector is another one
  /// now begins its evidence anew. How many streams are remembered, and how exchanges are grouped, stays as it was.
  public void apply(DetectSettings next) {
    settings = next;
  }

  @Override
  public void scored(ScoredTrace scored) {
    long now = clock.millis();
    each(scored, now, (key, rate, points, score) -> take(key, rate, points, score.probability(),
        score.traceId(), score.reason(), now));
  }

  /// Tells of confirmed findings, and adds the scores to a minute instead of their streams.
  void gather(ScoredTrace scored, MinuteStats minute) {
    each(scored, clock.millis(), (key, rate, points, score) -> minute.add(key, rate, points,
        score.probability(), score.traceId(), score.reason()));
  }

  private interface Taker {
    void take(StreamKey key, boolean rate, int points, Score score);
  }

  private void each(ScoredTrace scored, long now, Taker taker) {
    TraceRecord trace = scored.trace();
    if (trace.served().route().isEmpty()) {
      return;
    }
    List<String> parts = cohorts.of(trace);
    int[] words = null;
    for (Score score : scored.scores()) {
      StreamKey key = key(trace, score);
      pages.confirmed(key, score, now);
      boolean rate = score.by().kind() == Score.Kind.CHECK;
      int passed = score.isFailing() ? 0 : PERCENT;
      int points = rate ? passed : (int) Math.round(score.percent());
      // Local statistics see all traffic, where reading each request once more would cost too much.
      if (!rate && score.by().kind() != Score.Kind.LOCAL) {
        words = words == null ? mix.words(trace) : words;
        points = mix.adjusted(trace.served().route(), score, points, words, now);
      }
      taker.take(key, rate, points, score);
      for (String part : parts) {
        taker.take(withCohort(key, part), rate, points, score);
      }
    }
  }

  /// Takes the minute of a whole fleet, in the place of [#scored] and [#tick].
  void replay(MinuteStats minute, long number) {
    long from = number * MINUTE_MILLIS;
    minute.forEach((key,
        scores) -> scores.forEach((points, probability, trace) -> take(key, scores.isRate(), points,
            probability, trace == null ? "" : trace.id(),
            trace == null || trace.reason().isEmpty() ? null : trace.reason(), from)));
    tick(from + MINUTE_MILLIS);
  }

  /// The last minute in which any stream had a score, -1 for none.
  long newestMinute() {
    long newest = streams.all().stream().mapToLong(Stream::seenMillis).max().orElse(-1);
    return Math.floorDiv(newest, MINUTE_MILLIS);
  }

  /// Takes one score of a stream.
  void take(StreamKey key, boolean rate, int points, double probability, String traceId,
      @Nullable String reason, long now) {
    Stream stream = streams.find(key);
    if (stream == null) {
      stream = begin(key, rate);
    }
    double control = rate || key.cohort() != null
        ? Double.NaN
        : arms.exchange(key, stream.shortfall(points), now);
    boolean failing = points < (Score.FAILING_BELOW - Score.WORST) * PERCENT
        / (Score.BEST - Score.WORST);
    Stream.Alarm alarm = stream
        .observe(new Stream.Sample(points, probability, traceId, reason, failing, control), now);
    if (alarm != null) {
      alarm(alarm, now);
    }
    if (stream.isWarm()) {
      surroundings.warm().warm(key.route());
    }
  }

  private void alarm(Stream.Alarm alarm, long now) {
    mix.disturb(alarm.key());
    pages.alarm(alarm, now);
  }

  private Stream begin(StreamKey key, boolean rate) {
    Stream stream = new Stream(key, rules, rate);
    Stream previous = lineage.previous(key);
    if (previous != null && previous.isRate() == rate) {
      stream.inherit(previous);
    }
    streams.put(stream);
    return stream;
  }

  static StreamKey key(TraceRecord trace, Score score) {
    TraceRecord.Served served = trace.served();
    return new StreamKey(served.route(), served.target(), served.promptVersion(),
        served.modelUsed(), score.rubric(), score.by().key(), null);
  }

  private static StreamKey withCohort(StreamKey key, String cohort) {
    return new StreamKey(key.route(), key.target(), key.promptVersion(), key.model(), key.rubric(),
        key.judge(), cohort);
  }

  /// Ends minutes that no score has ended, and sets thresholds by how many streams there are. For a timer,
  /// about once a second.
  public void tick() {
    tick(clock.millis());
  }

  private void tick(long now) {
    int active = 0;
    for (Stream stream : streams.all()) {
      Stream.Alarm alarm = stream.turn(now);
      if (alarm != null) {
        alarm(alarm, now);
      }
      active += stream.isArmed() && now - stream.seenMillis() < ACTIVE_MILLIS ? 1 : 0;
    }
    patience = Math.max(active, 1) * WEEK_MINUTES / settings.pagesPerWeek();
    pages.settle(now);
    arms.forget(now);
    pages.forget(now - MINUTE_MILLIS);
  }

  /// All streams, in no order.
  public List<StreamView> streams() {
    return streams.all().stream().map(Stream::view).toList();
  }

  /// What has been counted since the start.
  public DetectionCounts counts() {
    return new DetectionCounts(streams.size(), streams.evicted(), cohorts.untracked(),
        pages.shared(), pages.repeated());
  }

  /// The same frozen answers, scored by the judge that a stream has now and by the one it had before: says
  /// that the judge has changed. Where the judge changed under the same name, what is usual moves along.
  ///
  /// @param before scores of the answers by the previous judge, 1 to 5
  /// @param after  scores of the same answers, in the same order
  /// @throws IllegalArgumentException if there are none, or not as many of each
  public Signal.JudgeChanged rejudged(StreamKey stream, String previousJudge, List<Double> before,
      List<Double> after) {
    if (before.isEmpty() || before.size() != after.size()) {
      throw new IllegalArgumentException("re-judging gives as many scores as there were answers");
    }
    double difference = 0;
    for (int i = 0; i < before.size(); i++) {
      difference += after.get(i) - before.get(i);
    }
    double shift = difference / before.size() / (Score.BEST - Score.WORST);
    Stream known = streams.find(stream);
    if (known != null && stream.judge().equals(previousJudge)) {
      known.shift(shift);
    }
    Signal.JudgeChanged signal = new Signal.JudgeChanged(stream, previousJudge, shift * PERCENT,
        before.size(), clock.millis());
    surroundings.signals().signal(signal);
    return signal;
  }

  /// The states of all streams that had a score at or after that time.
  public List<SavedStream> save(long sinceMillis) {
    List<SavedStream> saved = mix.save(sinceMillis);
    streams.all()
        .stream()
        .filter(stream -> stream.seenMillis() >= sinceMillis)
        .map(stream -> new SavedStream(stream.key(), stream.isRate(), stream.save()))
        .forEach(saved::add);
    return saved;
  }

  /// Puts streams back as they were; those of another version or detector are left out.
  ///
  /// @return how many were put back
  public int restore(List<SavedStream> saved) {
    int restored = 0;
    for (SavedStream one : saved) {
      if (mix.restore(one)) {
        continue;
      }
      Stream stream = new Stream(one.key(), rules, one.rate());
      if (stream.restore(one.state())) {
        streams.put(stream);
        restored++;
      }
    }
    return restored;
  }
}
