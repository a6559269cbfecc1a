//! The time stage on the corpus: each text is news, or a history, of Tuesday 12 February 2013.

mod support;

use chrono::{NaiveDate, TimeDelta};
use diurna::document::{Published, Span};
use diurna::mention::time::{Context, Direction, Policy, TimeExpression, find_times, resolve_times};

/// `words = value` and, after it, the modifier and the first and last day where there are some.
fn fact(text: &str, time: &TimeExpression) -> String {
    let modifier = time.modifier.map(|modifier| format!(" {modifier}")).unwrap_or_default();
    let days = time.interval.map_or(String::new(), |interval| {
        let day = |time: chrono::NaiveDateTime| time.format("%Y-%m-%d").to_string();
        let first = interval.start.map_or("..".to_owned(), day);
        let last = interval.end.map_or("..".to_owned(), |end| day(end - TimeDelta::seconds(1)));
        if first == last { format!(" [{first}]") } else { format!(" [{first} to {last}]") }
    });
    format!("{} = {}{modifier}{days}", time.span.of(text), time.value)
}

fn facts(text: &str, policy: Policy) -> Vec<String> {
    let found = find_times(text, Span::new(0, text.len()), policy);
    let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
    let times = resolve_times(text, &found, &Context { published, policy }, |_| Direction::Unknown);
    times.iter().map(|time| fact(text, time)).collect()
}

#[test]
fn news_corpus() {
    support::run_corpus("time", "times", |text| facts(text, Policy::News));
}

#[test]
fn narrative_corpus() {
    support::run_corpus("time/narrative", "times", |text| facts(text, Policy::Narrative));
}

#[test]
fn a_clause_that_looks_ahead_moves_a_weekday() {
    let text = "Talks on Friday";
    let found = find_times(text, Span::new(0, text.len()), Policy::News);
    let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
    let context = Context { published, policy: Policy::News };
    let value = |direction| resolve_times(text, &found, &context, |_| direction)[0].value.clone();
    assert_eq!(value(Direction::Future), "2013-02-15");
    assert_eq!(value(Direction::Past), "2013-02-08");
}

#[test]
fn without_a_publication_day_nothing_is_dated_by_it() {
    let text = "They met on Friday, in May and on 3 June 2011.";
    let found = find_times(text, Span::new(0, text.len()), Policy::News);
    let times = resolve_times(text, &found, &Context::default(), |_| Direction::Unknown);
    let dated: Vec<bool> = times.iter().map(|time| time.interval.is_some()).collect();
    assert_eq!(dated, [false, false, true]);
}
