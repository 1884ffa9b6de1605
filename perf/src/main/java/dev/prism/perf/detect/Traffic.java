package dev.prism.perf.detect;

import dev.prism.exchange.TraceText;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The judged answers of a scenario, minute by minute. Every answer has a hash; those with a hash below the
/// probability are scored. So all who look at the same answers of a minute see the same scores, and whoever
/// scores more sees all that the others see. The scores are drawn anew for another `most`.
final class Traffic {
  private static final double BURST_MINUTES = 20;
  private static final double DAY_MINUTES = 1_440;

  private final Scenario scenario;
  private final World world;
  private final double[] bursts;
  private final long answers;

  /// Takes answers.
  interface Taker {
    /// @param hash     0 to 1
    /// @param points   0 to 100
    /// @param inCohort whether it is of the part of the traffic that the change is planted in
    /// @param asked    what the customer asked
    void take(double hash, int points, boolean inCohort, Asked asked);
  }

  /// @param topic    0 to 9
  /// @param question of the user
  record Asked(int topic, TraceText question) {}

  /// @param arm another arm of the same route has other answers, and the same topics
  Traffic(Scenario scenario, World world, int minutes, int arm) {
    this.scenario = scenario;
    answers = (scenario.seed() + arm) * 0x9E3779B97F4A7C15L;
    this.world = world;
    bursts = new double[minutes + 1];
    SplittableRandom random = new SplittableRandom(scenario.seed() ^ 0x6275727374L);
    double kept = Math.exp(-1 / BURST_MINUTES);
    double fresh = scenario.burst() * Math.sqrt(1 - kept * kept);
    for (int i = 1; i < bursts.length; i++) {
      bursts[i] = kept * bursts[i - 1] + fresh * random.nextGaussian();
    }
  }

  /// The answers of a minute whose hash is below `most`.
  ///
  /// @param change what has been planted, null for nothing
  void minute(int minute, double most, @Nullable Change change, Taker taker) {
    SplittableRandom random = new SplittableRandom(answers + minute * 0xD1B54A32D192ED03L);
    int sinceOnset = minute - scenario.onset();
    Change now = sinceOnset >= 0 ? change : null;
    double wave = scenario.diurnal() * Math.sin(2 * Math.PI * minute / DAY_MINUTES);
    double mixed = bursts[minute];
    if (now instanceof Change.Shifted(double points, double tau)) {
      mixed += points * (1 - Math.exp(-sinceOnset / tau));
    }
    Moved moved = world.seen() ? new Moved(wave, mixed) : new Moved(wave + mixed, 0);
    for (int i = 0; i < scenario.perMinute(); i++) {
      double hash = random.nextDouble();
      SplittableRandom own = hash < most ? random.split() : null;
      if (own != null) {
        answer(hash, moved, now, sinceOnset, own, taker);
      }
    }
  }

  /// @param all   of each score, points
  /// @param mixed of the mean, by the mix of topics
  private record Moved(double all, double mixed) {}

  private void answer(double hash, Moved by, @Nullable Change now, int sinceOnset,
      SplittableRandom random, Taker taker) {
    ScoreSource source = world.source();
    double moved = by.all();
    double part = random.nextDouble();
    boolean inCohort = part < scenario.cohort();
    int topic = source.topics().draw(by.mixed(), random.nextDouble());
    double score = source.draw(ScoreSource.USUAL, topic, random);
    double other = random.nextDouble();
    double points = switch (now) {
      case Change.Replaced(double share, int given) -> part < share ? given : score + moved;
      case Change.Swapped(String model, double share, int ramp) -> {
        double reached = ramp == 0 ? 1 : Math.min((double) sinceOnset / ramp, 1);
        yield part < share && other < reached
            ? source.draw(model, topic, random) + moved
            : score + moved;
      }
      case Change.SwappedThenBroken(int after, double share) ->
        sinceOnset >= after && part < share ? 0 : score + moved - Change.JudgeSwapped.HARSHER;
      case Change.JudgeSwapped _ -> score + moved - Change.JudgeSwapped.HARSHER;
      case Change.Shifted _,Change.Leaking _,Change.Empty _ -> score + moved;
      case null -> score + moved;
    };
    taker.take(hash, (int) Math.round(Math.clamp(points, 0, 100)), inCohort,
        new Asked(topic, world.requests().draw(topic, random)));
  }
}
