package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a provider may say, written for a client and read again by that dialect's own reader, is what was
/// said, streamed and whole, up to what docs/dialects.md lists.
class ReplyRoundTripTest {
  private static final int CASES = 2_000;
  private static final long SEED = 20_261_127;

  /// What every client can be told. Refusals are text to a Messages client.
  private record Told(
      String text,
      String thought,
      List<String> signatures,
      List<String> calls,
      FinishReason finish,
      long prompt,
      long completion,
      long cached) {}

  @ParameterizedTest
  @EnumSource(value = Endpoint.class, names = {"CHAT_COMPLETIONS", "MESSAGES", "RESPONSES"})
  void whatIsToldIsWhatWasSaid(Endpoint client) throws Exception {
    for (int i = 0; i < CASES; i++) {
      Tongue tongue = new Tongue(SEED + i);
      List<ResponseEvent> said = said(tongue);
      String where = "seed " + (SEED + i) + " " + client + " " + said;
      Told wanted = told(said, client);
      assertThat(told(streamed(client, said, tongue), client)).as(where).isEqualTo(wanted);
      assertThat(told(whole(client, said), client)).as("whole, " + where).isEqualTo(wanted);
    }
  }

  private static List<ResponseEvent> said(Tongue tongue) {
    List<ResponseEvent> said = new ArrayList<>();
    said.add(new ResponseEvent.Head("id" + tongue.below(99), "model-x"));
    if (tongue.chance(40)) {
      tongue.cut(tongue.text()).forEach(p -> said.add(new ResponseEvent.ReasoningDelta(0, p)));
      if (tongue.chance(70)) {
        said.add(new Other(0, Other.Kind.SIGNATURE, -1, "sig" + tongue.below(999)));
      }
    }
    if (tongue.chance(15)) {
      said.add(new Other(0, Other.Kind.REDACTED_THOUGHT, -1, "sealed" + tongue.below(999)));
    }
    if (tongue.chance(70)) {
      tongue.cut(tongue.text()).forEach(p -> said.add(new ResponseEvent.TextDelta(0, p)));
    } else if (tongue.chance(30)) {
      tongue.cut(tongue.text()).forEach(p -> said.add(new ResponseEvent.RefusalDelta(0, p)));
    }
    int calls = Math.max(0, tongue.below(6) - 2);
    calls(calls, tongue, said);
    String[] reasons = {"stop", "length", "content_filter"};
    said.add(new ResponseEvent.Finish(0,
        calls > 0 && tongue.chance(80) ? "tool_calls" : reasons[tongue.below(3)]));
    said.add(new ResponseEvent.Usage(new TokenUsage(1 + tongue.below(500), tongue.below(90),
        tongue.below(9), 0, tongue.below(300), tongue.below(50), 0, 0)));
    return said;
  }

  /// Calls whose pieces may come by turns.
  private static void calls(int count, Tongue tongue, List<ResponseEvent> said) {
    List<List<String>> left = new ArrayList<>();
    boolean byTurns = tongue.chance(40);
    for (int call = 0; call < count; call++) {
      said.add(new ResponseEvent.ToolCallDelta(0, call, "call_" + call, "tool" + call, ""));
      left.add(new ArrayList<>(tongue.cut(tongue.object())));
      while (!byTurns && !left.get(call).isEmpty()) {
        said.add(
            new ResponseEvent.ToolCallDelta(0, call, null, null, left.get(call).removeFirst()));
      }
    }
    while (left.stream().anyMatch(pieces -> !pieces.isEmpty())) {
      int call = tongue.below(count);
      if (!left.get(call).isEmpty()) {
        said.add(
            new ResponseEvent.ToolCallDelta(0, call, null, null, left.get(call).removeFirst()));
      }
    }
  }

  private static ReplyEncoder encoder(Endpoint client) throws Unsuited {
    Dialect dialect = Dialects.of(client);
    return dialect.encoder(dialect.request(Talk.members("{\"model\":\"m\",\"max_tokens\":9,"
        + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"input\":\"x\"}")), true);
  }

  private static ReplyDecoder decoder(Endpoint client) {
    return Talk.adapter(client == Endpoint.MESSAGES ? "anthropic" : "openai").decoder(client);
  }

  private static List<ResponseEvent> streamed(Endpoint client, List<ResponseEvent> said,
      Tongue tongue) throws Exception {
    ReplyEncoder encoder = encoder(client);
    StringBuilder out = new StringBuilder();
    said.forEach(event -> encoder.event(event, out));
    encoder.end(out);
    byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
    ReplyDecoder decoder = decoder(client);
    EventCutter cutter = decoder.cutter(1 << 20);
    List<ResponseEvent> read = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + 1 + tongue.below(60));
      byte[] piece = Arrays.copyOfRange(bytes, from, to);
      cutter.feed(piece, 0, piece.length, event -> {
        try {
          decoder.event(event, read::add);
        } catch (JsonProblem problem) {
          throw new AssertionError(problem);
        }
      });
      from = to;
    }
    assertThat(decoder.complete()).as(out.toString()).isTrue();
    return read;
  }

  private static List<ResponseEvent> whole(Endpoint client, List<ResponseEvent> said)
      throws Exception {
    byte[] bytes = encoder(client).whole(said).getBytes(StandardCharsets.UTF_8);
    List<ResponseEvent> read = new ArrayList<>();
    ReplyDecoder decoder = decoder(client);
    decoder.body(bytes, 0, bytes.length, read::add);
    assertThat(decoder.complete()).isTrue();
    return read;
  }

  private static Told told(List<ResponseEvent> events, Endpoint client) {
    Gathered answer = Gathered.of(events);
    Gathered.Choice first = answer.first();
    List<String> calls = first.parts(Gathered.Part.Kind.CALL)
        .stream()
        .map(part -> part.id() + " " + part.name() + " "
            + (part.text().isEmpty() ? "{}" : part.text()))
        .toList();
    List<String> signatures = new ArrayList<>();
    if (client != Endpoint.RESPONSES) {
      // A Responses provider's own sealed thoughts pass as bytes and are not read.
      first.parts().forEach(part -> {
        String given = part.signature();
        if (given != null && part.kind() == Gathered.Part.Kind.THOUGHT) {
          signatures.add(given);
        } else if (part.kind() == Gathered.Part.Kind.REDACTED_THOUGHT) {
          signatures.add(part.text());
        }
      });
    }
    TokenUsage usage = Objects.requireNonNull(answer.usage());
    String refusal = or(first.text(Gathered.Part.Kind.REFUSAL));
    return new Told(or(first.text(Gathered.Part.Kind.TEXT)) + refusal,
        or(first.text(Gathered.Part.Kind.THOUGHT)), signatures, calls, finish(first, client),
        usage.prompt(), usage.completion(), usage.cacheRead());
  }

  /// Responses have no word for a call: it is there or not.
  private static FinishReason finish(Gathered.Choice choice, Endpoint client) {
    FinishReason finish = choice.finish();
    return client == Endpoint.RESPONSES && finish == FinishReason.TOOLS
        && choice.parts(Gathered.Part.Kind.CALL).isEmpty() ? FinishReason.END : finish;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
