//! A graph as nodes and relationships with properties, ready for any engine.

use super::Property;
use super::Value;
use super::schema::{
    ABOUT, ACTOR, ACTOR_FIELDS, AT, CLAIM, CLAIM_FIELDS, DOCUMENT, DOCUMENT_FIELDS, EVENT, EVENT_FIELDS,
    Field, IN, MEMBER_OF, PLACE, PLACE_FIELDS, RELATION_FIELDS, SAID_BY, SAID_FIELDS, WITHIN, kind_label,
    link_type, relation_type, role_type,
};
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Place};
use crate::query::Filter;
use std::collections::BTreeSet;

/// The nodes of one label: a column for each property, a row for each node.
#[derive(Debug)]
pub(super) struct NodeTable {
    pub(super) label: &'static str,
    pub(super) columns: Vec<Property>,
    pub(super) rows: Vec<Vec<Value>>,
}

/// A relationship between two nodes, named by label and id.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) kind: &'static str,
    pub(super) from: (&'static str, Id),
    pub(super) to: (&'static str, Id),
    pub(super) properties: Vec<(&'static str, Value)>,
}

/// Everything that an engine loads.
#[derive(Debug)]
pub(super) struct Projection {
    pub(super) nodes: Vec<NodeTable>,
    pub(super) links: Vec<Link>,
    /// Labels besides the first: the label, and the ids of the actors that have it.
    pub(super) kinds: Vec<(&'static str, Vec<Id>)>,
}

/// The nodes that a filter leaves.
struct Kept<'graph> {
    events: Vec<&'graph Event>,
    claims: Vec<&'graph Claim>,
    actors: Vec<&'graph Actor>,
    places: Vec<&'graph Place>,
    documents: Vec<&'graph Document>,
}

impl<'graph> Kept<'graph> {
    /// The events that `filter` accepts and everything that belongs to them. A filter without conditions leaves all.
    fn new(graph: &'graph Graph, filter: &Filter) -> Self {
        if *filter == Filter::default() {
            return Self {
                events: graph.events().collect(),
                claims: graph.claims().collect(),
                actors: graph.actors().collect(),
                places: graph.places().collect(),
                documents: graph.documents().collect(),
            };
        }
        let events: Vec<&Event> = graph.events().filter(|event| filter.accepts(graph, event)).collect();
        let ids: BTreeSet<&Id> = events.iter().map(|event| &event.id).collect();
        let claims: Vec<&Claim> = graph.claims().filter(|claim| ids.contains(&claim.event)).collect();
        let mut actors: BTreeSet<&Id> = BTreeSet::new();
        let mut places: Vec<&Id> = Vec::new();
        for event in &events {
            actors.extend(event.participants.iter().map(|participant| &participant.actor));
            places.extend(&event.places);
        }
        actors
            .extend(claims.iter().flat_map(|claim| &claim.attribution).filter_map(|hop| hop.actor.as_ref()));
        // What those hold positions of and belong to says who they are.
        let tied = graph.relations().filter(|relation| actors.contains(&relation.source));
        let tied: Vec<&Id> = tied.map(|relation| &relation.target).collect();
        actors.extend(tied.iter().copied().filter(|id| graph.actor(id).is_some()));
        places.extend(tied.into_iter().filter(|id| graph.place(id).is_some()));
        let mut around = BTreeSet::new();
        while let Some(id) = places.pop() {
            if around.insert(id) {
                places.extend(graph.place(id).and_then(|place| place.within.as_ref()));
            }
        }
        let documents: BTreeSet<&Id> = claims.iter().map(|claim| &claim.document).collect();
        Self {
            actors: graph.actors().filter(|actor| actors.contains(&actor.id)).collect(),
            places: graph.places().filter(|place| around.contains(&place.id)).collect(),
            documents: graph.documents().filter(|document| documents.contains(&document.id)).collect(),
            events,
            claims,
        }
    }
}

impl Projection {
    /// What `filter` leaves of `graph`, in id order.
    pub(super) fn new(graph: &Graph, filter: &Filter) -> Self {
        let kept = Kept::new(graph, filter);
        let nodes = vec![
            table(graph, ACTOR, ACTOR_FIELDS, &kept.actors),
            table(graph, EVENT, EVENT_FIELDS, &kept.events),
            table(graph, PLACE, PLACE_FIELDS, &kept.places),
            table(graph, CLAIM, CLAIM_FIELDS, &kept.claims),
            table(graph, DOCUMENT, DOCUMENT_FIELDS, &kept.documents),
        ];
        let mut kinds: Vec<(&'static str, Vec<Id>)> = Vec::new();
        for actor in &kept.actors {
            let label = kind_label(actor.kind);
            match kinds.iter_mut().find(|(known, _)| *known == label) {
                Some((_, ids)) => ids.push(actor.id.clone()),
                None => kinds.push((label, vec![actor.id.clone()])),
            }
        }
        Self { nodes, links: links(graph, &kept), kinds }
    }
}

fn table<T>(graph: &Graph, label: &'static str, fields: &[Field<T>], nodes: &[&T]) -> NodeTable {
    NodeTable {
        label,
        columns: fields.iter().map(|field| field.property).collect(),
        rows: nodes
            .iter()
            .map(|node| fields.iter().map(|field| (field.read)(graph, node)).collect())
            .collect(),
    }
}

fn links(graph: &Graph, kept: &Kept) -> Vec<Link> {
    let mut links = Vec::new();
    let plain = |kind, from: (&'static str, &Id), to: (&'static str, &Id)| Link {
        kind,
        from: (from.0, from.1.clone()),
        to: (to.0, to.1.clone()),
        properties: Vec::new(),
    };
    let events: BTreeSet<&Id> = kept.events.iter().map(|event| &event.id).collect();
    for event in &kept.events {
        for participant in &event.participants {
            let kind = role_type(participant.role);
            links.push(plain(kind, (ACTOR, &participant.actor), (EVENT, &event.id)));
        }
        for place in &event.places {
            links.push(plain(AT, (EVENT, &event.id), (PLACE, place)));
        }
        for (how, other) in event.links().filter(|(_, other)| events.contains(other)) {
            links.push(plain(link_type(how), (EVENT, &event.id), (EVENT, other)));
        }
    }
    for claim in &kept.claims {
        links.push(plain(ABOUT, (CLAIM, &claim.id), (EVENT, &claim.event)));
        links.push(plain(IN, (CLAIM, &claim.id), (DOCUMENT, &claim.document)));
        for (at, hop) in claim.attribution.iter().enumerate() {
            if let Some(actor) = &hop.actor {
                let mut link = plain(SAID_BY, (CLAIM, &claim.id), (ACTOR, actor));
                link.properties =
                    SAID_FIELDS.iter().map(|field| (field.property.name, (field.read)((at, hop)))).collect();
                links.push(link);
            }
        }
    }
    for place in &kept.places {
        if let Some(around) = &place.within {
            links.push(plain(WITHIN, (PLACE, &place.id), (PLACE, around)));
        }
    }
    links.extend(ties(graph, kept));
    links
}

/// The relationships between actors, and between actors and places.
fn ties(graph: &Graph, kept: &Kept) -> Vec<Link> {
    let actors: BTreeSet<&Id> = kept.actors.iter().map(|actor| &actor.id).collect();
    let places: BTreeSet<&Id> = kept.places.iter().map(|place| &place.id).collect();
    let mut links = Vec::new();
    let mut members: BTreeSet<(&Id, &Id)> = BTreeSet::new();
    for relation in graph.relations().filter(|relation| actors.contains(&relation.source)) {
        let target = &relation.target;
        let label = match (actors.contains(target), places.contains(target)) {
            (true, _) => ACTOR,
            (false, true) => PLACE,
            (false, false) => continue,
        };
        let kind = relation_type(&relation.kind);
        if kind == MEMBER_OF {
            members.insert((&relation.source, target));
        }
        links.push(Link {
            kind,
            from: (ACTOR, relation.source.clone()),
            to: (label, target.clone()),
            properties: RELATION_FIELDS
                .iter()
                .map(|field| (field.property.name, (field.read)(graph, relation)))
                .collect(),
        });
    }
    for group in &kept.actors {
        for member in group.members.iter().filter(|member| actors.contains(member)) {
            if members.insert((member, &group.id)) {
                links.push(Link {
                    kind: MEMBER_OF,
                    from: (ACTOR, member.clone()),
                    to: (ACTOR, group.id.clone()),
                    properties: vec![("kind", "member_of".into())],
                });
            }
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::super::{PropertyKind, schema};
    use super::*;
    use std::collections::BTreeMap;

    /// Has every label, relationship type and property at least once.
    const FULL: &str = include_str!("../../../tests/cypher/full.json");

    fn full() -> Graph {
        Graph::from_json(FULL).expect("the graph is valid")
    }

    fn holds(kind: PropertyKind, value: &Value) -> bool {
        match value {
            Value::Text(_) => matches!(kind, PropertyKind::Text | PropertyKind::Time),
            Value::Integer(_) => kind == PropertyKind::Integer,
            Value::Float(_) => kind == PropertyKind::Float,
            Value::Boolean(_) => kind == PropertyKind::Boolean,
            Value::List(values) => match kind {
                PropertyKind::Texts => values.iter().all(|value| matches!(value, Value::Text(_))),
                PropertyKind::Maps => values.iter().all(|value| matches!(value, Value::Map(_))),
                _ => false,
            },
            _ => false,
        }
    }

    #[test]
    fn everything_loaded_is_documented_and_the_other_way_round() {
        let projection = Projection::new(&full(), &Filter::default());
        let schema = schema();
        let mut loaded = BTreeSet::new();
        for table in &projection.nodes {
            for row in &table.rows {
                for (property, value) in
                    table.columns.iter().zip(row).filter(|(_, value)| **value != Value::Null)
                {
                    assert!(holds(property.kind, value), "{} {} {value}", table.label, property.name);
                    loaded.insert((table.label, property.name));
                }
            }
        }
        for (label, ids) in &projection.kinds {
            assert!(!ids.is_empty());
            loaded.insert((label, ""));
        }
        let labels: BTreeMap<&Id, &str> =
            projection.kinds.iter().flat_map(|(label, ids)| ids.iter().map(|id| (id, *label))).collect();
        assert_eq!(labels.len(), full().actors().len());
        for link in &projection.links {
            let documented = schema.relationships.iter().find(|documented| documented.name == link.kind);
            let documented = documented.expect("the type is documented");
            assert!(documented.ends.contains(&(link.from.0, link.to.0)), "{link:?}");
            loaded.insert((documented.name, ""));
            for (name, value) in link.properties.iter().filter(|(_, value)| *value != Value::Null) {
                let property = documented.properties.iter().find(|property| property.name == *name);
                let property = property.expect("the property is documented");
                assert!(holds(property.kind, value), "{link:?}");
                loaded.insert((documented.name, name));
            }
        }
        let mut documented = BTreeSet::new();
        for label in &schema.labels {
            documented.extend(label.properties.iter().map(|property| (label.name, property.name)));
            documented.extend(label.besides.iter().map(|label| (*label, "")));
        }
        for relationship in &schema.relationships {
            documented.insert((relationship.name, ""));
            // Only positions have a title, and the example has one relation of each kind.
            let expected = relationship
                .properties
                .iter()
                .filter(|property| relationship.name == "POSITION" || property.name != "title");
            documented.extend(expected.map(|property| (relationship.name, property.name)));
        }
        assert_eq!(loaded, documented);
    }

    #[test]
    fn a_filter_leaves_what_belongs_to_its_events() {
        let graph = full();
        let filter = Filter { types: vec!["CONSULT".to_owned()], ..Filter::default() };
        let projection = Projection::new(&graph, &filter);
        let rows: BTreeMap<&str, usize> =
            projection.nodes.iter().map(|table| (table.label, table.rows.len())).collect();
        assert_eq!(rows["Event"], 1);
        assert!(rows["Actor"] < graph.actors().len());
        let id = |row: &Vec<Value>| row[0].to_string();
        let known =
            projection.nodes.iter().flat_map(|table| table.rows.iter().map(|row| (table.label, id(row))));
        let known: BTreeSet<(&str, String)> = known.collect();
        for link in &projection.links {
            for (label, id) in [&link.from, &link.to] {
                let id = Value::from(id.as_str()).to_string();
                assert!(known.contains(&(*label, id)), "{link:?} ends nowhere");
            }
        }
    }
}
