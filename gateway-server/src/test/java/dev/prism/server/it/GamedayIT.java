package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.server.cli.GamedayCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GamedayIT {
  private static String played(String... options) {
    StringWriter table = new StringWriter();
    assertThat(
        new CommandLine(new GamedayCommand()).setOut(new PrintWriter(table, true)).execute(options))
        .isZero();
    return table.toString();
  }

  @Test
  void theSameSeedPlaysTheSameNights() {
    String once = played("--seed", "7", "--most", "5");
    assertThat(once).contains("delay from onset to page").contains("False pages per route-week");
    assertThat(played("--seed", "7", "--most", "5")).isEqualTo(once);
  }

  /// The first seeded night is one with a leak.
  @Test
  void aNightOnAWholeGatewayOverHttpIsContained() {
    String table = played("--seed", "7", "--most", "1", "--http", "--minutes", "10");
    System.err.println(table);
    assertThat(table).contains("nights with a leak over HTTP, 1 of them contained")
        .contains("| pii_leak | pii_leak=1 |");
  }
}
