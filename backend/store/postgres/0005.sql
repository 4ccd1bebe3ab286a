-- Who may see the pages. The first is an administrator, and the last of those stays.
CREATE TABLE account (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  role BIGINT NOT NULL,           -- 0 team, 1 administrator
  password_hash TEXT COLLATE "C",           -- Argon2id as libsodium writes it; NULL: none is chosen yet
  made_ms BIGINT NOT NULL,
  used_ms BIGINT                  -- signed in then, or later; to the minute
);

-- One-time links to choose a password with. Of the secret only its hash is kept.
CREATE TABLE account_link (
  secret_hash BYTEA NOT NULL PRIMARY KEY,   -- SHA-256
  account TEXT COLLATE "C",                 -- NULL: makes the first account
  expires_ms BIGINT NOT NULL
);

-- Who is signed in. Of the cookie only its hash is kept.
CREATE TABLE session (
  token_hash BYTEA NOT NULL PRIMARY KEY,    -- SHA-256
  account TEXT COLLATE "C" NOT NULL,
  made_ms BIGINT NOT NULL,
  used_ms BIGINT NOT NULL         -- to the minute
);
CREATE INDEX session_by_account ON session (account);
