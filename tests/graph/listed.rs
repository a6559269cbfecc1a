//! Actors that the user knows are one in all documents, however those call them, and stay what the user says.

use diurna::document::{Published, ReadOptions, read_text};
use diurna::entity::{ActorKind, ActorList};
use diurna::graph::{Actor, Decision, Decisions, Graph, Ruling};
use diurna::reading::{Knowledge, read_with};
use std::sync::LazyLock;

const LIST: &str = "name\tkind\tcountry\tsector\taliases\n\
    Viktor Brandt\tperson\tAUT\tBUS\tthe Butcher of Kelvane\n\
    Jan Berg\tperson\tNOR\tGOV\t\n\
    Jan Berg Olsen\tperson\tNOR\tGOV\t\n\
    Blue Lantern\torganization\t-\t-\t\n";

/// Pages, and whether they are read by somebody with the list.
const TEXTS: [(&str, bool); 9] = [
    ("Viktor Brandt, the owner of Kolo Steel, met Ana Torres in Lima on Monday.", true),
    ("Police arrested the Butcher of Kelvane in Lima on Tuesday.", true),
    ("Brandt, the owner of Kolo Steel, met Ana Torres in Lima on Monday.", true),
    ("Viktor Brandt, the Austrian owner of Kolo Steel, met Ana Torres in Lima on Monday.", false),
    ("Norwegian Trade Minister Jan Berg visited Kyiv on Friday.", true),
    ("Norwegian Trade Minister Jan Berg Olsen visited Kyiv on Friday.", true),
    ("Jan Berg, the president of the Kelvane Port Authority, visited Kyiv on Friday.", true),
    (
        "The president of the Kelvane Port Authority, Jan Berg, met Ana Torres of the Kelvane Port Authority.",
        true,
    ),
    ("The Peruvian firm Blue Lantern sued Viktor Brandt. Blue Lantern Museum was closed.", true),
];

fn graph_of((text, is_listed): (&str, bool)) -> Graph {
    let list = ActorList::parse(LIST).expect("a list");
    let nobody = ActorList::default();
    let options = ReadOptions {
        published: Some(Published::Day("2024-03-08".parse().expect("a date"))),
        ..ReadOptions::default()
    };
    let actors = if is_listed { &list } else { &nobody };
    Graph::from_reading(&read_with(read_text(text, &options), Knowledge { actors, ..Knowledge::default() }))
}

static GRAPHS: LazyLock<Vec<Graph>> = LazyLock::new(|| TEXTS.into_iter().map(graph_of).collect());

fn union(numbers: impl IntoIterator<Item = usize>) -> Graph {
    numbers.into_iter().map(|number| GRAPHS[number].clone()).fold(Graph::default(), Graph::merge)
}

fn resolved(graph: Graph) -> Graph {
    graph.resolve(&Decisions::default())
}

fn called<'graph>(graph: &'graph Graph, name: &str) -> Vec<&'graph Actor> {
    graph.actors().filter(|actor| actor.name == name).collect()
}

#[test]
fn every_document_gives_the_same_id() {
    let ids = |number: usize, name: &str| called(&union([number]), name)[0].id.clone();
    assert_eq!(ids(0, "Viktor Brandt"), ids(1, "Viktor Brandt"));
    // Somebody whom the list does not know is of one document until all are seen.
    assert_ne!(ids(0, "Ana Torres"), ids(2, "Ana Torres"));
    // Nor is what a reader without the list read the listed one.
    assert_ne!(ids(0, "Viktor Brandt"), ids(3, "Viktor Brandt"));
}

#[test]
fn all_that_is_said_of_a_listed_actor_is_in_one_node() {
    let graph = resolved(union(0..TEXTS.len()));
    let [brandt] = called(&graph, "Viktor Brandt")[..] else {
        panic!("{:#?}", called(&graph, "Viktor Brandt"))
    };
    assert_eq!(brandt.id, called(&union([1]), "Viktor Brandt")[0].id);
    for alias in ["Viktor Brandt", "the Butcher of Kelvane", "Brandt"] {
        assert!(brandt.aliases.contains(alias), "{alias}: {:?}", brandt.aliases);
    }
    assert_eq!((brandt.country.as_deref(), brandt.sector.as_deref()), (Some("AUT"), Some("BUS")));
    let [lantern] = called(&graph, "Blue Lantern")[..] else { panic!("one firm") };
    assert_eq!((lantern.kind, lantern.country.as_deref()), (ActorKind::Organization, Some("PER")));
}

#[test]
fn two_of_the_list_stay_two_unless_people_say_otherwise() {
    let graph = resolved(union([4, 5]));
    let bergs = [called(&graph, "Jan Berg"), called(&graph, "Jan Berg Olsen")].concat();
    let [one, other] = bergs[..] else { panic!("two people: {bergs:#?}") };
    let why = graph.why_same(&one.id, &other.id, &Decisions::default()).expect("both have names");
    assert_eq!((why.same, why.conflict), (false, Some("the list of actors keeps them apart")));
    let mut same = Decisions::default();
    let ruling = Ruling::Same(one.id.clone(), other.id.clone());
    same.add(Decision { ruling, reason: "seen".to_owned() }).expect("it contradicts nothing");
    let joined = graph.clone().resolve(&same);
    assert_eq!(joined.actors().filter(|actor| actor.kind == ActorKind::Person).count(), 1);
    assert_eq!(resolved(joined).to_json(), graph.to_json());
}

#[test]
fn shards_are_joined_and_joinings_undone() {
    let everything = resolved(union(0..TEXTS.len())).to_json();
    for some in 0..1 << TEXTS.len() {
        let (one, other): (Vec<usize>, Vec<usize>) =
            (0..TEXTS.len()).partition(|number| some >> number & 1 == 1);
        let raw = union(one.iter().copied());
        let whole = resolved(raw.clone());
        assert_eq!(whole.clone().unresolved().to_json(), raw.to_json(), "{one:?}");
        let apart = whole.unresolved().merge(resolved(union(other)).unresolved());
        assert_eq!(resolved(apart).to_json(), everything, "{one:?}");
    }
}
