-- The journal: who we are, our epochs, every record, and what the backend has confirmed.
-- Released migrations are frozen; change the schema in a new file, so that the release before can
-- still read and write it: new tables, new columns with defaults. Nothing is dropped or renamed.

-- A program must know that many migrations to open this file: platform/schema.h.
CREATE TABLE schema_reader (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  oldest INTEGER NOT NULL
) STRICT;
INSERT INTO schema_reader VALUES (1, 1);

CREATE TABLE kiosk (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

CREATE TABLE epoch (
  ordinal INTEGER PRIMARY KEY, -- in the order in which they were opened
  epoch INTEGER NOT NULL UNIQUE CHECK (epoch >= 0),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32)
) STRICT;

-- The signed bytes are the truth. The other columns repeat what they say, so that nobody has to
-- read all of a chain to send it, to count it or to find its last head.
CREATE TABLE record (
  epoch INTEGER NOT NULL REFERENCES epoch (epoch),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  kind INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  answer_records INTEGER NOT NULL, -- in this epoch, this record included
  visits INTEGER NOT NULL,         -- likewise
  cose BLOB NOT NULL,
  PRIMARY KEY (epoch, sequence)
) STRICT, WITHOUT ROWID;

-- The newest receipt of each epoch, and the token that came with it.
CREATE TABLE receipt (
  epoch INTEGER PRIMARY KEY REFERENCES epoch (epoch),
  sequence INTEGER,
  hash BLOB CHECK (length(hash) = 32),
  time_ms INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  next_token BLOB NOT NULL CHECK (length(next_token) = 16),
  CHECK ((sequence IS NULL) = (hash IS NULL))
) STRICT;

-- How far an epoch was delivered at a time by the backend's clock; one row a day is enough. Says what
-- is old enough to go: the kiosk's own clock may be decades wrong.
CREATE TABLE delivery (
  epoch INTEGER NOT NULL REFERENCES epoch (epoch),
  sequence INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  PRIMARY KEY (epoch, sequence)
) STRICT, WITHOUT ROWID;

-- Records saved from a damaged journal, as they are found, until all of them are there. Two may have
-- been signed for one place: what was never confirmed may lie in what is left of a log.
CREATE TABLE salvaged (
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  cose BLOB NOT NULL,
  PRIMARY KEY (epoch, sequence, hash)
) STRICT, WITHOUT ROWID;

-- What the beginnings of epochs here say was signed anew: never to be salvaged.
CREATE TABLE superseded (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32)
) STRICT, WITHOUT ROWID;

-- Records that cannot be read any more, by the signed record that says so. Outlives that record's own
-- place in its chain.
CREATE TABLE gap (
  epoch INTEGER NOT NULL,
  first INTEGER NOT NULL,
  cose BLOB NOT NULL,
  PRIMARY KEY (epoch, first)
) STRICT, WITHOUT ROWID;

-- What is in force: the signed record that said so last.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  cose BLOB NOT NULL
) STRICT, WITHOUT ROWID;
