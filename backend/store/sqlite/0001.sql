-- The archive. Released migrations are frozen: a change is a new file, here and in ../postgres.
-- Times are Unix time in milliseconds, days count from 1970 in UTC. Every key of kiosk data starts with
-- the kiosk's id, and nothing refers across kiosks, so that a larger store may be split by kiosk.

-- One row: what this archive is. `generation` is random; a copy restored from a backup gets another.
CREATE TABLE archive (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL,
  receipt_key BLOB                 -- of the backend that made it
) STRICT;

-- `first_key` made the kiosk's id. It is kept from the enrolment on, since it may have to vouch for a
-- later epoch although nothing of its own epoch ever came. Whoever writes a kiosk's data locks its row
-- first. The tokens are those of tokens.h.
CREATE TABLE kiosk (
  kiosk BLOB NOT NULL PRIMARY KEY,
  first_key BLOB NOT NULL,
  label TEXT NOT NULL,
  enrolled_ms INTEGER NOT NULL,
  last_contact_ms INTEGER NOT NULL,
  newest BLOB,
  previous BLOB,
  displaced_newest BLOB,
  displaced_previous BLOB,
  restored_ms INTEGER,           -- when a copied or restored card last showed
  copied_ms INTEGER,             -- when two devices with this kiosk's keys last showed
  revoked_ms INTEGER,            -- nothing is taken from it since then
  replaced_by BLOB               -- the kiosk that stands in its place
) STRICT, WITHOUT ROWID;

-- A chain of an epoch: how far it is stored, and the newest figures that the kiosk signed. Branch 0 is the
-- one that came first; another one contradicts it from `forked_at` on, and both are kept (branches.h).
-- The counters are kept in step with `record` and `late`, so that the page need not count them again.
CREATE TABLE chain (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  parent INTEGER,                -- the branch that it shares all before `forked_at` with; none: branch 0
  forked_at INTEGER NOT NULL,    -- the sequence of its first own record
  head_sequence INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  closed INTEGER NOT NULL,
  answers INTEGER NOT NULL,        -- records of kind 2, here and below: its own
  answers_before INTEGER NOT NULL, -- those it shares
  unreadable INTEGER NOT NULL,     -- records with raised = 1
  without_visit INTEGER NOT NULL,  -- with raised = 2
  implausible INTEGER NOT NULL,    -- with raised = 3
  wrong_times INTEGER NOT NULL,    -- with raised = 4
  reported_sequence INTEGER,
  reported_answers INTEGER,
  reported_visits INTEGER,
  reported_stored INTEGER,       -- answers before reported_sequence, as counted here
  reported_ms INTEGER,           -- when the report came
  software TEXT,
  free_bytes INTEGER,            -- and below: the newest report's health (FORMAT.md)
  failed_writes INTEGER,
  damaged_files INTEGER,
  reason INTEGER,                -- why it began (FORMAT.md); none where its beginning is lost
  opened_ms INTEGER,             -- when its beginning came
  previous_epoch INTEGER,        -- the place that it goes on from
  previous_sequence INTEGER,
  PRIMARY KEY (kiosk, epoch, branch)
) STRICT, WITHOUT ROWID;

-- Every record as it was signed. raised: 0 = fine, 1 = the body cannot be read by this version,
-- 2 = it names a visit that is not there, and counts as one of its own, 3 = it reports more answers
-- than can be before it, 4 = it tells a time that no receipt can have named.
CREATE TABLE record (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  received_day INTEGER NOT NULL,
  hash BLOB NOT NULL,
  kind INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  raised INTEGER NOT NULL,
  visit INTEGER,                 -- of a readable answer: the sequence of its visit's first one
  cose BLOB NOT NULL,
  PRIMARY KEY (kiosk, epoch, branch, sequence)
) STRICT, WITHOUT ROWID;

-- Signed records that came after the chain had gone on beyond their place, over a gap. Kept, not counted.
CREATE TABLE late (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  cose BLOB NOT NULL,
  PRIMARY KEY (kiosk, epoch, sequence, hash)
) STRICT, WITHOUT ROWID;

-- Records that a kiosk says it cannot read any more; what follows on them goes on from here. Where more
-- was lost since, or some was found, it says so again.
CREATE TABLE gap (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  public_key BLOB NOT NULL,      -- that epoch's
  PRIMARY KEY (kiosk, epoch, first, last)
) STRICT, WITHOUT ROWID;

-- A visit as its last records left it; `sequence` is that of its first answer. Made from `record`. When it
-- was is kept three times: as the kiosk's clock said, as that alone would be believed, and as a contact
-- corrects it (FORMAT.md, "Corrected time").
CREATE TABLE visit (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  branch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  received_day INTEGER NOT NULL,
  boot BLOB NOT NULL,
  monotonic_ms INTEGER NOT NULL, -- since that boot
  received_ms INTEGER NOT NULL,
  clock INTEGER NOT NULL,        -- 0 unset, 1 free running, 2 synchronised
  said_ms INTEGER NOT NULL,      -- by the kiosk's own clock
  by_arrival INTEGER NOT NULL,   -- 1: what it said cannot be
  believed_ms INTEGER NOT NULL,  -- what it said, or the arrival
  corrected_ms INTEGER,          -- by the contact that is wrong by least; none without one
  wrong_by_ms INTEGER,           -- corrected_ms, at most
  counted_ms INTEGER NOT NULL,   -- corrected_ms, or else believed_ms
  audience INTEGER NOT NULL,     -- 0 shoppers, 1 staff, others of a later version
  question TEXT,                 -- of its first vote; none where there is none
  flags INTEGER NOT NULL,        -- of all its answers: bit n is flag n (FORMAT.md), bit 62 any later one
  answers TEXT NOT NULL,         -- JSON: of each question the answer in force (FORMAT.md)
  PRIMARY KEY (kiosk, epoch, branch, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_day ON visit (kiosk, counted_ms);
CREATE INDEX visit_believed_day ON visit (kiosk, believed_ms);
CREATE INDEX visit_boot ON visit (kiosk, boot, epoch, branch, sequence);

-- Contacts: what time it was in a boot, whatever the clock said.
CREATE TABLE boot_time (
  kiosk BLOB NOT NULL,
  boot BLOB NOT NULL,
  epoch INTEGER NOT NULL,        -- and branch, sequence: of the "time heard" record
  branch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,      -- the receipt's
  middle_ms INTEGER NOT NULL,    -- since boot: half way between request and receipt
  trip_ms INTEGER NOT NULL,      -- from one to the other
  PRIMARY KEY (kiosk, boot, epoch, branch, sequence)
) STRICT, WITHOUT ROWID;

-- Boots in which the clock was confirmed, earlier or later than a visit: see boot_times.cpp.
CREATE TABLE confirmed_boot (
  kiosk BLOB NOT NULL,
  boot BLOB NOT NULL,
  PRIMARY KEY (kiosk, boot)
) STRICT, WITHOUT ROWID;

-- Visits of an hour by their answers to each question on their path (FORMAT.md), votes and reasons: made from
-- `visit`, and changed in the same transaction (rollup.h). Hours are those of the backend's time zone.
CREATE TABLE hourly_vote (
  kiosk BLOB NOT NULL,
  audience INTEGER NOT NULL,     -- as in `visit`
  hour_ms INTEGER NOT NULL,
  question TEXT NOT NULL,
  further INTEGER NOT NULL,      -- 1: not the question that the path begins with, and no rating
  steps INTEGER NOT NULL,
  value INTEGER NOT NULL,        -- 1 = worst
  flagged INTEGER NOT NULL,      -- 1: these visits are
  visits INTEGER NOT NULL,
  PRIMARY KEY (kiosk, audience, hour_ms, question, further, steps, value, flagged)
) STRICT, WITHOUT ROWID;

-- `reason` is empty in the row that counts the visits with any reason.
CREATE TABLE hourly_reason (
  kiosk BLOB NOT NULL,
  audience INTEGER NOT NULL,     -- as in `visit`
  hour_ms INTEGER NOT NULL,
  question TEXT NOT NULL,
  reason TEXT NOT NULL,
  flagged INTEGER NOT NULL,      -- 1: these visits are
  visits INTEGER NOT NULL,
  good_visits INTEGER NOT NULL,  -- of these: their rating is good (scales.h)
  PRIMARY KEY (kiosk, audience, hour_ms, question, reason, flagged)
) STRICT, WITHOUT ROWID;

-- One-time codes: only a hash of the secret is kept. Once used: by which kiosk, with which record.
CREATE TABLE enrolment_code (
  secret_hash BLOB NOT NULL PRIMARY KEY,
  expires_ms INTEGER NOT NULL,
  kiosk BLOB,
  opened_hash BLOB
) STRICT, WITHOUT ROWID;

-- Kiosks that asked to be let in without a one-time code: until an administrator accepts one, and after that
-- until it has asked again.
CREATE TABLE applicant (
  kiosk BLOB NOT NULL PRIMARY KEY,
  opened_hash BLOB NOT NULL,     -- of the record that it showed
  label TEXT NOT NULL,
  asked_ms INTEGER NOT NULL,
  accepted_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Epochs that no known key of their kiosk vouches for, and whether an administrator does. The place that it
-- goes on from, where it names one: once accepted, what is missing before that may still come.
CREATE TABLE waiting_epoch (
  kiosk BLOB NOT NULL,
  epoch INTEGER NOT NULL,
  public_key BLOB NOT NULL,
  previous_epoch INTEGER,
  previous_sequence INTEGER,
  previous_hash BLOB,
  asked_ms INTEGER NOT NULL,
  accepted_ms INTEGER,
  PRIMARY KEY (kiosk, epoch, public_key)
) STRICT, WITHOUT ROWID;

-- The organisation's newest bundle as it was signed, and the key that it must be signed with: one row at most.
CREATE TABLE bundle (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  organisation_key BLOB NOT NULL,
  received_ms INTEGER NOT NULL,
  cose BLOB NOT NULL
) STRICT;

-- Which one was last handed to a kiosk, or to somebody in its name.
CREATE TABLE fetched_bundle (
  kiosk BLOB NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  fetched_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
