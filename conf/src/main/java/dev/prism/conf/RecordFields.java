package dev.prism.conf;

import dev.prism.conf.Shape.Absence;
import dev.prism.conf.Shape.Field;
import dev.prism.exchange.Kebab;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of a settings record, by the rules of this package's page, and its construction.
final class RecordFields {
  private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
    @Override
    protected List<Field> computeValue(Class<?> type) {
      List<Field> fields = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        fields.add(field(type, component));
      }
      return List.copyOf(fields);
    }
  };

  private RecordFields() {}

  static List<Field> of(Class<?> type) {
    return FIELDS.get(type);
  }

  /// Calls the canonical constructor.
  ///
  /// @throws IllegalArgumentException if the constructor throws it
  static Object construct(Class<?> type, @Nullable Object[] values) {
    Class<?>[] types = Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getType)
        .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw rethrown(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not a settings record: " + type, e);
    }
  }

  /// The record with nothing written, if that is allowed.
  static Optional<Object> empty(Class<?> type) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Field field : of(type)) {
      switch (field.absence()) {
        case Absence.Refused _ -> {
          return Optional.empty();
        }
        case Absence.Value(var value) -> values.add(value);
      }
    }
    try {
      return Optional.of(construct(type, values.toArray()));
    } catch (IllegalArgumentException _) {
      // The constructor wants some key, one of a few: so the record cannot be left out.
      return Optional.empty();
    }
  }

  static RuntimeException rethrown(InvocationTargetException e) {
    if (e.getCause() instanceof RuntimeException refused) {
      return refused;
    }
    return new IllegalStateException("a settings type threw a checked exception", e);
  }

  private static Field field(Class<?> type, RecordComponent component) {
    String plain = Kebab.of(component.getName());
    String key = constant(type, "KEY_" + Kebab.constant(plain)).map(Object::toString).orElse(plain);
    Shape shape = Shapes.of(component.getGenericType());
    return new Field(key, component.getName(), shape, absence(type, component, plain, shape));
  }

  private static Absence absence(Class<?> type, RecordComponent component, String key,
      Shape shape) {
    Optional<Object> constant = constant(type, "DEFAULT_" + Kebab.constant(key));
    if (constant.isPresent()) {
      return new Absence.Value(constant.get());
    }
    Optional<Object> whole = constant(type, "DEFAULT").filter(type::isInstance);
    if (whole.isPresent()) {
      return new Absence.Value(read(component, whole.get()));
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return new Absence.Value(null);
    }
    if (component.getType() == boolean.class) {
      return new Absence.Value(false);
    }
    return switch (shape) {
      case Shape.ListOf _ -> new Absence.Value(List.of());
      case Shape.MapOf _ -> new Absence.Value(Map.of());
      case Shape.RecordOf nested ->
        empty(nested.type()).<Absence>map(Absence.Value::new).orElseGet(Absence.Refused::new);
      case Shape.ChoiceOf _,Shape.UseOf _,Shape.Text _ -> new Absence.Refused();
    };
  }

  private static Optional<Object> constant(Class<?> type, String name) {
    for (var field : type.getDeclaredFields()) {
      if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          return Optional.ofNullable(field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("cannot read " + field, e);
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object read(RecordComponent component, Object owner) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(owner);
    } catch (InvocationTargetException e) {
      throw rethrown(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
