-- What happened to incidents; rows are added, never changed. The position is the number of the audit entry
-- that was written with it.
CREATE TABLE incident_event (
  position BIGINT NOT NULL PRIMARY KEY,
  incident TEXT NOT NULL,
  number BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (incident, number)
);

-- One row per incident, as its events leave it: to find them by.
CREATE TABLE incident (
  id TEXT NOT NULL PRIMARY KEY,
  route TEXT NOT NULL,
  dedup_key TEXT NOT NULL,
  opened_millis BIGINT NOT NULL,
  changed_millis BIGINT NOT NULL,
  state TEXT NOT NULL,
  is_open BIGINT NOT NULL
);
CREATE INDEX incident_opened ON incident (opened_millis);
CREATE INDEX incident_route ON incident (route, opened_millis);
CREATE INDEX incident_key ON incident (dedup_key);

-- Whether all automation of the fleet is frozen, in one row.
CREATE TABLE automation (
  id BIGINT NOT NULL PRIMARY KEY,
  frozen BIGINT NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL,
  at_millis BIGINT NOT NULL
);
INSERT INTO automation (id, frozen, who, why, at_millis) VALUES (1, 0, 'prism', '', 0);

-- What each node has seen on the wire of the flips in force; also its sign of life.
CREATE TABLE node_report (
  node TEXT NOT NULL PRIMARY KEY,
  at_millis BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  body TEXT NOT NULL
);
