use crate::fixture::reading;
use diurna::claim::{Role, Status};
use diurna::document::ZoneKind;
use diurna::graph::{Event, Graph, Id, Moment};
use diurna::query::{
    Change, Filter, Index, Linking, Lookup, Part, PathSearch, Sources, Step, Subject, Undated, actor_pairs,
    between, chain_sentence, chain_words, count, diff, document_dossier, dossier, events, evidence_of,
    find_actor, find_country, find_documents, find_neighbors, find_paths, find_place, find_subject, marks_of,
    place_dossier, suggest_documents, timeline,
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
        (Filter { sources: Some(Sources::Anonymous), ..none() }, vec![VISIT]),
        (Filter { sources: Some(Sources::Named), ..none() }, vec![HURT]),
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
        find_neighbors(&Index::new(&graph), &ana, depth, &Filter::default())
            .into_iter()
            .map(|neighbor| (neighbor.actor.name.clone(), neighbor.distance))
            .collect()
    };
    assert_eq!(names(1), [("Peru".to_owned(), 1)]);
    assert_eq!(names(5), [("Peru".to_owned(), 1), ("police".to_owned(), 2)]);
    let as_recipient = Filter { roles: vec![Role::Recipient], ..Filter::default() };
    assert!(find_neighbors(&Index::new(&graph), &ana, 1, &as_recipient).is_empty(), "she is the agent");
}

#[test]
fn a_path_goes_through_events() {
    let graph = graph();
    let (ana, police, radio) = (id(&graph, "Ana"), id(&graph, "police"), id(&graph, "Radio Sol"));
    let index = Index::new(&graph);
    let find = |to, search: &PathSearch, filter: &Filter| find_paths(&index, &ana, to, search, filter);
    let (any, all) = (PathSearch::default(), Filter::default());
    let paths = find(&police, &PathSearch { paths: 5, ..any.clone() }, &all);
    assert_eq!(paths.len(), 1, "through Peru");
    assert_eq!(paths[0].iter().map(|hop| hop.event.label.as_str()).collect::<Vec<_>>(), [VISIT, HURT]);
    assert_eq!(paths[0][0].to.name, "Peru");
    assert!(
        find(&police, &PathSearch { max_hops: 1, ..any.clone() }, &all).is_empty(),
        "it takes two events"
    );
    let avoid = vec![id(&graph, "Peru")];
    assert!(find(&police, &PathSearch { avoid: avoid.clone(), ..any.clone() }, &all).is_empty(), "only Peru");
    assert_eq!(find(&avoid[0], &PathSearch { avoid: avoid.clone(), ..any.clone() }, &all).len(), 1, "an end");
    let occurred = Filter { statuses: vec![Status::Occurred], ..Filter::default() };
    assert!(find(&police, &any, &occurred).is_empty(), "neither has happened");
    assert!(find(&radio, &any, &all).is_empty(), "speaking of it is no part in it");
    assert_eq!(find(&ana, &any, &all), [Vec::new()]);
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

#[test]
fn deeds_link_and_words_only_if_asked() {
    let graph = graph();
    let (ana, peru, police) = (id(&graph, "Ana"), id(&graph, "Peru"), id(&graph, "police"));
    let labels = |first, second, linking| -> Vec<&str> {
        let links = between(&graph, first, second, linking, &Filter::default());
        links.iter().map(|link| link.event.label.as_str()).collect()
    };
    assert_eq!(labels(&ana, &peru, Linking::Deeds), [VISIT]);
    assert_eq!(labels(&peru, &ana, Linking::Deeds), [VISIT]);
    assert_eq!(labels(&ana, &peru, Linking::DeedsAndWords), [VISIT, HURT], "she denies the second");
    assert!(labels(&ana, &police, Linking::Deeds).is_empty());
    assert_eq!(labels(&police, &ana, Linking::DeedsAndWords), [HURT]);
    let links = between(&graph, &ana, &police, Linking::DeedsAndWords, &Filter::default());
    assert_eq!(
        (links[0].first.as_slice(), links[0].second.as_slice()),
        ([Part::Speaker].as_slice(), [Part::Role(Role::Agent)].as_slice())
    );
    let as_agent = Filter { roles: vec![Role::Agent], ..Filter::default() };
    assert_eq!(between(&graph, &ana, &peru, Linking::Deeds, &as_agent).len(), 1);
    assert!(between(&graph, &peru, &ana, Linking::Deeds, &as_agent).is_empty(), "Peru is the recipient");
}

/// Events at these times ("" is none), named by their place in the list.
fn at_times(times: &[(&str, &str)]) -> Graph {
    let event = |(number, (start, end)): (usize, &(&str, &str))| {
        let end_of = |text: &str| if text.is_empty() { "null".to_owned() } else { format!("\"{text}\"") };
        let time = match (*start, *end) {
            ("", "") => String::new(),
            (start, end) => format!(r#", "time": {{"start": {}, "end": {}}}"#, end_of(start), end_of(end)),
        };
        format!(
            r#"{{"id": "e:{number}", "type": "CONSULT", "label": "{number}", "status": "occurred"{time}}}"#
        )
    };
    let events: Vec<String> = times.iter().enumerate().map(event).collect();
    let json = format!(r#"{{"format": "diurna/1", "events": [{}]}}"#, events.join(", "));
    Graph::from_json(&json).expect("a graph")
}

#[test]
fn a_timeline_puts_what_fits_a_period_into_it() {
    let graph = at_times(&[
        ("2024-05-03", "2024-05-03"),
        ("2024-05", "2024-05"),
        ("2024-04-30", "2024-05-02"),
        ("2024-05-03T10:00", "2024-05-03T10:59"),
        ("", ""),
        ("2024-05-03", ""),
        ("", "2024-05-03"),
        ("2024", "2024"),
    ]);
    let periods = |step| -> Vec<String> {
        let periods = timeline(&graph, &Filter::default(), step);
        periods.iter().map(|period| format!("{period}: {}", labels(&period.events).join(" "))).collect()
    };
    assert_eq!(
        periods(Step::Day),
        [
            "2024: 7",
            "2024-04-30..2024-05-02: 2",
            "2024-05: 1",
            "2024-05-03: 0 3",
            "until 2024-05-03: 6",
            "from 2024-05-03: 5",
            "no date: 4"
        ]
    );
    assert_eq!(
        periods(Step::Month),
        [
            "2024: 7",
            "2024-04-30..2024-05-02: 2",
            "2024-05: 1 0 3",
            "until 2024-05-03: 6",
            "from 2024-05-03: 5",
            "no date: 4"
        ]
    );
    assert!(
        periods(Step::Week).contains(&"2024-04-29..2024-05-05: 2 0 3".to_owned()),
        "30 April was a Tuesday"
    );
    assert_eq!(periods(Step::Year).len(), 4);
}

#[test]
fn open_and_partial_dates_overlap_as_intervals() {
    let graph = at_times(&[("2024-05", "2024-05"), ("2024-06-02", ""), ("", "2024-04-30"), ("", "")]);
    let found = |after: &str, before: &str| -> String {
        let filter = Filter {
            after: Moment::first_of(after).map(|moment| moment.day),
            before: Moment::last_of(before).map(|moment| moment.day),
            ..Filter::default()
        };
        labels(&events(&graph, &filter)).join(" ")
    };
    assert_eq!(found("2024-05-31", "2024-06-01"), "0");
    assert_eq!(found("2024-06", "2024-06"), "1");
    assert_eq!(found("2030", ""), "1");
    assert_eq!(found("", "2020"), "2");
    assert_eq!(found("2024-05-01", ""), "0 1");
    assert_eq!(found("", ""), "2 0 1 3");
}

#[test]
fn dossiers_count() {
    let graph = graph();
    let all = Filter::default();
    let ana = dossier(&graph, &id(&graph, "Ana"), &all).expect("she is there");
    assert_eq!((labels(&ana.events), labels(&ana.says)), (vec![VISIT], vec![HURT]));
    assert_eq!(ana.roles, [(Role::Agent, 1)]);
    assert_eq!(ana.partners.len(), 1);
    assert_eq!(
        ana.speakers,
        [("The Daily Plain".to_owned(), 1), ("two sources (not named)".to_owned(), 1)],
        "whose claim it is, not who passes it on"
    );
    let Lookup::One(peru) = find_place(&graph, "Peru") else { panic!("one place is called Peru") };
    let peru = place_dossier(&graph, &peru, &all).expect("it is there");
    assert_eq!(labels(&peru.events), [VISIT, HURT], "Lima is in Peru");
    let page = graph.documents().next().expect("there is one");
    let page = document_dossier(&graph, &page.id, &all).expect("it is there");
    assert_eq!((page.events.len(), page.claims), (2, 3));
    let denied = Filter { statuses: vec![Status::Denied], ..all };
    assert!(dossier(&graph, &id(&graph, "Ana"), &denied).expect("she is there").events.is_empty());
    assert_eq!(dossier(&graph, &"a:nobody".into(), &denied), None);
}

#[test]
fn a_difference_names_fields_and_nothing_differs_from_itself() {
    let old = at_times(&[("2024-05", "2024-05"), ("", "")]);
    let new = at_times(&[("2024-05", "2024-05"), ("2024", "2024"), ("", "")]);
    assert!(diff(&old, &old).expect("graphs have JSON forms").is_empty());
    let changes = diff(&old, &new).expect("graphs have JSON forms");
    let [Change::Changed(changed, fields), Change::Added(added)] = changes.as_slice() else {
        panic!("{changes:?}")
    };
    assert_eq!((changed.id().as_str(), added.id().as_str()), ("e:1", "e:2"));
    assert_eq!(fields.iter().map(|field| field.field.as_str()).collect::<Vec<_>>(), ["time"]);
    let back = diff(&new, &old).expect("graphs have JSON forms");
    assert!(matches!(back.as_slice(), [Change::Changed(..), Change::Removed(_)]), "{back:?}");
}

#[test]
fn marks_are_what_the_words_stand_for() {
    let graph = graph();
    let marked = |quote: &str| -> Vec<String> {
        let claim =
            graph.claims().find(|claim| claim.quote.contains(quote)).expect("one claim has these words");
        let quote: Vec<char> = claim.quote.chars().collect();
        let words = |start: usize, end: usize| quote[start..end].iter().collect::<String>();
        marks_of(&graph, claim)
            .iter()
            .map(|mark| format!("{}={}", mark.what.name(), words(mark.start, mark.end)))
            .collect()
    };
    assert_eq!(
        marked("her first trip"),
        [
            "agent=Ana M\u{fc}ller",
            "event=will visit",
            "recipient=Peru",
            "when=in May",
            "speaker=Radio Sol",
            "says=reported",
            "says=citing",
            "speaker=two sources"
        ]
    );
    assert_eq!(marked("hurt about"), ["says=denied", "agent=police", "event=hurt", "where=Lima"]);
}
