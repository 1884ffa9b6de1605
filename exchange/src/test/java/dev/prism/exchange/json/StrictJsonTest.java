package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", " [ ] ", "null", "true", "false", "\"\"", "0", "-0", "1.5",
      "-1.5e-10", "1E+2", "1e308", "\"\\u0000\"", "\"\\ud834\\udd1e\"", "\"\\ud800\"", "\"é€𝄞\"",
      "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}", "{\"A\":1,\"a\":2}", "{\"\":1,\" \":2}",
      "\t\r\n {\"a\" : [ 1 , 2 ] }\n", "{\"caf\\u00e9\":1,\"cafe\\u0301\":2}"})
  void acceptsWhatIsJson(String document) {
    assertThat(Vectors.accepts(document)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "[1", "\"", "\"a",
      "\"\\", "\"\\u12", "\"\\u12g4\"", "\"\\x41\"", "\"a\nb\"", "\"a\u0000b\"", "tru", "nul",
      "True", "NaN", "Infinity", "-", "-a", "01", "-01", "1.", ".5", "1.e1", "1e", "1e+", "+1",
      "0x10", "1e309", "1e-999999999", "[1,]", "[,1]", "[1 2]", "{,}", "{\"a\":1,}", "{\"a\" 1}",
      "{a:1}", "{'a':1}", "{1:1}", "{} {}", "{}x", "1 2", "{}\u0000", "{}//x", "/**/{}", "\uFEFF{}",
      "\u00A0{}", "[1}", "{\"a\":1]"})
  void rejectsWhatIsNot(String document) {
    assertThat(Vectors.accepts(document)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}",
      "{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}", "{\"é\":1,\"\\u00e9\":2}", "{\"\":1,\"\":2}",
      "{\"a/b\":1,\"a\\/b\":2}", "{\"𝄞\":1,\"\\ud834\\udd1e\":2}"})
  void aNameStandsOnceInARequestWhateverItsSpelling(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);

    assertThat(Vectors.problem(JsonLimits.REQUEST, bytes)).isNotNull();
    assertThat(Vectors.problem(JsonLimits.REPLY, bytes)).isNull();
  }

  @Test
  void aNameStandsOnceAmongManyToo() {
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 200; i++) {
      many.append("\"n").append(i).append("\":{\"n1\":0},");
    }
    String unique = many + "\"last\":0}";

    assertThat(Vectors.accepts(unique)).isTrue();
    for (int i = 0; i < 200; i++) {
      assertThat(Vectors.accepts(many + "\"n" + i + "\":0}")).as("n%d", i).isFalse();
      assertThat(Vectors.accepts(many + "\"\\u006e" + i + "\":0}")).as("n%d", i).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "BF", "C0AF", "C1BF", "E080AF", "E09FBF", "EDA080", "EDBFBF",
      "F08080AF", "F08FBFBF", "F4908080", "F5808080", "F8888080AF", "FE", "FF", "C3", "E282",
      "F09F98", "C328", "E28228", "F0288CBC", "FEFF"})
  void aStringIsStrictUtf8(String hex) {
    byte[] wrong = Vectors.hex("22" + hex + "22");
    byte[] atTheEnd = Vectors.hex("22" + "61".repeat(7) + hex);

    assertThat(Vectors.accepts(wrong)).isFalse();
    assertThat(Vectors.accepts(atTheEnd)).isFalse();
  }

  @Test
  void otherEncodingsAreNoJson() {
    assertThat(Vectors.accepts("{}".getBytes(StandardCharsets.UTF_16BE))).isFalse();
    assertThat(Vectors.accepts("{}".getBytes(StandardCharsets.UTF_16LE))).isFalse();
    assertThat(Vectors.accepts("{}".getBytes(StandardCharsets.UTF_16))).isFalse();
  }

  @Test
  void nestingNamesAndNumbersAreBounded() {
    int depth = JsonLimits.REQUEST.depth();
    int name = JsonLimits.REQUEST.nameBytes();

    assertThat(Vectors.accepts("[".repeat(depth) + "]".repeat(depth))).isTrue();
    assertThat(Vectors.accepts("[".repeat(depth + 1) + "]".repeat(depth + 1))).isFalse();
    assertThat(Vectors.accepts("[".repeat(1_000_000))).isFalse();
    assertThat(Vectors.accepts("{\"a\":".repeat(depth + 1) + "1" + "}".repeat(depth + 1)))
        .isFalse();
    assertThat(Vectors.accepts("{\"" + "k".repeat(name) + "\":1}")).isTrue();
    assertThat(Vectors.accepts("{\"" + "k".repeat(name + 1) + "\":1}")).isFalse();
    assertThat(Vectors.accepts("1".repeat(JsonLimits.NUMBER_BYTES))).isTrue();
    assertThat(Vectors.accepts("1".repeat(JsonLimits.NUMBER_BYTES + 1))).isFalse();
  }

  @Test
  void theEndOfAStringIsFoundAtEveryOffset() {
    for (int length = 0; length < 40; length++) {
      String plain = "x".repeat(length);
      assertThat(Vectors.accepts("\"" + plain + "\"")).isTrue();
      assertThat(Vectors.accepts("\"" + plain + "\\\"\"")).isTrue();
      assertThat(Vectors.accepts("\"" + plain + "é\"")).isTrue();
      assertThat(Vectors.accepts("\"" + plain + "\u001f\"")).isFalse();
      assertThat(Vectors.accepts("\"" + plain + "\u007f\"")).isTrue();
      assertThat(Vectors.accepts("\"" + plain)).isFalse();
    }
  }

  @Test
  void looksAtItsRangeOnly() throws JsonProblem {
    byte[] padded = "xx{\"a\":\"b\"}yy".getBytes(StandardCharsets.UTF_8);
    JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(padded, 2, padded.length - 2);

    assertThat(members.size()).isEqualTo(1);
    assertThat(members.value(members.find("a")).string()).isEqualTo("b");
    assertThat(new StrictJson(JsonLimits.REQUEST).problemIn(padded, 2, padded.length - 3))
        .isNotNull();
  }

  @Test
  void keepsThePlacesOfTopLevelMembers() throws JsonProblem {
    String text = " { \"a\" : 1 , \"b\\u0062\" : {\"a\":2} , \"c\":\"x\" } ";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);

    assertThat(members.isObject()).isTrue();
    assertThat(members.size()).isEqualTo(3);
    assertThat(members.find("bb")).isEqualTo(1);
    assertThat(members.find("b")).isEqualTo(-1);
    assertThat(members.name(1)).isEqualTo("bb");
    assertThat(text.substring(members.start(2), members.valueEnd(2))).isEqualTo("\"c\":\"x\"");
    assertThat(text.substring(members.valueStart(1), members.valueEnd(1))).isEqualTo("{\"a\":2}");
  }

  @Test
  void oneReaderReadsManyDocuments() throws JsonProblem {
    StrictJson reader = new StrictJson(JsonLimits.REQUEST);
    byte[] bad = "{\"a\":{\"b\":[".getBytes(StandardCharsets.UTF_8);
    byte[] good = "{\"a\":{\"b\":[]}}".getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < 100; i++) {
      assertThat(reader.problemIn(bad, 0, bad.length)).isNotNull();
      assertThat(reader.check(good, 0, good.length).size()).isEqualTo(1);
    }
  }

  @Test
  void aTopLevelArrayOfObjectsHasNoMembers() throws JsonProblem {
    byte[] bytes = "[{\"a\":1}]".getBytes(StandardCharsets.UTF_8);
    JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);

    assertThat(members.isObject()).isFalse();
    assertThat(members.size()).isZero();
  }

  @Test
  void aProblemSaysWhereAndNeverWhat() {
    byte[] bytes = "  {\"secret\" \"hunter2\"}".getBytes(StandardCharsets.UTF_8);
    JsonProblem found = new StrictJson(JsonLimits.REQUEST)
        .problemIn(Arrays.copyOf(bytes, bytes.length), 2, bytes.length);

    JsonProblem problem = Objects.requireNonNull(found);
    assertThat(problem.offset()).isEqualTo(10);
    assertThat(problem.describe()).contains("at byte 10").doesNotContain("secret", "hunter2");
  }
}
