package dev.prism.server.gameday;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a night is played on: a gateway whose clock the night sets. Everything that the night knows of it, it
/// has asked it.
interface Stage extends AutoCloseable {
  /// It is that time now, milliseconds since the epoch; never earlier than before.
  void at(long millis) throws IOException, InterruptedException;

  /// A request of the night's route, really routed.
  Served ask(Customer customer) throws IOException, InterruptedException;

  /// What a judge says of an answer, by rubric, 1 to 5.
  void mark(Served served, Map<String, Double> marks) throws IOException, InterruptedException;

  /// The share of the answers that the judge marks now, 0 to 1.
  double sampling();

  /// Ends a minute: whatever is to follow from it has followed.
  void settle() throws IOException, InterruptedException;

  /// Traffic of other routes.
  void elsewhere(int requests) throws IOException, InterruptedException;

  /// The incident of the route that is not over; null for none.
  @Nullable
  Seen incident() throws IOException, InterruptedException;

  /// Makes the flip that is suggested, as an on-call would.
  void click(Seen incident) throws IOException, InterruptedException;

  /// Calls it a false alarm, which takes back what it did.
  void dismiss(Seen incident) throws IOException, InterruptedException;

  /// Evaluates it, and lets a canary of the scenario's fix run.
  Aftermath after(Seen incident) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;

  /// @param inCohort whether the trouble can touch the request
  /// @param leaky    whether the answer would hold what a scanner finds, if the target is bad
  record Customer(String session, int tenant, boolean inCohort, boolean leaky) {}

  /// @param traceId  32 hex digits
  /// @param target   that answered, empty when nobody did
  /// @param revision of the routing table that decided
  /// @param incident whose flip decided, null for none
  /// @param leaked   whether what the customer got holds what should not be there
  record Served(
      String traceId,
      String target,
      long revision,
      @Nullable String incident,
      boolean leaked) {}

  /// @param named     the class that triage proposed, null before it has
  /// @param suggested whether it waits for a person to flip
  /// @param byItself  whether the gateway made its first flip, null before there is one
  /// @param rails     that the flips in force add
  /// @param flips     made so far
  record Seen(
      String id,
      long openedMillis,
      @Nullable String named,
      @Nullable String severity,
      boolean suggested,
      @Nullable Boolean byItself,
      List<String> rails,
      int flips) {}

  /// @param outcome  whether the evaluation said what is true, null when it did not run
  /// @param widened  percent of the canary, null when none ran
  /// @param verified whether the fix passed
  record Aftermath(@Nullable Boolean outcome, @Nullable Double widened, boolean verified) {
    static final Aftermath NONE = new Aftermath(null, null, false);
  }
}
