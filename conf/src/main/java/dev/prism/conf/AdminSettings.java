package dev.prism.conf;

import dev.prism.exchange.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The admin plane's socket, and who may use it.
///
/// @param host   the address to bind; anything but loopback needs tokens
/// @param port   0 takes a free one
/// @param tokens by the name that audit entries show; empty lets anyone in, on loopback only
public record AdminSettings(String host, int port, Map<String, Token> tokens) {
  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 9090;

  public AdminSettings {
    Ports.check(port);
    tokens = Map.copyOf(tokens);
  }

  /// The same settings on another port; what `--admin-port` does.
  public AdminSettings withPort(int newPort) {
    return new AdminSettings(host, newPort, tokens);
  }

  /// What a caller may do; each role includes the ones before it.
  public enum Role {
    VIEWER, OPERATOR, ADMIN
  }

  /// A bearer token: its hash or, from the environment, itself.
  ///
  /// @param role  what it allows; each role includes the ones before it
  /// @param key   its hash, `sha256:` and 64 hex digits
  /// @param token itself, at least 16 characters; in place of `key`
  public record Token(Role role, @Nullable KeyHash key, @Nullable Secret token) {
    public Token {
      if ((key == null) == (token == null)) {
        throw new IllegalArgumentException(
            "a token takes either `key: \"sha256:…\"` or `token: \"${NAME}\"`");
      }
      if (token != null && token.reveal().length() < 16) {
        throw new IllegalArgumentException("token must have at least 16 characters");
      }
    }

    public KeyHash hash() {
      return key != null ? key : KeyHash.of(token == null ? new Secret("") : token);
    }
  }
}
