//! By-lines: who made a page.

use super::phrase::{Phrases, rows_of};
use super::stamp::{Stamp, find_stamps, is_calendar_word};
use super::words::{Shape, Words};
use std::sync::LazyLock;

/// What a phrase of a by-line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    By,
    Start,
    Inside,
    Link,
    Role,
    Desk,
    Source,
    Box,
}

static PARTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/bylines.tsv"));
    Phrases::from_rows(rows.filter_map(|row| match row.as_slice() {
        [phrase, class] => Some((*phrase, part_of(class)?)),
        _ => None,
    }))
});

fn part_of(class: &str) -> Option<Part> {
    match class {
        "by" => Some(Part::By),
        "start" => Some(Part::Start),
        "part" => Some(Part::Inside),
        "link" => Some(Part::Link),
        "role" => Some(Part::Role),
        "desk" => Some(Part::Desk),
        "source" => Some(Part::Source),
        "box" => Some(Part::Box),
        _ => None,
    }
}

fn part_at(words: &Words, at: usize, part: Part) -> Option<usize> {
    PARTS.all_at(words, at).filter(|(_, found)| *found == part).map(|(end, _)| end).max()
}

/// A by-line: the names in it and its stamps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Byline {
    /// People and organisations, as written.
    pub(super) makers: Vec<String>,
    /// The publisher, if the by-line names it ("The Harbour Post news desk").
    pub(super) publisher: Option<String>,
    /// The dates and times in it.
    pub(super) stamps: Vec<Stamp>,
}

/// Words of a by-line at most.
const MOST_WORDS: usize = 40;

/// The by-line that `line` is, if it is one: it begins with "by" or the like and names people, or says who contributed.
pub(super) fn read_byline(line: &str, words: &Words) -> Option<Byline> {
    if !words.is_whole || words.count() > MOST_WORDS {
        return None;
    }
    let stamps = find_stamps(words);
    let first = (0..words.len()).find(|&at| words.shape(at) != Shape::Sign)?;
    let mut byline = Byline { stamps, ..Byline::default() };
    if let Some(start) = part_at(words, first, Part::Start) {
        byline.add_names(line, words, start, words.len());
        return Some(byline);
    }
    for at in first..words.len() {
        if let Some(end) = part_at(words, at, Part::Inside) {
            byline.add_names(line, words, first, at);
            byline.add_names(line, words, end, words.len());
            return Some(byline);
        }
    }
    if words.lower(first) == "by" {
        let start = first + 1;
        let end = region_end(words, start, &byline.stamps);
        if is_name_region(words, start, end) {
            byline.add_names(line, words, start, end);
            return Some(byline);
        }
    }
    None
}

/// The by-line that `line` is when it stands beside a date: names alone ("Jane Doe in Nairobi", "Harbour Wire"), with
/// or without stamps of its own.
pub(super) fn read_names(line: &str, words: &Words) -> Option<Byline> {
    if !words.is_whole || words.count() > 16 {
        return None;
    }
    let stamps = find_stamps(words);
    let end = region_end(words, 0, &stamps);
    if !is_name_region(words, 0, end) || words.shape(0) == Shape::Small {
        return None;
    }
    let mut byline = Byline { stamps, ..Byline::default() };
    byline.add_names(line, words, 0, end);
    if end <= 6 && (0..end).any(|at| part_at(words, at, Part::Source).is_some()) {
        byline.publisher = byline.publisher.or_else(|| byline.makers.first().cloned());
    }
    Some(byline)
}

/// Whether a line is only the name of a paper, station or agency ("Harbour Wire").
pub(super) fn is_source(words: &Words) -> bool {
    words.is_whole
        && (2..=5).contains(&words.len())
        && is_name_region(words, 0, words.len())
        && part_at(words, words.len() - 1, Part::Source).is_some()
}

/// Whether `paragraph` tells who one of the `makers` is: "Jane Doe is our correspondent in Nairobi."
pub(super) fn is_about_maker(paragraph: &str, makers: &[String]) -> bool {
    makers.iter().take(8).any(|maker| {
        maker.contains(' ')
            && paragraph.strip_prefix(maker.as_str()).is_some_and(|rest| {
                let rest = &rest[..rest.floor_char_boundary(40)];
                part_at(&Words::of(rest), 0, Part::Box).is_some()
            })
    })
}

/// One past the last word of the names: they end at a bar, a dot, a stamp or the end of the line.
fn region_end(words: &Words, start: usize, stamps: &[Stamp]) -> usize {
    let stamp = stamps.iter().map(|stamp| stamp.start).find(|&at| at >= start).unwrap_or(words.len());
    (start..stamp).find(|&at| matches!(words.lower(at), "|" | "\u{b7}" | "\u{2022}")).unwrap_or(stamp)
}

/// Whether the words are names, or words that may stand between and beside names.
fn is_name_region(words: &Words, start: usize, end: usize) -> bool {
    if start >= end || end - start > 24 || is_calendar_word(words, start) {
        return false;
    }
    let mut has_name = false;
    let mut at = start;
    while at < end {
        let is_plain = |part| part_at(words, at, part);
        match words.shape(at) {
            Shape::Capital | Shape::Capitals => {
                has_name = true;
                at += 1;
            }
            Shape::Sign
                if matches!(words.lower(at), "," | "." | "&" | "-" | "/" | "'" | "(" | ")" | "\u{2013}") =>
            {
                at += 1;
            }
            _ => match is_plain(Part::Desk).or(is_plain(Part::Role)).or(is_plain(Part::Link)) {
                Some(next) => at = next,
                None => return false,
            },
        }
    }
    // "By Monday the town was empty." is a sentence; "By J. R. Doe." is none.
    let is_sentence = words.is_sign(end - 1, '.') && end - start > 5;
    has_name && !is_sentence
}

impl Byline {
    /// Adds the names among words `start..end`: what stands between commas and "and", without roles and places.
    fn add_names(&mut self, line: &str, words: &Words, start: usize, end: usize) {
        let mut at = start;
        let mut is_first = true;
        let has_and = (start..end).any(|at| matches!(words.lower(at), "and" | "&"));
        while at < end {
            let name_end = name_end(words, at, end);
            let n_words = (at..name_end).filter(|&at| words.shape(at) != Shape::Sign).count();
            // Without "and", what follows a comma is a place or a role: "By Jane Doe, Accra".
            if name_end > at && n_words <= 8 && (is_first || has_and && n_words > 1) {
                self.add_name(line, words, at, name_end);
            }
            is_first &= name_end == at;
            at = name_end.max(at);
            let is_place = matches!(words.lower(at), "in" | "at" | "for");
            if is_place {
                at += 1;
                at = (at..end)
                    .find(|&at| matches!(words.lower(at), "and" | "&" | ";" | "." | "("))
                    .unwrap_or(end);
            }
            if words.is_sign(at, ';') || words.lower(at) == "and" {
                is_first = true;
            }
            if words.is_sign(at, '.') || words.is_sign(at, '?') {
                // What follows the sentence is a call to write in, or the next "editing by".
                match (at..end)
                    .find_map(|next| part_at(words, next, Part::Start).or(part_at(words, next, Part::Inside)))
                {
                    Some(next) => (at, is_first) = (next, true),
                    None => return,
                }
                continue;
            }
            at += 1;
            if let Some(next) = part_at(words, at, Part::Start) {
                (at, is_first) = (next, true);
            }
        }
    }

    fn add_name(&mut self, line: &str, words: &Words, start: usize, end: usize) {
        let Some((first, last)) = words.get(start).zip(words.get(end - 1)) else { return };
        let whole = first.span.to(last.span).of(line);
        if (start..end).all(|at| words.shape(at) == Shape::Small || words.shape(at) == Shape::Sign) {
            return;
        }
        let desk = (start..end).find(|&at| part_at(words, at, Part::Desk).is_some_and(|next| next == end));
        if let Some(desk) = desk {
            if desk > start {
                let name = first.span.to(words.get(desk - 1).expect("before the end").span).of(line);
                self.publisher.get_or_insert_with(|| name.to_owned());
                push_new(&mut self.makers, name);
                push_new(&mut self.makers, whole);
            }
            return;
        }
        let role = (start..end)
            .rfind(|&at| words.shape(at) == Shape::Small && part_at(words, at, Part::Role).is_some());
        match role.and_then(|role| words.get(role + 1).filter(|_| role + 1 < end)) {
            // "Harbour Wire writer Ada Holm"
            Some(next) => push_new(&mut self.makers, next.span.to(last.span).of(line)),
            None if role == Some(start) => {}
            None => {
                let last = role.and_then(|role| words.get(role - 1)).unwrap_or(last);
                push_new(&mut self.makers, first.span.to(last.span).of(line));
            }
        }
    }
}

/// One past the last word of the name at `start`: it ends at a sign that is no part of names, and before "and" or "in".
fn name_end(words: &Words, start: usize, end: usize) -> usize {
    (start..end)
        .find(|&at| match words.shape(at) {
            Shape::Sign => match words.lower(at) {
                "-" | "'" | "\u{2019}" => false,
                // The full stop of an initial.
                "." => at == start || words.get(at - 1).is_none_or(|word| word.span.len() > 2),
                _ => true,
            },
            Shape::Small => {
                matches!(words.lower(at), "and" | "in" | "at" | "for")
                    || PARTS.longest_at(words, at).is_none()
            }
            _ => false,
        })
        .unwrap_or(end)
}

/// Adds `name` unless it is there.
pub(super) fn push_new(names: &mut Vec<String>, name: &str) {
    let name = name.trim();
    if !name.is_empty() && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn makers(line: &str) -> Option<Vec<String>> {
        read_byline(line, &Words::of(line)).map(|byline| byline.makers)
    }

    #[test]
    fn every_row_is_read() {
        for row in rows_of(include_str!("../lexicon/en/document/bylines.tsv")) {
            assert!(row.len() == 2 && part_of(row[1]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn makers_are_the_names_of_a_byline() {
        for (line, expected) in [
            ("By Ada Holm", &["Ada Holm"][..]),
            ("by Ada Holm February 12, 2013 8:05 AM", &["Ada Holm"]),
            ("By Ada Holm and Per Lie in Oslo", &["Ada Holm", "Per Lie"]),
            ("By Ada Holm, Oslo \u{b7} Updated 2 hours ago", &["Ada Holm"]),
            ("by The Harbour Post news desk", &["The Harbour Post", "The Harbour Post news desk"]),
            ("Author: Ada Holm", &["Ada Holm"]),
            ("Reporting by Ada Holm; editing by Per Lie", &["Ada Holm", "Per Lie"]),
            ("\u{2014} with reporting by Ada Holm in Oslo. Were you on board? Write to us", &["Ada Holm"]),
            ("Ada Holm contributed to this report.", &["Ada Holm"]),
            ("Harbour Wire writer Ada Holm in Oslo contributed to this report.", &["Ada Holm"]),
        ] {
            assert_eq!(
                makers(line).as_deref(),
                Some(&expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..]),
                "{line:?}"
            );
        }
        for line in [
            "By Monday the town was empty",
            "By the time help came, Oslo was dark",
            "Bystanders in Oslo",
            "By far",
        ] {
            assert_eq!(makers(line), None, "{line:?}");
        }
    }
}
