package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Row R28: no event loop ever waits. The virtual machine's own recorder writes down each sleep, each use
/// of a file or a blocking socket and each wait for a lock, however short; none may be on an event loop,
/// but for the loading of a class.
@Tag("push")
class EventLoopIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int WARM_UP = 300;
  private static final int ROUNDS = 400;
  private static final List<String> FORBIDDEN = List.of("jdk.ThreadSleep", "jdk.SocketRead",
      "jdk.SocketWrite", "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce", "jdk.ThreadPark",
      "jdk.JavaMonitorWait", "jdk.JavaMonitorEnter");

  @TempDir
  private Path folder = Path.of("");

  @Test
  void nothingBlocksOnAnEventLoop() throws IOException {
    Map<String, Integer> seen;
    int leaks;
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        Recording recording = new Recording()) {
      traffic(gateway, stub, WARM_UP);
      for (String event : FORBIDDEN) {
        recording.enable(event).withThreshold(Duration.ZERO).withStackTrace();
      }
      recording.start();
      traffic(gateway, stub, ROUNDS);
      recording.stop();
      Path file = folder.resolve("loops.jfr");
      recording.dump(file);
      assertThat(Files.size(file)).isPositive();
      seen = blocked(file);
      NoLeaks.collect();
      leaks = NoLeaks.found().size();
    }
    Scorecard.write("R28",
        "%d requests: event loops blocked %s; %d buffers leaked in this and the tests before it"
            .formatted(4 * ROUNDS, seen.isEmpty() ? "never" : seen, leaks),
        "never blocked, 0 leaked", seen.isEmpty() && leaks == 0);
    assertThat(seen).isEmpty();
  }

  private static void traffic(TestGateway gateway, StubProvider stub, int rounds)
      throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.port());
        RawHttp2 two = RawHttp2.connect(gateway.port())) {
      for (int i = 0; i < rounds; i++) {
        stub.answer(Chat.answer());
        assertThat(
            http.send(RawHttp.request("POST", CHAT, Chat.request("chat"))).response().status())
            .isEqualTo(200);
        stub.answer(Chat.stream());
        assertThat(two.await(two.post(CHAT, Chat.streamRequest("chat"))).status()).isEqualTo(200);
        stub.answer(Reply.json(500, "{}"));
        assertThat(
            http.send(RawHttp.request("POST", CHAT, Chat.request("chat"))).response().status())
            .isGreaterThanOrEqualTo(500);
        assertThat(http.send(RawHttp.request("POST", CHAT, "{\"bad")).response().status())
            .isEqualTo(400);
      }
    }
  }

  private static Map<String, Integer> blocked(Path file) throws IOException {
    Map<String, Integer> seen = new TreeMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        boolean onLoop = event.getThread() != null && event.getThread().getJavaName() != null
            && event.getThread().getJavaName().startsWith("prism-eventloop");
        if (onLoop && !loadsAClass(event)) {
          seen.merge(event.getEventType().getName() + " " + where(event), 1, Integer::sum);
        }
      }
    }
    return seen;
  }

  private static boolean loadsAClass(RecordedEvent event) {
    return event.getStackTrace() != null && event.getStackTrace()
        .getFrames()
        .stream()
        .anyMatch(frame -> frame.getMethod().getType().getName().contains("ClassLoader"));
  }

  private static String where(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return "somewhere";
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return type + "." + frame.getMethod().getName();
      }
    }
    return "the JDK";
  }
}
