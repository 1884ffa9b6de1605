package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class GithubNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "github";
  }

  @Override
  Notifier notifier(String url) {
    return new GithubNotifier.Factory().create(new GithubNotifier.Settings("acme/assistant",
        new Secret(SECRET), List.of("incident"), URI.create(url)));
  }

  @Override
  String taken() {
    return "{\"number\":7}";
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return Http.JSON.readTree(request.bodyText()).path("labels").toString();
  }

  @Test
  void theIssueIsOfTheRepository() {
    ReceivedRequest request = delivered(Notices.full(Notice.Kind.OPENED, "S1"));
    assertThat(request.target()).isEqualTo("/repos/acme/assistant/issues");
    assertThat(request.header("x-github-api-version")).isPresent();
    assertThat(request.header("accept")).contains("application/vnd.github+json");
  }

  @Test
  void aRepeatedDeliveryLooksForTheIssueFirst() throws Exception {
    tool.answer(Reply.json(200, "[{\"number\":7}]"));
    notifier().deliver(Notices.full(Notice.Kind.OPENED, "S1"), 2);
    assertThat(tool.requests()).hasSize(1);
    assertThat(tool.requests().getFirst().method()).isEqualTo("GET");
  }
}
