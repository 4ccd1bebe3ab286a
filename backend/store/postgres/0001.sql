-- The archive. Released migrations are frozen: a change is a new file, here and in ../sqlite.
-- Times are Unix time in milliseconds, days count from 1970 in UTC. Every key of kiosk data starts with
-- the kiosk's id, and nothing refers across kiosks, so that a larger store may be split by kiosk. What grows
-- with every answer lies in a partition for each day of arrival, which the backend makes.

-- One row: what this archive is. `generation` is random; a copy restored from a backup gets another.
CREATE TABLE archive (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  generation BIGINT NOT NULL,
  receipt_key BYTEA                 -- of the backend that made it
);

-- `first_key` made the kiosk's id. It is kept from the enrolment on, since it may have to vouch for a
-- later epoch although nothing of its own epoch ever came. Whoever writes a kiosk's data locks its row
-- first. The tokens are those of tokens.h.
CREATE TABLE kiosk (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  first_key BYTEA NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  enrolled_ms BIGINT NOT NULL,
  last_contact_ms BIGINT NOT NULL,
  newest BYTEA,
  previous BYTEA,
  displaced_newest BYTEA,
  displaced_previous BYTEA,
  restored_ms BIGINT,           -- when a copied or restored card last showed
  copied_ms BIGINT,             -- when two devices with this kiosk's keys last showed
  revoked_ms BIGINT,            -- nothing is taken from it since then
  replaced_by BYTEA               -- the kiosk that stands in its place
);

-- A chain of an epoch: how far it is stored, and the newest figures that the kiosk signed. Branch 0 is the
-- one that came first; another one contradicts it from `forked_at` on, and both are kept (branches.h).
-- The counters are kept in step with `record` and `late`, so that the page need not count them again.
CREATE TABLE chain (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  branch BIGINT NOT NULL,
  public_key BYTEA NOT NULL,
  parent BIGINT,                -- the branch that it shares all before `forked_at` with; none: branch 0
  forked_at BIGINT NOT NULL,    -- the sequence of its first own record
  head_sequence BIGINT NOT NULL,
  head_hash BYTEA NOT NULL,
  closed BIGINT NOT NULL,
  answers BIGINT NOT NULL,        -- records of kind 2, here and below: its own
  answers_before BIGINT NOT NULL, -- those it shares
  unreadable BIGINT NOT NULL,     -- records with raised = 1
  without_visit BIGINT NOT NULL,  -- with raised = 2
  implausible BIGINT NOT NULL,    -- with raised = 3
  wrong_times BIGINT NOT NULL,    -- with raised = 4
  reported_sequence BIGINT,
  reported_answers BIGINT,
  reported_visits BIGINT,
  reported_stored BIGINT,       -- answers before reported_sequence, as counted here
  reported_ms BIGINT,           -- when the report came
  software TEXT COLLATE "C",
  free_bytes BIGINT,            -- and below: the newest report's health (FORMAT.md)
  failed_writes BIGINT,
  damaged_files BIGINT,
  reason BIGINT,                -- why it began (FORMAT.md); none where its beginning is lost
  opened_ms BIGINT,             -- when its beginning came
  previous_epoch BIGINT,        -- the place that it goes on from
  previous_sequence BIGINT,
  PRIMARY KEY (kiosk, epoch, branch)
);

-- Every record as it was signed. raised: 0 = fine, 1 = the body cannot be read by this version,
-- 2 = it names a visit that is not there, and counts as one of its own, 3 = it reports more answers
-- than can be before it, 4 = it tells a time that no receipt can have named.
CREATE TABLE record (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  branch BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  received_day BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  kind BIGINT NOT NULL,
  received_ms BIGINT NOT NULL,
  raised BIGINT NOT NULL,
  visit BIGINT,                 -- of a readable answer: the sequence of its visit's first one
  cose BYTEA NOT NULL,
  PRIMARY KEY (kiosk, epoch, branch, sequence, received_day)
) PARTITION BY RANGE (received_day);

-- Signed records that came after the chain had gone on beyond their place, over a gap. Kept, not counted.
CREATE TABLE late (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  received_ms BIGINT NOT NULL,
  cose BYTEA NOT NULL,
  PRIMARY KEY (kiosk, epoch, sequence, hash)
);

-- Records that a kiosk says it cannot read any more; what follows on them goes on from here. Where more
-- was lost since, or some was found, it says so again.
CREATE TABLE gap (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  last_hash BYTEA NOT NULL,
  public_key BYTEA NOT NULL,      -- that epoch's
  PRIMARY KEY (kiosk, epoch, first, last)
);

-- A visit as its last records left it; `sequence` is that of its first answer. Made from `record`. When it
-- was is kept three times: as the kiosk's clock said, as that alone would be believed, and as a contact
-- corrects it (FORMAT.md, "Corrected time").
CREATE TABLE visit (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  branch BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  received_day BIGINT NOT NULL,
  boot BYTEA NOT NULL,
  monotonic_ms BIGINT NOT NULL, -- since that boot
  received_ms BIGINT NOT NULL,
  clock BIGINT NOT NULL,        -- 0 unset, 1 free running, 2 synchronised
  said_ms BIGINT NOT NULL,      -- by the kiosk's own clock
  by_arrival BIGINT NOT NULL,   -- 1: what it said cannot be
  believed_ms BIGINT NOT NULL,  -- what it said, or the arrival
  corrected_ms BIGINT,          -- by the contact that is wrong by least; none without one
  wrong_by_ms BIGINT,           -- corrected_ms, at most
  counted_ms BIGINT NOT NULL,   -- corrected_ms, or else believed_ms
  audience BIGINT NOT NULL,      -- 0 shoppers, 1 staff, others of a later version
  question TEXT COLLATE "C",     -- of its first vote; none where there is none
  flags BIGINT NOT NULL,         -- of all its answers: bit n is flag n (FORMAT.md), bit 62 any later one
  answers TEXT COLLATE "C" NOT NULL,-- JSON: of each question the answer in force (FORMAT.md)
  PRIMARY KEY (kiosk, epoch, branch, sequence, received_day)
) PARTITION BY RANGE (received_day);
CREATE INDEX visit_day ON visit (kiosk, counted_ms);
CREATE INDEX visit_believed_day ON visit (kiosk, believed_ms);
CREATE INDEX visit_boot ON visit (kiosk, boot, epoch, branch, sequence);

-- Contacts: what time it was in a boot, whatever the clock said.
CREATE TABLE boot_time (
  kiosk BYTEA NOT NULL,
  boot BYTEA NOT NULL,
  epoch BIGINT NOT NULL,        -- and branch, sequence: of the "time heard" record
  branch BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  time_ms BIGINT NOT NULL,      -- the receipt's
  middle_ms BIGINT NOT NULL,    -- since boot: half way between request and receipt
  trip_ms BIGINT NOT NULL,      -- from one to the other
  PRIMARY KEY (kiosk, boot, epoch, branch, sequence)
);

-- Boots in which the clock was confirmed, earlier or later than a visit: see boot_times.cpp.
CREATE TABLE confirmed_boot (
  kiosk BYTEA NOT NULL,
  boot BYTEA NOT NULL,
  PRIMARY KEY (kiosk, boot)
);

-- Visits of an hour by their answers to each question on their path (FORMAT.md), votes and reasons: made from
-- `visit`, and changed in the same transaction (rollup.h). Hours are those of the backend's time zone.
CREATE TABLE hourly_vote (
  kiosk BYTEA NOT NULL,
  audience BIGINT NOT NULL,      -- as in `visit`
  hour_ms BIGINT NOT NULL,
  question TEXT COLLATE "C" NOT NULL,
  further BIGINT NOT NULL,       -- 1: not the question that the path begins with, and no rating
  steps BIGINT NOT NULL,
  value BIGINT NOT NULL,         -- 1 = worst
  flagged BIGINT NOT NULL,       -- 1: these visits are
  visits BIGINT NOT NULL,
  PRIMARY KEY (kiosk, audience, hour_ms, question, further, steps, value, flagged)
);

-- `reason` is empty in the row that counts the visits with any reason.
CREATE TABLE hourly_reason (
  kiosk BYTEA NOT NULL,
  audience BIGINT NOT NULL,      -- as in `visit`
  hour_ms BIGINT NOT NULL,
  question TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  flagged BIGINT NOT NULL,       -- 1: these visits are
  visits BIGINT NOT NULL,
  good_visits BIGINT NOT NULL,   -- of these: their rating is good (scales.h)
  PRIMARY KEY (kiosk, audience, hour_ms, question, reason, flagged)
);

-- One-time codes: only a hash of the secret is kept. Once used: by which kiosk, with which record.
CREATE TABLE enrolment_code (
  secret_hash BYTEA NOT NULL PRIMARY KEY,
  expires_ms BIGINT NOT NULL,
  kiosk BYTEA,
  opened_hash BYTEA
);

-- Kiosks that asked to be let in without a one-time code: until an administrator accepts one, and after that
-- until it has asked again.
CREATE TABLE applicant (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  opened_hash BYTEA NOT NULL,     -- of the record that it showed
  label TEXT COLLATE "C" NOT NULL,
  asked_ms BIGINT NOT NULL,
  accepted_ms BIGINT
);

-- Epochs that no known key of their kiosk vouches for, and whether an administrator does. The place that it
-- goes on from, where it names one: once accepted, what is missing before that may still come.
CREATE TABLE waiting_epoch (
  kiosk BYTEA NOT NULL,
  epoch BIGINT NOT NULL,
  public_key BYTEA NOT NULL,
  previous_epoch BIGINT,
  previous_sequence BIGINT,
  previous_hash BYTEA,
  asked_ms BIGINT NOT NULL,
  accepted_ms BIGINT,
  PRIMARY KEY (kiosk, epoch, public_key)
);

-- The organisation's newest bundle as it was signed, and the key that it must be signed with: one row at most.
CREATE TABLE bundle (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL,
  organisation_key BYTEA NOT NULL,
  received_ms BIGINT NOT NULL,
  cose BYTEA NOT NULL
);

-- Which one was last handed to a kiosk, or to somebody in its name.
CREATE TABLE fetched_bundle (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  fetched_ms BIGINT NOT NULL
);
