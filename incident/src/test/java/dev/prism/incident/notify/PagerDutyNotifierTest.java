package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PagerDutyNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "pagerduty";
  }

  @Override
  Notifier notifier(String url) {
    return new PagerDutyNotifier.Factory()
        .create(new PagerDutyNotifier.Settings(new Secret(SECRET), URI.create(url)));
  }

  @Override
  String taken() {
    return "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}";
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return Http.JSON.readTree(request.bodyText()).path("dedup_key").asString("");
  }

  @Test
  void oneIncidentIsTriggeredAcknowledgedAndResolvedByOneKey() {
    assertThat(delivered(Notices.full(Notice.Kind.OPENED, "S1")).target()).isEqualTo("/v2/enqueue");
    JsonNode opened = body(Notices.full(Notice.Kind.OPENED, "S1"));
    assertThat(opened.path("event_action").asString("")).isEqualTo("trigger");
    assertThat(opened.path("payload").path("severity").asString("")).isEqualTo("critical");
    assertThat(opened.path("payload").path("class").asString("")).isEqualTo("hallucination");
    JsonNode taken = body(Notices.full(Notice.Kind.ACKNOWLEDGED, "S2"));
    assertThat(taken.path("event_action").asString("")).isEqualTo("acknowledge");
    assertThat(taken.path("payload").path("severity").asString("")).isEqualTo("error");
    JsonNode over = body(Notices.full(Notice.Kind.RESOLVED, "S3"));
    assertThat(over.path("event_action").asString("")).isEqualTo("resolve");
    assertThat(over.path("dedup_key")).isEqualTo(opened.path("dedup_key"));
  }
}
