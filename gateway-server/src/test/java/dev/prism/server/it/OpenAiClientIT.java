package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The official OpenAI client for Java, over both versions of HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientIT {
  private static final String KEY = "sk-prism-client";
  private static final String EMBEDDINGS = """
      {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-0.5,1.0]}],\
      "model":"text-embedding-3-small","usage":{"prompt_tokens":2,"total_tokens":2}}""";
  private static final String REFUSAL = """
      {"error":{"message":"'temperature' is too high","type":"invalid_request_error",\
      "param":"temperature","code":"decimal_above_max_value"}}""";

  private final StubProvider stub = StubProvider.answering(OpenAiClientIT::answer);
  private final TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()).tenants("""
        clients: { keys: ["sha256:%s"] }
        limited: { keys: ["sha256:%s"], limits: { requests-per-minute: 1 } }
        limited2: { keys: ["sha256:%s"], limits: { requests-per-minute: 1 } }
      """.formatted(Keys.hash(KEY), Keys.hash("sk-prism-HTTP_1_1"), Keys.hash("sk-prism-HTTP_2"))));

  enum Version {
    HTTP_1_1(Protocol.HTTP_1_1), HTTP_2(Protocol.H2_PRIOR_KNOWLEDGE);

    private final Protocol protocol;

    Version(Protocol protocol) {
      this.protocol = protocol;
    }
  }

  private static Reply answer(ReceivedRequest request) {
    if (request.target().endsWith("/embeddings")) {
      return Reply.json(200, EMBEDDINGS);
    }
    return request.bodyText().contains("\"stream\":true") ? Chat.stream() : Chat.answer();
  }

  @AfterEach
  void reset() {
    stub.script(call -> call.reply(answer(call.request())));
    stub.forget();
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  private OpenAIClient client(Version version, String key) {
    OkHttpClient http = new OkHttpClient.Builder().protocols(List.of(version.protocol))
        .readTimeout(Duration.ofSeconds(20))
        .build();
    return OpenAIOkHttpClient.builder()
        .okHttpClient(http)
        .baseUrl("http://127.0.0.1:" + gateway.port() + "/v1")
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  private static ChatCompletionCreateParams hello(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello").build();
  }

  @ParameterizedTest
  @EnumSource
  void chats(Version version) {
    OpenAIClient client = client(version, KEY);
    ChatCompletion answer = client.chat().completions().create(hello("chat"));

    assertThat(answer.choices().getFirst().message().content()).contains("Hello there");
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(12);
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void seesTheHeaders(Version version) {
    OpenAIClient client = client(version, KEY);
    try (HttpResponseFor<ChatCompletion> raw = client.withRawResponse()
        .chat()
        .completions()
        .create(hello("chat"))) {
      assertThat(raw.headers().values("x-prism-target")).containsExactly("stable");
      assertThat(raw.headers().values("x-prism-request-id")).hasSize(1);
      assertThat(raw.parse().id()).isEqualTo("chatcmpl-1");
    }
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void streams(Version version) {
    OpenAIClient client = client(version, KEY);
    try (StreamResponse<ChatCompletionChunk> stream = client.chat()
        .completions()
        .createStreaming(hello("chat"))) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();

      assertThat(text(chunks)).isEqualTo("Hello there");
      assertThat(chunks.getLast().choices().getFirst().finishReason())
          .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
      assertThat(chunks).allMatch(chunk -> chunk.usage().isEmpty());
    }
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void streamsWithUsage(Version version) {
    OpenAIClient client = client(version, KEY);
    ChatCompletionCreateParams params = hello("chat").toBuilder()
        .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
        .build();
    try (StreamResponse<ChatCompletionChunk> stream = client.chat()
        .completions()
        .createStreaming(params)) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();

      assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(3);
    }
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void embeds(Version version) {
    OpenAIClient client = client(version, KEY);
    CreateEmbeddingResponse answer = client.embeddings()
        .create(EmbeddingCreateParams.builder().model("chat").input("a text").build());

    assertThat(answer.data()).hasSize(1);
    assertThat(answer.usage().promptTokens()).isEqualTo(2);
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void listsModels(Version version) {
    OpenAIClient client = client(version, KEY);

    assertThat(client.models().list().data()).extracting(Model::id).contains("chat");
    assertThat(client.models().retrieve("chat").id()).isEqualTo("chat");
    assertThat(client.models().retrieve("up/some-model").id()).isEqualTo("up/some-model");
    assertThatThrownBy(() -> client.models().retrieve("none"))
        .isInstanceOf(NotFoundException.class);
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void knowsTheErrors(Version version) {
    assertFails(client(version, "sk-prism-wrong"), "chat", UnauthorizedException.class, 401,
        "invalid_api_key");
    assertFails(client(version, KEY), "none", NotFoundException.class, 404, "model_not_found");
    OpenAIClient limited = client(version, "sk-prism-" + version);
    limited.chat().completions().create(hello("chat"));
    assertFails(limited, "chat", RateLimitException.class, 429, "rate_limit_exceeded");
    stub.answer(Reply.json(400, REFUSAL));
    assertFails(client(version, KEY), "chat", BadRequestException.class, 400,
        "decimal_above_max_value");
    stub.answer(Reply.json(500, "{}"));
    assertFails(client(version, KEY), "chat", InternalServerException.class, 502, "upstream_error");
    stub.answer(Reply.json(401, "{\"error\":{\"message\":\"bad key sk-upstream\"}}"));
    assertFails(client(version, KEY), "chat", InternalServerException.class, 502, "upstream_auth");
  }

  private static <T extends OpenAIServiceException> void assertFails(OpenAIClient client,
      String model, Class<T> kind, int status, String code) {
    T error = catchThrowableOfType(kind, () -> client.chat().completions().create(hello(model)));
    assertThat(error).as(code).isNotNull();
    assertThat(error.statusCode()).isEqualTo(status);
    assertThat(error.code()).contains(code);
    assertThat(error.headers().values("x-prism-request-id")).hasSize(1);
    assertThat(String.valueOf(error.getMessage())).doesNotContain("sk-upstream");
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenStreamIsAnException(Version version) {
    stub.answer(Chat.unfinished().ending(Reply.Ending.CLOSE));
    OpenAIClient client = client(version, KEY);
    try (StreamResponse<ChatCompletionChunk> stream = client.chat()
        .completions()
        .createStreaming(hello("chat"))) {
      assertThatThrownBy(() -> stream.stream().toList()).isInstanceOf(OpenAIException.class);
    }
    client.close();
  }

  @ParameterizedTest
  @EnumSource
  void cancelsInTheMiddleOfAStream(Version version) {
    stub.answer(Chat.unfinished().ending(Reply.Ending.HANG));
    OpenAIClient client = client(version, KEY);
    long left;
    try (StreamResponse<ChatCompletionChunk> stream = client.chat()
        .completions()
        .createStreaming(hello("chat"))) {
      assertThat(stream.stream().findFirst()).isPresent();
      assertThat(stub.awaitRequest(0, TestGateway.SOON).closedByPeer()).isFalse();
      left = System.nanoTime();
    }
    long nanos = stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON) - left;
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isLessThan(1_000);
    stub.script(call -> call.reply(answer(call.request())));
    assertThat(client.chat().completions().create(hello("chat")).id()).isEqualTo("chatcmpl-1");
    client.close();
  }

  private static String text(List<ChatCompletionChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.choices().stream())
        .map(choice -> choice.delta().content())
        .flatMap(Optional::stream)
        .collect(Collectors.joining());
  }
}
