"""Formats for databases, linked data, investigators, maps and calendars: read by their readers, and compared here.

Every check compares counts, and follows one fact from the event by its quote to the document.
"""

import csv
import datetime
import html
import json
import shutil
import tempfile
import unicodedata
from pathlib import Path

from registry import reader

csv.field_size_limit(1 << 30)


def is_control(character):
    return unicodedata.category(character) == "Cc"


def without_controls(text, put, keep="\t\n\r"):
    """`text` as the formats have it that replace control characters by `put`."""
    return "".join(put if is_control(c) and c not in keep else c for c in text)


def same(found, wanted, what):
    if found != wanted:
        raise AssertionError(f"{what}: found {str(found)[:300]!r}, wanted {str(wanted)[:300]!r}")


def database_text(text):
    return without_controls(text, "\ufffd")


# Neo4j ------------------------------------------------------------------------------------------------------------


def rows_of(case, table):
    with open(case.files[table], encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@reader("neo4j", "Python csv")
def neo4j_csv(case):
    graph = case.graph
    nodes = {"Actor": "actors", "Event": "events", "Place": "places", "Claim": "claims", "Document": "documents"}
    ids = {}
    for label, name in nodes.items():
        header, *rows = rows_of(case, name)
        same(header[0], f"id:ID({label})", "first column")
        same(header[-1], ":LABEL", "last column")
        same({len(row) for row in rows} - {len(header)}, set(), "widths of rows")
        ids[label] = {row[0] for row in rows}
        same(ids[label], {database_text(id) for id in graph.tables[label]}, f"ids of {label}")
        same(len(rows), len(ids[label]), f"{label} rows")
    for name in case.files:
        if not case.files[name].name.endswith(".csv"):
            continue
        header, *rows = rows_of(case, name)
        if not header[0].startswith(":START_ID("):
            continue
        start, end = header[0][10:-1], header[1][8:-1]
        same(header[-1], ":TYPE", "last column")
        for row in rows:
            assert row[0] in ids[start] and row[1] in ids[end], f"{name}: an end of {row} is missing"
    same(len(rows_of(case, "roles")) - 1, graph.n_roles, "roles")
    same(len(rows_of(case, "event_links")) - 1, graph.n_links, "links of events")
    names = {row[0]: row[1] for row in rows_of(case, "actors")[1:]}
    same(names, {database_text(id): database_text(a["name"]) for id, a in graph.actors.items()}, "names")
    header, *rows = rows_of(case, "actors")
    aliases = {row[0]: row[header.index("aliases:string[]")] for row in rows}
    for id, actor in graph.actors.items():
        wanted = [database_text(alias).replace(";", ",") for alias in actor.get("aliases", [])]
        same(aliases[database_text(id)], ";".join(wanted), "aliases")


@reader("neo4j", "LadybugDB", "ladybug")
def neo4j_ladybug(case, ladybug):
    graph = case.graph
    folder = Path(tempfile.mkdtemp())
    try:
        connection = ladybug.Connection(ladybug.Database(str(folder / "graph")))
        options = "(HEADER=true, PARALLEL=false, ESCAPE='\"', QUOTE='\"', DELIM=',')"
        types = {"long": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN"}

        def columns(header):
            named = [column for column in header if ":" not in column or not column.startswith(":")]
            pairs = [column.partition(":")[::2] for column in named if not column.startswith("id:")]
            return ", ".join(f"`{name}` {types.get(kind, 'STRING')}" for name, kind in pairs)

        for name, label in [
            ("actors", "Actor"),
            ("events", "Event"),
            ("places", "Place"),
            ("claims", "Claim"),
            ("documents", "Document"),
        ]:
            header = rows_of(case, name)[0]
            connection.execute(
                f"CREATE NODE TABLE {label}(id STRING, {columns(header)}, labels STRING, PRIMARY KEY(id))"
            )
            connection.execute(f"COPY {label} FROM '{case.files[name]}' {options}")
        for name, kind in [("claim_events", "ABOUT"), ("claim_documents", "IN_DOCUMENT"), ("roles", "ROLE")]:
            header = rows_of(case, name)[0]
            start, end = header[0][10:-1], header[1][8:-1]
            connection.execute(f"CREATE REL TABLE {kind}(FROM {start} TO {end}, type STRING)")
            connection.execute(f"COPY {kind} FROM '{case.files[name]}' {options}")

        def ask(query, **parameters):
            answer = connection.execute(query, parameters)
            rows = []
            while answer.has_next():
                rows.append(answer.get_next())
            return rows

        for label, table in graph.tables.items():
            same(ask(f"MATCH (n:{label}) RETURN count(*)"), [[len(table)]], label)
        same(ask("MATCH ()-[r:ROLE]->() RETURN count(*)"), [[graph.n_roles]], "roles")
        event, claim, document = graph.traced()
        found = ask(
            "MATCH (e:Event {id: $id})<-[:ABOUT]-(c:Claim {id: $claim})-[:IN_DOCUMENT]->(d:Document) RETURN c.quote, d.id",
            id=database_text(event["id"]),
            claim=database_text(claim["id"]),
        )
        same(found, [[database_text(claim["quote"]), database_text(document["id"])]], "traced fact")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Cypher -----------------------------------------------------------------------------------------------------------


def statements(case):
    lines = case.text.split("\n")
    return [line[:-1] for line in lines if line.endswith(";")]


TRACE = "MATCH (e:Event {id: $id})<-[:ABOUT]-(c:Claim {id: $claim})-[:IN]->(d:Document) RETURN c.quote AS q, d.id AS d"


def cypher_script(case, run, ask):
    graph = case.graph
    for statement in statements(case):
        run(statement)
    for label, table in graph.tables.items():
        found = ask(f"MATCH (n:{label}) RETURN count(n) AS n", {})
        same(found[0]["n"], len(table), label)
    found = ask("MATCH (:Actor)-[r:AGENT|PATIENT|RECIPIENT|PARTICIPANT]->(:Event) RETURN count(r) AS n", {})
    same(found[0]["n"], graph.n_roles, "roles")
    names = {row["id"]: row["name"] for row in ask("MATCH (n:Actor) RETURN n.id AS id, n.name AS name", {})}
    wanted = {database_text(id): database_text(actor["name"]) for id, actor in graph.actors.items()}
    same(names.keys(), wanted.keys(), "actors")
    # An empty name is no property, and a database may put something in its place.
    same({id: names[id] for id, name in wanted.items() if name}, {id: name for id, name in wanted.items() if name}, "names")
    event, claim, document = graph.traced()
    found = ask(TRACE, {"id": database_text(event["id"]), "claim": database_text(claim["id"])})
    wanted = [{"q": database_text(claim["quote"]), "d": database_text(document["id"])}]
    same([dict(row) for row in found], wanted, "traced fact")


@reader("cypher", "kglite", "kglite")
def cypher_kglite(case, kglite):
    graph = kglite.KnowledgeGraph()
    rows = lambda query, parameters: [dict(row) for row in graph.cypher(query, params=parameters)]
    cypher_script(case, graph.cypher, rows)
    # Every statement is a MERGE: another time changes nothing.
    cypher_script(case, graph.cypher, rows)


@reader("cypher", "graphdblite", "graphdblite")
def cypher_graphdblite(case, graphdblite):
    folder = Path(tempfile.mkdtemp())
    try:
        cypher_script(case, *graphdblite_calls(graphdblite, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def graphdblite_calls(graphdblite, folder):
    database = graphdblite.Database(str(folder / "graph.db"))

    def run(statement):
        # It knows openCypher 9, which has no constraints.
        if not statement.startswith("CREATE CONSTRAINT"):
            # It takes any word for a property, and no backticks.
            database.execute(statement.replace(" n.`end` = ", " n.end = "))

    return run, lambda query, parameters: database.query(query, parameters)


# Parquet ----------------------------------------------------------------------------------------------------------


@reader("parquet", "DuckDB", "duckdb")
def duckdb_parquet(case, duckdb):
    graph = case.graph
    folder = case.files["nodes"].parent
    ask = lambda query, *values: duckdb.execute(query, list(values)).fetchall()
    for label, table in graph.tables.items():
        if label != "Claim":
            found = ask(f"SELECT count(*) FROM '{folder}/nodes.parquet' WHERE label = ?", label)
            same(found, [(len(table),)], label)
    same(ask(f"SELECT count(*) FROM '{folder}/claims.parquet'"), [(len(graph.claims),)], "claims")
    roles = "relationship IN ('AGENT', 'PATIENT', 'RECIPIENT', 'PARTICIPANT')"
    same(ask(f"SELECT count(*) FROM '{folder}/edges.parquet' WHERE {roles}"), [(graph.n_roles,)], "roles")
    lost = f"""SELECT count(*) FROM '{folder}/edges.parquet' e WHERE e.src NOT IN (SELECT id FROM '{folder}/nodes.parquet')
               OR e.dst NOT IN (SELECT id FROM '{folder}/nodes.parquet')"""
    same(ask(lost), [(0,)], "edges without an end")
    event, claim, document = graph.traced()
    found = ask(
        f"""SELECT c.quote, d.id FROM '{folder}/nodes.parquet' e JOIN '{folder}/claims.parquet' c ON c.event = e.id
            JOIN '{folder}/nodes.parquet' d ON c.document = d.id WHERE e.id = ? AND c.id = ?""",
        event["id"],
        claim["id"],
    )
    same(found, [(claim["quote"], document["id"])], "traced fact")


@reader("parquet", "Polars", "polars")
def polars_parquet(case, polars):
    graph = case.graph
    nodes = polars.read_parquet(case.files["nodes"]).to_dicts()
    claims = polars.read_parquet(case.files["claims"]).to_dicts()
    edges = polars.read_parquet(case.files["edges"])
    assert {"src", "dst"} <= set(edges.columns), "GraphFrames wants src and dst"
    names = {node["id"]: node["name"] or "" for node in nodes if node["label"] == "Actor"}
    same(names, {id: actor["name"] for id, actor in graph.actors.items()}, "names")
    aliases = {node["id"]: node["aliases"] or [] for node in nodes if node["label"] == "Actor"}
    same(aliases, {id: actor.get("aliases", []) for id, actor in graph.actors.items()}, "aliases")
    days = {node["id"]: node["start_day"] for node in nodes if node["label"] == "Event"}
    for id, event in graph.events.items():
        start = (event.get("time") or {}).get("start")
        same(days[id], datetime.date.fromisoformat(start[:10]) if start else None, "start_day")
    quotes = {claim["id"]: claim["quote"] or "" for claim in claims}
    same(quotes, {id: claim.get("quote", "") for id, claim in graph.claims.items()}, "quotes")


# FollowTheMoney ---------------------------------------------------------------------------------------------------


@reader("ftm", "followthemoney", "followthemoney", "followthemoney.exc")
def ftm(case, followthemoney, exceptions):
    graph = case.graph
    model = followthemoney.model
    entities = {}
    names = set()
    with open(case.path, encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            proxy = model.get_proxy(data, cleaned=False)
            try:
                proxy.schema.validate(data)
            except exceptions.InvalidData as error:
                raise AssertionError(f"{error.errors}: {data}") from error
            for name, values in data["properties"].items():
                assert proxy.schema.get(name), f"{proxy.schema.name} has no {name}"
                assert all(isinstance(value, str) for value in values), f"{name} is not a list of strings"
            entities[proxy.id] = proxy
            names.update(data["properties"]["name"] if proxy.schema.is_a("LegalEntity") else [])
    # References lead to entities of the range that the schema asks for.
    for proxy in entities.values():
        for prop in proxy.iterprops():
            if prop.type.name == "entity":
                for id in proxy.get(prop):
                    assert id in entities, f"{proxy.schema.name}.{prop.name} leads nowhere: {id}"
                    assert entities[id].schema.is_a(prop.range), f"{prop.name}: {entities[id].schema.name}"
    of = lambda schema: [proxy for proxy in entities.values() if proxy.schema.name == schema]
    same(len(of("Event")), len(graph.events), "events")
    same(len(of("Article")), len(graph.documents), "articles")
    same(len(of("Documentation")), len(graph.claims), "documentations")
    same(len(of("Address")), len(graph.places), "addresses")
    same(len([proxy for proxy in entities.values() if proxy.schema.is_a("LegalEntity")]), len(graph.actors), "actors")
    event, claim, document = graph.traced()
    found = [proxy for proxy in of("Documentation") if proxy.first("recordId") == claim["id"]]
    same(len(found), 1, "documentations of a claim")
    same(found[0].get("summary"), [claim["quote"]], "quote")
    cut = lambda name: name if len(name) <= 384 else name[:383] + "…"
    # Of what cannot be seen, and of quotation marks, FollowTheMoney keeps nothing, so such an actor goes by its id.
    is_seen = lambda name: any(unicodedata.category(c)[0] in "LNPS" and c not in "\"'" for c in name)
    wanted = {cut(actor["name"]) for actor in graph.actors.values() if is_seen(actor["name"])}
    same(wanted - names, set(), "names that were not written")
    same(entities[found[0].first("entity")].first("recordId"), event["id"], "event")
    article = entities[found[0].first("document")]
    same(article.first("title") or "", document.get("title", ""), "document")


# RDF --------------------------------------------------------------------------------------------------------------


@reader("turtle", "rdflib", "rdflib")
def turtle(case, rdflib):
    rdf(case, rdflib, rdflib.Graph().parse(case.path, format="turtle"))


@reader("jsonld", "rdflib", "rdflib", "rdflib.compare")
def json_ld(case, rdflib, compare):
    found = rdflib.Graph().parse(case.path, format="json-ld")
    turtle = rdflib.Graph().parse(case.beside("turtle").path, format="turtle")
    same(len(turtle), len(found), "triples")
    assert compare.isomorphic(turtle, found), "the two forms are not the same graph"
    rdf(case, rdflib, found)


def rdf(case, rdflib, triples):
    graph = case.graph
    sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    dcterms = rdflib.Namespace("http://purl.org/dc/terms/")
    of = lambda kind: set(triples.subjects(rdflib.RDF.type, kind))
    same(len(of(sem.Event)), len(graph.events), "events")
    same(len(of(sem.Actor)), len(graph.actors), "actors")
    same(len(of(sem.Place)), len(graph.places), "places")
    same(len(of(oa.Annotation)), len(graph.claims), "claims")
    same(len(of(dcterms.BibliographicResource)), len(graph.documents), "documents")
    labels = sorted(str(triples.value(actor, rdflib.RDFS.label)) for actor in of(sem.Actor))
    same(labels, sorted(actor["name"] for actor in graph.actors.values()), "names")
    event, claim, document = graph.traced(lambda event: event["id"].isascii() and event["id"].replace(":", "").isalnum())
    node = rdflib.URIRef("urn:diurna:" + event["id"])
    query = """SELECT ?quote ?start ?end ?title WHERE {
        ?event prov:wasDerivedFrom ?claim . ?claim oa:hasTarget ?target . ?target oa:hasSource ?document .
        ?target oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ?quote ] .
        ?target oa:hasSelector [ a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ] .
        OPTIONAL { ?document dcterms:title ?title } }"""
    bindings = {"event": node, "claim": rdflib.URIRef("urn:diurna:" + claim["id"])}
    names = {"prov": prov, "oa": oa, "dcterms": dcterms}
    found = [row.asdict() for row in triples.query(query, initBindings=bindings, initNs=names)]
    same(len(found), 1, "traced facts")
    same(str(found[0]["quote"]), claim["quote"], "quote")
    same((int(found[0]["start"]), int(found[0]["end"])), (claim["start"], claim["end"]), "offsets")
    same(str(found[0].get("title", "")), document.get("title", ""), "document")


# Tables of coded events -------------------------------------------------------------------------------------------

GDELT = (
    "GlobalEventID Day MonthYear Year FractionDate "
    + " ".join(
        f"Actor{n}{part}"
        for n in (1, 2)
        for part in "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code "
        "Type1Code Type2Code Type3Code".split()
    )
    + " IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources "
    "NumArticles AvgTone "
    + " ".join(
        f"{whose}Geo_{part}"
        for whose in ("Actor1", "Actor2", "Action")
        for part in "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
    )
    + " DATEADDED SOURCEURL"
).split()


def table(case, columns=None):
    lines = case.text.split("\n")
    same(lines.pop(), "", "after the last line")
    rows = [line.split("\t") for line in lines]
    columns = columns or rows.pop(0)
    same({len(row) for row in rows} - {len(columns)}, set(), "widths of rows")
    return [dict(zip(columns, row)) for row in rows]


def can_be_coded(event):
    has_quad = event.get("quad") in ("VC", "MC", "VX", "MX")
    return event["status"] in ("occurred", "ongoing") or (event["status"] == "planned" and has_quad)


def in_cell(text):
    return without_controls(text, " ", keep="").replace("\u2028", " ").replace("\u2029", " ")


@reader("gdelt", "codebook 2.0")
def gdelt(case):
    graph = case.graph
    same(len(GDELT), 61, "columns of the codebook")
    rows = table(case, GDELT)
    wanted = [event for event in graph.events.values() if event.get("cameo", "")[:2].isdigit() and can_be_coded(event)]
    assert len(rows) >= len(wanted), "fewer rows than events"
    same(len({row["GlobalEventID"] for row in rows}), len(rows), "row numbers")
    for row in rows:
        number = int(row["GlobalEventID"])
        assert 0 <= number < 1 << 53
        root = row["EventRootCode"]
        assert len(root) == 2 and row["EventCode"].startswith(root) and len(row["EventCode"]) >= 3
        assert row["QuadClass"] in "1234" and -10 <= float(row["GoldsteinScale"]) <= 10
        assert row["Day"].startswith(row["MonthYear"]) or not row["Day"]
        if row["Day"]:
            datetime.datetime.strptime(row["Day"], "%Y%m%d")
    event, claim, document = graph.traced(lambda event: event in wanted and event.get("participants"))
    name = graph.actors[event["participants"][0]["actor"]]["name"]
    address = in_cell(document.get("url") or document.get("path") or "")
    names = {(row[f"Actor{n}Name"], row["SOURCEURL"]) for row in rows for n in (1, 2)}
    assert (in_cell(name).upper(), address) in names, "the traced fact has no row"


@reader("plover", "manual 0.8")
def plover(case):
    graph = case.graph
    rows = table(case)
    same(len(rows[0]) if rows else 40, 40, "columns")
    types = "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION".split()
    types += "MOBILIZE COERCE ASSAULT".split()
    for row in rows:
        assert row["Event Type"] in types, row["Event Type"]
    by_event = {row["Event ID"]: row for row in rows}
    for event in graph.events.values():
        row = by_event.get(in_cell(event["id"]))
        if not can_be_coded(event):
            same(row, None, "an event that cannot be coded")
        elif event["type"] in types:
            cooperates = event["quad"] in ("VC", "MC")
            planned = "AGREE" if cooperates else "THREATEN"
            same(row["Event Type"], planned if event["status"] == "planned" else event["type"], "type")
    event, claim, document = graph.traced(lambda event: event["type"] in types and can_be_coded(event))
    row = by_event[in_cell(event["id"])]
    same(row["Source"], in_cell(document.get("publisher", "")), "publisher")
    same(row["Publication Date"], document.get("published", "")[:10], "day of publication")


# Maps and calendars -----------------------------------------------------------------------------------------------


def is_located(place):
    return "lat" in place and "lon" in place and abs(place["lat"]) <= 90 and abs(place["lon"]) <= 180


@reader("geojson", "geojson", "geojson")
def geojson(case, geojson):
    graph = case.graph
    collection = json.loads(case.text)
    parsed = geojson.loads(case.text)
    assert parsed.is_valid, parsed.errors()
    same(collection["type"], "FeatureCollection", "type")
    features = collection["features"]
    wanted = {
        (event["id"], place)
        for event in graph.events.values()
        for place in event.get("places", [])
        if is_located(graph.places[place])
    }
    same(len(features), len(wanted), "features")
    same(len({feature["id"] for feature in features}), len(features), "ids")
    same(collection["left_out"], len(graph.events) - len({event for event, _ in wanted}), "left out")
    for feature in features:
        same((feature["type"], feature["geometry"]["type"]), ("Feature", "Point"), "types")
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180 and -90 <= lat <= 90
    first = features[0]["properties"]
    claim = graph.claims[first["claim"]]
    same((claim["event"], claim["document"]), (first["event"], first["document"]), "traced fact")
    same(first.get("quote", ""), claim["quote"], "quote")
    for feature in features:
        event = graph.events[feature["properties"]["event"]]
        same(feature["properties"].get("name", ""), event["label"], "label")


def is_dated(event):
    time = event.get("time") or {}
    return bool(time.get("start") or time.get("end"))


@reader("timelinejs", "TimelineJS's rules")
def timelinejs(case):
    graph = case.graph
    timeline = json.loads(case.text)
    slides = {slide["unique_id"]: slide for slide in timeline["events"]}
    wanted = {id for id, event in graph.events.items() if is_dated(event)}
    same(set(slides), wanted, "events")
    same(timeline["left_out"], len(graph.events) - len(wanted), "left out")
    for id, slide in slides.items():
        assert "year" in slide["start_date"] and all(isinstance(n, int) for n in slide["start_date"].values())
        assert "day" not in slide["start_date"] or "month" in slide["start_date"]
        headline = html.unescape(slide["text"]["headline"])
        label = graph.events[id]["label"] or graph.events[id]["type"]
        same(headline, without_controls(label, " ", keep=""), "headline")
        assert "<script" not in slide["text"]["text"] and "<script" not in slide["text"]["headline"]
    event, claim, document = graph.traced(is_dated)
    text = html.unescape(slides[event["id"]]["text"]["text"])
    assert without_controls(claim["quote"], " ", keep="") in text, "no quote"
    assert without_controls(document.get("title") or document.get("path", ""), " ", keep="") in text, "no document"


@reader("ics", "icalendar", "icalendar")
def ics(case, icalendar):
    graph = case.graph
    calendar = icalendar.Calendar
    data = case.path.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "a line is too long"
    assert b"\n" not in data.replace(b"\r\n", b""), "a line ends without CR"
    found = {}
    for component in calendar.from_ical(data).walk("VEVENT"):
        same(component.errors, [], "errors")
        found[str(component["UID"])] = component
    wanted = {e["id"]: e for e in graph.events.values() if e["status"] == "planned" and is_dated(e)}
    same(len(found), len(wanted), "events")
    for id, event in wanted.items():
        id = without_controls(id.replace("\r\n", "\n").replace("\r", "\n"), " ", keep="\n")
        component = found[id + "@diurna"]
        label = event["label"] or event["type"]
        label = without_controls(label.replace("\r\n", "\n").replace("\r", "\n"), " ", keep="\n")
        same(str(component["SUMMARY"]), label, "summary")
        start = event["time"].get("start") or event["time"]["end"]
        end = event["time"].get("end") or start
        first, after = component.decoded("DTSTART"), component.decoded("DTEND")
        same(str(first)[:10], start[:10], "first day")
        if not isinstance(after, datetime.datetime):
            same((after - datetime.timedelta(days=1)).isoformat(), max(end[:10], start[:10]), "last day")
    event, claim, document = graph.traced(lambda event: event["id"] in wanted and event["id"] + "@diurna" in found)
    component = found[event["id"] + "@diurna"]
    quote = without_controls(claim["quote"].replace("\r\n", "\n").replace("\r", "\n"), " ", keep="\n")
    assert quote in str(component["DESCRIPTION"]), "no quote"
