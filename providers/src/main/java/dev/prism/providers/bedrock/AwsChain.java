package dev.prism.providers.bedrock;

import dev.prism.exchange.Secret;
import dev.prism.providers.Renewed;
import dev.prism.providers.Renewed.Leased;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The order in which AWS's own tools look for keys: the environment, a web identity, a profile, the
/// container, the machine. What a profile runs as a program (`credential_process`) or opens in a browser
/// (SSO) is not read.
final class AwsChain {
  /// A profile may name another to be opened by, and that one a third.
  private static final int MOST_PROFILES = 5;
  private static final Set<String> CONTAINERS = Set.of("169.254.170.2", "169.254.170.23",
      "[fd00:ec2::23]");
  private final AwsPlaces places;
  private final AwsFetch fetch;
  private final AwsProfiles profiles;
  private final @Nullable String configured;
  private final @Nullable String named;

  /// @param profile the one that the configuration names, null for none
  AwsChain(AwsPlaces places, AwsFetch fetch, @Nullable String profile) {
    this.places = places;
    this.fetch = fetch;
    configured = profile;
    profiles = places.profiles();
    named = profile == null ? places.variable("AWS_PROFILE") : profile;
  }

  /// The region that the profile names, null for none.
  @Nullable
  String region() {
    return profiles.value(named == null ? "default" : named, "region");
  }

  /// What gives keys, now and anew.
  ///
  /// @param region where the token service is asked
  /// @throws IllegalArgumentException if the profile that is named gives none
  Renewed.Source<AwsKeys> source(String region) {
    String role = places.variable("AWS_ROLE_ARN");
    String token = places.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (named == null && role != null && token != null) {
      return () -> fetch.webIdentity(role, Path.of(token), region);
    }
    if (named != null || profiles.has("default")) {
      return profile(named == null ? "default" : named, region, MOST_PROFILES);
    }
    return own();
  }

  /// The keys of the container or, where there is none, of the machine.
  private Renewed.Source<AwsKeys> own() {
    String relative = places.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    String full = places.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative == null && full == null) {
      return fetch::machine;
    }
    URI url = relative == null ? allowed(full) : places.container().resolve(relative);
    return () -> fetch.container(url, containerToken());
  }

  /// An address of the operator's environment: encrypted, this machine's own, or one of those that AWS
  /// has for it.
  private static URI allowed(@Nullable String text) {
    URI url = URI.create(text == null ? "" : text);
    String host = url.getHost() == null ? "" : url.getHost();
    if (!"https".equals(url.getScheme()) && !CONTAINERS.contains(host) && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or an address of this machine's own");
    }
    return url;
  }

  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private @Nullable String containerToken() throws IOException {
    String file = places.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    return file == null
        ? places.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        : Files.readString(Path.of(file)).strip();
  }

  private Renewed.Source<AwsKeys> profile(String profile, String region, int deeper) {
    String role = profiles.value(profile, "role_arn");
    if (role != null && deeper > 0) {
      return role(profile, role, region, deeper);
    }
    AwsKeys keys = ofProfile(profile);
    if (keys == null) {
      throw new IllegalArgumentException(
          "profile has no keys and no role that can be read: " + profile);
    }
    return () -> new Leased<>(keys, Instant.MAX);
  }

  private Renewed.Source<AwsKeys> role(String profile, String role, String region, int deeper) {
    String token = profiles.value(profile, "web_identity_token_file");
    if (token != null) {
      return () -> fetch.webIdentity(role, Path.of(token), region);
    }
    String other = profiles.value(profile, "source_profile");
    String external = profiles.value(profile, "external_id");
    Renewed.Source<AwsKeys> by;
    if (other != null) {
      // A profile that names itself is opened by its own keys.
      by = profile(other, region, other.equals(profile) ? 0 : deeper - 1);
    } else {
      by = switch (String.valueOf(profiles.value(profile, "credential_source"))) {
        case "Ec2InstanceMetadata", "EcsContainer" -> own();
        case "Environment" -> this::environment;
        default -> throw new IllegalArgumentException(
            "profile has a role, but no source_profile or credential_source: " + profile);
      };
    }
    return () -> fetch.role(role, external, by.fetch().value(), region);
  }

  /// Keys that need no renewal: the environment's, or those that the profile itself has; null for neither.
  @Nullable
  AwsKeys lasting() {
    String id = places.variable("AWS_ACCESS_KEY_ID");
    String key = places.variable("AWS_SECRET_ACCESS_KEY");
    if (configured == null && id != null && key != null) {
      return keys(id, key, places.variable("AWS_SESSION_TOKEN"));
    }
    String profile = named == null ? "default" : named;
    boolean role = profiles.value(profile, "role_arn") != null
        || (named == null && places.variable("AWS_WEB_IDENTITY_TOKEN_FILE") != null);
    return role ? null : ofProfile(profile);
  }

  private @Nullable AwsKeys ofProfile(String profile) {
    String id = profiles.value(profile, "aws_access_key_id");
    String key = profiles.value(profile, "aws_secret_access_key");
    return id == null || key == null
        ? null
        : keys(id, key, profiles.value(profile, "aws_session_token"));
  }

  private static AwsKeys keys(String id, String key, @Nullable String session) {
    return new AwsKeys(id, new Secret(key), session == null ? null : new Secret(session));
  }

  private Leased<AwsKeys> environment() throws IOException {
    String id = places.variable("AWS_ACCESS_KEY_ID");
    String key = places.variable("AWS_SECRET_ACCESS_KEY");
    if (id == null || key == null) {
      throw new Renewed.Refused("AWS_ACCESS_KEY_ID is not set");
    }
    return new Leased<>(keys(id, key, places.variable("AWS_SESSION_TOKEN")), Instant.MAX);
  }
}
