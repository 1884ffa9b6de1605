package dev.prism.server.gameday;

import dev.prism.incident.Evaluation;
import dev.prism.server.gameday.Stage.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an on-call sees and does over the admin API. Of the night's route, one incident at a time.
final class HttpOnCall {
  private final LocalApi api;
  private final String incidents;
  private @Nullable String known;

  /// @param admin the admin API's address
  HttpOnCall(LocalApi api, String admin) {
    this.api = api;
    incidents = admin + "/incidents";
  }

  /// The incident of the route that is not over; null for none.
  @Nullable
  Seen incident() throws IOException, InterruptedException {
    if (known == null) {
      JsonNode open = api.get(incidents + "?open=true&route=" + InProcess.ROUTE)
          .json()
          .path("incidents");
      if (open.isEmpty()) {
        return null;
      }
      known = open.get(open.size() - 1).path("id").asString();
    }
    return seen(form());
  }

  /// The incident as the API shows it.
  JsonNode form() throws IOException, InterruptedException {
    return api.get(steps()).json();
  }

  private String steps() {
    return incidents + "/" + known;
  }

  private static Seen seen(JsonNode form) {
    List<String> rails = new ArrayList<>();
    form.path("flips").forEach(flip -> {
      if (flip.path("in_force").booleanValue()) {
        flip.path("plan").path("to").path("rails").forEach(rail -> rails.add(rail.asString()));
      }
    });
    Boolean byItself = null;
    for (JsonNode event : form.path("timeline")) {
      if (byItself == null && event.path("what").asString().equals("flipped")) {
        byItself = event.path("who").asString().equals("prism");
      }
    }
    String named = form.path("class").asString("");
    return new Seen(form.path("id").asString(),
        Instant.parse(form.path("opened_at").asString()).toEpochMilli(),
        named.isEmpty() ? null : named, named.isEmpty() ? null : form.path("severity").asString(),
        form.path("containment").path("course").asString("").equals("suggest"), byItself, rails,
        form.path("flips").size());
  }

  void click() throws IOException, InterruptedException {
    api.post(steps() + "/contain", Map.of("reason", "as suggested"));
  }

  void dismiss() throws IOException, InterruptedException {
    api.post(steps() + "/close", Map.of("false_alarm", true, "reason", "nothing is wrong"));
    known = null;
  }

  /// Has it evaluated; empty where that was refused.
  Optional<Evaluation.Outcome> evaluate() throws IOException, InterruptedException {
    api.post(steps() + "/contain",
        Map.of("waive", true, "reason", "the traffic of a game day is thin"));
    LocalApi.Answer evaluated = api.post(steps() + "/evaluate", Map.of());
    return evaluated.status() == 200
        ? Optional.of(Evaluation.Outcome.valueOf(evaluated.json()
            .path("evaluation")
            .path("outcome")
            .asString()
            .toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  /// Records a fix of the live target and begins its canary.
  ///
  /// @return whether it has begun
  boolean fix(Evaluation.Outcome outcome, String reference)
      throws IOException, InterruptedException {
    api.post(steps() + "/fix",
        Map.of("kind", outcome.needed().getFirst().name().toLowerCase(Locale.ROOT), "text",
            "the game day's fix", "target", NightMarks.LIVE, "reference", reference));
    return api.post(steps() + "/verify", Map.of()).status() == 200;
  }
}
