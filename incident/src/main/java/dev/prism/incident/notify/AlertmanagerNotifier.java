package dev.prism.incident.notify;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Alertmanager's API v2: `POST /api/v2/alerts`. An alert that is not said again ends by itself, so it is
/// repeated until the incident is over; then its end lies in the past. The labels name the alert, and are the
/// same each time.
final class AlertmanagerNotifier implements Notifier {
  private static final int ENDS_AFTER_REPEATS = 4;
  private final Settings settings;
  private final Clock clock;

  AlertmanagerNotifier(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// @param url         of Alertmanager, without `/api`
  /// @param repeatEvery how often a firing alert is said again, 10s to 30m
  record Settings(URI url, Duration repeatEvery) {
    static final Duration DEFAULT_REPEAT_EVERY = Duration.ofMinutes(1);

    Settings {
      Http.checked("url", url);
      if (repeatEvery.toSeconds() < 10 || repeatEvery.toMinutes() > 30) {
        throw new IllegalArgumentException("repeat-every must be between 10s and 30m");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "alertmanager";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new AlertmanagerNotifier(settings, Clock.systemUTC());
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return true;
  }

  @Override
  public Duration repeatEvery() {
    return settings.repeatEvery();
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    ArrayNode alerts = Http.JSON.createArrayNode();
    ObjectNode alert = alerts.addObject();
    alert.putObject("labels")
        .put("alertname", "PrismIncident")
        .put("incident", notice.incident())
        .put("route", notice.route());
    ObjectNode annotations = alert.putObject("annotations");
    annotations.put("summary", notice.title())
        .put("severity", notice.severity())
        .put("state", notice.state());
    String fix = notice.fixProposal();
    if (fix != null) {
      annotations.put("fix", fix);
    }
    Instant now = clock.instant();
    Instant end = notice.isOver()
        ? earlier(now, notice.at())
        : now.plus(settings.repeatEvery().multipliedBy(ENDS_AFTER_REPEATS));
    alert.put("startsAt", earlier(notice.startedAt(), end).toString());
    alert.put("endsAt", end.toString());
    String link = notice.link();
    if (link != null) {
      alert.put("generatorURL", link);
    }
    Http.post(Http.below(settings.url(), "/api/v2/alerts"), Map.of(), alerts);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
