package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts back what a client's dialect lost: thoughts and signatures that belong before a tool call. Only
/// what its provider signed is worth keeping.
final class Recollection {
  private static final int MOST_CHARS = 256 * 1024;
  private final Thoughts thoughts;
  private final List<Block> before = new ArrayList<>();
  private final StringBuilder thought = new StringBuilder();
  private final TreeMap<Integer, String> callIds = new TreeMap<>();
  private final TreeMap<Integer, String> callSignatures = new TreeMap<>();

  Recollection(Thoughts thoughts) {
    this.thoughts = thoughts;
  }

  /// The request with the thoughts that it lacks, as far as they are known.
  static ChatRequest of(ChatRequest request, Thoughts thoughts) {
    if (!request.hasToolHistory()) {
      return request;
    }
    List<Message> messages = new ArrayList<>();
    for (Message message : request.messages()) {
      messages
          .add(message.role() == Message.Role.ASSISTANT ? recalled(message, thoughts) : message);
    }
    return request.with(messages);
  }

  private static Message recalled(Message message, Thoughts thoughts) {
    boolean thinks = false;
    List<Block> blocks = new ArrayList<>();
    for (Block block : message.blocks()) {
      thinks |= block instanceof Block.Thinking || block instanceof Block.RedactedThinking;
      if (block instanceof Block.ToolUse use && use.signature() == null) {
        String signature = null;
        for (Block known : thoughts.before(use.id())) {
          if (known instanceof Block.ToolUse self) {
            signature = self.signature();
          } else if (!thinks) {
            blocks.addFirst(known);
          }
        }
        thinks = true;
        blocks.add(signature == null
            ? use
            : new Block.ToolUse(use.id(), use.name(), use.arguments(), signature));
      } else {
        blocks.add(block);
      }
    }
    return new Message(message.role(), blocks);
  }

  void watch(ResponseEvent event) {
    switch (event) {
      case ResponseEvent.ReasoningDelta(int choice, String text) -> {
        if (choice == 0 && thought.length() + text.length() <= MOST_CHARS) {
          thought.append(text);
        }
      }
      case ResponseEvent.Other other -> opaque(other);
      case ResponseEvent.ToolCallDelta call -> {
        if (call.id() != null && call.choice() == 0) {
          callIds.put(call.index(), call.id());
        }
      }
      case ResponseEvent.Head _,ResponseEvent.TextDelta _,ResponseEvent.RefusalDelta _,ResponseEvent.Citation _,ResponseEvent.Finish _,ResponseEvent.Usage _,ResponseEvent.Failed _,ResponseEvent.End _ ->
        {
        }
    }
  }

  private void opaque(ResponseEvent.Other other) {
    switch (other.kind()) {
      case MEDIA -> {
      }
      case REDACTED_THOUGHT -> before.add(new Block.RedactedThinking(other.value()));
      case SIGNATURE -> {
        if (other.call() >= 0) {
          callSignatures.put(other.call(), other.value());
        } else {
          before.add(new Block.Thinking(thought.toString(), other.value()));
          thought.setLength(0);
        }
      }
    }
  }

  void keep() {
    callIds.forEach((index, id) -> {
      List<Block> known = new ArrayList<>(before.reversed());
      @Nullable
      String signature = callSignatures.get(index);
      if (signature != null) {
        known.add(new Block.ToolUse(id, "", "", signature));
      }
      if (!known.isEmpty()) {
        thoughts.keep(id, known);
      }
    });
  }
}
