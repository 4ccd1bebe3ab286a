-- What administrators know and decide about kiosks, and how these fare by what they report (FORMAT.md, "Status").

-- A kiosk belongs to one group, which says what it is given. There always is 'everybody', where all are that
-- belong to no other.
CREATE TABLE kiosk_group (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  ring TEXT COLLATE "C" NOT NULL CHECK (ring IN ('canary', 'early', 'everybody')), -- how soon it gets a release
  note TEXT COLLATE "C" NOT NULL,
  bundle BIGINT                 -- the version of a kept bundle; none: that of 'everybody'
);
INSERT INTO kiosk_group (name, ring, note) VALUES ('everybody', 'everybody', '');

CREATE TABLE group_member (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  group_name TEXT COLLATE "C" NOT NULL
);

-- Where a kiosk stood, and what it was called there, since when: answers before a move stay with the old place.
-- The newest row's label is kiosk.label. None: it never moved, and nobody said where it stands.
CREATE TABLE kiosk_place (
  kiosk BYTEA NOT NULL,
  since_ms BIGINT NOT NULL,
  place TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (kiosk, since_ms)
);

-- The newest report as it was signed. One that says no later time than this is not kept again.
CREATE TABLE kiosk_status (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  received_ms BIGINT NOT NULL,
  said_ms BIGINT NOT NULL,      -- its own time: the backend's clock as the kiosk reckons it
  cose BYTEA NOT NULL
);

-- A day's worst, and in which of its hours (UTC) the kiosk was heard of: bit n is hour n. Days count from 1970.
CREATE TABLE status_day (
  kiosk BYTEA NOT NULL,
  day BIGINT NOT NULL,
  hours BIGINT NOT NULL,
  wear_percent BIGINT,
  temperature BIGINT,           -- degrees Celsius
  PRIMARY KEY (kiosk, day)
);

CREATE TABLE diagnostics_wanted (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  number BYTEA NOT NULL,         -- random: the wish's
  asked_ms BIGINT NOT NULL,
  asked_by TEXT COLLATE "C" NOT NULL
);

-- The newest three a kiosk. No answer is in them.
CREATE TABLE diagnostics (
  kiosk BYTEA NOT NULL,
  received_ms BIGINT NOT NULL,
  report BYTEA NOT NULL,          -- text in UTF-8
  PRIMARY KEY (kiosk, received_ms)
);

-- What administrators did. Only ever added. `kiosk` is empty where it is about a group.
CREATE TABLE fleet_log (
  kiosk BYTEA NOT NULL,
  at_ms BIGINT NOT NULL,
  what TEXT COLLATE "C" NOT NULL,
  who TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (kiosk, at_ms, what)
);

-- Several bundles may be here, each for the groups it is assigned to. The newest row's key is the pinned one.
CREATE TABLE kept_bundle (
  version BIGINT NOT NULL PRIMARY KEY,
  organisation_key BYTEA NOT NULL,
  received_ms BIGINT NOT NULL,
  cose BYTEA NOT NULL
);
INSERT INTO kept_bundle (version, organisation_key, received_ms, cose)
  SELECT version, organisation_key, received_ms, cose FROM bundle;
UPDATE kiosk_group SET bundle = (SELECT version FROM bundle);
DROP TABLE bundle;
