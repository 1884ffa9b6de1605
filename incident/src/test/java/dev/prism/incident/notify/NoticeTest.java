package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NoticeTest {
  @Test
  void evidenceIsLiteralOrThereIsNone() {
    String text = "I see. " + Notices.QUOTE + " Anything else?";
    assertThat(Notice.Evidence.of("t", text, Notices.QUOTE)).isPresent();
    assertThat(Notice.Evidence.of("t", text, "The policy block is empty")).isEmpty();
    assertThat(Notice.Evidence.of("t", text, " ")).isEmpty();
  }

  @Test
  void evidenceThatLeaksDoesNotLeaveTheHouse() {
    String leak = "Write to jane.doe@gmail.com";
    assertThat(Notice.Evidence.of("t", leak + ".", leak)).isEmpty();
  }

  @Test
  void anAddressOfCloudCredentialsIsRefused() {
    for (String url : new String[]{"http://169.254.169.254/x", "http://metadata.google.internal/",
        "ftp://a/b", "https://user:pass@a.example/"}) {
      assertThatThrownBy(
          () -> new AlertmanagerNotifier.Settings(URI.create(url), Duration.ofMinutes(1))).as(url)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anAlertmanagerMessageIsReadWithWhatIsNewInIt() {
    JsonNode tree = Http.JSON.readTree("""
        {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"prism",
         "notification_reason":"new","groupLabels":{},"commonLabels":{},"commonAnnotations":{},
         "externalURL":"http://am","alerts":[
          {"status":"firing","labels":{"alertname":"SlowAnswers","route":"refund-agent"},
           "annotations":{},"startsAt":"2026-11-27T02:00:00Z","endsAt":"0001-01-01T00:00:00Z",
           "generatorURL":"http://p","fingerprint":"abc","novelty":true},
          {"status":"resolved","labels":{"alertname":"Old","route":"refund-agent"},"annotations":{},
           "startsAt":"2026-11-27T01:00:00Z","endsAt":"2026-11-27T02:00:00Z","fingerprint":"d"},
          {"status":"firing","labels":{"alertname":"PrismIncident","route":"refund-agent"},
           "annotations":{},"startsAt":"2026-11-27T01:00:00Z","fingerprint":"e"}]}
        """);
    AlertmanagerMessage message = AlertmanagerMessage.read(tree);
    assertThat(message.alerts()).hasSize(3);
    assertThat(message.signals(Notices.AT)).singleElement()
        .satisfies(signal -> assertThat(signal.route()).isEqualTo("refund-agent"));
    assertThatThrownBy(() -> AlertmanagerMessage.read(Http.JSON.readTree("{\"version\":\"3\"}")))
        .hasMessageContaining("version must be \"4\"");
  }
}
