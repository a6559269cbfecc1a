//! Identity across documents: any order, any grouping and any detour gives the same graph, and every joining can be undone.

use diurna::document::{Published, ReadOptions, read_text};
use diurna::graph::{Actor, Decision, Decisions, Graph, Id, Ruling};
use diurna::reading::read;
use proptest::prelude::*;
use std::sync::LazyLock;

const TEXTS: [(&str, &str, &str); 11] = [
    (
        "2024-03-04",
        "Harbour Post",
        "Ana Ruiz, the mayor of Kelvane, met Jan Olsen, a spokesman for the Kelvane Port Authority (KPA), in Kelvane on Monday.",
    ),
    (
        "2024-03-05",
        "Coast Times",
        "Kelvane's mayor, Ana Ruiz Gomez, met Jan Olsen of the KPA on Monday. J. Olsen of the union was not there.",
    ),
    (
        "2024-03-06",
        "Harbour Post",
        "The mayor of Kelvane, Ana Ruiz, resigned on Wednesday. Jan Olsen praised her.",
    ),
    (
        "2024-03-06",
        "Coast Times",
        "Ana Ruiz, the mayor of Kelvane, resigned on Wednesday, Harbour Post reported.",
    ),
    ("2024-03-07", "Sport Today", "The Norwegian striker Jan Berg visited Oslo. Berg scored twice."),
    ("2024-03-08", "Oslo Daily", "Jan Berg, Norway's trade minister, visited Kyiv on Friday."),
    (
        "2024-03-09",
        "Kyiv Paper",
        "Norwegian Trade Minister Jan Berg visited Kyiv on Friday and met Danylo Horenko, the prime minister.",
    ),
    (
        "2024-03-09",
        "Kyiv Mirror",
        "Ukrainian Prime Minister Danilo Horenko met Jan Berg, the Norwegian trade minister, in Kyiv on Friday.",
    ),
    (
        "2024-03-10",
        "Coast Times",
        "Gunmen attacked a market in Larvek on Sunday, killing three people, police said.",
    ),
    (
        "2024-03-11",
        "Harbour Post",
        "Seven people died after gunmen attacked a market in Larvek on Sunday. Russia condemned the attack.",
    ),
    (
        "2024-03-12",
        "Coast Times",
        "Eva Lund visited Ida Holm, a lawyer, in Larvek. Lund said Holm had praised Peru. Holm denied it, her lawyer Lena Moe said.",
    ),
];

fn graph_of((date, publisher, text): (&str, &str, &str)) -> Graph {
    let options = ReadOptions {
        published: Some(Published::Day(date.parse().expect("a date"))),
        publisher: Some(publisher.to_owned()),
        ..ReadOptions::default()
    };
    Graph::from_reading(&read(read_text(text, &options)))
}

static GRAPHS: LazyLock<Vec<Graph>> = LazyLock::new(|| TEXTS.into_iter().map(graph_of).collect());

fn union(numbers: &[usize]) -> Graph {
    numbers.iter().map(|&number| GRAPHS[number].clone()).fold(Graph::default(), Graph::merge)
}

fn resolved(graph: Graph) -> Graph {
    graph.resolve(&Decisions::default())
}

fn everything() -> Graph {
    resolved(union(&(0..TEXTS.len()).collect::<Vec<_>>()))
}

fn called<'graph>(graph: &'graph Graph, name: &str) -> Vec<&'graph Actor> {
    graph.actors().filter(|actor| actor.name == name || actor.aliases.contains(name)).collect()
}

fn some_documents() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..TEXTS.len(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_documents_leaves_no_trace(numbers in some_documents(), seed in any::<prop::sample::Index>()) {
        let mut other = numbers.clone();
        if !other.is_empty() {
            let at = seed.index(other.len());
            other.rotate_left(at);
            other.reverse();
        }
        prop_assert_eq!(resolved(union(&numbers)).to_json(), resolved(union(&other)).to_json());
    }

    #[test]
    fn what_was_resolved_apart_can_be_joined(one in some_documents(), other in some_documents()) {
        let apart = resolved(union(&one)).unresolved().merge(resolved(union(&other)).unresolved());
        prop_assert_eq!(resolved(apart).to_json(), resolved(union(&one).merge(union(&other))).to_json());
    }

    #[test]
    fn every_joining_can_be_undone(numbers in some_documents()) {
        let raw = union(&numbers);
        let whole = resolved(raw.clone());
        prop_assert_eq!(whole.clone().unresolved().to_json(), raw.to_json());
        prop_assert_eq!(resolved(whole.clone()).to_json(), whole.to_json());
    }

    #[test]
    fn a_resolved_graph_is_read_as_it_was_written(numbers in some_documents()) {
        let whole = resolved(union(&numbers));
        prop_assert_eq!(&Graph::from_json(&whole.to_json()).expect("no dangling reference"), &whole);
        let plain: serde_json::Value = serde_json::from_str(&whole.to_json()).expect("JSON");
        prop_assert_eq!(&Graph::from_json(&plain.to_string()).expect("no dangling reference"), &whole);
    }
}

#[test]
fn namesakes_stay_apart_and_spellings_come_together() {
    let graph = everything();
    let bergs = called(&graph, "Jan Berg");
    assert_eq!(bergs.len(), 2, "the minister and the striker: {bergs:#?}");
    assert_ne!(bergs[0].id, bergs[1].id);
    assert_eq!(called(&graph, "Ana Ruiz").len(), 1);
    assert_eq!(called(&graph, "Danylo Horenko"), called(&graph, "Danilo Horenko"));
}

#[test]
fn one_event_has_the_claims_of_all_who_tell_it() {
    let graph = everything();
    let resigned: Vec<_> = graph.events().filter(|event| event.kind == *"RESIGN").collect();
    assert_eq!(resigned.len(), 1, "{resigned:#?}");
    assert_eq!(resigned[0].claims.len(), 2);
    // Coast Times only repeats what Harbour Post reported.
    assert_eq!(resigned[0].independent_sources, 1);
    let met: Vec<_> = graph.events().filter(|event| event.label.contains("met")).collect();
    assert!(met.iter().all(|event| event.independent_sources == 2), "{met:#?}");
}

fn decision(ruling: Ruling) -> Decisions {
    let mut decisions = Decisions::default();
    decisions.add(Decision { ruling, reason: "seen".to_owned() }).expect("it contradicts nothing");
    decisions
}

#[test]
fn people_have_the_last_word() {
    let graph = everything();
    let bergs: Vec<Id> = called(&graph, "Jan Berg").iter().map(|actor| actor.id.clone()).collect();
    let parts: Vec<Id> = bergs.iter().map(|id| graph.parts_of(id)[0].clone()).collect();
    let same = decision(Ruling::Same(parts[0].clone(), parts[1].clone()));
    let joined = graph.clone().resolve(&same);
    assert_eq!(called(&joined, "Jan Berg").len(), 1);
    // The decision is taken back by leaving it out.
    assert_eq!(resolved(joined).to_json(), graph.to_json());

    let ruiz = &called(&graph, "Ana Ruiz")[0].id;
    let parts = graph.parts_of(ruiz);
    assert!(parts.len() > 2);
    let apart = decision(Ruling::NotSame(vec![parts[0].clone()], parts[1..].to_vec()));
    assert_eq!(called(&graph.clone().resolve(&apart), "Ana Ruiz").len(), 2);
}

#[test]
fn a_joining_of_two_of_one_document_can_be_undone() {
    let raw = union(&(0..TEXTS.len()).collect::<Vec<_>>());
    let before = resolved(raw.clone()).to_json();
    let mut n_pairs = 0;
    for graph in &*GRAPHS {
        let named: Vec<&Actor> = graph.actors().filter(|actor| actor.kind.name() == "person").collect();
        for (at, one) in named.iter().enumerate() {
            for other in &named[at + 1..] {
                let same = decision(Ruling::Same(one.id.clone(), other.id.clone()));
                let joined = raw.clone().resolve(&same);
                assert_eq!(
                    joined.part_called(&one.id).map(|part| &part.same_as),
                    joined.part_called(&other.id).map(|part| &part.same_as)
                );
                let read = Graph::from_json(&joined.to_json()).expect("no dangling reference");
                assert_eq!(read, joined);
                assert_eq!(read.unresolved().to_json(), raw.to_json(), "{} and {}", one.name, other.name);
                assert_eq!(resolved(joined).to_json(), before);
                n_pairs += 1;
            }
        }
    }
    assert!(n_pairs > 5, "{n_pairs}");
}

#[test]
fn what_is_decided_of_one_is_known_of_it() {
    let graph = everything();
    let id = &called(&graph, "Jan Olsen")[0].id;
    let part = graph.parts_of(id)[0].clone();
    let named = graph.clone().resolve(&decision(Ruling::Alias(part.clone(), "The Pilot".to_owned())));
    assert_eq!(called(&named, "The Pilot").len(), 1);
    let text = format!("kind\t{part}\torganization\tit is a firm\n");
    let decisions = Decisions::parse(&text).expect("a decision");
    let changed = graph.resolve(&decisions);
    assert_eq!(called(&changed, "Jan Olsen")[0].kind.name(), "organization");
}

#[test]
fn a_decision_that_means_nothing_says_so() {
    for (text, problem) in [
        ("same\ta:1", "line 1: `same` needs two ids"),
        ("\n# x\nsame a:1 a:2", "line 3: `same a:1 a:2` is no decision"),
        ("kind\ta:1\tdog", "line 1: `dog` is no kind of actor"),
        ("same\ta:1\ta:2\nsame\ta:2\ta:3\nnot-same\ta:1\ta:3", "both the same and not the same"),
        ("not-same\ta:1\ta:1", "both the same and not the same"),
    ] {
        let error = Decisions::parse(text).expect_err("it means nothing").to_string();
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn why_two_are_one_can_be_asked() {
    let graph = everything();
    let id = &called(&graph, "Ana Ruiz")[0].id;
    let why = graph.why_same(id, id, &Decisions::default()).expect("she has parts");
    assert!(why.same && why.points >= 4.0, "{why:#?}");
    let bergs: Vec<&Id> = called(&graph, "Jan Berg").iter().map(|actor| &actor.id).collect();
    let why = graph.why_same(bergs[0], bergs[1], &Decisions::default()).expect("both have names");
    assert!(!why.same && why.points < 4.0, "{why:#?}");
}

#[test]
fn events_too_are_told_apart_and_put_together_by_people() {
    let graph = everything();
    let attack = graph.events().find(|event| event.kind == "ASSAULT").expect("an attack").id.clone();
    let parts = graph.parts_of_event(&attack);
    assert_eq!(parts.len(), 2, "two papers tell of it");
    let why = graph.why_same(&attack, &attack, &Decisions::default()).expect("it has parts");
    assert!(why.same && why.points >= 4.0 && why.conflict.is_none(), "{why:#?}");

    let apart = decision(Ruling::NotSame(vec![parts[0].clone()], vec![parts[1].clone()]));
    let split = graph.clone().resolve(&apart);
    assert_eq!(split.events().filter(|event| event.kind == "ASSAULT").count(), 2);
    let why = split.why_same(&parts[0], &parts[1], &apart).expect("both can be compared");
    assert!(!why.same, "{why:#?}");
    assert_eq!(split.resolve(&Decisions::default()), graph, "it can be undone");

    // No rule would join a resignation and a condemnation.
    let alone = |kind: &str| graph.events().find(|event| event.kind == kind).expect("it is told").id.clone();
    let (one, other) = (alone("RESIGN"), alone("ACCUSE"));
    let why = graph.why_same(&one, &other, &Decisions::default()).expect("both can be compared");
    assert!(!why.same && why.conflict.is_some(), "{why:#?}");
    let first = graph.parts_of_event(&one)[0].clone();
    let joined = graph.clone().resolve(&decision(Ruling::Same(first, other.clone())));
    assert_eq!(joined.events().len(), graph.events().len() - 1);
    assert!(joined.event(&other).is_none() || joined.event(&one).is_none());
}
