package dev.prism.store;

/// What became of the traces that a sink was offered. Exact once nothing waits: offered = unsampled +
/// dropped + failed + stored; while the side stream runs, the rest waits.
///
/// @param offered   exchanges that ended
/// @param unsampled left out by the sample fraction
/// @param dropped   found the queue full
/// @param failed    refused or lost by the sink
/// @param stored    taken by the sink and flushed
/// @param waiting   in the queue, or held back by the sink
public record TraceCounts(
    long offered,
    long unsampled,
    long dropped,
    long failed,
    long stored,
    long waiting) {}
