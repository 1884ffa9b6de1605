package dev.prism.routing;

import dev.prism.exchange.Kebab;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The components of a record as [PlainForm] sees them, looked up once.
final class RecordParts {
  private static final ClassValue<RecordParts> KNOWN = new ClassValue<>() {
    @Override
    protected RecordParts computeValue(Class<?> type) {
      return new RecordParts(type);
    }
  };

  private final Class<?> type;
  private final List<Part> parts;
  private final Constructor<?> constructor;

  /// @param key      in the config's words
  /// @param nullable whether it may be absent
  record Part(String key, String name, Type type, boolean nullable, Method accessor) {
    @Nullable
    Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("cannot read " + name, e);
      }
    }
  }

  private RecordParts(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    parts = Arrays.stream(components).map(RecordParts::part).toList();
    try {
      constructor = type.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  private static Part part(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return new Part(Kebab.of(component.getName()), component.getName(), component.getGenericType(),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class), accessor);
  }

  static RecordParts of(Class<?> type) {
    return KNOWN.get(type);
  }

  List<Part> parts() {
    return parts;
  }

  /// @throws IllegalArgumentException if the record refuses the values
  Object make(List<@Nullable Object> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make a " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }
}
