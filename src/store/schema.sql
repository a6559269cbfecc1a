-- Version 2. What the tables hold is told in docs/STORE.md; programs should ask the views.
--
-- Whatever a document adds is put at the end of its table, and `search` finds it there: an index of its own for each
-- table would cost a page of the log for each node that a document speaks of.

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

-- All that a document says: a graph on one line of JSON, compressed. Everything below can be made again from this.
CREATE TABLE contribution (
  document INTEGER PRIMARY KEY,
  graph BLOB NOT NULL
) STRICT;

-- What documents say of an actor or place, mentions aside. Documents that say the same share a row.
CREATE TABLE form (
  id TEXT NOT NULL,
  hash INTEGER NOT NULL,
  what TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT,
  country TEXT,
  sector TEXT,
  count INTEGER,
  lat REAL,
  lon REAL,
  -- What the columns do not say, as JSON.
  rest TEXT NOT NULL,
  PRIMARY KEY (id, hash)
) STRICT, WITHOUT ROWID;

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
  confidence REAL,
  -- JSON: [[role, actor], ...] and [place, ...]; a row for each would cost more than all else here.
  participants TEXT NOT NULL,
  places TEXT NOT NULL
) STRICT;

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

-- The words of each document, by its number: what claims quote; names of actors and places; identifiers of everything in
-- it without their colon, and those of actors and places again with the hash of what it says of them.
CREATE VIRTUAL TABLE search USING fts5 (
  quote, name, id, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
-- Fewer, larger merges: each document adds a small segment.
INSERT INTO search (search, rank) VALUES ('automerge', 8);

-- Who is who, as it was told of all documents: `raw` is what a document calls an actor or event, `id` what all of it is
-- called. Made again when documents came or went since.
CREATE TABLE same (
  kind TEXT NOT NULL,
  raw TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, raw)
) STRICT, WITHOUT ROWID;
CREATE INDEX same_id ON same (id);

-- Made with `same`: the actors and events that several documents speak of, and the actors of which people decided
-- something, as JSON, without what each document says by itself (mentions; claims, roles, places and links).
CREATE TABLE joined (
  id TEXT PRIMARY KEY,
  node TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `changes`: how often documents came or went; `settled`: the count, and the decisions of people, that `same` was made of.
CREATE TABLE state (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO state (name, value) VALUES ('changes', '0');
