package dev.prism.incident.notify;

/// A sink as an operator writes it: `{ slack: { webhook-url: "…" } }`.
///
/// @param notifier its kind
/// @param settings of its factory's type
public record NotifierUse(String notifier, Record settings) {}
