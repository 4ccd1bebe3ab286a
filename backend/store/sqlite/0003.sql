-- What administrators know and decide about kiosks, and how these fare by what they report (FORMAT.md, "Status").

-- A kiosk belongs to one group, which says what it is given. There always is 'everybody', where all are that
-- belong to no other.
CREATE TABLE kiosk_group (
  name TEXT NOT NULL PRIMARY KEY,
  ring TEXT NOT NULL CHECK (ring IN ('canary', 'early', 'everybody')), -- how soon it gets a release
  note TEXT NOT NULL,
  bundle INTEGER                 -- the version of a kept bundle; none: that of 'everybody'
) STRICT, WITHOUT ROWID;
INSERT INTO kiosk_group (name, ring, note) VALUES ('everybody', 'everybody', '');

CREATE TABLE group_member (
  kiosk BLOB NOT NULL PRIMARY KEY,
  group_name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a kiosk stood, and what it was called there, since when: answers before a move stay with the old place.
-- The newest row's label is kiosk.label. None: it never moved, and nobody said where it stands.
CREATE TABLE kiosk_place (
  kiosk BLOB NOT NULL,
  since_ms INTEGER NOT NULL,
  place TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (kiosk, since_ms)
) STRICT, WITHOUT ROWID;

-- The newest report as it was signed. One that says no later time than this is not kept again.
CREATE TABLE kiosk_status (
  kiosk BLOB NOT NULL PRIMARY KEY,
  received_ms INTEGER NOT NULL,
  said_ms INTEGER NOT NULL,      -- its own time: the backend's clock as the kiosk reckons it
  cose BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A day's worst, and in which of its hours (UTC) the kiosk was heard of: bit n is hour n. Days count from 1970.
CREATE TABLE status_day (
  kiosk BLOB NOT NULL,
  day INTEGER NOT NULL,
  hours INTEGER NOT NULL,
  wear_percent INTEGER,
  temperature INTEGER,           -- degrees Celsius
  PRIMARY KEY (kiosk, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics_wanted (
  kiosk BLOB NOT NULL PRIMARY KEY,
  number BLOB NOT NULL,         -- random: the wish's
  asked_ms INTEGER NOT NULL,
  asked_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest three a kiosk. No answer is in them.
CREATE TABLE diagnostics (
  kiosk BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  report BLOB NOT NULL,          -- text in UTF-8
  PRIMARY KEY (kiosk, received_ms)
) STRICT, WITHOUT ROWID;

-- What administrators did. Only ever added. `kiosk` is empty where it is about a group.
CREATE TABLE fleet_log (
  kiosk BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  what TEXT NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (kiosk, at_ms, what)
) STRICT, WITHOUT ROWID;

-- Several bundles may be here, each for the groups it is assigned to. The newest row's key is the pinned one.
CREATE TABLE kept_bundle (
  version INTEGER NOT NULL PRIMARY KEY,
  organisation_key BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  cose BLOB NOT NULL
) STRICT;
INSERT INTO kept_bundle (version, organisation_key, received_ms, cose)
  SELECT version, organisation_key, received_ms, cose FROM bundle;
UPDATE kiosk_group SET bundle = (SELECT version FROM bundle);
DROP TABLE bundle;
