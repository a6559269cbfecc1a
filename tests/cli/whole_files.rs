//! Files appear whole or not at all: when the disk is full, when a file may not grow, and when a pipe is closed.
#![cfg(unix)]

use diurna::export::FORMATS;
use diurna::graph::Graph;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A folder with a graph that no format writes in less than 64 kB, in `graph.json`.
fn folder_with_large_graph() -> tempfile::TempDir {
    let n_events = 400;
    let actor =
        |at: usize| json!({"id": format!("a:{at:03}"), "name": format!("Actor {at}"), "kind": "person"});
    let event = |at: usize| {
        let (one, other) = (format!("a:{at:03}"), format!("a:{:03}", (at + 1) % n_events));
        json!({"id": format!("e:{at:03}"), "type": "CONSULT", "mode": "visit", "quad": "VC", "cameo": "042",
            "label": format!("Actor {at} visits another, {}", "with many words ".repeat(20)), "status": "planned",
            "participants": [{"role": "agent", "actor": one}, {"role": "recipient", "actor": other}],
            "places": ["p:1"], "time": {"start": "2024-05-01", "end": "2024-05-02", "grain": "day"}})
    };
    let graph = json!({
        "format": "diurna/1",
        "actors": (0..n_events).map(actor).collect::<Vec<_>>(),
        "events": (0..n_events).map(event).collect::<Vec<_>>(),
        "places": [{"id": "p:1", "name": "Lima", "kind": "city", "lat": -12.0, "lon": -77.0}],
    });
    let graph = Graph::from_json(&graph.to_string()).expect("it is a graph");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("graph.json"), graph.to_json()).expect("it can be written");
    folder
}

/// Runs `script` in `folder`; `$DIURNA` is the command.
fn shell(folder: &Path, script: &str) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(script).current_dir(folder).env("DIURNA", env!("CARGO_BIN_EXE_diurna"));
    command.output().expect("there is a shell")
}

fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below `folder`, those whose names begin with a point too.
fn listed(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            names.extend(listed(&entry.path()).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

/// The formats that this build writes and that can hold the graph.
fn formats() -> impl Iterator<Item = &'static diurna::export::Format> {
    let is_written = |name: &str| name != "mermaid" && (name != "parquet" || cfg!(feature = "parquet"));
    FORMATS.iter().filter(move |format| is_written(format.name))
}

#[test]
fn a_file_that_may_not_grow_leaves_the_old_one_whole() {
    let folder = folder_with_large_graph();
    for format in formats() {
        let name = format.name;
        let usual = format.extensions[0];
        let output = format!("out-{name}.{usual}");
        let first = shell(
            folder.path(),
            &format!("\"$DIURNA\" export graph.json -T {name} -o {output} --max-nodes 20"),
        );
        assert_eq!(first.status.code(), Some(0), "{name}: {}", messages(&first));
        let before = listed(folder.path());
        let content = || {
            let written = before.iter().filter(|file| file.starts_with("out-"));
            written.map(|file| fs::read(folder.path().join(file)).expect("it is there")).collect::<Vec<_>>()
        };
        let old = content();
        // 4 blocks of 512 bytes, and an error in place of the signal that would end the program.
        let limited =
            format!("trap '' XFSZ; ulimit -f 4; \"$DIURNA\" export graph.json -T {name} -o {output}");
        let second = shell(folder.path(), &limited);
        assert_eq!(second.status.code(), Some(2), "{name}: {}", messages(&second));
        let said = messages(&second);
        assert!(said.starts_with("error: cannot write ") && said.contains(&format!("out-{name}")), "{said}");
        assert_eq!(listed(folder.path()), before, "{name}: nothing else is left behind");
        assert!(content() == old, "{name}: the old file is whole");
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let folder = folder_with_large_graph();
    let script = "unshare -rm sh -c '
        mount -t tmpfs -o size=64k none mounted || exit 77
        \"$DIURNA\" export graph.json -T gexf -o mounted/out.gexf --max-nodes 20 || exit 78
        cp mounted/out.gexf before
        \"$DIURNA\" export graph.json -T gexf -o mounted/out.gexf
        code=$?
        cmp before mounted/out.gexf && ls -A mounted
        exit $code'";
    fs::create_dir(folder.path().join("mounted")).expect("it can be made");
    let run = shell(folder.path(), script);
    if matches!(run.status.code(), Some(1 | 77 | 127)) {
        eprintln!("skipped: no small disk can be mounted here: {}", messages(&run));
        return;
    }
    assert_eq!(run.status.code(), Some(2), "{}", messages(&run));
    assert!(
        messages(&run).contains("error: cannot write mounted/out.gexf: No space left"),
        "{}",
        messages(&run)
    );
    assert_eq!(String::from_utf8_lossy(&run.stdout), "out.gexf\n", "the old file, and nothing beside it");
}

#[test]
fn a_device_that_is_full_is_an_error() {
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full");
        return;
    }
    let folder = folder_with_large_graph();
    let run = shell(folder.path(), "\"$DIURNA\" export graph.json -T dot -o /dev/full");
    assert_eq!(run.status.code(), Some(2));
    assert!(messages(&run).starts_with("error: cannot write /dev/full: No space left"), "{}", messages(&run));
    let run = shell(folder.path(), "\"$DIURNA\" export graph.json -T dot > /dev/full");
    assert_eq!(run.status.code(), Some(2));
    assert!(
        messages(&run).starts_with("error: cannot write the output: No space left"),
        "{}",
        messages(&run)
    );
}

#[test]
fn who_reads_standard_output_may_stop_and_a_named_pipe_may_not() {
    let folder = folder_with_large_graph();
    let run = shell(folder.path(), "\"$DIURNA\" export graph.json -T dot | head -n 1");
    assert_eq!(
        (String::from_utf8_lossy(&run.stdout).trim_end(), messages(&run).as_str()),
        ("digraph diurna {", "")
    );
    let script =
        "mkfifo pipe.dot && (head -c 1 pipe.dot > /dev/null &) && \"$DIURNA\" export graph.json -o pipe.dot";
    let run = shell(folder.path(), script);
    assert_eq!(run.status.code(), Some(2), "{}", messages(&run));
    assert!(messages(&run).contains("pipe.dot: Broken pipe"), "{}", messages(&run));
}

#[test]
fn input_that_breaks_off_leaves_the_old_file_whole() {
    let folder = folder_with_large_graph();
    fs::write(folder.path().join("old.dot"), "old").expect("it can be written");
    let run = shell(folder.path(), "head -c 5000 graph.json | \"$DIURNA\" export - -o old.dot");
    assert_eq!(run.status.code(), Some(2));
    assert!(messages(&run).starts_with("error: "), "{}", messages(&run));
    assert_eq!(fs::read_to_string(folder.path().join("old.dot")).expect("it is there"), "old");
    assert_eq!(listed(folder.path()), ["graph.json", "old.dot"]);
}

#[test]
fn what_a_limit_leaves_out_is_said_for_every_format() {
    let folder = folder_with_large_graph();
    for format in FORMATS.iter().filter(|format| format.name == "mermaid").chain(formats()) {
        for view in format.views {
            let output = format!("{}-{}.{}", format.name, view.name(), format.extensions[0]);
            let (name, view) = (format.name, view.name());
            let script =
                format!("\"$DIURNA\" export graph.json -T {name} --view {view} --max-nodes 20 -o {output}");
            let run = shell(folder.path(), &script);
            assert_eq!(run.status.code(), Some(0), "{}", messages(&run));
            assert!(messages(&run).contains("left out by --max-nodes 20: "), "{name}: {}", messages(&run));
        }
    }
}
