package dev.prism.routing;

import java.util.List;

/// How a route picks among its targets. Each is a record: its components are its YAML section, its
/// method the decision. To add one, write its file and name it here.
///
/// A strategy is a pure function, called on the event loop for each request: it must not block, keep
/// state, or throw for a table that was accepted. An empty target name or list stands for what its own
/// documentation says.
public sealed interface RoutingStrategy permits Primary, Fallback, Canary, Race, Shadow, Mirror {
  /// The name in `x-prism-routing-strategy`.
  String label();

  /// The targets that it names, for validation; never the empty name.
  List<String> names();

  /// Whom to call, in which order, how many at once.
  Lineup lineup(Choice choice);
}
