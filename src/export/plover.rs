//! Strict PLOVER 0.8, in the columns of POLECAT: a table with a header, tab between columns, one row for each event and
//! pair of actors.
//!
//! Types are those of the PLOVER manual 0.8, as [`crate::lexicon::event_types`] folds ours; a planned event is AGREE if
//! its act is cooperative (a planned visit) and THREATEN if it is not, as the manual has it. Columns are the forty of the
//! POLECAT weekly files. `Event ID` is ours, so `diurna why` leads from a row to its sentences.
//!
//! Left out: types that PLOVER has not (STATEMENT, HARM, DISASTER, ...), and events that are possible, conditional,
//! denied or of unknown status. Lost: quotes, speakers, quantities, confidence, all places but one, ends of times. Left
//! empty: a day that is not known, the mode of an event whose type changed, intensity, Correlates-of-War codes,
//! Wikipedia and GeoNames ids, who else the story names. Tabs, line breaks and other control characters are spaces.

use super::Selection;
use super::coded::{Coding, cell, coding, counted, day_of, dyads, name_within, place_of};
use crate::entity::PlaceKind;
use crate::graph::{Actor, Event, Id, Word};
use crate::lexicon::event_types::{event_type, event_type_of};
use crate::query::claims_in_order;
use std::io::{self, Write};

/// The columns of POLECAT.
const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Event Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// What `Version` says: the manual whose types these are.
const VERSION: &str = "PLOVER 0.8";

/// Writes `selection` as PLOVER rows; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "{}", COLUMNS.join("\t"))?;
    for event in &selection.events {
        let Some(coded) = Coded::of(event) else { continue };
        for (actor, recipient) in dyads(event) {
            let row = row(selection, event, &coded, actor, recipient);
            writeln!(output, "{}", row.map(|text| cell(&text)).join("\t"))?;
        }
    }
    Ok(())
}

/// How many of the events strict PLOVER cannot hold, as a line of text.
pub(super) fn left_out(selection: &Selection<'_>) -> Option<String> {
    let count = selection.events.iter().filter(|event| Coded::of(event).is_none()).count();
    (count > 0).then(|| {
        format!(
            "left out: {} that PLOVER cannot hold (no such type, or not said to have happened)",
            counted(count)
        )
    })
}

/// What an event is in PLOVER.
struct Coded<'graph> {
    kind: &'static str,
    mode: Option<&'graph str>,
    quad: Option<&'static str>,
}

impl<'graph> Coded<'graph> {
    fn of(event: &'graph Event) -> Option<Self> {
        let own = event_type_of(&event.kind, event.mode.as_deref())?;
        let kind = match coding(event.status, own.quad)? {
            Coding::AsItIs => own.plover?,
            // What PLOVER does not know when it happens it does not know as a plan either.
            Coding::IntentToCooperate => own.plover.map(|_| "AGREE")?,
            Coding::Threat => own.plover.map(|_| "THREATEN")?,
        };
        let mode = event.mode.as_deref().filter(|_| event.kind == kind);
        Some(Self { kind, mode, quad: event_type(kind)?.quad })
    }
}

fn quad_words(quad: &str) -> &'static str {
    match quad {
        "VC" => "VERBAL COOPERATION",
        "MC" => "MATERIAL COOPERATION",
        "VX" => "VERBAL CONFLICT",
        "MX" => "MATERIAL CONFLICT",
        _ => "",
    }
}

/// Name, country, COW, primary sector, sectors, title, raw name, Wikipedia id.
fn actor_cells(actor: Option<&Actor>) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    let Some(actor) = actor else { return cells };
    let sector = actor.sector.clone().unwrap_or_default();
    cells[0].clone_from(&actor.name);
    cells[1] = actor.country.clone().unwrap_or_default();
    (cells[3], cells[4]) = (sector.clone(), sector);
    let titles: Vec<&str> = actor.titles.iter().map(|title| title.title.as_str()).collect();
    cells[5] = titles.join("; ");
    cells[6].clone_from(&actor.name);
    cells
}

fn row(
    selection: &Selection<'_>,
    event: &Event,
    coded: &Coded<'_>,
    actor: Option<&Id>,
    recipient: Option<&Id>,
) -> [String; COLUMNS.len()] {
    let graph = selection.graph;
    let mut row: [String; COLUMNS.len()] = std::array::from_fn(|_| String::new());
    let mut set = |column: &str, text: String| {
        let at = COLUMNS.iter().position(|name| *name == column).expect("it is one of the columns");
        row[at] = text;
    };
    set("Event ID", event.id.to_string());
    let day = event.time.as_ref().and_then(day_of);
    set("Event Date", day.map(|day| day.to_string()).unwrap_or_default());
    set("Event Type", coded.kind.to_owned());
    set("Event Mode", coded.mode.unwrap_or_default().to_owned());
    set("Quad Code", coded.quad.map(quad_words).unwrap_or_default().to_owned());
    set("Contexts", event.context.iter().map(String::as_str).collect::<Vec<_>>().join(";"));
    if let Some(place) = place_of(graph, event) {
        let within = |kind| name_within(graph, place, kind).unwrap_or_default().to_owned();
        set("Placename", place.name.clone());
        set("Raw Placename", place.name.clone());
        set("City", within(PlaceKind::City));
        set("Province", within(PlaceKind::Region));
        set("Country", place.country.clone().unwrap_or_default());
        set("Feature Type", place.kind.map(Word::word).unwrap_or_default().to_owned());
        if let Some((lat, lon)) = place.lat.zip(place.lon) {
            set("Latitude", lat.to_string());
            set("Longitude", lon.to_string());
        }
    }
    let claims = claims_in_order(graph, event);
    if let Some(document) = claims.first().and_then(|claim| graph.document(&claim.document)) {
        set("Source", document.publisher.clone().unwrap_or_default());
        let published = document.published.map(|published| published.day.to_string());
        set("Publication Date", published.unwrap_or_default());
        set("Language", document.language.clone().unwrap_or_default());
    }
    set("Version", VERSION.to_owned());
    for (id, first) in [(actor, "Actor Name"), (recipient, "Recipient Name")] {
        let at = COLUMNS.iter().position(|name| *name == first).expect("it is one of the columns");
        let cells = actor_cells(id.and_then(|id| graph.actor(id)));
        row[at..at + cells.len()].clone_from_slice(&cells);
    }
    row
}
