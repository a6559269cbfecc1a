//! The readers: which program reads which format, and what is expected of it.
//!
//! A new reader is a line in [`READERS`] and a function in `pictures.py`, `records.py` or `read_back.mjs`.

use crate::root;
use diurna::export::Selection;
use serde_json::Value;
use std::fs;

/// Which program calls a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    Python,
    Node,
}

/// Who compares what was read with the graph, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    /// The reader says how many nodes and edges it finds, and which quotes; they are compared here.
    Picture { counts: Counts, facts: Facts },
    /// The reader is given the graph as well, and compares what these words say.
    ByReader(&'static str),
}

/// How many nodes and edges a reader should find.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counts {
    /// Those of the picture.
    Picture,
    /// Actors, places and events, and roles and places of events, of the selection.
    Native,
}

/// Which quotes a reader should find, each with its document.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Facts {
    /// Of every event, or in the actors view of every link; with the characters that the format has no form for replaced.
    Every(fn(&str) -> String),
    /// Of every event, quotes only, cut short, and not in graphs of hostile texts.
    Quotes,
    /// The format has no place for them.
    None,
}

/// One reader of one format.
pub(crate) struct Reader {
    pub(crate) format: &'static str,
    /// As the function is registered.
    pub(crate) name: &'static str,
    /// The package whose version the tests ask for; empty for what comes with the host or the system.
    pub(crate) package: &'static str,
    pub(crate) host: Host,
    /// The only variant of the format that it reads.
    pub(crate) variant: Option<&'static str>,
    pub(crate) check: Check,
}

pub(crate) const READERS: &[Reader] = &[
    python("dot", "Graphviz", "").with_facts(Facts::Quotes),
    python("json", "Python json", "").with_native_counts(),
    python("jsonl", "Python json", "").with_native_counts(),
    python("jsonl", "DuckDB", "duckdb").with_native_counts(),
    python("node-link", "NetworkX", "networkx"),
    node("node-link", "d3-force", "d3-force").only("links"),
    node("cytoscape", "Cytoscape.js", "cytoscape"),
    node("graphology", "graphology", "graphology"),
    python("gexf", "GEXF 1.3 grammar", "lxml").showing(legal_in_xml),
    python("gexf", "NetworkX", "networkx").showing(legal_in_xml),
    node("gexf", "graphology-gexf", "graphology-gexf").showing(legal_in_xmldom),
    python("graphml", "NetworkX", "networkx").showing(legal_in_xml),
    python("graphml", "igraph", "igraph").showing(legal_in_xml),
    python("graphml", "yEd's elements", "lxml").showing(legal_in_xml).only("yed"),
    python("csv", "Python csv", "").showing(without_nul),
    python("csv", "Polars", "polars").showing(without_nul),
    node("mermaid", "Mermaid", "mermaid").with_facts(Facts::None),
    python("neo4j", "Python csv", "")
        .checking("header fields, ids, ends of every relationship, names, aliases"),
    python("neo4j", "LadybugDB", "ladybug")
        .checking("COPY of nodes, roles and claims; counts, one fact by Cypher"),
    python("cypher", "kglite", "kglite")
        .checking("every statement, twice; counts, names, one fact by Cypher"),
    python("cypher", "graphdblite", "graphdblite")
        .checking("every statement; counts, names, one fact by Cypher"),
    python("parquet", "DuckDB", "duckdb").checking("counts, ends of every edge, one fact by SQL"),
    python("parquet", "Polars", "polars").checking("every name, alias list, day and quote"),
    python("ftm", "followthemoney", "followthemoney")
        .checking("every entity against its schema, references and their ranges, counts, names, one fact"),
    python("turtle", "rdflib", "rdflib").checking("counts, names, one fact with its offsets by SPARQL"),
    python("jsonld", "rdflib", "rdflib")
        .checking("the same graph as Turtle's, counts, names, one fact by SPARQL"),
    python("gdelt", "codebook 2.0", "").checking("61 columns, code shapes, number of events, one fact"),
    python("plover", "manual 0.8", "")
        .checking("40 columns of POLECAT, PLOVER's types only, plans as AGREE or THREATEN, one fact"),
    python("geojson", "geojson", "geojson").checking("RFC 7946, counts, labels, one fact"),
    python("timelinejs", "TimelineJS's rules", "")
        .checking("dated events only, headlines, dates no finer than known, one fact"),
    python("ics", "icalendar", "icalendar")
        .checking("planned events with a date, days, summaries, line lengths, one fact"),
];

const fn reader(format: &'static str, name: &'static str, package: &'static str, host: Host) -> Reader {
    let check = Check::Picture { counts: Counts::Picture, facts: Facts::Every(as_it_is) };
    Reader { format, name, package, host, variant: None, check }
}

const fn python(format: &'static str, name: &'static str, package: &'static str) -> Reader {
    reader(format, name, package, Host::Python)
}

const fn node(format: &'static str, name: &'static str, package: &'static str) -> Reader {
    reader(format, name, package, Host::Node)
}

impl Reader {
    const fn with_native_counts(mut self) -> Self {
        self.check = Check::Picture { counts: Counts::Native, facts: Facts::Every(as_it_is) };
        self
    }

    const fn with_facts(mut self, facts: Facts) -> Self {
        self.check = Check::Picture { counts: Counts::Picture, facts };
        self
    }

    const fn showing(self, shown: fn(&str) -> String) -> Self {
        self.with_facts(Facts::Every(shown))
    }

    const fn only(mut self, variant: &'static str) -> Self {
        self.variant = Some(variant);
        self
    }

    const fn checking(mut self, what: &'static str) -> Self {
        self.check = Check::ByReader(what);
        self
    }

    /// What is checked, in words.
    pub(crate) const fn checks(&self) -> &'static str {
        match self.check {
            Check::ByReader(what) => what,
            Check::Picture { facts: Facts::Every(_), .. } => {
                "nodes, edges; quote and document of every event and link"
            }
            Check::Picture { facts: Facts::Quotes, .. } => "nodes, edges; quote of every event",
            Check::Picture { facts: Facts::None, .. } => "nodes, edges",
        }
    }

    /// The version of the package that the tests ask for; `None` if it is no package.
    pub(crate) fn version(&self) -> Option<String> {
        if self.package.is_empty() {
            return None;
        }
        let file = match self.host {
            Host::Python => "tests/readers/requirements.txt",
            Host::Node => "tests/readers/package.json",
        };
        let text = fs::read_to_string(root().join(file)).expect("the list of readers");
        let version = match self.host {
            Host::Python => {
                let start = format!("{}==", self.package);
                text.lines().find_map(|line| line.strip_prefix(&start)).map(str::to_owned)
            }
            Host::Node => {
                let list: Value = serde_json::from_str(&text).expect("JSON");
                list["dependencies"][self.package].as_str().map(str::to_owned)
            }
        };
        Some(version.unwrap_or_else(|| panic!("{file} has no version of {}", self.package)))
    }
}

impl Counts {
    /// The numbers of nodes and edges of `selection`, whose picture has `picture`.
    pub(crate) fn of(self, selection: &Selection<'_>, picture: (usize, usize)) -> (usize, usize) {
        match self {
            Self::Picture => picture,
            Self::Native => {
                let whole = selection.is_whole();
                let graph = selection.graph;
                let actors = if whole { graph.actors().len() } else { selection.actors_and_speakers().len() };
                let places = if whole { graph.places().len() } else { selection.places.len() };
                let events = selection.events.iter();
                let edges = events.map(|event| event.participants.len() + event.places.len()).sum();
                (actors + places + selection.events.len(), edges)
            }
        }
    }
}

fn as_it_is(text: &str) -> String {
    text.to_owned()
}

fn legal_in_xml(text: &str) -> String {
    let is_illegal = |character: char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    text.replace(is_illegal, "\u{fffd}")
}

/// xmldom, which graphology-gexf asks for, knows two more line breaks, which stand in attributes here.
fn legal_in_xmldom(text: &str) -> String {
    legal_in_xml(text).replace(['\u{85}', '\u{2028}'], " ")
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
