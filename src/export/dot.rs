//! Graphviz DOT, as an events view (actors, events and places) or an actors view (who is linked to whom).
//!
//! Never `strict`, which would drop parallel edges. Every identifier is quoted, for `node` or `Graph` is a keyword.

use super::{Selection, View};
use crate::claim::{Role, Status};
use crate::entity::ActorKind;
use crate::graph::{Actor, Event, Graph, Id, Place, Word};
use crate::query::{Direction, Pair, claims_in_order};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Above this many nodes `dot` is slow and `sfdp` draws a better picture.
const MANY_NODES: usize = 300;

/// Longer tooltips hide the picture.
const TOOLTIP_CHARACTERS: usize = 400;

/// Longer labels fill it; Graphviz before version 9 refuses strings of more than 16384 bytes.
const LABEL_CHARACTERS: usize = 200;

/// Longer identifiers are written in pieces, for the same reason.
const ID_PIECE: usize = 8_000;

/// Writes `selection` as DOT.
///
/// Planned events are dashed, possible ones dotted, denied ones red. Labels and tooltips are escaped, so any text
/// gives a file that Graphviz reads. Fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    match selection.options.view {
        View::Events => write_events(selection, output),
        View::Actors => write_actors(selection, output),
    }
}

/// `text` as a quoted DOT string whose content Graphviz shows as it is.
///
/// Backslashes start escapes such as `\N`, and `&` starts an entity, so both are doubled out; control characters,
/// which break SVG, become spaces.
///
/// ```
/// use diurna::export::dot::quoted;
/// assert_eq!(quoted(r#"5 < 6 & "x\N""#), r#""5 < 6 &amp; \"x\\N\"""#);
/// assert_eq!(quoted("two\nlines"), r#""two\nlines""#);
/// ```
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '&' => quoted.push_str("&amp;"),
            // XML 1.0 allows neither these nor the last two code points of the basic plane.
            control if control.is_control() => quoted.push(' '),
            '\u{fffe}' | '\u{ffff}' => quoted.push(' '),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// `id` as a quoted DOT identifier.
///
/// In identifiers only the quotation mark is escaped; but a backslash at the end would escape the closing one, and
/// a line break is lost when the identifier is shown, so both are written as one escape that cannot occur twice. A long
/// one is written in pieces, which Graphviz joins at `+`.
fn quoted_id(id: &Id) -> String {
    let mut quoted = String::from("\"");
    let mut piece = 0;
    for character in id.as_str().chars() {
        if quoted.len() - piece > ID_PIECE {
            quoted.push_str("\" + \"");
            piece = quoted.len();
        }
        match character {
            '"' => quoted.push_str("%22"),
            '\\' => quoted.push_str("%5C"),
            '%' => quoted.push_str("%25"),
            '&' => quoted.push_str("%26"),
            control if control.is_control() || matches!(control, '\u{fffe}' | '\u{ffff}') => {
                quoted.push_str(&format!("%{:02X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn write_opening(n_nodes: usize, output: &mut dyn Write) -> io::Result<()> {
    if n_nodes > MANY_NODES {
        writeln!(output, "  // more than {MANY_NODES} nodes: drawn by sfdp, since dot would be slow")?;
        writeln!(output, "  graph [layout=sfdp, overlap=prism, splines=false, charset=\"UTF-8\"];")?;
    } else {
        writeln!(output, "  graph [rankdir=LR, nodesep=0.3, ranksep=0.8, charset=\"UTF-8\"];")?;
    }
    writeln!(output, "  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=white];")?;
    writeln!(output, "  edge [fontname=\"Helvetica\", fontsize=9, color=\"#555555\"];")
}

fn write_events(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let Selection { graph, events, actors, places, .. } = selection;
    writeln!(output, "digraph diurna {{")?;
    writeln!(output, "  // {} events, {} actors, {} places", events.len(), actors.len(), places.len())?;
    write_left_out(selection, output)?;
    write_opening(events.len() + actors.len() + places.len(), output)?;
    for actor in actors {
        write_actor(actor, output)?;
    }
    for place in places {
        write_place(place, output)?;
    }
    for event in events {
        write_event(graph, event, output)?;
    }
    for event in events {
        write_roles(event, output)?;
    }
    let drawn: BTreeSet<&Id> = events.iter().map(|event| &event.id).collect();
    for event in events {
        for (how, other) in event.links().filter(|(_, other)| drawn.contains(other)) {
            let (id, other) = (quoted_id(&event.id), quoted_id(other));
            writeln!(output, "  {id} -> {other} [label=\"{}\", color=\"#999999\"];", how.replace('_', " "))?;
        }
    }
    writeln!(output, "}}")
}

fn write_left_out(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let lines = selection.left_out.lines(selection.options.view);
    lines.iter().try_for_each(|line| writeln!(output, "  // {line}"))
}

fn write_actor(actor: &Actor, output: &mut dyn Write) -> io::Result<()> {
    let (shape, colour) = match actor.kind {
        ActorKind::Person => ("ellipse", "#cfe2f3"),
        ActorKind::Organization => ("component", "#d9ead3"),
        ActorKind::Country => ("house", "#fff2cc"),
        ActorKind::Bloc => ("house", "#fce5cd"),
        ActorKind::Group => ("ellipse", "#eeeeee"),
        ActorKind::Media => ("component", "#ead1dc"),
        ActorKind::Anonymous => ("ellipse", "#ffffff"),
    };
    let mut details: Vec<&str> = vec![actor.kind.word()];
    details.extend(actor.country.as_deref());
    details.extend(actor.sector.as_deref());
    details.extend(actor.titles.iter().map(|title| title.title.as_str()));
    writeln!(
        output,
        "  {} [label={}, tooltip={}, shape={shape}, fillcolor=\"{colour}\", class=\"actor {}\"];",
        quoted_id(&actor.id),
        quoted(&shortened(&actor.name, LABEL_CHARACTERS)),
        quoted(&shortened(&details.join(", "), TOOLTIP_CHARACTERS)),
        actor.kind.word(),
    )
}

fn write_place(place: &Place, output: &mut dyn Write) -> io::Result<()> {
    writeln!(
        output,
        "  {} [label={}, tooltip={}, shape=plain, class=\"place\"];",
        quoted_id(&place.id),
        quoted(&shortened(&place.name, LABEL_CHARACTERS)),
        quoted(place.kind.map_or("place", |kind| kind.word())),
    )
}

fn write_event(graph: &Graph, event: &Event, output: &mut dyn Write) -> io::Result<()> {
    let mut label = event.type_and_mode();
    let days = event.time.as_ref().filter(|time| time.is_resolved()).map(|time| {
        let (start, end) =
            (time.start.map(|moment| moment.to_string()), time.end.map(|moment| moment.to_string()));
        match (start, end) {
            (Some(start), Some(end)) if start == end => start,
            (start, end) => format!("{}..{}", start.unwrap_or_default(), end.unwrap_or_default()),
        }
    });
    if let Some(days) = days {
        label.push('\n');
        label.push_str(&days);
    }
    let claims = claims_in_order(graph, event);
    let quote = claims.first().map(|claim| claim.quote.clone());
    let tooltip = quote.filter(|quote| !quote.is_empty()).unwrap_or_else(|| event.label.clone());
    let documents = claims.iter().filter_map(|claim| graph.document(&claim.document));
    // Any other scheme could be a script.
    let is_address =
        |url: &&str| (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= ID_PIECE;
    let address = documents.filter_map(|document| document.url.as_deref()).find(is_address);
    let address = address.map(|url| format!(", URL={}", quoted(url))).unwrap_or_default();
    writeln!(
        output,
        "  {} [label={}, tooltip={}{address}, shape=box, style=\"{}\", color=\"{}\", class=\"event {}\"];",
        quoted_id(&event.id),
        quoted(&shortened(&label, LABEL_CHARACTERS)),
        quoted(&shortened(&tooltip, TOOLTIP_CHARACTERS)),
        event_style(event.status),
        event_colour(event.status),
        event.status.word(),
    )
}

const fn event_style(status: Status) -> &'static str {
    match status {
        Status::Planned => "rounded,filled,dashed",
        Status::Possible | Status::Conditional | Status::Unknown => "rounded,filled,dotted",
        Status::Occurred | Status::Ongoing | Status::Denied => "rounded,filled",
    }
}

const fn event_colour(status: Status) -> &'static str {
    match status {
        Status::Denied => "red",
        _ => "#333333",
    }
}

fn write_roles(event: &Event, output: &mut dyn Write) -> io::Result<()> {
    let id = quoted_id(&event.id);
    let line = match event.status {
        Status::Planned => ", style=dashed",
        Status::Possible | Status::Conditional | Status::Unknown => ", style=dotted",
        Status::Denied => ", color=red",
        Status::Occurred | Status::Ongoing => "",
    };
    for participant in &event.participants {
        let actor = quoted_id(&participant.actor);
        let role = participant.role.word();
        match participant.role {
            Role::Agent => writeln!(output, "  {actor} -> {id} [label=\"{role}\"{line}];")?,
            Role::Participant => writeln!(output, "  {actor} -> {id} [label=\"{role}\", dir=none{line}];")?,
            Role::Patient | Role::Recipient => {
                writeln!(output, "  {id} -> {actor} [label=\"{role}\"{line}];")?
            }
        }
    }
    for place in &event.places {
        writeln!(
            output,
            "  {id} -> {} [label=\"place\", arrowhead=none, color=\"#999999\"];",
            quoted_id(place)
        )?;
    }
    Ok(())
}

fn write_actors(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let Selection { graph, actors, pairs, .. } = selection;
    writeln!(output, "digraph diurna {{")?;
    writeln!(output, "  // {} actors, {} links; weight: number of shared events", actors.len(), pairs.len())?;
    write_left_out(selection, output)?;
    write_opening(actors.len(), output)?;
    for actor in actors {
        write_actor(actor, output)?;
    }
    for pair in pairs {
        write_pair(graph, pair, output)?;
    }
    writeln!(output, "}}")
}

fn write_pair(graph: &Graph, pair: &Pair, output: &mut dyn Write) -> io::Result<()> {
    let events: Vec<&Event> = pair.events.iter().filter_map(|id| graph.event(id)).collect();
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *types.entry(event.kind.as_str()).or_default() += 1;
    }
    let counted = |(kind, count): (&&str, &usize)| match count {
        1 => (*kind).to_owned(),
        count => format!("{kind} x{count}"),
    };
    let label: Vec<String> = types.iter().map(counted).collect();
    let tooltip: Vec<&str> = events.iter().map(|event| event.label.as_str()).collect();
    let all = |accepts: fn(Status) -> bool| events.iter().all(|event| accepts(event.status));
    let mut style = String::new();
    if all(|status| status == Status::Denied) {
        style.push_str(", color=red");
    } else if all(|status| status == Status::Planned) {
        style.push_str(", style=dashed");
    } else if all(|status| matches!(status, Status::Possible | Status::Conditional | Status::Unknown)) {
        style.push_str(", style=dotted");
    }
    if pair.direction == Direction::Together {
        style.push_str(", dir=none");
    }
    let weight = events.len();
    // Wider than this an edge hides its neighbours.
    let width = (weight as f64).sqrt().min(6.0);
    writeln!(
        output,
        "  {} -> {} [label={}, tooltip={}, weight={}, penwidth={width:.1}{style}];",
        quoted_id(&pair.source),
        quoted_id(&pair.target),
        quoted(&shortened(&label.join("\n"), LABEL_CHARACTERS)),
        quoted(&shortened(&tooltip.join("\n"), TOOLTIP_CHARACTERS)),
        weight.min(1000),
    )
}

/// At most `n_characters` of `text`.
fn shortened(text: &str, n_characters: usize) -> String {
    match text.char_indices().nth(n_characters) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
