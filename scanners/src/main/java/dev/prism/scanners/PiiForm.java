package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The form of a personal number, read from a line of `pii-forms.txt`.
///
/// @param check whether the number's own digits bear it out, null when it has no check
/// @param words that stand near it, folded
/// @param sure  counts by its form alone
/// @param only  counts only with one of its words
record PiiForm(
    String type,
    Shape shape,
    @Nullable Predicate<String> check,
    List<String> words,
    boolean sure,
    boolean only) {
  static List<PiiForm> read(String resource) {
    List<PiiForm> forms = new ArrayList<>();
    for (String line : Resources.lines(resource)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        forms.add(parse(line));
      }
    }
    return List.copyOf(forms);
  }

  /// A form may hold `[ ]`, so a line is not just cut at blanks.
  private static PiiForm parse(String line) {
    List<String> parts = Resources.words(line.replace("[ ", "[\u0001").replace(" ]", "\u0001]"));
    String form = parts.get(1).replace('\u0001', ' ');
    String check = parts.get(2);
    List<String> words = new ArrayList<>();
    boolean sure = parts.contains("sure");
    boolean only = parts.contains("only");
    if (parts.size() > 3 && !parts.get(3).equals("sure") && !parts.get(3).equals("only")) {
      String rest = parts.get(3);
      int at = 0;
      while (at < rest.length()) {
        int comma = rest.indexOf(',', at);
        int end = comma < 0 ? rest.length() : comma;
        words.add(Folding.of(rest.substring(at, end).replace('_', ' ')));
        at = end + 1;
      }
    }
    return new PiiForm(parts.get(0), Shape.of(form),
        check.equals("-") ? null : CheckDigits.named(check), List.copyOf(words), sure, only);
  }
}
