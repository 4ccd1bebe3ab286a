-- Releases of the kiosks' image. Their bundles are files beside the archive: releases/SHA256.raucb.
CREATE TABLE release (
  version TEXT NOT NULL PRIMARY KEY,  -- numbers with dots between
  sha256 BLOB NOT NULL,
  size INTEGER NOT NULL,
  floor TEXT NOT NULL,                -- versions below it have a hole that is known; empty: none said
  added_ms INTEGER NOT NULL,
  state INTEGER NOT NULL,             -- 0 offered, 1 paused, 2 withdrawn, 3 stopped by itself
  stop_kiosks INTEGER NOT NULL,       -- it stops where so many fell back,
  stop_percent INTEGER NOT NULL       -- and so many of a hundred that took it
) STRICT, WITHOUT ROWID;

-- Whom a release is offered to. Rings: 0 canary, 1 early, 2 everybody; each holds those before it.
CREATE TABLE release_ring (
  version TEXT NOT NULL,
  ring INTEGER NOT NULL,
  percent INTEGER NOT NULL,
  offered_ms INTEGER NOT NULL,
  PRIMARY KEY (version, ring)
) STRICT, WITHOUT ROWID;

-- What kiosks said of a release that they were offered.
CREATE TABLE release_kiosk (
  kiosk BLOB NOT NULL,
  version TEXT NOT NULL,
  outcome INTEGER NOT NULL,           -- 0 on its way, 1 good, 2 fell back, 3 refused
  noted_ms INTEGER NOT NULL,
  PRIMARY KEY (kiosk, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_kiosk_by_version ON release_kiosk (version);
