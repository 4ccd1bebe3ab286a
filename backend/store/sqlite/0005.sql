-- Who may see the pages. The first is an administrator, and the last of those stays.
CREATE TABLE account (
  name TEXT NOT NULL PRIMARY KEY,
  role INTEGER NOT NULL,           -- 0 team, 1 administrator
  password_hash TEXT,           -- Argon2id as libsodium writes it; NULL: none is chosen yet
  made_ms INTEGER NOT NULL,
  used_ms INTEGER                  -- signed in then, or later; to the minute
) STRICT, WITHOUT ROWID;

-- One-time links to choose a password with. Of the secret only its hash is kept.
CREATE TABLE account_link (
  secret_hash BLOB NOT NULL PRIMARY KEY,   -- SHA-256
  account TEXT,                 -- NULL: makes the first account
  expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who is signed in. Of the cookie only its hash is kept.
CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY,    -- SHA-256
  account TEXT NOT NULL,
  made_ms INTEGER NOT NULL,
  used_ms INTEGER NOT NULL         -- to the minute
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_account ON session (account);
