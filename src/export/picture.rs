//! The nodes and edges of a selection, with typed attributes: what most graph tools take.
//!
//! In comes a [`Selection`]; out goes a [`Picture`], in a fixed order. It knows nothing of any file format. No attribute
//! is called `id`, `label`, `name`, `source`, `target`, `key`, `type` or `weight`, for one or the other tool keeps each
//! of these for itself; so the type of an event is `event_type`.

use super::{Selection, View};
use crate::claim::{Role, Status};
use crate::entity::ActorKind;
use crate::graph::{Actor, Event, Graph, Id, Moment, Place, Quantity, Time, Word};
use crate::query::{Direction, Pair, chain_words, claims_in_order};
use chrono::NaiveDate;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What a value is; tools with typed columns need it before the first value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Words.
    Text,
    /// A number with a fraction.
    Number,
    /// A whole number from 0.
    Count,
    /// Yes or no.
    Flag,
    /// Several words or phrases, in order.
    List,
    /// A day or a minute, ISO 8601.
    Day,
}

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number with a fraction; never infinite.
    Number(f64),
    /// A whole number from 0.
    Count(u64),
    /// Yes or no.
    Flag(bool),
    /// Several words or phrases, in order.
    List(Vec<String>),
    /// A day or a minute.
    Day(Moment),
}

impl Value {
    /// What it is.
    pub const fn type_of(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Number(_) => Type::Number,
            Self::Count(_) => Type::Count,
            Self::Flag(_) => Type::Flag,
            Self::List(_) => Type::List,
            Self::Day(_) => Type::Day,
        }
    }

    /// The value in one string, the parts of a list with `separator` between them.
    ///
    /// ```
    /// use diurna::export::picture::Value;
    /// assert_eq!(Value::List(vec!["a".into(), "b".into()]).to_text("; "), "a; b");
    /// assert_eq!(Value::Number(0.5).to_text("; "), "0.5");
    /// ```
    pub fn to_text(&self, separator: &str) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::List(parts) => parts.join(separator),
            Self::Day(moment) => moment.to_string(),
        }
    }

    /// The value in JSON: a list is an array, a day a string.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::from(text.as_str()),
            Self::Number(number) => Json::from(*number),
            Self::Count(count) => Json::from(*count),
            Self::Flag(flag) => Json::from(*flag),
            Self::List(parts) => Json::from(parts.clone()),
            Self::Day(moment) => Json::from(moment.to_string()),
        }
    }
}

/// The attributes of something, in the order of their table; what is not known is not there.
pub type Attributes = Vec<(&'static str, Value)>;

/// Every attribute a node may have, in order.
pub const NODE_ATTRIBUTES: &[(&str, Type)] = &[
    // actor, event or place
    ("kind", Type::Text),
    ("actor_kind", Type::Text),
    ("place_kind", Type::Text),
    ("event_type", Type::Text),
    ("mode", Type::Text),
    ("context", Type::List),
    ("quad", Type::Text),
    ("cameo", Type::Text),
    ("status", Type::Text),
    // whether the claims about an event give it different statuses
    ("disputed", Type::Flag),
    ("country", Type::Text),
    ("sector", Type::Text),
    ("aliases", Type::List),
    ("titles", Type::List),
    ("count", Type::Count),
    ("lat", Type::Number),
    ("lon", Type::Number),
    ("within", Type::Text),
    ("start", Type::Day),
    ("end", Type::Day),
    ("grain", Type::Text),
    ("time_text", Type::Text),
    ("time_basis", Type::Text),
    ("quantities", Type::List),
    // in how many of the events shown
    ("events", Type::Count),
    ("confidence", Type::Number),
    ("independent_sources", Type::Count),
    ("claims", Type::Count),
    // the earliest claim: its words, who says so, and where they stand
    ("quote", Type::Text),
    ("said_by", Type::Text),
    ("document", Type::Text),
    ("publisher", Type::Text),
    ("published", Type::Day),
    ("url", Type::Text),
    ("path", Type::Text),
];

/// Every attribute an edge may have, in order.
pub const EDGE_ATTRIBUTES: &[(&str, Type)] = &[
    // the role, "place", or in the actors view "onto" or "together"
    ("kind", Type::Text),
    ("directed", Type::Flag),
    ("status", Type::Text),
    ("event_types", Type::List),
    ("events", Type::List),
    ("start", Type::Day),
    ("end", Type::Day),
    ("quote", Type::Text),
    ("document", Type::Text),
];

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// Somebody.
    Actor,
    /// Something that happens.
    Event,
    /// Somewhere.
    Place,
}

impl NodeKind {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Event => "event",
            Self::Place => "place",
        }
    }
}

/// Days on which something is there, both included; an end that is absent is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// A node.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Unlike that of any other node.
    pub id: String,
    /// What to write beside it.
    pub label: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// `#` and six hexadecimal digits; colours that people with any colour vision can tell apart.
    pub colour: &'static str,
    /// How many edges it has.
    pub degree: usize,
    /// What is known of it, in the order of [`NODE_ATTRIBUTES`].
    pub attributes: Attributes,
    /// When it is there, in order, none touching the next; empty: always, or nobody knows.
    pub spells: Vec<Spell>,
}

/// An edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Unlike that of any other edge.
    pub id: String,
    /// Index of the node it comes from in [`Picture::nodes`].
    pub source: usize,
    /// Index of the node it goes to.
    pub target: usize,
    /// What to write beside it.
    pub label: String,
    /// Whether it has a direction.
    pub directed: bool,
    /// How many events it stands for.
    pub weight: usize,
    /// What is known of it, in the order of [`EDGE_ATTRIBUTES`].
    pub attributes: Attributes,
    /// When it is there, in order, none touching the next; empty: always, or nobody knows.
    pub spells: Vec<Spell>,
}

/// Nodes and edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Actors, then events, then places, each in id order.
    pub nodes: Vec<Node>,
    /// In the order of their events, or of their sources and targets.
    pub edges: Vec<Edge>,
    /// What a reader of the file should know: a line each.
    pub notes: Vec<String>,
}

impl Picture {
    /// The picture of `selection`, in its view.
    ///
    /// Edges of the events view go the way the action goes: agent to event, event to patient, recipient and place.
    /// A node is there while its events are; if the day of one of them is not known, always.
    ///
    /// ```
    /// use diurna::export::{Options, Selection, picture::Picture};
    /// use diurna::graph::Graph;
    /// let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [{"id": "a:1", "name": "Peru", "kind": "country"}],
    ///     "events": [{"id": "e:1", "type": "CONSULT", "status": "planned",
    ///                 "participants": [{"role": "agent", "actor": "a:1"}]}]}"#)?;
    /// let picture = Picture::of(&Selection::new(&graph, &Options::default()));
    /// assert_eq!(picture.nodes[picture.edges[0].source].label, "Peru");
    /// # Ok::<(), diurna::Error>(())
    /// ```
    pub fn of(selection: &Selection<'_>) -> Self {
        let mut picture = Self { nodes: Vec::new(), edges: Vec::new(), notes: Vec::new() };
        picture.notes = selection.left_out.lines(selection.options.view);
        let ids = NodeIds::of(selection);
        let dates = Dates::of(&selection.events);
        for actor in &selection.actors {
            picture.nodes.push(actor_node(selection.graph, actor, &dates, &ids));
        }
        if selection.options.view == View::Events {
            for event in &selection.events {
                picture.nodes.push(event_node(selection.graph, event, &ids));
            }
            for place in &selection.places {
                picture.nodes.push(place_node(selection.graph, place, &dates, &ids));
            }
        }
        let at: BTreeMap<String, usize> =
            picture.nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
        let at = |kind: NodeKind, id: &Id| at.get(&ids.of_node(kind, id)).copied();
        match selection.options.view {
            View::Events => {
                for event in &selection.events {
                    picture.edges.extend(role_edges(selection.graph, event, &at));
                }
            }
            View::Actors => {
                picture
                    .edges
                    .extend(selection.pairs.iter().filter_map(|pair| pair_edge(selection.graph, pair, &at)));
            }
        }
        for edge in &picture.edges {
            picture.nodes[edge.source].degree += 1;
            picture.nodes[edge.target].degree += 1;
        }
        picture
    }

    /// The attributes of [`NODE_ATTRIBUTES`] that some node has.
    pub fn node_attributes(&self) -> Vec<(&'static str, Type)> {
        used(NODE_ATTRIBUTES, self.nodes.iter().map(|node| &node.attributes))
    }

    /// The attributes of [`EDGE_ATTRIBUTES`] that some edge has.
    pub fn edge_attributes(&self) -> Vec<(&'static str, Type)> {
        used(EDGE_ATTRIBUTES, self.edges.iter().map(|edge| &edge.attributes))
    }
}

fn used<'picture>(
    table: &[(&'static str, Type)],
    attributes: impl Iterator<Item = &'picture Attributes>,
) -> Vec<(&'static str, Type)> {
    let names: BTreeSet<&str> = attributes.flatten().map(|(name, _)| *name).collect();
    table.iter().copied().filter(|(name, _)| names.contains(name)).collect()
}

/// The names of the nodes: their ids, unless an actor, an event and a place of a file made elsewhere share one.
struct NodeIds {
    shared: BTreeSet<Id>,
}

impl NodeIds {
    fn of(selection: &Selection<'_>) -> Self {
        let mut seen: BTreeSet<&Id> = BTreeSet::new();
        let actors = selection.actors.iter().map(|actor| &actor.id);
        let events = selection.events.iter().map(|event| &event.id);
        let places = selection.places.iter().map(|place| &place.id);
        let shared = actors.chain(events).chain(places).filter(|id| !seen.insert(id));
        Self { shared: shared.cloned().collect() }
    }

    fn of_node(&self, kind: NodeKind, id: &Id) -> String {
        if self.shared.contains(id) { format!("{} {id}", kind.name()) } else { id.as_str().to_owned() }
    }
}

/// When the nodes of some events are there.
struct Dates<'graph> {
    events: BTreeMap<&'graph Id, Vec<&'graph Event>>,
}

impl<'graph> Dates<'graph> {
    fn of(events: &[&'graph Event]) -> Self {
        let mut of_node: BTreeMap<&Id, Vec<&Event>> = BTreeMap::new();
        for event in events {
            let mut nodes: BTreeSet<&Id> = event.participants.iter().map(|found| &found.actor).collect();
            nodes.extend(&event.places);
            for node in nodes {
                of_node.entry(node).or_default().push(event);
            }
        }
        Self { events: of_node }
    }

    fn events(&self, node: &Id) -> &[&'graph Event] {
        self.events.get(node).map_or(&[], Vec::as_slice)
    }
}

/// The days of `events`, merged; empty if one has none.
fn spells<'graph>(events: impl IntoIterator<Item = &'graph Event>) -> Vec<Spell> {
    let spell = |event: &Event| {
        let time = event.time.as_ref().filter(|time| time.is_resolved())?;
        let day = |moment: Option<Moment>| moment.map(|moment| moment.day);
        let (first, last) = (day(time.start), day(time.end));
        // A file made elsewhere may have its ends the wrong way round.
        let is_reversed = first.zip(last).is_some_and(|(first, last)| first > last);
        Some(if is_reversed { Spell { first: last, last: first } } else { Spell { first, last } })
    };
    let mut spells =
        events.into_iter().map(spell).collect::<Option<Vec<_>>>().map(merge_spells).unwrap_or_default();
    // Open on both sides is always.
    spells.retain(|spell| spell.first.is_some() || spell.last.is_some());
    spells
}

/// `spells` in order, those that overlap or follow each other without a day between as one.
///
/// ```
/// use diurna::export::picture::{Spell, merge_spells};
/// let spell = |first: &str, last: &str| Spell { first: first.parse().ok(), last: last.parse().ok() };
/// let merged = merge_spells(vec![spell("2024-04-09", ""), spell("2024-04-01", "2024-04-03"), spell("2024-04-04", "2024-04-05")]);
/// assert_eq!(merged, [spell("2024-04-01", "2024-04-05"), spell("2024-04-09", "")]);
/// ```
pub fn merge_spells(mut spells: Vec<Spell>) -> Vec<Spell> {
    // An absent first day is before any other, and None is less than Some.
    spells.sort_unstable();
    let mut merged: Vec<Spell> = Vec::new();
    for spell in spells {
        if let Some(before) = merged.last_mut() {
            let touches = match (before.last, spell.first) {
                (Some(last), Some(first)) => last.succ_opt().is_none_or(|next| first <= next),
                _ => true,
            };
            if touches {
                before.last = before.last.zip(spell.last).map(|(one, other)| one.max(other));
                continue;
            }
        }
        merged.push(spell);
    }
    merged
}

/// Attributes under way: absent and empty ones are left out.
#[derive(Default)]
struct Filling(Attributes);

impl Filling {
    fn text(&mut self, name: &'static str, text: Option<impl Into<String>>) {
        let text = text.map(Into::into).filter(|text| !text.is_empty());
        self.0.extend(text.map(|text| (name, Value::Text(text))));
    }

    fn list(&mut self, name: &'static str, parts: Vec<String>) {
        if !parts.is_empty() {
            self.0.push((name, Value::List(parts)));
        }
    }

    fn number(&mut self, name: &'static str, number: Option<f64>) {
        self.0.extend(number.filter(|number| number.is_finite()).map(|number| (name, Value::Number(number))));
    }

    fn count(&mut self, name: &'static str, count: Option<usize>) {
        self.0.extend(count.map(|count| (name, Value::Count(count as u64))));
    }

    fn day(&mut self, name: &'static str, moment: Option<Moment>) {
        self.0.extend(moment.map(|moment| (name, Value::Day(moment))));
    }

    fn flag(&mut self, name: &'static str, flag: bool) {
        self.0.push((name, Value::Flag(flag)));
    }
}

fn actor_node(graph: &Graph, actor: &Actor, dates: &Dates<'_>, ids: &NodeIds) -> Node {
    let events = dates.events(&actor.id);
    let mut filling = Filling::default();
    filling.text("kind", Some(NodeKind::Actor.name()));
    filling.text("actor_kind", Some(actor.kind.word()));
    filling.text("country", actor.country.clone());
    filling.text("sector", actor.sector.clone());
    filling.list("aliases", actor.aliases.iter().filter(|alias| **alias != actor.name).cloned().collect());
    let title = |title: &crate::graph::Title| {
        let of = title.of.as_ref().and_then(|id| {
            let actor = graph.actor(id).map(|actor| actor.name.as_str());
            actor.or_else(|| graph.place(id).map(|place| place.name.as_str()))
        });
        match of {
            Some(of) => format!("{}, {of}", title.title),
            None => title.title.clone(),
        }
    };
    filling.list("titles", actor.titles.iter().map(title).collect());
    filling.count("count", actor.count.map(|count| count as usize));
    filling.count("events", Some(events.len()));
    Node {
        id: ids.of_node(NodeKind::Actor, &actor.id),
        label: actor.name.clone(),
        kind: NodeKind::Actor,
        colour: actor_colour(actor.kind),
        degree: 0,
        attributes: filling.0,
        spells: spells(events.iter().copied()),
    }
}

/// From Okabe and Ito, "Color Universal Design" (2008).
const fn actor_colour(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "#56b4e9",
        ActorKind::Organization => "#009e73",
        ActorKind::Country | ActorKind::Bloc => "#e69f00",
        ActorKind::Group => "#0072b2",
        ActorKind::Media => "#cc79a7",
        ActorKind::Anonymous => "#999999",
    }
}

fn event_node(graph: &Graph, event: &Event, ids: &NodeIds) -> Node {
    let claims = claims_in_order(graph, event);
    let mut filling = Filling::default();
    filling.text("kind", Some(NodeKind::Event.name()));
    filling.text("event_type", Some(event.kind.clone()));
    filling.text("mode", event.mode.clone());
    filling.list("context", event.context.iter().cloned().collect());
    filling.text("quad", event.quad.clone());
    filling.text("cameo", event.cameo.clone());
    filling.text("status", Some(event.status.word()));
    let statuses: BTreeSet<Status> = claims.iter().map(|claim| claim.status).collect();
    filling.flag("disputed", statuses.len() > 1);
    if let Some(time) = &event.time {
        fill_time(&mut filling, time);
    }
    filling.list("quantities", event.quantities.iter().map(quantity_words).collect());
    filling.number("confidence", event.confidence.map(|confidence| confidence.0));
    filling.count("independent_sources", Some(event.independent_sources as usize));
    filling.count("claims", Some(claims.len()));
    if let Some(claim) = claims.first() {
        filling.text("quote", Some(claim.quote.clone()));
        filling.text("said_by", Some(chain_words(graph, claim)));
        filling.text("document", Some(claim.document.as_str()));
        if let Some(document) = graph.document(&claim.document) {
            filling.text("publisher", document.publisher.clone());
            filling.day("published", document.published);
            filling.text("url", document.url.clone());
            filling.text("path", document.path.clone());
        }
    }
    let label = if event.label.is_empty() { event.type_and_mode() } else { event.label.clone() };
    Node {
        id: ids.of_node(NodeKind::Event, &event.id),
        label,
        kind: NodeKind::Event,
        colour: event_colour(event.status),
        degree: 0,
        attributes: filling.0,
        spells: spells([event]),
    }
}

const fn event_colour(status: Status) -> &'static str {
    match status {
        Status::Denied => "#d55e00",
        Status::Planned => "#b39ddb",
        Status::Possible | Status::Conditional | Status::Unknown => "#cccccc",
        Status::Occurred | Status::Ongoing => "#444444",
    }
}

fn fill_time(filling: &mut Filling, time: &Time) {
    filling.day("start", time.start);
    filling.day("end", time.end);
    filling.text("grain", time.grain.map(Word::word));
    filling.text("time_text", time.text.clone());
    filling.text("time_basis", time.basis.map(Word::word));
}

fn quantity_words(quantity: &Quantity) -> String {
    format!("{}: {}", quantity.kind, quantity.amount())
}

fn place_node(graph: &Graph, place: &Place, dates: &Dates<'_>, ids: &NodeIds) -> Node {
    let events = dates.events(&place.id);
    let mut filling = Filling::default();
    filling.text("kind", Some(NodeKind::Place.name()));
    filling.text("place_kind", place.kind.map(Word::word));
    filling.text("country", place.country.clone());
    filling.number("lat", place.lat.map(|lat| lat.0));
    filling.number("lon", place.lon.map(|lon| lon.0));
    let within = place.within.as_ref().and_then(|id| graph.place(id));
    filling.text("within", within.map(|within| within.name.clone()));
    filling.count("events", Some(events.len()));
    Node {
        id: ids.of_node(NodeKind::Place, &place.id),
        label: place.name.clone(),
        kind: NodeKind::Place,
        colour: "#f0e442",
        degree: 0,
        attributes: filling.0,
        spells: spells(events.iter().copied()),
    }
}

/// The id of the edge between `first` and `second`: both with what it means between them.
///
/// Points separate, as XML's names may hold them; one within an id is doubled, so no two edges share a name.
fn edge_id(first: &Id, between: &str, second: &Id) -> String {
    let plain = |id: &Id| id.as_str().replace('.', "..");
    format!("{}.{between}.{}", plain(first), plain(second))
}

fn role_edges(graph: &Graph, event: &Event, at: &impl Fn(NodeKind, &Id) -> Option<usize>) -> Vec<Edge> {
    let Some(event_at) = at(NodeKind::Event, &event.id) else { return Vec::new() };
    let spells = spells([event]);
    let claims = claims_in_order(graph, event);
    let edge = |source: usize, target: usize, word: &'static str, directed: bool, other: &Id| {
        let mut filling = Filling::default();
        filling.text("kind", Some(word));
        filling.flag("directed", directed);
        filling.text("status", Some(event.status.word()));
        filling.day("start", event.time.as_ref().and_then(|time| time.start));
        filling.day("end", event.time.as_ref().and_then(|time| time.end));
        filling.text("document", claims.first().map(|claim| claim.document.as_str()));
        Edge {
            id: edge_id(&event.id, word, other),
            source,
            target,
            label: word.to_owned(),
            directed,
            weight: 1,
            attributes: filling.0,
            spells: spells.clone(),
        }
    };
    let participants = event.participants.iter().filter_map(|participant| {
        let actor = at(NodeKind::Actor, &participant.actor)?;
        let (word, role) = (participant.role.word(), participant.role);
        Some(match role {
            Role::Agent => edge(actor, event_at, word, true, &participant.actor),
            Role::Participant => edge(actor, event_at, word, false, &participant.actor),
            Role::Patient | Role::Recipient => edge(event_at, actor, word, true, &participant.actor),
        })
    });
    let places = event
        .places
        .iter()
        .filter_map(|place| Some(edge(event_at, at(NodeKind::Place, place)?, "place", false, place)));
    let links = event
        .links()
        .filter_map(|(how, other)| Some(edge(event_at, at(NodeKind::Event, other)?, how, true, other)));
    participants.chain(places).chain(links).collect()
}

fn pair_edge(graph: &Graph, pair: &Pair, at: &impl Fn(NodeKind, &Id) -> Option<usize>) -> Option<Edge> {
    let events: Vec<&Event> = pair.events.iter().filter_map(|id| graph.event(id)).collect();
    let word = match pair.direction {
        Direction::Onto => "onto",
        Direction::Together => "together",
    };
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *types.entry(event.kind.as_str()).or_default() += 1;
    }
    let label: Vec<String> = types
        .iter()
        .map(|(kind, count)| if *count == 1 { (*kind).to_owned() } else { format!("{kind} x{count}") })
        .collect();
    let statuses: BTreeSet<Status> = events.iter().map(|event| event.status).collect();
    let times = || events.iter().filter_map(|event| event.time.as_ref());
    let is_dated = events.iter().all(|event| event.time.as_ref().is_some_and(Time::is_resolved));
    let mut filling = Filling::default();
    filling.text("kind", Some(word));
    filling.flag("directed", pair.direction == Direction::Onto);
    // One word only if it is true of all of them.
    filling.text("status", statuses.first().filter(|_| statuses.len() == 1).map(|status| status.word()));
    filling.list("event_types", types.keys().map(|kind| (*kind).to_owned()).collect());
    filling.list("events", pair.events.iter().map(|id| id.as_str().to_owned()).collect());
    if is_dated {
        filling.day("start", times().map(|time| time.start).min().flatten());
        let is_open = times().any(|time| time.end.is_none());
        filling.day("end", times().filter_map(|time| time.end).max().filter(|_| !is_open));
    }
    let claim = events.iter().find_map(|event| claims_in_order(graph, event).first().copied());
    filling.text("quote", claim.map(|claim| claim.quote.clone()));
    filling.text("document", claim.map(|claim| claim.document.as_str()));
    Some(Edge {
        id: edge_id(&pair.source, word, &pair.target),
        source: at(NodeKind::Actor, &pair.source)?,
        target: at(NodeKind::Actor, &pair.target)?,
        label: label.join(", "),
        directed: pair.direction == Direction::Onto,
        weight: events.len(),
        attributes: filling.0,
        spells: spells(events.iter().copied()),
    })
}
