package dev.prism.exchange.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of one object of a checked document, to be asked for by name in any order. A member whose
/// value is `null` counts as absent; asking for a kind that a member does not have gives what an absent
/// one gives.
public final class JsonFields {
  private static final JsonFields EMPTY = new JsonFields();
  private final List<String> names = new ArrayList<>(8);
  private final List<JsonCursor> values = new ArrayList<>(8);

  private JsonFields() {}

  /// The members of the object that the cursor stands at, which is stepped past.
  public static JsonFields of(JsonCursor at) {
    if (at.kind() != '{') {
      at.skip();
      return EMPTY;
    }
    JsonFields fields = new JsonFields();
    at.enter();
    while (at.nextMember()) {
      String name = at.name();
      if (!at.isNull()) {
        fields.names.add(name);
        fields.values.add(at.fork());
      }
      at.skip();
    }
    return fields;
  }

  /// The members of a top-level object.
  public static JsonFields of(JsonMembers members) {
    JsonFields fields = new JsonFields();
    for (int i = 0; i < members.size(); i++) {
      JsonCursor value = members.value(i);
      if (!value.isNull()) {
        fields.names.add(members.name(i));
        fields.values.add(value);
      }
    }
    return fields;
  }

  public List<String> names() {
    return names;
  }

  /// Those that are not among the known ones, in their order.
  public List<String> namesBut(Set<String> known) {
    return names.stream().filter(name -> !known.contains(name)).toList();
  }

  /// Those that are not among the known ones and ask for something, as `false` does not.
  public List<String> wishesBut(Set<String> known) {
    List<String> wishes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (values.get(i).kind() != 'f' && !known.contains(names.get(i))) {
        wishes.add(names.get(i));
      }
    }
    return wishes;
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  /// The kind of the member's value, as [JsonCursor#kind] has it; 0 when it is absent.
  public char kind(String name) {
    JsonCursor value = find(name);
    return value == null ? 0 : value.kind();
  }

  private @Nullable JsonCursor find(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values.get(index);
  }

  /// A cursor of its own at the member's value; null when it is absent.
  public @Nullable JsonCursor at(String name) {
    JsonCursor value = find(name);
    return value == null ? null : value.fork();
  }

  /// The member's text, empty when it has none.
  public String text(String name) {
    JsonCursor value = at(name);
    return value == null ? "" : value.string();
  }

  /// The member's text, null when it has none.
  public @Nullable String textOrNull(String name) {
    return kind(name) == '"' ? text(name) : null;
  }

  /// The member's value as it stands, null when it is absent.
  public @Nullable String raw(String name) {
    JsonCursor value = at(name);
    return value == null ? null : value.raw();
  }

  /// The member's value as it stands if it is of this kind, else null.
  public @Nullable String raw(String name, char kind) {
    return kind(name) == kind ? raw(name) : null;
  }

  public long integer(String name, long otherwise) {
    JsonCursor value = at(name);
    return value == null ? otherwise : value.integer(otherwise);
  }

  public boolean isTrue(String name) {
    return kind(name) == 't';
  }

  /// The member's truth, null when it is no truth value.
  public @Nullable Boolean bool(String name) {
    char kind = kind(name);
    return kind == 't' ? Boolean.TRUE : kind == 'f' ? Boolean.FALSE : null;
  }

  /// The members of the object under `name`, none when there is no object.
  public JsonFields object(String name) {
    JsonCursor value = at(name);
    return value == null ? EMPTY : of(value);
  }

  /// The objects of the array under `name`; other elements count as objects without members.
  public List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    JsonCursor list = at(name);
    if (list != null && list.kind() == '[') {
      list.enter();
      while (list.nextElement()) {
        objects.add(of(list));
      }
    }
    return objects;
  }

  /// The texts of the array under `name`, or the one text that stands there.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonCursor list = at(name);
    if (list == null) {
      return texts;
    }
    if (list.kind() == '"') {
      texts.add(list.string());
    } else if (list.kind() == '[') {
      list.enter();
      while (list.nextElement()) {
        if (list.kind() == '"') {
          texts.add(list.string());
        } else {
          list.skip();
        }
      }
    }
    return texts;
  }
}
