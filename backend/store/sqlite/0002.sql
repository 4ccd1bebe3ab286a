-- Until when somebody of the team is there for a kiosk's shoppers: they said so 15 minutes before.
CREATE TABLE presence (
  kiosk BLOB NOT NULL PRIMARY KEY,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A shopper asked for somebody to come. Rows and not memory: a backend that starts again, or another one on
-- the same database, must say the same of it.
CREATE TABLE call (
  kiosk BLOB NOT NULL,
  number BLOB NOT NULL,          -- the kiosk's, random
  language TEXT NOT NULL,        -- the shopper's (BCP 47)
  raised_ms INTEGER NOT NULL,
  claimed_ms INTEGER,            -- somebody said that they are coming
  over_ms INTEGER,               -- the kiosk said that the shopper waits no more
  PRIMARY KEY (kiosk, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_by_time ON call (raised_ms);
