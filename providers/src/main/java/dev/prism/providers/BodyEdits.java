package dev.prism.providers;

import dev.prism.exchange.json.JsonMembers;
import dev.prism.exchange.json.JsonText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The edits of one body, collected in any order. Each changes one top-level member and leaves every
/// other byte alone.
public final class BodyEdits {
  private final JsonMembers body;
  private final List<Edit> edits = new ArrayList<>(3);

  /// @param body a checked object with at least one member; nothing is edited in any other
  public BodyEdits(JsonMembers body) {
    this.body = body;
  }

  /// Gives the member `name` another value, adding it at the end when it is not there.
  ///
  /// @param json the value, as JSON
  public BodyEdits set(String name, String json) {
    int index = body.find(name);
    if (index >= 0) {
      edits.add(new Edit(body.valueStart(index), body.valueEnd(index), json));
    } else if (body.size() > 0) {
      int end = body.valueEnd(body.size() - 1);
      edits.add(new Edit(end, end, "," + JsonText.quote(name) + ":" + json));
    }
    return this;
  }

  /// Takes the member `name` out, when it is there and is not the only one.
  public BodyEdits remove(String name) {
    int index = body.find(name);
    int last = body.size() - 1;
    if (index >= 0 && index < last) {
      edits.add(new Edit(body.start(index), body.start(index + 1), ""));
    } else if (index > 0) {
      edits.add(new Edit(body.valueEnd(index - 1), body.valueEnd(index), ""));
    }
    return this;
  }

  /// Takes every member out whose name is refused, as long as one is kept: each with the comma before it,
  /// so that no two ranges overlap, and the first ones with the comma behind.
  public BodyEdits drop(Predicate<String> refused) {
    boolean kept = false;
    for (int i = 0; i < body.size(); i++) {
      boolean out = refused.test(body.name(i));
      if (out && kept) {
        edits.add(new Edit(body.valueEnd(i - 1), body.valueEnd(i), ""));
      } else if (out && i + 1 < body.size()) {
        edits.add(new Edit(body.start(i), body.start(i + 1), ""));
      }
      kept |= !out;
    }
    return this;
  }

  /// Calls the member `name` by another name, unless there is one of that name already.
  public BodyEdits rename(String name, String other) {
    int index = body.find(name);
    if (index >= 0 && body.find(other) < 0) {
      edits.add(new Edit(body.start(index), body.valueStart(index), JsonText.quote(other) + ":"));
    }
    return this;
  }

  /// Puts `json` into the body at a place inside a member's value.
  public BodyEdits insert(int at, String json) {
    edits.add(new Edit(at, at, json));
    return this;
  }

  /// Replaces a range inside a member's value.
  public BodyEdits replace(int from, int to, String json) {
    edits.add(new Edit(from, to, json));
    return this;
  }

  /// The edits in the order of their place.
  public List<Edit> list() {
    edits.sort(Comparator.comparingInt(Edit::from));
    return List.copyOf(edits);
  }

  /// The body `bytes[from, to)` with the edits made.
  public static byte[] apply(byte[] bytes, int from, int to, List<Edit> edits) {
    int size = to - from;
    List<byte[]> texts = new ArrayList<>(edits.size());
    for (Edit edit : edits) {
      byte[] text = edit.bytes();
      texts.add(text);
      size += text.length - (edit.to() - edit.from());
    }
    byte[] out = new byte[size];
    int read = from;
    int written = 0;
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      System.arraycopy(bytes, read, out, written, edit.from() - read);
      written += edit.from() - read;
      System.arraycopy(texts.get(i), 0, out, written, texts.get(i).length);
      written += texts.get(i).length;
      read = edit.to();
    }
    System.arraycopy(bytes, read, out, written, to - read);
    return out;
  }
}
