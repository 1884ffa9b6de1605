package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.server.cli.GamedayCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GamedayIT {
  private static String played() {
    StringWriter table = new StringWriter();
    assertThat(new CommandLine(new GamedayCommand()).setOut(new PrintWriter(table, true))
        .execute("--seed", "7", "--most", "5")).isZero();
    return table.toString();
  }

  @Test
  void theSameSeedPlaysTheSameNights() {
    String once = played();
    assertThat(once).contains("delay from onset to page").contains("False pages per route-week");
    assertThat(played()).isEqualTo(once);
  }
}
