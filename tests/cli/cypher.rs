use crate::{Run, graph_folder, run_in};

fn run(arguments: &[&str], input: &str) -> Run {
    let (folder, _) = graph_folder();
    std::fs::write(folder.path().join("query.cypher"), "MATCH (e:Event) RETURN count(*) AS events")
        .expect("a file");
    run_in(folder.path(), arguments, input.as_bytes())
}

#[test]
fn the_names_of_queries_are_printed() {
    let run = run(&["schema", "--cypher"], "");
    assert_eq!(run.code, 0);
    for name in ["(:Event)", "(:Actor)-[:AGENT]->(:Event)", "independent_sources", ":Person"] {
        assert!(run.output.contains(name), "{name} in {}", run.output);
    }
    assert!(!run.output.lines().any(|line| line.ends_with(' ')));
}

#[cfg(not(feature = "cypher"))]
#[test]
fn a_build_without_the_engine_says_how_to_get_it() {
    let run = run(&["cypher", "graph.json", "RETURN 1"], "");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("cargo install --features cypher diurna"), "{}", run.messages);
}

#[cfg(feature = "cypher")]
mod with_the_engine {
    use super::run;

    const WHO: &str = "MATCH (a:Actor)-[:AGENT]->(e:Event {type: 'CONSULT'}) RETURN a.name, e.label AS event";

    #[test]
    fn rows_are_a_table_or_for_programs() {
        let table = run(&["cypher", "graph.json", WHO], "");
        assert_eq!(table.code, 0, "{}", table.messages);
        assert_eq!(table.output, "a.name      event\nAna M\u{fc}ller  Ana M\u{fc}ller visits Peru\n");
        let csv = run(&["cypher", "graph.json", WHO, "--csv"], "").output;
        assert_eq!(csv, "a.name,event\nAna M\u{fc}ller,Ana M\u{fc}ller visits Peru\n");
        let markdown = run(&["cypher", "graph.json", WHO, "--markdown"], "").output;
        assert!(markdown.starts_with("| a.name | event |\n"), "{markdown}");
        let json = run(&["cypher", "graph.json", WHO, "--json"], "").output;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["rows"][0][0], "Ana M\u{fc}ller");
        assert_eq!(json["columns"][1], "event");
    }

    #[test]
    fn a_query_comes_from_the_command_a_file_or_standard_input() {
        assert_eq!(run(&["cypher", "graph.json", "@query.cypher"], "").output, "events\n     2\n");
        assert_eq!(run(&["cypher", "graph.json", "-"], "RETURN 7 AS x").output, "x\n7\n");
        let neither = run(&["cypher", "-", "-"], "");
        assert_eq!(neither.code, 2);
        assert!(neither.messages.contains("cannot both"), "{}", neither.messages);
        assert_eq!(run(&["cypher", "graph.json", "@missing"], "").code, 2);
    }

    #[test]
    fn parameters_are_values() {
        let text = "MATCH (a:Actor) WHERE a.name IN $names RETURN a.name ORDER BY a.name";
        let found = run(&["cypher", "graph.json", text, "--param", "names=[\"Peru\", \"Germany\"]"], "");
        assert_eq!(found.output, "a.name\nGermany\nPeru\n", "{}", found.messages);
        let missing = run(&["cypher", "graph.json", text], "");
        assert_eq!(missing.code, 2);
        assert!(missing.messages.contains("give it: --param names=VALUE"), "{}", missing.messages);
        assert_eq!(run(&["cypher", "graph.json", "RETURN 1", "--param", "names"], "").code, 2);
        assert_eq!(
            run(&["cypher", "graph.json", "RETURN 1", "--param", "x=1", "--param", "x=2"], "").code,
            2
        );
    }

    #[test]
    fn the_filters_of_other_verbs_bound_the_graph() {
        let all = "MATCH (e:Event) RETURN e.type";
        assert_eq!(run(&["cypher", "graph.json", all, "--type", "CONSULT"], "").output, "e.type\nCONSULT\n");
    }

    #[test]
    fn nothing_found_is_told_by_the_exit_code() {
        let run = run(&["cypher", "graph.json", "MATCH (e:Event {type: 'AID'}) RETURN e"], "");
        assert_eq!((run.code, run.output.as_str()), (1, ""));
    }

    #[test]
    fn writing_is_refused_where_it_stands() {
        let run = run(&["cypher", "graph.json", "MATCH (n) DELETE n"], "");
        assert_eq!(run.code, 2);
        assert!(
            run.messages.starts_with(
                "error: `DELETE` would change the graph, which is only read, at line 1, column 11\n  \
                 help: MATCH (n) DELETE n\n                  ^^^^^^^^\n"
            ),
            "{}",
            run.messages
        );
    }

    #[test]
    fn a_query_without_end_is_given_up() {
        let text = "MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i) RETURN count(*)";
        let run = run(&["cypher", "graph.json", text, "--timeout", "0.2"], "");
        assert!(run.code == 2 || run.code == 0, "{}", run.messages);
        assert_eq!(super::run(&["cypher", "graph.json", text, "--timeout", "0"], "").code, 2);
    }
}
