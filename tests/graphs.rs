//! `graphs/` holds what the example pages yield; here it is made again and compared. `UPDATE=1` rewrites it.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The example pages; the last line builds all of them into one graph.
const PAGES: [(&str, &[&str]); 4] = [
    ("summit", &["examples/pages/summit.txt"]),
    ("harbour-strike", &["examples/pages/harbour-strike.txt"]),
    ("flood", &["examples/pages/flood.html"]),
    ("all", &["examples/pages/summit.txt", "examples/pages/harbour-strike.txt", "examples/pages/flood.html"]),
];

fn diurna(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_diurna"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .expect("the program starts");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "diurna {arguments:?}: {}\n{messages}", output.status);
    output.stdout
}

fn expect_same(file: &Path, made: &[u8]) {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file, made).expect("the graph can be written");
        return;
    }
    let kept = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert!(kept == made, "{} differs from what the pages yield now; UPDATE=1 rewrites it", file.display());
}

#[test]
fn the_example_pages_yield_the_kept_graphs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("graphs");
    for (name, pages) in PAGES {
        let mut arguments = vec!["build"];
        arguments.extend(pages);
        arguments.extend(["-o", "-"]);
        let json = folder.join(format!("{name}.json"));
        expect_same(&json, &diurna(&arguments));
        let graph = json.to_string_lossy();
        for view in ["events", "actors"] {
            let dot = diurna(&["export", &graph, "-T", "dot", "--view", view]);
            expect_same(&folder.join(format!("{name}-{view}.dot")), &dot);
        }
    }
}
