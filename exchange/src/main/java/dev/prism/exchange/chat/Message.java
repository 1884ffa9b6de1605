package dev.prism.exchange.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// One turn, or a part of one. The results of tools belong to the user's side.
public record Message(Role role, List<Block> blocks) {
  public enum Role {
    SYSTEM, USER, ASSISTANT
  }

  public Message {
    blocks = List.copyOf(blocks);
  }

  /// The messages with neighbours of the same role made one, and empty ones left out: several providers
  /// insist that the roles alternate.
  public static List<Message> merged(List<Message> messages) {
    List<Message> merged = new ArrayList<>(messages.size());
    for (Message message : messages) {
      int last = merged.size() - 1;
      if (message.blocks().isEmpty()) {
        continue;
      }
      if (last >= 0 && merged.get(last).role() == message.role()) {
        List<Block> both = new ArrayList<>(merged.get(last).blocks());
        both.addAll(message.blocks());
        merged.set(last, new Message(message.role(), both));
      } else {
        merged.add(message);
      }
    }
    return merged;
  }

  /// What the two sides say in turn, without the system's words and without messages of which nothing is written.
  ///
  /// @param isWritten whether a provider's dialect has a form for a block
  public static List<Message> turns(List<Message> messages, Predicate<Block> isWritten) {
    return merged(messages.stream()
        .filter(message -> message.role() != Role.SYSTEM
            && message.blocks().stream().anyMatch(isWritten))
        .toList());
  }

  /// All texts of a kind of message joined by a blank line; empty without.
  public static String joined(List<Message> messages, Role role) {
    StringBuilder joined = new StringBuilder();
    for (Message message : messages) {
      if (message.role() != role) {
        continue;
      }
      for (Block block : message.blocks()) {
        if (block instanceof Block.Text(String text) && !text.isEmpty()) {
          joined.append(joined.isEmpty() ? "" : "\n\n").append(text);
        }
      }
    }
    return joined.toString();
  }
}
