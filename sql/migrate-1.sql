-- From version 1 to version 2.  What version 1 did not keep is null.

DROP VIEW v_claims;
DROP VIEW v_documents;
DROP VIEW v_events;

ALTER TABLE document ADD COLUMN inner TEXT;
ALTER TABLE document ADD COLUMN member_offset INTEGER;
ALTER TABLE document ADD COLUMN original INTEGER REFERENCES document (document);
ALTER TABLE document ADD COLUMN likeness REAL;
ALTER TABLE document ADD COLUMN bands BLOB;
ALTER TABLE document ADD COLUMN made INTEGER;
CREATE INDEX document_original ON document (original) WHERE original IS NOT NULL;
CREATE INDEX document_unmade ON document (document) WHERE made IS NULL;
CREATE TABLE copy_key (
  key      INTEGER NOT NULL,
  document INTEGER NOT NULL, -- no REFERENCES: to look each up would cost more than all else
  PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;

-- Filled by the program: the texts are compressed.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');

ALTER TABLE claim ADD COLUMN page INTEGER;
ALTER TABLE claim ADD COLUMN box TEXT;
ALTER TABLE claim ADD COLUMN circle TEXT;
ALTER TABLE claim ADD COLUMN each TEXT;
ALTER TABLE claim ADD COLUMN same INTEGER;
ALTER TABLE claim ADD COLUMN besides INTEGER;
ALTER TABLE claim ADD COLUMN later INTEGER;
ALTER TABLE claim ADD COLUMN series INTEGER;
ALTER TABLE claim ADD COLUMN occasion INTEGER;
ALTER TABLE claim ADD COLUMN sentence INTEGER;
ALTER TABLE claim ADD COLUMN window_text TEXT;
ALTER TABLE claim ADD COLUMN window_from TEXT;
ALTER TABLE claim ADD COLUMN window_to TEXT;
ALTER TABLE claim ADD COLUMN names TEXT;
ALTER TABLE claim ADD COLUMN reckoned INTEGER;
ALTER TABLE claim ADD COLUMN revised INTEGER;

-- Events belong to mentions now, and claims to events by way of them.  Both are made
-- from the documents, when events are next asked for.
DROP TABLE event_claim;
DROP TABLE event;
DELETE FROM grouping;
CREATE TABLE event (
  event     INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  slug      TEXT,
  name      TEXT NOT NULL,
  date_from TEXT,
  date_to   TEXT,
  place     TEXT,
  country   TEXT,
  geonameid INTEGER,
  claims    INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  own       INTEGER NOT NULL,
  first     INTEGER
) STRICT;
CREATE INDEX event_slug ON event (slug);
CREATE INDEX event_stale ON event (event) WHERE first IS NULL;
CREATE TABLE mention (
  mention  INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (document),
  number   INTEGER NOT NULL,
  event    INTEGER REFERENCES event (event) DEFERRABLE INITIALLY DEFERRED,
  claims   INTEGER NOT NULL,
  repeats  INTEGER REFERENCES mention (mention),
  level    INTEGER,
  UNIQUE (document, number)
) STRICT;
CREATE INDEX mention_event ON mention (event);
CREATE INDEX mention_repeats ON mention (repeats) WHERE repeats IS NOT NULL;
CREATE INDEX mention_waits ON mention (mention) WHERE event IS NULL;
CREATE TABLE feature (
  mention  INTEGER PRIMARY KEY REFERENCES mention (mention),
  features BLOB NOT NULL,
  pairs    BLOB
) STRICT;
CREATE TABLE mention_key (
  key     INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  PRIMARY KEY (key, mention)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  decision INTEGER PRIMARY KEY,
  at       TEXT,
  kind     TEXT NOT NULL,
  name     TEXT,
  harm     TEXT,
  unit     TEXT,
  class    TEXT,
  low      INTEGER,
  best     INTEGER,
  high     INTEGER,
  who      TEXT,
  reason   TEXT,
  undone   TEXT,
  side     TEXT,
  claim    TEXT,
  undone_who    TEXT,
  undone_reason TEXT
) STRICT;
CREATE TABLE decision_mention (
  decision INTEGER NOT NULL REFERENCES decision (decision),
  side     INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES document (document),
  number   INTEGER NOT NULL,
  PRIMARY KEY (decision, side, document, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE ranking (
  source TEXT PRIMARY KEY,
  rank   INTEGER NOT NULL,
  at     TEXT,
  who    TEXT,
  reason TEXT,
  name   TEXT
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 2;
