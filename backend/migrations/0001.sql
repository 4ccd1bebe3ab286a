-- The archive. Released migrations are frozen: a change is a new file.
-- Times are Unix time in milliseconds. Every key of kiosk data starts with the kiosk's id, and
-- nothing refers across kiosks, so that a larger store may be split by kiosk.

-- One row: what this archive is. `generation` is random; a copy restored from a backup has the same.
CREATE TABLE archive (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL
) STRICT;

-- `first_key` made the kiosk's id. It is kept from the enrolment on, since it may have to vouch for a
-- later epoch although nothing of its own epoch ever came.
CREATE TABLE kiosk (
  kiosk BLOB NOT NULL PRIMARY KEY,
  first_key BLOB NOT NULL,
  label TEXT NOT NULL,
  enrolled_ms INTEGER NOT NULL,
  last_contact_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the kiosk is to show with its next batch; the one before stays valid until then.
CREATE TABLE token (
  kiosk BLOB NOT NULL PRIMARY KEY,
  newest BLOB NOT NULL,
  previous BLOB,
  stranger_seen INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- An epoch's key, how far its chain is stored, and the newest figures that the kiosk signed. The
-- counters are kept in step with `record` and `fork`, so that the page need not count them again.
CREATE TABLE epoch (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  head_sequence INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0,
  answers INTEGER NOT NULL DEFAULT 0,        -- records of kind 2
  unreadable INTEGER NOT NULL DEFAULT 0,     -- records with raised = 1
  without_visit INTEGER NOT NULL DEFAULT 0,  -- with raised = 2
  implausible INTEGER NOT NULL DEFAULT 0,    -- with raised = 3
  forks INTEGER NOT NULL DEFAULT 0,          -- rows of `fork`
  reported_sequence INTEGER,
  reported_answers INTEGER,
  reported_visits INTEGER,
  reported_stored INTEGER,                   -- answers before reported_sequence, as counted here
  reported_ms INTEGER,                       -- when the report came
  software TEXT,
  PRIMARY KEY (kiosk, epoch)
) STRICT, WITHOUT ROWID;

-- Every record as it was signed. raised: 0 = fine, 1 = the body cannot be read by this version,
-- 2 = it names a visit that is not there, and counts as one of its own, 3 = it reports more answers
-- than can be before it.
CREATE TABLE record (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  kind INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  raised INTEGER NOT NULL DEFAULT 0,
  visit INTEGER,                 -- of a readable answer: the sequence of its visit's first one
  cose BLOB NOT NULL,
  PRIMARY KEY (kiosk, epoch, sequence)
) STRICT, WITHOUT ROWID;

-- Signed records that contradict the stored chain: the sign of a cloned or restored kiosk.
CREATE TABLE fork (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  cose BLOB NOT NULL,
  PRIMARY KEY (kiosk, epoch, sequence, hash)
) STRICT, WITHOUT ROWID;

-- A visit as its last records left it; `sequence` is that of its first answer. Made from `record`.
CREATE TABLE visit (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  counted_ms INTEGER NOT NULL,   -- decides the day: the kiosk's time, or the arrival
  by_arrival INTEGER NOT NULL,   -- 1: the kiosk had no clock, so counted_ms is the arrival
  free_boot BLOB,                -- the boot, where its clock ran free: nobody vouched for counted_ms
  question TEXT NOT NULL,        -- of the first vote
  value INTEGER,                 -- 1 = worst; none where there is no vote
  steps INTEGER,
  leads_to TEXT,                 -- the follow-up that the last vote leads to
  PRIMARY KEY (kiosk, epoch, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_day ON visit (kiosk, counted_ms);

-- Boots in which the clock was confirmed, earlier or later than a visit: see tally.cpp.
CREATE TABLE confirmed_boot (
  kiosk BLOB NOT NULL,
  boot BLOB NOT NULL,
  PRIMARY KEY (kiosk, boot)
) STRICT, WITHOUT ROWID;

-- The reasons a visit ended with, of each follow-up that was answered.
CREATE TABLE reason (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  visit INTEGER NOT NULL,
  question TEXT NOT NULL,
  chosen TEXT NOT NULL,
  PRIMARY KEY (kiosk, epoch, visit, question, chosen)
) STRICT, WITHOUT ROWID;

-- One-time codes: only a hash of the secret is kept. Once used: by which kiosk, with which record.
CREATE TABLE enrolment_code (
  secret_hash BLOB NOT NULL PRIMARY KEY,
  expires_ms INTEGER NOT NULL,
  kiosk BLOB,
  opened_hash BLOB
) STRICT, WITHOUT ROWID;
