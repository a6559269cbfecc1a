"""Formats that draw nodes and edges, and the native ones: what their readers find, for the test to compare."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

from registry import Missing, reader

def fact(attributes):
    """Quote and document of a node or edge; empty where there is none."""
    return [attributes.get("quote") or "", attributes.get("document") or ""]


def facts_of(case, nodes, edges):
    """The facts of the events among `nodes`, or in the actors view of `edges`; both are (id, attributes)."""
    if case.view == "events":
        return {id: fact(data) for id, data in nodes if data.get("kind") == "event"}
    return {id: fact(data) for id, data in edges}


# --- graph tools


@reader("dot", "Graphviz")
def dot_graphviz(case):
    if shutil.which("dot") is None:
        raise Missing("the program dot")
    run = subprocess.run(["dot", "-Tdot_json", case.path], capture_output=True)
    if run.returncode != 0 or b"rror" in run.stderr:
        raise ValueError(run.stderr.decode())
    graph = json.loads(run.stdout)
    nodes = graph.get("objects", [])
    # A tooltip is a quote cut to 400 characters, with Graphviz's own escapes.
    plain = lambda text: text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\").replace("&amp;", "&")
    facts = {
        node["name"]: [plain(node.get("tooltip", "")), ""] for node in nodes if node.get("class", "").startswith("event")
    }
    return len(nodes), len(graph.get("edges", [])), facts


def networkx_graph(case, networkx, graph):
    multi = graph if graph.is_multigraph() else networkx.MultiDiGraph(graph)
    edges = [(data.get("id") or key, data) for _, _, key, data in multi.edges(keys=True, data=True)]
    return len(graph), graph.number_of_edges(), facts_of(case, graph.nodes(data=True), edges)


@reader("node-link", "NetworkX", "networkx")
def node_link_networkx(case, networkx):
    key = "links" if case.variant == "links" else "edges"
    return networkx_graph(case, networkx, networkx.node_link_graph(json.loads(case.text), edges=key))


@reader("gexf", "NetworkX", "networkx")
def gexf_networkx(case, networkx):
    return networkx_graph(case, networkx, networkx.read_gexf(str(case.path)))


@reader("graphml", "NetworkX", "networkx")
def graphml_networkx(case, networkx):
    return networkx_graph(case, networkx, networkx.read_graphml(str(case.path)))


@reader("graphml", "igraph", "igraph")
def graphml_igraph(case, igraph):
    graph = igraph.Graph.Read_GraphML(str(case.path))
    nodes = [(node["id"], node.attributes()) for node in graph.vs]
    # igraph 1.0 gives edges the ids of nodes, so theirs is put together again as it was written.
    id_of = lambda edge: ".".join([graph.vs[edge.source]["id"], edge["kind"], graph.vs[edge.target]["id"]])
    edges = [(id_of(edge), edge.attributes()) for edge in graph.es]
    return graph.vcount(), graph.ecount(), facts_of(case, nodes, edges)


@reader("gexf", "GEXF 1.3 grammar", "lxml", "lxml.etree")
def gexf_grammar(case, _, etree):
    grammar = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "gexf-1.3.rng")))
    document = etree.parse(str(case.path), etree.XMLParser(huge_tree=True))
    grammar.assertValid(document)
    space = "{http://gexf.net/1.3}"
    columns = {"node": {}, "edge": {}}
    for block in document.iter(space + "attributes"):
        for column in block:
            assert column.get("id") not in columns[block.get("class")], "a column is declared twice"
            columns[block.get("class")][column.get("id")] = column
    nodes, edges = document.findall(f".//{space}node"), document.findall(f".//{space}edge")
    ids = {node.get("id") for node in nodes}
    assert len(ids) == len(nodes), "two nodes have one id"
    assert len({edge.get("id") for edge in edges}) == len(edges), "two edges have one id"
    found = []
    for kind, elements in (("node", nodes), ("edge", edges)):
        for element in elements:
            values = {}
            for value in element.iter(space + "attvalue"):
                column = columns[kind][value.get("for")]
                assert column.get("title") not in values, "an attribute is given twice"
                values[column.get("title")] = value.get("value")
                {"long": int, "double": float, "boolean": ["false", "true"].index}.get(column.get("type"), str)(
                    value.get("value")
                )
            spells = [(spell.get("start", ""), spell.get("end", "9999")) for spell in element.iter(space + "spell")]
            assert not spells or document.find(space + "graph").get("mode") == "dynamic"
            for start, end in spells:
                assert start <= end, "a spell ends before it starts"
            for (_, end), (start, _) in zip(spells, spells[1:]):
                assert end < start, "spells overlap or are out of order"
            found.append((kind, element.get("id"), values))
    for edge in edges:
        assert edge.get("source") in ids and edge.get("target") in ids, "an edge ends nowhere"
    of_kind = lambda wanted: [(id, values) for kind, id, values in found if kind == wanted]
    return len(nodes), len(edges), facts_of(case, of_kind("node"), of_kind("edge"))


@reader("graphml", "yEd's elements", "lxml", "lxml.etree", variant="yed")
def graphml_yed(case, _, etree):
    document = etree.parse(str(case.path), etree.XMLParser(huge_tree=True))
    g, y = "{http://graphml.graphdrawing.org/xmlns}", "{http://www.yworks.com/xml/graphml}"
    keys = {key.get("id"): key for key in document.iter(g + "key")}
    graphics = {kind: {id for id, key in keys.items() if key.get("yfiles.type") == kind + "graphics"} for kind in ("node", "edge")}
    found = {}
    for kind in ("node", "edge"):
        found[kind] = []
        for element in document.iter(g + kind):
            data = {each.get("key"): each for each in element.findall(g + "data")}
            drawn = [each for key, each in data.items() if key in graphics[kind]]
            assert len(drawn) == 1, "yEd draws what has graphics once"
            values = {keys[key].get("attr.name"): each.text or "" for key, each in data.items() if key not in graphics[kind]}
            shape = drawn[0][0]
            label = shape.findtext(y + ("NodeLabel" if kind == "node" else "EdgeLabel")) or ""
            assert label == values["label"][: 200 if kind == "node" else None], "the label is another"
            if kind == "node":
                assert shape.tag == y + "ShapeNode"
                place = shape.find(y + "Geometry").attrib
                assert all(abs(float(place[name])) < 1e9 for name in ("x", "y", "width", "height"))
                assert shape.find(y + "Shape").get("type") in ("ellipse", "roundrectangle", "diamond")
            else:
                assert shape.tag == y + "PolyLineEdge" and shape.find(y + "Arrows").get("target") in ("standard", "none")
            found[kind].append((element.get("id"), values))
    return len(found["node"]), len(found["edge"]), facts_of(case, found["node"], found["edge"])


# --- tables and lines


@reader("csv", "Python csv")
def csv_python(case):
    def rows(table):
        with open(case.files[table], encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    nodes, edges = rows("nodes"), rows("edges")
    ids = {node["Id"] for node in nodes}
    assert all(edge["Source"] in ids and edge["Target"] in ids for edge in edges), "an edge ends nowhere"
    assert all(edge["Type"] in ("Directed", "Undirected") and int(edge["Weight"]) > 0 for edge in edges)
    named = lambda rows: [(row["Id"], row) for row in rows]
    return len(nodes), len(edges), facts_of(case, named(nodes), named(edges))


@reader("csv", "Polars", "polars")
def csv_polars(case, polars):
    rows = lambda table: polars.read_csv(case.files[table], infer_schema=False).to_dicts()
    nodes, edges = rows("nodes"), rows("edges")
    named = lambda rows: [(row["Id"], row) for row in rows]
    return len(nodes), len(edges), facts_of(case, named(nodes), named(edges))


def native(records):
    """Counts and facts of the records of diurna/1, given as {kind: [record]}."""
    events = records["event"]
    nodes = len(records["actor"]) + len(records["place"]) + len(events)
    edges = sum(len(event["participants"]) + len(event.get("places", [])) for event in events)
    claims = {claim["id"]: claim for claim in records["claim"]}
    facts = {}
    for event in events:
        for claim in event["claims"][:1]:
            facts[event["id"]] = [claims[claim]["quote"], claims[claim]["document"]]
    documents = {document["id"] for document in records["document"]}
    assert all(claim["document"] in documents for claim in claims.values()), "a claim stands in no document"
    return nodes, edges, facts


@reader("json", "Python json")
def json_python(case):
    graph = json.loads(case.text)
    kinds = ["document", "actor", "place", "event", "claim", "relation"]
    return native({kind: graph[kind + "s"] for kind in kinds})


@reader("jsonl", "Python json")
def jsonl_python(case):
    records = {kind: [] for kind in ["graph", "document", "actor", "place", "event", "claim", "relation"]}
    for line in case.text.split("\n")[:-1]:
        record = json.loads(line)
        records[record["record"]].append(record)
    assert records["graph"][0]["format"] == "diurna/1"
    return native(records)


@reader("jsonl", "DuckDB", "duckdb")
def jsonl_duckdb(case, duckdb):
    lines = f"read_json('{case.path}', format='newline_delimited', columns={{json: 'JSON'}}, records=false)"
    ask = lambda query: duckdb.sql(query.replace("LINES", lines)).fetchall()
    kinds = dict(ask("SELECT json->>'record', count(*) FROM LINES GROUP BY 1"))
    edges = ask(
        """SELECT coalesce(sum(coalesce(json_array_length(json->'participants'), 0)
           + coalesce(json_array_length(json->'places'), 0)), 0) FROM LINES WHERE json->>'record' = 'event'"""
    )
    facts = ask(
        """SELECT e.json->>'id', c.json->>'quote', c.json->>'document' FROM LINES e, LINES c
           WHERE e.json->>'record' = 'event' AND c.json->>'record' = 'claim' AND c.json->>'event' = e.json->>'id'"""
    )
    nodes = sum(kinds.get(kind, 0) for kind in ("actor", "place", "event"))
    return nodes, int(edges[0][0]), {id: [quote or "", document] for id, quote, document in facts}
