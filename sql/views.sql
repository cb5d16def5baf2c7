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
