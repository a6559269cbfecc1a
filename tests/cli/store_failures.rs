//! Stores that cannot be used, and runs that are cut short.

use crate::run_in;
use crate::store::write_pages;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A folder with a store of three pages.
fn folder_with_store() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_pages(&folder.path().join("news"), 3);
    let run = run_in(folder.path(), &["add", "a.store", "news"], b"");
    assert_eq!(run.code, 0, "{}", run.messages);
    folder
}

/// Runs the command, which has to fail with `message` and `help`, and leave the store as it is.
fn expect_failure(folder: &Path, arguments: &[&str], message: &str, help: &str) {
    let before = fs::read(folder.join("a.store")).ok();
    let run = run_in(folder, arguments, b"");
    assert_eq!((run.code, run.output.as_str()), (2, ""), "{arguments:?}: {}", run.messages);
    assert!(run.messages.contains(message), "{arguments:?}: {}", run.messages);
    assert!(run.messages.contains(help), "{arguments:?}: {}", run.messages);
    assert_eq!(fs::read(folder.join("a.store")).ok(), before, "{arguments:?}");
}

#[test]
fn what_is_no_store_is_left_alone() {
    let folder = folder_with_store();
    let here = folder.path();
    expect_failure(
        here,
        &["rm", "b.store", "news"],
        "cannot read b.store",
        "diurna add b.store INPUT... makes a store",
    );
    expect_failure(here, &["sql", "news", "SELECT 1"], "news is a folder, not a store", "");
    expect_failure(here, &["add", "none/b.store", "news"], "there is no folder none", "mkdir -p none");
    fs::write(here.join("a.store"), "Ministers met in Oslo.").expect("a file");
    expect_failure(
        here,
        &["add", "a.store", "news"],
        "a.store: this is not a store",
        "a store is what diurna add makes",
    );
    expect_failure(
        here,
        &["sql", "a.store", "SELECT 1"],
        "this is not a store",
        "diurna add news.store PAGE...",
    );
    fs::remove_file(here.join("a.store")).expect("it is there");
    let other = rusqlite::Connection::open(here.join("a.store")).expect("a database");
    other.execute_batch("CREATE TABLE recipes (name TEXT)").expect("a table");
    drop(other);
    for verb in
        [&["add", "a.store", "news"][..], &["stats", "a.store"], &["sql", "a.store", "SELECT * FROM recipes"]]
    {
        expect_failure(here, verb, "this is a SQLite database, but not a store of Diurna", "");
    }
}

#[test]
fn a_newer_store_is_left_alone() {
    let folder = folder_with_store();
    let store = rusqlite::Connection::open(folder.path().join("a.store")).expect("a database");
    store.execute_batch("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE").expect("a version");
    drop(store);
    for verb in [&["add", "a.store", "news"][..], &["rm", "a.store", "news"], &["stats", "a.store"]] {
        expect_failure(folder.path(), verb, "the store has version 99", "take a newer diurna");
    }
}

#[test]
fn a_damaged_store_says_so() {
    let folder = folder_with_store();
    let path = folder.path().join("a.store");
    let whole = fs::read(&path).expect("a file");
    // The pages after the first, which holds the header and the list of tables.
    let mut damaged = whole.clone();
    for byte in &mut damaged[8192..] {
        *byte ^= 0x5a;
    }
    fs::write(&path, &damaged).expect("a file");
    for verb in [&["stats", "a.store"][..], &["add", "a.store", "news"], &["export", "a.store", "-T", "dot"]]
    {
        expect_failure(
            folder.path(),
            verb,
            "a.store: the store is damaged",
            "make it again from the documents",
        );
    }
    fs::write(&path, &whole[..whole.len() / 2]).expect("a file");
    expect_failure(
        folder.path(),
        &["stats", "a.store"],
        "the store is damaged",
        "make it again from the documents",
    );
}

#[cfg(unix)]
#[test]
fn a_store_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder_with_store();
    let expected = run_in(folder.path(), &["stats", "a.store"], b"").output;
    let allow = |mode: u32, path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    let path = folder.path().join("a.store");
    allow(0o444, &path);
    allow(0o555, folder.path());
    let read = run_in(folder.path(), &["stats", "a.store"], b"");
    assert_eq!((read.code, read.output), (0, expected), "{}", read.messages);
    // Whoever may do everything, as in a container, may write here too.
    if fs::File::options().write(true).open(&path).is_err() {
        expect_failure(
            folder.path(),
            &["rm", "a.store", "news"],
            "cannot write a.store: the file is read-only",
            "chmod u+w",
        );
    }
    allow(0o755, folder.path());
}

#[test]
fn a_query_that_cannot_be_understood() {
    let folder = folder_with_store();
    let here = folder.path();
    expect_failure(
        here,
        &["sql", "a.store", "SELECT nme FROM actors"],
        "at character 8: no such column: nme",
        "the views are actors",
    );
    expect_failure(here, &["sql", "a.store", "DELETE FROM document"], "would change the store", "diurna rm");
    expect_failure(
        here,
        &["sql", "a.store", "SELECT 1; SELECT 2"],
        "more than one statement",
        "one at a time",
    );
    expect_failure(here, &["sql", "a.store", ""], "there is no question", "write for example");
    let nothing =
        run_in(here, &["sql", "a.store", "SELECT name FROM actors WHERE name = 'Nobody'", "--json"], b"");
    assert_eq!((nothing.code, nothing.output.trim()), (1, "[]"));
}

#[test]
fn the_documents_of_a_full_disk_are_kept() {
    let Some(disk) = small_disk() else {
        eprintln!("skipped: this needs a file system of 1 MB, which only root may mount");
        return;
    };
    let folder = folder_with_store();
    write_pages(&folder.path().join("many"), 400);
    let store = disk.0.join("full.store");
    let name = store.to_str().expect("text");
    let run = run_in(folder.path(), &["add", name, "many", "--verbose"], b"");
    assert_eq!(run.code, 2, "{}", run.messages);
    assert!(
        run.messages.contains("the disk is full") || run.messages.contains("the disk failed"),
        "{}",
        run.messages
    );
    let added: BTreeSet<&str> = run.output.lines().filter_map(|line| line.strip_prefix("added ")).collect();
    assert!(!added.is_empty());
    let kept = run_in(folder.path(), &["sql", name, "SELECT path FROM documents", "--csv"], b"");
    assert_eq!(kept.output.lines().skip(1).collect::<BTreeSet<_>>(), added);
}

/// A mounted file system of 1 MB.
struct Disk(
    std::path::PathBuf,
    #[expect(dead_code, reason = "it lives as long as the mount")] tempfile::TempDir,
);

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).stderr(Stdio::null()).status();
    }
}

fn small_disk() -> Option<Disk> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(&path).stderr(Stdio::null());
    mount.status().is_ok_and(|status| status.success()).then(|| Disk(path, folder))
}

/// How often `add` is killed, and of how many documents; `DIURNA_CRASHES=50` takes 2,000 documents.
fn crashes() -> (u32, usize) {
    match std::env::var("DIURNA_CRASHES").ok().and_then(|count| count.parse().ok()) {
        Some(count) => (count, 2000),
        None => (5, 200),
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let (kills, count) = crashes();
    write_pages(&here.join("news"), count);
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    let mut rounds = 0;
    let mut kept = 0;
    while rounds < kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_diurna"))
            .args(["add", "a.store", "news", "--verbose"])
            .current_dir(here)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary is built");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
        // At another moment of another document each time, or before the first.
        let documents = (rounds as usize * 7) % (1 + count / kills as usize);
        for _ in 0..documents {
            let mut line = String::new();
            lines.read_line(&mut line).expect("text");
            acknowledged.extend(line.strip_prefix("added ").map(|path| path.trim_end().to_owned()));
        }
        std::thread::sleep(Duration::from_micros(u64::from(rounds) * 977 % 5000));
        child.kill().expect("it can be killed");
        let mut rest = String::new();
        lines.read_to_string(&mut rest).expect("text");
        let whole = &rest[..rest.rfind('\n').map_or(0, |end| end + 1)];
        acknowledged.extend(whole.lines().filter_map(|line| line.strip_prefix("added ")).map(str::to_owned));
        child.wait().expect("it ends");
        rounds += 1;
        if !here.join("a.store").exists() {
            continue;
        }
        let ask = |query: &str| run_in(here, &["sql", "a.store", query, "--csv"], b"");
        let check = ask("PRAGMA integrity_check");
        if acknowledged.is_empty() && check.code == 2 {
            // Killed before it was a store.
            continue;
        }
        assert_eq!(check.output, "integrity_check\nok\n", "{}", check.messages);
        let paths = ask("SELECT path FROM documents").output;
        let paths: Vec<&str> = paths.lines().skip(1).collect();
        let there: BTreeSet<String> = paths.iter().map(|&path| path.to_owned()).collect();
        assert_eq!(there.len(), paths.len(), "none is there twice");
        assert!(
            there.is_superset(&acknowledged),
            "{:?}",
            acknowledged.difference(&there).collect::<Vec<_>>()
        );
        kept = there.len();
    }
    assert!(kept > 0 && kept < count, "{kept} of {count} were there after the last kill");
    assert_eq!(run_in(here, &["add", "a.store", "news"], b"").code, 0);
    let (store, built) = (["export", "a.store", "-T", "json"], ["build", "news"]);
    assert_eq!(run_in(here, &store, b"").output, run_in(here, &built, b"").output);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_after_the_document_at_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write_pages(&here.join("news"), 300);
    let mut child = Command::new(env!("CARGO_BIN_EXE_diurna"))
        .args(["add", "a.store", "news", "--verbose"])
        .current_dir(here)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary is built");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut first = String::new();
    lines.read_line(&mut first).expect("text");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill is there").success());
    let mut rest = String::new();
    lines.read_to_string(&mut rest).expect("text");
    let done = child.wait_with_output().expect("it ends");
    let messages = String::from_utf8(done.stderr).expect("text");
    assert_eq!(done.status.code(), Some(130), "{messages}");
    let added = 1 + rest.lines().count();
    assert!(added < 300, "it did not wait for the end");
    assert!(messages.contains(&format!("added {added} document")), "{messages}");
    assert!(messages.contains("the same command goes on from here"), "{messages}");
    let run = run_in(here, &["add", "a.store", "news"], b"");
    assert!(
        run.messages.contains(&format!("added {} documents, unchanged {added}", 300 - added)),
        "{}",
        run.messages
    );
}

#[test]
fn the_queries_of_the_documentation_have_answers() {
    let folder = folder_with_store();
    write_pages(&folder.path().join("news"), 20);
    fs::write(folder.path().join("news/denial.txt"), "Peru denied on Monday that it had attacked Chile.")
        .expect("a page");
    run_in(folder.path(), &["sync", "a.store", "news"], b"");
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/STORE.md")).expect("the page");
    let queries: Vec<&str> =
        page.split("```sql\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(queries.len() >= 5);
    for query in queries {
        let run = run_in(folder.path(), &["sql", "a.store", query], b"");
        assert_eq!(run.code, 0, "{query}\n{}{}", run.output, run.messages);
    }
    for line in page.lines().filter(|line| line.starts_with("| `") && !line.contains("STORE")) {
        let mut names = line.split('`').skip(1).step_by(2);
        let view = names.next().expect("a view");
        let columns = "count onto together";
        let columns: Vec<String> =
            names.filter(|name| !columns[6..].contains(name)).map(|name| format!("\"{name}\"")).collect();
        let query = format!("SELECT {} FROM {view}", columns.join(", "));
        let run = run_in(folder.path(), &["sql", "a.store", &query, "--json"], b"");
        assert!(run.code < 2, "{query}: {}", run.messages);
    }
}
