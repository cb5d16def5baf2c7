-- The views: for people and other programs.  They are dropped and made again when
-- a case is migrated.

CREATE VIEW v_documents AS
  SELECT document, id, lower(hex(sha256)) AS sha256, path, url, title, outlet, byline, lang, date_from, date_to, format,
    encoding, raw_size, text_size, claims, inner, (SELECT o.id FROM document o WHERE o.document = d.original) AS original,
    likeness
  FROM document d;

CREATE VIEW v_claims AS
  SELECT c.claim, c.id, d.id AS doc, d.outlet, d.title, d.date_from AS published, e.id AS event, e.name AS event_name,
    c.harm, c.unit, c.who, c.class, c.side, c.value, c.low, c.high, c.form, c.derived, c.scope, w.id AS part_of,
    c.status, c.event AS doc_event, c.when_from, c.when_to, c.when_text, c.as_of, c.where_text, c.where_name,
    c.where_country, c.where_geonameid, c.held_responsible, s.name AS claimant, s.role AS claimant_role,
    s.kind AS claimant_kind, s.resolved AS claimant_resolved, v.name AS claimant_via,
    (SELECT group_concat(name, ' ') FROM (SELECT name FROM label WHERE label.claim = c.claim ORDER BY ordinal))
      AS characterised,
    c.confidence, c.rule, c.quote, c.span_from, c.span_to, c.count_from, c.count_to, c.raw_from, c.raw_to, c.page,
    c.box
  FROM claim c
  JOIN document d ON d.document = c.document
  LEFT JOIN mention m ON m.document = c.document AND m.number = c.event
  LEFT JOIN event e ON e.event = m.event
  LEFT JOIN claim w ON w.claim = c.part_of
  LEFT JOIN claimant s ON s.claimant = c.claimant
  LEFT JOIN claimant v ON v.claimant = s.via;

CREATE VIEW v_events AS
  SELECT event, id, name, date_from, date_to, place, claims, documents, slug, country, geonameid
  FROM event;

-- What every claimant says of an event, harm by harm: the range of the figures, and
-- the last one given (of one day, the one told first).  Nothing is weighed: no method is asked, and no claim is held
-- against another.  Copies of other documents, parts of figures, additions, rates and
-- what is denied or only feared are left out.
CREATE VIEW v_tally AS
  WITH given AS (
    SELECT e.id AS event, e.name AS event_name, c.harm, c.unit, c.side, c.class,
      coalesce(s.resolved, s.name, d.outlet, d.byline, d.title, d.id) AS claimant,
      coalesce(c.as_of, d.date_from) AS day, c.document, c.claim, c.value,
      iif(c.low IS NULL AND c.high IS NULL, c.value, c.low) AS low,
      iif(c.low IS NULL AND c.high IS NULL, c.value, c.high) AS high
    FROM claim c
    JOIN document d ON d.document = c.document
    JOIN mention m ON m.document = c.document AND m.number = c.event
    JOIN event e ON e.event = m.event
    LEFT JOIN claimant s ON s.claimant = c.claimant
    WHERE c.status IN ('asserted', 'unconfirmed') AND c.scope = 'total' AND d.original IS NULL
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY event, harm, unit, side, class, claimant COLLATE NOCASE
      ORDER BY day DESC, claim) AS back
    FROM given
  )
  SELECT event, event_name, harm, unit, side, class, min(claimant) AS claimant, count(*) AS claims,
    count(DISTINCT document) AS documents, min(day) AS first_day, max(day) AS last_day,
    iif(count(low) = count(*), min(low), NULL) AS low, iif(count(high) = count(*), max(high), NULL) AS high,
    max(iif(back = 1, value, NULL)) AS last_value
  FROM ranked
  GROUP BY event, harm, unit, side, class, claimant COLLATE NOCASE;

-- Documents that copy another one: they count as one source with it.
CREATE VIEW v_copies AS
  SELECT d.id AS doc, d.outlet, d.date_from AS published, o.id AS original, o.outlet AS original_outlet,
    o.date_from AS original_published, d.likeness
  FROM document d
  JOIN document o ON o.document = d.original;

-- All that was done.
CREATE VIEW v_log AS
  SELECT entry, body ->> '$.at' AS at, body ->> '$.kind' AS kind, body -> '$.what' AS what, lower(hex(leaf)) AS leaf
  FROM log;
