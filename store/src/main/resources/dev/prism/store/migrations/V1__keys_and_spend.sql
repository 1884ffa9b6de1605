-- Both databases run this file: TEXT, BIGINT and ON CONFLICT only; times are microseconds since the epoch.

-- How often the rows of one kind have changed; who keeps a copy reads this instead of the rows.
CREATE TABLE change_counter (
  kind TEXT NOT NULL PRIMARY KEY,
  changes BIGINT NOT NULL
);
INSERT INTO change_counter (kind, changes) VALUES ('keys', 0);

-- An API key is its SHA-256 in hex; the key itself is shown once and never stored.
CREATE TABLE api_key (
  hash TEXT NOT NULL PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  label TEXT,
  created_micros BIGINT NOT NULL,
  revoked_micros BIGINT
);

-- Money spent, in pico-dollars, by calendar month in UTC (2026-11).
CREATE TABLE spend (
  tenant TEXT NOT NULL,
  month TEXT NOT NULL,
  pico_dollars BIGINT NOT NULL,
  PRIMARY KEY (tenant, month)
);

-- The last batch that a gateway added, so that a batch whose acknowledgement was lost is not added twice.
CREATE TABLE spend_writer (
  writer TEXT NOT NULL PRIMARY KEY,
  batch BIGINT NOT NULL
);
