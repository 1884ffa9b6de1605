package dev.prism.server;

import dev.prism.admin.Readiness;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// How the gateway stands, for `/readyz`.
final class ReadyState implements Readiness {
  private final Map<String, Supplier<String>> parts = new ConcurrentHashMap<>();
  private volatile State state = State.STARTING;

  void part(String name, Supplier<String> how) {
    parts.put(name, how);
  }

  void become(State next) {
    state = next;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public Map<String, String> parts() {
    Map<String, String> now = new TreeMap<>();
    parts.forEach((name, how) -> now.put(name, how.get()));
    return now;
  }
}
