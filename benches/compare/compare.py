#!/usr/bin/env python3
"""Asks the same questions of diurna, petgraph, NetworkX and Ladybug, on the same invented news, in one run.

    python3 -m venv FOLDER && FOLDER/bin/pip install -r benches/compare/requirements.txt
    FOLDER/bin/python benches/compare/compare.py [--events 10000,100000,1000000] [--rounds 3] [--work FOLDER]

Run at the root of the project. Graphs are made by examples/generate_graph.rs. Diurna reads the whole graph file with
its documents, claims and quotes; the others read only who takes part in what, from a CSV file made of it, so their
loading is less work. Each program runs alone in a process of its own. Times are medians in milliseconds; a question
that takes longer than --limit seconds is given up. Writes benches/RESULTS.md and benches/growth.svg.
"""

import argparse
import json
import os
import pathlib
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time

QUESTIONS = [
    ("load", "load"),
    ("load_memory", "memory after loading, MiB"),
    ("index", "index"),
    ("events_mid", "events, mid actor"),
    ("events_hub", "events, hub"),
    ("name_mid", "actor by name, mid actor"),
    ("dossier_mid", "dossier, mid actor"),
    ("dossier_hub", "dossier, hub"),
    ("between_mid", "between, mid actors"),
    ("between_hub", "between, hub and mid actor"),
    ("timeline_mid", "timeline by month, mid actor"),
    ("timeline_hub", "timeline by month, hub"),
    ("neighbors_mid", "neighbors, mid actor"),
    ("neighbors_hub", "neighbors, hub"),
    ("neighbors2_mid", "neighbors at depth 2, mid actor"),
    ("neighbors2_hub", "neighbors at depth 2, hub"),
    ("path_mid", "path, mid actors"),
    ("path_hub", "path, hub to mid actor"),
    ("paths5_mid", "5 paths, mid actors"),
    ("paths5_hub", "5 paths, hub to mid actor"),
    ("degree", "top by degree"),
    ("betweenness", "top by betweenness"),
    ("pagerank", "top by PageRank"),
    ("communities", "communities"),
    ("stats", "stats"),
    ("memory", "memory at the end, MiB"),
]


class TooLong(Exception):
    pass


def peak_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class Clock:
    """Times questions; one that fails or takes too long has its reason for an answer."""

    def __init__(self, rounds, limit):
        self.rounds, self.limit, self.answers = rounds, limit, {}

    def ask(self, name, question, rounds=None):
        def stop(*_):
            raise TooLong

        signal.signal(signal.SIGALRM, stop)
        signal.alarm(self.limit)
        times = []
        try:
            for _ in range(rounds or self.rounds):
                start = time.perf_counter()
                question()
                times.append((time.perf_counter() - start) * 1000)
        except TooLong:
            if not times:
                self.answers[name] = f"> {self.limit} s"
                return
        finally:
            signal.alarm(0)
        self.answers[name] = statistics.median(times)


def roles(path):
    with open(path) as file:
        next(file)
        for line in file:
            yield line.rstrip("\n").split(",")


def ask_networkx(work, ids, clock, pivots):
    import networkx as nx

    start = time.perf_counter()
    graph = nx.Graph()
    graph.add_edges_from(roles(work / "roles.csv"))
    clock.answers["load"] = (time.perf_counter() - start) * 1000
    clock.answers["load_memory"] = peak_memory()
    hub, mid, other = ids

    def neighbors(actor):
        shared = {}
        for event in graph[actor]:
            for found in graph[event]:
                if found != actor:
                    shared[found] = shared.get(found, 0) + 1
        return shared

    def neighbors2(actor):
        found = set(neighbors(actor))
        for near in list(found):
            found.update(neighbors(near))
        return found

    def projection():
        weights = {}
        for event in (node for node in graph if node.startswith("e:")):
            actors = sorted(graph[event])
            for at, one in enumerate(actors):
                for two in actors[at + 1 :]:
                    weights[one, two] = weights.get((one, two), 0) + 1 / (len(actors) - 1)
        ties = nx.Graph()
        ties.add_weighted_edges_from((one, two, weight) for (one, two), weight in weights.items())
        return ties

    def communities():
        ties = projection()
        found = nx.community.louvain_communities(ties, seed=1)
        clock.answers["modularity"] = nx.community.modularity(ties, found)

    clock.ask("events_mid", lambda: list(graph[mid]))
    clock.ask("events_hub", lambda: list(graph[hub]))
    clock.ask("neighbors_mid", lambda: neighbors(mid))
    clock.ask("neighbors_hub", lambda: neighbors(hub))
    clock.ask("neighbors2_mid", lambda: neighbors2(mid), 1)
    clock.ask("path_mid", lambda: nx.shortest_path(graph, mid, other))
    clock.ask("path_hub", lambda: nx.shortest_path(graph, hub, other))
    clock.ask("degree", lambda: sorted(((d, n) for n, d in graph.degree() if n.startswith("a:")), reverse=True))
    clock.ask("pagerank", lambda: nx.pagerank(graph), 1)
    clock.ask("betweenness", lambda: nx.betweenness_centrality(graph, k=min(pivots or len(graph), len(graph)), seed=1), 1)
    clock.ask("communities", communities, 1)


def ask_ladybug(work, ids, clock, _):
    import ladybug

    folder = work / "ladybug"
    for stale in (folder, pathlib.Path(f"{folder}.wal")):
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink(missing_ok=True)
    start = time.perf_counter()
    connection = ladybug.Connection(ladybug.Database(str(folder)))
    run = connection.execute
    run("CREATE NODE TABLE Actor(id STRING, PRIMARY KEY(id))")
    run("CREATE NODE TABLE Event(id STRING, PRIMARY KEY(id))")
    run("CREATE REL TABLE Role(FROM Event TO Actor)")
    for table, file in (("Actor", "actors"), ("Event", "events"), ("Role", "roles")):
        run(f"COPY {table} FROM '{work / file}.csv' (HEADER=true)")
    clock.answers["load"] = (time.perf_counter() - start) * 1000
    clock.answers["load_memory"] = peak_memory()

    def ask(text, **values):
        return lambda: run(text, values).get_all()

    hub, mid, other = ids
    events = "MATCH (a:Actor {id: $id})<-[:Role]-(e:Event) RETURN e.id"
    neighbors = (
        "MATCH (a:Actor {id: $id})<-[:Role]-(e:Event)-[:Role]->(b:Actor) WHERE a.id <> b.id "
        "RETURN b.id, count(*) ORDER BY count(*) DESC"
    )
    path = "MATCH p = (a:Actor {id: $id})-[:Role* SHORTEST 1..12]-(b:Actor {id: $to}) RETURN nodes(p)"
    clock.ask("events_mid", ask(events, id=mid))
    clock.ask("events_hub", ask(events, id=hub))
    clock.ask("neighbors_mid", ask(neighbors, id=mid))
    clock.ask("neighbors_hub", ask(neighbors, id=hub))
    clock.ask("path_mid", ask(path, id=mid, to=other))
    clock.ask("path_hub", ask(path, id=hub, to=other))
    clock.ask("degree", ask("MATCH (a:Actor)<-[:Role]-(e:Event) RETURN a.id, count(*) ORDER BY count(*) DESC LIMIT 20"))


def write_tables(work):
    """actors.csv, events.csv and roles.csv from graph.json, a line at a time."""
    section, event = None, None
    with (
        open(work / "graph.json") as graph,
        open(work / "actors.csv", "w") as actors,
        open(work / "events.csv", "w") as events,
        open(work / "roles.csv", "w") as roles_file,
    ):
        actors.write("id\n")
        events.write("id\n")
        roles_file.write("event,actor\n")
        for line in graph:
            if line.startswith('  "'):
                section = line.split('"')[1]
            elif section == "claims":
                break
            elif line.startswith('      "id": "'):
                event = line.split('"')[3]
                if section == "actors":
                    actors.write(event + "\n")
                elif section == "events":
                    events.write(event + "\n")
            elif section == "events" and line.startswith('          "actor": "'):
                roles_file.write(f'{event},{line.split(chr(34))[3]}\n')


def run_json(*command, limit=None):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, timeout=limit)
    if done.returncode != 0:
        return {"load": f"failed ({done.returncode})"}
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(n_events, arguments):
    examples = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target")) / "release/examples"
    work = pathlib.Path(arguments.work) / str(n_events)
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "graph.json").exists():
        with open(work / "graph.json.part", "wb") as file:
            subprocess.run([examples / "generate_graph", str(n_events)], stdout=file, check=True)
        os.replace(work / "graph.json.part", work / "graph.json")
    if not (work / "roles.csv").exists():
        write_tables(work)
    rounds = arguments.rounds
    found = {"load average before": os.getloadavg()[0]}
    # A program's first memory is slow where the machine itself is a guest, so loading is timed in several runs.
    loads = [run_json(examples / "ask_graph", work / "graph.json", 0)["load"] for _ in range(rounds - 1)]
    found["diurna"] = run_json(examples / "ask_graph", work / "graph.json", rounds)
    found["diurna"]["load"] = statistics.median([*loads, found["diurna"]["load"]])
    ids = [found["diurna"][name] for name in ("hub", "mid", "other")]
    pivots = found["diurna"]["pivots"] or found["diurna"]["actors"]
    found["petgraph"] = run_json(examples / "ask_petgraph", work / "roles.csv", *ids, rounds)
    for program in ("networkx", "ladybug"):
        found[program] = run_json(
            sys.executable, __file__, "--ask", program, "--work", work, "--rounds", rounds, "--limit", arguments.limit,
            "--pivots", pivots, "--ids", ",".join(ids),
        )
    found["load average after"] = os.getloadavg()[0]
    found["bytes"] = (work / "graph.json").stat().st_size
    print(json.dumps({n_events: found}), file=sys.stderr)
    return found


PROGRAMS = ("diurna", "petgraph", "networkx", "ladybug")


def cell(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def tables(results):
    for n_events, found in results.items():
        diurna = found["diurna"]
        yield f"\n## {n_events:,} events, {diurna['actors']:,} actors, {found['bytes'] / 1e6:,.0f} MB of JSON\n\n"
        yield (
            f"The hub is in {diurna['hub_events']:,} events, the mid actors in {diurna['mid_events']}. Betweenness is "
            f"{'exact' if diurna['pivots'] is None else 'estimated from ' + str(diurna['pivots']) + ' actors'}. "
            f"Loading took diurna {diurna['load_processor']:,} ms of processor time, all cores together. Modularity: "
            f"diurna {diurna['modularity']:.3f} (Leiden), NetworkX {cell(found['networkx'].get('modularity')) or 'not reached'} "
            f"(Louvain). Load average of the machine {found['load average before']:.1f} before, "
            f"{found['load average after']:.1f} after.\n\n"
        )
        yield "| milliseconds | " + " | ".join(PROGRAMS) + " |\n| --- |" + " ---: |" * len(PROGRAMS) + "\n"
        for name, words in QUESTIONS:
            yield f"| {words} | " + " | ".join(cell(found[program].get(name)) for program in PROGRAMS) + " |\n"


LINES = [
    ("diurna", "load", "#c00"),
    ("diurna", "neighbors_mid", "#06c"),
    ("diurna", "neighbors_hub", "#0a0"),
    ("diurna", "paths5_mid", "#a0a"),
    ("diurna", "pagerank", "#f80"),
    ("diurna", "communities", "#088"),
    ("networkx", "load", "#888"),
    ("ladybug", "load", "#bbb"),
]


def chart(results):
    """Milliseconds over events, both logarithmic."""
    import math

    sizes = list(results)
    left, top, width, height = 70, 20, 520, 380
    low, high = -3, 6

    def x(size):
        span = math.log10(sizes[-1] / sizes[0]) or 1
        return left + width * math.log10(size / sizes[0]) / span

    def y(value):
        return top + height * (high - min(max(math.log10(value), low), high)) / (high - low)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 220} {top + height + 50}" font-family="sans-serif" font-size="12">']
    parts.append('<rect width="100%" height="100%" fill="white"/>')
    for power in range(low, high + 1):
        parts.append(f'<path d="M{left} {y(10**power):.1f}h{width}" stroke="#ddd"/><text x="{left - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end">{10**power:g} ms</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{top + height + 20}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 40}" text-anchor="middle">events</text>')
    labels = []
    for program, name, colour in LINES:
        points = [(x(size), y(found[program][name])) for size, found in results.items() if isinstance(found[program].get(name), (int, float)) and found[program][name] > 0]
        if points:
            parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>')
            labels.append((points[-1][1], points[-1][0], colour, f"{program}: {dict(QUESTIONS)[name]}"))
    floor = 0
    for at, right, colour, words in sorted(labels):
        floor = max(at + 4, floor + 14)
        parts.append(f'<text x="{right + 8:.1f}" y="{floor:.1f}" fill="{colour}">{words}</text>')
    return "\n".join(parts) + "\n</svg>\n"


HEAD = """# Diurna beside other graph programs

Written by `benches/compare/compare.py`; growth is drawn in [growth.svg](growth.svg).

```console
$ cargo build --release --examples
$ python3 -m venv FOLDER && FOLDER/bin/pip install -r benches/compare/requirements.txt
$ FOLDER/bin/python benches/compare/compare.py {arguments}
```

Machine: {machine}. {note}

Graphs are those of `cargo run --release --example generate_graph -- EVENTS`: five events to an actor, three roles to an event,
Zipf degrees. *Diurna* reads the whole graph with its claims and quotes from JSON and checks every reference; the
others read a CSV file of who is in which event, made beforehand, which is far less to read. Once read, *index* is what
diurna builds before the first question. *petgraph* is the limit: plain nodes and edges without filters, order or
evidence. *NetworkX* works on actors and events as nodes, so its betweenness and PageRank are of that graph, from as many
pivots; its communities are Louvain's, and making the ties counts in. *Ladybug* writes to disk what it loads, and its
graph algorithms are an extension that has to be downloaded, so they are left out. An empty cell: not asked.
Times are medians of {rounds} rounds (slow questions of NetworkX: one).
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", default="10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--work", default="target/compare")
    parser.add_argument("--note", default="")
    parser.add_argument("--ask", choices=("networkx", "ladybug"), help=argparse.SUPPRESS)
    parser.add_argument("--ids", help=argparse.SUPPRESS)
    parser.add_argument("--pivots", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ask:
        clock = Clock(arguments.rounds, arguments.limit)
        ask = {"networkx": ask_networkx, "ladybug": ask_ladybug}[arguments.ask]
        ask(pathlib.Path(arguments.work), arguments.ids.split(","), clock, arguments.pivots)
        clock.answers["memory"] = peak_memory()
        print(json.dumps(clock.answers))
        return
    results = {int(size): compare(int(size), arguments) for size in arguments.events.split(",")}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory"
    words = f"--events {arguments.events} --rounds {arguments.rounds} --limit {arguments.limit}"
    head = HEAD.format(arguments=words, machine=machine, note=arguments.note, rounds=arguments.rounds)
    folder = pathlib.Path("benches")
    (folder / "RESULTS.md").write_text(head + "".join(tables(results)))
    (folder / "growth.svg").write_text(chart(results))


if __name__ == "__main__":
    main()
