package dev.prism.providers;

import dev.prism.exchange.GatewayError;

/// What an error reply of a provider means.
///
/// @param error     the error, with the wait that the provider asked for. A [GatewayError.ClientFault] is
///                  about the request itself, and another target of the same kind will say the same
/// @param retryable whether the same target may answer the same request a little later. False for a bad
///                  request, and for a refused key or a spent quota, where only another target can help
public record Refusal(GatewayError error, boolean retryable) {}
