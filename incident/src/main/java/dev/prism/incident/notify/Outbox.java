package dev.prism.incident.notify;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is still to be delivered, durably. Several gateways may work on one: an entry that one of them has
/// taken is not given to another until its time is up. Every call blocks.
public interface Outbox {
  /// Entries that may wait; what comes on top is refused.
  int MOST_WAITING = 10_000;

  /// A notice for a sink.
  ///
  /// @param id       of the entry
  /// @param sink     which is to have it
  /// @param attempts deliveries that were begun before
  record Entry(long id, String sink, Notice notice, int attempts) {}

  /// Adds a notice for each of these sinks, in one transaction. One that a sink has been given before, by its
  /// key, is not added again.
  ///
  /// @return how many were added
  /// @throws IOException if that is not certain to be durable, or too many wait
  int put(Notice notice, List<String> sinks, long nowMillis) throws IOException;

  /// Takes the oldest entries of a sink that are due; they are due again at the end of the lease.
  List<Entry> take(String sink, long nowMillis, long leaseMillis, int most) throws IOException;

  /// It has been delivered.
  void done(Entry entry, long nowMillis) throws IOException;

  /// It is due again then.
  ///
  /// @param error why it has failed, null when it was delivered and is to be repeated
  void again(Entry entry, long dueMillis, @Nullable String error) throws IOException;

  /// It will not be tried again.
  void giveUp(Entry entry, long nowMillis, String error) throws IOException;

  /// Whether a newer notice of the same incident has been given to the same sink.
  boolean isOutdated(Entry entry) throws IOException;

  /// Up to where the incidents' log has been read.
  long position() throws IOException;

  /// The log has been read up to here; an earlier position than the one that is kept changes nothing.
  void position(long read) throws IOException;

  /// How many wait, for a sink.
  long waiting(String sink) throws IOException;
}
