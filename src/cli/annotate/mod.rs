//! `diurna annotate`: one stage alone, in its field's format, so that peers can be scored beside us.
//!
//! Each layer has one file with `run(input, output)`.

pub(crate) mod attribution;
pub(crate) mod events;
pub(crate) mod factuality;
pub(crate) mod names;
mod offsets;
pub(crate) mod syntax;
pub(crate) mod time;

use super::outcome::{Outcome, Stop};
use super::print;
use crate::error::{Error, Result};
use crate::mention::time::Policy;
use clap::{Args, ValueEnum};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A stage that can run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layer {
    /// Sentences, tags, lemmas and trees, as CoNLL-U
    Syntax,
    /// Names, as two columns with BIO tags
    Names,
    /// Time expressions, as JSONL
    Time,
    /// Who says what, as JSONL
    Attribution,
    /// Whether it happened, from -3 to 3, as JSONL
    Factuality,
    /// Coded events, as JSONL
    Events,
}

/// What the input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    /// Running text
    Text,
    /// One JSON object a line
    Jsonl,
    /// Sentences and words that are kept
    Conllu,
    /// One word a line; words are kept
    Columns,
}

/// How times that leave something out are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum TimePolicy {
    /// By the day of publication
    #[default]
    News,
    /// By times named before
    Narrative,
    /// Not at all, and as shorthand of appointments
    Literal,
}

#[derive(Debug, Args)]
pub(super) struct AnnotateArguments {
    /// The stage
    #[arg(long, value_name = "LAYER")]
    layer: Layer,
    /// What the input holds [default: told from the input, JSONL for time, attribution, factuality, events]
    #[arg(long, value_name = "KIND")]
    input: Option<InputKind>,
    /// How times that leave something out are completed
    #[arg(long, value_name = "POLICY", default_value = "news")]
    policy: TimePolicy,
    /// Whose names event types go by
    #[arg(long, value_name = "NAMES", default_value = "native")]
    types: events::TypeNames,
    /// Also write how sure each head or name is (syntax, names)
    #[arg(long)]
    confidence: bool,
    #[command(flatten)]
    knowledge: super::knowledge::KnowledgeArguments,
    /// The file to read; - is standard input
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    file: PathBuf,
}

/// Runs the verb.
pub(super) fn run(arguments: &AnnotateArguments) -> std::result::Result<Outcome, Stop> {
    expect_fitting(arguments)?;
    let input = read_input(&arguments.file)?;
    let mut output = print::output();
    let done = annotate(arguments, &input, &mut output);
    match done {
        Err(error) if error.io_kind() == Some(io::ErrorKind::BrokenPipe) => return Err(Stop::Pipe),
        Err(error) if error.io_kind().is_none() => return Err(error.at(&arguments.file).into()),
        other => other?,
    }
    output.flush()?;
    Ok(Outcome::Found)
}

fn annotate(arguments: &AnnotateArguments, input: &str, output: &mut dyn Write) -> Result<()> {
    match (arguments.layer, arguments.input) {
        (Layer::Syntax, kind) => {
            let kind = match kind {
                Some(InputKind::Text) => syntax::Input::Text,
                Some(InputKind::Conllu) => syntax::Input::Conllu,
                _ => syntax::Input::detect(input),
            };
            syntax::run(kind, input, arguments.confidence, output)
        }
        (Layer::Names, kind) => {
            let kind = match kind {
                Some(InputKind::Text) => names::Input::Text,
                Some(InputKind::Columns) => names::Input::Columns,
                _ => names::Input::detect(input),
            };
            names::run(kind, input, arguments.confidence, output)
        }
        (Layer::Time, _) => {
            let policy = match arguments.policy {
                TimePolicy::News => Policy::News,
                TimePolicy::Narrative => Policy::Narrative,
                TimePolicy::Literal => Policy::Literal,
            };
            time::run(input, policy, output)
        }
        (Layer::Attribution, _) => attribution::run(input, output),
        (Layer::Factuality, _) => factuality::run(input, output),
        (Layer::Events, _) => {
            let known = arguments.knowledge.read()?;
            events::run(input, arguments.types, known.get(), output)
        }
    }
}

/// Whether the layer can read that kind of input, and knows how sure it is if that is asked.
fn expect_fitting(arguments: &AnnotateArguments) -> Result<()> {
    if arguments.confidence && !matches!(arguments.layer, Layer::Syntax | Layer::Names) {
        return Err(Error::new("this layer does not say how sure it is")
            .with_help("--confidence goes with --layer syntax or --layer names"));
    }
    let Some(kind) = arguments.input else { return Ok(()) };
    let fitting: &[InputKind] = match arguments.layer {
        Layer::Syntax => &[InputKind::Text, InputKind::Conllu],
        Layer::Names => &[InputKind::Text, InputKind::Columns],
        Layer::Time | Layer::Attribution | Layer::Factuality | Layer::Events => &[InputKind::Jsonl],
    };
    if fitting.contains(&kind) {
        return Ok(());
    }
    let word = |kind: &InputKind| kind.to_possible_value().map(|value| value.get_name().to_owned());
    let fitting: Vec<String> = fitting.iter().filter_map(word).collect();
    Err(Error::new("this layer does not read that kind of input")
        .with_help(format!("write --input {}", fitting.join(" or --input "))))
}

fn read_input(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|error| Error::io("read", path, error))?;
    String::from_utf8(bytes).map_err(|_| Error::new("is not UTF-8 text").at(path))
}
