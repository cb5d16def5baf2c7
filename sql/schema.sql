-- The case file, version 2.  doc/case-file.md explains every column.
-- Days are text, YYYY-MM-DD; null means "not known", never zero.
-- What is changed here is changed in the migration as well (migrate-N.sql), by
-- appending columns: a test compares a migrated case with a new one.  The views
-- are in views.sql.

PRAGMA application_id = 1953459308; -- "toll"
PRAGMA user_version = 2;

CREATE TABLE document (
  document   INTEGER PRIMARY KEY,
  sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
  id         TEXT NOT NULL,
  path       TEXT NOT NULL,
  url        TEXT,
  title      TEXT,
  outlet     TEXT,
  byline     TEXT,
  lang       TEXT,
  date_from  TEXT,
  date_to    TEXT,
  format     TEXT NOT NULL,
  encoding   TEXT NOT NULL,
  raw_offset INTEGER NOT NULL,
  line       INTEGER,
  raw_size   INTEGER NOT NULL,
  text_size  INTEGER NOT NULL,
  repaired   INTEGER NOT NULL,
  claims     INTEGER NOT NULL,
  sketch     BLOB NOT NULL,
  inner      TEXT,
  member_offset INTEGER,
  original   INTEGER REFERENCES document (document),
  likeness   REAL,
  bands      BLOB,
  made       INTEGER,
  UNIQUE (sha256, id)
) STRICT;
CREATE INDEX document_id ON document (id);
CREATE INDEX document_original ON document (original) WHERE original IS NOT NULL;
CREATE INDEX document_unmade ON document (document) WHERE made IS NULL;

-- Bands of sketches: two documents that share one may be copies.  Adding writes document.bands;
-- the grouping fills this table from it, in the order of the keys.
CREATE TABLE copy_key (
  key      INTEGER NOT NULL,
  document INTEGER NOT NULL, -- no REFERENCES: to look each up would cost more than all else
  PRIMARY KEY (key, document)
) STRICT, WITHOUT ROWID;

-- The original bytes and the text, in parts of at most a few megabytes.
CREATE TABLE content (
  content   INTEGER PRIMARY KEY,
  document  INTEGER NOT NULL REFERENCES document (document),
  part      INTEGER NOT NULL,
  raw_from  INTEGER NOT NULL,
  raw_size  INTEGER NOT NULL,
  raw       BLOB NOT NULL,
  text_from INTEGER NOT NULL,
  text_size INTEGER NOT NULL,
  text      BLOB,
  UNIQUE (document, part)
) STRICT;

-- The words of every part's text; a row's number is its content's.
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE claimant (
  claimant  INTEGER PRIMARY KEY,
  document  INTEGER NOT NULL REFERENCES document (document),
  name      TEXT NOT NULL,
  role      TEXT,
  kind      TEXT NOT NULL,
  span_from INTEGER NOT NULL,
  span_to   INTEGER NOT NULL,
  cue       TEXT,
  resolved  TEXT,
  via       INTEGER REFERENCES claimant (claimant)
) STRICT;
CREATE INDEX claimant_document ON claimant (document);

CREATE TABLE claim (
  claim             INTEGER PRIMARY KEY,
  id                TEXT NOT NULL,
  document          INTEGER NOT NULL REFERENCES document (document),
  ordinal           INTEGER NOT NULL,
  quote             TEXT NOT NULL,
  span_from         INTEGER NOT NULL,
  span_to           INTEGER NOT NULL,
  count_from        INTEGER NOT NULL,
  count_to          INTEGER NOT NULL,
  raw_from          INTEGER,
  raw_to            INTEGER,
  harm              TEXT NOT NULL,
  unit              TEXT,
  who               TEXT,
  class             TEXT NOT NULL,
  side              TEXT NOT NULL,
  value             INTEGER,
  low               INTEGER,
  high              INTEGER,
  form              TEXT NOT NULL,
  derived           TEXT,
  scope             TEXT NOT NULL,
  part_of           INTEGER REFERENCES claim (claim) DEFERRABLE INITIALLY DEFERRED,
  status            TEXT NOT NULL,
  event             INTEGER NOT NULL,
  when_from         TEXT,
  when_to           TEXT,
  when_text         TEXT,
  as_of             TEXT,
  where_text        TEXT,
  where_name        TEXT,
  where_country     TEXT,
  where_geonameid   INTEGER,
  held_responsible  TEXT,
  claimant          INTEGER REFERENCES claimant (claimant),
  confidence        REAL NOT NULL,
  rule              TEXT NOT NULL,
  page              INTEGER,
  box               TEXT,
  circle            TEXT,
  each              TEXT,
  same              INTEGER,
  besides           INTEGER,
  later             INTEGER,
  series            INTEGER,
  occasion          INTEGER,
  sentence          INTEGER,
  window_text       TEXT,
  window_from       TEXT,
  window_to         TEXT,
  names             TEXT,
  reckoned          INTEGER,
  revised           INTEGER,
  UNIQUE (document, ordinal)
) STRICT;
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_harm ON claim (harm);
CREATE INDEX claim_part_of ON claim (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX claim_claimant ON claim (claimant) WHERE claimant IS NOT NULL;

CREATE TABLE label (
  claim     INTEGER NOT NULL REFERENCES claim (claim),
  ordinal   INTEGER NOT NULL,
  name      TEXT NOT NULL,
  span_from INTEGER NOT NULL,
  span_to   INTEGER NOT NULL,
  PRIMARY KEY (claim, ordinal)
) STRICT, WITHOUT ROWID;

-- Events of the case: made from the mentions, and made anew where mentions come.
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

-- What one document says of one of its events.  A claim's mention is the one of
-- its document with the number that the claim has in its column event.  Adding writes
-- document, number, claims and the features beside it, and document.made, by which
-- version of the features; what it does not make, the grouping makes.
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
-- What the grouping knows of a mention, and which others agree with it well.
CREATE TABLE feature (
  mention  INTEGER PRIMARY KEY REFERENCES mention (mention),
  features BLOB NOT NULL,
  pairs    BLOB
) STRICT;
-- Filled by the grouping as well: the keys follow from the features.
CREATE TABLE mention_key (
  key     INTEGER NOT NULL,
  mention INTEGER NOT NULL, -- no REFERENCES, as in copy_key
  PRIMARY KEY (key, mention)
) STRICT, WITHOUT ROWID;
-- The last document that was held against the others, and by which rules.
CREATE TABLE grouping (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL,
  rules   INTEGER NOT NULL
) STRICT;

-- What reviewers decided: merge, split, rename; a panel's figure.  Never deleted:
-- what is taken back says when.
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
-- The mentions that it speaks of; side 2 are those that are joined to or parted from side 1.
CREATE TABLE decision_mention (
  decision INTEGER NOT NULL REFERENCES decision (decision),
  side     INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES document (document),
  number   INTEGER NOT NULL,
  PRIMARY KEY (decision, side, document, number)
) STRICT, WITHOUT ROWID;

-- How much the case's reviewers trust a source: 1 is the most, 0 not at all.
CREATE TABLE ranking (
  source TEXT PRIMARY KEY,
  rank   INTEGER NOT NULL,
  at     TEXT,
  who    TEXT,
  reason TEXT,
  name   TEXT
) STRICT, WITHOUT ROWID;

-- All that was done, only ever appended to.
CREATE TABLE log (
  entry INTEGER PRIMARY KEY,
  body  TEXT NOT NULL,
  leaf  BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the log is only appended to'); END;
CREATE TRIGGER log_keeps BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'the log is only appended to'); END;
