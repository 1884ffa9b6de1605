package dev.prism.providers;

/// One request and its reply on their way between two dialects: what is sent, how the reply is read, and
/// how the client hears it. Belongs to one attempt and one thread.
public record Translation(Outgoing outgoing, ReplyDecoder decoder, ReplyEncoder encoder) {}
