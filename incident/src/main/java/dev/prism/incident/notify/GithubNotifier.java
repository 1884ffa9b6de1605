package dev.prism.incident.notify;

import dev.prism.exchange.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// GitHub's issues: one for each incident that opens. A label carries the idempotency key, and a repeated
/// delivery looks for it first.
final class GithubNotifier implements Notifier {
  private static final int LONGEST_TITLE = 256;
  private final Settings settings;

  GithubNotifier(Settings settings) {
    this.settings = settings;
  }

  /// @param repository `owner/name`
  /// @param token      that may write its issues
  /// @param labels     of every issue
  /// @param url        of the API
  record Settings(String repository, Secret token, List<String> labels, URI url) {
    static final List<String> DEFAULT_LABELS = List.of("incident");
    static final URI DEFAULT_URL = URI.create("https://api.github.com");

    Settings {
      labels = List.copyOf(labels);
      Http.checked("url", url);
      if (!repository.matches("[A-Za-z0-9-]+/[A-Za-z0-9._-]+")) {
        throw new IllegalArgumentException("repository must be owner/name");
      }
      if (token.isEmpty()) {
        throw new IllegalArgumentException("token must not be empty");
      }
    }
  }

  /// Makes it.
  public static final class Factory implements NotifierFactory<Settings> {
    @Override
    public String name() {
      return "github";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Notifier create(Settings settings) {
      return new GithubNotifier(settings);
    }
  }

  @Override
  public boolean wants(Notice notice) {
    return notice.kind() == Notice.Kind.OPENED;
  }

  @Override
  public void deliver(Notice notice, int attempt) throws DeliveryFailed, InterruptedException {
    Map<String, String> headers = Map.of("authorization", "Bearer " + settings.token().reveal(),
        "accept", "application/vnd.github+json", "x-github-api-version", "2022-11-28");
    String label = "prism-" + LinearNotifier.uuid(notice.key());
    String issues = "/repos/" + settings.repository() + "/issues";
    if (attempt > 1 && Http
        .get(Http.below(settings.url(), issues + "?state=all&per_page=1&labels=" + label), headers)
        .size() > 0) {
      return;
    }
    ObjectNode issue = Http.object();
    String title = notice.title().replaceAll("\\s+", " ");
    issue.put("title", title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE));
    issue.put("body", TicketText.markdown(notice));
    ArrayNode labels = issue.putArray("labels");
    settings.labels().forEach(labels::add);
    labels.add(label);
    Http.post(Http.below(settings.url(), issues), headers, issue);
  }
}
