package dev.prism.incident.cluster.judge;

/// One step of an exchange, as the judge reads it.
///
/// @param id   unique within its trace
/// @param kind such as `request`, `response`, `attempt`, `rail`, `tool`, `retriever`
/// @param name in a few words
/// @param text what it holds; may be long and hostile
public record TraceSpan(String id, String kind, String name, String text) {}
