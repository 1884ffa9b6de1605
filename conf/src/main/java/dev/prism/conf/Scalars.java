package dev.prism.conf;

import static java.util.Map.entry;

import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Kebab;
import dev.prism.exchange.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scalar types that a settings record may hold.
final class Scalars {
  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Map<String, Object> INTEGER = Map.of("type", "integer");
  private static final Map<String, Object> NUMBER = Map.of("type", "number");
  private static final Map<Class<?>, Shape.Text> KNOWN = Map
      .ofEntries(entry(String.class, text("text", "", STRING, text -> text)),
          entry(boolean.class, flag()), entry(Boolean.class, flag()),
          entry(int.class, whole(Integer::valueOf)), entry(Integer.class, whole(Integer::valueOf)),
          entry(long.class, whole(Long::valueOf)), entry(Long.class, whole(Long::valueOf)),
          entry(double.class, number(Scalars::finite)),
          entry(Double.class, number(Scalars::finite)),
          entry(BigDecimal.class, number(Scalars::decimal)),
          entry(Duration.class,
              text("a duration", "write a whole number and ms, s, m, h or d, such as 250ms or 2s",
                  Map.of("type", "string", "pattern", "^[0-9]+(ms|s|m|h|d)$"), Durations::parse)),
          entry(ByteSize.class,
              text("a size in bytes",
                  "write a whole number and B, KB, MB, GB, KiB, MiB or GiB, such as 32MiB",
                  Map.of("type", List.of("string", "integer"), "pattern",
                      "^[0-9]+ *([KMG]i?)?[Bb]?$"),
                  ByteSize::parse)),
          entry(URI.class,
              text("a URL", "write it whole, such as https://api.example.com/v1", STRING,
                  Scalars::uri)),
          entry(Path.class, text("a path", "", STRING, Scalars::path)),
          entry(Secret.class,
              new Shape.Text("a secret", "write \"${NAME}\" to take it from the environment",
                  List.of(), STRING, true, Secret::new)));

  private Scalars() {}

  /// The shape of a scalar type, empty if the type is none.
  static Optional<Shape.Text> of(Class<?> type) {
    Shape.Text known = KNOWN.get(type);
    if (known != null) {
      return Optional.of(known);
    }
    return type.isEnum() ? Optional.of(word(type)) : parsed(type);
  }

  /// A default as a person would write it.
  static String written(Object value) {
    return switch (value) {
      case Duration duration -> Durations.written(duration);
      case Enum<?> word -> Kebab.of(word.name());
      case BigDecimal decimal -> decimal.toPlainString();
      default -> value.toString();
    };
  }

  private static Shape.Text text(String what, String advice, Map<String, Object> schema,
      Shape.Reader reader) {
    return new Shape.Text(what, advice, List.of(), schema, false, reader);
  }

  private static Shape.Text flag() {
    return new Shape.Text("true or false", "write true or false", List.of("true", "false"),
        Map.of("type", "boolean"), false, text -> switch (text) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new IllegalArgumentException();
        });
  }

  private static Shape.Text whole(Shape.Reader reader) {
    return text("a whole number", "write digits only, such as 100", INTEGER, reader);
  }

  private static Shape.Text number(Shape.Reader reader) {
    return text("a number", "write it such as 0.5 or 20", NUMBER, reader);
  }

  private static Shape.Text word(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    List<String> words = Arrays.stream(constants).map(Scalars::written).toList();
    return new Shape.Text("one of " + String.join(", ", words), "", words, Map.of("enum", words),
        false, text -> {
          int index = words.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException();
          }
          return constants[index];
        });
  }

  private static Optional<Shape.Text> parsed(Class<?> type) {
    try {
      Method parse = type.getMethod("parse", String.class);
      if (!Modifier.isStatic(parse.getModifiers()) || parse.getReturnType() != type) {
        return Optional.empty();
      }
      // It may be the hash of a key where someone wrote the key: so what is refused is not shown.
      return Optional.of(new Shape.Text("a " + Kebab.of(type.getSimpleName()).replace('-', ' '), "",
          List.of(), STRING, true, text -> parse(parse, text)));
    } catch (NoSuchMethodException _) {
      return Optional.empty();
    }
  }

  private static Object parse(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      throw RecordFields.rethrown(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot call " + parse, e);
    }
  }

  private static Object finite(String text) {
    return decimal(text).doubleValue();
  }

  private static BigDecimal decimal(String text) {
    // An exponent of a billion is a short text, and a number that takes the memory of the machine.
    if (text.length() > 40 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      throw new IllegalArgumentException();
    }
    return new BigDecimal(text);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("", e);
    }
  }

  private static Path path(String text) {
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException();
    }
    return Path.of(text);
  }
}
