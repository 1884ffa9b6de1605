package dev.prism.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.conf.CloudMetadata;
import dev.prism.testing.Scorecard;
import dev.prism.testing.SharedData;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Row R16: base URLs that try to reach what they must not. Each is read as the configuration reads it and
/// then resolved; what is left to connect to must be allowed.
@Tag("push")
class SsrfTest {
  /// What the names of the vectors resolve to; of one that changes, each answer in turn.
  private static final Map<String, List<String>> NAMES = Map.of("127.0.0.1.nip.io",
      List.of("127.0.0.1"), "localhost", List.of("127.0.0.1"), "localhost.", List.of("127.0.0.1"),
      "allowed.test", List.of("1.1.1.1"), "rebind.test", List.of("1.1.1.1", "127.0.0.1"));

  private final EventLoop loop = new DefaultEventLoop();
  private int lookUps;

  @AfterEach
  void stop() {
    assertThat(loop.shutdownGracefully()).isNotNull();
  }

  @Test
  void noBaseUrlLeadsToAnAddressThatIsForbidden() throws Exception {
    List<JsonNode> vectors = SharedData.lines("data/reliability/path/ssrf-base-urls.jsonl");
    assumeTrue(!vectors.isEmpty(), "skipped: the base URLs are not on this machine");
    List<String> wrong = new ArrayList<>();
    int refused = 0;
    for (JsonNode vector : vectors) {
      String url = vector.path("base_url").asString();
      lookUps = 0;
      InetAddress open = reached(url, AddressRule.PUBLIC);
      InetAddress operator = reached(url, AddressRule.OPERATOR);
      refused += open == null ? 1 : 0;
      boolean past = open != null && !AddressRule.PUBLIC.allows(open);
      if (past || (operator != null && CloudMetadata.isAddress(operator))) {
        wrong.add(url + " -> " + open + ", " + operator);
      }
    }
    Scorecard.write("R16",
        "%d of %d base URLs refused where only public ones may be named, %d lead to a forbidden address"
            .formatted(refused, vectors.size(), wrong.size()),
        "none leads to a forbidden address, metadata not for the operator either", wrong.isEmpty());
    assertThat(wrong).isEmpty();
  }

  /// What would be connected to, twice in a row; null for nothing.
  private @Nullable InetAddress reached(String url, AddressRule rule)
      throws InterruptedException, ExecutionException {
    String host = host(url);
    if (host == null || CloudMetadata.isHost(host)) {
      return null;
    }
    AddressBook book = new AddressBook(Runnable::run, rule, this::resolve);
    List<InetSocketAddress> told = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      loop.submit(() -> book.resolve(host, 443, loop, (to, _) -> {
        if (to != null) {
          told.add(to);
        }
      })).get();
      assertThat(loop.submit(() -> true).get()).isTrue();
    }
    return told.isEmpty() ? null : told.getLast().getAddress();
  }

  /// The host as a provider's settings take it; null when they refuse.
  private static @Nullable String host(String url) {
    try {
      URI read = new URI(url);
      boolean http = "http".equals(read.getScheme()) || "https".equals(read.getScheme());
      boolean plain = read.getRawUserInfo() == null && read.getRawQuery() == null
          && read.getRawFragment() == null;
      return http && plain && read.getPort() <= 65_535 ? read.getHost() : null;
    } catch (URISyntaxException bad) {
      return null;
    }
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    List<String> answers = NAMES.get(host.toLowerCase(Locale.ROOT));
    if (answers != null) {
      String answer = answers.get(Math.min(lookUps++, answers.size() - 1));
      return new InetAddress[]{InetAddress.ofLiteral(answer)};
    }
    try {
      return new InetAddress[]{Inet4Address.ofPosixLiteral(host)};
    } catch (IllegalArgumentException noLiteral) {
      throw new UnknownHostException(host);
    }
  }
}
