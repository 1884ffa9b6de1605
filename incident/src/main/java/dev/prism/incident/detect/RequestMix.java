package dev.prism.incident.detect;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes out of scores what the mix of requests does to them. When everybody asks about the hard thing the mean
/// falls though no answer has become worse than such answers are; so each score is moved by as much as its request's
/// expected score lies away from the usual (see [ExpectedScore]). What the answers themselves do stays. One
/// regression for all targets and versions of a route, since what is hard to answer is so for all of them.
final class RequestMix {
  private static final int MOST = 256;
  private static final int PERCENT = 100;
  /// An attribute of this name cannot come from a request.
  private static final String COHORT = "=mix";

  private final Supplier<List<String>> attributes;
  private final Function<TraceRecord, String> question;
  private final Predicate<String> incidentOpen;
  private final Map<StreamKey, ExpectedScore> expectations = new ConcurrentHashMap<>();

  /// @param attributes   what tells requests apart, see [RequestWords]; none for leaving scores as they are
  /// @param question     what the user asked last
  /// @param incidentOpen whether an incident of a route is open; must not wait
  RequestMix(Supplier<List<String>> attributes, Function<TraceRecord, String> question,
      Predicate<String> incidentOpen) {
    this.attributes = attributes;
    this.question = question;
    this.incidentOpen = incidentOpen;
  }

  /// The numbers of a request, none where nothing is adjusted.
  int[] words(TraceRecord trace) {
    List<String> now = attributes.get();
    return now.isEmpty() ? new int[0] : RequestWords.of(trace, now, question);
  }

  /// Adjusts a score and learns from it.
  ///
  /// @param points 0 to 100
  /// @return the same of an answer that is rated worst, since no question explains that; else above that
  int adjusted(String route, Score score, int points, int[] words, long millis) {
    ExpectedScore expected = words.length == 0 ? null : expected(route, score);
    if (expected == null) {
      return points;
    }
    if (expected.turn(millis)) {
      if (incidentOpen.test(route)) {
        expected.disturb();
      }
      expected.settle(millis);
    }
    double by = expected.learn(words, points / (double) PERCENT);
    int moved = (int) Math.round(points - PERCENT * by);
    int least = (int) Math.round(RareScores.UP_TO * PERCENT);
    return points <= least ? points : Math.clamp(moved, least + 1, PERCENT);
  }

  private @Nullable ExpectedScore expected(String route, Score score) {
    StreamKey key = key(route, score.rubric(), score.by().key());
    ExpectedScore known = expectations.get(key);
    return known != null || expectations.size() >= MOST
        ? known
        : expectations.computeIfAbsent(key, this::begin);
  }

  /// What is hard to answer is so whoever judges: a new judge begins with what is known of the route by another.
  private ExpectedScore begin(StreamKey key) {
    ExpectedScore fresh = new ExpectedScore();
    expectations.entrySet()
        .stream()
        .filter(known -> known.getKey().route().equals(key.route())
            && known.getKey().rubric().equals(key.rubric()))
        .map(Map.Entry::getValue)
        .max(Comparator.comparingLong(ExpectedScore::changedMillis))
        .ifPresent(fresh::inherit);
    return fresh;
  }

  private static StreamKey key(String route, String rubric, String judge) {
    return new StreamKey(route, "", null, "", rubric, judge, COHORT);
  }

  /// A stream has dropped: what is learnt of its route now shall not count.
  void disturb(StreamKey stream) {
    ExpectedScore known = expectations.get(key(stream.route(), stream.rubric(), stream.judge()));
    if (known != null) {
      known.disturb();
    }
  }

  /// Those that have come into force at or after that time.
  List<SavedStream> save(long sinceMillis) {
    List<SavedStream> saved = new ArrayList<>();
    expectations.forEach((key, expected) -> {
      if (expected.changedMillis() >= sinceMillis) {
        saved.add(new SavedStream(key, false, expected.save()));
      }
    });
    return saved;
  }

  /// @return whether it is one of these and is back
  boolean restore(SavedStream saved) {
    ExpectedScore expected = new ExpectedScore();
    boolean known = COHORT.equals(saved.key().cohort()) && expectations.size() < MOST
        && expected.restore(saved.state());
    if (known) {
      expectations.put(saved.key(), expected);
    }
    return known;
  }
}
