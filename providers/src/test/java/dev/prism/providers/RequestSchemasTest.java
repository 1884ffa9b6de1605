package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is written for a provider, whatever a client asks for, is what the provider publishes of its
/// requests: every member is known, of the right kind and within its bounds.
class RequestSchemasTest {
  private static final String TARGETS = """
      openai,    gpt-4o,                                       openai
      openai,    gpt-5,                                        openai
      azure,     gpt-4o,                                       openai
      groq,      llama-3.3-70b-versatile,                      groq
      mistral,   mistral-large-latest,                         mistral
      anthropic, claude-sonnet-4-5,                            anthropic
      anthropic, claude-opus-4-7,                              anthropic
      anthropic, claude-3-haiku-20240307,                      anthropic
      gemini,    gemini-2.5-flash,                             gemini
      gemini,    gemini-3-pro-preview,                         gemini
      vertex,    gemini-2.5-pro,                               vertex
      bedrock,   us.anthropic.claude-sonnet-4-5-20250929-v1:0, bedrock
      bedrock,   us.amazon.nova-micro-v1:0,                    bedrock
      cohere,    command-a-03-2025,                            cohere
      """;
  /// Whose values are the client's own JSON, of any form.
  private static final Set<String> FREE = Set.of("parameters", "input_schema",
      "parametersJsonSchema", "responseJsonSchema", "schema", "json_schema", "json", "input",
      "args", "response", "additionalModelRequestFields");

  @ParameterizedTest
  @CsvSource(textBlock = TARGETS)
  void whatIsWrittenIsWhatTheProviderPublishes(String provider, String model, String schema) {
    ChatWriter writer = Intent.writer(Talk.adapter(provider));
    List<String> problems = new ArrayList<>();
    Map<String, String> refused = new TreeMap<>();
    int written = 0;
    for (Intent intent : Intent.all()) {
      try {
        JsonNode body = Talk.JSON.readTree(writer.write(intent.request(), model).body());
        written++;
        problem(schema, model, body)
            .ifPresent(problem -> problems.add(intent.name() + ": " + problem + " in " + body));
      } catch (Unsuited unsuited) {
        refused.put(intent.name(), unsuited.error().message());
      }
    }
    System.out.println(provider + " " + model + ": " + written + " written, refused " + refused);
    assertThat(problems).isEmpty();
    assertThat(refused.size()).isLessThan(written / 8);
  }

  /// Members that nobody knows, and values of another kind, at every place of every body.
  @ParameterizedTest
  @CsvSource(textBlock = TARGETS)
  void aFaultThatIsPlantedIsFound(String provider, String model, String schema) {
    ChatWriter writer = Intent.writer(Talk.adapter(provider));
    int[] planted = new int[1];
    for (Intent intent : Intent.all()) {
      try {
        JsonNode body = Talk.JSON.readTree(writer.write(intent.request(), model).body());
        plant(body, fault -> {
          planted[0]++;
          assertThat(problem(schema, model, body)).as("%s in %s", fault, body).isPresent();
        });
      } catch (Unsuited unsuited) {
        // Nothing is written that could be wrong.
      }
    }
    System.out.println(provider + " " + model + ": " + planted[0] + " faults planted, all found");
    assertThat(planted[0]).isGreaterThan(500);
  }

  /// Each fault stands in the tree while `look` is called.
  private static void plant(JsonNode node, Consumer<String> look) {
    if (node instanceof ObjectNode object) {
      object.put("planted", true);
      look.accept("an unknown member");
      object.remove("planted");
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode value = object.path(name);
        if (!FREE.contains(name)) {
          object.set(name, Talk.JSON.createArrayNode().add(Talk.JSON.createArrayNode()));
          look.accept("another kind of " + name);
          object.set(name, value);
          plant(value, look);
        }
      }
    } else {
      node.forEach(each -> plant(each, look));
    }
  }

  /// What recorded conversations ask for is a larger choice of wishes than anybody thinks of.
  @ParameterizedTest
  @CsvSource(textBlock = TARGETS)
  void recordedWishesAreWrittenAsTheProviderPublishes(String provider, String model,
      String schema) {
    assumeTrue(RecordedRequest.areHere(), "skipped: the recordings are not on this machine");
    ChatWriter writer = Intent.writer(Talk.adapter(provider));
    List<String> problems = new ArrayList<>();
    int[] counts = new int[2];
    for (String file : List.of("openai", "azure", "anthropic", "groq", "mistral", "deepseek",
        "openrouter", "huggingface", "zai", "vllm-local")) {
      for (RecordedRequest recorded : RecordedRequest.of(file)) {
        Endpoint client = Intent.CLIENTS.get(recorded.endpoint().replace(".completions", ""));
        if (client != null) {
          try {
            JsonNode body = Talk.JSON.readTree(
                writer
                    .write(new Intent(recorded.id(), client, recorded.body().toString()).request(),
                        model)
                    .body());
            counts[0]++;
            problem(schema, model, body)
                .ifPresent(problem -> problems.add(file + " " + recorded.id() + ": " + problem));
          } catch (Unsuited unsuited) {
            counts[1]++;
          }
        }
      }
    }
    System.out.println(provider + " " + model + ": " + counts[0]
        + " recorded wishes written and accepted, " + counts[1] + " refused by the gateway");
    assertThat(problems).isEmpty();
    assertThat(counts[0]).isGreaterThan(450);
  }

  /// Claude's own members of a Converse request are free there; Anthropic says what they are.
  private static Optional<String> problem(String schema, String model, JsonNode body) {
    boolean newest = !ModelTraits.of(model).temperature();
    Optional<String> problem = RequestSchema.of(schema, schema.equals("anthropic") && newest)
        .problem(body);
    if (problem.isPresent() || !model.contains("claude")
        || !(body.path("additionalModelRequestFields") instanceof ObjectNode more)) {
      return problem;
    }
    ObjectNode asked = more.deepCopy().put("model", model).put("max_tokens", 1);
    asked.putArray("messages");
    return RequestSchema.of("anthropic", newest).problem(asked);
  }
}
