package dev.prism.server.pipeline;

import dev.prism.exchange.Cost;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.TokenUsage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an attempt's provider has said so far: model, usage, finish reason, and the answer's text under
/// a cap. The side of an answer that traces, costs and headers are made of.
final class Transcript implements Consumer<ResponseEvent> {
  private final int maxChars;
  private final StringBuilder text = new StringBuilder();
  private final @Nullable StringBuilder whole;
  private long saidChars;
  private boolean truncated;
  private boolean content;
  private String model = "";
  private @Nullable TokenUsage usage;
  private @Nullable Cost reported;
  private @Nullable String finishReason;
  private ResponseEvent.@Nullable Failed failed;
  private boolean ended;
  private boolean withheld;

  /// @param maxChars  the most characters of text that are kept, 0 for none
  /// @param remembers whether the text of the first choice is kept whole besides
  Transcript(int maxChars, boolean remembers) {
    this.maxChars = maxChars;
    whole = remembers ? new StringBuilder() : null;
  }

  @Override
  public void accept(ResponseEvent event) {
    content |= event.bearsContent();
    switch (event) {
      case ResponseEvent.Head head -> model = head.model().isEmpty() ? model : head.model();
      case ResponseEvent.TextDelta delta -> {
        keep(delta.text());
        if (whole != null && delta.choice() == 0) {
          whole.append(delta.text());
        }
      }
      case ResponseEvent.RefusalDelta delta -> keep(delta.text());
      case ResponseEvent.ReasoningDelta delta -> saidChars += delta.text().length();
      case ResponseEvent.Citation _,ResponseEvent.Other _ -> {
      }
      case ResponseEvent.ToolCallDelta call -> {
        keep(call.name() == null ? "" : call.name());
        keep(call.arguments());
      }
      case ResponseEvent.Finish finish ->
        finishReason = finishReason == null ? finish.reason() : finishReason;
      case ResponseEvent.Usage counted -> {
        usage = counted.usage();
        reported = counted.reported();
      }
      case ResponseEvent.Failed failure -> failed = failure;
      case ResponseEvent.End _ -> ended = true;
    }
  }

  private void keep(String more) {
    saidChars += more.length();
    int room = maxChars - text.length();
    if (more.length() > room) {
      truncated = true;
    }
    text.append(more, 0, Math.min(more.length(), Math.max(room, 0)));
  }

  /// Whether something was said that the client can see.
  boolean hasContent() {
    return content;
  }

  /// Whether the dialect's end marker came.
  boolean ended() {
    return ended;
  }

  /// The model that the provider named, empty when it named none.
  String model() {
    return model;
  }

  /// The characters of all that was said so far, thoughts included.
  long saidChars() {
    return saidChars;
  }

  TokenUsage usage() {
    return usage == null ? TokenUsage.NONE : usage;
  }

  /// What the provider itself says that it cost, null when it does not say.
  @Nullable
  Cost reportedCost() {
    return reported;
  }

  boolean usageKnown() {
    return usage != null;
  }

  @Nullable
  String finishReason() {
    return finishReason;
  }

  ResponseEvent.@Nullable Failed failed() {
    return failed;
  }

  /// The client gets another text than the provider's.
  void rewrite(String other) {
    long said = saidChars;
    text.setLength(0);
    keep(other);
    saidChars = said;
  }

  /// A rail has stopped the answer: its text is nobody's.
  void withhold() {
    withheld = true;
  }

  @Nullable
  String text() {
    return maxChars == 0 || withheld ? null : text.toString();
  }

  /// All text of the first choice, null when it was not to be remembered.
  @Nullable
  String whole() {
    return whole == null ? null : whole.toString();
  }

  boolean truncated() {
    return truncated;
  }
}
