package dev.prism.routing;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A rule's condition, compiled: a list of tests of which all must hold.
final class Matcher {
  /// One test; the time is in milliseconds since the epoch.
  @FunctionalInterface
  interface Condition {
    boolean holds(RequestFacts facts, long nowMillis);
  }

  private final List<Condition> conditions;

  private Matcher(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  boolean matches(RequestFacts facts, long nowMillis) {
    for (Condition condition : conditions) {
      if (!condition.holds(facts, nowMillis)) {
        return false;
      }
    }
    return true;
  }

  /// @param salt makes the shares of different rules fall on different callers
  static Matcher of(MatchSettings settings, String salt) {
    List<Condition> conditions = new ArrayList<>();
    if (!settings.tenants().isEmpty()) {
      conditions.add((facts, _) -> settings.tenants().contains(facts.caller().tenant()));
    }
    if (!settings.models().isEmpty()) {
      List<Glob> models = settings.models().stream().map(Glob::new).toList();
      conditions.add((facts, _) -> models.stream().anyMatch(glob -> glob.matches(facts.model())));
    }
    Boolean stream = settings.stream();
    if (stream != null) {
      conditions.add((facts, _) -> facts.stream() == stream);
    }
    settings.metadata().forEach((key, pattern) -> conditions.add(metadata(key, new Glob(pattern))));
    settings.headers().forEach((key, pattern) -> conditions.add(header(key, new Glob(pattern))));
    MatchSettings.Tokens tokens = settings.tokens();
    if (tokens != null) {
      conditions.add((facts, _) -> facts.tokenEstimate() > tokens.over()
          && facts.tokenEstimate() < tokens.under());
    }
    MatchSettings.Time time = settings.time();
    if (time != null) {
      conditions.add(time(time));
    }
    if (settings.percent() < MatchSettings.DEFAULT_PERCENT) {
      conditions.add((facts, _) -> StickyHash.bucket(salt, facts.caller()) < settings.percent());
    }
    return new Matcher(conditions);
  }

  private static Condition metadata(String key, Glob glob) {
    return (facts, _) -> matches(glob, facts.metadata(), key);
  }

  private static boolean matches(Glob glob, Map<String, String> metadata, String key) {
    String value = metadata.get(key);
    return value != null && glob.matches(value);
  }

  private static Condition header(String name, Glob glob) {
    return (facts, _) -> {
      String value = facts.header().apply(name);
      return value != null && glob.matches(value);
    };
  }

  private static Condition time(MatchSettings.Time time) {
    ZoneId zone = ZoneId.of(time.zone());
    LocalTime from = LocalTime.parse(time.from());
    LocalTime to = LocalTime.parse(time.to());
    return (_, nowMillis) -> {
      ZonedDateTime now = Instant.ofEpochMilli(nowMillis).atZone(zone);
      return (time.days().isEmpty() || time.days().contains(now.getDayOfWeek()))
          && within(now.toLocalTime(), from, to);
    };
  }

  private static boolean within(LocalTime now, LocalTime from, LocalTime to) {
    if (from.equals(to)) {
      return true;
    }
    boolean afterStart = !now.isBefore(from);
    boolean beforeEnd = now.isBefore(to);
    return from.isBefore(to) ? afterStart && beforeEnd : afterStart || beforeEnd;
  }
}
