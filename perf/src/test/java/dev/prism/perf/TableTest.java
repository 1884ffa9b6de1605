package dev.prism.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.perf.load.LoadReport;
import dev.prism.perf.load.Quantiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void cellIsTheMedianOfTheRoundsThatNobodySpoiltWithItsRatioToNginx() {
    String table = table(run("nginx", 20, false), run("nginx", 24, false), run("nginx", 22, false),
        run("nginx", 900, true), run("prism", 33, false), run("prism", 400, true));
    assertThat(table).contains("| 1k@64 | CPU µs each | 22 | 33 (1.50×) |");
  }

  @Test
  void medianOfSpoiltRoundsIsMarked() {
    String table = table(run("nginx", 20, false), run("prism", 30, true));
    assertThat(table).contains("| 20 | ~30 (1.50×) |");
  }

  @Test
  void subjectWithoutAMeasurementHasADash() {
    assertThat(table(run("nginx", 20, false))).contains("| 20 | – |");
  }

  @Test
  void failuresHaveARowOfTheirOwn() {
    assertThat(table(run("nginx", 20, false))).contains("| 1k@64 | failed | 3 | – |");
  }

  private static String table(Measurement... all) {
    return new Table(List.of(all), List.of("nginx", "prism")).markdown();
  }

  private static Measurement run(String subject, double cpu, boolean spoilt) {
    LoadReport load = new LoadReport(2, 4000, 3, 0, Quantiles.NONE, Quantiles.NONE, Quantiles.NONE,
        "");
    return new Measurement(subject, "1k@64", 1, load, cpu, 0.5, 0, spoilt, 20_480, 30_720, 0, 0, 0);
  }
}
