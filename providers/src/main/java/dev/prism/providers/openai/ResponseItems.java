package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ReasoningDelta;
import dev.prism.exchange.ResponseEvent.RefusalDelta;
import dev.prism.exchange.ResponseEvent.TextDelta;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonMembers;
import dev.prism.providers.Citations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the output items of a Responses reply. Clients build the answer from deltas or from the finished
/// items, and some servers send only one of them, so an item whose deltas never came is read when it is
/// done, and the whole output when no item came at all.
final class ResponseItems {
  private static final int MOST = 1024;
  private final BitSet spoken = new BitSet();
  /// The output indexes of the tool calls, in order: a call's own index is its place here.
  private final List<Integer> calls = new ArrayList<>(2);
  private final Citations citations = new Citations();

  /// Whether anything of the output was read.
  boolean spoken() {
    return !spoken.isEmpty();
  }

  void event(String type, JsonMembers event, Consumer<ResponseEvent> out) {
    switch (type) {
      case "response.output_text.delta", "response.output_audio_transcript.delta",
          "response.audio.transcript.delta" -> {
        mark(event);
        say(new TextDelta(0, text(event, "delta")), out);
      }
      case "response.refusal.delta" -> {
        mark(event);
        say(new RefusalDelta(0, text(event, "delta")), out);
      }
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
        mark(event);
        say(new ReasoningDelta(0, text(event, "delta")), out);
      }
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" -> {
        mark(event);
        out.accept(new ToolCallDelta(0, call(place(event)), null, null, text(event, "delta")));
      }
      case "response.image_generation_call.partial_image", "response.audio.delta",
          "response.output_audio.delta" ->
        out.accept(new Other(0));
      case "response.output_text.annotation.added" -> {
        int index = event.find("annotation");
        if (index >= 0) {
          annotation(JsonFields.of(event.value(index)), out);
        }
      }
      case "response.output_text.done" -> {
        if (!spoken.get(place(event))) {
          mark(event);
          say(new TextDelta(0, text(event, "text")), out);
        }
      }
      case "response.output_item.added" -> item(event, false, out);
      case "response.output_item.done" -> item(event, !spoken.get(place(event)), out);
      default -> {
      }
    }
  }

  /// @param unsaid whether the item's content has not been read yet
  private void item(JsonMembers event, boolean unsaid, Consumer<ResponseEvent> out) {
    int index = event.find("item");
    boolean done = text(event, "type").endsWith("done");
    if (index >= 0 && (unsaid || !done)) {
      item(event.value(index), place(event), unsaid, out);
    }
  }

  /// Reads a whole `output` list.
  void list(JsonCursor at, Consumer<ResponseEvent> out) {
    if (at.kind() != '[') {
      return;
    }
    int place = 0;
    at.enter();
    while (at.nextElement()) {
      item(at, Math.min(place++, MOST - 1), true, out);
    }
  }

  private void item(JsonCursor at, int place, boolean unsaid, Consumer<ResponseEvent> out) {
    if (at.kind() != '{') {
      at.skip();
      return;
    }
    Item item = Item.of(at);
    switch (item.type) {
      case "message", "reasoning" -> {
        if (unsaid) {
          spoken.set(place);
          content(item.summary, true, out);
          content(item.content, item.type.equals("reasoning"), out);
        }
      }
      case "function_call", "custom_tool_call" -> {
        boolean first = !calls.contains(place);
        if (unsaid) {
          spoken.set(place);
        }
        out.accept(new ToolCallDelta(0, call(place), first ? item.callId : null,
            first ? item.name : null, unsaid ? item.arguments : ""));
      }
      default -> {
        spoken.set(place);
        out.accept(new Other(0));
      }
    }
  }

  private void annotation(JsonFields annotation, Consumer<ResponseEvent> out) {
    if (annotation.text("type").equals("url_citation")) {
      Annotations.tell(0, annotation, citations, out);
    }
  }

  private void annotations(@Nullable JsonCursor at, Consumer<ResponseEvent> out) {
    if (at != null && at.kind() == '[') {
      at.enter();
      while (at.nextElement()) {
        annotation(JsonFields.of(at), out);
      }
    }
  }

  private void content(@Nullable JsonCursor at, boolean thinking, Consumer<ResponseEvent> out) {
    if (at == null || at.kind() != '[') {
      return;
    }
    at.enter();
    while (at.nextElement()) {
      if (at.kind() != '{') {
        at.skip();
        continue;
      }
      JsonCursor notes = null;
      at.enter();
      while (at.nextMember()) {
        if (at.named("text") || at.named("transcript")) {
          String text = at.string();
          say(thinking ? new ReasoningDelta(0, text) : new TextDelta(0, text), out);
        } else if (at.named("refusal")) {
          say(new RefusalDelta(0, at.string()), out);
        } else {
          notes = at.named("annotations") ? at.fork() : notes;
          at.skip();
        }
      }
      annotations(notes, out);
    }
  }

  private static void say(ResponseEvent event, Consumer<ResponseEvent> out) {
    boolean empty = switch (event) {
      case TextDelta delta -> delta.text().isEmpty();
      case ReasoningDelta delta -> delta.text().isEmpty();
      case RefusalDelta delta -> delta.text().isEmpty();
      default -> false;
    };
    if (!empty) {
      out.accept(event);
    }
  }

  private void mark(JsonMembers event) {
    spoken.set(place(event));
  }

  private int call(int place) {
    int index = calls.indexOf(place);
    if (index < 0) {
      calls.add(place);
      index = calls.size() - 1;
    }
    return index;
  }

  private static int place(JsonMembers event) {
    int index = event.find("output_index");
    return index < 0 ? 0 : Math.clamp(event.value(index).integer(0), 0, MOST - 1);
  }

  private static String text(JsonMembers event, String name) {
    return ResponsesDecoder.text(event, name);
  }

  /// The members of an output item that are read.
  private static final class Item {
    String type = "";
    String callId = "";
    String name = "";
    String arguments = "";
    @Nullable
    JsonCursor content;
    @Nullable
    JsonCursor summary;

    static Item of(JsonCursor at) {
      Item item = new Item();
      at.enter();
      while (at.nextMember()) {
        if (at.named("type")) {
          item.type = at.string();
        } else if (at.named("call_id")) {
          item.callId = at.string();
        } else if (at.named("name")) {
          item.name = at.string();
        } else if (at.named("arguments") || at.named("input")) {
          item.arguments = at.string();
        } else {
          item.keep(at);
          at.skip();
        }
      }
      return item;
    }

    private void keep(JsonCursor at) {
      if (at.named("content")) {
        content = at.fork();
      } else if (at.named("summary")) {
        summary = at.fork();
      }
    }
  }
}
