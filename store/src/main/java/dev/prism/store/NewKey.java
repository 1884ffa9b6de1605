package dev.prism.store;

import dev.prism.exchange.Secret;

/// A key just made: the only moment at which it can be shown.
public record NewKey(ApiKey stored, Secret key) {}
