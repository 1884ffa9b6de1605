package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private static final long TOOK_NANOS = 100_000_000;

  private final ConcurrencyLimit limit = new ConcurrencyLimit();

  @Test
  void nothingIsRefusedBeforeThereIsASignOfAQueue() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(limit.acquire("a")).isNotNull();
    }
    assertThat(limit.waiting()).isEqualTo(10_000);
  }

  @Test
  void whatHasEndedMakesRoomOnce() {
    ConcurrencyLimit.Permit permit = take("a", 1).getFirst();
    permit.answered(TOOK_NANOS);
    permit.release();
    permit.answered(TOOK_NANOS);
    assertThat(limit.waiting()).isZero();
  }

  @Test
  void aFullLimitRefusesAndSharesWhatThereIs() {
    List<ConcurrencyLimit.Permit> noisy = take("noisy", ConcurrencyLimit.CEILING * 4 / 5);
    assertThat(limit.acquire("quiet")).as("the first of another tenant").isNotNull();
    assertThat(limit.acquire("noisy")).as("beyond its share").isNull();
    assertThat(take("quiet", 1_000)).doesNotContainNull();
    noisy.forEach(ConcurrencyLimit.Permit::release);
    assertThat(limit.acquire("noisy")).isNotNull();
  }

  @Test
  void whoHasLittleIsLetInBeyondTheLimit() {
    take("noisy", ConcurrencyLimit.CEILING);
    assertThat(limit.acquire("noisy")).isNull();
    assertThat(limit.acquire("quiet")).isNotNull();
  }

  @Test
  void aTenantAloneMayUseAllOfIt() {
    take("alone", ConcurrencyLimit.CEILING);
    assertThat(limit.acquire("alone")).isNull();
  }

  private List<ConcurrencyLimit.Permit> take(String tenant, int count) {
    List<ConcurrencyLimit.Permit> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ConcurrencyLimit.Permit permit = limit.acquire(tenant);
      assertThat(permit).as("permit %d of %s", i, tenant).isNotNull();
      if (permit != null) {
        taken.add(permit);
      }
    }
    return taken;
  }
}
