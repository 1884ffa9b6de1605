package dev.prism.server.it;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ObjectMappers;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The official Java clients of the dialects that clients speak, pointed at the gateway: each asks the
/// same thing, with a tool, and what it understood is taken from its own types.
final class OfficialClients implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private final OpenAIClient openai;
  private final AnthropicClient anthropic;

  /// A dialect of clients.
  enum Speaks {
    CHAT, RESPONSES, MESSAGES
  }

  OfficialClients(int port) {
    String url = "http://127.0.0.1:" + port;
    openai = OpenAIOkHttpClient.builder()
        .baseUrl(url + "/v1")
        .apiKey("sk-prism-any")
        .maxRetries(0)
        .timeout(LIMIT)
        .build();
    anthropic = AnthropicOkHttpClient.builder()
        .baseUrl(url)
        .apiKey("sk-prism-any")
        .maxRetries(0)
        .timeout(LIMIT)
        .build();
  }

  Answered ask(Speaks dialect, String model, boolean stream) {
    return switch (dialect) {
      case CHAT -> stream
          ? chatStream(model)
          : chat(json(openai.chat().completions().create(chatParams(model).build())));
      case RESPONSES -> responses(
          json(stream ? responseStream(model) : openai.responses().create(responseParams(model))));
      case MESSAGES ->
        messages(stream ? messageStream(model) : anthropic.messages().create(messageParams(model)));
    };
  }

  private static ChatCompletionCreateParams.Builder chatParams(String model) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addSystemMessage("Be brief.")
        .addUserMessage("What is the weather?")
        .addFunctionTool(FunctionDefinition.builder()
            .name("get_weather")
            .description("The weather of a city")
            .build());
  }

  private Answered chatStream(String model) {
    ChatCompletionCreateParams params = chatParams(model)
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
    StringBuilder text = new StringBuilder();
    Map<Long, String> names = new TreeMap<>();
    Map<Long, StringBuilder> arguments = new TreeMap<>();
    String[] finish = {""};
    long[] usage = {-1, -1};
    try (com.openai.core.http.StreamResponse<ChatCompletionChunk> stream = openai.chat()
        .completions()
        .createStreaming(params)) {
      stream.stream().forEach(chunk -> {
        chunk.usage().ifPresent(counted -> {
          usage[0] = counted.promptTokens();
          usage[1] = counted.completionTokens();
        });
        chunk.choices().stream().filter(choice -> choice.index() == 0).forEach(choice -> {
          choice.delta().content().ifPresent(text::append);
          choice.delta().toolCalls().orElse(List.of()).forEach(call -> {
            call.function().ifPresent(function -> {
              names.merge(call.index(), function.name().orElse(""), String::concat);
              arguments.computeIfAbsent(call.index(), _ -> new StringBuilder())
                  .append(function.arguments().orElse(""));
            });
          });
          choice.finishReason().ifPresent(reason -> finish[0] = reason.asString());
        });
      });
    }
    List<String> calls = new ArrayList<>();
    names.forEach(
        (index, name) -> calls.add(name + " " + RecordedAnswer.compact(arguments.get(index))));
    return new Answered(text.toString(), calls, word(finish[0]), usage[0], usage[1],
        !finish[0].isEmpty());
  }

  private static Answered chat(JsonNode completion) {
    JsonNode choice = completion.path("choices").path(0);
    List<String> calls = new ArrayList<>();
    choice.path("message")
        .path("tool_calls")
        .forEach(call -> calls.add(call.path("function").path("name").asString() + " "
            + RecordedAnswer.compact(call.path("function").path("arguments").asString(""))));
    return new Answered(choice.path("message").path("content").asString(""), calls,
        word(choice.path("finish_reason").asString("")),
        completion.path("usage").path("prompt_tokens").asLong(-1),
        completion.path("usage").path("completion_tokens").asLong(-1), true);
  }

  private static ResponseCreateParams responseParams(String model) {
    return ResponseCreateParams.builder()
        .model(model)
        .instructions("Be brief.")
        .input("What is the weather?")
        .addTool(FunctionTool.builder()
            .name("get_weather")
            .description("The weather of a city")
            .strict(false)
            .parameters(FunctionTool.Parameters.builder()
                .putAdditionalProperty("type", com.openai.core.JsonValue.from("object"))
                .build())
            .build())
        .build();
  }

  private Response responseStream(String model) {
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (com.openai.core.http.StreamResponse<ResponseStreamEvent> stream = openai.responses()
        .createStreaming(responseParams(model))) {
      stream.stream().forEach(whole::accumulate);
    }
    return whole.response();
  }

  private static Answered responses(JsonNode response) {
    StringBuilder text = new StringBuilder();
    List<String> calls = new ArrayList<>();
    for (JsonNode item : response.path("output")) {
      item.path("content")
          .forEach(part -> text.append(item.path("type").asString().equals("message")
              ? part.path("text").asString("")
              : ""));
      if (item.path("type").asString().equals("function_call")) {
        calls.add(item.path("name").asString() + " "
            + RecordedAnswer.compact(item.path("arguments").asString("")));
      }
    }
    String reason = response.path("incomplete_details").path("reason").asString("");
    String finish = switch (reason) {
      case "max_output_tokens" -> "length";
      case "content_filter" -> "filter";
      default -> calls.isEmpty() ? "end" : "tools";
    };
    return new Answered(text.toString(), calls, finish,
        response.path("usage").path("input_tokens").asLong(-1),
        response.path("usage").path("output_tokens").asLong(-1), true);
  }

  private static MessageCreateParams messageParams(String model) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(1000)
        .system("Be brief.")
        .addUserMessage("What is the weather?")
        .addTool(Tool.builder()
            .name("get_weather")
            .description("The weather of a city")
            .inputSchema(Tool.InputSchema.builder().type(JsonValue.from("object")).build())
            .build())
        .build();
  }

  private Message messageStream(String model) {
    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream = anthropic.messages()
        .createStreaming(messageParams(model))) {
      stream.stream().forEach(whole::accumulate);
    }
    return whole.message();
  }

  private static Answered messages(Message answer) {
    JsonNode message;
    try {
      message = JSON
          .readTree(com.anthropic.core.ObjectMappers.jsonMapper().writeValueAsString(answer));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    StringBuilder text = new StringBuilder();
    List<String> calls = new ArrayList<>();
    for (JsonNode block : message.path("content")) {
      text.append(block.path("text").asString(""));
      if (block.path("type").asString().equals("tool_use")) {
        JsonNode cut = block.path("input").path("INVALID_JSON");
        calls.add(block.path("name").asString() + " "
            + (cut.isMissingNode() ? block.path("input").toString() : cut.asString()));
      }
    }
    JsonNode usage = message.path("usage");
    return new Answered(text.toString(), calls, word(message.path("stop_reason").asString("")),
        usage.path("input_tokens").asLong(0) + usage.path("cache_read_input_tokens").asLong(0)
            + usage.path("cache_creation_input_tokens").asLong(0),
        usage.path("output_tokens").asLong(-1), true);
  }

  private static JsonNode json(Object answer) {
    try {
      return JSON.readTree(ObjectMappers.jsonMapper().writeValueAsString(answer));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String word(String reason) {
    return switch (reason) {
      case "length", "max_tokens", "model_context_window_exceeded" -> "length";
      case "tool_calls", "tool_use" -> "tools";
      case "content_filter", "refusal" -> "filter";
      default -> "end";
    };
  }

  @Override
  public void close() {
    openai.close();
    anthropic.close();
  }
}
