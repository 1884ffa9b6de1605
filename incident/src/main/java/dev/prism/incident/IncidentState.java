package dev.prism.incident;

import dev.prism.exchange.Kebab;

/// Where an incident stands in the playbook. Each state knows since when, in milliseconds since the epoch.
public sealed interface IncidentState {
  long sinceMillis();

  record Detected(long sinceMillis) implements IncidentState {}

  /// Its class is named.
  record Triaged(long sinceMillis) implements IncidentState {}

  /// The wire has confirmed it, or a person has said that there is nothing to contain.
  ///
  /// @param named whether the class is named already: containing may come first
  record Contained(long sinceMillis, boolean named) implements IncidentState {}

  record Evaluating(long sinceMillis) implements IncidentState {}

  /// @param outcome of the evaluation
  record Fixing(long sinceMillis, Evaluation.Outcome outcome) implements IncidentState {}

  /// @param percent of the canary now
  record Verifying(long sinceMillis, double percent) implements IncidentState {}

  record Reviewing(long sinceMillis) implements IncidentState {}

  record Closed(long sinceMillis) implements IncidentState {}

  record Merged(long sinceMillis, String into) implements IncidentState {}

  record FalseAlarm(long sinceMillis) implements IncidentState {}

  /// The same trouble came back after it was closed.
  record Reopened(long sinceMillis) implements IncidentState {}

  /// Whether nothing more is expected of it.
  default boolean isOver() {
    return switch (this) {
      case Closed _,Merged _,FalseAlarm _ -> true;
      case Detected _,Triaged _,Contained _,Evaluating _,Fixing _,Verifying _,Reviewing _,Reopened _ ->
        false;
    };
  }

  /// `false_alarm`, as the API writes it.
  default String word() {
    return Kebab.of(getClass().getSimpleName()).replace('-', '_');
  }
}
