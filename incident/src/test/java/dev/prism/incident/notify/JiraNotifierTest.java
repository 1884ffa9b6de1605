package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.net.URI;
import org.junit.jupiter.api.Test;

class JiraNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "jira";
  }

  @Override
  Notifier notifier(String url) {
    return new JiraNotifier.Factory().create(new JiraNotifier.Settings(URI.create(url),
        "ops@acme.example", new Secret(SECRET), "OPS", "Bug"));
  }

  @Override
  String taken() {
    return "{\"id\":\"10000\",\"key\":\"OPS-24\"}";
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return Http.JSON.readTree(request.bodyText()).path("fields").path("labels").toString();
  }

  @Test
  void theIssueIsOfTheProject() {
    ReceivedRequest request = delivered(Notices.full(Notice.Kind.OPENED, "S1"));
    assertThat(request.target()).isEqualTo("/rest/api/3/issue");
    assertThat(request.header("authorization").orElse("")).startsWith("Basic ");
    assertThat(request.bodyText()).contains(Notices.QUOTE);
  }

  @Test
  void aRepeatedDeliveryLooksForTheIssueFirst() throws Exception {
    tool.answer(Reply.json(200, "{\"issues\":[{\"id\":\"10000\"}]}"));
    notifier().deliver(Notices.full(Notice.Kind.OPENED, "S1"), 2);
    assertThat(tool.requests()).hasSize(1);
    assertThat(tool.requests().getFirst().method()).isEqualTo("GET");
    assertThat(tool.requests().getFirst().target()).startsWith("/rest/api/3/search/jql?");
  }
}
