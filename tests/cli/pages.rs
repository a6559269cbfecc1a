//! From pages: `build`, `diurna PAGE`, `explain`, `annotate`.

use crate::{graph_folder, run_in};
use diurna::graph::{Decisions, Graph};
use std::fs;

const PAGES: [(&str, &str); 3] = [
    ("one.txt", "Foreign Minister Lena Ortiz will visit Peru on May 3, 2024, Radio Sol reported.\n"),
    ("two.txt", "Police arrested 12 protesters in Lima on Monday. Lena Ortiz condemned the arrests.\n"),
    ("three.txt", "Peru and Chile signed an agreement on April 2, 2024.\n"),
];

fn folder_of_pages() -> tempfile::TempDir {
    let (folder, _) = graph_folder();
    fs::create_dir(folder.path().join("pages")).expect("a folder");
    for (name, text) in PAGES {
        fs::write(folder.path().join("pages").join(name), text).expect("a file");
    }
    folder
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = folder_of_pages();
    let build = |jobs| run_in(folder.path(), &["build", "pages", "--jobs", jobs], b"").output;
    let one = build("1");
    assert!(one.starts_with("{\n  \"format\": \"diurna/1\""));
    assert_eq!(one, build("2"));
    assert_eq!(one, build("2"));
}

#[test]
fn pages_together_are_their_graphs_merged() {
    let folder = folder_of_pages();
    let together = run_in(folder.path(), &["build", "pages", "--date", "2024-04-07"], b"").output;
    let graphs = PAGES.map(|(name, _)| {
        let page = format!("pages/{name}");
        let run = run_in(folder.path(), &["build", &page, "--date", "2024-04-07"], b"");
        Graph::from_json(&run.output).expect("what build writes can be read")
    });
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let apart = order.iter().map(|&at| graphs[at].clone().unresolved());
        let merged = apart.fold(Graph::default(), Graph::merge).resolve(&Decisions::default());
        assert_eq!(merged.to_json(), together);
    }
}

#[test]
fn a_history_is_dated_by_the_times_it_names_and_news_by_its_day() {
    let folder = folder_of_pages();
    let history = "The siege of Doroo\n\nThe war began in May 1911. In March 1912 the Kenyan army besieged Doroo. Kenyan \
                   gunners shelled the town on 3 April. In July 1913 Kenya and Norland signed a treaty.\n";
    let news =
        "Shells fall on Doroo\n\nKenyan gunners shelled the town on 3 April. They had shelled it in 1911.\n";
    let timeline = |text: &str, more: &[&str]| {
        let build = ["build", "-", "-o", "graph.json", "--date", "2024-05-07"];
        let run = run_in(folder.path(), &[&build, more].concat(), text.as_bytes());
        assert_eq!(run.code, 0, "{}", run.messages);
        run_in(folder.path(), &["timeline", "graph.json"], b"").output
    };
    assert!(timeline(history, &[]).contains("1912-04-03"));
    assert!(timeline(news, &[]).contains("2024-04-03"));
    assert!(timeline(history, &["--time-policy", "news"]).contains("2024-04-03"));
    let run = run_in(folder.path(), &["build", "-", "--time-policy", "literal"], news.as_bytes());
    assert_eq!(run.code, 2, "{}", run.messages);
}

#[test]
fn a_page_alone_is_told_about() {
    let folder = folder_of_pages();
    let run = run_in(folder.path(), &["pages/one.txt"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    assert!(run.output.contains("Actors (") && run.output.contains("Events ("), "{}", run.output);
    let run = run_in(folder.path(), &["-"], PAGES[0].1.as_bytes());
    assert_eq!(run.code, 0, "{}", run.messages);
    let run = run_in(folder.path(), &["-", "-T", "dot"], PAGES[0].1.as_bytes());
    assert!(run.output.starts_with("digraph diurna {"), "{}", run.output);
}

#[test]
fn pipes_lead_from_page_to_picture() {
    let folder = folder_of_pages();
    let graph = run_in(folder.path(), &["build"], PAGES[0].1.as_bytes());
    assert_eq!(graph.code, 0, "{}", graph.messages);
    assert_eq!(graph.messages, "read 1 document\n");
    let dot = run_in(folder.path(), &["export", "-", "-T", "dot"], graph.output.as_bytes());
    assert!(dot.output.ends_with("}\n"), "{}", dot.messages);
}

#[test]
fn jsonl_fields_can_be_named() {
    let folder = folder_of_pages();
    let line =
        "{\"key\": \"n7\", \"body\": \"Peru and Chile signed an agreement.\", \"day\": \"2024-04-02\"}\n";
    let arguments = [
        "build",
        "-",
        "--format",
        "jsonl",
        "--id-field",
        "key",
        "--text-field",
        "body",
        "--date-field",
        "day",
    ];
    let run = run_in(folder.path(), &arguments, line.as_bytes());
    let graph = Graph::from_json(&run.output).expect("a graph");
    let document = graph.documents().next().expect("one document");
    assert_eq!(document.source_id.as_deref(), Some("n7"));
    assert_eq!(document.published.map(|day| day.to_string()).as_deref(), Some("2024-04-02"));
}

#[test]
fn an_output_file_has_the_rights_of_any_file() {
    let folder = folder_of_pages();
    let run = run_in(folder.path(), &["build", "pages", "-o", "out.json"], b"");
    assert_eq!((run.code, run.output.as_str()), (0, ""), "{}", run.messages);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| fs::metadata(folder.path().join(name)).expect("a file").permissions().mode();
        assert_eq!(mode("out.json"), mode("graph.json"));
    }
}

#[test]
fn a_sentence_can_be_explained() {
    let folder = folder_of_pages();
    let run = run_in(folder.path(), &["explain", "Lena Ortiz visited Peru on Monday."], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    for part in ["Names (", "Times (1)", "Actors (", "Events (", "visited"] {
        assert!(run.output.contains(part), "{part}: {}", run.output);
    }
}

#[test]
fn layers_run_alone() {
    let folder = folder_of_pages();
    let run = run_in(folder.path(), &["annotate", "--layer", "syntax", "pages/one.txt"], b"");
    assert!(run.output.lines().any(|line| line.split('\t').count() == 10), "{}", run.messages);
    let line = b"{\"id\": \"1\", \"dct\": \"2024-04-07\", \"text\": \"They met on Monday.\"}\n";
    let run = run_in(folder.path(), &["annotate", "--layer", "time"], line);
    assert!(run.output.contains("\"2024-04-01\""), "{}{}", run.output, run.messages);
    let run = run_in(folder.path(), &["annotate", "--layer", "time", "--input", "conllu"], line);
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("help: write --input jsonl"), "{}", run.messages);
    let run = run_in(folder.path(), &["annotate", "--layer", "time"], b"not json\n");
    assert_eq!(run.code, 2);
}
