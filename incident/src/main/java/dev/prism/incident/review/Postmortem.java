package dev.prism.incident.review;

import dev.prism.incident.review.PostmortemText.ActionItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The document of an incident, in seven sections; what the gateway knows is filled in.
///
/// @param facts what the gateway knows
/// @param text  what a person has written
public record Postmortem(PostmortemFacts facts, PostmortemText text) {
  private static final String OPEN = "_To be written._";
  private static final int SHOWN = 20;

  /// What it lacks before its incident may be closed, empty when nothing.
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (facts.golden().isEmpty()) {
      missing.add("a golden entry from this incident");
    }
    if (text.rootCause().isEmpty()) {
      missing.add("the root cause (root_cause)");
    }
    if (text.lessons().isEmpty()) {
      missing.add("the lessons (lessons)");
    }
    if (text.actions().isEmpty()) {
      missing.add("an action item (action_items)");
    }
    for (ActionItem each : text.actions()) {
      if (each.owner() == null || each.due() == null || each.text().isEmpty()) {
        missing.add("text, owner and date of the action item \"" + each.text() + "\"");
      }
    }
    if (!text.blameless()) {
      blaming().forEach(sentence -> missing.add("other words than \"" + sentence
          + "\", or \"blameless\": true if it names nobody's fault"));
    }
    for (PostmortemFacts.FlipFact flip : facts.flips()) {
      boolean planned = text.actions().stream().anyMatch(each -> flip.id().equals(each.flip()));
      if (flip.inForce() && !planned) {
        missing.add("the revert of flip " + flip.id()
            + ": revert it, or write an action item with \"flip\": \"" + flip.id() + "\"");
      }
    }
    return missing;
  }

  /// Sentences that put a person beside a word of blame.
  public List<String> blaming() {
    return BlamelessCheck.find(
        List.of(text.summary(), text.rootCause(), text.lessons(), text.luck(), text.customers(),
            text.gate(), String.join("\n", text.actions().stream().map(ActionItem::text).toList())),
        people());
  }

  private List<String> people() {
    List<String> people = new ArrayList<>();
    facts.timeline().forEach(event -> people.add(event.who()));
    text.actions().forEach(each -> {
      String owner = each.owner();
      if (owner != null) {
        people.add(owner);
      }
    });
    people.remove("prism");
    return people.stream().distinct().filter(name -> !name.equals("prism")).toList();
  }

  /// As Markdown.
  public String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Postmortem: ").append(facts.incident()).append('\n');
    section(page, 1, "Summary", summary());
    section(page, 2, "Timeline", timeline());
    section(page, 3, "Root cause", rootCause());
    section(page, 4, "Customer impact", impact());
    section(page, 5, "Action items", actions());
    section(page, 6, "Lessons", lessons());
    section(page, 7, "Eval-gate review and golden-set entry", gate());
    return page.toString();
  }

  private static void section(StringBuilder page, int number, String title, String body) {
    page.append("\n## ").append(number).append(". ").append(title).append("\n\n").append(body);
  }

  private String summary() {
    StringBuilder part = new StringBuilder(or(text.summary())).append("\n\n");
    line(part, "Class", facts.incidentClass() == null ? "not named" : facts.incidentClass());
    line(part, "Severity", facts.severity());
    line(part, "Route", facts.route());
    line(part, "Cluster", facts.cluster() == null ? "none" : facts.cluster());
    line(part, "Began", time(facts.onsetMillis()));
    line(part, "Detected", time(facts.detectedMillis()) + ", "
        + span(facts.onsetMillis(), facts.detectedMillis()) + " later");
    Long end = facts.endMillis();
    line(part, "Contained",
        end == null
            ? "not recorded"
            : time(end) + ", " + span(facts.onsetMillis(), end) + " after it began");
    return part.toString();
  }

  private static void line(StringBuilder part, String name, @Nullable String value) {
    part.append("- ").append(name).append(": ").append(value).append('\n');
  }

  private String timeline() {
    StringBuilder part = new StringBuilder("| time | step | who | what |\n|---|---|---|---|\n");
    facts.timeline()
        .forEach(event -> part.append("| ")
            .append(time(event.atMillis()))
            .append(" | ")
            .append(event.step())
            .append(" | ")
            .append(cell(event.who()))
            .append(" | ")
            .append(cell(event.text()))
            .append(" |\n"));
    if (!facts.traceIds().isEmpty()) {
      part.append("\nTraces: ").append(some(facts.traceIds())).append('\n');
    }
    return part.toString();
  }

  private String rootCause() {
    StringBuilder part = new StringBuilder(or(text.rootCause())).append('\n');
    facts.changes()
        .forEach(change -> part.append("\n- ")
            .append(change.kind())
            .append(": `")
            .append(change.before())
            .append("` → `")
            .append(change.after())
            .append('`'));
    if (!facts.contrast().isEmpty()) {
      part.append("\n\n| attribute | value | failing | passing |\n|---|---|---|---|\n");
      facts.contrast()
          .forEach(each -> part.append(String.format(Locale.ROOT,
              "| %s | %s | %.1f %% | %.1f %% |%n", cell(each.attribute()), cell(each.value()),
              each.failingShare() * 100, each.passingShare() * 100)));
      return part.toString();
    }
    return part.append('\n').toString();
  }

  private String impact() {
    PostmortemFacts.Impact impact = facts.impact();
    StringBuilder part = new StringBuilder();
    line(part, "Bad answers shipped", count(impact.badAnswers()));
    line(part, "Users", count(impact.users()));
    line(part, "Sessions", count(impact.sessions())
        + (impact.sessionIds().isEmpty() ? "" : ": " + some(impact.sessionIds())));
    new TreeMap<>(impact.tenants())
        .forEach((tenant, requests) -> line(part, "Tenant " + tenant, requests + " requests"));
    line(part, "Said to customers", or(text.customers()));
    return part.toString();
  }

  private String actions() {
    StringBuilder part = new StringBuilder("| action | owner | due |\n|---|---|---|\n");
    text.actions()
        .forEach(each -> part.append("| ")
            .append(cell(each.text()))
            .append(each.flip() == null ? "" : " (reverts " + each.flip() + ")")
            .append(" | ")
            .append(each.owner() == null ? "**missing**" : cell(each.owner()))
            .append(" | ")
            .append(each.due() == null ? "**missing**" : each.due())
            .append(" |\n"));
    facts.flips()
        .forEach(flip -> part.append("\n- Flip ")
            .append(flip.id())
            .append(" to ")
            .append(flip.to())
            .append(" for ")
            .append(flip.scope())
            .append(flip.inForce() ? ": **still in force**" : ": reverted"));
    facts.fixes()
        .forEach(fix -> part.append("\n- Fix, ")
            .append(fix.kind())
            .append(": ")
            .append(fix.text())
            .append(fix.reference().isEmpty() ? "" : " (" + fix.reference() + ")"));
    return part.append(facts.flips().isEmpty() && facts.fixes().isEmpty() ? "" : "\n").toString();
  }

  private String lessons() {
    return or(text.lessons()) + "\n\nWhere we got lucky: " + or(text.luck()) + "\n";
  }

  private String gate() {
    StringBuilder part = new StringBuilder();
    PostmortemFacts.Evaluated evaluation = facts.evaluation();
    part.append(evaluation == null
        ? "The golden set was not asked.\n"
        : "Outcome: " + evaluation.outcome() + ". " + evaluation.text() + "\n");
    if (evaluation != null) {
      part.append(String.format(Locale.ROOT,
          "%d matching entries; %d bad answers graded, %d of them caught.%n", evaluation.entries(),
          evaluation.graded(), evaluation.caught()));
    }
    line(part.append('\n'), "Change of the gate", or(text.gate()));
    line(part, "Golden entries",
        facts.golden().isEmpty() ? "**none yet**" : String.join(", ", facts.golden()));
    return part.toString();
  }

  /// The same as maps and lists, one member for each section.
  public Map<String, Object> json() {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("incident", facts.incident());
    page.put("summary", PostmortemJson.summary(this));
    page.put("timeline", PostmortemJson.timeline(facts));
    page.put("root_cause", PostmortemJson.rootCause(this));
    page.put("customer_impact", PostmortemJson.impact(this));
    page.put("action_items", PostmortemJson.actions(this));
    page.put("lessons", PostmortemJson.ordered("text", text.lessons(), "luck", text.luck()));
    page.put("eval_gate", PostmortemJson.gate(this));
    page.put("missing", missing());
    page.put("blaming", blaming());
    return page;
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String span(long from, long to) {
    Duration span = Duration.ofMillis(Math.max(0, to - from));
    return span.toMinutes() > 0
        ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
        : String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
  }

  private static String or(String written) {
    return written.isEmpty() ? OPEN : written;
  }

  private static String count(long known) {
    return known < 0 ? "not counted" : Long.toString(known);
  }

  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }

  private static String some(List<String> ids) {
    String shown = String.join(", ", ids.stream().limit(SHOWN).toList());
    return ids.size() > SHOWN ? shown + " and " + (ids.size() - SHOWN) + " more" : shown;
  }
}
