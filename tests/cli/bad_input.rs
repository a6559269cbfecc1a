use crate::{graph_folder, run_in};
use std::fs;

#[test]
fn a_path_that_does_not_exist() {
    let (folder, _) = graph_folder();
    for verb in [&["build", "news/page.txt"][..], &["news/page.txt"], &["events", "news/page.txt"]] {
        let run = run_in(folder.path(), verb, b"");
        assert_eq!((run.code, run.output.as_str()), (2, ""), "{verb:?}");
        assert!(
            run.messages.starts_with("error: ") && run.messages.contains("news/page.txt"),
            "{}",
            run.messages
        );
    }
}

#[test]
fn a_mistyped_verb() {
    let (folder, _) = graph_folder();
    let run = run_in(folder.path(), &["evnets", "graph.json"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("help: did you mean `diurna events`?"), "{}", run.messages);
    let run = run_in(folder.path(), &["qqq"], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("`qqq` is neither a verb of diurna nor a file"), "{}", run.messages);
}

#[test]
fn a_page_where_a_graph_should_be() {
    let (folder, _) = graph_folder();
    fs::write(folder.path().join("page.txt"), "Ministers met in Oslo.").expect("a file");
    for verb in
        [&["events", "page.txt"][..], &["why", "page.txt", "e:1"], &["export", "page.txt", "-T", "dot"]]
    {
        let run = run_in(folder.path(), verb, b"");
        assert_eq!((run.code, run.output.as_str()), (2, ""), "{verb:?}");
        assert!(run.messages.contains("not a diurna/1 graph"), "{}", run.messages);
        assert!(run.messages.contains("help: run: diurna build PAGE -o graph.json"), "{}", run.messages);
    }
}

#[test]
fn json_of_another_kind_and_binary_files_are_no_graphs() {
    let (folder, _) = graph_folder();
    for (content, expected) in [
        (&b"{\"format\": \"diurna/2\"}"[..], "the format is `diurna/2`; this version reads `diurna/1`"),
        (b"{\"nodes\": []}", "the JSON object has no `format` key"),
        (b"\x80\x81\x82", "it is not UTF-8 text"),
        (b"", "it is empty"),
    ] {
        fs::write(folder.path().join("other.json"), content).expect("a file");
        let run = run_in(folder.path(), &["stats", "other.json"], b"");
        assert_eq!(run.code, 2);
        assert!(run.messages.contains(expected), "{}", run.messages);
    }
    let run = run_in(folder.path(), &["stats", "."], b"");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains(". is a folder, not a graph"), "{}", run.messages);
}

#[test]
fn an_empty_or_binary_page_is_skipped_by_name() {
    let (folder, _) = graph_folder();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a folder");
    fs::write(pages.join("empty.txt"), "").expect("a file");
    fs::write(pages.join("binary.txt"), b"\x7fELF\0\0\0\x01\x02\0\0\0\xff\xfe\0\0\0\0").expect("a file");
    let run = run_in(folder.path(), &["build", "pages"], b"");
    assert_eq!((run.code, run.output.as_str()), (2, ""), "{}", run.messages);
    assert!(
        run.messages.contains("empty.txt is empty") && run.messages.contains("binary.txt"),
        "{}",
        run.messages
    );
    fs::write(pages.join("good.txt"), "Ministers met in Oslo.").expect("a file");
    let run = run_in(folder.path(), &["build", "pages", "-o", "out.json"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    let last = run.messages.lines().last().expect("a last line");
    assert!(
        last.starts_with("read 1 document, skipped 2 (") && last.contains("empty.txt is empty"),
        "{last}"
    );
    let run = run_in(folder.path(), &["build", "pages", "-o", "strict.json", "--strict"], b"");
    assert_eq!(run.code, 2, "{}", run.messages);
    assert!(!folder.path().join("strict.json").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_with_unreadable_files() {
    let (folder, _) = graph_folder();
    let pages = folder.path().join("pages");
    fs::create_dir_all(pages.join("folder.txt")).expect("a folder");
    fs::write(pages.join("good.txt"), "Ministers met in Oslo.").expect("a file");
    std::os::unix::fs::symlink("nowhere.txt", pages.join("broken.txt")).expect("a link");
    let run = run_in(folder.path(), &["build", "pages"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    assert!(
        run.messages.contains("read 1 document, skipped 1") && run.messages.contains("broken.txt"),
        "{}",
        run.messages
    );
}

#[test]
fn a_very_long_line_ends() {
    let (folder, _) = graph_folder();
    // The whole 50 MB only where the library is optimised.
    let size = if cfg!(debug_assertions) { 300_000 } else { 50_000_000 };
    fs::write(folder.path().join("long.txt"), "x".repeat(size)).expect("a file");
    let run = run_in(folder.path(), &["build", "long.txt"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
}

#[test]
fn nothing_is_half_written() {
    let (folder, graph) = graph_folder();
    let before = fs::read(&graph).expect("the graph");
    let run = run_in(folder.path(), &["build", "missing.txt", "-o", "graph.json"], b"");
    assert_eq!(run.code, 2);
    assert_eq!(fs::read(&graph).expect("the graph"), before, "a failed build leaves the old file");
    let run = run_in(folder.path(), &["build", "-", "-o", "none/graph.json"], b"Ministers met in Oslo.");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("there is no folder none"), "{}", run.messages);
    let run = run_in(folder.path(), &["build", "-", "-o", "."], b"Ministers met in Oslo.");
    assert_eq!(run.code, 2);
    let left: Vec<_> =
        fs::read_dir(folder.path()).expect("the folder").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["graph.json"], "no temporary file stays");
}

#[test]
fn a_day_that_is_none() {
    let (folder, _) = graph_folder();
    let run = run_in(folder.path(), &["build", "-", "--date", "yesterday"], b"Ministers met in Oslo.");
    assert_eq!(run.code, 2);
    assert!(run.messages.contains("`yesterday` is not a day"), "{}", run.messages);
}
