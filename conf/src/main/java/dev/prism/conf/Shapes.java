package dev.prism.conf;

import dev.prism.incident.notify.NotifierUse;
import dev.prism.scanners.ScannerUse;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the shape of a Java type.
final class Shapes {
  private Shapes() {}

  /// @throws IllegalStateException if a settings record uses a type that has no shape
  static Shape of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
        return new Shape.ListOf(of(arguments[0]), generic.getRawType() == Set.class);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Shape.MapOf(of(arguments[1]));
      }
    }
    if (type instanceof Class<?> plain) {
      var text = Scalars.of(plain);
      if (text.isPresent()) {
        return text.get();
      }
      if (plain == ScannerUse.class) {
        return Shape.UseOf.scanner();
      }
      if (plain == NotifierUse.class) {
        return Shape.UseOf.notifier();
      }
      if (plain.isRecord()) {
        return new Shape.RecordOf(plain);
      }
      if (plain.isSealed()) {
        return new Shape.ChoiceOf(plain);
      }
    }
    throw new IllegalStateException("a settings record cannot hold a " + type);
  }
}
