package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;

class WebhookNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "webhook";
  }

  @Override
  Notifier notifier(String url) {
    return new WebhookNotifier.Factory()
        .create(new WebhookNotifier.Settings(URI.create(url + "/hook"), new Secret(SECRET)));
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return request.header("idempotency-key").orElse("");
  }

  @Test
  void theSignatureIsOfTimeAndBody() {
    ReceivedRequest request = delivered(Notices.full(Notice.Kind.OPENED, "S1"));
    String signature = request.header("x-prism-signature").orElse("");
    String seconds = signature.substring(2, signature.indexOf(','));
    assertThat(signature).isEqualTo("t=" + seconds + ",v1="
        + WebhookNotifier.hmac(new Secret(SECRET), seconds + "." + request.bodyText()));
  }

  @Test
  void theNoticeComesBackAsItWas() {
    for (Notice notice : Notices.all()) {
      assertThat(NoticeJson.read(delivered(notice).bodyText())).isEqualTo(notice);
    }
  }
}
