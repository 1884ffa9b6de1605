package dev.prism.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conditional rule, compiled.
record Rule(RuleSettings settings, Matcher when, @Nullable Matcher unless) {
  static Rule of(RuleSettings settings) {
    String salt = "rule " + settings.name();
    MatchSettings unless = settings.unless();
    return new Rule(settings, Matcher.of(settings.when(), salt),
        unless == null ? null : Matcher.of(unless, salt));
  }

  boolean matches(RequestFacts facts, long nowMillis) {
    return when.matches(facts, nowMillis) && (unless == null || !unless.matches(facts, nowMillis));
  }

  /// The first that matches, null for none.
  static @Nullable RuleSettings first(List<Rule> rules, RequestFacts facts, long nowMillis) {
    for (Rule rule : rules) {
      if (rule.matches(facts, nowMillis)) {
        return rule.settings();
      }
    }
    return null;
  }
}
