package dev.prism.server.cli;

import java.lang.reflect.Proxy;

/// Hears the process's signals. The JDK has no public interface for that, only `sun.misc.Signal` of the
/// module `jdk.unsupported`, which is looked up here so that its absence costs no more than the signal.
final class Signals {
  private Signals() {}

  /// Runs `action` whenever the signal `name` (without `SIG`) comes; false where that is not possible.
  static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener = Proxy.newProxyInstance(Signals.class.getClassLoader(),
          new Class<?>[]{handler}, (_, method, _) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          });
      signal.getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
      return true;
    } catch (ReflectiveOperationException unsupported) {
      return false;
    }
  }
}
