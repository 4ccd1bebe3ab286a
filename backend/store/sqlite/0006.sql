-- An administrator does not want it: it may ask, and nobody is told any more.
ALTER TABLE applicant ADD COLUMN refused_ms INTEGER;
