//! Files to documents.

use super::html::read_html;
use super::jsonl::read_jsonl;
use super::line::{Hint, Paragraph, find_paragraphs};
use super::stamp::{finer, read_address};
use super::zone::{Known, lay_out};
use super::{Document, Policy, Published, Span, decode};
use crate::error::{Error, Result};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Told from the name and the first characters.
    #[default]
    Auto,
    /// Plain text: one page.
    Text,
    /// HTML: one page.
    Html,
    /// JSON: one object a line, an array of objects, or one object; each is a page.
    Jsonl,
}

/// The names of the fields of a JSONL line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the name of the field that holds it")]
pub struct JsonlFields {
    pub id: String,
    pub date: String,
    pub title: String,
    pub text: String,
    pub url: String,
    pub publisher: String,
}

impl Default for JsonlFields {
    fn default() -> Self {
        let name = str::to_owned;
        Self {
            id: name("id"),
            date: name("date"),
            title: name("title"),
            text: name("text"),
            url: name("url"),
            publisher: name("publisher"),
        }
    }
}

/// What a person says about the pages that the pages need not say.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// When they were published; wins over what a page says, except that a page may add the time of that day.
    pub published: Option<Published>,
    /// Who published them.
    pub publisher: Option<String>,
    /// How their times are completed, whatever each story looks like.
    pub policy: Option<Policy>,
    /// What the files hold.
    pub format: Format,
    /// Field names of JSONL.
    pub fields: JsonlFields,
}

/// An input, or a line of one, that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file, with the line after a colon if it is about one.
    pub place: String,
    /// Why, as a clause: "is empty".
    pub reason: String,
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadDocuments {
    /// The pages, in the order of the file.
    pub documents: Vec<Document>,
    /// What was not read.
    pub skipped: Vec<Skipped>,
}

/// The documents in the `bytes` of one file.
///
/// `path` is what the user calls it (`-`: standard input) and tells the format where `options` does not. An empty or binary
/// file gives no document and one [`Skipped`]; so does each unusable line of JSONL.
///
/// # Errors
/// When the file is a saved graph, or when no line of a JSONL file has the field that should hold the text.
///
/// ```
/// use diurna::document::{ReadOptions, read_documents};
/// let page = b"\xff\xfeO\0s\0l\0o\0";
/// let read = read_documents(Some("page.txt"), page, &ReadOptions::default()).unwrap();
/// assert_eq!(read.documents[0].text, "Oslo");
/// let read = read_documents(Some("page.txt"), b"", &ReadOptions::default()).unwrap();
/// assert_eq!(read.skipped[0].reason, "is empty");
/// ```
pub fn read_documents(path: Option<&str>, bytes: &[u8], options: &ReadOptions) -> Result<ReadDocuments> {
    let mut read = ReadDocuments::default();
    let place = path.unwrap_or("-");
    let text = match decode::decode(bytes) {
        Ok(text) if text.trim().is_empty() => Err("is empty".to_owned()),
        other => other,
    };
    let text = match text {
        Ok(text) => text,
        Err(reason) => {
            read.skipped.push(Skipped { place: place.to_owned(), reason });
            return Ok(read);
        }
    };
    match format_of(path, &text, options.format) {
        Format::Html => read.documents.push(read_html(&text, options)),
        Format::Jsonl => read = read_jsonl(place, &text, options)?,
        Format::Text | Format::Auto => read.documents.push(read_plain(text, None, Known::default(), options)),
    }
    for document in &mut read.documents {
        document.path = path.map(str::to_owned);
    }
    Ok(read)
}

/// The document that a plain text is. It never fails; an empty text has one story and no zone.
///
/// ```
/// use diurna::document::{ReadOptions, ZoneKind, read_text};
/// let document = read_text("Ferries stop\n\nBy Ada Holm\n\nOSLO \u{2014} Crews walked out.", &ReadOptions::default());
/// let kinds: Vec<ZoneKind> = document.zones.iter().map(|zone| zone.kind).collect();
/// assert_eq!(kinds, [ZoneKind::Title, ZoneKind::Byline, ZoneKind::Byline, ZoneKind::Body]);
/// assert_eq!(document.makers, ["Ada Holm"]);
/// assert_eq!(document.stories[0].dateline.map(|place| place.of(&document.text)), Some("OSLO"));
/// ```
pub fn read_text(text: &str, options: &ReadOptions) -> Document {
    read_plain(text.to_owned(), None, Known::default(), options)
}

/// The document of `text`, whose first line is the headline if `title` says so; `known` yields to `options`.
pub(super) fn read_plain(text: String, title: Option<Span>, known: Known, options: &ReadOptions) -> Document {
    let mut paragraphs = find_paragraphs(&text);
    if let (Some(title), Some(first)) = (title, paragraphs.first_mut())
        && first.span == title
    {
        first.hint = Hint::Title;
    }
    document_of(text, &paragraphs, known, options)
}

/// The document of `paragraphs` of `text`.
pub(super) fn document_of(
    text: String,
    paragraphs: &[Paragraph],
    mut known: Known,
    options: &ReadOptions,
) -> Document {
    known.published = finer(options.published, known.published);
    known.publisher = options.publisher.clone().or(known.publisher);
    let layout = lay_out(&text, paragraphs, known);
    let title = layout.stories[0].title.map(|title| in_one_line(title.of(&text)));
    Document {
        title,
        publisher: layout.publisher,
        makers: layout.makers,
        published: layout.published,
        policy: options.policy,
        stories: layout.stories,
        zones: layout.zones,
        text,
        ..Document::default()
    }
}

/// Adds the address of a page, and the day in it if nothing else said one.
pub(super) fn add_url(document: &mut Document, url: Option<String>) {
    let published = url.as_deref().and_then(read_address);
    document.url = url;
    if document.published.is_none() && published.is_some() {
        document.published = published;
        for story in &mut document.stories {
            story.published = story.published.or(published);
        }
    }
}

/// `text` with every run of white space one space.
pub(super) fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Characters looked at to tell the format.
const SAMPLE: usize = 4096;

pub(super) fn format_of(path: Option<&str>, text: &str, format: Format) -> Format {
    if format != Format::Auto {
        return format;
    }
    let extension =
        path.and_then(|path| path.rsplit_once('.')).map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("html" | "htm" | "xhtml") => return Format::Html,
        Some("jsonl" | "ndjson" | "json") => return Format::Jsonl,
        _ => {}
    }
    let start = text.trim_start();
    let sample = start[..start.floor_char_boundary(SAMPLE)].to_ascii_lowercase();
    let is_html = sample.starts_with('<')
        && ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<h1", "<meta"]
            .iter()
            .any(|tag| sample.contains(tag));
    let is_json = sample.starts_with("{\"") || sample.starts_with("{ \"") || sample.starts_with("[{");
    if is_html {
        Format::Html
    } else if is_json {
        Format::Jsonl
    } else {
        Format::Text
    }
}

/// The error for a saved graph given as a page.
pub(super) fn graph_given(place: &str) -> Error {
    Error::new("this is a Diurna graph, not a page")
        .at(place)
        .with_help("use it with show, events, path or export")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ZoneKind;

    #[test]
    fn formats_are_told_apart() {
        let of = |path: &str, text: &str| format_of(Some(path), text, Format::Auto);
        assert_eq!(of("a.htm", "x"), Format::Html);
        assert_eq!(of("a", "\n<!DOCTYPE html><title>x"), Format::Html);
        assert_eq!(of("a", "<3 is a heart"), Format::Text);
        assert_eq!(of("a.ndjson", "x"), Format::Jsonl);
        assert_eq!(of("-", "{\"text\":\"x\"}"), Format::Jsonl);
        assert_eq!(of("a.txt", "{he said}"), Format::Text);
        assert_eq!(format_of(Some("a.html"), "x", Format::Text), Format::Text);
    }

    #[test]
    fn an_option_wins_and_the_page_adds_the_time() {
        let day = |day| chrono::NaiveDate::from_ymd_opt(2013, 2, day).expect("a day");
        let text = "Ferries stop\n\nby Ada Holm February 12, 2013 8:05 AM\n\nCrews walked out.";
        let read =
            |published| read_text(text, &ReadOptions { published, ..ReadOptions::default() }).published;
        let minute = Some(Published::Minute(day(12).and_hms_opt(8, 5, 0).expect("a time")));
        assert_eq!(read(None), minute);
        assert_eq!(read(Some(Published::Day(day(12)))), minute);
        assert_eq!(read(Some(Published::Day(day(13)))), Some(Published::Day(day(13))));
    }

    #[test]
    fn a_title_given_apart_is_a_title() {
        let document = read_plain(
            "Calm.\n\nCrews slept.".to_owned(),
            Some(Span::new(0, 5)),
            Known::default(),
            &ReadOptions::default(),
        );
        assert_eq!(document.zones[0].kind, ZoneKind::Title);
    }
}
