package dev.prism.exchange.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tools that a model may call, and how freely.
///
/// @param only     with the choice `ONE`, the tool that must be called; with another, the only ones that
///                 may be, when it is not empty
/// @param parallel whether several calls at once are wanted; null when the client does not say
public record Tools(List<Tool> list, Choice choice, List<String> only, @Nullable Boolean parallel) {
  public static final Tools NONE = new Tools(List.of(), Choice.DEFAULT, List.of(), null);

  /// `DEFAULT` is the client's silence.
  public enum Choice {
    DEFAULT, AUTO, NONE, ANY, ONE
  }

  public Tools {
    list = List.copyOf(list);
    only = List.copyOf(only);
  }

  /// The tools that the choice leaves.
  public List<Tool> allowed() {
    return only.isEmpty() || choice == Choice.ONE
        ? list
        : list.stream().filter(tool -> only.contains(tool.name())).toList();
  }

  /// Whether the arguments of a tool must match its schema.
  public boolean strict() {
    return list.stream().anyMatch(tool -> Boolean.TRUE.equals(tool.strict()));
  }

  /// @param schema of the arguments, a JSON object; null when there are none
  /// @param strict whether the arguments must match the schema; null when the client does not say
  /// @param cache  set where all tools up to this one may be kept in the provider's cache
  /// @param custom whether its client's dialect gives it a text, which is the argument `input` here
  public record Tool(
      String name,
      String description,
      @Nullable String schema,
      @Nullable Boolean strict,
      Block.@Nullable CachePoint cache,
      boolean custom) {
    /// One with arguments.
    public Tool(String name, String description, @Nullable String schema, @Nullable Boolean strict,
        Block.@Nullable CachePoint cache) {
      this(name, description, schema, strict, cache, false);
    }
  }
}
