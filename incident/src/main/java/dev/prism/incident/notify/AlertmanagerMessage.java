package dev.prism.incident.notify;

import dev.prism.incident.Signal;
import dev.prism.incident.StreamKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What Alertmanager posts to a webhook, version 4. Members that are not known are left alone.
///
/// @param status `firing` or `resolved`
public record AlertmanagerMessage(String groupKey, String status, List<Alert> alerts) {
  private static final int MOST_ALERTS = 1_000;

  public AlertmanagerMessage {
    alerts = List.copyOf(alerts);
  }

  /// @param fingerprint the same for the same alert
  public record Alert(
      String status,
      Map<String, String> labels,
      Map<String, String> annotations,
      Instant startsAt,
      String fingerprint) {
    public Alert {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    public boolean isFiring() {
      return status.equals("firing");
    }
  }

  /// @throws IllegalArgumentException if it is no such message
  public static AlertmanagerMessage read(JsonNode tree) {
    if (!tree.path("version").asString("").equals("4") || !tree.path("alerts").isArray()) {
      throw new IllegalArgumentException(
          "version must be \"4\" and alerts a list: point an Alertmanager webhook_config here");
    }
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode each : tree.path("alerts")) {
      if (alerts.size() == MOST_ALERTS) {
        break;
      }
      alerts.add(new Alert(text(each, "status"), texts(each.path("labels")),
          texts(each.path("annotations")), instant(text(each, "startsAt")),
          text(each, "fingerprint")));
    }
    return new AlertmanagerMessage(text(tree, "groupKey"), text(tree, "status"), alerts);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asString("")));
    return texts;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException("startsAt must be a time");
    }
  }

  /// The firing alerts that name a route, as signals: `route` is a must, `target`, `model` and
  /// `prompt_version` are taken where they are.
  public List<Signal> signals(long nowMillis) {
    List<Signal> signals = new ArrayList<>();
    for (Alert alert : alerts) {
      String route = alert.labels().getOrDefault("route", "");
      if (alert.isFiring() && !route.isEmpty()
          && !alert.labels().getOrDefault("alertname", "").equals("PrismIncident")) {
        StreamKey stream = new StreamKey(route, alert.labels().getOrDefault("target", ""),
            alert.labels().get("prompt_version"), alert.labels().getOrDefault("model", ""),
            alert.labels().getOrDefault("rubric", "alert"), "alertmanager", null);
        signals.add(new Signal.CheckFailing(stream,
            alert.labels().getOrDefault("alertname", "alert"), nowMillis,
            Math.min(nowMillis, alert.startsAt().toEpochMilli()), 0, 0, 0, List.of()));
      }
    }
    return signals;
  }
}
