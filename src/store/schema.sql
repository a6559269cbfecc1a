-- Version 1. What the tables hold is told in docs/STORE.md; programs should ask the views.

-- One row a document: what it is, and how the user named it.
CREATE TABLE document (
  n INTEGER PRIMARY KEY,
  input TEXT NOT NULL,
  part TEXT NOT NULL,
  hash BLOB NOT NULL,
  id TEXT NOT NULL,
  path TEXT,
  source_id TEXT,
  title TEXT,
  publisher TEXT,
  published TEXT,
  url TEXT,
  language TEXT
) STRICT;
CREATE UNIQUE INDEX document_input ON document (input, part, hash);
CREATE INDEX document_id ON document (id);

-- All that a document says: a graph on one line of JSON, compressed. Everything below can be made again from this.
CREATE TABLE contribution (
  document INTEGER PRIMARY KEY,
  graph BLOB NOT NULL
) STRICT;

-- Actors and places, numbered.
CREATE TABLE node (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  what TEXT NOT NULL
) STRICT;

-- What documents say of a node, mentions aside. Documents that say the same share a row.
CREATE TABLE form (
  node INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT,
  country TEXT,
  sector TEXT,
  count INTEGER,
  lat REAL,
  lon REAL,
  form TEXT NOT NULL,
  PRIMARY KEY (node, hash)
) STRICT, WITHOUT ROWID;

-- Which document says it.
CREATE TABLE held (
  node INTEGER NOT NULL,
  form INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (node, form, document)
) STRICT, WITHOUT ROWID;

-- Every name of a node, and the same in small letters.
CREATE TABLE name (
  n INTEGER PRIMARY KEY,
  node INTEGER NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL
) STRICT;
CREATE INDEX name_node ON name (node);
CREATE INDEX name_key ON name (key);
CREATE VIRTUAL TABLE names USING fts5(name, content='name', content_rowid='n');

-- The number of an event or claim is that of its document times 2^24 and its place in it, so that what belongs to a
-- document lies together and is found without an index.
CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  mode TEXT,
  quad TEXT,
  cameo TEXT,
  label TEXT NOT NULL,
  status TEXT NOT NULL,
  start TEXT,
  "end" TEXT,
  grain TEXT,
  confidence REAL
) STRICT;

CREATE TABLE participant (
  event INTEGER NOT NULL,
  role TEXT NOT NULL,
  node INTEGER NOT NULL,
  confidence REAL,
  PRIMARY KEY (event, role, node)
) STRICT, WITHOUT ROWID;

CREATE TABLE happened (
  event INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  event INTEGER NOT NULL,
  story TEXT,
  zone TEXT,
  quote TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  "trigger" TEXT,
  polarity TEXT NOT NULL,
  status TEXT NOT NULL,
  said_by TEXT,
  confidence REAL,
  rule TEXT
) STRICT;
CREATE VIRTUAL TABLE quotes USING fts5(quote, content='claim', content_rowid='n');

-- Which nodes are the same: `raw` is what documents call it, `id` what all of it is called. Kept by decisions on identity.
CREATE TABLE same (
  kind TEXT NOT NULL,
  raw TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, raw)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_id ON same (kind, id);
