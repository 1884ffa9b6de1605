/// Tells people and their tools of incidents.
///
/// A [Notice] says what has changed. [Notifications] puts it into the [Outbox], once for each sink that wants
/// it, and returns when it is durable; threads of its own deliver from there, at least once, each sink at its
/// own pace: with growing pauses after failures, and none at all while a sink's breaker is open. So nothing
/// that a sink does, or does not do, delays a request, an incident or another sink.
///
/// A [Notifier] knows one tool's wire format. It is found by `ServiceLoader` through its [NotifierFactory]; one
/// file holds the class, its settings record and its factory. It is made once, called by one virtual thread at
/// a time, may block within the time limit of [Http], and fails by throwing [DeliveryFailed]. What it sends
/// carries an idempotency key wherever the tool takes one, since a delivery whose acknowledgement was lost is
/// made again.
@NullMarked
package dev.prism.incident.notify;

import org.jspecify.annotations.NullMarked;
