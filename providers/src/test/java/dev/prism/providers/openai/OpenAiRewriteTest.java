package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Edit;
import dev.prism.providers.RequestRewrite;
import dev.prism.providers.openai.OpenAiRewrite.StreamUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenAiRewriteTest {
  private static final RequestRewrite ASK = new OpenAiRewrite(StreamUsage.ASK, Map.of(), Set.of());
  private static final RequestRewrite NEVER = new OpenAiRewrite(StreamUsage.NEVER,
      Map.of("max_completion_tokens", "max_tokens"), Set.of());

  @Test
  void onlyTheModelChangesAndEveryOtherByteStays() throws JsonProblem {
    assertThat(sent(ASK, "{ \"model\" : \"r\" ,\"x\":1.0,  \"ü\":[ ]}\n"))
        .isEqualTo("{ \"model\" : \"gpt\" ,\"x\":1.0,  \"ü\":[ ]}\n");
  }

  @Test
  void aBodyThatIsRightAlreadyHasNoEdits() throws JsonProblem {
    assertThat(edits(ASK, "{\"model\":\"gpt\",\"stream\":false}")).isEmpty();
    assertThat(edits(ASK,
        "{\"model\":\"gpt\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}"))
        .isEmpty();
  }

  @Test
  void aMissingModelIsAdded() throws JsonProblem {
    assertThat(sent(ASK, "{\"messages\":[]}")).isEqualTo("{\"messages\":[],\"model\":\"gpt\"}");
  }

  @Test
  void usageIsAskedOfEveryStream() throws JsonProblem {
    String begin = "{\"model\":\"gpt\",\"stream\":true";
    String wanted = begin + ",\"stream_options\":{\"include_usage\":true}}";
    assertThat(sent(ASK, begin + "}")).isEqualTo(wanted);
    assertThat(sent(ASK, begin + ",\"stream_options\":null}")).isEqualTo(wanted);
    assertThat(sent(ASK, begin + ",\"stream_options\":{}}")).isEqualTo(wanted);
    assertThat(sent(ASK, begin + ",\"stream_options\":{\"include_usage\":false}}"))
        .isEqualTo(wanted);
    assertThat(sent(ASK, begin + ",\"stream_options\":{\"include_obfuscation\":false}}")).isEqualTo(
        begin + ",\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}");
  }

  @Test
  void aProviderThatRefusesStreamOptionsNeverGetsThem() throws JsonProblem {
    assertThat(sent(NEVER, "{\"model\":\"gpt\",\"stream_options\":{\"a\":1},\"stream\":true}"))
        .isEqualTo("{\"model\":\"gpt\",\"stream\":true}");
    assertThat(sent(NEVER, "{\"model\":\"gpt\",\"stream\":true, \"stream_options\":{\"a\":1}}"))
        .isEqualTo("{\"model\":\"gpt\",\"stream\":true}");
  }

  @Test
  void aMemberTheProviderKnowsByAnotherNameIsRenamed() throws JsonProblem {
    assertThat(sent(NEVER, "{\"model\":\"gpt\",\"max_completion_tokens\": 5}"))
        .isEqualTo("{\"model\":\"gpt\",\"max_tokens\":5}");
    assertThat(edits(NEVER, "{\"model\":\"gpt\",\"max_completion_tokens\":5,\"max_tokens\":6}"))
        .isEmpty();
  }

  @Test
  void aModelWithQuotesIsEscaped() throws JsonProblem {
    byte[] body = "{\"model\":\"r\"}".getBytes(StandardCharsets.UTF_8);
    List<Edit> edits = ASK.edits(members(body), "a\"b");
    assertThat(BodyEdits.apply(body, 0, body.length, edits)).asString()
        .isEqualTo("{\"model\":\"a\\\"b\"}");
  }

  private static String sent(RequestRewrite rewrite, String json) throws JsonProblem {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    byte[] changed = BodyEdits.apply(body, 0, body.length, rewrite.edits(members(body), "gpt"));
    members(changed);
    return new String(changed, StandardCharsets.UTF_8);
  }

  private static List<Edit> edits(RequestRewrite rewrite, String json) throws JsonProblem {
    return rewrite.edits(members(json.getBytes(StandardCharsets.UTF_8)), "gpt");
  }

  private static JsonMembers members(byte[] body) throws JsonProblem {
    return new StrictJson(JsonLimits.REQUEST).check(body, 0, body.length);
  }

  @Test
  void membersThatAreRefusedAreTakenOutAndNamed() throws JsonProblem {
    OpenAiRewrite rewrite = new OpenAiRewrite(StreamUsage.NEVER, Map.of(),
        Set.of("user", "store", "logprobs"));
    for (String body : new String[]{
        "{\"user\":1,\"store\":2,\"model\":\"m\",\"stream\":true,\"stream_options\":{},\"logprobs\":3}",
        "{\"model\":\"m\",\"user\":1,\"stream\":true,\"store\":2,\"logprobs\":{},\"stream_options\":{}}"}) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      JsonMembers members = new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
      assertThat(new String(BodyEdits.apply(bytes, 0, bytes.length, rewrite.edits(members, "m")),
          StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"m\",\"stream\":true}");
      assertThat(rewrite.dropped(members)).containsExactly("logprobs", "store", "user");
    }
  }
}
