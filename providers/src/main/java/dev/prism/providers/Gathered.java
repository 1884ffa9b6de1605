package dev.prism.providers;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A whole answer put together from its events: for each choice its parts in order.
public final class Gathered implements Consumer<ResponseEvent> {
  private final TreeMap<Integer, Choice> choices = new TreeMap<>();
  private String id = "";
  private String model = "";
  private @Nullable TokenUsage usage;

  public static Gathered of(List<ResponseEvent> events) {
    Gathered gathered = new Gathered();
    events.forEach(gathered);
    return gathered;
  }

  /// A part of an answer. Mutable while it is gathered.
  public static final class Part {
    private final Kind kind;
    private final int call;
    private final StringBuilder text = new StringBuilder();
    private String id = "";
    private String name = "";
    private @Nullable String signature;

    public enum Kind {
      TEXT, REFUSAL, THOUGHT, REDACTED_THOUGHT, CALL
    }

    private Part(Kind kind, int call) {
      this.kind = kind;
      this.call = call;
    }

    public Kind kind() {
      return kind;
    }

    /// The text, or the arguments of a call.
    public String text() {
      return text.toString();
    }

    /// Of a call; empty when its provider gives none.
    public String id() {
      return id;
    }

    public String name() {
      return name;
    }

    public @Nullable String signature() {
      return signature;
    }
  }

  /// One answer of several.
  public static final class Choice {
    private final List<Part> parts = new ArrayList<>();
    private final List<ResponseEvent.Citation> citations = new ArrayList<>();
    private String finish = "";

    public List<Part> parts() {
      return parts;
    }

    public List<Part> parts(Part.Kind kind) {
      return parts.stream().filter(part -> part.kind() == kind).toList();
    }

    /// What the text rests upon, in the order in which it was told.
    public List<ResponseEvent.Citation> citations() {
      return citations;
    }

    /// The texts of a kind of part, joined; null when there is no such part.
    public @Nullable String text(Part.Kind kind) {
      List<Part> said = parts(kind);
      if (said.isEmpty()) {
        return null;
      }
      StringBuilder text = new StringBuilder();
      said.forEach(part -> text.append(part.text));
      return text.toString();
    }

    public FinishReason finish() {
      return FinishReason.of(finish).withTools(!parts(Part.Kind.CALL).isEmpty());
    }

    private Part part(Part.Kind kind, int call) {
      if (kind == Part.Kind.CALL) {
        for (Part part : parts) {
          if (part.kind == kind && part.call == call) {
            return part;
          }
        }
      } else if (!parts.isEmpty() && parts.getLast().kind == kind
          && parts.getLast().signature == null) {
        return parts.getLast();
      }
      Part fresh = new Part(kind, call);
      parts.add(fresh);
      return fresh;
    }
  }

  @Override
  public void accept(ResponseEvent event) {
    switch (event) {
      case ResponseEvent.Head head -> {
        id = head.id();
        model = head.model();
      }
      case ResponseEvent.TextDelta(int choice, String text) ->
        choice(choice).part(Part.Kind.TEXT, -1).text.append(text);
      case ResponseEvent.RefusalDelta(int choice, String text) ->
        choice(choice).part(Part.Kind.REFUSAL, -1).text.append(text);
      case ResponseEvent.ReasoningDelta(int choice, String text) ->
        choice(choice).part(Part.Kind.THOUGHT, -1).text.append(text);
      case ResponseEvent.ToolCallDelta call -> call(call);
      case ResponseEvent.Citation citation -> choice(citation.choice()).citations.add(citation);
      case ResponseEvent.Other other -> opaque(other);
      case ResponseEvent.Finish(int choice, String reason) -> choice(choice).finish = reason;
      case ResponseEvent.Usage counted -> usage = counted.usage();
      case ResponseEvent.Failed _,ResponseEvent.End _ -> {
      }
    }
  }

  private void call(ResponseEvent.ToolCallDelta delta) {
    Part part = choice(delta.choice()).part(Part.Kind.CALL, delta.index());
    part.id = delta.id() == null ? part.id : delta.id();
    part.name = delta.name() == null ? part.name : delta.name();
    part.text.append(delta.arguments());
  }

  private void opaque(ResponseEvent.Other other) {
    Choice choice = choice(other.choice());
    switch (other.kind()) {
      case MEDIA -> {
      }
      case REDACTED_THOUGHT -> {
        Part part = new Part(Part.Kind.REDACTED_THOUGHT, -1);
        part.text.append(other.value());
        choice.parts.add(part);
      }
      case SIGNATURE -> {
        Part.Kind kind = other.call() < 0 ? Part.Kind.THOUGHT : Part.Kind.CALL;
        choice.part(kind, other.call()).signature = other.value();
      }
    }
  }

  private Choice choice(int index) {
    return choices.computeIfAbsent(index, _ -> new Choice());
  }

  public String id() {
    return id;
  }

  public String model() {
    return model;
  }

  /// In the order of their indexes; one empty choice when nothing was said.
  public List<Choice> choices() {
    return choices.isEmpty() ? List.of(new Choice()) : List.copyOf(choices.values());
  }

  public Choice first() {
    return choices().getFirst();
  }

  public @Nullable TokenUsage usage() {
    return usage;
  }
}
