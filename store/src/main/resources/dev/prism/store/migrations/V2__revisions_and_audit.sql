-- A routing config by the SHA-256 of its JSON: most revisions share one.
CREATE TABLE routing_config (
  hash TEXT NOT NULL PRIMARY KEY,
  body TEXT NOT NULL
);

-- The routing table's history; rows are added, never changed.
CREATE TABLE revision (
  number BIGINT NOT NULL PRIMARY KEY,
  parent BIGINT NOT NULL,
  created_millis BIGINT NOT NULL,
  author TEXT NOT NULL,
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  incident TEXT,
  config_hash TEXT NOT NULL REFERENCES routing_config (hash),
  state TEXT NOT NULL
);

-- The audit log. The hash of an entry is SHA-256 over the hash before it and its own text.
CREATE TABLE audit_entry (
  number BIGINT NOT NULL PRIMARY KEY,
  at_millis BIGINT NOT NULL,
  entry TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE INDEX audit_entry_at ON audit_entry (at_millis);

-- Whom an entry touches; an entry without a row here touches everyone.
CREATE TABLE audit_tenant (
  tenant TEXT NOT NULL,
  number BIGINT NOT NULL REFERENCES audit_entry (number),
  PRIMARY KEY (tenant, number)
);
CREATE INDEX audit_tenant_number ON audit_tenant (number);

-- Where the chain ends, in one row: who appends locks it, and a cut tail shows against it.
CREATE TABLE audit_head (
  id BIGINT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (id, number, hash)
  VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
