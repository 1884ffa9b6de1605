package dev.prism.providers.openai;

import dev.prism.exchange.json.JsonFields;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads the text out of `{"input":"…"}` while it comes in pieces. Arguments of another form are read when they
/// are whole: the one text in them, or all of them as they stand.
final class CustomInput {
  private static final List<String> OPENING = List.of("{", "\"input\"", ":", "\"");
  /// What cannot be read yet: all of it before the text has begun, then half a pair or half an escape.
  private final StringBuilder held = new StringBuilder();
  private State state = State.BEFORE;

  private enum State {
    BEFORE, WITHIN, BEHIND
  }

  /// The text in arguments that are whole.
  static String of(String arguments) {
    CustomInput input = new CustomInput();
    return input.read(arguments) + input.end();
  }

  /// Takes a piece of the arguments, and gives what is new of the text.
  String read(String piece) {
    held.append(state == State.BEHIND ? "" : piece);
    if (state == State.BEFORE) {
      int start = opening();
      if (start < 0) {
        return "";
      }
      held.delete(0, start);
      state = State.WITHIN;
    }
    return state == State.WITHIN ? text() : "";
  }

  /// The arguments are whole: gives what could not be read before.
  String end() {
    String rest = state == State.BEFORE ? otherForm(held.toString()) : "";
    state = State.BEHIND;
    held.setLength(0);
    return rest;
  }

  /// Where the text begins, -1 when it has not or when the arguments have another form.
  private int opening() {
    int at = 0;
    for (String sign : OPENING) {
      while (at < held.length() && Character.isWhitespace(held.charAt(at))) {
        at++;
      }
      if (at + sign.length() > held.length()
          || !sign.contentEquals(held.subSequence(at, at + sign.length()))) {
        return -1;
      }
      at += sign.length();
    }
    return at;
  }

  private String text() {
    StringBuilder text = new StringBuilder(held.length());
    int at = 0;
    while (at < held.length() && state == State.WITHIN) {
      char c = held.charAt(at);
      int length = c != '\\' ? 1 : at + 1 < held.length() && held.charAt(at + 1) == 'u' ? 6 : 2;
      if (at + length > held.length()) {
        break;
      }
      if (c == '"') {
        state = State.BEHIND;
      } else {
        text.append(length == 1 ? c : escaped(at + 1));
      }
      at += length;
    }
    held.delete(0, at);
    int last = text.length() - 1;
    if (state == State.WITHIN && last >= 0 && Character.isHighSurrogate(text.charAt(last))) {
      // Its other half comes with the next piece.
      held.insert(0, text.charAt(last));
      text.setLength(last);
    }
    return text.toString();
  }

  private char escaped(int at) {
    char c = held.charAt(at);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> hex(at + 1);
      default -> c;
    };
  }

  private char hex(int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value * 16 + Math.max(0, Character.digit(held.charAt(i), 16));
    }
    return (char) value;
  }

  private static String otherForm(String arguments) {
    byte[] bytes = ("{\"input\":" + (arguments.isBlank() ? "\"\"" : arguments) + "}")
        .getBytes(StandardCharsets.UTF_8);
    try {
      JsonFields given = JsonFields
          .of(new StrictJson(JsonLimits.REPLY).check(bytes, 0, bytes.length));
      JsonFields object = given.object("input");
      boolean alone = object.names().size() == 1;
      String name = object.has("input") ? "input" : alone ? object.names().getFirst() : "";
      if (object.kind(name) == '"') {
        return object.text(name);
      }
      return given.kind("input") == '"' ? given.text("input") : arguments;
    } catch (JsonProblem none) {
      return arguments;
    }
  }
}
