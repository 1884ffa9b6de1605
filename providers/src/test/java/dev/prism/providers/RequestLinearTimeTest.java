package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A request of ten times as many pieces costs about ten times as much to translate, whatever the pieces
/// are and whoever serves it: the bound leaves room for noise and catches a square, which would cost a
/// hundred times.
class RequestLinearTimeTest {
  private static final List<String> PROVIDERS = List.of("anthropic", "gemini", "bedrock", "cohere",
      "mistral");
  private static final int SMALL = 1_000;
  private static final int LARGE = 10_000;
  private static final double MOST = 40;
  /// Below this the ratio says nothing.
  private static final long FLOOR_NANOS = 1_000_000;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  /// Requests of `n` pieces of one kind.
  record Shape(String name, Endpoint client, IntFunction<String> body) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Shape> shapes() {
    return List.of(
        new Shape("chat messages of one role", Endpoint.CHAT_COMPLETIONS,
            n -> chat(list(n, i -> said("user", i)))),
        new Shape("chat instructions", Endpoint.CHAT_COMPLETIONS,
            n -> chat(list(n, i -> said("system", i)) + "," + said("user", 0))),
        new Shape("chat turns", Endpoint.CHAT_COMPLETIONS,
            n -> chat(
                list(n, i -> said(i % 2 == 0 ? "user" : "assistant", i)) + "," + said("user", 0))),
        new Shape("chat parts", Endpoint.CHAT_COMPLETIONS,
            n -> chat(saidAs("user", list(n, i -> text(i))))),
        new Shape("chat parts of an answer", Endpoint.CHAT_COMPLETIONS,
            n -> answered(list(n, i -> text(i)), said("user", 1))),
        new Shape("chat calls", Endpoint.CHAT_COMPLETIONS, n -> chat(said("user", 0)
            + ",{\"role\":\"assistant\",\"tool_calls\":["
            + list(n, i -> "{\"id\":\"c" + i
                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
            + "]},"
            + list(n,
                i -> "{\"role\":\"tool\",\"tool_call_id\":\"c" + i + "\",\"content\":\"r\"}"))),
        new Shape("chat tools", Endpoint.CHAT_COMPLETIONS,
            n -> with("tools",
                list(n,
                    i -> "{\"type\":\"function\",\"function\":{\"name\":\"f" + i
                        + "\",\"parameters\":{\"type\":\"object\"}}}"))),
        new Shape("chat unknown members of tools", Endpoint.CHAT_COMPLETIONS,
            n -> with("tools",
                "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}},"
                    + unknown(n) + "}")),
        new Shape("chat stops", Endpoint.CHAT_COMPLETIONS,
            n -> with("stop", list(n, i -> "\"s" + i + "\""))),
        new Shape("chat unknown members", Endpoint.CHAT_COMPLETIONS,
            n -> "{" + unknown(n) + "," + chat(said("user", 0)).substring(1)),
        new Shape("responses unknown members", Endpoint.RESPONSES,
            n -> "{" + unknown(n) + "," + asked(said("user", 0)).substring(1)),
        new Shape("messages of one role", Endpoint.MESSAGES,
            n -> chat(list(n, i -> said("user", i)))),
        new Shape("messages system", Endpoint.MESSAGES,
            n -> with("system",
                list(n,
                    i -> "{\"type\":\"text\",\"text\":\"t" + i
                        + "\",\"cache_control\":{\"type\":\"ephemeral\"}}"))),
        new Shape("messages calls", Endpoint.MESSAGES,
            n -> answered(
                list(n,
                    i -> "{\"type\":\"tool_use\",\"id\":\"c" + i
                        + "\",\"name\":\"f\",\"input\":{}}"),
                saidAs("user",
                    list(n,
                        i -> "{\"type\":\"tool_result\",\"tool_use_id\":\"c" + i
                            + "\",\"content\":\"r\"}")))),
        new Shape("messages thoughts", Endpoint.MESSAGES,
            n -> answered(list(n,
                i -> "{\"type\":\"thinking\",\"thinking\":\"t" + i + "\",\"signature\":\"s\"}")
                + "," + text(0), said("user", 1))),
        new Shape("messages unknown blocks", Endpoint.MESSAGES,
            n -> chat(saidAs("user", list(n, i -> "{\"type\":\"x" + i + "\"}") + "," + text(0)))),
        new Shape("responses items", Endpoint.RESPONSES, n -> asked(list(n, i -> said("user", i)))),
        new Shape("responses calls", Endpoint.RESPONSES, n -> asked(said("user", 0) + ","
            + list(n, i -> "{\"type\":\"function_call\",\"call_id\":\"c" + i
                + "\",\"name\":\"f\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c"
                + i + "\",\"output\":\"o\"}"))));
  }

  /// A chat with a list as another member.
  private static String with(String member, String elements) {
    return "{\"" + member + "\":[" + elements + "]," + chat(said("user", 0)).substring(1);
  }

  private static String unknown(int n) {
    return list(n, i -> "\"x" + i + "\":1");
  }

  /// A chat whose answer has these parts.
  private static String answered(String parts, String then) {
    return chat(said("user", 0) + "," + saidAs("assistant", parts) + "," + then);
  }

  private static String saidAs(String role, String parts) {
    return "{\"role\":\"" + role + "\",\"content\":[" + parts + "]}";
  }

  private static String text(int i) {
    return "{\"type\":\"text\",\"text\":\"t" + i + "\"}";
  }

  private static String asked(String items) {
    return "{\"model\":\"m\",\"input\":[" + items + "]}";
  }

  private static String chat(String messages) {
    return "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + messages + "]}";
  }

  private static String said(String role, int i) {
    return "{\"role\":\"" + role + "\",\"content\":\"t" + i + "\"}";
  }

  private static String list(int n, IntFunction<String> piece) {
    return IntStream.range(0, n).mapToObj(piece).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void tenTimesThePiecesCostTenTimesTheTime(Shape shape) {
    String small = shape.body.apply(SMALL);
    String large = shape.body.apply(LARGE);
    for (String provider : PROVIDERS) {
      Call call = Objects.requireNonNull(Talk.adapter(provider).call(shape.client, "m"));
      if (call.translator() == null) {
        continue;
      }
      long few = Math.max(FLOOR_NANOS, nanos(shape.client, provider, small));
      assertThat((double) nanos(shape.client, provider, large) / few)
          .as("%s to %s, of %s ns for %s pieces", shape, provider, few, SMALL)
          .isLessThan(MOST);
    }
  }

  /// The lesser of two.
  private static long nanos(Endpoint client, String provider, String body) {
    long[] times = new long[2];
    for (int i = 0; i < times.length; i++) {
      long began = CPU.getCurrentThreadCpuTime();
      try {
        Talk.of(client, provider, body).outgoing();
      } catch (Unsuited refused) {
        assertThat(refused.error().status()).isEqualTo(400);
      }
      times[i] = CPU.getCurrentThreadCpuTime() - began;
    }
    Arrays.sort(times);
    return times[0];
  }
}
