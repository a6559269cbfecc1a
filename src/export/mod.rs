//! Export: a graph in the form that another program reads.
//!
//! In comes a graph with [`Options`]; out go bytes. [`Selection`] is the part of the graph that the options ask for,
//! and [`FORMATS`] the table of what it can be written as: one file here, and one line there, per format. Formats that
//! draw nodes and edges share the [`picture::Picture`] of a selection. Nothing here opens a file.

pub(crate) mod coded;
mod csv_pair;
pub mod cypher_script;
mod cytoscape;
pub mod dot;
mod ftm;
pub mod gdelt;
mod geojson;
mod gexf;
mod graphml;
mod graphology;
mod ics;
mod json;
mod jsonl;
mod mermaid;
mod neo4j;
mod node_link;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "parquet_absent.rs"]
mod parquet;
pub mod picture;
mod plover;
mod property_graph;
pub mod rdf;
mod rows;
mod selection;
mod sheet;
mod timelinejs;
mod xml;

pub use graphml::Flavor;
pub use node_link::LinksKey;
pub use selection::{LeftOut, Selection};

use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::query::Filter;
use std::io;

/// What becomes a node, and what an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Actors, events and places as nodes, roles as edges.
    #[default]
    Events,
    /// Actors as nodes, the events they share as edges.
    Actors,
}

impl View {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Actors => "actors",
        }
    }
}

/// What to export, and how: the same for every format; each ignores what does not concern it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// What becomes a node.
    pub view: View,
    /// Which events.
    pub filter: Filter,
    /// At most so many nodes, the best connected ones; see [`Selection::new`].
    pub max_nodes: Option<usize>,
    /// Of node-link JSON: where the edges stand.
    pub links_key: LinksKey,
    /// Of GraphML: for which program.
    pub flavor: Flavor,
    /// What IRIs begin with; `None`: [`rdf::BASE`].
    pub base_iri: Option<String>,
}

/// Writes one table of a format; fails only when the output does.
pub type Write = fn(&Selection<'_>, &mut dyn io::Write) -> io::Result<()>;

/// One file of a format; most formats have one.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// What the file holds ("nodes"); empty if it is the only one.
    pub name: &'static str,
    /// Writes it.
    pub write: Write,
}

/// How several files of a format lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Beside each other: NAME.nodes.csv and NAME.edges.csv.
    #[default]
    Files,
    /// In a folder with nothing else in it.
    Folder,
}

/// One form that a graph can be written in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// As `-T` takes it.
    pub name: &'static str,
    /// Who reads it, in a few words.
    pub about: &'static str,
    /// Ends of file names that mean it, without the dot, the usual one first.
    pub extensions: &'static [&'static str],
    /// The views it can show, the usual one first.
    pub views: &'static [View],
    /// Whether several files lie in a folder of their own.
    pub layout: Layout,
    /// Its files, in the order in which they are written.
    pub tables: &'static [Table],
    /// Whether the selection can be written; the error says why not and what would do.
    pub check: fn(&Selection<'_>) -> Result<()>,
    /// What of the selection the format has no place for, in a line of text; `None` if nothing worth saying.
    pub note: fn(&Selection<'_>) -> Option<String>,
}

impl Format {
    /// A format with one file, which can show both views.
    const fn new(
        name: &'static str,
        about: &'static str,
        extensions: &'static [&'static str],
        tables: &'static [Table],
    ) -> Self {
        const BOTH: &[View] = &[View::Events, View::Actors];
        Self {
            name,
            about,
            extensions,
            views: BOTH,
            tables,
            layout: Layout::Files,
            check: |_| Ok(()),
            note: |_| None,
        }
    }

    /// The same, but with the events view only.
    const fn with_events_only(mut self) -> Self {
        self.views = &[View::Events];
        self
    }

    /// The same, but written as a folder.
    const fn as_folder(mut self) -> Self {
        self.layout = Layout::Folder;
        self
    }

    /// The same, but only what `check` lets pass.
    const fn checked(mut self, check: fn(&Selection<'_>) -> Result<()>) -> Self {
        self.check = check;
        self
    }

    /// The same, and `note` says what it has no place for.
    const fn with_note(mut self, note: fn(&Selection<'_>) -> Option<String>) -> Self {
        self.note = note;
        self
    }

    /// The name of the file of `table` in a folder: its name with the format's usual end, unless it has one.
    pub fn file_name(&self, table: &Table) -> String {
        match self.extensions.first() {
            Some(extension) if !table.name.contains('.') => format!("{}.{extension}", table.name),
            _ => table.name.to_owned(),
        }
    }

    /// Writes `graph` into one buffer for each of [`Format::tables`].
    ///
    /// Fails when the format has no such view or cannot hold so much.
    ///
    /// ```
    /// use diurna::export::{Format, Options};
    /// use diurna::graph::Graph;
    /// let dot = Format::named("dot").unwrap();
    /// let files = dot.write_tables(&Graph::default(), &Options::default())?;
    /// assert!(files[0].1.starts_with(b"digraph diurna {\n"));
    /// # Ok::<(), diurna::Error>(())
    /// ```
    pub fn write_tables(&self, graph: &Graph, options: &Options) -> Result<Vec<(&'static str, Vec<u8>)>> {
        self.expect_view(options.view)?;
        let selection = Selection::new(graph, options);
        (self.check)(&selection)?;
        let mut files = Vec::new();
        for table in self.tables {
            let mut bytes = Vec::new();
            (table.write)(&selection, &mut bytes)
                .map_err(|error| Error::new(format!("cannot write {}: {error}", self.name)))?;
            files.push((table.name, bytes));
        }
        Ok(files)
    }

    /// Fails when the format has no such view.
    pub fn expect_view(&self, view: View) -> Result<()> {
        if self.views.contains(&view) {
            return Ok(());
        }
        let others = FORMATS.iter().filter(|format| format.views.contains(&view));
        let others: Vec<&str> = others.map(|format| format.name).collect();
        Err(Error::new(format!("{} has no {} view", self.name, view.name())).with_help(format!(
            "--view {} goes with -T {}",
            view.name(),
            others.join(", ")
        )))
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that a file name means by its end; of several ends that fit, the longest.
    ///
    /// ```
    /// use diurna::export::Format;
    /// assert_eq!(Format::of_file_name("picture.GEXF").unwrap().name, "gexf");
    /// assert_eq!(Format::of_file_name("picture.node-link.json").unwrap().name, "node-link");
    /// assert!(Format::of_file_name("picture").is_none());
    /// ```
    pub fn of_file_name(name: &str) -> Option<&'static Self> {
        let name = name.to_lowercase();
        let fits = |extension: &str| name.strip_suffix(extension).is_some_and(|rest| rest.ends_with('.'));
        let length = |format: &Self| {
            format.extensions.iter().filter(|extension| fits(extension)).map(|end| end.len()).max()
        };
        // The first of those that fit equally well.
        FORMATS.iter().rev().filter(|format| length(format).is_some()).max_by_key(|format| length(format))
    }
}

/// Every format, in the order in which help lists them.
///
/// Where two have the same file name end, the first is meant by it.
pub static FORMATS: &[Format] = &[
    Format::new("dot", "Graphviz", &["dot", "gv"], &[Table { name: "", write: dot::write }]),
    Format::new("json", "diurna/1, what build writes", &["json"], &[Table { name: "", write: json::write }])
        .with_events_only(),
    Format::new(
        "jsonl",
        "diurna/1 with one record a line, for jq, DuckDB and pandas",
        &["jsonl", "ndjson"],
        &[Table { name: "", write: jsonl::write }],
    )
    .with_events_only(),
    Format::new(
        "node-link",
        "NetworkX and D3",
        &["node-link.json"],
        &[Table { name: "", write: node_link::write }],
    ),
    Format::new(
        "cytoscape",
        "Cytoscape and Cytoscape.js",
        &["cyjs", "cytoscape.json"],
        &[Table { name: "", write: cytoscape::write }],
    ),
    Format::new(
        "graphology",
        "graphology and sigma.js",
        &["graphology.json"],
        &[Table { name: "", write: graphology::write }],
    ),
    Format::new("gexf", "Gephi, with its timeline", &["gexf"], &[Table { name: "", write: gexf::write }]),
    Format::new(
        "graphml",
        "NetworkX, igraph, Gephi, Cytoscape; yEd with --flavor yed",
        &["graphml"],
        &[Table { name: "", write: graphml::write }],
    ),
    Format::new(
        "csv",
        "Gephi's import of spreadsheets: NAME.nodes.csv and NAME.edges.csv",
        &["csv"],
        &[
            Table { name: "nodes", write: csv_pair::write_nodes },
            Table { name: "edges", write: csv_pair::write_edges },
        ],
    ),
    Format::new(
        "mermaid",
        "Mermaid, in Markdown on GitHub, GitLab and Obsidian",
        &["mmd", "mermaid"],
        &[Table { name: "", write: mermaid::write }],
    )
    .checked(mermaid::check),
    Format::new("neo4j", "folder of CSV for neo4j-admin database import", &["csv"], NEO4J_TABLES)
        .with_events_only()
        .as_folder(),
    Format::new(
        "cypher",
        "script of MERGE statements for graph databases",
        &["cypher", "cql"],
        &[Table { name: "", write: cypher_script::write }],
    )
    .with_events_only(),
    Format::new(
        "parquet",
        "folder of tables for DuckDB, Polars, Spark GraphFrames",
        &["parquet"],
        &[
            Table { name: "nodes", write: parquet::write_nodes },
            Table { name: "edges", write: parquet::write_edges },
            Table { name: "claims", write: parquet::write_claims },
        ],
    )
    .with_events_only()
    .as_folder()
    .checked(parquet::check),
    Format::new(
        "ftm",
        "FollowTheMoney entities, for Aleph",
        &["ftm.json", "ftm.jsonl", "ftm"],
        &[Table { name: "", write: ftm::write }],
    )
    .with_events_only(),
    Format::new(
        "turtle",
        "RDF: SEM, PROV-O and Web Annotation",
        &["ttl"],
        &[Table { name: "", write: rdf::write_turtle }],
    )
    .with_events_only()
    .checked(rdf::check),
    Format::new(
        "jsonld",
        "the same RDF as JSON-LD",
        &["jsonld"],
        &[Table { name: "", write: rdf::write_json_ld }],
    )
    .with_events_only()
    .checked(rdf::check),
    Format::new(
        "gdelt",
        "GDELT 2.0 event rows",
        &["gdelt.tsv", "gdelt.csv"],
        &[Table { name: "", write: gdelt::write }],
    )
    .with_events_only()
    .with_note(gdelt::left_out),
    Format::new(
        "plover",
        "strict PLOVER 0.8 in the columns of POLECAT",
        &["plover.tsv", "polecat.tsv"],
        &[Table { name: "", write: plover::write }],
    )
    .with_events_only()
    .with_note(plover::left_out),
    Format::new("geojson", "events on the map", &["geojson"], &[Table { name: "", write: geojson::write }])
        .with_events_only()
        .with_note(geojson::left_out),
    Format::new(
        "timelinejs",
        "TimelineJS",
        &["timeline.json"],
        &[Table { name: "", write: timelinejs::write }],
    )
    .with_events_only()
    .with_note(timelinejs::left_out),
    Format::new("ics", "calendars: planned events", &["ics"], &[Table { name: "", write: ics::write }])
        .with_events_only()
        .with_note(ics::left_out),
];

const NEO4J_TABLES: &[Table] = &[
    Table { name: "actors", write: |selection, output| neo4j::write_table("actors", selection, output) },
    Table { name: "events", write: |selection, output| neo4j::write_table("events", selection, output) },
    Table { name: "places", write: |selection, output| neo4j::write_table("places", selection, output) },
    Table { name: "claims", write: |selection, output| neo4j::write_table("claims", selection, output) },
    Table {
        name: "documents",
        write: |selection, output| neo4j::write_table("documents", selection, output),
    },
    Table { name: "roles", write: |selection, output| neo4j::write_table("roles", selection, output) },
    Table {
        name: "event_places",
        write: |selection, output| neo4j::write_table("event_places", selection, output),
    },
    Table {
        name: "event_links",
        write: |selection, output| neo4j::write_table("event_links", selection, output),
    },
    Table {
        name: "claim_events",
        write: |selection, output| neo4j::write_table("claim_events", selection, output),
    },
    Table {
        name: "claim_documents",
        write: |selection, output| neo4j::write_table("claim_documents", selection, output),
    },
    Table { name: "speakers", write: |selection, output| neo4j::write_table("speakers", selection, output) },
    Table {
        name: "places_within",
        write: |selection, output| neo4j::write_table("places_within", selection, output),
    },
    Table {
        name: "actor_ties",
        write: |selection, output| neo4j::write_table("actor_ties", selection, output),
    },
    Table {
        name: "place_ties",
        write: |selection, output| neo4j::write_table("place_ties", selection, output),
    },
    Table { name: "README.md", write: neo4j::write_read_me },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn formats_and_tables_can_be_told_apart() {
        let names: BTreeSet<&str> = FORMATS.iter().map(|format| format.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        for format in FORMATS {
            let tables: BTreeSet<&str> = format.tables.iter().map(|table| table.name).collect();
            assert_eq!(tables.len(), format.tables.len(), "{}", format.name);
            assert!(!tables.is_empty() && !format.views.is_empty(), "{}", format.name);
            assert_eq!(tables.contains(""), tables.len() == 1, "{}: several tables need names", format.name);
        }
    }
}
