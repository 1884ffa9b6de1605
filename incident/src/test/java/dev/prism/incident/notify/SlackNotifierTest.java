package dev.prism.incident.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.Secret;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SlackNotifierTest extends NotifierContract {
  @Override
  String name() {
    return "slack";
  }

  @Override
  Notifier notifier(String url) {
    return new SlackNotifier.Factory().create(new SlackNotifier.Settings(
        new Secret(url + "/services/" + SECRET), null, null, URI.create(url)));
  }

  /// Slack takes none: a message that is sent twice is there twice.
  @Override
  String idempotencyKey(ReceivedRequest request) {
    return request.bodyText();
  }

  @Test
  void thereIsNoButtonThatNobodyWouldHear() {
    assertThat(delivered(Notices.full(Notice.Kind.OPENED, "S1")).bodyText())
        .doesNotContain("\"actions\"");
  }

  @Test
  void nothingOfATraceMentionsAnyone() {
    assertThat(delivered(Notices.hostile(Notice.Kind.OPENED)).bodyText())
        .doesNotContain("<!channel>");
  }

  @Test
  void aBotPostsToItsChannelAndReadsRefusalsOfStatus200() throws Exception {
    Notifier bot = new SlackNotifier(
        new SlackNotifier.Settings(null, new Secret(SECRET), "C012345", URI.create(tool.url())));
    tool.answer(Reply.json(200, "{\"ok\":true,\"ts\":\"1.2\"}"));
    bot.deliver(Notices.full(Notice.Kind.OPENED, "S1"), 1);
    ReceivedRequest request = tool.requests().getLast();
    assertThat(request.target()).isEqualTo("/api/chat.postMessage");
    assertThat(request.header("authorization")).contains("Bearer " + SECRET);
    assertThat(request.bodyText()).contains("\"channel\":\"C012345\"");
    tool.answer(Reply.json(200, "{\"ok\":false,\"error\":\"channel_not_found\"}"));
    assertThatThrownBy(() -> bot.deliver(Notices.full(Notice.Kind.OPENED, "S1"), 1))
        .isInstanceOf(DeliveryFailed.class)
        .hasMessage("refused: channel_not_found");
  }
}
