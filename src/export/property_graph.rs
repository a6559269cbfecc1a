//! The labelled nodes and typed relationships of a graph, as graph databases hold them.
//!
//! In comes a graph; out go rows whose labels, relationship types and properties are those that `diurna cypher` asks
//! by. Roles lead from the actor to the event. Claims are nodes of their own, so that every event leads to its quotes
//! and every quote to its document. Where several actors are named in one mention, only the number of mentions is kept.

use super::Selection;
use super::picture::{Type, Value};
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Place, Polarity, Time, Word};
use crate::query::chain_words;
use crate::query::cypher::{kind_label, link_type, role_type};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

/// What a property is called and holds.
pub(super) type Column = (&'static str, Type);

/// A node: its id and the values of its table's columns; `None` where the graph says nothing.
pub(super) struct Node<'graph> {
    pub(super) id: &'graph Id,
    /// The label it has besides that of its table.
    pub(super) second_label: Option<&'static str>,
    pub(super) values: Vec<Option<Value>>,
}

/// What to do with each node of a table.
type TakeNode<'take> = &'take mut dyn FnMut(Node<'_>) -> io::Result<()>;

/// What to do with each relationship of a table.
type TakeRelationship<'take> = &'take mut dyn FnMut(Relationship<'_>) -> io::Result<()>;

/// All nodes with one label.
pub(super) struct NodeTable {
    pub(super) label: &'static str,
    /// The file that holds them, without extension.
    pub(super) name: &'static str,
    pub(super) columns: &'static [Column],
    each: fn(&Graph, TakeNode<'_>) -> io::Result<()>,
}

impl NodeTable {
    /// Hands every node of the table, in id order, to `take`.
    pub(super) fn for_each(
        &self,
        graph: &Graph,
        mut take: impl FnMut(Node<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        (self.each)(graph, &mut take)
    }
}

/// A relationship: its type, its ends, and the values of its table's columns.
pub(super) struct Relationship<'graph> {
    pub(super) kind: &'static str,
    pub(super) from: &'graph Id,
    pub(super) to: &'graph Id,
    pub(super) values: Vec<Option<Value>>,
}

/// All relationships between nodes of two labels that have the same properties.
pub(super) struct RelationshipTable {
    /// The file that holds them, without extension.
    pub(super) name: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) columns: &'static [Column],
    each: fn(&Graph, TakeRelationship<'_>) -> io::Result<()>,
}

impl RelationshipTable {
    /// Hands every relationship of the table to `take`, in the order of the nodes they leave.
    pub(super) fn for_each(
        &self,
        graph: &Graph,
        mut take: impl FnMut(Relationship<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        (self.each)(graph, &mut take)
    }
}

/// The graph that `selection` asks for: all of it, or the part that its events need.
pub(super) fn graph_of<'graph>(selection: &Selection<'graph>) -> Cow<'graph, Graph> {
    if selection.is_whole() {
        return Cow::Borrowed(selection.graph);
    }
    let events = selection.events.iter().map(|event| event.id.clone());
    Cow::Owned(selection.graph.part(events))
}

/// Every table of nodes.
pub(super) static NODE_TABLES: &[NodeTable] = &[
    NodeTable { label: "Actor", name: "actors", columns: ACTOR_COLUMNS, each: actors },
    NodeTable { label: "Event", name: "events", columns: EVENT_COLUMNS, each: events },
    NodeTable { label: "Place", name: "places", columns: PLACE_COLUMNS, each: places },
    NodeTable { label: "Claim", name: "claims", columns: CLAIM_COLUMNS, each: claims },
    NodeTable { label: "Document", name: "documents", columns: DOCUMENT_COLUMNS, each: documents },
];

/// Every table of relationships.
pub(super) static RELATIONSHIP_TABLES: &[RelationshipTable] = &[
    RelationshipTable { name: "roles", from: "Actor", to: "Event", columns: &[], each: roles },
    RelationshipTable { name: "event_places", from: "Event", to: "Place", columns: &[], each: event_places },
    RelationshipTable { name: "event_links", from: "Event", to: "Event", columns: &[], each: event_links },
    RelationshipTable { name: "claim_events", from: "Claim", to: "Event", columns: &[], each: claim_events },
    RelationshipTable {
        name: "claim_documents",
        from: "Claim",
        to: "Document",
        columns: &[],
        each: claim_documents,
    },
    RelationshipTable {
        name: "speakers",
        from: "Claim",
        to: "Actor",
        columns: SPEAKER_COLUMNS,
        each: speakers,
    },
    RelationshipTable {
        name: "places_within",
        from: "Place",
        to: "Place",
        columns: &[],
        each: places_within,
    },
    RelationshipTable {
        name: "actor_ties",
        from: "Actor",
        to: "Actor",
        columns: TIE_COLUMNS,
        each: actor_ties,
    },
    RelationshipTable {
        name: "place_ties",
        from: "Actor",
        to: "Place",
        columns: TIE_COLUMNS,
        each: place_ties,
    },
];

fn text(text: Option<&str>) -> Option<Value> {
    text.filter(|text| !text.is_empty()).map(|text| Value::Text(text.to_owned()))
}

fn count(count: usize) -> Option<Value> {
    u64::try_from(count).ok().map(Value::Count)
}

fn number(number: Option<crate::graph::Number>) -> Option<Value> {
    number.map(|number| Value::Number(number.0))
}

fn list<'text>(texts: impl Iterator<Item = &'text str>) -> Option<Value> {
    let texts: Vec<String> = texts.map(str::to_owned).collect();
    (!texts.is_empty()).then_some(Value::List(texts))
}

const ACTOR_COLUMNS: &[Column] = &[
    ("name", Type::Text),
    ("kind", Type::Text),
    ("aliases", Type::List),
    ("country", Type::Text),
    ("sector", Type::Text),
    ("titles", Type::List),
    ("count", Type::Count),
    ("mentions", Type::Count),
];

fn actor_node(actor: &Actor) -> Node<'_> {
    Node {
        id: &actor.id,
        second_label: Some(kind_label(actor.kind)),
        values: vec![
            text(Some(&actor.name)),
            text(Some(actor.kind.word())),
            list(actor.aliases.iter().map(String::as_str)),
            text(actor.country.as_deref()),
            text(actor.sector.as_deref()),
            list(actor.titles.iter().map(|title| title.title.as_str())),
            actor.count.map(|count| Value::Count(count.into())),
            count(actor.mentions.len()),
        ],
    }
}

fn actors(graph: &Graph, take: TakeNode<'_>) -> io::Result<()> {
    graph.actors().try_for_each(|actor| take(actor_node(actor)))
}

const EVENT_COLUMNS: &[Column] = &[
    ("type", Type::Text),
    ("mode", Type::Text),
    ("context", Type::List),
    ("quad", Type::Text),
    ("cameo", Type::Text),
    ("label", Type::Text),
    ("status", Type::Text),
    ("start", Type::Text),
    ("end", Type::Text),
    ("grain", Type::Text),
    ("basis", Type::Text),
    ("time_value", Type::Text),
    ("time_text", Type::Text),
    ("quantities", Type::List),
    ("confidence", Type::Number),
    ("independent_sources", Type::Count),
];

fn start(time: Option<&Time>) -> Option<Value> {
    time.and_then(|time| time.start).map(|moment| Value::Text(moment.to_string()))
}

fn end(time: Option<&Time>) -> Option<Value> {
    time.and_then(|time| time.end).map(|moment| Value::Text(moment.to_string()))
}

fn event_node(event: &Event) -> Node<'_> {
    let time = event.time.as_ref();
    let quantities: Vec<String> =
        event.quantities.iter().map(|quantity| format!("{} {}", quantity.amount(), quantity.kind)).collect();
    Node {
        id: &event.id,
        second_label: None,
        values: vec![
            text(Some(&event.kind)),
            text(event.mode.as_deref()),
            list(event.context.iter().map(String::as_str)),
            text(event.quad.as_deref()),
            text(event.cameo.as_deref()),
            text(Some(&event.label)),
            text(Some(event.status.word())),
            start(time),
            end(time),
            text(time.and_then(|time| time.grain).map(Word::word)),
            text(time.and_then(|time| time.basis).map(Word::word)),
            text(time.and_then(|time| time.value.as_deref())),
            text(time.and_then(|time| time.text.as_deref())),
            list(quantities.iter().map(String::as_str)),
            number(event.confidence),
            Some(Value::Count(event.independent_sources.into())),
        ],
    }
}

fn events(graph: &Graph, take: TakeNode<'_>) -> io::Result<()> {
    graph.events().try_for_each(|event| take(event_node(event)))
}

const PLACE_COLUMNS: &[Column] = &[
    ("name", Type::Text),
    ("kind", Type::Text),
    ("country", Type::Text),
    ("lat", Type::Number),
    ("lon", Type::Number),
    ("mentions", Type::Count),
];

fn place_node(place: &Place) -> Node<'_> {
    Node {
        id: &place.id,
        second_label: None,
        values: vec![
            text(Some(&place.name)),
            text(place.kind.map(Word::word)),
            text(place.country.as_deref()),
            number(place.lat),
            number(place.lon),
            count(place.mentions.len()),
        ],
    }
}

fn places(graph: &Graph, take: TakeNode<'_>) -> io::Result<()> {
    graph.places().try_for_each(|place| take(place_node(place)))
}

const CLAIM_COLUMNS: &[Column] = &[
    ("quote", Type::Text),
    ("start", Type::Count),
    ("end", Type::Count),
    ("trigger", Type::Text),
    ("polarity", Type::Text),
    ("status", Type::Text),
    ("speakers", Type::Text),
    ("story", Type::Text),
    ("zone", Type::Text),
    ("time_start", Type::Text),
    ("time_end", Type::Text),
    ("confidence", Type::Number),
    ("rule", Type::Text),
];

fn claim_node<'graph>(graph: &Graph, claim: &'graph Claim) -> Node<'graph> {
    Node {
        id: &claim.id,
        second_label: None,
        values: vec![
            text(Some(&claim.quote)),
            count(claim.start),
            count(claim.end),
            text(claim.trigger.as_ref().map(|trigger| trigger.text.as_str())),
            text(Some(polarity_word(claim.polarity))),
            text(Some(claim.status.word())),
            text(Some(&chain_words(graph, claim))),
            text(claim.story.as_deref()),
            text(claim.zone.map(Word::word)),
            start(claim.time.as_ref()),
            end(claim.time.as_ref()),
            number(claim.confidence),
            text(claim.rule.as_deref()),
        ],
    }
}

/// The word for whether a sentence negates what it speaks of.
pub(super) const fn polarity_word(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Affirmed => "affirmed",
        Polarity::Negated => "negated",
    }
}

fn claims(graph: &Graph, take: TakeNode<'_>) -> io::Result<()> {
    graph.claims().try_for_each(|claim| take(claim_node(graph, claim)))
}

const DOCUMENT_COLUMNS: &[Column] = &[
    ("path", Type::Text),
    ("source_id", Type::Text),
    ("title", Type::Text),
    ("publisher", Type::Text),
    ("published", Type::Text),
    ("url", Type::Text),
    ("language", Type::Text),
    ("stories", Type::Count),
];

fn document_node(document: &Document) -> Node<'_> {
    Node {
        id: &document.id,
        second_label: None,
        values: vec![
            text(document.path.as_deref()),
            text(document.source_id.as_deref()),
            text(document.title.as_deref()),
            text(document.publisher.as_deref()),
            document.published.map(|moment| Value::Text(moment.to_string())),
            text(document.url.as_deref()),
            text(document.language.as_deref()),
            count(document.stories.len()),
        ],
    }
}

fn documents(graph: &Graph, take: TakeNode<'_>) -> io::Result<()> {
    graph.documents().try_for_each(|document| take(document_node(document)))
}

const fn plain<'graph>(kind: &'static str, from: &'graph Id, to: &'graph Id) -> Relationship<'graph> {
    Relationship { kind, from, to, values: Vec::new() }
}

fn roles(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for event in graph.events() {
        for participant in &event.participants {
            take(plain(role_type(participant.role), &participant.actor, &event.id))?;
        }
    }
    Ok(())
}

fn event_places(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for event in graph.events() {
        event.places.iter().try_for_each(|place| take(plain("AT", &event.id, place)))?;
    }
    Ok(())
}

fn event_links(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for event in graph.events() {
        for (how, other) in event.links().filter(|(_, other)| graph.event(other).is_some()) {
            take(plain(link_type(how), &event.id, other))?;
        }
    }
    Ok(())
}

fn claim_events(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    graph.claims().try_for_each(|claim| take(plain("ABOUT", &claim.id, &claim.event)))
}

fn claim_documents(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    graph.claims().try_for_each(|claim| take(plain("IN", &claim.id, &claim.document)))
}

const SPEAKER_COLUMNS: &[Column] = &[
    ("position", Type::Count),
    ("cue", Type::Text),
    ("anonymous", Type::Flag),
    ("text", Type::Text),
    ("count", Type::Count),
];

fn speakers(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for claim in graph.claims() {
        for (index, hop) in claim.attribution.iter().enumerate() {
            let Some(actor) = &hop.actor else { continue };
            let values = vec![
                count(index + 1),
                text(hop.cue.as_deref()),
                Some(Value::Flag(hop.anonymous)),
                text(hop.text.as_deref()),
                hop.count.map(|count| Value::Count(count.into())),
            ];
            take(Relationship { kind: "SAID_BY", from: &claim.id, to: actor, values })?;
        }
    }
    Ok(())
}

fn places_within(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for place in graph.places() {
        place.within.iter().try_for_each(|within| take(plain("WITHIN", &place.id, within)))?;
    }
    Ok(())
}

const TIE_COLUMNS: &[Column] = &[("kind", Type::Text), ("title", Type::Text)];

/// The relationship type for ties of this kind.
fn tie_type(kind: &str) -> &'static str {
    match kind {
        "position" => "POSITION",
        "part_of" => "PART_OF",
        "member_of" => "MEMBER_OF",
        "counterpart_of" => "COUNTERPART_OF",
        "ally_of" => "ALLY_OF",
        "source_of" => "SOURCE_OF",
        _ => "RELATED_TO",
    }
}

fn tie<'graph>(kind: &str, title: Option<&str>, from: &'graph Id, to: &'graph Id) -> Relationship<'graph> {
    Relationship { kind: tie_type(kind), from, to, values: vec![text(Some(kind)), text(title)] }
}

fn actor_ties(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    let mut members: BTreeSet<(&Id, &Id)> = BTreeSet::new();
    for group in graph.actors() {
        members.extend(group.members.iter().map(|member| (member, &group.id)));
    }
    for relation in graph.relations() {
        if graph.actor(&relation.source).is_some() && graph.actor(&relation.target).is_some() {
            if relation.kind == "member_of" {
                members.remove(&(&relation.source, &relation.target));
            }
            take(tie(&relation.kind, relation.title.as_deref(), &relation.source, &relation.target))?;
        }
    }
    members.into_iter().try_for_each(|(member, group)| take(tie("member_of", None, member, group)))
}

fn place_ties(graph: &Graph, take: TakeRelationship<'_>) -> io::Result<()> {
    for relation in graph.relations() {
        // An id may name an actor and a place at once only in files written by others; the actor goes first.
        if graph.actor(&relation.source).is_some()
            && graph.actor(&relation.target).is_none()
            && graph.place(&relation.target).is_some()
        {
            take(tie(&relation.kind, relation.title.as_deref(), &relation.source, &relation.target))?;
        }
    }
    Ok(())
}
