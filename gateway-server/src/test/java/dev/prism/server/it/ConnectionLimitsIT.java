package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Connections have limits: of one address, of one API key, of all together. Who keeps within them notices
/// nothing, and a place that is given back can be taken again.
@Tag("push")
class ConnectionLimitsIT {
  private static final int LIMIT = 3;
  private static final Header KEY = new Header("authorization", "Bearer one");
  private static final String TENANTS = "  one: { keys: [\"sha256:" + Keys.hash("one")
      + "\"] }\n  two: { keys: [\"sha256:" + Keys.hash("two") + "\"] }\n";

  private static TestGateway gateway(StubProvider stub, String clients) {
    return TestGateway.start(GatewayYaml.to(stub.port())
        .tenants(TENANTS)
        .server(", host: 0.0.0.0, clients: { " + clients + " }"));
  }

  /// An address of this machine that is not loopback: the limit does not count those.
  private static @Nullable InetAddress outside() throws IOException {
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (address instanceof Inet4Address && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress()) {
          return address;
        }
      }
    }
    return null;
  }

  /// The status of a request on this connection, 0 when it is closed instead.
  private static int ask(RawHttp http) {
    try {
      return http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.request("chat"), KEY))
          .response()
          .status();
    } catch (IOException _) {
      return 0;
    }
  }

  @Test
  void anAddressMayHaveSoManyAndTheOthersAreNotItsConcern() throws IOException {
    InetAddress outside = outside();
    if (outside == null) {
      abort("skipped: this machine has no address but loopback");
      return;
    }
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "per-address: " + LIMIT)) {
      List<RawHttp> held = new ArrayList<>();
      for (int i = 0; i < LIMIT; i++) {
        RawHttp http = RawHttp.over(new Socket(outside, gateway.port()));
        held.add(http);
        assertThat(ask(http)).isEqualTo(200);
      }
      try (RawHttp tooMany = RawHttp.over(new Socket(outside, gateway.port()))) {
        assertThat(ask(tooMany)).as("closed without an answer").isZero();
      }
      assertThat(gateway.chat("chat", KEY).status()).as("from loopback").isEqualTo(200);
      assertThat(gateway.metrics()).contains("prism_connections_refused_total 1.0");
      held.removeFirst().close();
      Await.until("a place that is given back is free", TestGateway.SOON,
          () -> asked(outside, gateway) == 200);
      for (RawHttp each : held) {
        assertThat(ask(each)).as("those that were let in").isEqualTo(200);
        each.close();
      }
    }
  }

  private static int asked(InetAddress address, TestGateway gateway) {
    try (RawHttp http = RawHttp.over(new Socket(address, gateway.port()))) {
      return ask(http);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void aKeyMayBeInUseOnSoManyConnections() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "per-key: " + LIMIT)) {
      List<RawHttp> held = new ArrayList<>();
      for (int i = 0; i < LIMIT; i++) {
        RawHttp http = RawHttp.connect(gateway.port());
        held.add(http);
        assertThat(ask(http)).isEqualTo(200);
      }
      RawResponse refused = gateway.chat("chat", KEY);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.text()).contains("rate_limit_exceeded");
      assertThat(refused.header("retry-after")).isPresent();
      assertThat(gateway.chat("chat", new Header("authorization", "Bearer two")).status())
          .as("another key")
          .isEqualTo(200);
      for (RawHttp each : held) {
        assertThat(ask(each)).as("those that have it").isEqualTo(200);
        each.close();
      }
    }
  }

  @Test
  void allTogetherMayHaveSoMany() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "connections: " + LIMIT)) {
      List<RawHttp> held = new ArrayList<>();
      for (int i = 0; i < LIMIT; i++) {
        RawHttp http = RawHttp.connect(gateway.port());
        held.add(http);
        assertThat(ask(http)).isEqualTo(200);
      }
      try (RawHttp tooMany = RawHttp.connect(gateway.port())) {
        assertThat(ask(tooMany)).as("closed without an answer").isZero();
      }
      for (RawHttp each : held) {
        each.close();
      }
      Await.until("places are free again", TestGateway.SOON, () -> {
        try (RawHttp http = RawHttp.connect(gateway.port())) {
          return ask(http) == 200;
        } catch (IOException _) {
          return false;
        }
      });
    }
  }
}
