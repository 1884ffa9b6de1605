package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Prompt templates, patterns and parameter values.
class TextsTest {
  private static String rendered(String text, Map<String, String> values) {
    return PromptTemplate.of(text).render(values);
  }

  @Test
  void variablesAreReplacedAndMissingOnesLeftOut() {
    assertThat(rendered("Hi {{name}}, {{ app }}!", Map.of("name", "Ann", "app", "web")))
        .isEqualTo("Hi Ann, web!");
    assertThat(rendered("Hi {{name}}!", Map.of())).isEqualTo("Hi !");
    assertThat(rendered("{{a}}{{b}}{{a}}", Map.of("a", "1", "b", "2"))).isEqualTo("121");
    assertThat(PromptTemplate.of("x {{a}} y {{b.c}}").variables()).containsExactly("a", "b.c");
  }

  @Test
  void otherBracesStayAsTheyAre() {
    for (String text : new String[]{"", "{}", "{{", "}}", "{{}}", "{{a b}}", "{\"k\": {\"x\": 1}}",
        "{{ünïcode}}", "{{a"}) {
      assertThat(rendered(text, Map.of("a", "X"))).isEqualTo(text);
    }
    assertThat(rendered("{{{a}}}", Map.of("a", "X"))).isEqualTo("{X}");
  }

  @Test
  void valueIsNeverReadForVariablesAgain() {
    assertThat(rendered("{{a}}", Map.of("a", "{{b}}", "b", "secret"))).isEqualTo("{{b}}");
  }

  @ParameterizedTest
  @CsvSource({"gpt-5,gpt-5,true", "gpt-5,gpt-55,false", "gpt-*,gpt-5,true", "*,'',true",
      "*mini,gpt-5-mini,true", "a*b*c,a1b2c,true", "a*b*c,acb,false", "ab*ba,aba,false",
      "a**a,aa,true", "*x*,yyxyy,true", "*x*,yyy,false"})
  void starStandsForAnyRun(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void manyStarsTakeNoLongTime() {
    String pattern = "a*".repeat(5_000) + "b";
    String text = "a".repeat(100_000);
    long start = System.nanoTime();
    assertThat(new Glob(pattern).matches(text)).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"0.2|0.2", "-1|-1", "true|true", "null|null", "low|\"low\"",
      "01|\"01\"", "1.|\"1.\"", "{\"a\":1}|{\"a\":1}", "say \"hi\"|\"say \\\"hi\\\"\"",
      "1e9|\"1e9\""})
  void scalarsBecomeJson(String written, String json) {
    assertThat(ParameterValue.parse(written).json()).isEqualTo(json);
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(ParameterValue.parse("a\n\u0001b").json()).isEqualTo("\"a\\n\\u0001b\"");
  }

  @Test
  void promptMustNameAVersion() {
    assertThat(PromptRef.parse("refund@12")).isEqualTo(new PromptRef("refund", "12"));
    for (String text : new String[]{"refund", "@1", "refund@", ""}) {
      assertThatThrownBy(() -> PromptRef.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
