package dev.prism.perf.jmh;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.Secret;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.StrictJson;
import dev.prism.providers.Call;
import dev.prism.providers.EventCutter;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import dev.prism.providers.Thoughts;
import dev.prism.providers.Translation;
import dev.prism.providers.Translator;
import dev.prism.providers.Unsuited;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What translation between dialects costs: an event of a stream from its bytes to the client's bytes, and
/// a request of 16 KB from its bytes to the provider's.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslationBenchmark {
  private static final int EVENTS = 60;
  private static final String CHUNK = """
      data: {"id":"chatcmpl-CkX1b7Qm2vWf8TzPq0LrYh3NdJ5uE","object":"chat.completion.chunk",\
      "created":1763974800,"model":"gpt-4o-mini-2024-07-18","service_tier":"default",\
      "system_fingerprint":"fp_560af6e559","choices":[{"index":0,"delta":{"content":" parcel"},\
      "logprobs":null,"finish_reason":null}],"usage":null}

      """;
  private static final String DELTA = """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" parcel"}}

      """;

  /// Who speaks: a client of Messages with a provider of the OpenAI dialect, or the other way round.
  @Param({"messages-to-openai", "chat-to-anthropic"})
  public String pair = "";

  private final StrictJson json = new StrictJson(JsonLimits.REQUEST);
  private byte[] request = new byte[0];
  private byte[] stream = new byte[0];
  private @Nullable Translation begun;
  private Translator translator = (_, _) -> {
    throw new IllegalStateException("not set up");
  };

  @Setup
  public void prepare() throws JsonProblem, Unsuited {
    boolean messages = pair.startsWith("messages");
    Call call = Providers
        .create("up",
            ProviderSettings.of(messages ? "openai" : "anthropic", null,
                URI.create("http://127.0.0.1:1"), new Secret("k")))
        .adapter()
        .call(messages ? Endpoint.MESSAGES : Endpoint.CHAT_COMPLETIONS, "claude-sonnet-4-5");
    translator = Objects.requireNonNull(Objects.requireNonNull(call).translator());
    stream = (messages ? CHUNK : DELTA).repeat(EVENTS).getBytes(StandardCharsets.UTF_8);
    StringBuilder body = new StringBuilder("{\"model\":\"m\",\"max_tokens\":500,\"messages\":[");
    for (int i = 0; i < 16; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"role\":\"")
          .append(i % 2 == 0 ? "user" : "assistant")
          .append("\",\"content\":");
      JsonText.quote(body, "The parcel was sent on Monday and has not come yet.\n".repeat(19));
      body.append('}');
    }
    request = body.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    begun = begin();
  }

  private Translation begin() throws JsonProblem, Unsuited {
    JsonMembers members = json.check(request, 0, request.length);
    return translator.begin(members,
        new Translator.Asking("claude-sonnet-4-5", false, Thoughts.FORGETFUL));
  }

  /// A request of 16 KB, its check included.
  @Benchmark
  public byte[] request() throws JsonProblem, Unsuited {
    return begin().outgoing().body().getBytes(StandardCharsets.UTF_8);
  }

  /// One event, of 60 that are read at once.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int event() throws EventCutter.Broken {
    Translation translation = Objects.requireNonNull(begun);
    StringBuilder out = new StringBuilder();
    EventCutter cutter = translation.decoder().cutter(1 << 20);
    int[] written = {0};
    cutter.feed(stream, 0, stream.length, event -> {
      translate(translation, event, out);
      written[0] += out.toString().getBytes(StandardCharsets.UTF_8).length;
      out.setLength(0);
    });
    return written[0];
  }

  private static void translate(Translation translation, SseEvent event, StringBuilder out) {
    try {
      translation.decoder()
          .event(event, (ResponseEvent said) -> translation.encoder().event(said, out));
    } catch (JsonProblem problem) {
      throw new IllegalStateException(problem);
    }
  }
}
