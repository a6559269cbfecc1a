use crate::fixture::reading;
use diurna::export::picture::{Attributes, EDGE_ATTRIBUTES, NODE_ATTRIBUTES, NodeKind, Picture, Type};
use diurna::export::{Options, Selection, View};
use diurna::graph::Graph;
use diurna::query::Filter;

fn expect_in_table(attributes: &Attributes, table: &[(&str, Type)]) {
    let place = |(name, value): &(&str, diurna::export::picture::Value)| {
        let place = table.iter().position(|(known, kind)| known == name && *kind == value.type_of());
        place.unwrap_or_else(|| panic!("{name} is in the table with its type"))
    };
    let places: Vec<usize> = attributes.iter().map(place).collect();
    assert!(places.is_sorted_by(|one, next| one < next), "{attributes:?}");
}

#[test]
fn attributes_come_in_the_order_of_their_table() {
    let graph = Graph::from_reading(&reading("page"));
    for view in [View::Events, View::Actors] {
        let options = Options { view, ..Options::default() };
        let picture = Picture::of(&Selection::new(&graph, &options));
        assert!(picture.nodes.len() > 2 && picture.edges.len() > 1);
        picture.nodes.iter().for_each(|node| expect_in_table(&node.attributes, NODE_ATTRIBUTES));
        picture.edges.iter().for_each(|edge| expect_in_table(&edge.attributes, EDGE_ATTRIBUTES));
    }
}

#[test]
fn an_id_that_two_kinds_of_node_share_is_told_apart() {
    let graph = Graph::from_json(
        r#"{"format": "diurna/1", "actors": [{"id": "1", "name": "Peru", "kind": "country"}],
            "places": [{"id": "1", "name": "Peru"}],
            "events": [{"id": "1", "type": "CONSULT", "status": "planned", "places": ["1"],
                        "participants": [{"role": "agent", "actor": "1"}]}]}"#,
    )
    .expect("a graph");
    let picture = Picture::of(&Selection::new(&graph, &Options::default()));
    let ids: Vec<&str> = picture.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["actor 1", "event 1", "place 1"]);
    assert_eq!((picture.edges[0].source, picture.edges[0].target), (0, 1));
    assert_eq!((picture.edges[1].source, picture.edges[1].target), (1, 2));
}

#[test]
fn an_event_leads_to_those_it_hangs_on_if_they_are_drawn() {
    let graph = Graph::from_json(
        r#"{"format": "diurna/1", "actors": [{"id": "a:1", "name": "Aden", "kind": "group"}],
            "events": [
                {"id": "e:1", "type": "ASSAULT", "status": "occurred", "participants": [{"role": "patient", "actor": "a:1"}]},
                {"id": "e:2", "type": "HARM", "status": "occurred", "because_of": ["e:1"],
                 "participants": [{"role": "patient", "actor": "a:1"}]}]}"#,
    )
    .expect("a graph");
    let links = |options: &Options| -> Vec<(String, String)> {
        let picture = Picture::of(&Selection::new(&graph, options));
        let linked = picture.edges.iter().filter(|edge| edge.label == "because_of");
        linked
            .map(|edge| (picture.nodes[edge.source].id.clone(), picture.nodes[edge.target].id.clone()))
            .collect()
    };
    assert_eq!(links(&Options::default()), [("e:2".to_owned(), "e:1".to_owned())]);
    let harm = Filter { types: vec!["HARM".to_owned()], ..Filter::default() };
    assert_eq!(links(&Options { filter: harm, ..Options::default() }), []);
}

/// One hub that meets each of `n` others, the first of which meets it twice.
fn star(n: usize) -> Graph {
    let mut actors = vec![serde_json::json!({"id": "a:hub", "name": "Hub", "kind": "country"})];
    let mut events = Vec::new();
    for at in 0..=n {
        let other = format!("a:{:03}", at.max(1));
        let event = serde_json::json!({"id": format!("e:{at:03}"), "type": "CONSULT", "status": "occurred",
            "time": {"start": "2024-05", "end": "2024-05"}, "participants": [
                {"role": "agent", "actor": "a:hub"}, {"role": "recipient", "actor": other}]});
        events.push(event);
        if at > 0 {
            actors.push(serde_json::json!({"id": other, "name": other, "kind": "person"}));
        }
    }
    let file = serde_json::json!({"format": "diurna/1", "actors": actors, "events": events});
    Graph::from_json(&file.to_string()).expect("a graph")
}

#[test]
fn a_limit_keeps_whole_events_and_counts_what_it_left_out() {
    let graph = star(10);
    let options = Options { max_nodes: Some(8), ..Options::default() };
    let selection = Selection::new(&graph, &options);
    let picture = Picture::of(&selection);
    assert!(picture.nodes.len() <= 8);
    let ids: Vec<&str> = picture.nodes.iter().map(|node| node.id.as_str()).collect();
    assert!(ids.contains(&"e:000") && ids.contains(&"e:001"), "the pair that met twice comes first: {ids:?}");
    for (at, node) in picture.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Event) {
        let n_roles = picture.edges.iter().filter(|edge| edge.source == at || edge.target == at).count();
        assert_eq!(n_roles, 2, "{} is whole", node.id);
    }
    assert_eq!(
        selection.left_out.cut().as_deref(),
        Some("left out by --max-nodes 8: 7 actors, 7 events"),
        "{ids:?}"
    );
    let options = Options { max_nodes: Some(22), ..Options::default() };
    assert_eq!(Selection::new(&graph, &options).left_out.cut(), None, "everything fits");
    let options = Options { max_nodes: Some(4), view: View::Actors, ..Options::default() };
    let selection = Selection::new(&graph, &options);
    assert_eq!(selection.actors.len(), 4);
    assert_eq!(selection.left_out.cut().as_deref(), Some("left out by --max-nodes 4: 7 actors, 7 links"));
}

#[test]
fn a_node_without_all_its_days_is_always_there() {
    let graph = Graph::from_reading(&reading("page"));
    let options = Options { filter: Filter::default(), ..Options::default() };
    let picture = Picture::of(&Selection::new(&graph, &options));
    let spells = |label: &str| {
        let node = picture.nodes.iter().find(|node| node.label == label && node.kind == NodeKind::Actor);
        node.expect("it is drawn").spells.clone()
    };
    assert_eq!(spells("Ana M\u{fc}ller").len(), 1);
    assert_eq!(spells("Peru"), [], "one of its two events has no day");
}
