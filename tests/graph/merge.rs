use crate::fixture::reading;
use diurna::graph::{Decisions, Graph};
use proptest::prelude::*;
use serde_json::{Value, json};

fn maybe(values: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), proptest::sample::select(values).prop_map(Value::from)]
}

fn some_of(values: &'static [&'static str]) -> impl Strategy<Value = Value> {
    proptest::sample::subsequence(values, 0..=values.len()).prop_map(Value::from)
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(keys) => keys
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

const DAYS: &[&str] = &["2024-05-01", "2024-05-02", "2023"];

fn a_document() -> impl Strategy<Value = Value> {
    let fields =
        (maybe(&["a.txt", "b.txt"]), maybe(&["One", "Two"]), maybe(DAYS), some_of(&["s1", "s2", "s10"]));
    fields.prop_map(|(path, title, published, stories)| {
        let stories: Vec<Value> =
            stories.as_array().into_iter().flatten().map(|id| json!({"id": id, "title": title})).collect();
        json!({"id": "d:1", "path": path, "title": title, "published": published, "stories": stories})
    })
}

fn an_actor(id: &'static str) -> impl Strategy<Value = Value> {
    let fields = (
        proptest::sample::select(&["Lena Ortiz", "LENA ORTIZ"][..]),
        some_of(&["Ortiz", "Lena", "Minister Ortiz"]),
        maybe(&["PER", "CHL"]),
        maybe(&["GOV", "MIL"]),
        some_of(&["a:1", "a:2"]),
        proptest::collection::vec((0..3usize, 3..6usize), 0..3),
    );
    fields.prop_map(move |(name, aliases, country, sector, members, mentions)| {
        let mentions: Vec<Value> = mentions
            .into_iter()
            .map(|(start, end)| json!({"document": "d:1", "start": start, "end": end, "text": "x"}))
            .collect();
        json!({"id": id, "name": name, "kind": "person", "aliases": aliases, "country": country, "sector": sector,
            "members": members, "mentions": mentions})
    })
}

fn an_event(id: &'static str) -> impl Strategy<Value = Value> {
    let fields = (
        proptest::sample::select(&["occurred", "planned", "denied"][..]),
        proptest::collection::vec(("agent|patient|recipient", "a:[12]"), 0..4),
        maybe(DAYS),
        maybe(DAYS),
        proptest::collection::vec((0..5u32, any::<bool>()), 0..3),
        0..100u32,
        some_of(&["c:1", "c:2"]),
    );
    fields.prop_map(move |(status, participants, start, end, quantities, confidence, claims)| {
        let participants: Vec<Value> =
            participants.into_iter().map(|(role, actor)| json!({"role": role, "actor": actor})).collect();
        let quantities: Vec<Value> = quantities
            .into_iter()
            .map(|(value, approximate)| json!({"kind": "hurt", "value": value, "approximate": approximate}))
            .collect();
        json!({"id": id, "type": "CONSULT", "status": status, "participants": participants,
            "places": ["p:1"], "time": {"start": start, "end": end}, "quantities": quantities,
            "confidence": f64::from(confidence) / 100.0, "claims": claims})
    })
}

fn a_claim(id: &'static str) -> impl Strategy<Value = Value> {
    let fields = (
        proptest::sample::select(&["e:1", "e:2"][..]),
        maybe(&["one", "two"]),
        0..9usize,
        proptest::collection::vec(maybe(&["a:1", "a:2"]), 0..3),
    );
    fields.prop_map(move |(event, quote, start, speakers)| {
        let hops: Vec<Value> =
            speakers.into_iter().map(|actor| json!({"actor": actor, "anonymous": actor.is_null()})).collect();
        json!({"id": id, "event": event, "document": "d:1", "quote": quote, "start": start, "end": start + 3,
            "status": "occurred", "attribution": hops})
    })
}

/// Any graph over a few ids: what two graphs hold about one id may differ in every field.
fn a_graph() -> impl Strategy<Value = Graph> {
    let place = (maybe(&["PER"]), proptest::option::of((-90.0..90.0f64, -180.0..180.0f64)))
        .prop_map(|(country, at)| json!({"id": "p:1", "name": "Lima", "country": country, "lat": at.map(|at| at.0), "lon": at.map(|at| at.1)}));
    let relation = maybe(&["ally_of", "part_of"]);
    let nodes = (
        a_document(),
        (an_actor("a:1"), an_actor("a:2")),
        place,
        (an_event("e:1"), an_event("e:2")),
        (a_claim("c:1"), a_claim("c:2")),
        relation,
    );
    nodes.prop_map(|(document, actors, place, events, claims, relation)| {
        let relations: Vec<Value> = match relation {
            Value::Null => Vec::new(),
            kind => vec![json!({"source": "a:1", "target": "a:2", "type": kind})],
        };
        let file = json!({"format": "diurna/1", "documents": [document], "actors": [actors.0, actors.1],
            "places": [place], "events": [events.0, events.1], "claims": [claims.0, claims.1], "relations": relations});
        let json = without_nulls(file).to_string();
        Graph::from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_associative(a in a_graph(), b in a_graph(), c in a_graph()) {
        let left = a.clone().merge(b.clone()).merge(c.clone());
        let right = a.merge(b.merge(c));
        prop_assert_eq!(left.to_json(), right.to_json());
    }

    #[test]
    fn merging_is_commutative(a in a_graph(), b in a_graph()) {
        prop_assert_eq!(a.clone().merge(b.clone()).to_json(), b.merge(a).to_json());
    }

    #[test]
    fn merging_is_idempotent(a in a_graph(), b in a_graph()) {
        let once = a.merge(b.clone());
        prop_assert_eq!(once.clone().merge(once.clone()).to_json(), once.to_json());
        prop_assert_eq!(once.clone().merge(b).to_json(), once.to_json());
    }

    #[test]
    fn a_merged_graph_can_be_read_again(a in a_graph(), b in a_graph()) {
        let merged = a.merge(b);
        prop_assert_eq!(Graph::from_json(&merged.to_json()).expect("no dangling reference"), merged);
    }
}

#[test]
fn two_documents_share_their_named_actors() {
    let (one, two) = (Graph::from_reading(&reading("one")), Graph::from_reading(&reading("two")));
    let both = one.clone().merge(two).resolve(&Decisions::default());
    assert_eq!(both.documents().len(), 2);
    let ana = both.actors().find(|actor| actor.name == "Ana M\u{fc}ller").expect("she is in both");
    let documents: std::collections::BTreeSet<_> =
        ana.mentions.iter().map(|mention| &mention.document).collect();
    assert_eq!(documents.len(), 2);
}

#[test]
fn every_order_of_three_graphs_gives_the_same_bytes() {
    let graphs = ["one", "two", "three"].map(|url| Graph::from_reading(&reading(url)));
    let merged = |order: [usize; 3]| {
        order.iter().map(|&at| graphs[at].clone()).fold(Graph::default(), Graph::merge).to_json()
    };
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(merged(order), merged([0, 1, 2]));
    }
}
