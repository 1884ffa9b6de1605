package dev.prism.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.BodyEdits;
import dev.prism.providers.Call;
import dev.prism.providers.Outgoing;
import dev.prism.providers.Thoughts;
import dev.prism.providers.Translator;
import dev.prism.providers.Unsuited;
import dev.prism.providers.gemini.Vertex;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Claude at Google's cloud, whose path names the model and whose body does not.
class VertexClaudeTest {
  private static final String MODEL = "/v1/projects/p/locations/us-east5/publishers/anthropic/models/"
      + "claude-sonnet-4-5%4020250929";
  private final VertexClaude adapter = new VertexClaude(
      new Vertex(URI.create("https://us-east5-aiplatform.googleapis.com"),
          "/v1/projects/p/locations/us-east5/publishers/",
          () -> Map.of("authorization", "Bearer t"), null));

  private Call call(Endpoint endpoint) {
    return Objects.requireNonNull(adapter.call(endpoint, "claude-sonnet-4-5@20250929"));
  }

  private static JsonMembers members(String body) throws JsonProblem {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{'model':'m','max_tokens':9,'messages':[]}|"
          + "{'anthropic_version':'vertex-2023-10-16','max_tokens':9,'messages':[]}",
      "{'max_tokens':9,'context_management':{},'model':'m','betas':['x']}|"
          + "{'max_tokens':9,'anthropic_version':'vertex-2023-10-16'}",
      "{'anthropic_version':'x','model':'m','max_tokens':9}|"
          + "{'anthropic_version':'vertex-2023-10-16','max_tokens':9}",
      "{'model':'m','new_field':[1],'service_tier':'auto'}|"
          + "{'anthropic_version':'vertex-2023-10-16','new_field':[1]}"})
  void theModelLeavesTheBodyAndEverythingElseStays(String body, String sent) throws JsonProblem {
    String json = body.replace('\'', '"');
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] edited = BodyEdits.apply(bytes, 0, bytes.length,
        call(Endpoint.MESSAGES).rewrite().edits(members(json), "m"));
    assertThat(new String(edited, StandardCharsets.UTF_8)).isEqualTo(sent.replace('\'', '"'));
  }

  @Test
  void aStreamHasAPathOfItsOwnAndTheClientsTrialsStayBehind() throws JsonProblem {
    Call call = call(Endpoint.MESSAGES);
    assertThat(call.rewrite().path(members("{\"stream\":true}"), call.path()))
        .isEqualTo(MODEL + ":streamRawPredict");
    assertThat(call.rewrite().path(members("{\"stream\":false}"), call.path()))
        .isEqualTo(MODEL + ":rawPredict");
    assertThat(call.headers()).containsEntry("authorization", "Bearer t")
        .containsEntry("anthropic-beta", "");
    assertThat(call.rewrite().dropped(members("{\"betas\":[],\"model\":\"m\"}")))
        .containsExactly("betas");
  }

  @Test
  void otherDialectsAreTranslatedToIt() throws JsonProblem, Unsuited {
    Translator translator = Objects.requireNonNull(call(Endpoint.CHAT_COMPLETIONS).translator());
    Outgoing outgoing = translator
        .begin(members("""
            {"model":"r","stream":true,"messages":[{"role":"user","content":"hi"}]}"""),
            new Translator.Asking("claude-sonnet-4-5@20250929", true, Thoughts.FORGETFUL))
        .outgoing();
    assertThat(outgoing.path()).isEqualTo(MODEL + ":streamRawPredict");
    assertThat(outgoing.headers()).containsEntry("authorization", "Bearer t");
    assertThat(outgoing.body()).contains("\"anthropic_version\":\"vertex-2023-10-16\"")
        .doesNotContain("\"model\"");
  }
}
