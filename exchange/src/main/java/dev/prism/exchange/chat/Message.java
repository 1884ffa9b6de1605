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

  /// Whether one of the blocks is of that kind.
  public boolean hasAny(Predicate<Block> kind) {
    for (Block block : blocks) {
      if (kind.test(block)) {
        return true;
      }
    }
    return false;
  }

  /// The messages with neighbours of the same role made one, and empty ones left out: several providers
  /// insist that the roles alternate.
  public static List<Message> merged(List<Message> messages) {
    List<Message> merged = new ArrayList<>(messages.size());
    List<Block> turn = new ArrayList<>();
    Role role = Role.SYSTEM;
    for (Message message : messages) {
      if (message.blocks().isEmpty()) {
        continue;
      }
      if (message.role() != role && !turn.isEmpty()) {
        merged.add(new Message(role, turn));
        turn.clear();
      }
      role = message.role();
      turn.addAll(message.blocks());
    }
    if (!turn.isEmpty()) {
      merged.add(new Message(role, turn));
    }
    return merged;
  }

  /// What the two sides say in turn, without the system's words and without messages of which nothing is written.
  ///
  /// @param isWritten whether a provider's dialect has a form for a block
  public static List<Message> turns(List<Message> messages, Predicate<Block> isWritten) {
    List<Message> said = new ArrayList<>(messages.size());
    for (Message message : messages) {
      if (message.role() != Role.SYSTEM && message.hasAny(isWritten)) {
        said.add(message);
      }
    }
    return merged(said);
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
