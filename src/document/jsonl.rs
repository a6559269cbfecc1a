//! JSON lines: one page an object.

use super::read::{ReadDocuments, add_url, graph_given, in_one_line, read_plain};
use super::stamp::read_published;
use super::zone::Known;
use super::{Document, JsonlFields, ReadOptions, Skipped, Span};
use crate::error::{Error, Result};
use serde_json::{Map, Value};

/// The documents of a JSON file: one object a line, or an array of objects, or one object.
pub(super) fn read_jsonl(place: &str, text: &str, options: &ReadOptions) -> Result<ReadDocuments> {
    let mut read = ReadDocuments::default();
    if let Some(values) = values_of(text) {
        for (index, value) in values.into_iter().enumerate() {
            read_value(&format!("{place}[{index}]"), value, options, &mut read, || graph_given(place))?;
        }
    } else {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line_place = format!("{place}:{}", index + 1);
            match serde_json::from_str::<Value>(line) {
                Ok(value) => read_value(&line_place, value, options, &mut read, || graph_given(place))?,
                Err(error) => {
                    read.skipped.push(Skipped { place: line_place, reason: format!("is not JSON: {error}") });
                }
            }
        }
    }
    let missing = missing_reason(&options.fields);
    if read.documents.is_empty()
        && !read.skipped.is_empty()
        && read.skipped.iter().all(|skip| skip.reason == missing)
    {
        return Err(Error::new(format!("no object has a field \"{}\" with text", options.fields.text))
            .at(place)
            .with_help("name the fields that hold id, date, title, text, url and publisher"));
    }
    Ok(read)
}

/// The objects of a file that is an array, or one object over several lines; `None`: it is lines.
pub(super) fn values_of(text: &str) -> Option<Vec<Value>> {
    let first = text.trim_start().lines().next();
    if first.is_some_and(|first| serde_json::from_str::<Map<String, Value>>(first).is_ok()) {
        return None;
    }
    match serde_json::from_str::<Value>(text).ok()? {
        Value::Array(values) => Some(values),
        value => Some(vec![value]),
    }
}

fn missing_reason(fields: &JsonlFields) -> String {
    format!("has no field \"{}\" with text", fields.text)
}

/// Adds the document of one object, or why there is none; `graph` is the error for a saved graph.
pub(super) fn read_value(
    place: &str,
    value: Value,
    options: &ReadOptions,
    read: &mut ReadDocuments,
    graph: impl Fn() -> Error,
) -> Result<()> {
    let Value::Object(object) = value else {
        read.skipped.push(Skipped { place: place.to_owned(), reason: "is not a JSON object".to_owned() });
        return Ok(());
    };
    if object.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("diurna/")) {
        return Err(graph());
    }
    match read_object(&object, options) {
        Some(document) => read.documents.push(document),
        None => {
            read.skipped.push(Skipped { place: place.to_owned(), reason: missing_reason(&options.fields) });
        }
    }
    Ok(())
}

fn read_object(object: &Map<String, Value>, options: &ReadOptions) -> Option<Document> {
    let fields = &options.fields;
    let field = |name: &str| match object.get(name) {
        Some(Value::String(value)) => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
        Some(Value::Number(value)) => Some(value.to_string()),
        _ => None,
    };
    let text = object.get(&fields.text)?.as_str().filter(|text| !text.trim().is_empty())?;
    let title = field(&fields.title).map(|title| in_one_line(&title));
    let known = Known {
        published: field(&fields.date).and_then(|date| read_published(&date)),
        publisher: field(&fields.publisher),
        makers: Vec::new(),
    };
    let mut document = match title {
        Some(title) => {
            let span = Span::new(0, title.len());
            let body = text.trim_start();
            // Some sources repeat the headline as the first line of the text.
            let body = body
                .strip_prefix(title.as_str())
                .filter(|rest| rest.starts_with(['\n', '\r']))
                .unwrap_or(body);
            read_plain(format!("{title}\n\n{}", body.trim_start()), Some(span), known, options)
        }
        None => read_plain(text.to_owned(), None, known, options),
    };
    add_url(&mut document, field(&fields.url));
    document.source_id = field(&fields.id);
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Published, ZoneKind};
    use chrono::NaiveDate;

    #[test]
    fn a_line_is_a_page_and_a_bad_line_is_named() {
        let text = "{\"id\":7,\"date\":\"2013-02-12\",\"title\":\"Ferries stop\",\"text\":\"Crews walked out.\",\"publisher\":\"Harbour Post\"}\n\
                    \n{\"text\":\n{\"text\":\"\"}\n[1]\n";
        let read = read_jsonl("pages.jsonl", text, &ReadOptions::default()).expect("some lines are right");
        let [document] = read.documents.as_slice() else { panic!("{read:?}") };
        assert_eq!(document.source_id.as_deref(), Some("7"));
        assert_eq!(document.text, "Ferries stop\n\nCrews walked out.");
        assert_eq!(document.zones[0].kind, ZoneKind::Title);
        assert_eq!(document.published, NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day));
        assert_eq!(document.publisher.as_deref(), Some("Harbour Post"));
        let places: Vec<&str> = read.skipped.iter().map(|skip| skip.place.as_str()).collect();
        assert_eq!(places, ["pages.jsonl:3", "pages.jsonl:4", "pages.jsonl:5"]);
    }

    #[test]
    fn fields_have_other_names_if_asked() {
        let fields = JsonlFields { text: "body".to_owned(), ..JsonlFields::default() };
        let options = ReadOptions { fields, ..ReadOptions::default() };
        let read = read_jsonl("-", "[{\"body\":\"Crews slept.\"}]", &options).expect("an array");
        assert_eq!(read.documents[0].text, "Crews slept.");
        let error = read_jsonl("-", "{\"text\":\"Crews slept.\"}", &options).expect_err("no such field");
        assert!(error.to_string().contains("\"body\""), "{error}");
    }

    #[test]
    fn a_graph_is_no_page() {
        assert!(read_jsonl("graph.json", "{\"format\":\"diurna/1\"}", &ReadOptions::default()).is_err());
    }
}
