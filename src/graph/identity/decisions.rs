//! What people decided about identity: a text file that can be read, compared and undone line by line.

use super::groups::Groups;
use crate::entity::ActorKind;
use crate::error::{Error, Result};
use crate::graph::{Graph, Id, Word};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One decision with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// What was decided.
    pub ruling: Ruling,
    /// Why, in the person's words.
    pub reason: String,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ruling {
    /// The actors are one.
    Same(Id, Id),
    /// No actor of the first list is an actor of the second.
    NotSame(Vec<Id>, Vec<Id>),
    /// The actor has this name too.
    Alias(Id, String),
    /// The actor is of this kind.
    Kind(Id, ActorKind),
}

/// The decisions of a file, in its order.
///
/// One line each, columns parted by tabs: what was decided (`same`, `not-same`, `alias`, `kind`), on whom, what, and the
/// reason; a list has commas between its ids. Empty lines and lines that open with `#` count for nothing.
///
/// ```
/// use diurna::graph::Decisions;
/// let decisions = Decisions::parse("same\ta:1\ta:2\tboth sign as mayor\n# seen twice\nalias\ta:1\tThe Hammer\tnickname\n")?;
/// assert_eq!(decisions.iter().count(), 2);
/// assert_eq!(Decisions::parse(&decisions.to_text())?, decisions);
/// let error = Decisions::parse("same\ta:1\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 1: `same` needs two ids");
/// # Ok::<(), diurna::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    decisions: Vec<Decision>,
}

fn ids(column: &str) -> Vec<Id> {
    column.split(',').map(str::trim).filter(|id| !id.is_empty()).map(Id::from).collect()
}

impl Decisions {
    /// Reads decisions; the error names the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut decisions = Self::default();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let decision = parse_line(line)
                .map_err(|problem| Error::new(format!("line {}: {problem}", index + 1)).with_help(HELP))?;
            decisions.decisions.push(decision);
        }
        decisions.check()?;
        Ok(decisions)
    }

    /// Fails when what is the same is also not the same.
    fn check(&self) -> Result<()> {
        let mut numbers: BTreeMap<&Id, usize> = BTreeMap::new();
        for id in self.same().flat_map(|(one, other)| [one, other]) {
            let next = numbers.len();
            numbers.entry(id).or_insert(next);
        }
        let mut groups = Groups::new(numbers.len());
        for (one, other) in self.same() {
            groups.join(numbers[one], numbers[other]);
        }
        let is_same = |one: &Id, other: &Id| match (numbers.get(one), numbers.get(other)) {
            (Some(&one), Some(&other)) => groups.is_joined(one, other),
            _ => one == other,
        };
        for (one, other) in self.apart() {
            if is_same(one, other) {
                return Err(Error::new(format!("{one} and {other} are both the same and not the same"))
                    .with_help("take one of the lines out"));
            }
        }
        Ok(())
    }

    /// Adds a decision; fails, and adds nothing, when it contradicts one that is there.
    pub fn add(&mut self, decision: Decision) -> Result<()> {
        if self.decisions.contains(&decision) {
            return Ok(());
        }
        self.decisions.push(decision);
        let checked = self.check();
        if checked.is_err() {
            self.decisions.pop();
        }
        checked
    }

    /// The decisions in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Decision> {
        self.decisions.iter()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.decisions.is_empty()
    }

    /// The decisions as the text that [`Decisions::parse`] reads.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for decision in &self.decisions {
            writeln!(text, "{}", decision.to_line()).expect("writing to a string cannot fail");
        }
        text
    }

    /// The pairs that are one.
    pub(super) fn same(&self) -> impl Iterator<Item = (&Id, &Id)> {
        self.decisions.iter().filter_map(|decision| match &decision.ruling {
            Ruling::Same(one, other) => Some((one, other)),
            _ => None,
        })
    }

    /// The pairs that are not one.
    pub(super) fn apart(&self) -> impl Iterator<Item = (&Id, &Id)> {
        let lists = self.decisions.iter().filter_map(|decision| match &decision.ruling {
            Ruling::NotSame(ones, others) => Some((ones, others)),
            _ => None,
        });
        lists.flat_map(|(ones, others)| {
            ones.iter().flat_map(move |one| others.iter().map(move |other| (one, other)))
        })
    }

    /// The actors of which a name or kind was decided, by the ids that documents gave them.
    pub(super) fn described(&self) -> impl Iterator<Item = &Id> {
        self.decisions.iter().filter_map(|decision| match &decision.ruling {
            Ruling::Alias(id, _) | Ruling::Kind(id, _) => Some(id),
            Ruling::Same(..) | Ruling::NotSame(..) => None,
        })
    }

    /// The names that were decided, with the ids that documents gave the actors.
    pub fn aliases(&self) -> impl Iterator<Item = (&Id, &str)> {
        self.decisions.iter().filter_map(|decision| match &decision.ruling {
            Ruling::Alias(id, alias) => Some((id, alias.as_str())),
            Ruling::Same(..) | Ruling::NotSame(..) | Ruling::Kind(..) => None,
        })
    }

    /// Gives actors the aliases and kinds that were decided.
    pub(super) fn describe(&self, graph: &mut Graph, node_of: impl Fn(&Id) -> Id) {
        for decision in &self.decisions {
            match &decision.ruling {
                Ruling::Alias(id, alias) => {
                    if let Some(actor) = graph.actors.get_mut(&node_of(id)) {
                        actor.aliases.insert(alias.clone());
                    }
                }
                Ruling::Kind(id, kind) => {
                    if let Some(actor) = graph.actors.get_mut(&node_of(id)) {
                        actor.kind = *kind;
                    }
                }
                Ruling::Same(..) | Ruling::NotSame(..) => {}
            }
        }
    }
}

const HELP: &str = "a line is: same ID ID REASON | not-same IDS IDS REASON | alias ID NAME REASON | kind ID KIND REASON, with tabs between";

fn parse_line(line: &str) -> std::result::Result<Decision, String> {
    let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
    let word = columns[0];
    let column = |at: usize, what: &str| {
        columns
            .get(at)
            .copied()
            .filter(|column| !column.is_empty())
            .ok_or_else(|| format!("`{word}` needs {what}"))
    };
    let ruling = match word {
        "same" => Ruling::Same(column(1, "two ids")?.into(), column(2, "two ids")?.into()),
        "not-same" => {
            Ruling::NotSame(ids(column(1, "two lists of ids")?), ids(column(2, "two lists of ids")?))
        }
        "alias" => {
            Ruling::Alias(column(1, "an id and a name")?.into(), column(2, "an id and a name")?.to_owned())
        }
        "kind" => {
            let kind = column(2, "an id and a kind")?;
            let kind = ActorKind::from_word(kind)
                .ok_or_else(|| format!("`{kind}` is no kind of actor; there are {}", ActorKind::list()))?;
            Ruling::Kind(column(1, "an id and a kind")?.into(), kind)
        }
        _ => return Err(format!("`{word}` is no decision")),
    };
    Ok(Decision { ruling, reason: columns.get(3).copied().unwrap_or_default().to_owned() })
}

impl Decision {
    /// The decision as a line of the file, without its end.
    pub fn to_line(&self) -> String {
        let list = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join(",");
        let columns = match &self.ruling {
            Ruling::Same(one, other) => ["same".to_owned(), one.to_string(), other.to_string()],
            Ruling::NotSame(ones, others) => ["not-same".to_owned(), list(ones), list(others)],
            Ruling::Alias(id, alias) => ["alias".to_owned(), id.to_string(), plain(alias)],
            Ruling::Kind(id, kind) => ["kind".to_owned(), id.to_string(), kind.name().to_owned()],
        };
        format!("{}\t{}", columns.join("\t"), plain(&self.reason)).trim_end().to_owned()
    }
}

/// `text` on one line and in one column.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
