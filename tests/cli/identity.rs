//! Who is who, decided by people: `merge`, `split`, `alias`, `why-same` and the file beside the graph.

use crate::{Run, run_in};
use std::fs;
use std::path::Path;

/// Two people of one name, and one person under two names that no rule would join.
const PAGES: [(&str, &str); 4] = [
    ("trade.txt", "Oslo Daily\n\nJan Berg, the Norwegian trade minister, visited Kyiv on 8 March 2024."),
    ("cup.txt", "Sport Today\n\nThe Norwegian striker Jan Berg visited Lima on 9 March 2024."),
    ("port.txt", "Harbour Post\n\nAna Ruiz, the mayor of Kelvane, resigned on 6 March 2024."),
    ("gala.txt", "Coast Times\n\nThe singer Anita Lopez visited Lima on 6 March 2024."),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("pages")).expect("a folder");
    for (name, text) in PAGES {
        fs::write(folder.path().join("pages").join(name), text).expect("a page");
    }
    let built = run_in(folder.path(), &["build", "pages", "-o", "graph.json"], b"");
    assert_eq!(built.code, 0, "{}", built.messages);
    folder
}

/// Adds a page that speaks of the minister too.
fn tell_of_the_minister_again(folder: &Path) {
    let text = "Oslo Mail\n\nNorwegian Trade Minister Jan Berg met reporters in Kyiv on 8 March 2024.";
    fs::write(folder.join("pages/again.txt"), text).expect("a page");
}

fn ask(folder: &Path, arguments: &[&str]) -> Run {
    run_in(folder, arguments, b"")
}

fn decisions(folder: &Path) -> String {
    fs::read_to_string(folder.join("graph.json.decisions")).unwrap_or_default()
}

/// The ids of the actors called so, in order.
fn ids(folder: &Path, name: &str) -> Vec<String> {
    let graph = ask(folder, &["export", "graph.json", "-T", "json"]).output;
    let graph: serde_json::Value = serde_json::from_str(&graph).expect("JSON");
    let actors = graph["actors"].as_array().expect("actors").iter();
    let named = actors.filter(|actor| actor["name"] == name);
    named.map(|actor| actor["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn a_decision_is_kept_beside_the_graph_and_taken_back_with_its_line() {
    let folder = folder();
    let folder = folder.path();
    let before = fs::read(folder.join("graph.json")).expect("the graph");
    assert_eq!(ids(folder, "Jan Berg").len(), 2, "the minister and the striker");

    let merged =
        ask(folder, &["merge", "graph.json", "Ana Ruiz", "Anita Lopez", "--reason", "her stage name"]);
    assert_eq!(merged.code, 0, "{}", merged.messages);
    assert!(
        merged.output.starts_with("same\ta:") && merged.output.ends_with("\ther stage name\n"),
        "{}",
        merged.output
    );
    assert_eq!(decisions(folder), merged.output);
    let shown = ask(folder, &["show", "graph.json", "Ana Ruiz"]).output;
    assert!(shown.contains("Anita Lopez"), "{shown}");
    assert_eq!(fs::read(folder.join("graph.json")).expect("the graph"), before, "the graph itself stays");

    fs::remove_file(folder.join("graph.json.decisions")).expect("the decisions");
    let shown = ask(folder, &["show", "graph.json", "Ana Ruiz"]).output;
    assert!(!shown.contains("Anita Lopez"), "{shown}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder();
    let dry = ask(folder.path(), &["merge", "graph.json", "Ana Ruiz", "Anita Lopez", "--dry-run"]);
    assert_eq!(dry.code, 0);
    assert!(
        dry.messages.contains("(were ") && dry.messages.contains("nothing was written"),
        "{}",
        dry.messages
    );
    assert_eq!(decisions(folder.path()), "");
}

#[test]
fn what_was_merged_can_be_split_again() {
    let folder = folder();
    let folder = folder.path();
    let bergs = ids(folder, "Jan Berg");
    let merged = ask(folder, &["merge", "graph.json", &bergs[0], &bergs[1]]);
    assert_eq!(merged.code, 0, "{}", merged.messages);
    assert_eq!(ids(folder, "Jan Berg").len(), 1);
    let listed = ask(folder, &["split", "graph.json", "Jan Berg"]);
    assert!(
        listed.output.contains("pages/cup.txt") && listed.output.contains("pages/trade.txt"),
        "{}",
        listed.output
    );

    // One line says that they are one: the other contradicts it until that line is out.
    let split = ["split", "graph.json", "Jan Berg", "pages/cup.txt"];
    let refused = ask(folder, &split);
    assert_eq!(refused.code, 2);
    assert!(refused.messages.contains("both the same and not the same"), "{}", refused.messages);

    let unknown = ask(folder, &["split", "graph.json", "Jan Berg", "pages/none.txt"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.messages.contains("no document is called pages/none.txt"), "{}", unknown.messages);
}

#[test]
fn what_the_tool_joined_can_be_split() {
    let folder = folder();
    let folder = folder.path();
    tell_of_the_minister_again(folder);
    assert_eq!(ask(folder, &["build", "pages", "-o", "graph.json"]).code, 0);
    assert_eq!(ids(folder, "Jan Berg").len(), 2);
    let striker = ids(folder, "Jan Berg")
        .into_iter()
        .find(|id| ask(folder, &["show", "graph.json", id]).output.contains("1 document"));
    let minister = ids(folder, "Jan Berg").into_iter().find(|id| Some(id) != striker.as_ref());
    let minister = minister.expect("he is in two documents");
    let split =
        ask(folder, &["split", "graph.json", &minister, "pages/again.txt", "--reason", "another Berg"]);
    assert_eq!(split.code, 0, "{}", split.messages);
    assert!(split.output.starts_with("not-same\ta:"), "{}", split.output);
    assert_eq!(ids(folder, "Jan Berg").len(), 3);
}

#[test]
fn an_actor_gets_a_name_and_a_kind() {
    let folder = folder();
    let folder = folder.path();
    let named = ask(folder, &["alias", "graph.json", "Ana Ruiz", "The Captain", "--kind", "organization"]);
    assert_eq!(named.code, 0, "{}", named.messages);
    let shown = ask(folder, &["show", "graph.json", "the captain"]).output;
    assert!(shown.starts_with("Ana Ruiz (organization"), "{shown}");
}

#[test]
fn why_two_are_two_is_told() {
    let folder = folder();
    let folder = folder.path();
    let bergs = ids(folder, "Jan Berg");
    let why = ask(folder, &["why-same", "graph.json", &bergs[0], &bergs[1]]);
    assert_eq!(why.code, 0);
    assert!(why.output.starts_with("two: Jan Berg (a:"), "{}", why.output);
    assert!(why.output.contains("ruled out: other fields of work"), "{}", why.output);
    let json = ask(folder, &["why-same", "graph.json", &bergs[0], &bergs[1], "--json"]).output;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["same"], false);
    assert!(!json["reasons"].as_array().expect("a list").is_empty());
}

#[test]
fn a_mistake_says_what_would_do() {
    let folder = folder();
    let folder = folder.path();
    let alone = ask(folder, &["merge", "graph.json", "Ana Ruiz"]);
    assert_eq!(alone.code, 2);
    assert!(alone.messages.contains("merge needs two actors"), "{}", alone.messages);
    fs::write(folder.join("graph.json.decisions"), "equal\ta:1\ta:2\n").expect("a file");
    let broken = ask(folder, &["show", "graph.json", "Ana Ruiz"]);
    assert_eq!(broken.code, 2);
    let told = ["`equal` is no decision", "graph.json.decisions", "a line is: same ID ID REASON"];
    assert!(told.iter().all(|words| broken.messages.contains(words)), "{}", broken.messages);
}

#[test]
fn sql_sees_who_is_who_as_other_verbs_do() {
    let folder = folder();
    let folder = folder.path();
    tell_of_the_minister_again(folder);
    assert_eq!(ask(folder, &["add", "news.store", "pages"]).code, 0);
    let named = |arguments: &[&str]| {
        let run = ask(folder, arguments);
        assert_eq!(run.code, 0, "{}", run.messages);
        run.output
    };
    let exported = || {
        let graph: serde_json::Value =
            serde_json::from_str(&named(&["export", "news.store", "-T", "json"])).expect("JSON");
        let actors = graph["actors"].as_array().expect("actors").iter();
        let mut rows: Vec<(String, String)> =
            actors.map(|actor| (actor["id"].to_string(), actor["name"].to_string())).collect();
        rows.sort();
        rows
    };
    let asked = || {
        let rows: serde_json::Value =
            serde_json::from_str(&named(&["sql", "news.store", "SELECT id, name FROM actors", "--json"]))
                .expect("JSON");
        let rows = rows.as_array().expect("rows").iter();
        let mut rows: Vec<(String, String)> =
            rows.map(|row| (row["id"].to_string(), row["name"].to_string())).collect();
        rows.sort();
        rows
    };
    assert_eq!(asked(), exported());
    assert_eq!(ask(folder, &["merge", "news.store", "Ana Ruiz", "Anita Lopez"]).code, 0);
    let fewer = exported();
    assert_eq!(asked(), fewer);
    assert_eq!(ask(folder, &["rm", "news.store", "pages/again.txt"]).code, 0);
    assert_eq!(asked(), exported());

    // The union of two stores is the store of both.
    fs::write(
        folder.join("one.txt"),
        "Oslo Daily\n\nNorway's trade minister, Jan Berg, resigned on 9 March 2024.",
    )
    .expect("a page");
    assert_eq!(ask(folder, &["add", "other.store", "one.txt"]).code, 0);
    assert_eq!(ask(folder, &["merge", "news.store", "other.store"]).code, 0);
    assert_eq!(asked(), exported());
}

/// The ids of the events of this type, in order.
fn event_ids(folder: &Path, kind: &str) -> Vec<String> {
    let graph = ask(folder, &["export", "graph.json", "-T", "json"]).output;
    let graph: serde_json::Value = serde_json::from_str(&graph).expect("JSON");
    let events = graph["events"].as_array().expect("events").iter();
    let ids = events.filter(|event| event["type"] == kind).map(|event| event["id"].as_str().expect("an id"));
    ids.map(str::to_owned).collect()
}

#[test]
fn events_are_decided_by_their_ids() {
    let folder = folder();
    let folder = folder.path();
    let visits = event_ids(folder, "CONSULT");
    let [one, other, ..] = &visits[..] else { panic!("two visits are told") };
    let why = ask(folder, &["why-same", "graph.json", one, other]);
    assert!(why.code == 0 && why.output.starts_with("two: "), "{}", why.output);
    let merged = ask(folder, &["merge", "graph.json", one, other, "--reason", "one trip"]);
    assert_eq!(merged.code, 0, "{}", merged.messages);
    assert_eq!(merged.output, format!("same\t{one}\t{other}\tone trip\n"));
    assert_eq!(event_ids(folder, "CONSULT").len(), visits.len() - 1);

    let whole =
        event_ids(folder, "CONSULT").into_iter().find(|id| [one, other].contains(&id)).expect("it is one");
    let listed = ask(folder, &["split", "graph.json", &whole]);
    assert!(
        listed.output.contains(one.as_str()) && listed.output.contains(other.as_str()),
        "{}",
        listed.output
    );
    let mixed = ask(folder, &["merge", "graph.json", one, "Ana Ruiz"]);
    assert!(
        mixed.code != 0 && mixed.messages.contains("an actor and an event are never one"),
        "{}",
        mixed.messages
    );
}
