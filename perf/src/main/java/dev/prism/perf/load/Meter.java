package dev.prism.perf.load;

/// Reads something else, such as a process's CPU time, at the ends of the measured window.
public interface Meter {
  /// A meter that reads nothing.
  Meter NONE = new Meter() {
    @Override
    public void begin() {}

    @Override
    public void end() {}
  };

  void begin();

  void end();
}
