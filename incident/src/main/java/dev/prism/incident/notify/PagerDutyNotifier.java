package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// PagerDuty's Events API v2. The incident's id is the dedup key, so that whatever is sent twice is one
/// incident there, and the same one is acknowledged and resolved.
final class PagerDutyNotifier implements Notifier {
  private static final int LONGEST_SUMMARY = 1024;
  private static final int LONGEST_KEY = 255;
  private final Settings settings;

  PagerDutyNotifier(Settings settings) {
    this.settings = settings;
  }

  /// @param routingKey of the service's integration
  /// @param url        of the API
  record Settings(Secret routingKey, URI url) {
    static final URI DEFAULT_URL = URI.create("https://events.pagerduty.com");

    Settings {
      Http.checked("url", url);
      if (routingKey.isEmpty()) {
        throw new IllegalArgumentException("routing-key must not be empty");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "pagerduty";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new PagerDutyNotifier(settings);
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return true;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    ObjectNode event = Http.object();
    event.put("routing_key", settings.routingKey().reveal());
    event.put("event_action", switch (notice.kind()) {
      case OPENED, ESCALATED, UPDATED -> "trigger";
      case ACKNOWLEDGED -> "acknowledge";
      case RESOLVED -> "resolve";
    });
    event.put("dedup_key", cut("prism-" + notice.incident(), LONGEST_KEY));
    event.put("client", "Prism");
    payload(event.putObject("payload"), notice);
    String link = notice.link();
    if (link != null) {
      ArrayNode links = event.putArray("links");
      links.addObject().put("href", link).put("text", "The incident in Prism");
    }
    Http.post(Http.below(settings.url(), "/v2/enqueue"), Map.of(), event);
  }

  private static void payload(ObjectNode payload, Notice notice) {
    payload.put("summary", cut(notice.title(), LONGEST_SUMMARY));
    payload.put("source", "prism");
    payload.put("severity", switch (notice.severity()) {
      case "S1" -> "critical";
      case "S2" -> "error";
      default -> "warning";
    });
    payload.put("timestamp", notice.startedAt().toString());
    payload.put("component", notice.route());
    payload.put("group", notice.route());
    String type = notice.incidentClass();
    if (type != null) {
      payload.put("class", type);
    }
    ObjectNode details = payload.putObject("custom_details");
    TicketText.facts(notice).forEach(fact -> details.put(fact.name(), fact.value()));
    String fix = notice.fixProposal();
    if (fix != null) {
      details.put("Proposed fix", fix);
    }
    ArrayNode contrast = details.putArray("Contrast");
    notice.contrast().forEach(each -> contrast.add(String.join(" | ", TicketText.row(each))));
    ArrayNode quotes = details.putArray("Evidence");
    notice.evidence().forEach(each -> quotes.add(each.traceId() + ": " + each.quote()));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
