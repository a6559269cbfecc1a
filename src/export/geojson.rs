//! GeoJSON: events at places with coordinates, for maps.
//!
//! Follows RFC 7946: one `FeatureCollection`, longitude before latitude, a `Point` for each event and each of its places
//! that has coordinates. A country or region has one point, so `place_kind` tells whether the point is exact. Features
//! carry the event's type, status, days, people, first quote and its source. Control characters are escaped as JSON
//! does; nothing is replaced. Left out and counted in `left_out`: events none of whose places has coordinates. Lost:
//! all quotes but the first, speakers' chains but in words, quantities.

use super::Selection;
use super::coded::counted;
use crate::claim::Role;
use crate::graph::{Event, Graph, Place, Word};
use crate::query::{chain_words, claims_in_order};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Longitude and latitude of `place`, if they are on the globe.
fn position(place: &Place) -> Option<[f64; 2]> {
    let (lat, lon) = (place.lat?.0, place.lon?.0);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some([lon, lat])
}

/// The places of `event` that can be drawn.
fn located<'graph>(
    graph: &'graph Graph,
    event: &'graph Event,
) -> impl Iterator<Item = (&'graph Place, [f64; 2])> {
    let places = event.places.iter().filter_map(|id| graph.place(id));
    places.filter_map(|place| Some((place, position(place)?)))
}

fn n_left_out(selection: &Selection<'_>) -> usize {
    let events = selection.events.iter();
    events.filter(|event| located(selection.graph, event).next().is_none()).count()
}

/// How many of the events have no place on the map, as a line of text.
pub(super) fn left_out(selection: &Selection<'_>) -> Option<String> {
    let count = n_left_out(selection);
    (count > 0).then(|| format!("left out: {} at no place with coordinates", counted(count)))
}

/// Writes `selection` as GeoJSON; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let left_out = n_left_out(selection);
    write!(output, "{{\"type\":\"FeatureCollection\",\"left_out\":{left_out},\"features\":[")?;
    let mut separator = "\n";
    for event in &selection.events {
        for (place, position) in located(selection.graph, event) {
            output.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut *output, &feature(selection.graph, event, place, position))?;
            separator = ",\n";
        }
    }
    writeln!(output, "\n]}}")
}

fn feature(graph: &Graph, event: &Event, place: &Place, position: [f64; 2]) -> Value {
    json!({
        "type": "Feature",
        "id": format!("{} {}", event.id, place.id),
        "geometry": {"type": "Point", "coordinates": position},
        "properties": properties(graph, event, place),
    })
}

fn properties(graph: &Graph, event: &Event, place: &Place) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            properties.insert(name.to_owned(), value);
        }
    };
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Value::from);
    set("event", Some(event.id.as_str().into()));
    set("name", text(Some(&event.label)));
    set("event_type", text(Some(&event.kind)));
    set("mode", text(event.mode.as_deref()));
    set("status", Some(event.status.word().into()));
    let time = event.time.as_ref();
    set("start", time.and_then(|time| time.start).map(|moment| moment.to_string().into()));
    set("end", time.and_then(|time| time.end).map(|moment| moment.to_string().into()));
    for role in Role::all() {
        let actors = event.participants.iter().filter(|participant| participant.role == *role);
        let names: Vec<&str> =
            actors.filter_map(|found| graph.actor(&found.actor)).map(|actor| actor.name.as_str()).collect();
        set(role.word(), (!names.is_empty()).then(|| names.into()));
    }
    set("place", text(Some(&place.name)));
    set("place_kind", text(place.kind.map(Word::word)));
    set("country", text(place.country.as_deref()));
    set("confidence", event.confidence.map(|confidence| confidence.0.into()));
    set("independent_sources", Some(event.independent_sources.into()));
    if let Some(claim) = claims_in_order(graph, event).first() {
        set("claim", Some(claim.id.as_str().into()));
        set("quote", text(Some(&claim.quote)));
        set("said_by", text(Some(&chain_words(graph, claim))));
        if let Some(document) = graph.document(&claim.document) {
            set("document", Some(document.id.as_str().into()));
            set("title", text(document.title.as_deref()));
            set("publisher", text(document.publisher.as_deref()));
            set("published", document.published.map(|moment| moment.to_string().into()));
            set("url", text(document.url.as_deref()));
        }
    }
    properties
}
