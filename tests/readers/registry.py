"""What the readers share: where they are registered, and what a case is."""

import importlib
import importlib.metadata
import json
from pathlib import Path

READERS = []


class Missing(Exception):
    """A reader that is not installed."""


def reader(format, name, *modules, variant=None):
    """Registers a function from a case to what it finds: (nodes, edges, facts), or None if it compared itself.

    `modules` are imported and given to the function after the case. A reader with a `variant` reads only that one.
    """

    def register(function):
        READERS.append((format, name, modules, variant, function))
        return function

    return register


def pinned():
    """The versions that requirements.txt asks for."""
    lines = (Path(__file__).parent / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def load(name, versions=pinned()):
    """The module `name`, in the version that the tests ask for."""
    try:
        module = importlib.import_module(name)
    except ImportError:
        raise Missing(name) from None
    package = name.partition(".")[0]
    if package in versions and importlib.metadata.version(package) != versions[package]:
        raise Missing(f"{package} {versions[package]}")
    return module


class Case:
    """One graph in one format."""

    def __init__(self, data, all_cases):
        self.name = data["case"]
        self.format = data["format"]
        self.variant = data["variant"]
        self.view = data["view"]
        self.source = data["source"]
        self.files = {table: Path(path) for table, path in data["files"].items()}
        self.graph_file = Path(data["graph"])
        self.all_cases = all_cases

    @property
    def path(self):
        """The file, if there is but one."""
        return self.files[""]

    @property
    def text(self):
        return self.path.read_text(encoding="utf-8")

    def beside(self, format):
        """The same graph in another format."""
        wanted = (format, self.source, self.variant, self.view)
        found = [c for c in self.all_cases if (c["format"], c["source"], c["variant"], c["view"]) == wanted]
        return Case(found[0], self.all_cases)

    @property
    def graph(self):
        """The graph it was written from, diurna/1."""
        return Graph(json.loads(self.graph_file.read_text(encoding="utf-8")))


class Graph:
    """A graph in diurna/1, by id."""

    def __init__(self, data):
        by_id = lambda key: {node["id"]: node for node in data[key]}
        self.actors, self.places, self.events = by_id("actors"), by_id("places"), by_id("events")
        self.claims, self.documents = by_id("claims"), by_id("documents")
        self.n_roles = sum(len(event.get("participants", [])) for event in self.events.values())
        links = ("part_of", "because_of", "about")
        self.n_links = sum(len(event.get(how, [])) for event in self.events.values() for how in links)
        self.tables = {
            "Actor": self.actors,
            "Event": self.events,
            "Place": self.places,
            "Claim": self.claims,
            "Document": self.documents,
        }

    def traced(self, matches=lambda event: True):
        """An event with a claim that `matches(event)`, the claim, and its document: the fact that is followed."""
        for claim in self.claims.values():
            if claim.get("quote") and matches(self.events[claim["event"]]):
                return self.events[claim["event"]], claim, self.documents[claim["document"]]
        raise AssertionError("the graph has no fact to follow")
