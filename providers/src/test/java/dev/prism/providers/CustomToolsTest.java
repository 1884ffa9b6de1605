package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Tools that take a text, as coding clients have them, with providers that have none.
class CustomToolsTest {
  private static final String PATCH = "*** Begin Patch\n+say(\"💡\\n\");\t\u0001\n*** End Patch";
  private static final String TOOLS = """
      [{"type":"custom","name":"apply_patch","description":"Edits files.","format":{"type":"grammar",\
      "syntax":"lark","definition":"start: LINE+"}},{"type":"function","name":"shell","parameters":{"type":"object"}}]""";

  private static String quoted(String text) {
    return Talk.JSON.writeValueAsString(text);
  }

  private static Talk talk(String provider, String input) throws Unsuited {
    return Talk.of(RESPONSES, provider,
        "{\"model\":\"m\",\"input\":" + input + ",\"tools\":" + TOOLS + "}");
  }

  @Test
  void theToolIsAFunctionOfOneText() throws Unsuited {
    Talk talk = talk("anthropic", "\"hi\"");
    JsonNode tool = talk.sent().at("/tools/0");
    assertThat(tool.path("name").asString()).isEqualTo("apply_patch");
    assertThat(tool.path("description").asString()).startsWith("Edits files.")
        .contains("lark grammar:\nstart: LINE+");
    assertThat(tool.at("/input_schema/properties/input/type").asString()).isEqualTo("string");
    assertThat(tool.at("/input_schema/required/0").asString()).isEqualTo("input");
    assertThat(talk.dropped()).as("no model is held to the grammar")
        .containsExactly("tools.format");
    assertThat(Talk.of(RESPONSES, "gemini", """
        {"model":"m","input":"hi","tools":[{"type":"custom","name":"f","format":{"type":"text"}}],\
        "tool_choice":{"type":"custom","name":"f"}}""")
        .sent()
        .at("/toolConfig/functionCallingConfig/allowedFunctionNames/0")
        .asString()).isEqualTo("f");
  }

  @Test
  void callsAndResultsOfBeforeAreTold() throws Unsuited {
    JsonNode sent = talk("anthropic", "[{\"role\":\"user\",\"content\":\"go\"},"
        + "{\"type\":\"custom_tool_call\",\"call_id\":\"c1\",\"name\":\"apply_patch\",\"input\":"
        + quoted(PATCH) + "},{\"type\":\"custom_tool_call_output\",\"call_id\":\"c1\",\"output\":"
        + "\"Done!\"},{\"type\":\"custom_tool_call_output\",\"call_id\":\"c2\",\"output\":"
        + "[{\"type\":\"input_text\",\"text\":\"more\"}]}]").sent();
    assertThat(sent.at("/messages/1/content/0/input/input").asString()).isEqualTo(PATCH);
    assertThat(sent.at("/messages/1/content/0/id").asString()).isEqualTo("c1");
    assertThat(sent.at("/messages/2/content/0/content/0/text").asString()).isEqualTo("Done!");
    assertThat(sent.at("/messages/2/content/1/content/0/text").asString()).isEqualTo("more");
  }

  private static String claude(String input) {
    return "{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\","
        + "\"name\":\"apply_patch\",\"input\":" + input + "},{\"type\":\"tool_use\",\"id\":\"t2\","
        + "\"name\":\"shell\",\"input\":{\"input\":\"ls\"}}],\"stop_reason\":\"tool_use\","
        + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
  }

  @Test
  void aWholeCallComesBackAsItsText() throws Exception {
    JsonNode output = talk("anthropic", "\"hi\"")
        .answer(claude("{\"input\":" + quoted(PATCH) + "}"))
        .path("output");
    assertThat(output.at("/0/type").asString()).isEqualTo("custom_tool_call");
    assertThat(output.at("/0/call_id").asString()).isEqualTo("t1");
    assertThat(output.at("/0/name").asString()).isEqualTo("apply_patch");
    assertThat(output.at("/0/input").asString()).isEqualTo(PATCH);
    assertThat(output.at("/0").has("arguments")).isFalse();
    assertThat(output.at("/1/type").asString()).isEqualTo("function_call");
    assertThat(output.at("/1/arguments").asString()).isEqualTo("{\"input\":\"ls\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
  void aStreamedCallIsToldWhileItComes(int size) throws Exception {
    String arguments = " {\n\"input\" : " + quoted(PATCH).replace("é", "\\u00e9") + " }";
    StringBuilder reply = new StringBuilder();
    reply.append(call("{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"apply_patch\","
        + "\"arguments\":\"\"}}"));
    int from = 0;
    while (from < arguments.length()) {
      int to = Math.min(arguments.length(), from + size);
      to += Character.isLowSurrogate(arguments.charAt(Math.min(to, arguments.length() - 1)))
          ? 1
          : 0;
      reply.append(call("{\"index\":0,\"function\":{\"arguments\":"
          + quoted(arguments.substring(from, to)) + "}}"));
      from = to;
    }
    reply.append(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n");
    List<JsonNode> events = Talk.data(talk("mistral", "\"hi\"").stream(reply.toString()));
    StringBuilder input = new StringBuilder();
    int pieces = 0;
    for (JsonNode event : events) {
      if (event.path("type").asString().equals("response.custom_tool_call_input.delta")) {
        input.append(event.path("delta").asString());
        pieces++;
      }
    }
    assertThat(input).hasToString(PATCH);
    assertThat(pieces).isGreaterThan(size < 10 ? PATCH.length() / size / 2 : 0);
    assertThat(events).extracting(event -> event.path("type").asString())
        .contains("response.custom_tool_call_input.done")
        .noneMatch(type -> type.contains("function_call"));
    JsonNode item = events.getLast().at("/response/output/0");
    assertThat(item.path("input").asString()).isEqualTo(PATCH);
    assertThat(item.path("id").asString()).startsWith("ctc_");
    assertThat(events.getFirst().path("sequence_number").asInt()).isZero();
  }

  private static String call(String json) {
    return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
        + json + "]}}]}\n\n";
  }

  @Test
  void argumentsOfAnotherFormAreNotLost() throws Exception {
    List<List<String>> forms = List.of(List.of("{\"patch\":\"p\"}", "p"),
        List.of("{\"why\":1,\"input\":\"p\"}", "p"), List.of("{}", "{}"),
        List.of("{\"a\":\"x\",\"b\":\"y\"}", "{\"a\":\"x\",\"b\":\"y\"}"));
    for (List<String> form : forms) {
      JsonNode whole = talk("anthropic", "\"hi\"").answer(claude(form.getFirst()));
      assertThat(whole.at("/output/0/input").asString()).isEqualTo(form.getLast());
      String stream = talk("mistral", "\"hi\"").stream(
          call("{\"index\":0,\"id\":\"t1\",\"function\":{\"name\":\"apply_patch\",\"arguments\":"
              + quoted(form.getFirst()) + "}}")
              + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
      assertThat(Talk.data(stream).getLast().at("/response/output/0/input").asString())
          .isEqualTo(form.getLast());
    }
  }

  @Test
  void chatsHaveSuchToolsToo() throws Exception {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"go\"},"
        + "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"custom\",\"custom\":"
        + "{\"name\":\"apply_patch\",\"input\":" + quoted(PATCH) + "}}]},{\"role\":\"tool\","
        + "\"tool_call_id\":\"c1\",\"content\":\"Done!\"}],\"tools\":[{\"type\":\"custom\",\"custom\":"
        + "{\"name\":\"apply_patch\",\"format\":{\"type\":\"grammar\",\"grammar\":{\"syntax\":\"regex\","
        + "\"definition\":\".*\"}}}}],\"tool_choice\":{\"type\":\"custom\",\"custom\":"
        + "{\"name\":\"apply_patch\"}}}";
    Talk talk = Talk.of(CHAT_COMPLETIONS, "anthropic", body);
    assertThat(talk.sent().at("/tool_choice/name").asString()).isEqualTo("apply_patch");
    assertThat(talk.sent().at("/messages/1/content/0/input/input").asString()).isEqualTo(PATCH);
    JsonNode call = talk.answer(claude("{\"input\":\"a\\nb\"}"))
        .at("/choices/0/message/tool_calls/0");
    assertThat(call).hasToString("{\"id\":\"t1\",\"type\":\"custom\",\"custom\":"
        + "{\"name\":\"apply_patch\",\"input\":\"a\\nb\"}}");
    assertThat(streamed(CHAT_COMPLETIONS, body, "{\"input\":\"a\\nb\"}")).isEqualTo("a\nb");
    assertThat(streamed(CHAT_COMPLETIONS, body, "{\"other\":\"a\\nb\"}")).isEqualTo("a\nb");
  }

  private static String streamed(Endpoint client, String body, String arguments) throws Exception {
    StringBuilder reply = new StringBuilder(
        "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
            + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"apply_patch\",\"input\":{}}}\n\n");
    arguments.chars()
        .forEach(c -> reply.append("data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(Character.toString(c))
            + "}}\n\n"));
    reply.append("data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}\n\n");
    StringBuilder input = new StringBuilder();
    for (JsonNode chunk : Talk.data(Talk.of(client, "anthropic", body).stream(reply.toString()))) {
      JsonNode call = chunk.at("/choices/0/delta/tool_calls/0");
      assertThat(call.has("function")).isFalse();
      input.append(call.at("/custom/input").asString(""));
    }
    return input.toString();
  }
}
