package dev.prism.incident.review;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person writes into a postmortem; empty texts where nobody has written yet.
///
/// @param customers what was said to customers, and when
/// @param luck      where it could have been worse
/// @param gate      what changes in the eval gate
/// @param blameless a person has looked at what the check of words found, and stands by it
public record PostmortemText(
    String summary,
    String rootCause,
    String customers,
    String lessons,
    String luck,
    String gate,
    List<ActionItem> actions,
    boolean blameless) {
  private static final Set<String> NAMES = Set.of("summary", "root_cause", "customers", "lessons",
      "luck", "gate", "action_items", "blameless");
  private static final int LONGEST = 20_000;
  private static final int MOST_ACTIONS = 100;

  public PostmortemText {
    actions = List.copyOf(actions);
  }

  /// @param owner null when nobody has it
  /// @param due   null without a date
  /// @param flip  the id of the flip that it takes back, null for another matter
  public record ActionItem(
      String text,
      @Nullable String owner,
      @Nullable LocalDate due,
      @Nullable String flip) {}

  /// Reads `summary`, `root_cause`, `customers`, `lessons`, `luck`, `gate`, `blameless` and `action_items`: a list of
  /// `{"text", "owner", "due": "2026-12-04", "flip"}`.
  ///
  /// @throws IllegalArgumentException if something of it cannot be read
  public static PostmortemText of(Map<String, Object> typed) {
    for (String name : typed.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("there is no " + name + " in a postmortem; there are "
            + NAMES.stream().sorted().toList());
      }
    }
    return new PostmortemText(text(typed, "summary"), text(typed, "root_cause"),
        text(typed, "customers"), text(typed, "lessons"), text(typed, "luck"), text(typed, "gate"),
        actions(typed.get("action_items")), Boolean.TRUE.equals(typed.get("blameless")));
  }

  private static String text(Map<?, ?> typed, String name) {
    Object value = typed.get(name);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text) || text.length() > LONGEST) {
      throw new IllegalArgumentException(name + " must be a text of at most " + LONGEST);
    }
    return text.strip();
  }

  private static List<ActionItem> actions(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > MOST_ACTIONS) {
      throw new IllegalArgumentException("action_items must be a list of at most " + MOST_ACTIONS);
    }
    List<ActionItem> actions = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> item)) {
        throw new IllegalArgumentException("an action item must be an object");
      }
      actions.add(new ActionItem(text(item, "text"), orNull(text(item, "owner")),
          date(text(item, "due")), orNull(text(item, "flip"))));
    }
    return actions;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return text.isEmpty() ? null : LocalDate.parse(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException("due must be a date such as 2026-12-04");
    }
  }
}
