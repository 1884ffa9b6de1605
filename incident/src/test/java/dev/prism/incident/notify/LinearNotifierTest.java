package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LinearNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "linear";
  }

  @Override
  Notifier notifier(String url) {
    return new LinearNotifier.Factory().create(new LinearNotifier.Settings(new Secret(SECRET),
        "team-1", List.of("label-1"), URI.create(url + "/graphql")));
  }

  @Override
  String taken() {
    return "{\"data\":{\"issueCreate\":{\"success\":true,\"issue\":{\"id\":\"x\",\"identifier\":\"OPS-1\",\"url\":\"u\"}}}}";
  }

  @Override
  String idempotencyKey(ReceivedRequest request) {
    return Http.JSON.readTree(request.bodyText())
        .path("variables")
        .path("input")
        .path("id")
        .asString("");
  }

  @Test
  void anIssueCarriesWhatTheOnCallNeeds() {
    ReceivedRequest request = delivered(Notices.full(Notice.Kind.OPENED, "S1"));
    assertThat(request.target()).isEqualTo("/graphql");
    assertThat(request.header("authorization")).contains(SECRET);
    JsonNode input = Http.JSON.readTree(request.bodyText()).path("variables").path("input");
    assertThat(input.path("priority").asInt(0)).isEqualTo(1);
    assertThat(input.path("title").asString("")).startsWith("[S1] hallucination on refund-agent");
    assertThat(input.path("description").asString("")).contains("empty retrieval block")
        .contains("| retrieval\\_empty | true | 94.0 % | 0.3 % |")
        .contains("**Proposed fix:**")
        .contains(Notices.QUOTE);
  }

  @Test
  void onlyTheOpeningIsATicket() {
    assertThat(wanted()).allMatch(notice -> notice.kind() == Notice.Kind.OPENED);
  }

  @Test
  void anErrorComesWithStatus200() {
    assertThat(failure(Reply.json(200,
        "{\"errors\":[{\"message\":\"x\",\"extensions\":{\"code\":\"AUTHENTICATION_ERROR\"}}]}"))
        .isLasting()).isTrue();
    assertThat(failure(Reply.json(200,
        "{\"errors\":[{\"message\":\"x\",\"extensions\":{\"code\":\"RATELIMITED\"}}]}"))
        .isLasting()).isFalse();
  }

  @Test
  void anIssueThatIsThereAlreadyIsNotAFailure() throws DeliveryFailed, InterruptedException {
    Notice notice = Notices.full(Notice.Kind.OPENED, "S1");
    String id = LinearNotifier.uuid(notice.key());
    tool.script(call -> call.reply(Reply.json(200,
        call.request().bodyText().contains("issueCreate")
            ? "{\"errors\":[{\"extensions\":{\"code\":\"INPUT_ERROR\"}}]}"
            : "{\"data\":{\"issue\":{\"id\":\"" + id + "\"}}}")));
    notifier().deliver(notice, 2);
    assertThat(tool.requests()).hasSize(2);
  }
}
