package dev.prism.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The proxy does what its toxics say, and nothing when there are none.
class FaultProxyTest {
  private static final String BODY = "0123456789".repeat(100);

  private final StubProvider stub = StubProvider.answering(Reply.json(200, BODY));
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = FaultProxy.before(stub.port());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    stub.close();
  }

  private RawResponse ask() throws IOException {
    return RawHttp.post(proxy.port(), "/", "{}");
  }

  private long millisToAsk() throws IOException {
    long from = System.nanoTime();
    assertThat(ask().text()).isEqualTo(BODY);
    return (System.nanoTime() - from) / 1_000_000;
  }

  @Test
  void withoutToxicsEverythingPasses() throws IOException {
    assertThat(ask().text()).isEqualTo(BODY);
  }

  @Test
  void whatIsSlowIsWholeAndSlow() throws IOException {
    proxy.poison(FaultProxy.Way.DOWNSTREAM, new Toxic.Latency(Duration.ofMillis(100)));
    assertThat(millisToAsk()).isGreaterThanOrEqualTo(100);
    proxy.poison(FaultProxy.Way.DOWNSTREAM, new Toxic.Bandwidth(10_000));
    assertThat(millisToAsk()).isGreaterThanOrEqualTo(90);
    proxy.poison(FaultProxy.Way.DOWNSTREAM, new Toxic.Slicer(100, Duration.ofMillis(5)));
    assertThat(millisToAsk()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void whatIsCutIsNotWhole() throws IOException {
    for (Toxic toxic : new Toxic[]{new Toxic.Down(), new Toxic.ResetPeer(Duration.ZERO),
        new Toxic.Timeout(Duration.ofMillis(20))}) {
      proxy.poison(FaultProxy.Way.DOWNSTREAM, toxic);
      assertThatThrownBy(this::ask).as("%s", toxic).isInstanceOf(IOException.class);
    }
    proxy.poison(FaultProxy.Way.DOWNSTREAM, new Toxic.LimitData(500));
    assertThat(ask().isWhole()).isFalse();
    proxy.heal();
    assertThat(ask().text()).isEqualTo(BODY);
  }
}
