//! FollowTheMoney, one JSON entity a line: what Aleph, OpenAleph and OpenSanctions tools load.
//!
//! Follows the schema of followthemoney 4: actors are `Person`, `PublicBody`, `Company`, `Organization` or
//! `LegalEntity`; events are `Event`; documents are `Article`, joined to what they report by one `Documentation` for
//! each claim, whose summary is the quote; `Mention` says under which names a document speaks of an actor; ties are
//! `UnknownLink`. Every value is a list of strings. Dates are as fine as what is known ("2024-05"), both ends included.
//!
//! FollowTheMoney allows only letters, digits, `-` and `.` in ids, so `e:12ab` is `e-12ab` here and `recordId` keeps ours.
//! Lost: the confidence and rule of claims, roles but agent (`organizer`), the parts of quantities and of speaker
//! chains (both are kept as words), offsets (kept as words in the `description` of a Documentation). Status and polarity
//! have no field: they are words in `keywords` and `status`. Values longer than the schema takes (names 384 characters,
//! addresses 250, texts 65,000, others 1024) are cut and end in an ellipsis.

use super::Selection;
use super::property_graph::{graph_of, polarity_word};
use crate::claim::Role;
use crate::entity::ActorKind;
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Moment, Place, Time, Word};
use crate::lexicon::country_codes::country_codes;
use crate::mention::time::Grain;
use crate::query::{chain_sentence, claims_in_order};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes `selection` as FollowTheMoney entities; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let graph = graph_of(selection);
    for document in graph.documents() {
        article(document).write(output)?;
    }
    for place in graph.places() {
        address(&graph, place).write(output)?;
    }
    for actor in graph.actors() {
        legal_entity(&graph, actor).write(output)?;
        write_mentions(actor, output)?;
    }
    for event in graph.events() {
        event_entity(&graph, event).write(output)?;
    }
    for claim in graph.claims() {
        documentation(&graph, claim).write(output)?;
    }
    write_links(&graph, output)
}

/// An entity that is being filled; a property keeps each value once, in order.
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self { id, schema, properties: BTreeMap::new() }
    }

    /// Adds a value, cut to what the schema takes; one that shows nothing is left out, and a name of quotation marks only,
    /// which followthemoney takes off.
    fn add(&mut self, property: &'static str, value: impl Into<String>) {
        let value: String = value.into();
        let is_name = matches!(property, "name" | "alias");
        if !is_visible(&value) || is_name && !is_visible(&value.replace(['"', '\''], "")) {
            return;
        }
        let value = shortened(value, length_of(property));
        let values = self.properties.entry(property).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// Adds the name, which the schema requires, or else `id`.
    fn add_name(&mut self, name: &str, id: &Id) {
        self.add("name", name);
        if !self.properties.contains_key("name") {
            self.add("name", entity_id(id));
        }
    }

    fn add_known(&mut self, property: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(property, value);
        }
    }

    fn add_country(&mut self, country: Option<&str>) {
        if let Some(codes) = country.and_then(country_codes) {
            self.add("country", codes.alpha_2.to_lowercase());
        }
    }

    /// Adds the source of what `document` says; FollowTheMoney knows web addresses only.
    fn add_source(&mut self, document: &Document) {
        self.add_known("publisher", document.publisher.as_deref());
        self.add_known("sourceUrl", document.url.as_deref().filter(|url| is_web_address(url)));
    }

    fn write(&self, output: &mut dyn Write) -> io::Result<()> {
        let entity = json!({"id": self.id, "schema": self.schema, "properties": self.properties});
        serde_json::to_writer(&mut *output, &entity)?;
        output.write_all(b"\n")
    }
}

/// The most characters that followthemoney takes for a value of `property`.
fn length_of(property: &str) -> usize {
    match property {
        "full" | "location" => 250,
        "name" | "alias" => 384,
        "summary" | "notes" | "description" => 65_000,
        _ => 1024,
    }
}

/// At most `length` characters of `text`, the last an ellipsis if it was longer.
fn shortened(text: String, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some(_) => text.chars().take(length - 1).chain(['\u{2026}']).collect(),
        None => text,
    }
}

/// Whether `text` holds a character that can be seen; followthemoney drops the others.
fn is_visible(text: &str) -> bool {
    let is_invisible = |character: char| {
        character.is_control()
            || character.is_whitespace()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(character, '\u{ad}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}')
    };
    !text.chars().all(is_invisible)
}

fn is_web_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let in_host = |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | ':');
    host.contains('.')
        && host.chars().all(in_host)
        && url.len() <= 4096
        && !url.contains(|character: char| character.is_whitespace() || character.is_control())
}

/// The id that FollowTheMoney allows for ours: `-` for `:`; a hash for ids that other programs made up.
fn entity_id(id: &Id) -> String {
    let text = id.as_str();
    let is_ours = text.split_once(':').is_some_and(|(prefix, rest)| {
        let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_word(prefix) && is_word(rest) && text.len() <= 40
    });
    if is_ours { text.replacen(':', "-", 1) } else { hashed("x", &[text]) }
}

fn hashed(prefix: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digits: String = hash.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-{digits}")
}

/// `moment` cut to the grain, when the interval is just the month or year that it stands for.
fn partial(moment: Moment, time: &Time) -> String {
    let Moment { day, time: of_day } = moment;
    match (time.grain, of_day) {
        (Some(Grain::Year), None) if fills(time, 4) => day.format("%Y").to_string(),
        (Some(Grain::Month), None) if fills(time, 7) => day.format("%Y-%m").to_string(),
        (_, None) => day.to_string(),
        (_, Some(of_day)) => format!("{day}T{}", of_day.format("%H:%M:%S")),
    }
}

/// Whether `time` is just what the first `length` letters of its first day stand for.
fn fills(time: &Time, length: usize) -> bool {
    let Some(start) = time.start else { return false };
    let text = start.to_string();
    let Some(prefix) = text.get(..length) else { return false };
    Moment::first_of(prefix) == time.start && Moment::last_of(prefix) == time.end
}

fn article(document: &Document) -> Entity {
    let mut entity = Entity::new(entity_id(&document.id), "Article");
    entity.add_known("title", document.title.as_deref());
    let name = document.title.as_ref().or(document.path.as_ref()).or(document.url.as_ref());
    entity.add_name(name.map_or("", String::as_str), &document.id);
    entity.add_known("fileName", document.path.as_deref());
    if let Some(published) = document.published {
        entity.add("publishedAt", partial(published, &Time::default()));
    }
    entity.add_source(document);
    entity
}

fn address(graph: &Graph, place: &Place) -> Entity {
    let mut entity = Entity::new(entity_id(&place.id), "Address");
    entity.add("full", full_name(graph, place));
    entity.add_name(&place.name, &place.id);
    entity.add_country(place.country.as_deref());
    if let Some((lat, lon)) = place.lat.zip(place.lon) {
        entity.add("latitude", lat.to_string());
        entity.add("longitude", lon.to_string());
    }
    entity
}

/// "Lima, Peru": the place and what it lies in.
fn full_name(graph: &Graph, place: &Place) -> String {
    let mut names = vec![place.name.as_str()];
    let mut at = place.within.as_ref();
    // A file may say that two places lie in each other.
    for _ in 0..4 {
        let Some(place) = at.and_then(|id| graph.place(id)) else { break };
        names.push(&place.name);
        at = place.within.as_ref();
    }
    names.join(", ")
}

fn schema_of(actor: &Actor) -> &'static str {
    let sector = actor.sector.as_deref();
    match actor.kind {
        ActorKind::Person => "Person",
        ActorKind::Country => "PublicBody",
        ActorKind::Organization => match sector {
            Some("GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY") => "PublicBody",
            Some("BUS") => "Company",
            _ => "Organization",
        },
        ActorKind::Bloc | ActorKind::Media => "Organization",
        ActorKind::Group | ActorKind::Anonymous => "LegalEntity",
    }
}

fn legal_entity(graph: &Graph, actor: &Actor) -> Entity {
    let schema = schema_of(actor);
    let mut entity = Entity::new(entity_id(&actor.id), schema);
    entity.add_name(&actor.name, &actor.id);
    for alias in actor.aliases.iter().filter(|alias| **alias != actor.name) {
        entity.add("alias", alias.as_str());
    }
    entity.add_country(actor.country.as_deref());
    entity.add_known("sector", actor.sector.as_deref());
    for title in &actor.titles {
        let of = title.of.as_ref().and_then(|of| {
            let actor = graph.actor(of).map(|actor| actor.name.as_str());
            actor.or_else(|| graph.place(of).map(|place| place.name.as_str()))
        });
        let words = match of {
            Some(of) => format!("{}, {of}", title.title),
            None => title.title.clone(),
        };
        entity.add(if schema == "Person" { "position" } else { "description" }, words);
    }
    if actor.kind == ActorKind::Anonymous {
        entity.add("notes", "a source that is not named");
    }
    if let Some(count) = actor.count {
        entity.add("notes", format!("{count} in number"));
    }
    entity
}

fn write_mentions(actor: &Actor, output: &mut dyn Write) -> io::Result<()> {
    let mut names: BTreeMap<&Id, BTreeSet<&str>> = BTreeMap::new();
    for mention in &actor.mentions {
        let of_document = names.entry(&mention.document).or_default();
        // Pronouns and descriptions are no names.
        if actor.aliases.contains(&mention.text) {
            of_document.insert(&mention.text);
        }
    }
    for (document, names) in names {
        let id = hashed("m", &[actor.id.as_str(), document.as_str()]);
        let mut entity = Entity::new(id, "Mention");
        entity.add("document", entity_id(document));
        entity.add("resolved", entity_id(&actor.id));
        entity.add("detectedSchema", schema_of(actor));
        for name in names {
            entity.add("name", name);
        }
        if !entity.properties.contains_key("name") {
            entity.add_name(&actor.name, &actor.id);
        }
        entity.write(output)?;
    }
    Ok(())
}

fn event_entity(graph: &Graph, event: &Event) -> Entity {
    let mut entity = Entity::new(entity_id(&event.id), "Event");
    entity.add_name(if is_visible(&event.label) { &event.label } else { &event.kind }, &event.id);
    entity.add("recordId", event.id.as_str());
    entity.add("keywords", event.kind.as_str());
    if let Some(mode) = &event.mode {
        entity.add("keywords", format!("{}/{mode}", event.kind));
    }
    event.context.iter().for_each(|context| entity.add("keywords", context.as_str()));
    entity.add("keywords", event.status.word());
    for participant in &event.participants {
        entity.add("involved", entity_id(&participant.actor));
        if participant.role == Role::Agent {
            entity.add("organizer", entity_id(&participant.actor));
        }
    }
    for place in event.places.iter().filter_map(|id| graph.place(id)) {
        entity.add("location", full_name(graph, place));
        entity.add("addressEntity", entity_id(&place.id));
        entity.add_country(place.country.as_deref());
    }
    if let Some(time) = &event.time {
        if let Some(start) = time.start {
            entity.add("startDate", partial(start, time));
        }
        if let Some(end) = time.end {
            entity.add("endDate", partial(end, time));
        }
    }
    for quantity in &event.quantities {
        entity.add("notes", format!("{} {}", quantity.amount(), quantity.kind));
    }
    for claim in claims_in_order(graph, event) {
        entity.add("summary", claim.quote.as_str());
        if let Some(document) = graph.document(&claim.document) {
            entity.add("proof", entity_id(&document.id));
            entity.add_source(document);
        }
    }
    entity
}

fn documentation(graph: &Graph, claim: &Claim) -> Entity {
    let mut entity = Entity::new(entity_id(&claim.id), "Documentation");
    entity.add("document", entity_id(&claim.document));
    entity.add("entity", entity_id(&claim.event));
    entity.add("recordId", claim.id.as_str());
    entity.add("role", "reports");
    entity.add("summary", claim.quote.as_str());
    entity.add("status", claim.status.word());
    entity.add("status", polarity_word(claim.polarity));
    entity.add("description", chain_sentence(graph, claim));
    entity.add("description", format!("characters {} to {}", claim.start, claim.end));
    if let Some(document) = graph.document(&claim.document) {
        if let Some(published) = document.published {
            entity.add("date", partial(published, &Time::default()));
        }
        entity.add_source(document);
    }
    entity
}

fn write_links(graph: &Graph, output: &mut dyn Write) -> io::Result<()> {
    let link = |from: &Id, to: &Id, kind: &str, title: Option<&str>| {
        let id = hashed("l", &[from.as_str(), to.as_str(), kind, title.unwrap_or_default()]);
        let mut entity = Entity::new(id, "UnknownLink");
        entity.add("subject", entity_id(from));
        entity.add("object", entity_id(to));
        entity.add("role", kind.replace('_', " "));
        entity.add_known("role", title);
        entity
    };
    for relation in graph.relations() {
        link(&relation.source, &relation.target, &relation.kind, relation.title.as_deref()).write(output)?;
    }
    for group in graph.actors() {
        for member in &group.members {
            link(member, &group.id, "member_of", None).write(output)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_others_stay_apart_and_allowed() {
        assert_eq!(entity_id(&"e:12ab".into()), "e-12ab");
        let odd = ["e-12ab", "", "a b", "e:1:2", "\u{202e}"].map(|id| entity_id(&Id::from(id)));
        for (index, id) in odd.iter().enumerate() {
            assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            assert!(!odd[..index].contains(id));
        }
    }

    #[test]
    fn only_a_whole_month_is_written_as_one() {
        let time = |start: &str, end: &str| Time {
            start: Moment::first_of(start),
            end: Moment::last_of(end),
            grain: Some(Grain::Month),
            ..Time::default()
        };
        let start = |time: &Time| partial(time.start.expect("it starts"), time);
        assert_eq!(start(&time("2024-05", "2024-05")), "2024-05");
        assert_eq!(start(&time("2024-05", "2024-06")), "2024-05-01");
        assert_eq!(start(&time("2024-05-02", "2024-05")), "2024-05-02");
    }
}
