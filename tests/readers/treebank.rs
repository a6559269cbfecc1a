//! What `annotate --layer syntax` writes passes level 2 of the validator of Universal Dependencies (`udtools`).

use crate::hostile::TEXTS;
use crate::{is_required, reader_folder, root};
use diurna::document::Span;
use diurna::text::conllu::{write_conllu, write_conllu_with_confidence};
use diurna::text::read;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The example pages, pages of sentences, and texts that a careless writer trips over.
fn texts() -> Vec<String> {
    let mut files: Vec<PathBuf> = ["examples/pages", "tests/corpus/sentences"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("the folder is there"))
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    assert!(files.len() > 12, "{files:?}");
    let pages = files.iter().map(|path| fs::read_to_string(path).expect("a page can be read"));
    let odd = "a\u{200b}b c\u{ad}d\u{a0}e, don\u{2019}t cannot gonna 1\u{a0}000 km\n\n...\n\n\u{2028} the owners' No.\u{2028}5";
    // Characters are written as the text has them, so what is not normalised or was no UTF-8 there is not valid here.
    let as_written = |text: &&&str| !text.contains(['\u{301}', '\u{fffd}']);
    let texts = TEXTS.iter().filter(as_written).map(|text| (*text).to_owned());
    pages.chain(texts).chain([odd.to_owned()]).collect()
}

#[test]
fn trees_are_valid() {
    let program = reader_folder().join("venv/bin/udvalidate");
    if !program.exists() {
        println!("skipped: {} is not there; tests/readers/install.sh installs it", program.display());
        assert!(!is_required(), "a reader is missing");
        return;
    }
    let mut files = [Vec::new(), Vec::new()];
    for text in texts() {
        let sentences = read(&text, [(0, Span::new(0, text.len()))].into_iter());
        write_conllu(&text, &sentences, &mut files[0]).expect("a vector can be written");
        write_conllu_with_confidence(&text, &sentences, &mut files[1]).expect("a vector can be written");
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (name, file) in ["plain", "confidence"].iter().zip(files) {
        let path = folder.path().join(format!("{name}.conllu"));
        // Numbers of sentences begin anew with each text, and must not within a file.
        let text = String::from_utf8(file).expect("UTF-8");
        let numbered: Vec<String> =
            text.lines()
                .enumerate()
                .map(|(at, line)| {
                    if line.starts_with("# sent_id") { format!("# sent_id = {at}") } else { line.to_owned() }
                })
                .collect();
        fs::write(&path, numbered.join("\n") + "\n").expect("a temporary file can be written");
        let output = Command::new(&program).args(["--lang", "en", "--level", "2"]).arg(&path).output();
        let output = output.expect("the validator runs");
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("PASSED"), "{name}: {said}");
    }
}
