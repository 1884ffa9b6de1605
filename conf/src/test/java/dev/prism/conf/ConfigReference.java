package dev.prism.conf;

import dev.prism.conf.Shape.Absence;
import dev.prism.conf.Shape.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes the tables of `docs/configuration.md` from the shapes of the settings records.
final class ConfigReference {
  private final Descriptions descriptions;
  private final StringBuilder out = new StringBuilder();
  private final Set<Class<?>> written = new HashSet<>();
  private final Deque<Section> waiting = new ArrayDeque<>();

  ConfigReference(Descriptions descriptions) {
    this.descriptions = descriptions;
  }

  /// A record that has a table of its own.
  private record Section(String title, Class<?> type) {}

  String markdown() {
    waiting.add(new Section("The file", GatewayConfig.class));
    while (!waiting.isEmpty()) {
      Section section = waiting.removeFirst();
      if (written.add(section.type())) {
        table(section);
      }
    }
    return out.toString();
  }

  private void table(Section section) {
    List<Field> fields = RecordFields.of(section.type());
    if (fields.isEmpty()) {
      return;
    }
    out.append("\n### ").append(section.title()).append("\n");
    out.append("| key | value | default | |\n|---|---|---|---|\n");
    String path = section.type() == GatewayConfig.class ? "" : section.title().replace("`", "");
    for (Field field : fields) {
      String sentence = descriptions.of(section.type(), field.component());
      out.append("| `")
          .append(field.key())
          .append("` | ")
          .append(value(field.shape(), ConfigReport.child(path, field.key())))
          .append(" | ")
          .append(absence(field))
          .append(" | ")
          .append(sentence == null ? "" : sentence.replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private String value(Shape shape, String path) {
    return switch (shape) {
      case Shape.Text text -> text.what();
      case Shape.ListOf list -> "list of " + value(list.element(), path + "[]");
      case Shape.MapOf map -> "by name: " + value(map.value(), path + ".NAME");
      case Shape.RecordOf record -> link(path, record.type());
      case Shape.ChoiceOf choice -> choice(choice.cases(), path);
      case Shape.UseOf use -> choice(use.cases(), path);
    };
  }

  private String choice(Map<String, Shape.RecordOf> cases, String path) {
    StringBuilder words = new StringBuilder("one of ");
    for (Map.Entry<String, Shape.RecordOf> one : cases.entrySet()) {
      words.append(words.length() > 7 ? ", " : "").append("`").append(one.getKey()).append("`");
      Shape.RecordOf record = one.getValue().wrapped().orElse(one.getValue());
      link(path + "." + one.getKey(), record.type());
    }
    return words.toString();
  }

  private String link(String path, Class<?> type) {
    waiting.add(new Section("`" + path + "`", type));
    return "[section](#" + path.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "") + ")";
  }

  private static String absence(Field field) {
    return switch (field.absence()) {
      case Absence.Refused _ -> "**required**";
      case Absence.Value(var value) -> value == null ? "" : written(field.shape(), value);
    };
  }

  private static String written(Shape shape, Object value) {
    String text = switch (shape) {
      case Shape.Text _ -> Scalars.written(value);
      case Shape.ListOf _ -> value.equals(List.of()) ? "" : value.toString();
      case Shape.MapOf _,Shape.RecordOf _,Shape.ChoiceOf _,Shape.UseOf _ -> "";
    };
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}
