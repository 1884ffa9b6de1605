package dev.prism.incident.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A tool did not take a notice. The message names status and kind, never an address or what was sent: both
/// may hold credentials.
public final class DeliveryFailed extends Exception {
  private static final long serialVersionUID = 1;
  private final boolean lasting;
  private final transient @Nullable Duration retryAfter;

  private DeliveryFailed(String message, boolean lasting, @Nullable Duration retryAfter) {
    super(message, null, false, false);
    this.lasting = lasting;
    this.retryAfter = retryAfter;
  }

  /// It may work later.
  ///
  /// @param retryAfter what the tool asks for, null for nothing
  static DeliveryFailed passing(String message, @Nullable Duration retryAfter) {
    return new DeliveryFailed(message, false, retryAfter);
  }

  /// The same will be refused again.
  static DeliveryFailed lasting(String message) {
    return new DeliveryFailed(message, true, null);
  }

  boolean isLasting() {
    return lasting;
  }

  @Nullable
  Duration retryAfter() {
    return retryAfter;
  }
}
