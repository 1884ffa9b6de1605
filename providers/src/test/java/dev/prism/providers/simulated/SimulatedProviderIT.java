package dev.prism.providers.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import dev.prism.providers.ReplyDecoder;
import dev.prism.providers.SimulatedBehaviour;
import dev.prism.providers.SimulatedSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The simulated provider over a real socket, read by the decoders that read every other provider.
class SimulatedProviderIT {
  private static final SimulatedSettings FAST = SimulatedSettings.DEFAULT.timed(Duration.ZERO,
      Duration.ZERO);
  private static final String CHAT = "{\"model\":\"sim-small\",\"messages\":[{\"role\":\"user\","
      + "\"content\":\"What is your refund policy?\"}]";
  private final Provider provider = Providers.create("sim",
      new ProviderSettings("simulated", null, null, null, null, null, null, FAST, null, null, null,
          null, null, null, null, null, null, null));
  private final SimulatedProvider simulated = (SimulatedProvider) provider.adapter();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void end() {
    client.close();
    provider.close();
  }

  @Test
  void aChatIsAnsweredFromTheCorpusWithUsage() throws Exception {
    Read read = body(Endpoint.CHAT_COMPLETIONS, CHAT + "}");
    assertThat(read.text).startsWith("You can ask for a refund within 30 days");
    assertThat(read.usage.completion()).isGreaterThan(20);
    assertThat(read.finish).isEqualTo("stop");
  }

  @Test
  void aStreamSaysWhatTheWholeReplySays() throws Exception {
    Read whole = body(Endpoint.CHAT_COMPLETIONS, CHAT + "}");
    Read streamed = stream(Endpoint.CHAT_COMPLETIONS,
        CHAT + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    assertThat(streamed.text).isEqualTo(whole.text);
    assertThat(streamed.usage).isEqualTo(whole.usage);
    assertThat(streamed.complete).isTrue();
  }

  @Test
  void aStreamHasNoUsageUnlessAsked() throws Exception {
    assertThat(stream(Endpoint.CHAT_COMPLETIONS, CHAT + ",\"stream\":true}").usage)
        .isEqualTo(TokenUsage.NONE);
  }

  @Test
  void aToolIsCalledWhenDemanded() throws Exception {
    String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\"}}],"
        + "\"tool_choice\":\"required\"";
    assertThat(body(Endpoint.CHAT_COMPLETIONS, CHAT + tools + "}").calls).isEqualTo("look_up{}");
    Read streamed = stream(Endpoint.CHAT_COMPLETIONS, CHAT + tools + ",\"stream\":true}");
    assertThat(streamed.calls).isEqualTo("look_up{}");
    assertThat(streamed.finish).isEqualTo("tool_calls");
  }

  @Test
  void completionsAndResponsesAreSpoken() throws Exception {
    String ask = "{\"model\":\"sim-small\",\"prompt\":\"refund policy\",\"input\":\"refund policy\"";
    for (Endpoint endpoint : List.of(Endpoint.COMPLETIONS, Endpoint.RESPONSES)) {
      Read whole = body(endpoint, ask + "}");
      Read streamed = stream(endpoint, ask + ",\"stream\":true}");
      assertThat(whole.text).as("%s", endpoint).startsWith("You can ask for a refund");
      assertThat(streamed.text).as("%s", endpoint).isEqualTo(whole.text);
      assertThat(streamed.complete).as("%s", endpoint).isTrue();
    }
  }

  @Test
  void embeddingsDependOnTheTextAloneAndComeInBothForms() throws Exception {
    String floats = send("/embeddings", "{\"model\":\"sim-embed\",\"input\":[\"a\",\"a\",\"b\"]}")
        .body();
    String[] vectors = floats.split("\"embedding\":\\[");
    assertThat(vectors).hasSize(4);
    assertThat(vectors[1].substring(0, 40)).isEqualTo(vectors[2].substring(0, 40))
        .isNotEqualTo(vectors[3].substring(0, 40));
    assertThat(send("/embeddings",
        "{\"model\":\"sim-embed\",\"input\":\"a\",\"encoding_format\":\"base64\"}").body())
        .containsPattern("\"embedding\":\"[A-Za-z0-9+/=]{300,}\"");
  }

  @Test
  void modelsAreListed() throws Exception {
    HttpResponse<String> list = client.send(
        HttpRequest.newBuilder(URI.create(simulated.baseUrl() + "/models")).build(),
        HttpResponse.BodyHandlers.ofString());
    assertThat(list.body()).contains("sim-small", "sim-large");
  }

  @Test
  void failuresComeAtTheRateThatIsSetAndStopWhenItIsAdjusted() throws Exception {
    simulated.adjust(failing(0.5, 0, 0));
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      failed += send("/chat/completions", CHAT + "}").statusCode() == 500 ? 1 : 0;
    }
    assertThat(failed).isBetween(30, 70);
    simulated.adjust(FAST);
    assertThat(send("/chat/completions", CHAT + "}").statusCode()).isEqualTo(200);
  }

  @Test
  void aThrottledRequestIsToldHowLongToWait() throws Exception {
    simulated.adjust(failing(0, 1, 0));
    HttpResponse<byte[]> reply = client.send(request("/chat/completions", CHAT + "}"),
        HttpResponse.BodyHandlers.ofByteArray());
    var refusal = provider.adapter()
        .refusal(reply.statusCode(), name -> reply.headers().firstValue(name).orElse(null),
            reply.body());
    assertThat(refusal.error().status()).isEqualTo(429);
    assertThat(refusal.error().retryAfterMillis()).isEqualTo(1000);
    assertThat(refusal.retryable()).isTrue();
  }

  @Test
  void aCutStreamBreaksOffAndIsNeverComplete() {
    // At a pace, since the JDK's client may drop what it has received when the end comes with it.
    simulated.adjust(failing(0, 0, 1).timed(Duration.ZERO, Duration.ofMillis(20)));
    Read read = new Read(provider.adapter().decoder(Endpoint.CHAT_COMPLETIONS));
    assertThatThrownBy(() -> {
      HttpResponse<InputStream> reply = client.send(
          request("/chat/completions", CHAT + ",\"stream\":true}"),
          HttpResponse.BodyHandlers.ofInputStream());
      read.all(reply.body());
    }).isInstanceOf(IOException.class);
    assertThat(read.text).isNotEmpty();
    assertThat(read.decoder.complete()).isFalse();
  }

  @Test
  void aBehaviourSpeaksForItsModelAndPromptAlone() throws Exception {
    simulated.adjust(FAST.behaving(Map.of("leak",
        new SimulatedBehaviour("sim-small", "version 13", 1, SimulatedBehaviour.LEAK))));
    String thirteen = "{\"model\":\"sim-small\",\"messages\":[{\"role\":\"system\",\"content\":"
        + "\"You are version 13\"},{\"role\":\"user\",\"content\":\"refund policy\"}]}";
    assertThat(body(Endpoint.CHAT_COMPLETIONS, thirteen).text).endsWith(SimulatedBehaviour.LEAK);
    assertThat(body(Endpoint.CHAT_COMPLETIONS, thirteen.replace("13", "12")).text)
        .doesNotContain("jane.roe");
    assertThat(body(Endpoint.CHAT_COMPLETIONS, thirteen.replace("sim-small", "sim-large")).text)
        .doesNotContain("jane.roe");
  }

  @Test
  void aBadRequestIsRefused() throws Exception {
    assertThat(send("/chat/completions", "{\"model\":").statusCode()).isEqualTo(400);
    assertThat(send("/nowhere", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void aThousandStreamsAreHeldAtOnce() throws Exception {
    simulated.adjust(FAST.timed(Duration.ofMillis(500), Duration.ofMillis(20)));
    List<CompletableFuture<HttpResponse<String>>> open = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      open.add(client.sendAsync(request("/chat/completions", CHAT + ",\"stream\":true}"),
          HttpResponse.BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> one : open) {
      assertThat(one.get(60, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
    }
    System.out.println("1000 streams took " + Duration.ofNanos(System.nanoTime() - start));
  }

  private static SimulatedSettings failing(double errors, double throttled, double cut) {
    return new SimulatedSettings(7, Duration.ZERO, Duration.ZERO, errors, throttled, null, cut, 0,
        0, 0, null, null);
  }

  private Read body(Endpoint endpoint, String json) throws Exception {
    Read read = new Read(provider.adapter().decoder(endpoint));
    byte[] bytes = send(path(endpoint), json).body().getBytes(StandardCharsets.UTF_8);
    read.decoder.body(bytes, 0, bytes.length, read::take);
    read.complete = read.decoder.complete();
    return read;
  }

  private Read stream(Endpoint endpoint, String json) throws Exception {
    Read read = new Read(provider.adapter().decoder(endpoint));
    HttpResponse<InputStream> reply = client.send(request(path(endpoint), json),
        HttpResponse.BodyHandlers.ofInputStream());
    assertThat(reply.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    read.all(reply.body());
    return read;
  }

  private String path(Endpoint endpoint) {
    var call = provider.adapter().call(endpoint, "sim-small");
    assertThat(call).isNotNull();
    return call == null ? "" : call.path().substring("/v1".length());
  }

  private HttpResponse<String> send(String path, String json) throws Exception {
    return client.send(request(path, json), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String json) {
    return HttpRequest.newBuilder(URI.create(simulated.baseUrl() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  /// What a decoder says of one reply.
  private static final class Read {
    final ReplyDecoder decoder;
    String text = "";
    String calls = "";
    String finish = "";
    TokenUsage usage = TokenUsage.NONE;
    boolean complete;

    Read(ReplyDecoder decoder) {
      this.decoder = decoder;
    }

    void all(InputStream in) throws IOException, SseReader.Overflow {
      SseReader reader = new SseReader(1 << 20);
      byte[] some = new byte[512];
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        reader.feed(some, 0, count, event -> {
          try {
            decoder.event(event, this::take);
          } catch (JsonProblem problem) {
            throw new AssertionError(problem.describe(), problem);
          }
        });
      }
      complete = decoder.complete();
    }

    void take(ResponseEvent event) {
      switch (event) {
        case ResponseEvent.TextDelta delta -> text += delta.text();
        case ResponseEvent.ToolCallDelta delta ->
          calls += (delta.name() == null ? "" : delta.name()) + delta.arguments();
        case ResponseEvent.Finish end -> finish = end.reason();
        case ResponseEvent.Usage counted -> usage = counted.usage();
        default -> {
        }
      }
    }
  }
}
