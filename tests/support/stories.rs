//! Stories whose actors and events are marked across documents (see `tests/corpus/identity/README.md`).

use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Words that the gold marks, in Unicode scalar values of the text without marks, end exclusive.
pub(crate) struct Marked {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whom or what they mean: the same in all documents of a set.
    pub(crate) key: String,
}

/// One document of a story.
pub(crate) struct StoryDocument {
    pub(crate) name: String,
    pub(crate) published: NaiveDate,
    pub(crate) publisher: String,
    /// Without marks.
    pub(crate) text: String,
    pub(crate) actors: Vec<Marked>,
    pub(crate) events: Vec<Marked>,
}

impl StoryDocument {
    /// The words from character `start` to `end`.
    pub(crate) fn words(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }
}

/// The documents of all stories in `tests/corpus/<folder>`, by file and place in it.
///
/// # Panics
/// At a file that is not in the format, with its name and what is wrong.
pub(crate) fn read_stories(folder: &str) -> Vec<StoryDocument> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("the folder can be listed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let stories = paths.iter().flat_map(|path| {
        let story = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let file = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        parse_story(&story, &file).unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()))
    });
    stories.collect()
}

/// The documents of the file of `story`, or what is wrong with it.
fn parse_story(story: &str, file: &str) -> Result<Vec<StoryDocument>, String> {
    let mut parts = file.split("\n== ");
    if parts.next().is_none_or(|first| !first.starts_with("# ") || first.contains('\n')) {
        return Err(
            "the first line is `# ` and what the story tests, the next one `== NAME | DAY | PUBLISHER`"
                .to_owned(),
        );
    }
    parts.map(|part| parse_document(story, part)).collect()
}

fn parse_document(story: &str, part: &str) -> Result<StoryDocument, String> {
    let (head, body) = part.split_once('\n').unwrap_or((part, ""));
    let cells: Vec<&str> = head.split(" | ").collect();
    let [name, day, publisher] = cells[..] else {
        return Err(format!("`{head}` is not `NAME | DAY | PUBLISHER`"));
    };
    let published = day.parse().map_err(|_| format!("{name}: `{day}` is not a day like 2024-03-04"))?;
    let (text, marks) = strip_marks(body.trim()).map_err(|wrong| format!("{name}: {wrong}"))?;
    let mut document = StoryDocument {
        name: name.to_owned(),
        published,
        publisher: publisher.to_owned(),
        text,
        actors: Vec::new(),
        events: Vec::new(),
    };
    for (bracket, mut mark) in marks {
        if !mark.key.starts_with('@') {
            mark.key = format!("{story}/{}", mark.key);
        }
        let of_kind = if bracket == '[' { &mut document.actors } else { &mut document.events };
        of_kind.push(mark);
    }
    Ok(document)
}

/// The text without marks, and the marks with the bracket that opens them, by end.
fn strip_marks(body: &str) -> Result<(String, Vec<(char, Marked)>), String> {
    let (mut text, mut length) = (String::new(), 0);
    let (mut open, mut marks) = (Vec::new(), Vec::new());
    let mut rest = body.chars();
    while let Some(character) = rest.next() {
        match character {
            '[' | '{' => open.push((character, length)),
            ']' | '}' => {
                let (bracket, start) = open.pop().ok_or("a bracket closes that was not opened")?;
                let words = || text.chars().skip(start).collect::<String>();
                if (bracket == '[') != (character == ']') {
                    return Err(format!("the brackets around `{}` do not match", words()));
                }
                let key = rest.as_str().strip_prefix('(').and_then(|rest| rest.split_once(')'));
                let (key, after) = key.ok_or_else(|| format!("`{}` has no (key)", words()))?;
                marks.push((bracket, Marked { start, end: length, key: key.to_owned() }));
                rest = after.chars();
            }
            _ => {
                text.push(character);
                length += 1;
            }
        }
    }
    match open.pop() {
        Some((_, start)) => Err(format!(
            "the bracket before `{}` is not closed",
            text.chars().skip(start).collect::<String>()
        )),
        None => Ok((text, marks)),
    }
}

#[test]
fn marks_are_stripped_and_counted_in_characters() {
    let file =
        "# x\n== a-1 | 2024-03-04 | Post\nMaría: [[her](maria) aide](tan) {quit}(exit), [Óslo](@norway)\n";
    let documents = parse_story("exits", file).expect("a story");
    let document = &documents[0];
    assert_eq!(document.text, "María: her aide quit, Óslo");
    let marks = document.actors.iter().map(|mark| (document.words(mark.start, mark.end), mark.key.as_str()));
    let marks: BTreeMap<String, &str> = marks.collect();
    let wanted = [("her", "exits/maria"), ("her aide", "exits/tan"), ("Óslo", "@norway")];
    assert_eq!(marks, wanted.map(|(words, key)| (words.to_owned(), key)).into());
    assert_eq!((document.events[0].start, document.events[0].end), (16, 20));
    for wrong in [
        "# x\n== a | b | c\n",
        "# x\n== a | 2024-03-04 | c\n[a](b",
        "# x\n== a | 2024-03-04 | c\n{a](b)",
        "x",
    ] {
        assert!(parse_story("exits", wrong).is_err(), "{wrong}");
    }
}
