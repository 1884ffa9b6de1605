package dev.prism.providers;

import dev.prism.exchange.chat.Block;
import java.util.List;

/// Remembers what a model thought before it called a tool, for clients whose dialect has no place for
/// thoughts: some providers refuse the tool's result without them. Bounded; what was forgotten is absent.
public interface Thoughts {
  Thoughts FORGETFUL = new Thoughts() {
    @Override
    public List<Block> before(String toolCallId) {
      return List.of();
    }

    @Override
    public void keep(String toolCallId, List<Block> thoughts) {}
  };

  /// The thoughts before the call, in order; empty when none are known.
  List<Block> before(String toolCallId);

  void keep(String toolCallId, List<Block> thoughts);
}
