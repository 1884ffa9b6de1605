package dev.prism.scanners;

import dev.prism.exchange.json.JsonText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The placeholders of one exchange: `[EMAIL_1]`, `[EMAIL_2]`. Equal text gets an equal placeholder, so
/// that the model can still tell people apart. Used by one thread at a time.
public final class Placeholders {
  private final boolean restorable;
  private final Map<String, String> byValue = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> originals = new HashMap<>();

  /// @param restorable whether the originals are kept, to put them back into the reply
  public Placeholders(boolean restorable) {
    this.restorable = restorable;
  }

  /// Placeholders that go on from these: equal text keeps its placeholder, and nothing is put back.
  public Placeholders copy() {
    Placeholders copy = new Placeholders(false);
    copy.byValue.putAll(byValue);
    copy.counts.putAll(counts);
    return copy;
  }

  String of(Finding finding, String original) {
    if (finding.type().startsWith("hidden_")) {
      return "";
    }
    return byValue.computeIfAbsent(finding.type() + ' ' + finding.hash(), _ -> {
      String type = finding.type().toUpperCase(Locale.ROOT);
      String placeholder = "[" + type + "_" + counts.merge(type, 1, Integer::sum) + "]";
      if (restorable) {
        originals.put(placeholder, original);
      }
      return placeholder;
    });
  }

  /// Whether any original was kept.
  public boolean canRestore() {
    return !originals.isEmpty();
  }

  /// As [#restore(String)], of text of a kind: within a tool's arguments, which are JSON in a string, the
  /// originals are written as JSON.
  public String restore(String text, Segment.Kind kind) {
    if (kind != Segment.Kind.TOOL_ARGUMENT) {
      return restore(text);
    }
    return restore(text, original -> {
      String quoted = JsonText.quote(original);
      return quoted.substring(1, quoted.length() - 1);
    });
  }

  /// The text with the originals in place of their placeholders; itself when none was kept.
  public String restore(String text) {
    return restore(text, original -> original);
  }

  private String restore(String text, UnaryOperator<String> written) {
    if (originals.isEmpty() || text.indexOf('[') < 0) {
      return text;
    }
    StringBuilder restored = new StringBuilder(text.length() + 32);
    int at = 0;
    for (int open = text.indexOf('['); open >= 0; open = text.indexOf('[', open + 1)) {
      int close = text.indexOf(']', open);
      String original = close < 0 ? null : originals.get(text.substring(open, close + 1));
      if (original != null && open >= at) {
        restored.append(text, at, open).append(written.apply(original));
        at = close + 1;
      }
    }
    return at == 0 ? text : restored.append(text, at, text.length()).toString();
  }
}
