-- The case file, version 1.  doc/case-file.md explains every column.
-- Days are text, YYYY-MM-DD; null means "not known", never zero.

PRAGMA application_id = 1953459308; -- "toll"
PRAGMA user_version = 1;

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
  UNIQUE (sha256, id)
) STRICT;
CREATE INDEX document_id ON document (id);

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

-- Events of the case: made from the claims, and remade when claims come.
CREATE TABLE event (
  event     INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  date_from TEXT,
  date_to   TEXT,
  place     TEXT
) STRICT;
CREATE TABLE event_claim (
  claim INTEGER PRIMARY KEY REFERENCES claim (claim),
  event INTEGER NOT NULL REFERENCES event (event)
) STRICT;
CREATE INDEX event_claim_event ON event_claim (event);
-- The last claim that the stored events take in.
CREATE TABLE grouping (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL,
  rules   INTEGER NOT NULL
) STRICT;

-- All that was done, only ever appended to.
CREATE TABLE log (
  entry INTEGER PRIMARY KEY,
  body  TEXT NOT NULL,
  leaf  BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE TRIGGER log_stays BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the log is only appended to'); END;
CREATE TRIGGER log_keeps BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'the log is only appended to'); END;

CREATE VIEW v_documents AS
  SELECT document, id, lower(hex(sha256)) AS sha256, path, url, title, outlet, byline, lang, date_from, date_to, format,
    encoding, raw_size, text_size, claims
  FROM document;

CREATE VIEW v_claims AS
  SELECT c.claim, c.id, d.id AS doc, d.outlet, d.title, d.date_from AS published, e.id AS event, e.name AS event_name,
    c.harm, c.unit, c.who, c.class, c.side, c.value, c.low, c.high, c.form, c.derived, c.scope, w.id AS part_of,
    c.status, c.event AS doc_event, c.when_from, c.when_to, c.when_text, c.as_of, c.where_text, c.where_name,
    c.where_country, c.where_geonameid, c.held_responsible, s.name AS claimant, s.role AS claimant_role,
    s.kind AS claimant_kind, s.resolved AS claimant_resolved, v.name AS claimant_via,
    (SELECT group_concat(name, ' ') FROM (SELECT name FROM label WHERE label.claim = c.claim ORDER BY ordinal))
      AS characterised,
    c.confidence, c.rule, c.quote, c.span_from, c.span_to, c.count_from, c.count_to, c.raw_from, c.raw_to
  FROM claim c
  JOIN document d ON d.document = c.document
  LEFT JOIN event_claim ec ON ec.claim = c.claim
  LEFT JOIN event e ON e.event = ec.event
  LEFT JOIN claim w ON w.claim = c.part_of
  LEFT JOIN claimant s ON s.claimant = c.claimant
  LEFT JOIN claimant v ON v.claimant = s.via;

CREATE VIEW v_events AS
  SELECT e.event, e.id, e.name, e.date_from, e.date_to, e.place, count(*) AS claims,
    count(DISTINCT c.document) AS documents
  FROM event e
  JOIN event_claim ec ON ec.event = e.event
  JOIN claim c ON c.claim = ec.claim
  GROUP BY e.event;
