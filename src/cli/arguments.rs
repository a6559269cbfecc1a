//! What may be typed: verb first, files last.

use super::outcome::Stop;
use super::table::Form;
use super::{annotate, cypher, filter::FilterArguments, pages, schema};
use super::{between, diff, timeline};
use crate::error::Error;
use crate::export::{FORMATS, Flavor, Format, LinksKey, View};
use clap::builder::styling::Styles;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  diurna page.txt                                   read a page and tell what it says
  diurna build news/*.html -o graph.json            many pages into one graph
  diurna events graph.json --actor Lavrov --after 2024-05
  diurna path graph.json Putin \"Wang Yi\"            how two actors are linked
  diurna why graph.json \"Lavrov visits\"             the sentences that say so
  cat page.txt | diurna build - | diurna export - -T dot | dot -Tsvg > out.svg

Exit codes: 0 found, 1 nothing found, 2 error.";

/// Reads news and writes down who did what to whom, when, where, and who says so.
#[derive(Debug, Parser)]
#[command(
    name = "diurna",
    version,
    about,
    after_help = EXAMPLES,
    override_usage = "diurna PAGE\n       diurna VERB [OPTIONS] ...",
    subcommand_value_name = "VERB",
    subcommand_help_heading = "Verbs",
    arg_required_else_help = true,
    max_term_width = 100,
    styles = Styles::plain()
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Read pages and write one graph
    Build(BuildArguments),
    /// Read pages into a store; those that are there are left out
    Add(super::add::AddArguments),
    /// Make a store hold what is in these pages now: add, replace, remove
    Sync(super::add::AddArguments),
    /// Take documents out of a store, with all that only they said
    Rm(super::rm::RmArguments),
    /// Put the documents of other stores into one
    Join(super::join::JoinArguments),
    /// Ask a store anything, in SQL
    Sql(super::sql::SqlArguments),
    /// Read a page and tell what it says (what `diurna PAGE` does)
    #[command(hide = true)]
    Summary(SummaryArguments),
    /// Show a graph, or one actor, place, document or event of it, on one screen
    Show(ShowArguments),
    /// List events in time order
    Events(EventsArguments),
    /// List the actors that share events with one
    Neighbors(NeighborsArguments),
    /// Find the shortest chains of events between two actors
    Path(PathArguments),
    /// List the most central actors
    Top(super::top::TopArguments),
    /// Find groups of actors that share more events with each other than with the rest
    Communities(super::communities::CommunitiesArguments),
    /// List every event that links two actors, in time order
    Between(between::BetweenArguments),
    /// List events by day, week, month or year
    Timeline(timeline::TimelineArguments),
    /// Show the sentences, speakers and rules behind an event or claim
    Why(WhyArguments),
    /// Count what a graph holds
    Stats(StatsArguments),
    /// Decide that actors are one
    Merge(super::identity::MergeArguments),
    /// Decide that the actor of some documents is another
    Split(super::identity::SplitArguments),
    /// Decide that an actor has another name, or is of another kind
    Alias(super::identity::AliasArguments),
    /// Tell what speaks for two actors being one, and against it
    WhySame(super::identity::WhySameArguments),
    /// Say what was added, removed and changed from one graph to another
    Diff(diff::DiffArguments),
    /// Write a graph in another format
    Export(ExportArguments),
    /// Run one stage alone and write its field's own format
    Annotate(annotate::AnnotateArguments),
    /// Show how a sentence is read: tree, names, times, events
    Explain(ExplainArguments),
    /// Check event rules of your own, and read their example sentences
    Lint(super::lint::LintArguments),
    /// Ask a graph anything, in openCypher
    Cypher(cypher::CypherArguments),
    /// Print the JSON Schema of diurna/1, or the names that openCypher queries use
    Schema(schema::SchemaArguments),
    /// Print a completion script
    Completions {
        /// For which shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    /// Pages: files, folders, patterns, or - for standard input
    #[arg(value_name = "INPUT")]
    pub(super) inputs: Vec<String>,
    /// Where to write the graph; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(super) output: PathBuf,
    /// How many pages to read at a time [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
    /// Fail if any input had to be skipped
    #[arg(long)]
    pub(super) strict: bool,
    #[command(flatten)]
    pub(super) reading: pages::ReadArguments,
}

#[derive(Debug, Args)]
pub(super) struct SummaryArguments {
    /// Pages: files, folders, patterns, or - for standard input
    #[arg(value_name = "PAGE", required = true)]
    pub(super) inputs: Vec<String>,
    /// Write the graph in this format instead
    #[arg(short = 'T', long, value_name = "FORMAT", value_parser = export_format())]
    pub(super) to: Option<&'static Format>,
    #[command(flatten)]
    pub(super) reading: pages::ReadArguments,
}

#[derive(Debug, Args)]
pub(super) struct GraphArgument {
    /// A graph that `diurna build` wrote, or a store; - is standard input
    #[arg(value_name = "GRAPH")]
    pub(super) graph: PathBuf,
}

/// How to write the answer.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct OutputArguments {
    /// Write JSON for programs
    #[arg(long)]
    pub(super) json: bool,
    /// Write comma-separated values for spreadsheets
    #[arg(long)]
    pub(super) csv: bool,
    /// Write a Markdown table
    #[arg(long)]
    pub(super) markdown: bool,
}

impl OutputArguments {
    /// The form asked for.
    pub(super) fn form(&self) -> Form {
        match (self.json, self.csv, self.markdown) {
            (true, ..) => Form::Json,
            (_, true, _) => Form::Csv,
            (.., true) => Form::Markdown,
            _ => Form::Text,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// An actor, place, document or event: its name, an alias, first letters of the words, a path, or its id
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct EventsArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// Show roles, places and amounts too, in a few lines for each event
    #[arg(short, long, conflicts_with = "OutputArguments")]
    pub(super) long: bool,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct NeighborsArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// The actor
    pub(super) name: String,
    /// How many events away
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) depth: u16,
    /// Show every event that a neighbor shares
    #[arg(short, long, conflicts_with = "OutputArguments")]
    pub(super) long: bool,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct PathArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// From whom
    #[arg(value_name = "A")]
    pub(super) from: String,
    /// To whom
    #[arg(value_name = "B")]
    pub(super) to: String,
    /// How many chains to find, shortest first
    #[arg(short = 'k', long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) paths: u16,
    /// The most events a chain may have
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub(super) max_hops: u16,
    /// Not through this actor (repeated: through none of them)
    #[arg(long, value_name = "NAME")]
    pub(super) avoid: Vec<String>,
    #[command(flatten)]
    pub(super) voices: super::voices::VoicesArgument,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct WhyArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// An event or claim: its id, the start of it, or words of its label
    #[arg(value_name = "ID|WORDS", required = true)]
    pub(super) subject: Vec<String>,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct StatsArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

/// Takes the name of one of [`FORMATS`].
fn export_format() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names)
        .map(|name| Format::named(&name).expect("only names of the table are possible"))
}

/// Takes the name of a view.
fn export_view() -> impl TypedValueParser<Value = View> {
    let names = [
        PossibleValue::new(View::Events.name()).help("Actors, events and places, linked by roles"),
        PossibleValue::new(View::Actors.name()).help("Actors, linked by the events they share"),
    ];
    PossibleValuesParser::new(names).map(|name| match name.as_str() {
        "actors" => View::Actors,
        _ => View::Events,
    })
}

/// Takes `edges` or `links`.
fn links_key() -> impl TypedValueParser<Value = LinksKey> {
    PossibleValuesParser::new(["edges", "links"]).map(|key| match key.as_str() {
        "links" => LinksKey::Links,
        _ => LinksKey::Edges,
    })
}

/// Takes `yed`, or `plain` for none.
fn flavor() -> impl TypedValueParser<Value = Flavor> {
    PossibleValuesParser::new(["plain", "yed"]).map(|flavor| match flavor.as_str() {
        "yed" => Flavor::Yed,
        _ => Flavor::Plain,
    })
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    pub(super) graph: GraphArgument,
    /// The format [default: what the name of the output file says]
    #[arg(short = 'T', long, value_name = "FORMAT", value_parser = export_format())]
    pub(super) to: Option<&'static Format>,
    /// What becomes a node
    #[arg(long, default_value = "events", value_parser = export_view())]
    pub(super) view: View,
    /// Where to write; - is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(super) output: PathBuf,
    /// Of node-link: the key of the edges; D3 and NetworkX before 3.6 look for links
    #[arg(long, value_name = "KEY", value_parser = links_key())]
    pub(super) links_key: Option<LinksKey>,
    /// Of GraphML: with what a program needs beyond the standard
    #[arg(long, value_name = "PROGRAM", value_parser = flavor())]
    pub(super) flavor: Option<Flavor>,
    /// Of a format with several files, the one to write
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<String>,
    /// Keep at most N nodes, the best connected ones, and say what is left out
    #[arg(long, value_name = "N")]
    pub(super) max_nodes: Option<usize>,
    /// What IRIs begin with (turtle and jsonld) [default: urn:diurna:]
    #[arg(long, value_name = "IRI")]
    pub(super) base_iri: Option<String>,
    #[command(flatten)]
    pub(super) filter: FilterArguments,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The sentence; - is standard input
    #[arg(value_name = "SENTENCE", required = true)]
    pub(super) words: Vec<String>,
    /// The day it was published, for "on Tuesday"
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    #[command(flatten)]
    pub(super) knowledge: super::knowledge::KnowledgeArguments,
}

/// Puts the hidden verb `summary` before a page, so that `diurna PAGE` works.
///
/// Fails when the first word is neither a verb nor something to read, and says which verb may have been meant.
pub(super) fn with_verb(mut words: Vec<OsString>) -> Result<Vec<OsString>, Stop> {
    let Some(first) = words.get(1).cloned() else { return Ok(words) };
    let text = first.to_string_lossy().into_owned();
    let is_option = text.starts_with('-') && text != "-";
    let verbs: Vec<String> = Arguments::command()
        .get_subcommands()
        .map(|verb| verb.get_name().to_owned())
        .chain(["help".to_owned()])
        .collect();
    if is_option || verbs.contains(&text) {
        return Ok(words);
    }
    if !can_be_a_page(&first) {
        return Err(Stop::Failed(unknown_verb(&text, &verbs)));
    }
    words.insert(1, "summary".into());
    Ok(words)
}

fn can_be_a_page(word: &OsStr) -> bool {
    let text = word.to_string_lossy();
    Path::new(word).exists() || text == "-" || text.contains(['/', '\\', '.', '*', '?', '['])
}

/// At least this Jaro-Winkler likeness makes a verb worth suggesting; "nieghbors" has 0.95.
const LIKENESS: f64 = 0.8;

fn unknown_verb(word: &str, verbs: &[String]) -> Error {
    let error = Error::new(format!("`{word}` is neither a verb of diurna nor a file"));
    let likeness = |verb: &&String| strsim::jaro_winkler(verb, &word.to_lowercase());
    let best = verbs.iter().filter(|verb| *verb != "summary" && likeness(verb) >= LIKENESS);
    match best.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        Some(verb) => error.with_help(format!("did you mean `diurna {verb}`?")),
        None => error.with_help("diurna --help lists the verbs; diurna PAGE reads a page"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    fn words(text: &str) -> Vec<OsString> {
        text.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn a_page_gets_its_verb() {
        assert_eq!(with_verb(words("diurna news.txt")).expect("a page"), words("diurna summary news.txt"));
        assert_eq!(with_verb(words("diurna -")).expect("a page"), words("diurna summary -"));
        assert_eq!(with_verb(words("diurna stats g.json")).expect("a verb"), words("diurna stats g.json"));
        assert_eq!(with_verb(words("diurna --help")).expect("an option"), words("diurna --help"));
    }

    #[test]
    fn a_mistyped_verb_is_recognised() {
        let Err(Stop::Failed(error)) = with_verb(words("diurna nieghbors g.json Lena")) else { panic!() };
        assert_eq!(error.help(), Some("did you mean `diurna neighbors`?"));
    }
}
