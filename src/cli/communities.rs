//! `diurna communities`: actors that belong together.

use super::arguments::{GraphArgument, OutputArguments};
use super::describe;
use super::filter::{self, FilterArguments};
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Tint};
use super::table::{Cell, Column, Form, Table};
use super::voices::VoicesArgument;
use crate::graph::Actor;
use crate::query::{Community, Index, find_communities};
use clap::Args;
use serde_json::{Value, json};
use std::io::Write;

#[derive(Debug, Args)]
pub(super) struct CommunitiesArguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// Show only the community of this actor, with all its members
    name: Option<String>,
    /// Above 1 for smaller communities, below 1 for larger ones
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = resolution)]
    resolution: f64,
    /// Leave out communities of fewer actors
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_size: usize,
    #[command(flatten)]
    voices: VoicesArgument,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    filter: FilterArguments,
}

fn resolution(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    number.ok_or_else(|| "write a number above 0".to_owned())
}

/// Runs the verb.
pub(super) fn run(arguments: &CommunitiesArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let wanted = arguments.name.as_deref().map(|name| filter::actor(&graph, name)).transpose()?;
    let filter = arguments.filter.filter(&graph)?;
    let voices = arguments.voices.voices();
    let found = find_communities(&Index::new(&graph), arguments.resolution, voices, &filter);
    let is_wanted = |community: &Community| match &wanted {
        Some(wanted) => community.actors.iter().any(|actor| actor.id == *wanted),
        None => community.actors.len() >= arguments.min_size,
    };
    // A community keeps its number whatever is shown.
    let numbered = found.communities.iter().enumerate().map(|(at, community)| (at + 1, community));
    let shown: Vec<(usize, &Community)> = numbered.filter(|(_, community)| is_wanted(community)).collect();
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let communities: Vec<Value> = shown.iter().map(|&shown| community_json(shown)).collect();
            let value = json!({
                "algorithm": "leiden",
                "resolution": arguments.resolution,
                "modularity": found.modularity,
                "communities": communities,
            });
            describe::write_json(&mut output, &value)?;
        }
        Form::Csv => members(&shown).write(&mut output, form)?,
        Form::Text | Form::Markdown if wanted.is_some() => members(&shown).write(&mut output, form)?,
        Form::Text | Form::Markdown => overview(&shown).write(&mut output, form)?,
    }
    output.flush()?;
    filter::note_undated(&graph, &filter);
    if shown.is_empty() {
        print::note("no actors share such events");
    } else {
        print::note(&format!(
            "{} by the Leiden algorithm, modularity {:.3}; {} shown",
            print::counted(found.communities.len(), "group"),
            found.modularity,
            shown.len()
        ));
    }
    Ok(Outcome::of_count(shown.len()))
}

fn community_json((number, community): (usize, &Community)) -> Value {
    let actor = |actor: &&Actor| json!({"actor": actor.id, "name": actor.name, "kind": actor.kind.name()});
    json!({
        "community": number,
        "events": community.events,
        "actors": community.actors.iter().map(actor).collect::<Vec<_>>(),
    })
}

/// So many members stand for a community.
const NAMED: usize = 8;

fn overview(shown: &[(usize, &Community)]) -> Table {
    let mut table = Table::new(vec![
        Column::number("community"),
        Column::number("actors"),
        Column::number("events"),
        Column::words("busiest"),
    ]);
    for &(number, community) in shown {
        let mut names: Vec<&str> =
            community.actors.iter().take(NAMED).map(|actor| actor.name.as_str()).collect();
        let rest = community.actors.len().saturating_sub(NAMED);
        let more = format!("{rest} more");
        if rest > 0 {
            names.push(&more);
        }
        table.push(vec![
            number.into(),
            community.actors.len().into(),
            community.events.into(),
            Cell::from(names.join(", ")).tinted(Tint::Bold),
        ]);
    }
    table
}

fn members(shown: &[(usize, &Community)]) -> Table {
    let mut table = Table::new(vec![
        Column::number("community"),
        Column::words("actor"),
        Column::whole("kind"),
        Column::whole("country"),
        Column::whole("id"),
    ]);
    for &(number, community) in shown {
        for actor in &community.actors {
            table.push(vec![
                number.into(),
                Cell::from(actor.name.as_str()).tinted(Tint::Bold),
                actor.kind.name().into(),
                actor.country.clone().into(),
                Cell::from(actor.id.as_str()).tinted(Tint::Dim),
            ]);
        }
    }
    table
}
