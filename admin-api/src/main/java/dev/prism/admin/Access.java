package dev.prism.admin;

import dev.prism.exchange.Secret;
import dev.prism.store.KeyStore;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who calls, by the bearer token. Without any token configured everyone is the local admin.
final class Access {
  private static final String CALLER = "prism.caller";
  private static final String BEARER = "Bearer ";
  private static final Caller LOCAL = new Caller("local", AdminRole.ADMIN);

  private final List<AdminToken> tokens;

  /// @param name what audit entries show
  record Caller(String name, AdminRole role) {}

  Access(List<AdminToken> tokens) {
    this.tokens = tokens;
  }

  /// Lets the caller pass, or refuses.
  void check(Context call, AdminRole needed) {
    Caller caller = tokens.isEmpty() ? LOCAL : known(call.header("Authorization"));
    if (caller == null) {
      call.header("WWW-Authenticate", "Bearer realm=\"prism-admin\"");
      throw new Problem(401, "unauthorized", "This call needs a bearer token that is known.");
    }
    if (!caller.role().includes(needed)) {
      throw new Problem(403, "forbidden", "This call needs the role " + lower(needed) + "; "
          + caller.name() + " is " + lower(caller.role()) + ".");
    }
    call.attribute(CALLER, caller);
  }

  /// Who passed.
  static Caller caller(Context call) {
    Caller caller = call.attribute(CALLER);
    if (caller == null) {
      throw new IllegalStateException("an open call has no caller");
    }
    return caller;
  }

  /// Looks at every token, whichever matches, so that the time tells nothing.
  private @Nullable Caller known(@Nullable String header) {
    if (header == null || !header.startsWith(BEARER)) {
      return null;
    }
    byte[] hash = ascii(KeyStore.hash(new Secret(header.substring(BEARER.length()).strip())));
    Caller found = null;
    for (AdminToken token : tokens) {
      if (MessageDigest.isEqual(ascii(token.hash()), hash)) {
        found = new Caller(token.name(), token.role());
      }
    }
    return found;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String lower(AdminRole role) {
    return switch (role) {
      case VIEWER -> "viewer";
      case OPERATOR -> "operator";
      case ADMIN -> "admin";
    };
  }
}
