package dev.prism.server.pipeline;

import dev.prism.exchange.Secret;
import dev.prism.exchange.Tenant;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/// Lets this gateway examine its own targets over its own data plane: a key that is made anew at each start
/// and never leaves the process. Whoever sends it may ask for every route, and may name the one target that
/// is to answer; for everyone else that header means nothing. Its exchanges carry a tenant of their own, so
/// that whoever watches live traffic can leave them out.
public final class EvalPass {
  /// The tenant of examinations in traces and metrics.
  public static final String TENANT = "prism:eval";
  /// Names the target that is to answer.
  public static final String TARGET_HEADER = "x-prism-eval-target";
  private static final int KEY_BYTES = 32;

  private final Secret key;
  private final KeyHash256 hash;
  private final Tenant tenant = new Tenant(TENANT, List.of("*"), Tenant.Limits.NONE);

  public EvalPass() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    String text = "sk-prism-eval-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    key = new Secret(text);
    hash = KeyHash256.ofKey(text);
  }

  public Secret key() {
    return key;
  }

  KeyHash256 hash() {
    return hash;
  }

  Tenant tenant() {
    return tenant;
  }

  /// Whether this caller has sent the key.
  boolean admits(Caller caller) {
    return caller.key().equals(hash.id()) && caller.tenant().equals(tenant);
  }
}
