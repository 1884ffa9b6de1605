package dev.prism.scanners;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.prism.scanners.text.View;
import dev.prism.scanners.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds what a tenant's own patterns match. RE2/J runs them in time linear in the text, whatever the
/// pattern; what it cannot take (look-around, back-references) is refused when the rail is compiled.
public final class RegexScanner implements InlineScanner {
  /// Longer patterns are refused.
  static final int LONGEST_PATTERN = 8192;
  /// Program instructions of one pattern; larger ones are refused.
  static final int LARGEST_PROGRAM = 20_000;
  /// Units times instructions that one rule may cost in one text; past it the scan is truncated.
  static final long WORK = 200_000_000;

  private final List<Compiled> rules;

  RegexScanner(Settings settings) {
    List<Rule> given = Objects.requireNonNull(settings.rules());
    List<Compiled> compiled = new ArrayList<>();
    for (Rule rule : given) {
      compiled.add(new Compiled(rule, compile(rule.pattern())));
    }
    rules = List.copyOf(compiled);
  }

  private record Compiled(Rule rule, Pattern pattern) {}

  private static Pattern compile(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      throw new IllegalArgumentException(
          "pattern has more than " + LONGEST_PATTERN + " characters");
    }
    try {
      Pattern compiled = Pattern.compile(FreeSpacing.plain(pattern));
      if (compiled.programSize() > LARGEST_PROGRAM) {
        throw new IllegalArgumentException("pattern needs " + compiled.programSize() + " steps, "
            + LARGEST_PROGRAM + " are the most");
      }
      return compiled;
    } catch (PatternSyntaxException e) {
      String part = e.getPattern() == null ? "" : e.getPattern();
      throw new IllegalArgumentException("pattern cannot be taken: " + e.getDescription()
          + " at position " + Math.max(0, pattern.indexOf(part)) + ": " + part, e);
    }
  }

  @Override
  public String name() {
    return "regex";
  }

  @Override
  public void scan(Subject subject, Findings findings) {
    View view = subject.scan().written();
    String text = subject.segment().text();
    for (Compiled compiled : rules) {
      if ((long) compiled.pattern.programSize() * text.length() > WORK) {
        findings.truncate();
        continue;
      }
      find(compiled, text, view, findings);
    }
  }

  private static void find(Compiled compiled, String text, View view, Findings findings) {
    Matcher matcher = compiled.pattern.matcher(text);
    int group = Math.min(compiled.rule.groupAt(), matcher.groupCount());
    int from = 0;
    int found = 0;
    while (from <= text.length() && found++ < Findings.MOST && matcher.find(from)) {
      int start = group > 0 && matcher.start(group) >= 0 ? matcher.start(group) : matcher.start();
      int end = group > 0 && matcher.start(group) >= 0 ? matcher.end(group) : matcher.end();
      if (compiled.rule.vetoes()) {
        findings.addCertain(view, compiled.rule.name(), start, end, compiled.rule.worth());
      } else {
        findings.add(view, compiled.rule.name(), start, end, compiled.rule.worth());
      }
      from = Math.max(matcher.end(), from + 1);
    }
  }

  /// @param rules the tenant's patterns; default none
  public record Settings(@Nullable List<Rule> rules) {
    public Settings {
      rules = rules == null ? List.of() : List.copyOf(rules);
    }
  }

  /// One pattern.
  ///
  /// @param name    of the rule, in verdicts
  /// @param pattern in RE2 syntax
  /// @param group   which capture group is the finding; default 0, the whole match
  /// @param score   default 0.9
  /// @param certain whether it may veto; default true
  public record Rule(
      String name,
      String pattern,
      @Nullable Integer group,
      @Nullable Double score,
      @Nullable Boolean certain) {
    public Rule {
      Objects.requireNonNull(name);
      Objects.requireNonNull(pattern);
      group = group == null ? 0 : group;
      score = score == null ? 0.9 : score;
      certain = certain == null || certain;
      if (!(score > 0 && score <= 1)) {
        throw new IllegalArgumentException("score must be above 0 and at most 1");
      }
      int groups = compile(pattern).groupCount();
      if (group < 0 || group > groups) {
        throw new IllegalArgumentException(
            "group must be 0 to " + groups + ", the groups that the pattern has");
      }
    }

    public static Rule of(String name, String pattern) {
      return new Rule(name, pattern, null, null, null);
    }

    int groupAt() {
      return Objects.requireNonNull(group);
    }

    double worth() {
      return Objects.requireNonNull(score);
    }

    boolean vetoes() {
      return Boolean.TRUE.equals(certain);
    }
  }

  /// Makes [RegexScanner]s.
  public static final class Factory implements ScannerFactory<Settings> {
    @Override
    public String name() {
      return "regex";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Scanner create(Settings settings, Vocabulary vocabulary) {
      return new RegexScanner(settings);
    }
  }
}
