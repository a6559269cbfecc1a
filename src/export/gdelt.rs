//! GDELT 2.0 event rows: 61 columns, tab between them, no header, one row for each event and pair of actors.
//!
//! Follows the GDELT Event Database Codebook V2.0. Codes are text, so "040" keeps its zero. `EventCode` is the CAMEO code
//! of the type, or of the intent for planned events ("030", "130"); [`crate::lexicon::cameo`] gives class and scale.
//! `GlobalEventID` is a number made from the ids of event and actors, the same in every run.
//!
//! Left out: events that CAMEO has no code for, and those that are possible, conditional, denied or of unknown status,
//! since GDELT would show them as done. Lost: mode, quotes, speakers, quantities, confidence, all names but one, all
//! places but one, ends of times. Left empty: a day that is not known, rather than the day of publication (which is
//! `DATEADDED`); `AvgTone`; the actors' own places; groups, ethnic and religious codes; ADM codes and feature ids.
//! Country codes of actors are ISO 3166-1 alpha-3, which CAMEO's follow but for a few states. `IsRootEvent` is 1 if a
//! headline speaks of it. Tabs, line breaks and other control characters in names and addresses are spaces.

use super::Selection;
use super::coded::{Coding, cell, coding, counted, day_of, dyads, place_of};
use crate::document::ZoneKind;
use crate::entity::PlaceKind;
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Place};
use crate::lexicon::cameo::{CameoRoot, cameo_root, goldstein};
use crate::lexicon::country_codes::country_codes;
use crate::query::claims_in_order;
use chrono::{Datelike, NaiveTime};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// How many columns a row has.
pub const COLUMNS: usize = 61;

/// Writes `selection` as GDELT rows; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    for event in &selection.events {
        let Some((root, code)) = code_of(event) else { continue };
        let about = About::of(selection.graph, event, root, &code);
        for (one, other) in dyads(event) {
            let row = about.row(one, other);
            writeln!(output, "{}", row.join("\t"))?;
        }
    }
    Ok(())
}

/// How many of the events GDELT cannot hold, as a line of text.
pub(super) fn left_out(selection: &Selection<'_>) -> Option<String> {
    let count = selection.events.iter().filter(|event| code_of(event).is_none()).count();
    (count > 0).then(|| {
        format!(
            "left out: {} that GDELT cannot hold (no CAMEO code, or not said to have happened)",
            counted(count)
        )
    })
}

/// The CAMEO root and code under which `event` is a row.
fn code_of(event: &Event) -> Option<(CameoRoot, String)> {
    let cameo = event.cameo.as_deref()?;
    let (root, code) = match coding(event.status, event.quad.as_deref())? {
        Coding::AsItIs => (cameo_root(cameo)?, cameo),
        Coding::IntentToCooperate => (cameo_root("03")?, "03"),
        Coding::Threat => (cameo_root("13")?, "13"),
    };
    // "Not specified below" ends in 0.
    let code = if code.len() == 2 { format!("{code}0") } else { code.to_owned() };
    Some((root, code))
}

/// What all rows of one event share.
struct About<'graph> {
    graph: &'graph Graph,
    event: &'graph Event,
    claims: Vec<&'graph Claim>,
    documents: Vec<&'graph Document>,
    root: CameoRoot,
    code: &'graph str,
}

impl<'graph> About<'graph> {
    fn of(graph: &'graph Graph, event: &'graph Event, root: CameoRoot, code: &'graph str) -> Self {
        let claims = claims_in_order(graph, event);
        let mut seen: BTreeSet<&Id> = BTreeSet::new();
        let documents = claims.iter().map(|claim| &claim.document).filter(|id| seen.insert(*id));
        let documents = documents.filter_map(|id| graph.document(id)).collect();
        Self { graph, event, claims, documents, root, code }
    }

    fn row(&self, one: Option<&Id>, other: Option<&Id>) -> Vec<String> {
        let mut row = Vec::with_capacity(COLUMNS);
        row.push(self.number(one, other));
        row.extend(self.dates());
        for actor in [one, other] {
            row.extend(actor_cells(actor.and_then(|id| self.graph.actor(id))));
        }
        let is_headline = self.claims.iter().any(|claim| claim.zone == Some(ZoneKind::Title));
        row.push(u8::from(is_headline).to_string());
        let base = self.code.get(..3).unwrap_or(self.code);
        let codes =
            [self.code, base, self.root.code, self.root.quad_class, goldstein(self.code).unwrap_or_default()];
        row.extend(codes.map(str::to_owned));
        row.push(self.claims.len().to_string());
        let publishers: BTreeSet<&String> =
            self.documents.iter().filter_map(|document| document.publisher.as_ref()).collect();
        row.push(publishers.len().max(usize::from(!self.documents.is_empty())).to_string());
        row.push(self.documents.len().to_string());
        row.push(String::new());
        for _ in 0..2 {
            row.extend(place_cells(self.graph, None));
        }
        row.extend(place_cells(self.graph, place_of(self.graph, self.event)));
        let first = self.documents.first();
        let added = self.documents.iter().filter_map(|document| document.published).min().map(|published| {
            let time = published.time.unwrap_or(NaiveTime::MIN);
            format!("{}{}", published.day.format("%Y%m%d"), time.format("%H%M%S"))
        });
        row.push(added.unwrap_or_default());
        let address = first.map(|document| document.url.as_ref().or(document.path.as_ref()));
        row.push(address.flatten().map(|address| cell(address)).unwrap_or_default());
        debug_assert_eq!(row.len(), COLUMNS);
        row
    }

    /// A number below 2^53, which readers with floating point keep exactly.
    fn number(&self, one: Option<&Id>, other: Option<&Id>) -> String {
        let mut hash = Sha256::new();
        for id in [Some(&self.event.id), one, other] {
            let text = id.map_or("", Id::as_str);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        let bytes = hash.finalize();
        let number = bytes.iter().take(8).fold(0_u64, |number, &byte| (number << 8) | u64::from(byte));
        (number >> 11).to_string()
    }

    /// Day, MonthYear, Year and FractionDate, as far as they are known.
    fn dates(&self) -> [String; 4] {
        let Some(time) = &self.event.time else { return Default::default() };
        let day = day_of(time);
        let start = time.start.map(|moment| moment.day);
        let end = time.end.map(|moment| moment.day);
        let same = |shared: fn(chrono::NaiveDate) -> (i32, u32)| {
            day.or_else(|| start.filter(|&start| end.is_some_and(|end| shared(start) == shared(end))))
        };
        let month = same(|day| (day.year(), day.month()));
        let year = same(|day| (day.year(), 0));
        let fraction = day.map(|day| {
            // The codebook's own arithmetic: every month has thirty days.
            let days = f64::from(day.month0() * 30 + day.day());
            format!("{:.4}", f64::from(day.year()) + days / 365.0)
        });
        [
            day.map(|day| day.format("%Y%m%d").to_string()).unwrap_or_default(),
            month.map(|day| day.format("%Y%m").to_string()).unwrap_or_default(),
            year.map(|day| day.format("%Y").to_string()).unwrap_or_default(),
            fraction.unwrap_or_default(),
        ]
    }
}

/// Our sectors that are no CAMEO role, so GDELT has no type for them.
const OWN_SECTORS: [&str; 2] = ["PTY", "REL"];

fn actor_cells(actor: Option<&Actor>) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    let Some(actor) = actor else { return cells };
    let country = actor.country.as_deref().map(cell).unwrap_or_default();
    let sector = actor.sector.as_deref().filter(|sector| !OWN_SECTORS.contains(sector));
    let sector = sector.map(cell).unwrap_or_default();
    cells[0] = format!("{country}{sector}");
    cells[1] = cell(&actor.name).to_uppercase();
    cells[2] = country;
    cells[7] = sector;
    cells
}

/// Geo_Type, FullName, CountryCode, ADM1Code, ADM2Code, Lat, Long, FeatureID.
fn place_cells(graph: &Graph, place: Option<&Place>) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    cells[0] = "0".to_owned();
    let Some(place) = place else { return cells };
    let is_american = place.country.as_deref() == Some("USA");
    let kind = match (place.kind, is_american) {
        (Some(PlaceKind::Country), _) => "1",
        (Some(PlaceKind::Region), true) => "2",
        (Some(PlaceKind::City | PlaceKind::Facility), true) => "3",
        (Some(PlaceKind::City | PlaceKind::Facility), false) => "4",
        (Some(PlaceKind::Region | PlaceKind::Other) | None, _) => "5",
    };
    cells[0] = kind.to_owned();
    let country = super::coded::name_within(graph, place, PlaceKind::Country);
    cells[1] = match country.filter(|country| *country != place.name) {
        Some(country) => cell(&format!("{}, {country}", place.name)),
        None => cell(&place.name),
    };
    let fips = place.country.as_deref().and_then(country_codes).and_then(|codes| codes.fips);
    cells[2] = fips.unwrap_or_default().to_owned();
    if let Some((lat, lon)) = place.lat.zip(place.lon) {
        (cells[5], cells[6]) = (lat.to_string(), lon.to_string());
    }
    cells
}
