package dev.prism.server;

import dev.prism.server.pipeline.Spend;
import dev.prism.store.SpendLedger;

/// The store's ledger, as the pipeline asks for it.
record LedgerSpend(SpendLedger ledger) implements Spend {
  @Override
  public long spent(String tenant) {
    return ledger.picoDollars(tenant);
  }

  @Override
  public void add(String tenant, long picoDollars) {
    ledger.add(tenant, picoDollars);
  }
}
