package dev.prism.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.Node;

class BinderTest {
  enum Mode {
    READ_ONLY, FULL
  }

  sealed interface Way {
    record Straight() implements Way {}

    record Split(String first, int percent) implements Way {
      static final int DEFAULT_PERCENT = 10;
    }

    record Detour(Inner inner) implements Way {}
  }

  record Inner(String name, @Nullable String note) {}

  record Everything(
      String text,
      int count,
      double share,
      BigDecimal money,
      boolean on,
      Duration pause,
      ByteSize size,
      Mode mode,
      URI url,
      Secret key,
      List<Integer> numbers,
      Map<String, Inner> inners,
      @Nullable Inner maybe,
      Way way) {
    static final double DEFAULT_SHARE = 0.5;
  }

  record Picky(int low, int high) {
    Picky {
      if (low > high) {
        throw new IllegalArgumentException("high must not be under low");
      }
    }
  }

  private static final String BASE = """
      text: hello
      count: 3
      money: 12.50
      pause: 250ms
      size: 32MiB
      mode: read-only
      url: http://localhost/x
      key: "sk-1"
      way: straight
      """;

  @Test
  void everyKindOfValueIsRead() {
    Everything read = (Everything) read(Everything.class, BASE + """
        on: true
        numbers: [1, 2]
        inners: { a: { name: x }, b: { name: y, note: z } }
        """);

    assertThat(read).isEqualTo(new Everything("hello", 3, 0.5, new BigDecimal("12.50"), true,
        Duration.ofMillis(250), ByteSize.ofMebibytes(32), Mode.READ_ONLY,
        URI.create("http://localhost/x"), new Secret("sk-1"), List.of(1, 2),
        Map.of("a", new Inner("x", null), "b", new Inner("y", "z")), null, new Way.Straight()));
  }

  @Test
  void choiceIsAKeyOrAWordOrAFirstComponentAlone() {
    assertThat(way("straight")).isEqualTo(new Way.Straight());
    assertThat(way("{ straight: }")).isEqualTo(new Way.Straight());
    assertThat(way("{ split: left }")).isEqualTo(new Way.Split("left", 10));
    assertThat(way("{ split: { first: left, percent: 5 } }")).isEqualTo(new Way.Split("left", 5));
    assertThat(way("{ detour: home }")).isEqualTo(new Way.Detour(new Inner("home", null)));
    assertThat(way("{ detour: { name: home, note: n } }"))
        .isEqualTo(new Way.Detour(new Inner("home", "n")));
  }

  @Test
  void wrongChoiceNamesTheNearestOne() {
    assertThat(problems(Everything.class, BASE.replace("way: straight", "way: { splt: left }")))
        .containsExactly("f:9: way: \"splt\" is not one of its choices; did you mean \"split\"?");
    assertThat(
        problems(Everything.class, BASE.replace("way: straight", "way: { split: a, straight: }")))
        .containsExactly(
            "f:9: way: takes one of its choices, not 2 keys; write one of straight, split, detour");
    assertThat(problems(Everything.class, BASE.replace("way: straight", "way: split")))
        .containsExactly("f:9: way.first: is missing; add `first: …`, text");
  }

  @Test
  void everyWrongValueIsReportedAtOnceWithItsLine() {
    assertThat(problems(Everything.class, """
        text: [a]
        count: three
        share: lots
        money: 1e999999999
        on: yes
        pause: 5 parsecs
        size: huge
        mode: readonly
        url: "http://a b"
        key: { a: b }
        numbers: 4
        inners: { a: { nam: x } }
        way: 7
        """)).containsExactly("f:1: text: takes text, not a list",
        "f:2: count: \"three\" is not a whole number; write digits only, such as 100",
        "f:3: share: \"lots\" is not a number; write it such as 0.5 or 20",
        "f:4: money: \"1e999999999\" is not a number; write it such as 0.5 or 20",
        "f:5: on: \"yes\" is not true or false; there is true, false",
        "f:6: pause: \"5 parsecs\" is not a duration; write a whole number and ms, s, m, h or d, such as 250ms or 2s",
        "f:7: size: \"huge\" is not a size in bytes, such as 32MiB or 512KB; write a whole number and B, KB, MB, GB, KiB, MiB or GiB, such as 32MiB",
        "f:8: mode: \"readonly\" is not one of read-only, full; did you mean \"read-only\"?",
        "f:9: url: \"http://a b\" is not a URL; write it whole, such as https://api.example.com/v1",
        "f:10: key: takes a secret, not a mapping; write \"${NAME}\" to take it from the environment",
        "f:11: numbers: takes a list, not a single value; put it in brackets: [ … ]",
        "f:12: inners.a.name: is missing; add `name: …`, text",
        "f:12: inners.a.nam: there is no such key here; did you mean \"name\"?",
        "f:13: way: \"7\" is not one of its choices; there is straight, split, detour");
  }

  @Test
  void everyMissingKeyIsReported() {
    assertThat(problems(Everything.class, "text: a\n")).hasSize(8)
        .allMatch(line -> line.contains(": is missing; add `"));
  }

  @Test
  void constructorsRefusalStandsAtTheKeyThatItNames() {
    assertThat(problems(Picky.class, "low: 3\nhigh: 2\n"))
        .containsExactly("f:2: high: high must not be under low");
  }

  @Test
  void constructorIsNotBlamedForAValueThatCouldNotBeRead() {
    assertThat(problems(Picky.class, "low: 3\nhigh: x\n")).hasSize(1);
  }

  @Test
  void keyWrittenTwiceIsReportedWithTheFirstLine() {
    assertThat(problems(Picky.class, "low: 1\nhigh: 2\nlow: 3\n"))
        .containsExactly("f:3: low: is written twice, first in line 1; keep one of them");
  }

  private static Object way(String yaml) {
    return ((Everything) read(Everything.class, BASE.replace("way: straight", "way: " + yaml)))
        .way();
  }

  private static Object read(Class<?> type, String yaml) {
    ConfigReport report = new ConfigReport("f");
    Object value = bind(type, yaml, report);
    assertThat(report.problems()).isEmpty();
    return Objects.requireNonNull(value);
  }

  private static List<String> problems(Class<?> type, String yaml) {
    ConfigReport report = new ConfigReport("f");
    bind(type, yaml, report);
    return report.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static @Nullable Object bind(Class<?> type, String yaml, ConfigReport report) {
    Node root = YamlTree.parse(yaml, report).orElseThrow();
    return new Binder(report, new Expansion(Map.of())).bind(new Shape.RecordOf(type), root, "");
  }
}
