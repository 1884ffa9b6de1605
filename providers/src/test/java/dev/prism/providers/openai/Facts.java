package dev.prism.providers.openai;

import dev.prism.exchange.Cost;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.providers.ReplyDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a reply says in sum: the events of a decoder, added up.
final class Facts implements Consumer<ResponseEvent> {
  String id = "";
  String model = "";
  final Map<Integer, String> text = new TreeMap<>();
  final Map<Integer, String> reasoning = new TreeMap<>();
  final Map<Integer, String> refusal = new TreeMap<>();
  final Map<String, String> calls = new TreeMap<>();
  final Map<Integer, String> finish = new TreeMap<>();
  final List<ResponseEvent> events = new ArrayList<>();
  @Nullable
  TokenUsage usage;
  @Nullable
  Cost reported;
  ResponseEvent.@Nullable Failed failed;
  int usageOnly;
  int problems;
  boolean complete;

  static Facts ofStream(ReplyDecoder decoder, byte[] bytes, int chunk) throws SseReader.Overflow {
    Facts facts = new Facts();
    SseReader reader = new SseReader(64 << 20);
    SseReader.Handler handler = event -> {
      try {
        decoder.event(event, facts);
        facts.usageOnly += decoder.usageOnly() ? 1 : 0;
      } catch (JsonProblem problem) {
        facts.problems++;
      }
    };
    for (int from = 0; from < bytes.length; from += chunk) {
      reader.feed(bytes, from, Math.min(bytes.length, from + chunk), handler);
    }
    reader.finish(handler);
    facts.complete = decoder.complete();
    return facts;
  }

  static Facts ofBody(ReplyDecoder decoder, byte[] bytes) throws JsonProblem {
    Facts facts = new Facts();
    decoder.body(bytes, 0, bytes.length, facts);
    facts.complete = decoder.complete();
    return facts;
  }

  @Override
  public void accept(ResponseEvent event) {
    events.add(event);
    switch (event) {
      case ResponseEvent.Head head -> {
        id = head.id();
        model = head.model();
      }
      case ResponseEvent.TextDelta delta ->
        text.merge(delta.choice(), delta.text(), String::concat);
      case ResponseEvent.ReasoningDelta delta ->
        reasoning.merge(delta.choice(), delta.text(), String::concat);
      case ResponseEvent.RefusalDelta delta ->
        refusal.merge(delta.choice(), delta.text(), String::concat);
      case ResponseEvent.ToolCallDelta delta -> calls.merge(delta.choice() + "." + delta.index(),
          (delta.name() == null ? "" : delta.name() + ":") + delta.arguments(), String::concat);
      case ResponseEvent.Finish end -> finish.put(end.choice(), end.reason());
      case ResponseEvent.Usage counted -> {
        usage = counted.usage();
        reported = counted.reported();
      }
      case ResponseEvent.Failed failure -> failed = failure;
      case ResponseEvent.Citation _,ResponseEvent.Other _,ResponseEvent.End _ -> {
      }
    }
  }
}
