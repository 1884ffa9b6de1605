package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R20: h2spec, strict, finds nothing, in cleartext and over TLS. Its program lies in the jar of its
/// Maven plugin, for Linux on x86 only.
@Tag("push")
class H2specIT {
  private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
  private static Path folder = Path.of("");

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "skipped: h2spec is for Linux on x86");
    folder = Files.createTempDirectory("h2spec");
    try (InputStream in = H2specIT.class.getResourceAsStream(ARCHIVE)) {
      assertThat(in).as(ARCHIVE).isNotNull();
      Files.copy(in, folder.resolve("h2spec.tar.gz"));
    }
    run(List.of("tar", "xzf", folder.resolve("h2spec.tar.gz").toString(), "-C", folder.toString()));
  }

  @AfterAll
  static void delete() {
    if (folder.isAbsolute()) {
      TestGateway.delete(folder);
    }
  }

  @Test
  void nothingFailsInCleartextNorOverTls() throws Exception {
    try (StubProvider stub = StubProvider.scripted(call -> {
      // A provider takes its time; an answer at once would hide what comes after the request.
      call.pause(Duration.ofMillis(60));
      call.reply(Reply.json(200, "{}"));
    })) {
      String plain;
      try (TestGateway gateway = TestGateway.start(yaml(stub))) {
        plain = spec(gateway.port());
      }
      Certificates certificates = Certificates.in(folder);
      String tls;
      try (TestGateway gateway = TestGateway.start(yaml(stub).server(certificates.server()))) {
        tls = spec(gateway.port(), "-t", "-k");
      }
      boolean pass = plain.contains(" 0 failed") && tls.contains(" 0 failed");
      Scorecard.write("R20", "h2c: " + plain + "; TLS: " + tls, "0 failed", pass);
      assertThat(plain).contains(" 0 failed");
      assertThat(tls).contains(" 0 failed");
    }
  }

  private static GatewayYaml yaml(StubProvider stub) {
    return GatewayYaml.to(stub.port());
  }

  /// The line that sums it up; the failures are in the output of the test.
  private static String spec(int port, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(folder.resolve("h2spec").toString(), "-h",
        "127.0.0.1", "-p", Integer.toString(port), "-P", "/v1/models", "-o", "3", "-S"));
    command.addAll(List.of(more));
    String output = run(command);
    String summary = output.lines()
        .filter(line -> line.contains(" tests, "))
        .reduce((_, last) -> last)
        .orElse("no summary");
    if (!summary.contains(" 0 failed")) {
      int failures = output.indexOf("Failures:");
      throw new AssertionError(failures < 0 ? output : output.substring(failures));
    }
    return summary;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("too slow: " + command.getFirst());
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
