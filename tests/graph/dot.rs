use crate::fixture::reading;
use diurna::export::dot::quoted;
use diurna::export::{Format, Options, View};
use diurna::graph::Graph;
use proptest::prelude::*;
use std::io::Write;
use std::process::{Command, Stdio};

fn dot_of(graph: &Graph, view: View) -> String {
    let dot = Format::named("dot").expect("DOT is a format");
    let options = Options { view, ..Options::default() };
    let mut files = dot.write_tables(graph, &options).expect("memory can be written");
    String::from_utf8(files.remove(0).1).expect("DOT is UTF-8")
}

/// The SVG that Graphviz draws, or `None` when it is not installed.
fn draw(dot: &str) -> Option<String> {
    let mut graphviz = match Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
    {
        Ok(graphviz) => graphviz,
        Err(_) => {
            eprintln!("skipped: Graphviz is not installed");
            return None;
        }
    };
    let mut input = graphviz.stdin.take().expect("it is piped");
    let bytes = dot.as_bytes().to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = graphviz.wait_with_output().expect("Graphviz ends");
    writer.join().expect("the writer does not panic").expect("Graphviz reads its input");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !complaints.contains("rror"), "{complaints}\n{dot}");
    Some(String::from_utf8(output.stdout).expect("SVG is UTF-8"))
}

#[test]
fn both_views_can_be_drawn() {
    let graph = Graph::from_reading(&reading("page"));
    let events = dot_of(&graph, View::Events);
    assert!(events.contains("style=\"rounded,filled,dashed\""), "a planned event is dashed");
    assert!(events.contains("color=\"red\""), "a denied event is red");
    assert!(!events.contains("strict"));
    let actors = dot_of(&graph, View::Actors);
    assert!(actors.contains("weight=1"));
    for dot in [events, actors] {
        if let Some(svg) = draw(&dot) {
            assert!(svg.contains("M\u{fc}ller"));
        }
    }
}

/// A graph whose every text is `text`.
fn graph_of(text: &str) -> Graph {
    let file = serde_json::json!({
        "format": "diurna/1",
        "documents": [{"id": "d:1"}],
        "actors": [
            {"id": format!("a:{text}"), "name": text, "kind": "person"},
            {"id": "node", "name": text, "kind": "country"},
        ],
        "places": [{"id": format!("p:{text}"), "name": text}],
        "events": [{"id": format!("e:{text}"), "type": text, "mode": text, "label": text, "status": "planned",
            "participants": [{"role": "agent", "actor": format!("a:{text}")}, {"role": "recipient", "actor": "node"}],
            "places": [format!("p:{text}")]}],
        "claims": [{"id": "c:1", "event": format!("e:{text}"), "document": "d:1", "quote": text, "start": 0, "end": 1,
            "status": "planned"}],
    });
    Graph::from_json(&file.to_string()).expect("a graph")
}

#[test]
fn hostile_texts_can_be_drawn() {
    let texts = [
        "\"",
        "\\",
        "\\\"",
        "a\\",
        "\\N \\G \\l",
        "&amp; &lt; & &#0;",
        "<b>bold</b>",
        "line\nbreak\r\n",
        "\0\u{1}\u{7f}",
        "digraph",
        "subgraph",
        "-- -> ;",
        "/* no */ // comment",
        "\u{202e}reversed",
        "\u{fffe}\u{ffff}",
        "%22",
        "]];}",
        "\u{1f30d} \u{5d0}\u{5d1}",
        "",
    ];
    let together = texts.iter().map(|text| graph_of(text)).fold(Graph::default(), Graph::merge);
    for view in [View::Events, View::Actors] {
        let dot = dot_of(&together, view);
        let nodes = together.actors().len();
        if let Some(svg) = draw(&dot) {
            assert!(svg.matches("class=\"node").count() >= nodes, "every actor is drawn once");
        }
    }
}

/// Reads one quoted string at the start of `dot` as Graphviz' scanner does; what comes after it.
fn after_string(dot: &str) -> Option<&str> {
    let mut characters = dot.strip_prefix('"')?.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next()?;
            }
            '"' => return Some(&dot[at + 2..]),
            _ => {}
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quoted_string_ends_where_it_should(text in any::<String>()) {
        let quoted = quoted(&text);
        prop_assert_eq!(after_string(&quoted), Some(""));
        prop_assert!(!quoted.chars().any(char::is_control));
    }

    #[test]
    fn any_text_gives_lines_that_end(text in any::<String>()) {
        for line in dot_of(&graph_of(&text), View::Events).lines() {
            prop_assert!(line.ends_with([';', '{', '}']) || line.trim_start().starts_with("//"), "{}", line);
        }
    }
}
