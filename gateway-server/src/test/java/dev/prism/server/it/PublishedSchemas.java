package dev.prism.server.it;

import com.anthropic.models.messages.MessageCreateParams;
import com.cohere.api.resources.v2.requests.V2ChatRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.JsonSerializable;
import com.google.genai.types.Content;
import com.google.genai.types.GenerationConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

/// What a provider's own types say of a request: they are made from the schema that it publishes. Each
/// gives the problems of a body, none when it is accepted.
final class PublishedSchemas {
  private static final ObjectMapper GOOGLE = JsonSerializable.objectMapper()
      .copy()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final Set<String> SAMPLERS = Set.of("stream", "temperature", "top_p", "top_k");

  private PublishedSchemas() {}

  /// @param dialect an adapter
  static List<String> problems(String dialect, String body) {
    List<String> problems = new ArrayList<>();
    try {
      switch (dialect) {
        case "openai" -> openai(body, problems);
        case "anthropic" -> anthropic(body, problems);
        case "gemini" -> google(body, problems);
        case "bedrock" -> amazon(ConverseRequest.builder(), new ObjectMapper().readTree(body), "",
            problems);
        case "cohere" -> cohere(body, problems);
        default -> throw new IllegalArgumentException(dialect);
      }
    } catch (JsonProcessingException | RuntimeException refused) {
      problems.add(String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
    }
    return problems;
  }

  private static void openai(String body, List<String> problems) throws JsonProcessingException {
    ChatCompletionCreateParams.Body read = com.openai.core.ObjectMappers.jsonMapper()
        .readValue(body, ChatCompletionCreateParams.Body.class)
        .validate();
    // The one member that is not in the parameters' own type: the client sets it by its method.
    read._additionalProperties()
        .keySet()
        .stream()
        .filter(name -> !name.equals("stream"))
        .forEach(name -> problems.add("unknown: " + name));
  }

  private static void anthropic(String body, List<String> problems)
      throws JsonProcessingException {
    MessageCreateParams.Body read = com.anthropic.core.ObjectMappers.jsonMapper()
        .readValue(body, MessageCreateParams.Body.class)
        .validate();
    // The newest schema has no samplers any more; models up to Claude 4.6 take them, and only they get them.
    read._additionalProperties()
        .keySet()
        .stream()
        .filter(name -> !SAMPLERS.contains(name))
        .forEach(name -> problems.add("unknown: " + name));
  }

  private static void google(String body, List<String> problems) throws JsonProcessingException {
    Map<String, JsonNode> members = new TreeMap<>();
    GOOGLE.readTree(body).properties().forEach(e -> members.put(e.getKey(), e.getValue()));
    Map<String, TypeReference<?>> known = Map.of("contents", new TypeReference<List<Content>>() {},
        "systemInstruction", new TypeReference<Content>() {}, "tools",
        new TypeReference<List<Tool>>() {}, "toolConfig", new TypeReference<ToolConfig>() {},
        "generationConfig", new TypeReference<GenerationConfig>() {});
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      TypeReference<?> type = known.get(member.getKey());
      if (type == null) {
        problems.add("unknown: " + member.getKey());
      } else {
        GOOGLE.readValue(GOOGLE.writeValueAsString(member.getValue()), type);
      }
    }
  }

  private static void cohere(String body, List<String> problems) throws JsonProcessingException {
    V2ChatRequest read = com.cohere.api.core.ObjectMappers.JSON_MAPPER.readValue(body,
        V2ChatRequest.class);
    read.getAdditionalProperties()
        .keySet()
        .stream()
        .filter(name -> !name.equals("stream"))
        .forEach(name -> problems.add("unknown: " + name));
  }

  /// Amazon's types list their members: a name that is not there, or a value of another kind, is a problem.
  private static void amazon(SdkPojo type, JsonNode body, String at, List<String> problems) {
    Map<String, SdkField<?>> known = new TreeMap<>();
    type.sdkFields()
        .stream()
        .filter(field -> field.location() == MarshallLocation.PAYLOAD)
        .forEach(field -> known.put(field.locationName(), field));
    body.properties().forEach(member -> {
      SdkField<?> field = known.get(member.getKey());
      if (field == null) {
        problems.add("unknown: " + at + member.getKey());
      } else {
        amazon(field, member.getValue(), at + member.getKey() + ".", problems);
      }
    });
  }

  private static void amazon(SdkField<?> field, JsonNode value, String at, List<String> problems) {
    MarshallingType<?> type = field.marshallingType();
    boolean fits = type == MarshallingType.SDK_POJO || type == MarshallingType.MAP
        ? value.isObject()
        : type == MarshallingType.LIST
            ? value.isArray()
            : type == MarshallingType.STRING || type == MarshallingType.SDK_BYTES
                ? value.isTextual()
                : type == MarshallingType.BOOLEAN
                    ? value.isBoolean()
                    : type == MarshallingType.INTEGER
                        ? value.isIntegralNumber()
                        : type != MarshallingType.FLOAT || value.isNumber();
    if (!fits) {
      problems.add("another kind: " + at + " " + value.getNodeType());
    } else if (type == MarshallingType.SDK_POJO) {
      amazon(field.constructor().get(), value, at, problems);
    } else if (type == MarshallingType.LIST) {
      SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
      value.forEach(each -> amazon(element, each, at, problems));
    } else if (type == MarshallingType.MAP) {
      SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
      value.forEach(each -> amazon(element, each, at, problems));
    }
  }
}
