package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Tenant;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// How long a wrong key takes to be refused tells nothing about the right ones: Welch's t-test, as in "Dude,
/// is my code constant time?" (Reparaz, Balasch, Verbauwhede, 2017), over keys that differ from a good one in
/// their last signs alone and keys that have nothing of it, in mixed order.
class KeyTimingTest {
  private static final String GOOD = "sk-prism-" + "0123456789abcdef".repeat(4);
  private static final int KEYS = 512;
  private static final int WARM_UP = 200_000;
  private static final int TRIES = 100_000;
  /// From where on that method speaks of a leak. A leak shows in every round.
  private static final double CRITICAL = 4.5;
  private static final int ROUNDS = 5;
  /// The slowest tenth is the machine's own: interrupts and collections.
  private static final double KEPT = 0.9;
  private static final long SEED = 20_261_127;

  private final Random random = new Random(SEED);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Authenticator authenticator = new Authenticator(
      Map.of(KeyHash256.ofKey(GOOD),
          new TenantMeter(new Tenant("acme", List.of("*"), Tenant.Limits.NONE), new NoSpend())),
      _ -> null, null);

  @Test
  void aKeyThatIsNearlyRightIsRefusedAsSlowlyAsAnyOther() {
    assertThat(authenticator.authenticate(headers(GOOD), channel))
        .isInstanceOf(Authenticator.Result.Known.class);
    measured(keys(), WARM_UP);
    double t = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS && Math.abs(t) > CRITICAL; i++) {
      double[][] nanos = measured(keys(), TRIES);
      t = welch(nanos[0], nanos[1]);
      System.err.printf("key timing, seed %d: nearly right %.0f ns, others %.0f ns, t = %.2f%n",
          SEED, mean(nanos[0]), mean(nanos[1]), t);
    }
    assertThat(Math.abs(t)).isLessThan(CRITICAL);
  }

  /// Wrong keys of one length that begin with each prefix. They are made in turn: where they lie in memory must
  /// not tell the kinds apart.
  private HttpHeaders[][] keys() {
    String[] prefixes = {GOOD.substring(0, GOOD.length() - 3), "sk-prism-"};
    HttpHeaders[][] all = new HttpHeaders[prefixes.length][KEYS];
    for (int i = 0; i < 2 * KEYS; i++) {
      int kind = (i + i / 2) % 2;
      all[kind][i / 2] = headers(wrong(prefixes[kind]));
    }
    return all;
  }

  private String wrong(String prefix) {
    StringBuilder key = new StringBuilder(prefix);
    while (key.length() < GOOD.length()) {
      key.append((char) ('g' + random.nextInt(20)));
    }
    return key.toString();
  }

  private static HttpHeaders headers(String key) {
    return new DefaultHttpHeaders().set("authorization", "Bearer " + key);
  }

  /// Nanoseconds of each kind, the slowest left out.
  private double[][] measured(HttpHeaders[][] keys, int tries) {
    double[][] nanos = new double[2][tries];
    int[] count = new int[2];
    int refused = 0;
    while (count[0] < tries && count[1] < tries) {
      int kind = random.nextInt(2);
      HttpHeaders headers = keys[kind][random.nextInt(KEYS)];
      long from = System.nanoTime();
      Authenticator.Result result = authenticator.authenticate(headers, channel);
      nanos[kind][count[kind]++] = System.nanoTime() - from;
      refused += result instanceof Authenticator.Result.Unknown ? 1 : 0;
    }
    assertThat(refused).isEqualTo(count[0] + count[1]);
    int kept = (int) (KEPT * Math.min(count[0], count[1]));
    for (int kind = 0; kind < 2; kind++) {
      double[] sorted = Arrays.copyOf(nanos[kind], count[kind]);
      Arrays.sort(sorted);
      nanos[kind] = Arrays.copyOf(sorted, kept);
    }
    return nanos;
  }

  private static double welch(double[] one, double[] other) {
    return (mean(one) - mean(other))
        / Math.sqrt(variance(one) / one.length + variance(other) / other.length);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / (values.length - 1);
  }

  private record NoSpend() implements Spend {
    @Override
    public long spent(String tenant) {
      return 0;
    }

    @Override
    public void add(String tenant, long picoDollars) {
      assertThat(picoDollars).isNotNegative();
    }
  }
}
