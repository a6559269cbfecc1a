//! `diurna top`: the most central actors.

use super::arguments::{GraphArgument, OutputArguments};
use super::describe;
use super::filter::{self, FilterArguments};
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Tint};
use super::table::{Cell, Column, Form, Table};
use super::voices::VoicesArgument;
use crate::query::{Index, Measure, Ranked, rank_actors};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct TopArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// What makes an actor central
    #[arg(long, value_name = "MEASURE", default_value = "degree")]
    by: By,
    /// How many actors to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    voices: VoicesArgument,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

/// What makes an actor central.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    /// In how many events it takes part
    Degree,
    /// Through how many of the shortest chains between others; estimated in large graphs
    Betweenness,
    /// How often a random walk from actor to actor comes by
    Pagerank,
}

impl By {
    fn measure(self) -> Measure {
        match self {
            Self::Degree => Measure::Degree,
            Self::Betweenness => Measure::Betweenness,
            Self::Pagerank => Measure::PageRank,
        }
    }

    /// The heading over the scores.
    fn heading(self, is_estimate: bool) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::Betweenness if is_estimate => "estimated_betweenness",
            Self::Betweenness => "betweenness",
            Self::Pagerank => "pagerank",
        }
    }
}

/// Runs the verb.
pub(super) fn run(arguments: &TopArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    let by = arguments.by;
    let ranking = rank_actors(&Index::new(&graph), by.measure(), arguments.voices.voices(), &filter);
    let shown = &ranking.actors[..ranking.actors.len().min(arguments.limit)];
    let heading = by.heading(ranking.pivots.is_some());
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let actors = shown.iter().map(|ranked| {
                json!({
                    "actor": ranked.actor.id,
                    "name": ranked.actor.name,
                    "kind": ranked.actor.kind.name(),
                    "score": ranked.score,
                    "events": ranked.events,
                })
            });
            let mut value = json!({
                "by": heading,
                "ranked": ranking.actors.len(),
                "actors": actors.collect::<Vec<_>>(),
            });
            if let Some(pivots) = ranking.pivots {
                value["estimated_from"] = json!(pivots);
            }
            describe::write_json(&mut output, &value)?;
        }
        Form::Text | Form::Csv | Form::Markdown => table(by, heading, shown).write(&mut output, form)?,
    }
    output.flush()?;
    filter::note_undated(&graph, &filter);
    if let Some(pivots) = ranking.pivots {
        print::note(&format!(
            "estimated from the chains that start at {pivots} of {} actors, drawn with a fixed seed",
            ranking.actors.len()
        ));
    }
    if ranking.actors.is_empty() {
        print::note("nobody takes part in such an event");
    } else if shown.len() < ranking.actors.len() {
        print::note(&format!("{} of {} actors; -n shows more", shown.len(), ranking.actors.len()));
    }
    Ok(Outcome::of_count(shown.len()))
}

fn table(by: By, heading: &'static str, shown: &[Ranked]) -> Table {
    let mut columns =
        vec![Column::number("rank"), Column::words("actor"), Column::whole("kind"), Column::whole("country")];
    if by != By::Degree {
        columns.push(Column::number(heading));
    }
    columns.extend([Column::number("events"), Column::whole("id")]);
    let mut table = Table::new(columns);
    for (at, ranked) in shown.iter().enumerate() {
        let actor = ranked.actor;
        let mut row = vec![
            Cell::from(at + 1),
            Cell::from(actor.name.as_str()).tinted(Tint::Bold),
            actor.kind.name().into(),
            actor.country.clone().into(),
        ];
        if by != By::Degree {
            row.push(format!("{:.6}", ranked.score).into());
        }
        row.extend([ranked.events.into(), Cell::from(actor.id.as_str()).tinted(Tint::Dim)]);
        table.push(row);
    }
    table
}
