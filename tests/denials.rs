//! What some tell and others deny is one event with claims for and against it.

use diurna::claim::Status;
use diurna::document::{ReadOptions, read_text};
use diurna::graph::{Event, Graph};
use diurna::reading::read;

fn graph_of(text: &str) -> Graph {
    Graph::from_reading(&read(read_text(text, &ReadOptions::default())))
}

/// For each event of the type its status and those of its claims, in text order.
fn statuses(graph: &Graph, kind: &str) -> Vec<(Status, Vec<Status>)> {
    let claims = |event: &Event| {
        let mut claims: Vec<_> = event.claims.iter().filter_map(|claim| graph.claim(claim)).collect();
        claims.sort_by_key(|claim| claim.start);
        claims.iter().map(|claim| claim.status).collect()
    };
    graph.events().filter(|event| event.kind == kind).map(|event| (event.status, claims(event))).collect()
}

#[test]
fn a_denial_is_a_claim_against_what_is_told() {
    use Status::{Denied, Occurred};
    let told = "The Kenyan army shelled Doroo on Tuesday, the mayor said. ";
    for denial in [
        "The Kenyan army denied that it had shelled Doroo.",
        "The Kenyan army said it had not shelled Doroo.",
    ] {
        let graph = graph_of(&format!("{told}{denial}"));
        assert_eq!(statuses(&graph, "ASSAULT"), [(Occurred, vec![Occurred, Denied])], "{denial}");
    }
    // The denial may come first.
    let graph =
        graph_of("The Kenyan army denied that it had shelled Doroo. It shelled Doroo, the mayor said.");
    assert_eq!(statuses(&graph, "ASSAULT"), [(Occurred, vec![Denied, Occurred])]);
}

#[test]
fn what_nobody_tells_or_somebody_else_did_stays_apart() {
    use Status::{Denied, Occurred};
    let told = "The Kenyan army shelled Doroo on Tuesday, the mayor said. ";
    // Of another place; another's deed; and what the page itself says did not happen.
    for other in [
        "The Kenyan army denied that it had shelled Oslo.",
        "The Norwegian army denied that it had shelled Doroo.",
        "The Kenyan army has not shelled Doroo again.",
    ] {
        let graph = graph_of(&format!("{told}{other}"));
        let events = statuses(&graph, "ASSAULT");
        assert!(events.contains(&(Occurred, vec![Occurred])), "{other}: {events:?}");
        assert!(events.contains(&(Denied, vec![Denied])), "{other}: {events:?}");
    }
    let graph = graph_of("The Kenyan army denied that it had shelled Doroo.");
    assert_eq!(statuses(&graph, "ASSAULT"), [(Denied, vec![Denied])]);
}
