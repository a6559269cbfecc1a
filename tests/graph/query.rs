use crate::fixture::reading;
use diurna::claim::{Role, Status};
use diurna::document::ZoneKind;
use diurna::graph::{Event, Graph, Id, Moment};
use diurna::query::{
    Filter, Lookup, Subject, Undated, actor_pairs, chain_sentence, chain_words, count, events, evidence_of,
    find_actor, find_country, find_documents, find_neighbors, find_path, find_place, find_subject,
    suggest_documents,
};

fn graph() -> Graph {
    Graph::from_reading(&reading("page"))
}

fn id(graph: &Graph, name: &str) -> Id {
    match find_actor(graph, name) {
        Lookup::One(id) => id,
        other => panic!("{name}: {other:?}"),
    }
}

fn labels<'graph>(events: &[&'graph Event]) -> Vec<&'graph str> {
    events.iter().map(|event| event.label.as_str()).collect()
}

const VISIT: &str = "Ana M\u{fc}ller visits Peru";
const HURT: &str = "police hurt people";

#[test]
fn names_are_found_by_case_alias_and_first_letters() {
    let graph = graph();
    let ana = id(&graph, "Ana M\u{fc}ller");
    for name in ["M\u{fc}ller", "m\u{fc}ller", "ANA M\u{dc}LLER", "An M\u{fc}", "ana", ana.as_str()] {
        assert_eq!(id(&graph, name), ana, "{name}");
    }
    assert!(matches!(find_actor(&graph, "sol"), Lookup::One(_)), "word for word before first letters");
    let Lookup::Several(candidates) = find_actor(&graph, "so") else { panic!("Sol, Radio Sol, two sources") };
    assert_eq!(candidates.len(), 3);
    let Lookup::Nothing(suggestions) = find_actor(&graph, "Mueller") else { panic!("not how it is written") };
    assert_eq!(suggestions[0].name, "Ana M\u{fc}ller");
    assert_eq!(find_actor(&graph, "Zzyzx"), Lookup::Nothing(Vec::new()));
    assert_eq!(find_actor(&graph, " "), Lookup::Nothing(Vec::new()));
    assert!(matches!(find_place(&graph, "lima"), Lookup::One(_)));
}

#[test]
fn every_condition_keeps_one_event_and_drops_the_other() {
    let graph = graph();
    let place = |name| match find_place(&graph, name) {
        Lookup::One(id) => id,
        other => panic!("{other:?}"),
    };
    let day = |text| Moment::first_of(text).map(|moment| moment.day);
    let documents =
        |text| find_documents(&graph, text).into_iter().map(|document| document.id.clone()).collect();
    let none = Filter::default;
    let cases = [
        (Filter { actors: vec![id(&graph, "Ana")], ..none() }, vec![VISIT]),
        (Filter { actors: vec![id(&graph, "Peru"), id(&graph, "police")], ..none() }, vec![HURT]),
        (Filter { types: vec!["assault".into()], ..none() }, vec![HURT]),
        (Filter { types: vec!["consult/visit".into()], ..none() }, vec![VISIT]),
        (Filter { types: vec!["consult/call".into()], ..none() }, vec![]),
        (Filter { actors: vec![id(&graph, "Peru")], roles: vec![Role::Agent], ..none() }, vec![]),
        (Filter { statuses: vec![Status::Denied], ..none() }, vec![HURT]),
        (Filter { after: day("2024-05-31"), ..none() }, vec![VISIT]),
        (Filter { after: day("2024-06-01"), ..none() }, vec![]),
        (Filter { before: day("2024-04-30"), ..none() }, vec![]),
        (Filter { places: vec![place("Lima")], ..none() }, vec![HURT]),
        (Filter { places: vec![place("Peru")], ..none() }, vec![VISIT, HURT]),
        (Filter { said_by: vec![id(&graph, "Radio Sol")], ..none() }, vec![VISIT]),
        (Filter { said_by: vec![id(&graph, "two sources")], ..none() }, vec![VISIT]),
        (Filter { published_by: vec!["the daily plain".into()], ..none() }, vec![VISIT, HURT]),
        (Filter { published_by: vec!["The Daily".into()], ..none() }, vec![]),
        (Filter { min_confidence: Some(0.85), ..none() }, vec![VISIT]),
        (Filter { min_sources: Some(1), ..none() }, vec![VISIT, HURT]),
        (Filter { min_sources: Some(2), ..none() }, vec![]),
        (Filter { undated: Some(Undated::Exclude), ..none() }, vec![VISIT]),
        (Filter { undated: Some(Undated::Include), after: day("2025-01-01"), ..none() }, vec![HURT]),
        (Filter { undated: Some(Undated::Include), ..none() }, vec![VISIT, HURT]),
        (Filter { countries: vec!["DEU".into()], ..none() }, vec![VISIT]),
        (Filter { countries: vec!["PER".into()], ..none() }, vec![VISIT, HURT]),
        (Filter { countries: vec!["ECU".into()], ..none() }, vec![]),
        (Filter { zones: vec![ZoneKind::Title], ..none() }, vec![VISIT]),
        (Filter { zones: vec![ZoneKind::Caption], ..none() }, vec![]),
        // Radio Sol is cited in the body, not in the headline: no one claim is both.
        (Filter { zones: vec![ZoneKind::Title], said_by: vec![id(&graph, "Radio Sol")], ..none() }, vec![]),
        (Filter { documents: documents("page.txt"), ..none() }, vec![VISIT, HURT]),
        (Filter { documents: ["d:other".into()].into(), ..none() }, vec![]),
    ];
    for (filter, expected) in cases {
        assert_eq!(labels(&events(&graph, &filter)), expected, "{filter:?}");
    }
}

#[test]
fn a_capital_makes_case_matter() {
    let graph = graph();
    assert!(matches!(find_actor(&graph, "RADIO SOL"), Lookup::One(_)), "a whole name in another case");
    assert!(matches!(find_actor(&graph, "radio"), Lookup::One(_)));
    assert!(matches!(find_actor(&graph, "Radio"), Lookup::One(_)));
    assert!(matches!(find_actor(&graph, "RA"), Lookup::Nothing(_)), "not the beginning of \"Radio\"");
    assert!(matches!(find_actor(&graph, "Police"), Lookup::One(_)), "the whole name");
    assert!(matches!(find_actor(&graph, "Pol"), Lookup::Nothing(_)), "it is written \"police\"");
}

#[test]
fn a_document_has_many_names() {
    let graph = graph();
    let document = graph.documents().next().expect("there is one");
    let id = document.id.as_str();
    for text in ["page", "page.txt", "the daily plain", "Daily", id, &id[..8]] {
        assert_eq!(find_documents(&graph, text), [document], "{text}");
    }
    for text in ["", "age.txt", "pag", "DAILY", "aily", "d:"] {
        assert!(find_documents(&graph, text).is_empty(), "{text}");
    }
    assert_eq!(suggest_documents(&graph, "the daly plain"), ["The Daily Plain"]);
}

#[test]
fn countries_are_found_by_code_name_and_adjective() {
    for text in ["PER", "per", "Peru", "peru", "Peruvian"] {
        assert_eq!(find_country(text), Some("PER"), "{text}");
    }
    for text in ["", "PE", "Lima", "Perus"] {
        assert_eq!(find_country(text), None, "{text}");
    }
}

#[test]
fn neighbors_are_nearest_first() {
    let graph = graph();
    let ana = id(&graph, "Ana");
    let names = |depth| -> Vec<(String, usize)> {
        find_neighbors(&graph, &ana, depth, &Filter::default())
            .into_iter()
            .map(|neighbor| (neighbor.actor.name.clone(), neighbor.distance))
            .collect()
    };
    assert_eq!(names(1), [("Peru".to_owned(), 1)]);
    assert_eq!(names(5), [("Peru".to_owned(), 1), ("police".to_owned(), 2)]);
    let as_recipient = Filter { roles: vec![Role::Recipient], ..Filter::default() };
    assert!(find_neighbors(&graph, &ana, 1, &as_recipient).is_empty(), "she is the agent");
}

#[test]
fn a_path_goes_through_events() {
    let graph = graph();
    let (ana, police, radio) = (id(&graph, "Ana"), id(&graph, "police"), id(&graph, "Radio Sol"));
    let hops = find_path(&graph, &ana, &police, None, &Filter::default()).expect("through Peru");
    assert_eq!(hops.iter().map(|hop| hop.event.label.as_str()).collect::<Vec<_>>(), [VISIT, HURT]);
    assert_eq!(hops[0].to.name, "Peru");
    assert_eq!(find_path(&graph, &ana, &police, Some(1), &Filter::default()), None, "it takes two events");
    let occurred = Filter { statuses: vec![Status::Occurred], ..Filter::default() };
    assert_eq!(find_path(&graph, &ana, &police, None, &occurred), None, "neither has happened");
    assert_eq!(
        find_path(&graph, &ana, &radio, None, &Filter::default()),
        None,
        "speaking of it is no part in it"
    );
    assert_eq!(find_path(&graph, &ana, &ana, None, &Filter::default()), Some(Vec::new()));
}

#[test]
fn evidence_names_the_speakers() {
    let graph = graph();
    let Subject::Event(visit) = find_subject(&graph, "m\u{fc}ller visit") else {
        panic!("one event has these words")
    };
    let evidence = evidence_of(&graph, visit);
    assert_eq!(evidence.len(), 2);
    assert_eq!(chain_words(&graph, evidence[0].claim), "");
    assert_eq!(chain_words(&graph, evidence[1].claim), "Radio Sol, citing two sources (not named)");
    assert_eq!(
        chain_sentence(&graph, evidence[1].claim),
        "The Daily Plain says that Radio Sol says (\"reported\") that two sources (not named) say (\"citing\") \
         that it is planned."
    );
    let (start, end) = evidence[1].trigger.expect("the trigger is in the sentence");
    let quote: Vec<char> = evidence[1].claim.quote.chars().collect();
    assert_eq!(quote[start..end].iter().collect::<String>(), "will visit");
}

#[test]
fn a_subject_may_be_an_id_its_start_or_words() {
    let graph = graph();
    let event = graph.events().next().expect("there are two");
    let start = &event.id.as_str()[..9];
    assert_eq!(find_subject(&graph, event.id.as_str()), Subject::Event(event));
    assert_eq!(find_subject(&graph, start), Subject::Event(event));
    assert_eq!(find_subject(&graph, &start[2..]), Subject::Event(event));
    let claim = graph.claims().next().expect("there are three");
    assert!(matches!(find_subject(&graph, claim.id.as_str()), Subject::Claim(found, _) if found == claim));
    assert!(matches!(find_subject(&graph, "peru"), Subject::Several(events) if events.len() == 2));
    assert_eq!(find_subject(&graph, "m\u{fc}ller chile"), Subject::Nothing);
    assert_eq!(find_subject(&graph, ""), Subject::Nothing);
}

#[test]
fn pairs_weigh_shared_events() {
    let graph = graph();
    let pairs = actor_pairs(&graph, &Filter::default());
    assert_eq!(pairs.len(), 2);
    let visit = pairs.iter().find(|pair| pair.source == id(&graph, "Ana")).expect("she visits");
    assert_eq!(visit.target, id(&graph, "Peru"));
    assert_eq!(visit.events.len(), 1);
}

#[test]
fn counts_add_up() {
    let stats = count(&graph());
    assert_eq!((stats.documents, stats.events, stats.claims, stats.dated_events), (1, 2, 3, 1));
    assert_eq!(stats.attributed_claims, 2);
    assert_eq!(stats.busiest[0].1, "Peru");
    assert_eq!(stats.publishers["The Daily Plain"], 3);
}
