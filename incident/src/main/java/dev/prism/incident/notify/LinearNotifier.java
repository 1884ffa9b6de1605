package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Linear's GraphQL API: an issue for each incident that opens. Its id is the client's choice and follows from
/// the notice, so that a repeated delivery names the issue that is there already. Errors come with status 200.
final class LinearNotifier implements Notifier {
  private static final String CREATE = "mutation IssueCreate($input: IssueCreateInput!)"
      + " { issueCreate(input: $input) { success issue { id identifier url } } }";
  private static final String FIND = "query Issue($id: String!) { issue(id: $id) { id } }";
  private final Settings settings;

  LinearNotifier(Settings settings) {
    this.settings = settings;
  }

  /// @param apiKey   a personal key, sent as it is, or `Bearer …` of an application
  /// @param teamId   whose issues they become
  /// @param labelIds of every issue
  /// @param url      of the API
  record Settings(Secret apiKey, String teamId, List<String> labelIds, URI url) {
    static final URI DEFAULT_URL = URI.create("https://api.linear.app/graphql");

    Settings {
      labelIds = List.copyOf(labelIds);
      Http.checked("url", url);
      if (apiKey.isEmpty()) {
        throw new IllegalArgumentException("api-key must not be empty");
      }
      if (teamId.isBlank()) {
        throw new IllegalArgumentException("team-id must not be empty");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "linear";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new LinearNotifier(settings);
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return notice.kind() == Notice.Kind.OPENED;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    String id = uuid(notice.key());
    ObjectNode body = Http.object().put("query", CREATE);
    ObjectNode input = body.putObject("variables").putObject("input");
    input.put("id", id)
        .put("teamId", settings.teamId())
        .put("title", notice.title())
        .put("description", TicketText.markdown(notice))
        .put("priority", switch (notice.severity()) {
          case "S1" -> 1;
          case "S2" -> 2;
          default -> 3;
        });
    if (!settings.labelIds().isEmpty()) {
      settings.labelIds().forEach(input.putArray("labelIds")::add);
    }
    JsonNode answer = ask(body);
    boolean made = answer.path("data").path("issueCreate").path("success").asBoolean(false);
    if (!made && !(attempt > 1 && isThere(id))) {
      throw failed(answer);
    }
  }

  private boolean isThere(String id) throws DeliveryFailed, InterruptedException {
    ObjectNode body = Http.object().put("query", FIND);
    body.putObject("variables").put("id", id);
    return ask(body).path("data").path("issue").path("id").asString("").equals(id);
  }

  private JsonNode ask(ObjectNode body) throws DeliveryFailed, InterruptedException {
    return Http.post(settings.url(), Map.of("authorization", settings.apiKey().reveal()), body);
  }

  /// Only a limit passes by itself.
  private static DeliveryFailed failed(JsonNode answer) {
    String code = answer.path("errors").path(0).path("extensions").path("code").asString("");
    boolean plain = code.matches("[A-Z_]{1,40}");
    String message = "refused" + (plain ? ": " + code : "");
    return code.equals("RATELIMITED") || code.equals("INTERNAL_SERVER_ERROR") || code.isEmpty()
        ? DeliveryFailed.passing(message, null)
        : DeliveryFailed.lasting(message);
  }

  /// A UUID of version 4 in form, the same for the same key.
  static String uuid(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest(key.getBytes(StandardCharsets.UTF_8));
      long high = 0;
      long low = 0;
      for (int i = 0; i < 8; i++) {
        high = high << 8 | (hash[i] & 0xff);
        low = low << 8 | (hash[i + 8] & 0xff);
      }
      return new UUID((high & ~0xf000L) | 0x4000L,
          (low & 0x3fffffffffffffffL) | 0x8000000000000000L).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
