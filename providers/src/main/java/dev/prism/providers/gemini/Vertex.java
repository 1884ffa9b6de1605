package dev.prism.providers.gemini;

import dev.prism.exchange.Secret;
import dev.prism.providers.PathSegment;
import dev.prism.providers.ProviderSettings;
import java.io.Closeable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A project at Google's cloud, whose models several makers publish.
///
/// @param url        where it is
/// @param publishers the path up to the maker's name
/// @param headers    what authenticates now; a token may have been renewed since the last call
/// @param tokens     what renews it, null where the operator does
public record Vertex(
    URI url,
    String publishers,
    Supplier<Map<String, String>> headers,
    @Nullable GoogleTokens tokens) implements Closeable {
  /// The project of a provider's settings; its tokens are renewed from now on.
  ///
  /// @throws IllegalArgumentException if the credentials cannot be read
  public static Vertex of(ProviderSettings settings, String project) {
    String given = settings.location();
    String location = given == null ? "global" : given;
    URI url = settings.baseUrl() == null ? home(location) : settings.baseUrl();
    String publishers = PathSegment.base(url.getRawPath()) + "/v1/projects/"
        + PathSegment.encode(project) + "/locations/" + PathSegment.encode(location)
        + "/publishers/";
    Secret fixed = settings.accessToken();
    GoogleTokens tokens = fixed == null ? new GoogleTokens(credentials(settings)).start() : null;
    Supplier<Secret> token = tokens == null || fixed != null
        ? () -> fixed == null ? new Secret("") : fixed
        : tokens;
    return new Vertex(url, publishers, () -> {
      Map<String, String> headers = new HashMap<>(settings.headers());
      headers.put("authorization", "Bearer " + token.get().reveal());
      return headers;
    }, tokens);
  }

  private static URI home(String location) {
    return URI.create(switch (location) {
      case "global" -> "https://aiplatform.googleapis.com";
      case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
      default -> "https://" + location + "-aiplatform.googleapis.com";
    });
  }

  /// The file that is named, else the places where Google's own tools look; null for none of them.
  private static @Nullable Path credentials(ProviderSettings settings) {
    String named = settings.credentials();
    String environment = System.getenv("GOOGLE_APPLICATION_CREDENTIALS");
    String home = System.getProperty("user.home", "");
    Path usual = Path.of(home, ".config", "gcloud", "application_default_credentials.json");
    if (named != null || environment != null) {
      return Path.of(named == null ? environment : named);
    }
    return Files.exists(usual) ? usual : null;
  }

  /// Why the tokens are not renewed at present, null when nothing is amiss.
  public @Nullable String trouble() {
    return tokens == null ? null : tokens.trouble();
  }

  @Override
  public void close() {
    if (tokens != null) {
      tokens.close();
    }
  }
}
