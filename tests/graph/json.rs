use crate::fixture::{TEXT, reading};
use diurna::graph::{Actor, Decisions, Graph, Id};

/// What characters `start` to `end` of the fixture's text are.
fn characters(start: usize, end: usize) -> String {
    TEXT.chars().skip(start).take(end - start).collect()
}

fn graph() -> Graph {
    Graph::from_reading(&reading("page"))
}

fn named<'graph>(graph: &'graph Graph, name: &str) -> &'graph Actor {
    graph.actors().find(|actor| actor.name == name).unwrap_or_else(|| panic!("{name} is a node"))
}

#[test]
fn offsets_count_characters() {
    let graph = graph();
    for mention in graph.actors().flat_map(|actor| &actor.mentions) {
        assert_eq!(characters(mention.start, mention.end), mention.text);
    }
    for mention in graph.places().flat_map(|place| &place.mentions) {
        assert_eq!(characters(mention.start, mention.end), mention.text);
    }
    for claim in graph.claims() {
        assert_eq!(characters(claim.start, claim.end), claim.quote);
        let trigger = claim.trigger.as_ref().expect("a reading gives each claim a trigger");
        assert_eq!(characters(trigger.start, trigger.end), trigger.text);
        assert!(claim.quote.contains(&trigger.text));
    }
}

#[test]
fn an_actor_without_a_name_needs_an_event_or_claim() {
    let graph = graph();
    named(&graph, "police");
    named(&graph, "two sources");
    named(&graph, "Germany");
    assert!(!graph.actors().any(|actor| actor.name == "people"), "nothing refers to these people");
}

#[test]
fn a_named_actor_is_the_same_in_two_documents_and_others_are_not() {
    let graph = |url| Graph::from_reading(&reading(url)).resolve(&Decisions::default());
    let (one, two) = (graph("one"), graph("two"));
    for name in ["Ana M\u{fc}ller", "Peru", "Radio Sol"] {
        assert_eq!(named(&one, name).id, named(&two, name).id, "{name}");
    }
    for name in ["police", "two sources", "Sol"] {
        assert_ne!(named(&one, name).id, named(&two, name).id, "{name}");
    }
    let ids = |graph: &Graph| -> Vec<Id> {
        graph
            .events()
            .map(|event| event.id.clone())
            .chain(graph.claims().map(|claim| claim.id.clone()))
            .collect()
    };
    assert!(ids(&one).iter().all(|id| !ids(&two).contains(id)), "events and claims belong to their document");
}

#[test]
fn times_include_both_ends() {
    let json = graph().to_json();
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let times: Vec<_> =
        value["events"].as_array().expect("an array").iter().map(|event| &event["time"]).collect();
    let time = times.iter().find(|time| !time.is_null()).expect("one event has a time");
    assert_eq!(time["start"], "2024-05-01");
    assert_eq!(time["end"], "2024-05-31");
    assert_eq!(time["grain"], "month");
    assert_eq!(time["text"], "in May");
    assert_eq!(time["basis"], "document-date");
}

#[test]
fn attribution_goes_from_the_outside_in() {
    let graph = graph();
    let claim =
        graph.claims().find(|claim| claim.attribution.len() == 2).expect("one claim has two speakers");
    let hops = &claim.attribution;
    assert_eq!(hops[0].actor, Some(named(&graph, "Radio Sol").id.clone()));
    assert_eq!(hops[0].cue.as_deref(), Some("reported"));
    assert!(hops[1].anonymous);
    assert_eq!(hops[1].count, Some(2));
}

#[test]
fn writing_and_reading_changes_nothing() {
    let graph = graph();
    let json = graph.to_json();
    let again = Graph::from_json(&json).expect("what we write we can read");
    assert_eq!(again, graph);
    assert_eq!(again.to_json(), json);
    assert!(json.ends_with("}\n"));
    assert!(json.contains("\"value\": 30,"), "a whole number has no fraction");
}

#[test]
fn unknown_keys_are_left_out() {
    let json = graph().to_json().replacen("\"documents\"", "\"later\": {\"a\": [1]}, \"documents\"", 1);
    assert_eq!(Graph::from_json(&json).expect("an unknown key does no harm"), graph());
}

#[test]
fn a_dangling_reference_is_named() {
    let graph = graph();
    let id = named(&graph, "Peru").id.to_string();
    let json = graph.to_json().replacen(&format!("\"id\": \"{id}\""), "\"id\": \"a:other\"", 1);
    let error = Graph::from_json(&json).expect_err("Peru is gone").to_string();
    assert!(error.contains(&id) && error.contains("does not hold"), "{error}");
}

#[test]
fn a_claim_that_an_event_lists_must_be_there() {
    let file = |listed: &str| {
        let event = |id: &str, claims: &str| {
            format!(r#"{{"id": "{id}", "type": "AID", "status": "planned", "claims": [{claims}]}}"#)
        };
        format!(
            r#"{{"format": "diurna/1", "documents": [{{"id": "d:1"}}], "events": [{}, {}], "claims": [
            {{"id": "c:1", "event": "e:1", "document": "d:1", "start": 0, "end": 9, "status": "planned"}}]}}"#,
            event("e:1", ""),
            event("e:2", listed),
        )
    };
    let error = Graph::from_json(&file(r#""c:2""#)).expect_err("there is no c:2").to_string();
    assert!(error.contains("event e:2 refers to claim c:2"), "{error}");
    // A claim of another event is listed where it does not belong, but it is there.
    let graph = Graph::from_json(&file(r#""c:1""#)).expect("c:1 is there");
    assert!(graph.events().all(|event| event.claims.contains(&"c:1".into())));
}

#[test]
fn what_is_no_graph_is_said_to_be_none() {
    let cases = [
        ("", "it is empty"),
        ("Ministers met in Oslo.", "it is text, not JSON"),
        ("{\"format\": \"diurna/1\", \"events\": [", "broken JSON"),
        ("[1, 2]", "the JSON is not an object"),
        ("{\"nodes\": []}", "no `format` key"),
        ("{\"format\": \"diurna/9\"}", "the format is `diurna/9`"),
        ("{\"format\": \"diurna/1\", \"actors\": [{\"id\": \"a:1\"}]}", "missing field `name`"),
        (
            "{\"format\": \"diurna/1\", \"actors\": [{\"id\": \"a:1\", \"name\": \"x\", \"kind\": \"robot\"}]}",
            "unknown actor kind `robot`; it is one of person",
        ),
    ];
    for (json, expected) in cases {
        let error = Graph::from_json(json).expect_err(json);
        assert!(error.to_string().contains(expected), "{json}: {error}");
        assert!(error.help().is_some(), "{json}");
    }
}
