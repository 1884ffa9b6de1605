package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.RefusalDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.Citations;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads a `delta` or a `message`. Content is a string or a list of parts; reasoning has three names
/// (`reasoning_content`, `reasoning`, `reasoning_details`), of which some servers send two with the same
/// text, so that only one of them is read.
final class ChatMessage {
  private final ToolCalls calls = new ToolCalls();
  private final Citations citations = new Citations();
  private int textAt = -1;

  /// Where the string of the last `content` that was read begins, behind its quote; -1 for none.
  int textAt() {
    return textAt;
  }

  /// What is read from here on belongs to another document.
  void reset() {
    textAt = -1;
  }

  /// @param streamed whether it is a delta, whose members are read as they come; a whole message's thoughts
  ///                 belong before its text, wherever they stand
  void read(int choice, boolean streamed, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '{') {
      return;
    }
    List<ResponseEvent> later = new ArrayList<>(streamed ? 0 : 4);
    Consumer<ResponseEvent> said = streamed ? out : later::add;
    boolean thought = false;
    at.enter();
    while (at.nextMember()) {
      if (at.named("content")) {
        textAt = at.kind() == '"' ? at.position() + 1 : -1;
        content(choice, at, said);
      } else if (at.named("reasoning_content") || at.named("reasoning")) {
        thought = reasoning(choice, at, thought, out);
      } else if (at.named("reasoning_details") || at.named("thinking_blocks")) {
        thought = details(choice, at, thought, out);
      } else if (at.named("refusal")) {
        String refusal = at.string();
        if (!refusal.isEmpty()) {
          said.accept(new RefusalDelta(choice, refusal));
        }
      } else if (at.named("tool_calls")) {
        calls.read(choice, at, said);
      } else if (at.named("function_call")) {
        calls.legacy(choice, at, said);
      } else if (at.named("audio")) {
        audio(choice, at, said);
      } else if (at.named("annotations")) {
        annotations(choice, at, said);
      } else if (at.named("images") && at.kind() == '[') {
        said.accept(new Other(choice));
        at.skip();
      } else {
        at.skip();
      }
    }
    later.forEach(out);
  }

  private void annotations(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '[') {
      at.skip();
      return;
    }
    at.enter();
    while (at.nextElement()) {
      Annotations.tell(choice, JsonFields.of(at).object("url_citation"), citations, out);
    }
  }

  private static void content(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() == '[') {
      at.enter();
      while (at.nextElement()) {
        part(choice, at, false, out);
      }
      return;
    }
    say(choice, at.string(), false, out);
  }

  /// One part of a content list; Mistral nests the parts of a thought in it.
  private static void part(int choice, JsonCursor at, boolean thinking,
      Consumer<ResponseEvent> out) {
    if (at.kind() != '{') {
      say(choice, at.string(), thinking, out);
      return;
    }
    boolean said = false;
    String type = "";
    at.enter();
    while (at.nextMember()) {
      if (at.named("type")) {
        type = at.string();
      } else if (at.named("text")) {
        said = true;
        say(choice, at.string(), thinking, out);
      } else if (at.named("thinking")) {
        said = true;
        thinking(choice, at, out);
      } else {
        at.skip();
      }
    }
    if (!said && !type.equals("reference")) {
      out.accept(new Other(choice));
    }
  }

  private static void thinking(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '[') {
      say(choice, at.string(), true, out);
      return;
    }
    at.enter();
    while (at.nextElement()) {
      if (at.kind() == '{') {
        text(choice, at, out);
      } else {
        say(choice, at.string(), true, out);
      }
    }
  }

  private static boolean reasoning(int choice, JsonCursor at, boolean thought,
      Consumer<ResponseEvent> out) {
    if (thought) {
      at.skip();
      return true;
    }
    String text = at.string();
    say(choice, text, true, out);
    return !text.isEmpty();
  }

  /// What OpenRouter calls the pieces of a thought. Their text may have been read under another name
  /// already; what their provider signed or sealed stands only here.
  private static boolean details(int choice, JsonCursor at, boolean thought,
      Consumer<ResponseEvent> out) {
    if (at.kind() != '[') {
      at.skip();
      return thought;
    }
    boolean any = thought;
    at.enter();
    while (at.nextElement()) {
      if (at.kind() == '{') {
        any |= detail(choice, JsonFields.of(at), thought, out);
      } else {
        at.skip();
      }
    }
    return any;
  }

  private static boolean detail(int choice, JsonFields detail, boolean thought,
      Consumer<ResponseEvent> out) {
    String text = detail.has("text")
        ? detail.text("text")
        : detail.has("summary") ? detail.text("summary") : detail.text("thinking");
    if (!thought) {
      say(choice, text, true, out);
    }
    if (!detail.has("format") || detail.text("format").startsWith("anthropic")) {
      // What another maker sealed would be refused by the one that takes it back.
      opaque(choice, Other.Kind.SIGNATURE, detail.text("signature"), out);
      opaque(choice, Other.Kind.REDACTED_THOUGHT, detail.text("data"), out);
    }
    return !text.isEmpty();
  }

  private static void opaque(int choice, Other.Kind kind, String value,
      Consumer<ResponseEvent> out) {
    if (!value.isEmpty()) {
      out.accept(new Other(choice, kind, -1, value));
    }
  }

  /// The text of a piece of reasoning: its member `text` or `summary`.
  private static boolean text(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    boolean any = false;
    at.enter();
    while (at.nextMember()) {
      if (at.named("text") || at.named("summary")) {
        String text = at.string();
        any |= !text.isEmpty();
        say(choice, text, true, out);
      } else {
        at.skip();
      }
    }
    return any;
  }

  /// Speech: what was said is text as well, and is scanned like text.
  private static void audio(int choice, JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '{') {
      at.skip();
      return;
    }
    at.enter();
    while (at.nextMember()) {
      if (at.named("transcript")) {
        say(choice, at.string(), false, out);
      } else if (at.named("data")) {
        if (!at.string().isEmpty()) {
          out.accept(new Other(choice));
        }
      } else {
        at.skip();
      }
    }
  }

  private static void say(int choice, String text, boolean thinking, Consumer<ResponseEvent> out) {
    if (!text.isEmpty()) {
      out.accept(thinking ? new ReasoningDelta(choice, text) : new TextDelta(choice, text));
    }
  }
}
