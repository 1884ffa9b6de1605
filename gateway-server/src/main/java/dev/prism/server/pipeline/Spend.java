package dev.prism.server.pipeline;

/// What tenants have spent this calendar month (UTC). Memory only; who implements it makes it last.
public interface Spend {
  /// In pico-dollars.
  long spent(String tenant);

  void add(String tenant, long picoDollars);
}
