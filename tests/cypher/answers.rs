//! The documented queries on the bundled graph: each gives what the typed question in Rust gives.

use diurna::claim::{Role, Status};
use diurna::entity::PlaceKind;
use diurna::graph::{Event, Graph};
use diurna::query::cypher::{CypherEngine, Kglite, Question, Rows, Value};
use diurna::query::{
    Filter, Index, Lookup, PathSearch, count, events, find_actor, find_neighbors, find_paths,
};
use std::path::Path;

/// A documented query.
pub(crate) struct Asked {
    /// What it asks, in words.
    pub(crate) title: &'static str,
    /// The query.
    pub(crate) text: &'static str,
    /// Its parameters.
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    /// The same asked in Rust.
    typed: fn(&Graph) -> Vec<Vec<Value>>,
}

impl Asked {
    pub(crate) fn question(&self) -> Question {
        self.parameters
            .iter()
            .fold(Question::new(self.text), |question, (name, value)| question.with(*name, *value))
    }
}

/// Every example page in one graph.
pub(crate) fn bundled() -> Graph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs/all.json");
    let text = std::fs::read_to_string(path).expect("the graph is bundled");
    Graph::from_json(&text).expect("the bundled graph is valid")
}

fn name(graph: &Graph, id: &diurna::graph::Id) -> Value {
    graph.actor(id).map_or(Value::Null, |actor| actor.name.as_str().into())
}

fn number(count: usize) -> Value {
    Value::Integer(i64::try_from(count).expect("small"))
}

fn with(graph: &Graph, event: &Event, role: Role) -> Vec<Value> {
    let found = event.participants.iter().filter(|participant| participant.role == role);
    found.map(|participant| name(graph, &participant.actor)).collect()
}

/// Rows in the order of their cells as text, for comparison where the query does not say how to order.
fn sorted(mut rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    rows.sort_by_key(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows
}

fn id_of(graph: &Graph, name: &str) -> diurna::graph::Id {
    match find_actor(graph, name) {
        Lookup::One(id) => id,
        other => panic!("{name}: {other:?}"),
    }
}

/// The documented queries.
pub(crate) const QUESTIONS: &[Asked] = &[
    Asked {
        title: "Who does what to whom",
        text: "MATCH (a:Actor)-[:AGENT]->(e:Event)<-[:PATIENT|RECIPIENT]-(b:Actor)\n\
               RETURN a.name AS agent, e.type AS type, b.name AS other\nORDER BY agent, type, other",
        parameters: &[],
        typed: |graph| {
            let mut rows = Vec::new();
            for event in graph.events() {
                for agent in with(graph, event, Role::Agent) {
                    for role in [Role::Patient, Role::Recipient] {
                        for other in with(graph, event, role) {
                            rows.push(vec![agent.clone(), event.kind.as_str().into(), other]);
                        }
                    }
                }
            }
            sorted(rows)
        },
    },
    Asked {
        title: "Events of one type, and who acts",
        text: "MATCH (a:Actor)-[:AGENT]->(e:Event {type: 'CONSULT'})\nRETURN a.name AS agent, e.label AS event\n\
               ORDER BY agent, event",
        parameters: &[],
        typed: |graph| {
            let filter = Filter { types: vec!["CONSULT".to_owned()], ..Filter::default() };
            let mut rows = Vec::new();
            for event in events(graph, &filter) {
                for agent in with(graph, event, Role::Agent) {
                    rows.push(vec![agent, event.label.as_str().into()]);
                }
            }
            sorted(rows)
        },
    },
    Asked {
        title: "How many events of each type",
        text: "MATCH (e:Event)\nRETURN e.type AS type, count(*) AS events\nORDER BY type",
        parameters: &[],
        typed: |graph| {
            let types = count(graph).event_types;
            types.into_iter().map(|(kind, count)| vec![kind.into(), number(count)]).collect()
        },
    },
    Asked {
        title: "The busiest actors",
        text: "MATCH (a:Actor)-[:AGENT|PATIENT|RECIPIENT|PARTICIPANT]->(e:Event)\n\
               WITH a, count(DISTINCT e) AS events\nORDER BY events DESC, a.id LIMIT 5\n\
               RETURN a.name AS actor, a.kind AS kind, events",
        parameters: &[],
        typed: |graph| {
            let busiest = count(graph).busiest.into_iter().take(5);
            busiest
                .map(|(id, name, events)| {
                    let kind = graph.actor(&id).map(|actor| actor.kind.name());
                    vec![name.into(), kind.into(), number(events)]
                })
                .collect()
        },
    },
    Asked {
        title: "Who shares events with an actor",
        text: "MATCH (a:Actor {name: $name})-->(e:Event)<--(b:Actor)\nWHERE a <> b\n\
               RETURN b.name AS actor, count(DISTINCT e) AS events\nORDER BY events DESC, actor",
        parameters: &[("name", "Wang Yi")],
        typed: |graph| {
            let neighbors =
                find_neighbors(&Index::new(graph), &id_of(graph, "Wang Yi"), 1, &Filter::default());
            let row = |neighbor: &diurna::query::Neighbor| {
                vec![Value::from(neighbor.actor.name.as_str()), number(neighbor.events.len())]
            };
            let mut rows: Vec<Vec<Value>> = neighbors.iter().map(row).collect();
            rows.sort_by_key(|row| row[0].to_string());
            rows
        },
    },
    Asked {
        title: "What is planned, with its dates",
        text: "MATCH (e:Event {status: 'planned'})\n\
               RETURN e.label AS event, e.start AS first, e.end AS last\nORDER BY event",
        parameters: &[],
        typed: |graph| {
            let filter = Filter { statuses: vec![Status::Planned], ..Filter::default() };
            let row = |event: &&Event| {
                let time = event.time.as_ref();
                let ends = time.map_or((None, None), |time| (time.start, time.end));
                vec![
                    event.label.as_str().into(),
                    ends.0.map(|moment| moment.to_string()).into(),
                    ends.1.map(|moment| moment.to_string()).into(),
                ]
            };
            sorted(events(graph, &filter).iter().map(row).collect())
        },
    },
    Asked {
        title: "What goes on in a stretch of days, both included",
        text: "MATCH (e:Event)\nWHERE coalesce(e.start, e.end) IS NOT NULL\n  \
               AND left(coalesce(e.start, $after), 10) <= $before AND left(coalesce(e.end, $before), 10) >= $after\n\
               RETURN e.label AS event, e.start AS first, e.end AS last\nORDER BY event",
        parameters: &[("after", "2025-07-21"), ("before", "2025-07-31")],
        typed: |graph| {
            let day = |text: &str| Some(text.parse().expect("a day"));
            let filter = Filter { after: day("2025-07-21"), before: day("2025-07-31"), ..Filter::default() };
            let row = |event: &&Event| {
                let time = event.time.as_ref().expect("it has a date");
                vec![
                    event.label.as_str().into(),
                    time.start.map(|moment| moment.to_string()).into(),
                    time.end.map(|moment| moment.to_string()).into(),
                ]
            };
            sorted(events(graph, &filter).iter().map(row).collect())
        },
    },
    Asked {
        title: "Where it happens, up to the country",
        text: "MATCH (e:Event)-[:AT]->(p:Place)-[:WITHIN*0..8]->(around:Place {kind: 'country'})\n\
               RETURN around.name AS country, p.name AS place, e.label AS event\nORDER BY country, place, event",
        parameters: &[],
        typed: |graph| {
            let mut rows = Vec::new();
            for event in graph.events() {
                for place in event.places.iter().filter_map(|id| graph.place(id)) {
                    let mut at = Some(place);
                    while let Some(around) = at {
                        if around.kind == Some(PlaceKind::Country) {
                            rows.push(vec![
                                around.name.as_str().into(),
                                place.name.as_str().into(),
                                event.label.as_str().into(),
                            ]);
                        }
                        at = around.within.as_ref().and_then(|id| graph.place(id));
                    }
                }
            }
            sorted(rows)
        },
    },
    Asked {
        title: "Who says what, in whose words",
        text: "MATCH (e:Event)<-[:ABOUT]-(c:Claim)-[s:SAID_BY]->(a:Actor)\n\
               RETURN a.name AS speaker, s.cue AS cue, e.label AS event\nORDER BY speaker, cue, event",
        parameters: &[],
        typed: |graph| {
            let mut rows = Vec::new();
            for claim in graph.claims() {
                let label = graph.event(&claim.event).map(|event| event.label.as_str());
                for hop in &claim.attribution {
                    if let Some(actor) = &hop.actor {
                        rows.push(vec![name(graph, actor), hop.cue.as_deref().into(), label.into()]);
                    }
                }
            }
            sorted(rows)
        },
    },
    Asked {
        title: "Positions",
        text: "MATCH (p:Person)-[held:POSITION]->(of)\nRETURN p.name AS person, held.title AS title, of.name AS of\n\
               ORDER BY person, title",
        parameters: &[],
        typed: |graph| {
            let positions = graph.relations().filter(|relation| relation.kind == "position");
            let row = |relation: &diurna::graph::Relation| {
                let place = graph.place(&relation.target).map(|place| Value::from(place.name.as_str()));
                vec![
                    name(graph, &relation.source),
                    relation.title.as_deref().into(),
                    place.unwrap_or_else(|| name(graph, &relation.target)),
                ]
            };
            sorted(positions.map(row).collect())
        },
    },
    Asked {
        title: "Amounts",
        text: "MATCH (e:Event)\nUNWIND e.quantities AS amount\nWITH e, amount WHERE amount.kind IN ['killed', 'injured']\n\
               RETURN amount.kind AS kind, amount.value AS value, e.label AS event\nORDER BY kind, value, event",
        parameters: &[],
        typed: |graph| {
            let mut amounts = Vec::new();
            for event in graph.events() {
                for quantity in &event.quantities {
                    if ["killed", "injured"].contains(&quantity.kind.as_str()) {
                        amounts.push((quantity.kind.clone(), quantity.value, event.label.clone()));
                    }
                }
            }
            amounts.sort();
            amounts
                .into_iter()
                .map(|(kind, value, label)| vec![kind.as_str().into(), value.0.into(), label.into()])
                .collect()
        },
    },
    Asked {
        title: "How many claims each publisher makes",
        text: "MATCH (c:Claim)-[:IN]->(d:Document)\nRETURN d.publisher AS publisher, count(c) AS claims\n\
               ORDER BY publisher",
        parameters: &[],
        typed: |graph| {
            let publishers = count(graph).publishers;
            publishers.into_iter().map(|(publisher, claims)| vec![publisher.into(), number(claims)]).collect()
        },
    },
    Asked {
        title: "The shortest chain of events between two actors",
        text: "MATCH p = shortestPath((a:Actor {name: $from})-[:AGENT|PATIENT|RECIPIENT|PARTICIPANT*..8]-(b:Actor \
               {name: $to}))\nRETURN [n IN nodes(p) | coalesce(n.name, n.label)] AS chain",
        parameters: &[("from", "Vladimir Putin"), ("to", "Sergei Lavrov")],
        typed: |graph| {
            let (from, to) = (id_of(graph, "Vladimir Putin"), id_of(graph, "Sergei Lavrov"));
            let search = PathSearch::default();
            let paths = find_paths(&Index::new(graph), &from, &to, &search, &Filter::default());
            let hops = paths.first().expect("they are linked");
            let mut chain = vec![Value::from(hops[0].from.name.as_str())];
            for hop in hops {
                chain.push(hop.event.label.as_str().into());
                chain.push(hop.to.name.as_str().into());
            }
            vec![vec![Value::List(chain)]]
        },
    },
];

pub(crate) fn engine() -> Kglite {
    Kglite::load(&bundled(), &Filter::default()).expect("the bundled graph loads")
}

#[test]
fn documented_queries_give_what_the_typed_questions_give() {
    let graph = bundled();
    let engine = engine();
    for asked in QUESTIONS {
        let rows = engine
            .query(&asked.question())
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", asked.title, error.help().unwrap_or_default()));
        let expected = (asked.typed)(&graph);
        assert!(!expected.is_empty(), "{}: the bundled graph has an answer", asked.title);
        // The language orders text by code point, as the typed rows here are.
        assert_eq!(rows.rows, expected, "{}", asked.title);
        assert_eq!(rows.warnings, Vec::<String>::new(), "{}", asked.title);
    }
}

fn ask(engine: &Kglite, text: &str) -> Rows {
    let answer = engine.query(&Question::new(text));
    answer.unwrap_or_else(|error| panic!("{text}: {error}\n{}", error.help().unwrap_or_default()))
}

fn full() -> Kglite {
    let graph = Graph::from_json(include_str!("full.json")).expect("valid");
    Kglite::load(&graph, &Filter::default()).expect("it loads")
}

fn cells(engine: &Kglite, text: &str) -> String {
    let rows = ask(engine, text)
        .rows
        .into_iter()
        .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_documented_name_can_be_asked_for() {
    let engine = full();
    let schema = diurna::query::cypher::schema();
    for label in &schema.labels {
        for property in &label.properties {
            let text = format!("MATCH (n:{}) RETURN count(n.{}) AS found", label.name, property.name);
            let found = &ask(&engine, &text).rows[0][0];
            assert!(matches!(found, Value::Integer(1..)), "{text}: {found}");
        }
        for besides in &label.besides {
            let text = format!("MATCH (n:{}:{besides}) RETURN count(n) AS found", label.name);
            let found = &ask(&engine, &text).rows[0][0];
            assert!(matches!(found, Value::Integer(1..)), "{text}: {found}");
        }
    }
    for relationship in &schema.relationships {
        let text = format!("MATCH ()-[r:{}]->() RETURN count(r) AS found", relationship.name);
        assert!(matches!(ask(&engine, &text).rows[0][0], Value::Integer(1..)), "{text}");
        for property in &relationship.properties {
            let text =
                format!("MATCH ()-[r:{}]->() RETURN count(r.{}) AS found", relationship.name, property.name);
            let wanted = i64::from(property.name != "title" || relationship.name == "POSITION");
            assert!(
                matches!(ask(&engine, &text).rows[0][0], Value::Integer(found) if found >= wanted),
                "{text}"
            );
        }
    }
}

#[test]
fn nodes_show_the_documented_properties_and_no_others() {
    let engine = full();
    let schema = diurna::query::cypher::schema();
    for row in ask(&engine, "MATCH (n) RETURN n, keys(n)").rows {
        let [Value::Node(node), Value::List(keys)] = row.as_slice() else { panic!("{row:?}") };
        let label = schema.labels.iter().find(|label| label.name == node.labels[0]).expect("documented");
        let documented: Vec<&str> = label.properties.iter().map(|property| property.name).collect();
        for name in node.properties.keys() {
            assert!(documented.contains(&name.as_str()), "{node}: {name}");
        }
        for key in keys {
            let Value::Text(key) = key else { panic!("{key}") };
            assert!(documented.contains(&key.as_str()) || key == "title", "keys: {key} of {node}");
        }
    }
}

#[test]
fn an_event_has_its_own_type() {
    let engine = full();
    assert_eq!(cells(&engine, "MATCH (e:Event) RETURN DISTINCT e.type ORDER BY e.type"), "'CONSULT'\n'HARM'");
    assert_eq!(cells(&engine, "MATCH (e {type: 'CONSULT'}) RETURN e.id"), "'e:1'");
    assert_eq!(cells(&engine, "MATCH (e:Event) WHERE e.type IN ['HARM'] RETURN count(*)"), "1");
    assert_eq!(cells(&engine, "MATCH (e:Event) WHERE e.type = 'Event' RETURN count(*)"), "0");
    assert_eq!(
        cells(&engine, "MATCH (e:Event) RETURN e.type, count(*) ORDER BY e.type"),
        "'CONSULT' 1\n'HARM' 1"
    );
    assert_eq!(
        cells(&engine, "MATCH (e:Event) RETURN e.label ORDER BY e.label"),
        "'Ortiz visits Peru'\n'dockers hurt'"
    );
}

#[test]
fn relationships_of_one_kind_between_the_same_two_stay_apart() {
    let text = "MATCH (:Person)-[p:POSITION]->(:Country) RETURN p.title ORDER BY p.title";
    assert_eq!(cells(&full(), text), "'Foreign Minister'\n'Senator'");
}

#[test]
fn a_chain_of_speakers_keeps_its_order() {
    let text =
        "MATCH (c:Claim)-[s:SAID_BY]->(a) RETURN s.position, s.cue, a.name, s.anonymous ORDER BY s.position";
    assert_eq!(cells(&full(), text), "1 'reported' 'Radio Sol' false\n2 'citing' 'two officials' true");
}

#[test]
fn a_relationship_names_the_nodes_it_links() {
    let rows = ask(&full(), "MATCH (:Person)-[r:AGENT]->(e) RETURN r");
    let json = serde_json::to_value(&rows).expect("text keys");
    assert_eq!(
        json,
        serde_json::json!({"columns": ["r"],
            "rows": [[{"type": "AGENT", "start": "a:1", "end": "e:1", "properties": {}}]]})
    );
}

#[test]
fn a_path_keeps_the_way_of_its_arrows() {
    let text =
        "MATCH p = (:Person {id: 'a:1'})-[:AGENT]->(e)<-[:RECIPIENT]-(c) RETURN [n IN nodes(p) | n.id], p";
    let rows = ask(&full(), text);
    let shown = rows.rows[0][1].to_string();
    assert!(
        shown.contains("-[:AGENT]->(:Event") && shown.contains("<-[:RECIPIENT]-(:Actor:Country"),
        "{shown}"
    );
    assert_eq!(rows.rows[0][0].to_string(), "['a:1', 'e:1', 'a:3']");
}

#[test]
fn a_collected_node_is_still_a_node() {
    let rows = ask(
        &full(),
        "MATCH (p:Place) WITH p ORDER BY p.id RETURN collect(p) AS places, {first: p.id}.first IS NULL",
    );
    assert!(
        matches!(&rows.rows[0][0], Value::List(places) if places.iter().all(|place| matches!(place, Value::Node(_)))),
        "{rows:?}"
    );
}

#[test]
fn a_filter_bounds_what_is_loaded() {
    let graph = Graph::from_json(include_str!("full.json")).expect("valid");
    let filter = Filter { types: vec!["HARM".to_owned()], ..Filter::default() };
    let engine = Kglite::load(&graph, &filter).expect("it loads");
    assert_eq!(cells(&engine, "MATCH (e:Event) RETURN e.id"), "'e:2'");
    assert_eq!(
        cells(&engine, "MATCH (a:Actor)-->(e:Event) RETURN a.name ORDER BY a.name"),
        "'Ministry of Ports'\n'five dockers'"
    );
    assert_eq!(cells(&engine, "MATCH (a:Actor) WHERE a.name = 'Lena Ortiz' RETURN a.name"), "");
}

#[test]
fn an_empty_graph_has_no_answer() {
    let engine = Kglite::load(&Graph::default(), &Filter::default()).expect("nothing loads too");
    assert_eq!(cells(&engine, "MATCH (n) RETURN n"), "");
    assert_eq!(cells(&engine, "MATCH (n) RETURN count(n)"), "0");
}

#[test]
fn a_parameter_is_a_value_and_not_a_text_of_the_query() {
    let question =
        Question::new("MATCH (a:Actor) WHERE a.name = $name RETURN a.id").with("name", "x' OR 1=1 //");
    assert_eq!(full().query(&question).expect("an answer").rows, Vec::<Vec<Value>>::new());
    let question = Question::new("MATCH (a:Actor) WHERE a.name IN $names RETURN a.id")
        .with("names", Value::List(vec!["Chile".into(), "Peru".into()]));
    assert_eq!(full().query(&question).expect("an answer").rows.len(), 2);
}

#[test]
fn a_mistyped_label_is_noticed() {
    let rows = ask(&full(), "MATCH (e:Evnt) RETURN e");
    assert!(rows.rows.is_empty());
    assert!(rows.warnings.iter().any(|warning| warning.contains("Evnt")), "{:?}", rows.warnings);
}
