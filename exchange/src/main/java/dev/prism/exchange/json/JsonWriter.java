package dev.prism.exchange.json;

import org.jspecify.annotations.Nullable;

/// Writes JSON into a `StringBuilder`: it sets the commas, the caller opens and closes. Methods that take
/// a name write a member of an object; a null value writes nothing.
public final class JsonWriter {
  private final StringBuilder out;
  private boolean comma;

  public JsonWriter(StringBuilder out) {
    this.out = out;
  }

  public JsonWriter object() {
    return open('{');
  }

  public JsonWriter object(String name) {
    return name(name).open('{');
  }

  public JsonWriter endObject() {
    return close('}');
  }

  /// Ends the object `name`, and takes it out again when nothing stands in it.
  ///
  /// @param name as it was given; without signs that JSON escapes
  public JsonWriter endObjectIfAny(String name) {
    if (out.charAt(out.length() - 1) != '{') {
      return endObject();
    }
    int start = out.length() - "\"\":{".length() - name.length();
    comma = start > 0 && out.charAt(start - 1) == ',';
    out.setLength(comma ? start - 1 : start);
    return this;
  }

  public JsonWriter array(String name) {
    return name(name).open('[');
  }

  public JsonWriter array() {
    return open('[');
  }

  public JsonWriter endArray() {
    return close(']');
  }

  /// A member's name; its value must follow.
  public JsonWriter name(String name) {
    separate();
    JsonText.quote(out, name);
    out.append(':');
    comma = false;
    return this;
  }

  /// A text as a value or an element.
  public JsonWriter text(String text) {
    separate();
    JsonText.quote(out, text);
    comma = true;
    return this;
  }

  public JsonWriter text(String name, @Nullable String text) {
    return text == null ? this : name(name).text(text);
  }

  /// JSON as it stands, as a value or an element.
  public JsonWriter raw(String json) {
    separate();
    out.append(json);
    comma = true;
    return this;
  }

  public JsonWriter raw(String name, @Nullable String json) {
    return json == null ? this : name(name).raw(json);
  }

  public JsonWriter number(String name, long number) {
    name(name);
    out.append(number);
    comma = true;
    return this;
  }

  public JsonWriter bool(String name, @Nullable Boolean value) {
    return value == null ? this : name(name).raw(value ? "true" : "false");
  }

  private JsonWriter open(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
