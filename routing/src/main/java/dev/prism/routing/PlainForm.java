package dev.prism.routing;

import dev.prism.exchange.Kebab;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns this module's records into maps, lists, texts, numbers and booleans, and back: the form in which
/// they are stored, compared, and spoken of in the admin API. Keys are as in the config, in kebab case; a
/// choice is a map with the one key of its case; spans of time are texts such as `2h`; what is null is
/// left out.
public final class PlainForm {
  private PlainForm() {}

  /// @param value a record of this module
  @SuppressWarnings("unchecked")
  public static Map<String, Object> write(Record value) {
    return (Map<String, Object>) write(value, value.getClass());
  }

  /// Reads what [#write] wrote, or what a person wrote: what a record's defaults say may be missing, keys
  /// may be in snake case, and a case of a choice may be a bare word or stand with its first component
  /// alone.
  ///
  /// @throws IllegalArgumentException if it is not such a value; the message says where and why
  public static <T> T read(Class<T> type, Object tree) {
    return type.cast(new PlainReader().read(type, tree, ""));
  }

  /// One text for one value, whatever the order of its keys.
  static String canonical(@Nullable Object tree) {
    return switch (tree) {
      case null -> "null";
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), canonical(value)));
        yield sorted.toString();
      }
      case List<?> list -> list.stream().map(PlainForm::canonical).toList().toString();
      default -> tree.getClass().getSimpleName() + " " + tree.toString().length() + " " + tree;
    };
  }

  /// @param declared the type of the place where the value stands
  static Object write(Object value, Type declared) {
    return switch (value) {
      case Record record when declared instanceof Class<?> type && type.isSealed() -> {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put(Kebab.of(record.getClass().getSimpleName()), fields(record));
        yield choice;
      }
      case Record record -> fields(record);
      case Map<?, ?> map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.forEach((key, each) -> plain.put((String) key, write(each, argument(declared, 1))));
        yield plain;
      }
      case List<?> list -> {
        List<Object> plain = new ArrayList<>();
        list.forEach(each -> plain.add(write(each, argument(declared, 0))));
        yield plain;
      }
      case Duration duration -> Spans.written(duration);
      case Enum<?> word -> Kebab.of(word.name());
      default -> value;
    };
  }

  private static Map<String, Object> fields(Record record) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (RecordParts.Part part : RecordParts.of(record.getClass()).parts()) {
      Object value = part.of(record);
      if (value != null) {
        plain.put(part.key(), write(value, part.type()));
      }
    }
    return plain;
  }

  static Type argument(Type declared, int index) {
    return declared instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }
}
