package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Tenant;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// How long a wrong key takes to be refused tells nothing about the right ones: Welch's t-test, as in "Dude,
/// is my code constant time?" (Reparaz, Balasch, Verbauwhede, 2017), over keys that differ from a good one in
/// their last signs alone and keys that have nothing of it, in mixed order.
class KeyTimingTest {
  private static final String GOOD = "sk-prism-" + "0123456789abcdef".repeat(4);
  private static final String BEARER = "Bearer ";
  private static final byte[] RIGHT = (BEARER + GOOD).getBytes(StandardCharsets.US_ASCII);
  /// The signs that a wrong key of each kind shares with the right one.
  private static final int[] SHARED = {RIGHT.length - 3, BEARER.length() + "sk-prism-".length()};
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
    assertThat(authenticator.authenticate(header(BEARER + GOOD), channel))
        .isInstanceOf(Authenticator.Result.Known.class);

    assertThat(leastDifference(headers -> authenticator.authenticate(headers,
        channel) instanceof Authenticator.Result.Known)).isLessThan(CRITICAL);
  }

  @Test
  void aCompareThatStopsAtTheFirstSignWouldBeSeen() {
    assertThat(leastDifference(headers -> signBySign(headers.get("authorization"))))
        .isGreaterThan(CRITICAL);
  }

  private static boolean signBySign(String authorization) {
    for (int i = 0; i < GOOD.length(); i++) {
      if (authorization.charAt(BEARER.length() + i) != GOOD.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The smallest |t| of all rounds.
  private double leastDifference(Predicate<HttpHeaders> check) {
    measured(check, WARM_UP);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS && least > CRITICAL; i++) {
      double[][] nanos = measured(check, TRIES);
      double t = welch(nanos[0], nanos[1]);
      System.err.printf("key timing, seed %d: nearly right %.0f ns, others %.0f ns, t = %.2f%n",
          SEED, mean(nanos[0]), mean(nanos[1]), t);
      least = Math.min(least, Math.abs(t));
    }
    return least;
  }

  /// Nanoseconds of each kind, the slowest left out. Each try has a new key, made in the same steps whatever its
  /// kind: neither where it lies nor what came before it tells the kinds apart.
  private double[][] measured(Predicate<HttpHeaders> check, int tries) {
    double[][] nanos = new double[2][tries];
    int[] count = new int[2];
    int let = 0;
    while (count[0] < tries && count[1] < tries) {
      int kind = random.nextInt(2);
      HttpHeaders headers = wrong(SHARED[kind]);
      long from = System.nanoTime();
      boolean known = check.test(headers);
      nanos[kind][count[kind]++] = System.nanoTime() - from;
      let += known ? 1 : 0;
    }
    assertThat(let).isZero();
    int kept = (int) (KEPT * Math.min(count[0], count[1]));
    for (int kind = 0; kind < 2; kind++) {
      double[] sorted = Arrays.copyOf(nanos[kind], count[kind]);
      Arrays.sort(sorted);
      nanos[kind] = Arrays.copyOf(sorted, kept);
    }
    return nanos;
  }

  private HttpHeaders wrong(int shared) {
    byte[] key = new byte[RIGHT.length];
    for (int i = 0; i < key.length; i++) {
      int keep = (i - shared) >> (Integer.SIZE - 1);
      key[i] = (byte) ((RIGHT[i] & keep) | (('g' + random.nextInt(16)) & ~keep));
    }
    return header(new String(key, StandardCharsets.US_ASCII));
  }

  private static HttpHeaders header(String authorization) {
    return new DefaultHttpHeaders().set("authorization", authorization);
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
