//! iCalendar: what is planned, as days in a calendar.
//!
//! Follows RFC 5545: CRLF, lines folded at 75 octets between characters, text escaped. Events of days are all-day ones,
//! whose `DTEND` is the day after the last; times of day are floating, for a page rarely says in which zone. `UID` comes
//! from the event's id and `DTSTAMP` from the first publication, never from a clock, so the same graph gives the same
//! bytes and an import again replaces what it gave before. An event with one open end stands on its other one, with a
//! line in the description.
//!
//! Only planned events, unless the filter asks for statuses. Left out and counted: those without a date. Lost: roles (the
//! people are in the description), quantities, confidence. Control characters other than line breaks are spaces. Written
//! here, not by a crate: the one that is well kept draws random UIDs and reads the clock where a property is missing.

use super::Selection;
use super::coded::counted;
use super::timelinejs::in_time_order;
use crate::claim::Status;
use crate::graph::{Event, Graph, Moment, Time, Word};
use crate::query::{chain_sentence, claims_in_order};
use chrono::{Datelike, Days, NaiveDateTime, NaiveTime, TimeDelta};
use std::io::{self, Write};

/// The longest line in octets, its break not counted (RFC 5545, 3.1).
const LINE: usize = 75;

/// The events that a calendar is to show.
fn wanted<'graph>(selection: &Selection<'graph>) -> Vec<&'graph Event> {
    let statuses = &selection.options.filter.statuses;
    let mut events = in_time_order(selection);
    events.retain(|event| event.status == Status::Planned || !statuses.is_empty());
    events
}

/// How many planned events have no date, as a line of text.
pub(super) fn left_out(selection: &Selection<'_>) -> Option<String> {
    let count = wanted(selection).into_iter().filter(|event| Stretch::of(event).is_none()).count();
    let others = selection.events.len() - wanted(selection).len();
    let mut parts = Vec::new();
    if others > 0 {
        parts.push(format!("{} not planned (--status chooses others)", counted(others)));
    }
    if count > 0 {
        parts.push(format!("{} without a date", counted(count)));
    }
    (!parts.is_empty()).then(|| format!("left out: {}", parts.join(", ")))
}

/// Writes the planned events of `selection` as a calendar; fails only when `output` does.
pub(super) fn write(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Diurna//Diurna//EN", "CALSCALE:GREGORIAN"];
    for line in head {
        write_line(line, output)?;
    }
    for event in wanted(selection) {
        if let Some(stretch) = Stretch::of(event) {
            write_event(selection.graph, event, &stretch, output)?;
        }
    }
    write_line("END:VCALENDAR", output)
}

/// Where an event stands in the calendar, its end not included.
enum Stretch {
    Days(String, String),
    Times(String, String),
}

impl Stretch {
    fn of(event: &Event) -> Option<Self> {
        let time = event.time.as_ref()?;
        let first = time.start.or(time.end)?;
        let last = time.end.unwrap_or(first);
        // Years have four digits in a calendar.
        let is_writable = |moment: &Moment| (1..=9998).contains(&moment.day.year());
        if !is_writable(&first) || !is_writable(&last) {
            return None;
        }
        if first.time.is_none() || last.time.is_none() {
            let end = last.day.max(first.day).checked_add_days(Days::new(1))?;
            let day = |day: chrono::NaiveDate| day.format("%Y%m%d").to_string();
            return Some(Self::Days(day(first.day), day(end)));
        }
        // A clock of a named zone is written as that of Greenwich, others as of wherever the reader is.
        let east = time.zone.map_or(0, |zone| i64::from(zone.minutes_east()));
        let mark = if time.zone.is_some() { "Z" } else { "" };
        let at = |moment: Moment| {
            let clock = moment.day.and_time(moment.time.unwrap_or(NaiveTime::MIN));
            clock.checked_sub_signed(TimeDelta::minutes(east)).unwrap_or(clock)
        };
        let end = at(last).max(at(first)).checked_add_signed(TimeDelta::minutes(1))?;
        let written = |moment: NaiveDateTime| moment.format("%Y%m%dT%H%M%S").to_string() + mark;
        Some(Self::Times(written(at(first)), written(end)))
    }
}

fn write_event(graph: &Graph, event: &Event, stretch: &Stretch, output: &mut dyn Write) -> io::Result<()> {
    let claims = claims_in_order(graph, event);
    let documents: Vec<_> = claims.iter().filter_map(|claim| graph.document(&claim.document)).collect();
    let stamp = documents.iter().filter_map(|document| document.published).min();
    let stamp =
        stamp.map_or_else(|| "19700101T000000Z".to_owned(), |moment| format!("{}Z", stamp_of(moment)));
    write_line("BEGIN:VEVENT", output)?;
    write_line(&format!("UID:{}@diurna", escaped(event.id.as_str())), output)?;
    write_line(&format!("DTSTAMP:{stamp}"), output)?;
    match stretch {
        Stretch::Days(start, end) => {
            write_line(&format!("DTSTART;VALUE=DATE:{start}"), output)?;
            write_line(&format!("DTEND;VALUE=DATE:{end}"), output)?;
        }
        Stretch::Times(start, end) => {
            write_line(&format!("DTSTART:{start}"), output)?;
            write_line(&format!("DTEND:{end}"), output)?;
        }
    }
    let summary = if event.label.is_empty() { event.kind.as_str() } else { event.label.as_str() };
    write_line(&format!("SUMMARY:{}", escaped(summary)), output)?;
    write_line(&format!("DESCRIPTION:{}", escaped(&description(graph, event))), output)?;
    let places: Vec<&str> =
        event.places.iter().filter_map(|id| graph.place(id)).map(|place| place.name.as_str()).collect();
    if !places.is_empty() {
        write_line(&format!("LOCATION:{}", escaped(&places.join(", "))), output)?;
    }
    let kind = match &event.mode {
        Some(mode) => format!("{},{}", escaped(&event.kind), escaped(mode)),
        None => escaped(&event.kind),
    };
    write_line(&format!("CATEGORIES:{kind}"), output)?;
    let url = documents.iter().find_map(|document| document.url.as_deref());
    if let Some(url) = url.filter(|url| url.chars().all(|character| character.is_ascii_graphic())) {
        write_line(&format!("URL:{url}"), output)?;
    }
    let status = match event.status {
        Status::Occurred | Status::Ongoing => "CONFIRMED",
        Status::Denied => "CANCELLED",
        Status::Planned | Status::Possible | Status::Conditional | Status::Unknown => "TENTATIVE",
    };
    write_line(&format!("STATUS:{status}"), output)?;
    // It is news, not an appointment of whoever reads the calendar.
    write_line("TRANSP:TRANSPARENT", output)?;
    write_line("END:VEVENT", output)
}

fn stamp_of(moment: Moment) -> String {
    let time = moment.time.unwrap_or(NaiveTime::MIN);
    moment.day.and_time(time).format("%Y%m%dT%H%M%S").to_string()
}

/// What is said about it, by whom and where.
fn description(graph: &Graph, event: &Event) -> String {
    let mut lines = Vec::new();
    if let Some(Time { start, end, grain, text, .. }) = &event.time {
        let words = text.as_deref().unwrap_or_default();
        match (start, end) {
            (Some(start), None) => lines.push(format!("From {start} on ({words})")),
            (None, Some(end)) => lines.push(format!("Until {end} ({words})")),
            _ => lines.extend(grain.map(|grain| format!("Known to the {} ({words})", grain.word()))),
        }
    }
    for participant in &event.participants {
        if let Some(actor) = graph.actor(&participant.actor) {
            lines.push(format!("{}: {}", participant.role.word(), actor.name));
        }
    }
    for claim in claims_in_order(graph, event) {
        lines.push(format!("\u{201c}{}\u{201d}", claim.quote));
        lines.push(chain_sentence(graph, claim));
        let document = graph.document(&claim.document);
        let at = document.and_then(|document| document.url.as_ref().or(document.path.as_ref()));
        lines.extend(at.cloned());
    }
    lines.join("\n")
}

/// `text` as a value of type TEXT (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped.push_str("\\n"),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Writes `line` folded, so that no line has more than [`LINE`] octets and no character is cut.
fn write_line(line: &str, output: &mut dyn Write) -> io::Result<()> {
    let mut rest = line;
    let mut room = LINE;
    while rest.len() > room {
        let end = rest.floor_char_boundary(room);
        let (head, tail) = rest.split_at(end);
        write!(output, "{head}\r\n ")?;
        rest = tail;
        // The space that continues a line counts.
        room = LINE - 1;
    }
    write!(output, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "\u{1f30d}".repeat(100));
        let mut bytes = Vec::new();
        write_line(&line, &mut bytes).expect("memory can be written");
        let text = String::from_utf8(bytes).expect("no character is cut");
        assert!(text.split("\r\n").all(|line| line.len() <= LINE));
        assert_eq!(text.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\r\ne\u{0}f"), "a\\;b\\,c\\\\d\\ne f");
    }
}
