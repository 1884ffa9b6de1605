package dev.prism.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Arguments of a call that come in pieces.
class StreamedArgumentsTest {
  private final StreamedArguments arguments = new StreamedArguments("f", 0);

  private void read(String pieces) {
    byte[] json = ("{\"partialArgs\":" + pieces + "}").getBytes(StandardCharsets.UTF_8);
    arguments.read(JsonFields.of(new JsonCursor(json, 0, json.length)).objects("partialArgs"));
  }

  @Test
  void piecesOfATextAreJoinedAndOtherValuesKeepTheirDigits() {
    read("[{\"jsonPath\":\"$.place\",\"stringValue\":\"New\",\"willContinue\":true}]");
    read("[{\"jsonPath\":\"$.place\",\"stringValue\":\" York\"},"
        + "{\"jsonPath\":\"$.days\",\"numberValue\":1.0},{\"jsonPath\":\"$.now\",\"boolValue\":false},"
        + "{\"jsonPath\":\"$.none\",\"nullValue\":\"NULL_VALUE\"}]");
    assertThat(arguments.json())
        .isEqualTo("{\"place\":\"New York\",\"days\":1.0,\"now\":false,\"none\":null}");
  }

  @Test
  void pathsLeadIntoListsAndObjects() {
    read("[{\"jsonPath\":\"$.steps[0].text\",\"stringValue\":\"a\"},"
        + "{\"jsonPath\":\"$.steps[1]['text']\",\"stringValue\":\"b\"},"
        + "{\"jsonPath\":\"$.steps[1].tags[0]\",\"stringValue\":\"c\"}]");
    assertThat(arguments.json())
        .isEqualTo("{\"steps\":[{\"text\":\"a\"},{\"text\":\"b\",\"tags\":[\"c\"]}]}");
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    read("[{\"jsonPath\":\"$.\",\"stringValue\":\"a\"},{\"jsonPath\":\"$[\",\"stringValue\":\"b\"},"
        + "{\"jsonPath\":\"$.a[99999]\",\"stringValue\":\"c\"},{\"jsonPath\":\"$.b\"},"
        + "{\"stringValue\":\"d\"},{\"jsonPath\":\"$.e[5000]\",\"numberValue\":1}]");
    assertThat(arguments.json()).isEqualTo("{\"a\":{\"99999\":\"c\"},\"e\":[]}");
  }
}
