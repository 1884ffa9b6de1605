package dev.prism.store;

import dev.prism.exchange.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The database: `sqlite:PATH`, or `postgresql://[user[:password]@]host[:port]/name[?options]` for a
/// fleet. Options are those of the PostgreSQL JDBC driver, `sslmode=verify-full` for instance.
///
/// @param url      the address; `sqlite:data/prism.db` when not given
/// @param user     overrides the address's user
/// @param password overrides the address's password
public record StoreSettings(
    @Nullable String url,
    @Nullable String user,
    @Nullable Secret password) {
  private static final String DEFAULT_URL = "sqlite:data/prism.db";
  private static final String SQLITE = "sqlite:";

  /// @throws IllegalArgumentException if the address is of neither kind
  public StoreSettings {
    url = url == null ? DEFAULT_URL : url;
    boolean sqlite = url.startsWith(SQLITE) && url.length() > SQLITE.length();
    if (!sqlite && !url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException("url must be sqlite:PATH or postgresql://…");
    }
  }

  @Override
  public String url() {
    return Objects.requireNonNull(url);
  }

  /// Whether several gateways can share this store.
  public boolean isShared() {
    return !url().startsWith(SQLITE);
  }

  /// The file of a SQLite store.
  String file() {
    return url().substring(SQLITE.length());
  }

  /// Where this machine remembers the newest revision: beside a SQLite file, else in `data`, one for each
  /// address, so that one fleet's table is never taken for another's.
  Path lastGood() {
    return isShared()
        ? Path.of("data", "last-good-revision-%08x.json".formatted(toString().hashCode()))
        : Path.of(file()).resolveSibling("last-good-revision.json");
  }

  /// Hides a password that the address carries.
  @Override
  public String toString() {
    String text = url();
    int at = text.lastIndexOf('@');
    int scheme = text.indexOf("//");
    return at > scheme && scheme > 0
        ? text.substring(0, scheme + 2) + "***" + text.substring(at)
        : text;
  }
}
