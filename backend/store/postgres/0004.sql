-- Releases of the kiosks' image. Their bundles are files beside the archive: releases/SHA256.raucb.
CREATE TABLE release (
  version TEXT COLLATE "C" NOT NULL PRIMARY KEY,  -- numbers with dots between
  sha256 BYTEA NOT NULL,
  size BIGINT NOT NULL,
  floor TEXT COLLATE "C" NOT NULL,                -- versions below it have a hole that is known; empty: none said
  added_ms BIGINT NOT NULL,
  state BIGINT NOT NULL,             -- 0 offered, 1 paused, 2 withdrawn, 3 stopped by itself
  stop_kiosks BIGINT NOT NULL,       -- it stops where so many fell back,
  stop_percent BIGINT NOT NULL       -- and so many of a hundred that took it
);

-- Whom a release is offered to. Rings: 0 canary, 1 early, 2 everybody; each holds those before it.
CREATE TABLE release_ring (
  version TEXT COLLATE "C" NOT NULL,
  ring BIGINT NOT NULL,
  percent BIGINT NOT NULL,
  offered_ms BIGINT NOT NULL,
  PRIMARY KEY (version, ring)
);

-- What kiosks said of a release that they were offered.
CREATE TABLE release_kiosk (
  kiosk BYTEA NOT NULL,
  version TEXT COLLATE "C" NOT NULL,
  outcome BIGINT NOT NULL,           -- 0 on its way, 1 good, 2 fell back, 3 refused
  noted_ms BIGINT NOT NULL,
  PRIMARY KEY (kiosk, version)
);
CREATE INDEX release_kiosk_by_version ON release_kiosk (version);
