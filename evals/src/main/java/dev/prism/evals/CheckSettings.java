package dev.prism.evals;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the checks of all traffic look for beside what they know.
///
/// @param canaries texts that were planted where no answer may take them from, six characters or more each
/// @param tenantId ids that must be the caller's own; none are known unless given
public record CheckSettings(List<String> canaries, @Nullable TenantId tenantId) {
  public static final CheckSettings DEFAULT = new CheckSettings(List.of(), null);
  private static final int MOST_CANARIES = 1_000;

  public CheckSettings {
    canaries = List.copyOf(canaries);
    if (canaries.size() > MOST_CANARIES || canaries.stream().anyMatch(c -> c.length() < 6)) {
      throw new IllegalArgumentException(
          "canaries must be at most 1000, each of 6 characters or more");
    }
  }

  /// @param pattern  a regular expression (RE2) that matches such an id, `acct_[a-z0-9]{8}` for instance
  /// @param metadata the member of `x-prism-metadata` that holds the caller's own
  public record TenantId(String pattern, String metadata) {
    public TenantId {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("pattern is no regular expression: " + e.getMessage(),
            e);
      }
    }
  }
}
