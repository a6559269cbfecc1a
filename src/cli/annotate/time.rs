//! Layer `time`: JSONL `{id, dct, text, policy?}` in, `{id, timexes: [{start, end, type, value, grain, first, last, zone?}]}` out.

use crate::document::{Published, Span};
use crate::error::{Error, Result};
use crate::mention::time::{
    Basis, Context, Direction, Grain, Policy, TimeExpression, TimeKind, find_times, resolve_times,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use std::io::Write;

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    dct: Option<String>,
    text: String,
    #[serde(default)]
    policy: Option<String>,
}

#[derive(Serialize)]
struct Annotation<'a> {
    id: &'a str,
    timexes: Vec<Timex>,
}

#[derive(Serialize)]
struct Timex {
    start: usize,
    end: usize,
    r#type: &'static str,
    value: String,
    grain: &'static str,
    #[serde(rename = "mod", skip_serializing_if = "Option::is_none")]
    modifier: Option<&'static str>,
    first: Option<String>,
    last: Option<String>,
    basis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
}

/// Writes the time expressions of each line of `input`, resolved by `policy` where the line names none.
///
/// Offsets count Unicode scalar values, end exclusive; `first` and `last` are included. The two ends of a range are
/// written one by one, as TimeML marks them; under [`Policy::Literal`] the range is one.
///
/// # Errors
/// On a line that is no such JSON object, and when `output` cannot be written.
pub(crate) fn run(input: &str, policy: Policy, output: &mut dyn Write) -> Result<()> {
    for (index, line) in input.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let fault = |what: String| Error::new(what).on_line(index + 1);
        let line: Line = serde_json::from_str(line).map_err(|error| {
            fault(format!("line {} is not a text to annotate: {error}", index + 1))
                .with_help("each line is a JSON object with `id`, `dct` (a date) and `text`")
        })?;
        let published = line.dct.as_deref().map(read_published).transpose().map_err(fault)?;
        let policy = line.policy.as_deref().map_or(Ok(policy), read_policy).map_err(fault)?;
        let found = find_times(&line.text, Span::new(0, line.text.len()), policy);
        let context = Context { published: published.flatten(), policy };
        let times = resolve_times(&line.text, &found, &context, |_| Direction::Unknown);
        let mut offsets = Offsets { text: &line.text, byte: 0, count: 0 };
        let mut timexes = Vec::new();
        for time in &times {
            if time.members.is_empty() || policy == Policy::Literal {
                timexes.push(timex(time, &mut offsets));
            } else {
                timexes.extend(time.members.iter().map(|member| timex(member, &mut offsets)));
            }
        }
        let annotation = Annotation { id: &line.id, timexes };
        let mut written = serde_json::to_vec(&annotation).expect("an annotation has only string keys");
        written.push(b'\n');
        output.write_all(&written).map_err(|error| Error::io("write", "the annotations", error))?;
    }
    Ok(())
}

fn read_policy(name: &str) -> std::result::Result<Policy, String> {
    match name {
        "news" => Ok(Policy::News),
        "narrative" => Ok(Policy::Narrative),
        "literal" => Ok(Policy::Literal),
        other => Err(format!("unknown policy `{other}`; policies are news, narrative, literal")),
    }
}

/// A day or a day and time; an empty string is no date.
fn read_published(date: &str) -> std::result::Result<Option<Published>, String> {
    if date.is_empty() {
        return Ok(None);
    }
    if let Ok(day) = date.parse::<NaiveDate>() {
        return Ok(Some(Published::Day(day)));
    }
    let time = date.trim_end_matches('Z').parse::<NaiveDateTime>();
    time.map(|time| Some(Published::Minute(time)))
        .map_err(|_| format!("`{date}` is no date such as 2013-02-12"))
}

/// Counts characters up to byte offsets that only grow.
struct Offsets<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl Offsets<'_> {
    fn at(&mut self, byte: usize) -> usize {
        self.count += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.count
    }
}

fn timex(time: &TimeExpression, offsets: &mut Offsets) -> Timex {
    let (first, last) = time.interval.map_or((None, None), |interval| {
        let second = TimeDelta::seconds(1);
        (interval.start, interval.end.and_then(|end| end.checked_sub_signed(second)))
    });
    let clock =
        matches!(time.grain, Grain::Hour | Grain::Minute | Grain::Second) && time.kind != TimeKind::Duration;
    let form = if clock { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%d" };
    let text = |moment: NaiveDateTime| moment.format(form).to_string();
    Timex {
        start: offsets.at(time.span.start),
        end: offsets.at(time.span.end),
        r#type: match time.kind {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        },
        value: time.value.clone(),
        grain: time.grain.name(),
        modifier: time.modifier,
        first: first.map(text),
        last: last.map(text),
        basis: time.interval.map(|_| Basis::name(time.basis)),
        zone: time.zone.map(|zone| zone.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotate(input: &str) -> Result<String> {
        let mut output = Vec::new();
        run(input, Policy::News, &mut output)?;
        Ok(String::from_utf8(output).expect("JSON is UTF-8"))
    }

    #[test]
    fn offsets_count_characters_and_ends_are_included() {
        let output = annotate(r#"{"id": "a", "dct": "2013-02-12", "text": "Łódź: ‘on Monday’, last week"}"#);
        let output = output.expect("the line is right");
        assert!(output.contains(r#""start":10,"end":16,"type":"DATE","value":"2013-02-11""#), "{output}");
        assert!(output.contains(r#""first":"2013-02-04","last":"2013-02-10""#), "{output}");
    }

    #[test]
    fn the_ends_of_a_range_are_written_one_by_one() {
        let output = annotate(r#"{"id": "a", "dct": "2013-02-12", "text": "on March 8-9, 2012"}"#);
        let output = output.expect("the line is right");
        assert!(
            output.contains("2012-03-08") && output.contains("2012-03-09") && !output.contains("/"),
            "{output}"
        );
    }

    #[test]
    fn a_zone_that_is_said_is_written() {
        let zoned =
            |text: &str| annotate(&format!(r#"{{"id": "a", "dct": "2013-02-12", "text": "{text}"}}"#));
        let output = zoned("from 9:30 to 11:00 CET on March 8, 2012").expect("the line is right");
        assert_eq!(output.matches(r#""zone":"+01:00""#).count(), 2, "{output}");
        assert!(!zoned("at 9:30 on March 8, 2012").expect("the line is right").contains("zone"));
    }

    #[test]
    fn a_bad_line_is_named() {
        let error =
            annotate("{\"id\": \"a\", \"text\": \"\"}\n{\"id\":").expect_err("the second line is cut");
        assert!(error.to_string().contains('2'), "{error}");
        let error = annotate(r#"{"id": "a", "text": "", "dct": "soon"}"#).expect_err("the date is none");
        assert!(error.to_string().contains("`soon` is no date"), "{error}");
    }
}
