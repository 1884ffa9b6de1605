package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Jira Cloud's REST API v3: an issue for each incident that opens, its description in Atlassian's document
/// format. Jira knows no idempotency key, so a label carries one, and a repeated delivery looks for it first.
final class JiraNotifier implements Notifier {
  private static final int LONGEST_SUMMARY = 255;
  private final Settings settings;

  JiraNotifier(Settings settings) {
    this.settings = settings;
  }

  /// @param url       of the site, such as `https://acme.atlassian.net`
  /// @param user      the account's address
  /// @param apiToken  of that account
  /// @param project   its key
  /// @param issueType its name
  record Settings(URI url, String user, Secret apiToken, String project, String issueType) {
    static final String DEFAULT_ISSUE_TYPE = "Bug";

    Settings {
      Http.checked("url", url);
      if (apiToken.isEmpty()) {
        throw new IllegalArgumentException("api-token must not be empty");
      }
      if (!project.matches("[A-Z][A-Z0-9_]{1,30}")) {
        throw new IllegalArgumentException("project must be a project's key, such as OPS");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "jira";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new JiraNotifier(settings);
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return notice.kind() == Notice.Kind.OPENED;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    Map<String, String> headers = Map.of("authorization",
        "Basic " + Base64.getEncoder()
            .encodeToString((settings.user() + ":" + settings.apiToken().reveal())
                .getBytes(StandardCharsets.UTF_8)));
    String label = "prism-" + LinearNotifier.uuid(notice.key());
    if (attempt > 1 && isThere(label, headers)) {
      return;
    }
    ObjectNode body = Http.object();
    ObjectNode fields = body.putObject("fields");
    fields.putObject("project").put("key", settings.project());
    fields.putObject("issuetype").put("name", settings.issueType());
    String title = notice.title().replaceAll("\\s+", " ");
    fields.put("summary",
        title.length() <= LONGEST_SUMMARY ? title : title.substring(0, LONGEST_SUMMARY));
    fields.set("description", document(notice));
    fields.putArray("labels").add("prism").add(label);
    Http.post(Http.below(settings.url(), "/rest/api/3/issue"), headers, body);
  }

  private boolean isThere(String label, Map<String, String> headers)
      throws DeliveryFailed, InterruptedException {
    String query = "project = " + settings.project() + " AND labels = \"" + label + "\"";
    return Http
        .get(Http.below(settings.url(),
            "/rest/api/3/search/jql?maxResults=1&fields=id&jql="
                + URLEncoder.encode(query, StandardCharsets.UTF_8)),
            headers)
        .path("issues")
        .size() > 0;
  }

  private static ObjectNode document(Notice notice) {
    ObjectNode document = Http.object().put("type", "doc").put("version", 1);
    ArrayNode content = document.putArray("content");
    ArrayNode facts = content.addObject().put("type", "bulletList").putArray("content");
    TicketText.facts(notice)
        .forEach(fact -> paragraph(facts.addObject().put("type", "listItem").putArray("content"),
            fact.name() + ": " + fact.value()));
    if (!notice.contrast().isEmpty()) {
      ArrayNode rows = content.addObject().put("type", "table").putArray("content");
      row(rows, "tableHeader", List.of("attribute", "value", "failing", "passing", "lift"));
      notice.contrast().forEach(each -> row(rows, "tableCell", TicketText.row(each)));
    }
    String fix = notice.fixProposal();
    if (fix != null) {
      paragraph(content, "Proposed fix: " + fix);
    }
    notice.evidence().forEach(each -> {
      paragraph(content, "Trace " + each.traceId());
      text(content.addObject().put("type", "codeBlock").putArray("content"), each.quote());
    });
    paragraph(content, "Incident " + notice.incident());
    return document;
  }

  private static void row(ArrayNode rows, String cell, List<String> values) {
    ArrayNode cells = rows.addObject().put("type", "tableRow").putArray("content");
    values.forEach(
        value -> paragraph(cells.addObject().put("type", cell).putArray("content"), value));
  }

  private static void paragraph(ArrayNode content, String text) {
    text(content.addObject().put("type", "paragraph").putArray("content"), text);
  }

  /// A text node must not be empty.
  private static void text(ArrayNode content, String text) {
    if (!text.isEmpty()) {
      content.addObject().put("type", "text").put("text", text);
    }
  }
}
