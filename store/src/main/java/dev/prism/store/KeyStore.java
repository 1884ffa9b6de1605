package dev.prism.store;

import dev.prism.exchange.Secret;
import dev.prism.routing.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The API keys, by their hashes. A key is 256 random bits, so a plain SHA-256 gives nothing away.
public final class KeyStore {
  private static final String PREFIX = "sk-prism-";
  private static final int KEY_BYTES = 32;
  private static final int ID_DIGITS = 12;

  private final Database database;
  private final SecureRandom random = new SecureRandom();

  public KeyStore(Database database) {
    this.database = database;
  }

  /// Makes a key for a tenant. It is valid on every gateway of the store within about a second.
  ///
  /// @param who makes it, for the audit log
  /// @throws StoreUnavailable if it could not be stored
  public NewKey create(String tenant, @Nullable String label, String who) throws StoreUnavailable {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    Secret key = new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    String hash = hash(key);
    ApiKey stored = new ApiKey(hash.substring(0, ID_DIGITS), hash, tenant, label,
        Instant.now().truncatedTo(ChronoUnit.MICROS), null);
    database.write(handle -> {
      handle.execute(
          "INSERT INTO api_key (hash, id, tenant, label, created_micros) VALUES (?, ?, ?, ?, ?)",
          hash, stored.id(), tenant, label, micros(stored.created()));
      AuditChain.append(handle, entry(stored, who, "key_create"));
      return countChange(handle);
    });
    return new NewKey(stored, key);
  }

  /// All keys, the revoked ones too, oldest first.
  ///
  /// @throws StoreUnavailable if the store does not answer
  public List<ApiKey> all() throws StoreUnavailable {
    return database.read(handle -> select(handle, "WHERE id <> :id", ""));
  }

  /// Ends a key.
  ///
  /// @param who ends it, for the audit log
  /// @return false when no valid key has that id
  /// @throws StoreUnavailable if that could not be stored
  public boolean revoke(String id, String who) throws StoreUnavailable {
    return database.write(handle -> {
      AuditChain.lock(handle);
      Optional<ApiKey> key = select(handle, "WHERE id = :id AND revoked_micros IS NULL", id)
          .stream()
          .findFirst();
      if (key.isEmpty()) {
        return false;
      }
      handle.execute("UPDATE api_key SET revoked_micros = ? WHERE id = ?", micros(Instant.now()),
          id);
      AuditChain.append(handle, entry(key.get(), who, "key_revoke"));
      return countChange(handle);
    });
  }

  private static AuditEntry entry(ApiKey key, String who, String action) {
    return new AuditEntry(System.currentTimeMillis(), who, action, key.id(), List.of(key.tenant()),
        key.label() == null ? action : action + ": " + key.label(), null, 0, List.of());
  }

  /// What is kept of a key: 64 hex digits.
  public static String hash(Secret key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<ApiKey> select(Handle handle, String condition, String id) {
    return handle
        .createQuery("SELECT id, hash, tenant, label, created_micros, revoked_micros FROM api_key "
            + condition + " ORDER BY created_micros, hash")
        .bind("id", id)
        .map((row, _) -> key(row))
        .list();
  }

  private static boolean countChange(Handle handle) {
    return handle
        .execute("UPDATE change_counter SET changes = changes + 1 WHERE kind = 'keys'") > 0;
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    long revoked = row.getLong("revoked_micros");
    Instant revokedAt = row.wasNull() ? null : instant(revoked);
    return new ApiKey(row.getString("id"), row.getString("hash"), row.getString("tenant"),
        row.getString("label"), instant(row.getLong("created_micros")), revokedAt);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
