//! TimelineJS: the events with a date, in time order.
//!
//! Follows the JSON data format of TimelineJS 3. `text` and `headline` are HTML there, so what the graph says is escaped.
//! A date is as fine as what is known: "in May" has a year and a month and no day. Both ends are included. An event with
//! one open end stands at its other one, and its `display_date` says so. Left out and counted in `left_out`: events
//! without a date. Lost: places, quantities, confidence; status is a word in the text.
//!
//! Control characters, which HTML does not allow, are spaces.

use super::Selection;
use super::coded::counted;
use crate::graph::{Event, Graph, Moment, Time, Word};
use crate::mention::time::Grain;
use crate::query::{chain_words, claims_in_order, events};
use chrono::{Datelike, Timelike};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

fn is_dated(event: &Event) -> bool {
    event.time.as_ref().is_some_and(Time::is_resolved)
}

fn n_left_out(selection: &Selection<'_>) -> usize {
    selection.events.iter().filter(|event| !is_dated(event)).count()
}

/// How many of the events have no date, as a line of text.
pub(super) fn left_out(selection: &Selection<'_>) -> Option<String> {
    let count = n_left_out(selection);
    (count > 0).then(|| format!("left out: {} without a date", counted(count)))
}

/// The events of `selection` in time order.
pub(super) fn in_time_order<'graph>(selection: &Selection<'graph>) -> Vec<&'graph Event> {
    let kept: BTreeSet<&str> = selection.events.iter().map(|event| event.id.as_str()).collect();
    let mut events = events(selection.graph, &selection.options.filter);
    events.retain(|event| kept.contains(event.id.as_str()));
    events
}

/// Writes `selection` for TimelineJS; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    write!(output, "{{\"left_out\":{},\"events\":[", n_left_out(selection))?;
    let mut separator = "\n";
    for event in in_time_order(selection) {
        let Some(slide) = slide(selection.graph, event) else { continue };
        output.write_all(separator.as_bytes())?;
        serde_json::to_writer(&mut *output, &slide)?;
        separator = ",\n";
    }
    writeln!(output, "\n]}}")
}

fn slide(graph: &Graph, event: &Event) -> Option<Value> {
    let time = event.time.as_ref()?;
    let first = time.start.or(time.end)?;
    let mut slide = Map::new();
    slide.insert("unique_id".to_owned(), event.id.as_str().into());
    slide.insert("group".to_owned(), event.kind.as_str().into());
    let start = date(first, time);
    let end = time.end.map(|end| date(end, time)).filter(|end| *end != start);
    slide.insert("start_date".to_owned(), start);
    match (time.start, time.end) {
        (Some(start), None) => {
            slide.insert("display_date".to_owned(), format!("from {start}").into());
        }
        (None, Some(end)) => {
            slide.insert("display_date".to_owned(), format!("until {end}").into());
        }
        _ => {}
    }
    if let Some(end) = end {
        slide.insert("end_date".to_owned(), end);
    }
    let headline = if event.label.is_empty() { event.kind.as_str() } else { event.label.as_str() };
    slide.insert("text".to_owned(), json!({"headline": escaped(headline), "text": text(graph, event)}));
    Some(slide.into())
}

/// `moment` as finely as `time` knows it.
fn date(moment: Moment, time: &Time) -> Value {
    let mut date = Map::new();
    let mut set = |name: &str, number: i64| drop(date.insert(name.to_owned(), number.into()));
    set("year", moment.day.year().into());
    let has_month = !matches!(time.grain, Some(Grain::Century | Grain::Decade | Grain::Year));
    let has_day = has_month && !matches!(time.grain, Some(Grain::Month | Grain::Half | Grain::Quarter));
    if has_month {
        set("month", moment.day.month().into());
    }
    if has_day {
        set("day", moment.day.day().into());
        if let Some(of_day) = moment.time {
            set("hour", of_day.hour().into());
            set("minute", of_day.minute().into());
        }
    }
    date.into()
}

/// The quotes, who says so, and where.
fn text(graph: &Graph, event: &Event) -> String {
    let mut html = format!("<p>{}</p>", escaped(event.status.word()));
    for claim in claims_in_order(graph, event) {
        html.push_str(&format!("<blockquote>{}</blockquote>", escaped(&claim.quote)));
        let document = graph.document(&claim.document);
        let title = document.and_then(|document| document.title.as_ref().or(document.path.as_ref()));
        let title = title.map_or(claim.document.as_str(), String::as_str);
        let publisher = document.and_then(|document| document.publisher.as_deref());
        let mut source = vec![chain_words(graph, claim)];
        source.extend(publisher.map(str::to_owned));
        source.retain(|words| !words.is_empty());
        let url = document.and_then(|document| document.url.as_deref());
        // Any other scheme could be a script.
        let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let title = match url {
            Some(url) => format!("<a href=\"{}\">{}</a>", escaped(url), escaped(title)),
            None => escaped(title),
        };
        let mut words: Vec<String> = source.iter().map(|words| escaped(words)).collect();
        words.push(title);
        html.push_str(&format!("<p>{}</p>", words.join(", ")));
    }
    html
}

/// `text` as HTML that shows it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
