package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A message in Slack, as blocks, with a plain text beside for notifications. By an incoming webhook, or by
/// `chat.postMessage` with a bot's token. It has no buttons: Slack would send their clicks to an address on the
/// public internet that may flip routes, and the admin plane is none.
final class SlackNotifier implements Notifier {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_TEXT = 3000;
  private final Settings settings;

  SlackNotifier(Settings settings) {
    this.settings = settings;
  }

  /// One of `webhook-url`, or `token` with `channel`.
  ///
  /// @param webhookUrl an incoming webhook; itself a credential
  /// @param token      of a bot
  /// @param channel    that it posts to
  /// @param url        of the API, for the token
  record Settings(
      @Nullable Secret webhookUrl,
      @Nullable Secret token,
      @Nullable String channel,
      URI url) {
    static final URI DEFAULT_URL = URI.create("https://slack.com");

    Settings {
      Http.checked("url", url);
      if ((webhookUrl == null) == (token == null)) {
        throw new IllegalArgumentException("webhook-url or token is wanted, one of them");
      }
      if (token != null && (channel == null || channel.isBlank())) {
        throw new IllegalArgumentException("channel is missing: say where the bot posts");
      }
      if (webhookUrl != null) {
        address(webhookUrl);
      }
    }

    private static URI address(Secret webhook) {
      try {
        return Http.checked("webhook-url", URI.create(webhook.reveal()));
      } catch (IllegalArgumentException _) {
        throw new IllegalArgumentException("webhook-url must be http(s)://host…");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "slack";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new SlackNotifier(settings);
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return true;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    ObjectNode message = message(notice);
    Secret webhook = settings.webhookUrl();
    Secret token = settings.token();
    if (webhook != null) {
      Http.post(URI.create(webhook.reveal()), Map.of(), message);
    } else if (token != null) {
      message.put("channel", settings.channel());
      JsonNode answer = Http.post(
          Http.below(settings.url(), "/api/chat.postMessage"), Map.of("authorization",
              "Bearer " + token.reveal(), "content-type", "application/json; charset=utf-8"),
          message);
      if (!answer.path("ok").asBoolean(false)) {
        throw failed(answer.path("error").asString(""));
      }
    }
  }

  private static DeliveryFailed failed(String error) {
    String message = "refused" + (error.matches("[a-z_]{1,40}") ? ": " + error : "");
    boolean passing = error.equals("ratelimited") || error.equals("internal_error")
        || error.equals("fatal_error") || error.equals("service_unavailable");
    return passing ? DeliveryFailed.passing(message, null) : DeliveryFailed.lasting(message);
  }

  private ObjectNode message(Notice notice) {
    ObjectNode message = Http.object().put("text", escaped(cut(notice.title(), LONGEST_TEXT)));
    ArrayNode blocks = message.putArray("blocks");
    text(blocks.addObject().put("type", "header"), "plain_text", cut(notice.severity() + " on "
        + notice.route() + ": " + notice.kind().name().toLowerCase(Locale.ROOT), LONGEST_HEADER));
    text(blocks.addObject().put("type", "section"), "mrkdwn", escaped(notice.summary()));
    ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
    TicketText.facts(notice)
        .stream()
        .limit(10)
        .forEach(fact -> fields.addObject()
            .put("type", "mrkdwn")
            .put("text", cut("*" + fact.name() + "*\n" + escaped(fact.value()), 2000)));
    if (!notice.contrast().isEmpty()) {
      code(blocks,
          notice.contrast()
              .stream()
              .map(each -> String.join("  ", TicketText.row(each)))
              .collect(Collectors.joining("\n")));
    }
    String fix = notice.fixProposal();
    if (fix != null) {
      text(blocks.addObject().put("type", "section"), "mrkdwn",
          cut("*Proposed fix*\n" + escaped(fix), LONGEST_TEXT));
    }
    notice.evidence().forEach(each -> code(blocks, each.quote()));
    return message;
  }

  private static void code(ArrayNode blocks, String text) {
    text(blocks.addObject().put("type", "section"), "mrkdwn",
        "```" + cut(escaped(text.replace("```", "'''")), LONGEST_TEXT - 6) + "```");
  }

  private static void text(ObjectNode block, String type, String text) {
    block.putObject("text").put("type", type).put("text", text);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
