package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AlertmanagerNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "alertmanager";
  }

  @Override
  Notifier notifier(String url) {
    return new AlertmanagerNotifier.Factory()
        .create(new AlertmanagerNotifier.Settings(URI.create(url), Duration.ofMinutes(1)));
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return Http.JSON.readTree(request.bodyText()).path(0).path("labels").toString();
  }

  @Test
  void aFiringAlertEndsAfterSomeRepeatsAndAResolvedOneInThePast() {
    ReceivedRequest request = delivered(Notices.full(Notice.Kind.OPENED, "S1"));
    assertThat(request.target()).isEqualTo("/api/v2/alerts");
    JsonNode firing = Http.JSON.readTree(request.bodyText()).path(0);
    assertThat(Instant.parse(firing.path("endsAt").asString("")))
        .isAfter(Instant.now().plusSeconds(200));
    JsonNode resolved = body(Notices.full(Notice.Kind.RESOLVED, "S1")).path(0);
    assertThat(resolved.path("labels")).isEqualTo(firing.path("labels"));
    assertThat(Instant.parse(resolved.path("endsAt").asString("")))
        .isBeforeOrEqualTo(Instant.now());
    assertThat(notifier().repeatEvery()).isEqualTo(Duration.ofMinutes(1));
  }
}
