//! Paths, centrality and communities of small random graphs, beside petgraph and plain counting.

use diurna::document::ZoneKind;
use diurna::graph::{Graph, Id};
use diurna::query::{
    Filter, Index, Linking, Measure, PathSearch, Step, Voices, between, count, document_dossier, dossier,
    events_of, find_communities, find_neighbors, find_paths, rank_actors, timeline,
};
use petgraph::graph::{NodeIndex, UnGraph};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The actors of each event, by number.
type Events = Vec<BTreeSet<usize>>;

fn small_graphs() -> impl Strategy<Value = (usize, Events)> {
    (2_usize..9).prop_flat_map(|n_actors| {
        let event = prop::collection::btree_set(0..n_actors, 1..4);
        (Just(n_actors), prop::collection::vec(event, 0..12))
    })
}

fn id(actor: usize) -> Id {
    Id::from(format!("a:{actor}").as_str())
}

fn graph(n_actors: usize, events: &Events) -> Graph {
    let actors: Vec<_> = (0..n_actors)
        .map(|actor| json!({"id": format!("a:{actor}"), "name": format!("Person {actor}"), "kind": "person"}))
        .collect();
    let events: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(at, actors)| {
            let participants: Vec<_> = actors
                .iter()
                .map(|actor| json!({"role": "participant", "actor": format!("a:{actor}")}))
                .collect();
            json!({"id": format!("e:{at:02}"), "type": "CONSULT", "status": "occurred",
                "participants": participants, "confidence": (at % 5) as f64 / 4.0})
        })
        .collect();
    let claims: Vec<_> = (0..events.len())
        .map(|at| {
            let speaker = json!([{"actor": format!("a:{}", at % n_actors)}]);
            json!({"id": format!("c:{at:02}"), "event": format!("e:{at:02}"), "document": format!("d:{}", at % 2),
                "start": 0, "end": 1, "status": "occurred", "zone": if at % 4 == 0 { "title" } else { "body" },
                "attribution": if at % 3 == 0 { json!([]) } else { speaker }})
        })
        .collect();
    let documents =
        json!([{"id": "d:0", "publisher": "Person 0"}, {"id": "d:1", "publisher": "The Courier"}]);
    let file = json!({
        "format": "diurna/1", "documents": documents, "actors": actors, "events": events, "claims": claims,
    });
    Graph::from_json(&file.to_string()).expect("the test writes a graph")
}

/// Actors linked where they share an event.
fn linked(n_actors: usize, events: &Events) -> UnGraph<(), ()> {
    let mut walk = UnGraph::default();
    let nodes: Vec<NodeIndex> = (0..n_actors).map(|_| walk.add_node(())).collect();
    for actors in events {
        for &one in actors {
            actors.range(one + 1..).for_each(|&other| {
                walk.update_edge(nodes[one], nodes[other], ());
            });
        }
    }
    walk
}

/// Every way from `from` to `to` that meets nobody twice, as lists of actors.
fn all_paths(walk: &UnGraph<(), ()>, from: usize, to: usize) -> Vec<Vec<usize>> {
    let (from, to) = (NodeIndex::new(from), NodeIndex::new(to));
    let paths =
        petgraph::algo::all_simple_paths::<Vec<_>, _, std::hash::RandomState>(walk, from, to, 0, None);
    paths.map(|path| path.into_iter().map(NodeIndex::index).collect()).collect()
}

/// The shortest chains of actors and events from `from`, as lists of the actors on the way and the last.
fn shortest_chains(events: &Events, from: usize) -> BTreeMap<usize, Vec<Vec<usize>>> {
    let mut chains = BTreeMap::from([(from, vec![vec![from]])]);
    let mut layer = vec![from];
    while !layer.is_empty() {
        let mut found: BTreeMap<usize, Vec<Vec<usize>>> = BTreeMap::new();
        for actor in layer {
            for actors in events.iter().filter(|actors| actors.contains(&actor)) {
                for &other in actors.iter().filter(|other| !chains.contains_key(other)) {
                    let on = chains[&actor].iter().map(|chain| [chain.as_slice(), &[other]].concat());
                    found.entry(other).or_default().extend(on);
                }
            }
        }
        layer = found.keys().copied().collect();
        chains.extend(found);
    }
    chains
}

fn scores(graph: &Graph, measure: Measure) -> BTreeMap<Id, f64> {
    let ranking = rank_actors(&Index::new(graph), measure, Voices::Skip, &Filter::default());
    assert_eq!(ranking.pivots, None, "small graphs are counted exactly");
    assert!(ranking.actors.is_sorted_by(|one, other| one.score >= other.score));
    ranking.actors.iter().map(|ranked| (ranked.actor.id.clone(), ranked.score)).collect()
}

proptest! {
    #[test]
    fn paths_are_the_shortest_there_are((n_actors, events) in small_graphs(), count in 1_usize..8, most in 1_usize..5) {
        let graph = graph(n_actors, &events);
        let index = Index::new(&graph);
        let search = PathSearch { paths: count, max_hops: most, ..PathSearch::default() };
        let found = find_paths(&index, &id(0), &id(1), &search, &Filter::default());
        let mut expected: Vec<usize> =
            all_paths(&linked(n_actors, &events), 0, 1).iter().map(|path| path.len() - 1).collect();
        expected.retain(|hops| *hops <= most);
        expected.sort_unstable();
        expected.truncate(count);
        prop_assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), expected);
        let chains: BTreeSet<Vec<&Id>> =
            found.iter().map(|hops| hops.iter().map(|hop| &hop.to.id).collect()).collect();
        prop_assert_eq!(chains.len(), found.len(), "no two meet the same actors");
        for hops in &found {
            let met: BTreeSet<&Id> = hops.iter().map(|hop| &hop.from.id).collect();
            prop_assert_eq!(met.len(), hops.len(), "nobody is met twice");
            prop_assert_eq!(&hops[hops.len() - 1].to.id, &id(1));
            prop_assert!(hops.windows(2).all(|hops| hops[0].to == hops[1].from));
            for hop in hops {
                let has = |actor: &Id| hop.event.participants.iter().any(|found| found.actor == *actor);
                prop_assert!(has(&hop.from.id) && has(&hop.to.id));
            }
        }
    }

    #[test]
    fn neighbors_are_as_far_as_petgraph_says((n_actors, events) in small_graphs(), depth in 1_usize..5) {
        let graph = graph(n_actors, &events);
        let found: BTreeMap<Id, usize> = find_neighbors(&Index::new(&graph), &id(0), depth, &Filter::default())
            .into_iter()
            .map(|neighbor| (neighbor.actor.id.clone(), neighbor.distance))
            .collect();
        let walk = linked(n_actors, &events);
        let distances = petgraph::algo::dijkstra(&walk, NodeIndex::new(0), None, |_| 1_usize);
        let expected: BTreeMap<Id, usize> = distances
            .into_iter()
            .filter(|&(_, distance)| (1..=depth).contains(&distance))
            .map(|(node, distance)| (id(node.index()), distance))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_graph_and_its_index_give_the_same_answers((n_actors, events) in small_graphs(), wishes in any::<[bool; 6]>()) {
        let graph = graph(n_actors, &events);
        let index = Index::new(&graph);
        let [first, second, said, published, zone, confidence] = wishes;
        let some = |wish: bool, ids: &[Id]| if wish { ids.to_vec() } else { Vec::new() };
        let filter = Filter {
            actors: [some(first, &[id(0)]), some(second, &[id(1)])].concat(),
            said_by: some(said, &[id(0), id(1)]),
            published_by: if published { vec!["the courier".to_owned()] } else { Vec::new() },
            zones: if zone { vec![ZoneKind::Title] } else { Vec::new() },
            min_confidence: confidence.then_some(0.5),
            ..Filter::default()
        };
        let accepted: BTreeSet<&Id> =
            graph.events().filter(|event| filter.accepts(&graph, event)).map(|event| &event.id).collect();
        let of_graph: Vec<&Id> = events_of(&graph, &filter).map(|event| &event.id).collect();
        prop_assert_eq!(&of_graph, &accepted.iter().copied().collect::<Vec<_>>());
        let mut of_index: Vec<&Id> = events_of(&index, &filter).map(|event| &event.id).collect();
        of_index.sort();
        prop_assert_eq!(of_index, of_graph);
        prop_assert_eq!(timeline(&graph, &filter, Step::Day), timeline(&index, &filter, Step::Day));
        prop_assert_eq!(dossier(&graph, &id(0), &filter), dossier(&index, &id(0), &filter));
        let document = Id::from("d:1");
        prop_assert_eq!(document_dossier(&graph, &document, &filter), document_dossier(&index, &document, &filter));
        for linking in [Linking::Deeds, Linking::DeedsAndWords] {
            prop_assert_eq!(
                between(&graph, &id(0), &id(1), linking, &filter),
                between(&index, &id(0), &id(1), linking, &filter)
            );
        }
    }

    #[test]
    fn components_are_those_of_the_links((n_actors, events) in small_graphs()) {
        let stats = count(&graph(n_actors, &events));
        let walk = linked(n_actors, &events);
        let idle = (0..n_actors).filter(|actor| !events.iter().any(|actors| actors.contains(actor))).count();
        prop_assert_eq!(stats.components + idle, petgraph::algo::connected_components(&walk));
        let reached = |from: usize| petgraph::algo::dijkstra(&walk, NodeIndex::new(from), None, |_| 1).len();
        let active = (0..n_actors).filter(|actor| events.iter().any(|actors| actors.contains(actor)));
        prop_assert_eq!(stats.largest_component, active.map(reached).max().unwrap_or_default());
    }

    #[test]
    fn betweenness_counts_shortest_chains((n_actors, events) in small_graphs()) {
        let found = scores(&graph(n_actors, &events), Measure::Betweenness);
        let n_linked = found.len() as f64;
        let pairs = ((n_linked - 1.0) * (n_linked - 2.0)).max(1.0);
        let mut expected: BTreeMap<Id, f64> = found.keys().map(|actor| (actor.clone(), 0.0)).collect();
        for from in 0..n_actors {
            for chains in shortest_chains(&events, from).into_values() {
                for chain in &chains {
                    for &between in chain.get(1..chain.len() - 1).unwrap_or_default() {
                        *expected.get_mut(&id(between)).expect("it is linked") += 1.0 / chains.len() as f64 / pairs;
                    }
                }
            }
        }
        for (actor, score) in &found {
            prop_assert!((score - expected[actor]).abs() < 1e-9, "{actor}: {score}, not {}", expected[actor]);
        }
    }

    #[test]
    fn page_rank_is_where_walkers_are((n_actors, events) in small_graphs()) {
        let found = scores(&graph(n_actors, &events), Measure::PageRank);
        let sum: f64 = found.values().sum();
        prop_assert!(found.is_empty() || (sum - 1.0).abs() < 1e-6, "the sum is {sum}");
        // One more round of walking changes nothing.
        let n_linked = found.len() as f64;
        let mut walked: BTreeMap<Id, f64> = found.keys().map(|actor| (actor.clone(), 0.15 / n_linked)).collect();
        for actor in 0..n_actors {
            let Some(score) = found.get(&id(actor)) else { continue };
            let ways: Vec<_> =
                events.iter().filter(|actors| actors.contains(&actor) && actors.len() > 1).collect();
            for actors in &ways {
                for other in actors.iter().filter(|other| **other != actor) {
                    *walked.get_mut(&id(*other)).expect("it is linked") +=
                        0.85 * score / ways.len() as f64 / (actors.len() - 1) as f64;
                }
            }
            if ways.is_empty() {
                walked.values_mut().for_each(|other| *other += 0.85 * score / n_linked);
            }
        }
        for (actor, score) in &found {
            prop_assert!((score - walked[actor]).abs() < 1e-5, "{actor}: {score}, then {}", walked[actor]);
        }
    }

    #[test]
    fn communities_are_a_partition((n_actors, events) in small_graphs(), resolution in 0.2_f64..3.0) {
        let graph = graph(n_actors, &events);
        let index = Index::new(&graph);
        let find = || find_communities(&index, resolution, Voices::Skip, &Filter::default());
        let found = find();
        prop_assert_eq!(&found, &find());
        let mut members: Vec<&Id> =
            found.communities.iter().flat_map(|community| &community.actors).map(|actor| &actor.id).collect();
        members.sort();
        let walk = linked(n_actors, &events);
        let expected: Vec<Id> =
            walk.node_indices().filter(|&node| walk.neighbors(node).next().is_some()).map(|node| id(node.index())).collect();
        prop_assert_eq!(members, expected.iter().collect::<Vec<_>>(), "everybody is in one");
        prop_assert!((-0.5..1.0).contains(&found.modularity));
        for community in &found.communities {
            let inside: BTreeSet<&Id> = community.actors.iter().map(|actor| &actor.id).collect();
            let mut reached = BTreeSet::from([*inside.first().expect("a community has members")]);
            loop {
                let next: Vec<&Id> = inside
                    .iter()
                    .filter(|actor| !reached.contains(**actor))
                    .filter(|actor| {
                        let of = |id: &Id| id.as_str()[2..].parse().expect("the test made it");
                        let links = |other: &&Id| {
                            walk.contains_edge(NodeIndex::new(of(actor)), NodeIndex::new(of(other)))
                        };
                        reached.iter().any(links)
                    })
                    .copied()
                    .collect();
                if next.is_empty() {
                    break;
                }
                reached.extend(next);
            }
            prop_assert_eq!(reached.len(), inside.len(), "it holds together");
        }
    }
}

#[test]
fn two_circles_are_two_communities() {
    let circle = |first: usize| (0..5).map(move |at| BTreeSet::from([first + at, first + (at + 1) % 5]));
    let mut events: Events = circle(0).chain(circle(0)).chain(circle(5)).chain(circle(5)).collect();
    events.push(BTreeSet::from([0, 5]));
    let graph = graph(10, &events);
    let index = Index::new(&graph);
    let found = find_communities(&index, 1.0, Voices::Skip, &Filter::default());
    assert_eq!(found.communities.iter().map(|found| found.actors.len()).collect::<Vec<_>>(), [5, 5]);
    assert_eq!(found.communities[0].events, 10, "the event between them is in neither");
    // 20 of 21 ties are within; each circle has half of the ends.
    assert!((found.modularity - (20.0 / 21.0 - 0.5)).abs() < 1e-9, "{}", found.modularity);
    assert_eq!(find_communities(&index, 0.01, Voices::Skip, &Filter::default()).communities.len(), 1);
}

/// Ana and Bo are quoted by Radio Sol, which Bo then sues.
fn quoted() -> Graph {
    let statement = |id: &str, actor: &str| {
        json!({"id": id, "type": "STATEMENT", "status": "occurred", "participants": [
            {"role": "agent", "actor": "a:radio"}, {"role": "recipient", "actor": actor}]})
    };
    let file = json!({"format": "diurna/1",
        "actors": [{"id": "a:ana", "name": "Ana", "kind": "person"}, {"id": "a:bo", "name": "Bo", "kind": "person"},
            {"id": "a:radio", "name": "Radio Sol", "kind": "media"}],
        "events": [statement("e:1", "a:ana"), statement("e:2", "a:bo"),
            {"id": "e:3", "type": "SUE", "status": "occurred", "participants": [
                {"role": "agent", "actor": "a:bo"}, {"role": "patient", "actor": "a:radio"}]}]});
    Graph::from_json(&file.to_string()).expect("the test writes a graph")
}

#[test]
fn a_medium_that_quotes_two_people_does_not_link_them() {
    let graph = quoted();
    let index = Index::new(&graph);
    let (ana, bo, radio) = (Id::from("a:ana"), Id::from("a:bo"), Id::from("a:radio"));
    let find = |from: &Id, to: &Id, voices| {
        let search = PathSearch { voices, ..PathSearch::default() };
        find_paths(&index, from, to, &search, &Filter::default()).len()
    };
    assert_eq!(find(&ana, &bo, Voices::Skip), 0, "the radio only speaks to Ana");
    assert_eq!(find(&ana, &bo, Voices::Follow), 1);
    assert_eq!(find(&ana, &radio, Voices::Skip), 1, "it was asked for");
    let neighbors = find_neighbors(&index, &ana, 3, &Filter::default());
    assert_eq!(neighbors.iter().map(|found| &found.actor.id).collect::<Vec<_>>(), [&radio, &bo]);
    assert_eq!(neighbors[1].events[0].kind, "SUE", "the statement alone would not lead to him");
    let found = find_communities(&index, 1.0, Voices::Skip, &Filter::default());
    assert_eq!(found.communities.len(), 1);
    assert_eq!(found.communities[0].actors.len(), 2, "Bo and the radio, by the suit");
}
