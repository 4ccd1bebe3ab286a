-- Until when somebody of the team is there for a kiosk's shoppers: they said so 15 minutes before.
CREATE TABLE presence (
  kiosk BYTEA NOT NULL PRIMARY KEY,
  until_ms BIGINT NOT NULL
);

-- A shopper asked for somebody to come. Rows and not memory: a backend that starts again, or another one on
-- the same database, must say the same of it.
CREATE TABLE call (
  kiosk BYTEA NOT NULL,
  number BYTEA NOT NULL,          -- the kiosk's, random
  language TEXT COLLATE "C" NOT NULL,        -- the shopper's (BCP 47)
  raised_ms BIGINT NOT NULL,
  claimed_ms BIGINT,            -- somebody said that they are coming
  over_ms BIGINT,               -- the kiosk said that the shopper waits no more
  PRIMARY KEY (kiosk, number)
);
CREATE INDEX call_by_time ON call (raised_ms);
