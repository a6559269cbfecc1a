-- The views are the interface for SQL; they are made anew with each version.

CREATE VIEW documents AS
  SELECT id, path, source_id, title, publisher, published, url, language, n AS number FROM document;

CREATE VIEW actors AS
  SELECT coalesce(same.id, form.id) AS id, coalesce(max(joined.node ->> 'name'), max(form.name)) AS name,
    coalesce(max(joined.node ->> 'kind'), max(form.kind)) AS kind,
    coalesce(max(joined.node ->> 'country'), max(form.country)) AS country,
    coalesce(max(joined.node ->> 'sector'), max(form.sector)) AS sector, max(form.count) AS count
  FROM form LEFT JOIN same ON same.kind = 'actor' AND same.raw = form.id
    LEFT JOIN joined ON joined.id = coalesce(same.id, form.id)
  WHERE form.what = 'actor'
  GROUP BY coalesce(same.id, form.id);

CREATE VIEW places AS
  SELECT id, max(name) AS name, max(kind) AS kind, max(country) AS country, max(lat) AS lat, max(lon) AS lon
  FROM form WHERE what = 'place' GROUP BY id;

CREATE VIEW events AS
  SELECT coalesce(same.id, event.id) AS id, max(event.type) AS type, max(event.mode) AS mode,
    max(event.quad) AS quad, max(event.cameo) AS cameo, coalesce(max(joined.node ->> 'label'), max(event.label)) AS label,
    coalesce(max(joined.node ->> 'status'), max(event.status)) AS status,
    iif(max(joined.id) IS NULL, max(event.start), max(joined.node ->> '$.time.start')) AS start,
    iif(max(joined.id) IS NULL, max(event."end"), max(joined.node ->> '$.time.end')) AS "end",
    iif(max(joined.id) IS NULL, max(event.grain), max(joined.node ->> '$.time.grain')) AS grain,
    max(event.confidence) AS confidence
  FROM event LEFT JOIN same ON same.kind = 'event' AND same.raw = event.id
    LEFT JOIN joined ON joined.id = same.id
  GROUP BY coalesce(same.id, event.id);

CREATE VIEW participants AS
  SELECT DISTINCT coalesce(same_event.id, event.id) AS event, one.value ->> 0 AS role,
    coalesce(same_actor.id, one.value ->> 1) AS actor
  FROM event JOIN json_each(event.participants) AS one
    LEFT JOIN same AS same_event ON same_event.kind = 'event' AND same_event.raw = event.id
    LEFT JOIN same AS same_actor ON same_actor.kind = 'actor' AND same_actor.raw = one.value ->> 1;

CREATE VIEW event_places AS
  SELECT DISTINCT coalesce(same.id, event.id) AS event, one.value AS place
  FROM event JOIN json_each(event.places) AS one
    LEFT JOIN same ON same.kind = 'event' AND same.raw = event.id;

CREATE VIEW claims AS
  SELECT claim.id AS id, coalesce(same.id, event.id) AS event, document.id AS document, claim.story AS story,
    claim.zone AS zone, claim.quote AS quote, claim.start AS start, claim."end" AS "end",
    claim."trigger" AS "trigger", claim.polarity AS polarity, claim.status AS status, claim.said_by AS said_by,
    claim.confidence AS confidence, claim.rule AS rule, document.n AS number
  FROM document JOIN claim ON claim.n BETWEEN document.n << 24 AND (document.n << 24) + 16777215
    JOIN event ON event.n = claim.event
    LEFT JOIN same ON same.kind = 'event' AND same.raw = event.id;

CREATE VIEW edges AS
  SELECT DISTINCT coalesce(same_one.id, one.value ->> 1) AS source,
    coalesce(same_other.id, other.value ->> 1) AS target,
    CASE WHEN other.value ->> 0 IN ('patient', 'recipient') THEN 'onto' ELSE 'together' END AS direction,
    coalesce(same_event.id, event.id) AS event
  FROM event JOIN json_each(event.participants) AS one
    JOIN json_each(event.participants) AS other ON other.value ->> 1 <> one.value ->> 1
    LEFT JOIN same AS same_event ON same_event.kind = 'event' AND same_event.raw = event.id
    LEFT JOIN same AS same_one ON same_one.kind = 'actor' AND same_one.raw = one.value ->> 1
    LEFT JOIN same AS same_other ON same_other.kind = 'actor' AND same_other.raw = other.value ->> 1
  WHERE (one.value ->> 0 = 'agent' AND other.value ->> 0 IN ('patient', 'recipient'))
    OR (one.value ->> 0 IN ('agent', 'participant') AND other.value ->> 0 IN ('agent', 'participant')
        AND coalesce(same_one.id, one.value ->> 1) < coalesce(same_other.id, other.value ->> 1));
