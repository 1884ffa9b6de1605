package dev.prism.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
  @TempDir
  private Path folder;

  @Test
  void aTakenPortIsOneSentenceThatNamesTheOptionAndExitCode2() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertRefused("--port", "--port", port, "--admin-port", "0");
      assertRefused("--admin-port", "--port", "0", "--admin-port", port);
    }
  }

  private void assertRefused(String option, String... ports) throws Exception {
    Path config = folder.resolve("prism.yaml");
    Files.writeString(config, """
        store: { url: "sqlite:%s" }
        providers: { sim: { adapter: simulated } }
        routes: { demo: { targets: { stable: { provider: sim, model: sim-small } } } }
        tenants: { default: { open: true } }
        """.formatted(folder.resolve("prism.db")));
    StringWriter err = new StringWriter();
    int code = new CommandLine(new ServeCommand()).setErr(new PrintWriter(err, true))
        .execute("--config", config.toString(), ports[0], ports[1], ports[2], ports[3]);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1)
        .startsWith("prism: ")
        .contains(option + " N");
  }
}
