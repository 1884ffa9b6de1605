package dev.prism.routing;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a rule looks at; everything that is given must hold. A text may have `*` for any run of
/// characters, and upper and lower case differ except in the names of headers.
///
/// @param tenants  one of these
/// @param headers  each of these headers is there with a value like this
/// @param metadata each of these entries of `x-prism-metadata`
/// @param models   the model asked for is one of these
/// @param stream   whether the answer is to be a stream
/// @param tokens   the estimate of the prompt's tokens
/// @param time     the time of day and the day of the week
/// @param percent  of the callers, sticky by session, user, tenant or key
public record MatchSettings(
    List<String> tenants,
    Map<String, String> headers,
    Map<String, String> metadata,
    List<String> models,
    @Nullable Boolean stream,
    @Nullable Tokens tokens,
    @Nullable Time time,
    double percent) {
  public static final double DEFAULT_PERCENT = 100;
  public static final MatchSettings ANYTHING = new MatchSettings(List.of(), Map.of(), Map.of(),
      List.of(), null, null, null, DEFAULT_PERCENT);

  public MatchSettings {
    tenants = List.copyOf(tenants);
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
    models = List.copyOf(models);
    Percent.check("percent", percent);
  }

  /// @param over  more tokens than this
  /// @param under fewer tokens than this
  public record Tokens(long over, long under) {
    public static final long DEFAULT_OVER = -1;
    public static final long DEFAULT_UNDER = Long.MAX_VALUE;
  }

  /// @param from `HH:mm`, included
  /// @param to   `HH:mm`, not included; earlier than `from` it goes over midnight, equal it is all day
  /// @param days of the week, of the moment itself; empty for all
  /// @param zone a time zone's name
  public record Time(String from, String to, List<DayOfWeek> days, String zone) {
    public static final String DEFAULT_FROM = "00:00";
    public static final String DEFAULT_TO = "00:00";
    public static final String DEFAULT_ZONE = "UTC";

    /// @throws IllegalArgumentException if a time of day or the zone cannot be read
    public Time {
      days = List.copyOf(days);
      try {
        LocalTime.parse(from);
        LocalTime.parse(to);
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("time cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
