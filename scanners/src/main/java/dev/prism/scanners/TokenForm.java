package dev.prism.scanners;

import dev.prism.scanners.text.Shape;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/// The form of a key that its issuer marks, read from a line of `secret-forms.txt`.
///
/// @param literal what the automaton looks for
/// @param anchored whether the form begins before the literal rather than with it
/// @param entropy bits per character behind the literal, at least
/// @param mixed   whether letters and digits must both occur behind the literal
/// @param near    a word that must stand in the 80 characters before, empty for none
/// @param check   what its first part must say
/// @param edge    what must stand before the literal
record TokenForm(
    String type,
    String literal,
    Shape shape,
    boolean anchored,
    double entropy,
    boolean mixed,
    String near,
    TokenCheck check,
    Vocabulary.Edge edge) {
  /// The forms of a resource of this package.
  static List<TokenForm> read(String resource) {
    List<TokenForm> forms = new ArrayList<>();
    for (String line : Resources.lines(resource)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        forms.add(parse(line));
      }
    }
    return List.copyOf(forms);
  }

  private static TokenForm parse(String line) {
    List<String> parts = Resources.words(line);
    String form = parts.get(1);
    String anchor = "";
    double entropy = 0;
    boolean mixed = false;
    String near = "";
    TokenCheck check = TokenCheck.NONE;
    Vocabulary.Edge edge = Vocabulary.Edge.START;
    for (String option : parts.subList(2, parts.size())) {
      if (option.startsWith("anchor=")) {
        anchor = option.substring(7);
        edge = Vocabulary.Edge.ANY;
      } else if (option.startsWith("entropy=")) {
        entropy = Double.parseDouble(option.substring(8));
      } else if (option.startsWith("near=")) {
        near = option.substring(5);
      } else if (option.startsWith("check=")) {
        check = TokenCheck.valueOf(option.substring(6));
      } else if (option.equals("mixed")) {
        mixed = true;
      } else if (option.equals("any")) {
        edge = Vocabulary.Edge.ANY;
      } else {
        throw new IllegalStateException("an option that nobody knows: " + line);
      }
    }
    String literal = anchor.isEmpty() ? literalStart(form) : anchor;
    return new TokenForm(parts.get(0), literal, Shape.of(form), !anchor.isEmpty(), entropy, mixed,
        near, check, edge);
  }

  /// The characters of a form before its first class or count.
  private static String literalStart(String form) {
    int end = 0;
    while (end < form.length() && "[{\\*+?".indexOf(form.charAt(end)) < 0) {
      end++;
    }
    if (form.startsWith("{")) {
      return form.substring(0, form.indexOf('}') + 1);
    }
    boolean counted = end < form.length() && "{*+?".indexOf(form.charAt(end)) >= 0;
    return form.substring(0, counted ? end - 1 : end);
  }
}
