package dev.prism.evals;

import dev.prism.exchange.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A model that scores a part of the traffic, asked through this gateway's own data plane.
///
/// @param route          the route, or the `provider/model` pair, that answers for the judge
/// @param rubrics        by which it scores: names of rubrics and templates; by the first three built-in ones
///                       unless given
/// @param sample         the share of the exchanges that it scores, above 0 to 1
/// @param warmSample     the share on a route where a detector has begun to suspect something; never less than `sample`
/// @param warmFor        how long after a suspicion
/// @param spendUsdPerDay what it may cost on one day in UTC; a call without a known price counts as a cent
/// @param timeout        how long one call may take, 1s to 5m
/// @param concurrency    calls at a time, 1 to 32
/// @param key            a tenant's key, when the gateway wants one
/// @param baseUrl        where this gateway is reached, when that is not its own port on loopback without TLS
public record JudgeSettings(
    String route,
    List<String> rubrics,
    double sample,
    double warmSample,
    Duration warmFor,
    BigDecimal spendUsdPerDay,
    Duration timeout,
    int concurrency,
    @Nullable Secret key,
    @Nullable URI baseUrl) {
  public static final double DEFAULT_SAMPLE = 0.05;
  public static final double DEFAULT_WARM_SAMPLE = 0.5;
  public static final Duration DEFAULT_WARM_FOR = Duration.ofMinutes(10);
  public static final BigDecimal DEFAULT_SPEND_USD_PER_DAY = BigDecimal.valueOf(5);
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  public static final int DEFAULT_CONCURRENCY = 2;
  private static final List<String> USUAL = List.of(Rubric.FACTUAL_GROUNDING,
      Rubric.PRIVACY_AND_SAFETY, Rubric.INSTRUCTION_ADHERENCE);

  public JudgeSettings {
    rubrics = rubrics.isEmpty() ? USUAL : List.copyOf(rubrics);
    if (rubrics.size() > 12) {
      throw new IllegalArgumentException("rubrics must be at most 12");
    }
    if (!(sample > 0 && sample <= 1) || !(warmSample > 0 && warmSample <= 1)) {
      throw new IllegalArgumentException("sample and warm-sample must be above 0 to 1");
    }
    if (timeout.toMillis() < 1_000 || timeout.toMinutes() > 5) {
      throw new IllegalArgumentException("timeout must be between 1s and 5m");
    }
    if (concurrency < 1 || concurrency > 32) {
      throw new IllegalArgumentException("concurrency must be between 1 and 32");
    }
    if (spendUsdPerDay.signum() < 0) {
      throw new IllegalArgumentException("spend-usd-per-day must not be negative");
    }
    Objects.requireNonNull(route);
  }
}
