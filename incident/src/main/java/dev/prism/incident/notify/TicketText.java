package dev.prism.incident.notify;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A notice as the body of a ticket.
final class TicketText {
  private TicketText() {}

  /// In Markdown, as Linear and GitHub read it. What comes from traces stands in code, so that nothing in it
  /// acts.
  static String markdown(Notice notice) {
    StringBuilder text = new StringBuilder();
    facts(notice).forEach(fact -> text.append("- **")
        .append(fact.name())
        .append(":** ")
        .append(plain(fact.value()))
        .append('\n'));
    if (!notice.contrast().isEmpty()) {
      text.append("\n| attribute | value | failing | passing | lift |\n|---|---|---|---|---|\n");
      notice.contrast()
          .forEach(each -> text.append("| ")
              .append(String.join(" | ", row(each).stream().map(TicketText::plain).toList()))
              .append(" |\n"));
    }
    String fix = notice.fixProposal();
    if (fix != null) {
      text.append("\n**Proposed fix:** ").append(plain(fix)).append('\n');
    }
    notice.evidence()
        .forEach(each -> text.append("\nTrace `")
            .append(each.traceId())
            .append("`:\n\n````\n")
            .append(each.quote().replace("````", "'''"))
            .append("\n````\n"));
    return text.append("\nIncident ").append(notice.incident()).append('\n').toString();
  }

  record Fact(String name, String value) {}

  static List<Fact> facts(Notice notice) {
    List<Fact> facts = new ArrayList<>();
    String type = notice.incidentClass();
    facts.add(new Fact("Class", type == null ? "not named yet" : type));
    facts.add(new Fact("Severity", notice.severity()));
    facts.add(new Fact("Route", notice.route()));
    facts.add(new Fact("State", notice.state()));
    facts.add(new Fact("Since", notice.startedAt().toString()));
    Notice.Cluster cluster = notice.cluster();
    if (cluster != null) {
      facts.add(new Fact("Cluster",
          cluster.name() + " (" + cluster.id() + ", " + cluster.members() + " traces)"));
    }
    String link = notice.link();
    if (link != null) {
      facts.add(new Fact("More", link));
    }
    return facts;
  }

  static List<String> row(Contrast contrast) {
    return List.of(contrast.attribute(), contrast.value(), percent(contrast.failingShare()),
        percent(contrast.passingShare()), String.format(Locale.ROOT, "%.1f", contrast.lift()));
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /// One line, without what Markdown would act on: no links, mentions, tables or HTML of a stranger's making.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.replaceAll("\\s+", " ").codePoints().forEach(c -> {
      switch (c) {
        case '|', '[', ']', '`', '*', '_', '\\', '#', '!' -> plain.append('\\').appendCodePoint(c);
        case '<' -> plain.append("&lt;");
        case '>' -> plain.append("&gt;");
        case '&' -> plain.append("&amp;");
        case '@' -> plain.append("@\u200B");
        default -> plain.appendCodePoint(c);
      }
    });
    return plain.toString();
  }
}
