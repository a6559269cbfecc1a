-- The views are the interface for SQL; they are made anew with each version.

CREATE VIEW documents AS
  SELECT id, path, source_id, title, publisher, published, url, language, n AS number FROM document;

CREATE VIEW actors AS
  SELECT coalesce(same.id, node.id) AS id, max(form.name) AS name, max(form.kind) AS kind,
    max(form.country) AS country, max(form.sector) AS sector, max(form.count) AS count,
    (SELECT count(DISTINCT document.id) FROM node AS one
       LEFT JOIN same AS other ON other.kind = 'actor' AND other.raw = one.id
       JOIN held ON held.node = one.n JOIN document ON document.n = held.document
       WHERE one.what = 'actor' AND coalesce(other.id, one.id) = coalesce(same.id, node.id)) AS documents
  FROM node JOIN form ON form.node = node.n
    LEFT JOIN same ON same.kind = 'actor' AND same.raw = node.id
  WHERE node.what = 'actor'
  GROUP BY coalesce(same.id, node.id);

CREATE VIEW places AS
  SELECT node.id AS id, max(form.name) AS name, max(form.kind) AS kind, max(form.country) AS country,
    max(form.lat) AS lat, max(form.lon) AS lon
  FROM node JOIN form ON form.node = node.n
  WHERE node.what = 'place'
  GROUP BY node.id;

CREATE VIEW events AS
  SELECT coalesce(same.id, event.id) AS id, max(event.type) AS type, max(event.mode) AS mode,
    max(event.quad) AS quad, max(event.cameo) AS cameo, max(event.label) AS label, max(event.status) AS status,
    max(event.start) AS start, max(event."end") AS "end", max(event.grain) AS grain,
    max(event.confidence) AS confidence
  FROM event LEFT JOIN same ON same.kind = 'event' AND same.raw = event.id
  GROUP BY coalesce(same.id, event.id);

CREATE VIEW participants AS
  SELECT DISTINCT coalesce(same_event.id, event.id) AS event, participant.role AS role,
    coalesce(same_actor.id, node.id) AS actor
  FROM participant JOIN event ON event.n = participant.event JOIN node ON node.n = participant.node
    LEFT JOIN same AS same_event ON same_event.kind = 'event' AND same_event.raw = event.id
    LEFT JOIN same AS same_actor ON same_actor.kind = 'actor' AND same_actor.raw = node.id;

CREATE VIEW claims AS
  SELECT claim.id AS id, coalesce(same.id, event.id) AS event, document.id AS document, claim.story AS story,
    claim.zone AS zone, claim.quote AS quote, claim.start AS start, claim."end" AS "end",
    claim."trigger" AS "trigger", claim.polarity AS polarity, claim.status AS status, claim.said_by AS said_by,
    claim.confidence AS confidence, claim.rule AS rule, claim.n AS number
  FROM claim JOIN event ON event.n = claim.event JOIN document ON document.n = claim.n >> 24
    LEFT JOIN same ON same.kind = 'event' AND same.raw = event.id;

CREATE VIEW edges AS
  SELECT DISTINCT one.actor AS source, other.actor AS target,
    CASE WHEN other.role IN ('patient', 'recipient') THEN 'onto' ELSE 'together' END AS direction,
    one.event AS event
  FROM participants AS one JOIN participants AS other ON other.event = one.event AND other.actor <> one.actor
  WHERE (one.role = 'agent' AND other.role IN ('patient', 'recipient'))
    OR (one.role IN ('agent', 'participant') AND other.role IN ('agent', 'participant')
        AND one.actor < other.actor);
