//! Words and sentences: where they start and end.
//!
//! In come a text and one zone of it; out go the spans of words as Universal Dependencies counts them, grouped into
//! sentences. Works on characters and four small tables, in time linear in the length whatever the text is.

use super::is_separator;
use crate::document::Span;
use crate::lexicon::rows;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A sentence of words that nothing is known about yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WordSpans {
    /// Where the words are.
    pub words: Vec<Span>,
    /// Runs of words that are written as one.
    pub contractions: Vec<Range<usize>>,
}

/// Longer runs without white space are cut, so that work per character is bounded.
const LONGEST_CHUNK: usize = 400;
/// Longer sentences are cut, so that everything downstream is linear in the text.
const LONGEST_SENTENCE: usize = 160;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Abbreviation {
    Title,
    Street,
    Number,
    Time,
    Other,
}

struct Tables {
    abbreviations: FxHashMap<&'static str, Abbreviation>,
    clitics: Vec<&'static str>,
    wholes: FxHashMap<&'static str, usize>,
    units: Vec<&'static str>,
    prefixes: Vec<&'static str>,
    starters: Vec<&'static str>,
    /// What follows "p.m." within the same sentence although it has a capital.
    after_times: Vec<&'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        abbreviations: FxHashMap::default(),
        clitics: Vec::new(),
        wholes: FxHashMap::default(),
        units: Vec::new(),
        prefixes: Vec::new(),
        starters: rows(include_str!("../lexicon/en/text/sentence_starters.tsv")).map(|row| row[0]).collect(),
        after_times: rows(include_str!("../lexicon/en/text/after_times.tsv")).map(|row| row[0]).collect(),
    };
    for row in rows(include_str!("../lexicon/en/text/abbreviations.tsv")) {
        let kind = match row.get(1) {
            Some(&"title") => Abbreviation::Title,
            Some(&"street") => Abbreviation::Street,
            Some(&"number") => Abbreviation::Number,
            Some(&"time") => Abbreviation::Time,
            _ => Abbreviation::Other,
        };
        tables.abbreviations.insert(row[0], kind);
    }
    for row in rows(include_str!("../lexicon/en/text/word_splits.tsv")) {
        match row[..] {
            ["clitic", form] => tables.clitics.push(form),
            ["whole", form, letters] => {
                tables.wholes.insert(form, letters.parse().unwrap_or(form.len()));
            }
            ["unit", form] => tables.units.push(form),
            ["prefix", form] => tables.prefixes.push(form),
            _ => {}
        }
    }
    tables.starters.sort_unstable();
    tables
});

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '`' | '\u{00B4}')
}

/// Characters that belong to the word around them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '\u{AD}' | '\u{200C}' | '\u{200D}')
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

const fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '\u{201C}' | '\u{2018}' | '\u{AB}' | '\u{201E}')
}

const fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>' | '\u{201D}' | '\u{2019}' | '\u{BB}' | '"' | '\'')
}

const fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{2026}' | '\u{3002}' | '\u{FF01}' | '\u{FF1F}')
}

/// The sentences of `zone`.
pub(crate) fn split_zone(text: &str, zone: Span) -> Vec<WordSpans> {
    let mut tokenizer =
        Tokenizer { words: Vec::new(), glued: Vec::new(), characters: Vec::new(), open_quote: None };
    let mut sentences = Vec::new();
    let mut position = zone.start;
    let mut line_feeds = 0;
    let body = zone.of(text);
    let mut characters = body.char_indices().peekable();
    while let Some(&(offset, character)) = characters.peek() {
        if is_separator(character) {
            line_feeds += usize::from(character == '\n' || character == '\u{2029}');
            characters.next();
            continue;
        }
        if line_feeds > 1 {
            group(text, &mut tokenizer, &mut sentences);
        }
        line_feeds = 0;
        position = zone.start + offset;
        let mut end = position;
        while let Some(&(offset, character)) = characters.peek() {
            if is_separator(character) || end - position >= LONGEST_CHUNK {
                break;
            }
            end = zone.start + offset + character.len_utf8();
            characters.next();
        }
        let space_follows = characters.peek().is_none_or(|&(_, character)| is_separator(character));
        tokenizer.split_chunk(text, Span::new(position, end), space_follows);
    }
    debug_assert!(position <= zone.end);
    group(text, &mut tokenizer, &mut sentences);
    sentences
}

/// The words found so far in one paragraph.
struct Tokenizer {
    words: Vec<Span>,
    /// For each word, whether it is written as one with the word before it.
    glued: Vec<bool>,
    /// The chunk being split; kept to reuse its memory.
    characters: Vec<(usize, char)>,
    /// The single quotation mark that is open, which makes a later "s'" its end rather than a possessive.
    open_quote: Option<usize>,
}

impl Tokenizer {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push(Span::new(start, end));
            self.glued.push(false);
        }
    }

    fn push_glued(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push(Span::new(start, end));
            self.glued.push(true);
        }
    }

    fn split_chunk(&mut self, text: &str, chunk: Span, space_follows: bool) {
        let mut characters = std::mem::take(&mut self.characters);
        characters.clear();
        characters.extend(chunk.of(text).char_indices().map(|(at, c)| (chunk.start + at, c)));
        let scan = Chunk { text, characters: &characters, end: chunk.end, space_follows };
        let mut at = 0;
        while at < characters.len() {
            at = self.split_next(&scan, at);
        }
        self.characters = characters;
    }

    /// Takes the next word or mark of the chunk and returns where the one after it starts.
    fn split_next(&mut self, chunk: &Chunk<'_>, at: usize) -> usize {
        let c = chunk.character(at);
        let start = chunk.offset(at);
        if let Some(end) = chunk.address(at).or_else(|| chunk.emoticon(at)) {
            self.push(start, chunk.offset(end));
            return end;
        }
        if is_word(c) {
            return self.split_word(chunk, at);
        }
        let next = chunk.character(at + 1);
        let starts_word = at == 0 || !is_word(chunk.character(at - 1));
        if is_apostrophe(c) {
            return self.split_apostrophe(chunk, at);
        }
        if matches!(c, '@' | '#') && starts_word && (next.is_alphabetic() || (c == '@' && next == '_')) {
            let end = chunk.run(at + 1, is_word);
            self.push(start, chunk.offset(end));
            return end;
        }
        if c == '.' && next.is_ascii_digit() && starts_word {
            let end = chunk.number(at + 1);
            self.push(start, chunk.offset(end));
            return end;
        }
        let end = match c {
            '.' | '!' | '?' => chunk.run(at, |c| matches!(c, '.' | '!' | '?')),
            '-' | '*' | '=' | '~' | '+' | '\u{2026}' | '<' | '>' | '_' | '|' => {
                chunk.run(at, |other| other == c)
            }
            _ => chunk.run(at + 1, |c| is_word(c) && !c.is_alphanumeric() && c != '_'),
        };
        self.push(start, chunk.offset(end));
        end
    }

    /// An apostrophe that does not stand inside a word: quotation mark, possessive or left-out century.
    fn split_apostrophe(&mut self, chunk: &Chunk<'_>, at: usize) -> usize {
        let start = chunk.offset(at);
        let before = if at == 0 { ' ' } else { chunk.character(at - 1) };
        let next = chunk.character(at + 1);
        if !is_word(before) && next.is_ascii_digit() && chunk.character(at + 2).is_ascii_digit() {
            let end = chunk.run(at + 1, is_word);
            self.push(start, chunk.offset(end));
            return end;
        }
        // "''" is a double quotation mark in old typesetting.
        let end = if is_apostrophe(next) { at + 2 } else { at + 1 };
        if matches!(before, 's' | 'S') && end == at + 1 && self.open_quote.is_none() {
            self.push_glued(start, chunk.offset(end));
            return end;
        }
        self.open_quote = if is_word(next) && !is_word(before) { Some(start) } else { None };
        self.push(start, chunk.offset(end));
        end
    }

    fn split_word(&mut self, chunk: &Chunk<'_>, at: usize) -> usize {
        let start = chunk.offset(at);
        if chunk.character(at).is_ascii_digit() {
            let end = chunk.number(at);
            let letters = chunk.run(end, char::is_alphabetic);
            let is_unit = letters > end && !is_word(chunk.character(letters)) && {
                let unit = chunk.between(end, letters).to_lowercase();
                TABLES.units.contains(&unit.as_str())
            };
            if is_unit {
                self.push(start, chunk.offset(end));
                return end;
            }
            let end = chunk.run(end, is_word);
            let list_number =
                self.words.is_empty() && chunk.character(end) == '.' && end + 1 == chunk.characters.len();
            let end = if list_number && end - at < 3 { end + 1 } else { end };
            self.push(start, chunk.offset(end));
            return end;
        }
        let end = chunk.word(at);
        let currency = chunk.character(end) == '$' && end - at <= 3;
        if currency && chunk.between(at, end).chars().all(char::is_uppercase) {
            self.push(start, chunk.offset(end + 1));
            return end + 1;
        }
        if let Some(end) = chunk.abbreviation(at, end) {
            self.push(start, chunk.offset(end));
            return end;
        }
        let next = chunk.offset(end);
        match chunk.inner_split(at, end) {
            Some(split) => {
                self.push(start, chunk.offset(split));
                self.push_glued(chunk.offset(split), next);
            }
            None => self.push(start, next),
        }
        end
    }
}

/// A run of characters without white space.
struct Chunk<'a> {
    text: &'a str,
    /// Each character with its offset in the text.
    characters: &'a [(usize, char)],
    end: usize,
    space_follows: bool,
}

impl Chunk<'_> {
    /// Character `at`, a space past the end.
    fn character(&self, at: usize) -> char {
        self.characters.get(at).map_or(' ', |&(_, c)| c)
    }

    fn offset(&self, at: usize) -> usize {
        self.characters.get(at).map_or(self.end, |&(offset, _)| offset)
    }

    fn between(&self, start: usize, end: usize) -> &str {
        &self.text[self.offset(start)..self.offset(end)]
    }

    /// One past the last of the characters from `at` on that are `of_kind`.
    fn run(&self, at: usize, of_kind: impl Fn(char) -> bool) -> usize {
        let rest = self.characters.get(at..).unwrap_or(&[]);
        at + rest.iter().take_while(|&&(_, c)| of_kind(c)).count()
    }

    /// The end of a web or mail address that starts at `at`.
    fn address(&self, at: usize) -> Option<usize> {
        if at > 0 && is_word(self.character(at - 1)) || !self.character(at).is_alphanumeric() {
            return None;
        }
        let rest = self.between(at, self.characters.len());
        let is_link = ["http://", "https://", "ftp://", "mailto:", "www."]
            .iter()
            .any(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let is_mail = || {
            let name = self.run(at, |c| is_word(c) || matches!(c, '.' | '-' | '+' | '%'));
            let host = self.run(name + 1, |c| is_word(c) || matches!(c, '.' | '-'));
            self.character(name) == '@' && name > at && host > name + 1
        };
        if !is_link && !is_mail() {
            return None;
        }
        let mut end =
            self.run(at, |c| !matches!(c, '<' | '>' | '"' | '\u{201D}' | '\u{2019}' | '|' | ')' | ']'));
        while end > at + 1 && matches!(self.character(end - 1), '.' | ',' | ';' | ':' | '!' | '?' | '\'') {
            end -= 1;
        }
        Some(end)
    }

    /// The end of a face of punctuation that is the rest of the chunk.
    fn emoticon(&self, at: usize) -> Option<usize> {
        let length = self.characters.len() - at;
        let nose = usize::from(self.character(at + 1) == '-');
        let is_face = matches!(self.character(at), ':' | ';' | '=')
            && length == 2 + nose
            && matches!(self.character(at + 1 + nose), ')' | '(' | 'D' | 'P' | 'p');
        is_face.then_some(self.characters.len())
    }

    /// The end of the number at `at`: digits with decimal, thousands, time and date separators between them.
    fn number(&self, at: usize) -> usize {
        let mut end = self.run(at, |c| c.is_ascii_digit());
        let groups = self.run(at, |c| c.is_ascii_digit() || c == '-');
        let dashes = self.characters[at..groups].iter().filter(|&&(_, c)| c == '-').count();
        // Two dashes make a telephone number or a date; one makes a range, which is three words.
        if dashes >= 2 && self.character(groups - 1) != '-' && !is_word(self.character(groups)) {
            return groups;
        }
        while matches!(self.character(end), '.' | ',' | ':' | '/') && self.character(end + 1).is_ascii_digit()
        {
            end = self.run(end + 1, |c| c.is_ascii_digit());
        }
        end
    }

    /// The end of the word at `at`, with apostrophes, dots, ampersands and prefix hyphens inside it.
    fn word(&self, at: usize) -> usize {
        let mut end = self.run(at, is_word);
        loop {
            let (mark, next) = (self.character(end), self.character(end + 1));
            let inner = if is_apostrophe(mark) {
                next.is_alphanumeric() && mark != '`'
            } else if mark == '&' {
                self.character(end - 1).is_uppercase() && next.is_uppercase()
            } else if mark == '.' {
                let last = self.characters[at..end]
                    .iter()
                    .rposition(|&(_, c)| c == '.')
                    .map_or(at, |dot| at + dot + 1);
                let single = end - last == 1;
                let next_single = !is_word(self.character(end + 2));
                next.is_alphabetic()
                    && (single && next_single || !next.is_uppercase() || end - last <= 2 && next_single)
            } else if mark == '-' {
                next.is_alphanumeric() && {
                    let part = self.between(at, end).to_lowercase();
                    TABLES.prefixes.contains(&part.as_str())
                }
            } else {
                false
            };
            if !inner {
                return end;
            }
            end = self.run(end + 1, is_word);
        }
    }

    /// The end of the abbreviation from `at` to `end` with its stop, if that is what it is.
    fn abbreviation(&self, at: usize, end: usize) -> Option<usize> {
        if self.character(end) != '.' || matches!(self.character(end + 1), '.' | '!' | '?') {
            return None;
        }
        let form = self.between(at, end);
        let last = end + 1 == self.characters.len();
        let initials =
            form.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic));
        let initial = initials && (form.contains('.') || form.chars().all(char::is_uppercase) && form != "I");
        let known = match TABLES.abbreviations.get(form.to_lowercase().as_str()) {
            Some(Abbreviation::Title | Abbreviation::Street) => {
                last && self.space_follows || self.character(end + 1) == ')'
            }
            Some(Abbreviation::Number) => {
                let rest = self.text[self.end..].trim_start_matches(is_separator);
                last && rest.starts_with(|c: char| c.is_ascii_digit())
            }
            Some(Abbreviation::Other | Abbreviation::Time) => {
                form.chars().next().is_some_and(char::is_uppercase) || form.contains('.') || form == "etc"
            }
            None => false,
        };
        (initial || known).then_some(end + 1)
    }

    /// Where the word from `at` to `end` splits into two, as "don't" and "cannot" do.
    fn inner_split(&self, at: usize, end: usize) -> Option<usize> {
        let form = self.between(at, end);
        let length = end - at;
        let apostrophe = self.characters[at..end].iter().rposition(|&(_, c)| is_apostrophe(c));
        let Some(apostrophe) = apostrophe else {
            if !(4..=8).contains(&length) {
                return None;
            }
            return TABLES.wholes.get(form.to_lowercase().as_str()).map(|letters| at + letters);
        };
        if length - apostrophe > 3 {
            return None;
        }
        for clitic in &TABLES.clitics {
            let size = clitic.chars().count();
            if size < length
                && self.characters[end - size..end].iter().zip(clitic.chars()).all(|(&(_, c), expected)| {
                    if expected == '\'' { is_apostrophe(c) } else { c.to_ascii_lowercase() == expected }
                })
            {
                return Some(end - size);
            }
        }
        None
    }
}

/// Groups the words of a paragraph into sentences and empties the tokenizer.
fn group(text: &str, tokenizer: &mut Tokenizer, sentences: &mut Vec<WordSpans>) {
    let words = std::mem::take(&mut tokenizer.words);
    let glued = std::mem::take(&mut tokenizer.glued);
    tokenizer.open_quote = None;
    let mut start = 0;
    let mut open_quote = false;
    let mut at = 0;
    while at < words.len() {
        let word = words[at].of(text);
        open_quote ^= word == "\"";
        let mut end = at + 1;
        if ends_sentence(text, &words, start, at) {
            while let Some(next) = words.get(end).filter(|next| next.start == words[end - 1].end) {
                let next = next.of(text);
                if next == "\"" && !open_quote || !next.starts_with(is_closer) || next.len() > 4 {
                    break;
                }
                open_quote &= next != "\"";
                end += 1;
            }
            end = after_notes(text, &words, end);
            if starts_sentence(text, &words, at, end) {
                push_sentence(text, &words[start..end], &glued[start..end], sentences);
                start = end;
            }
        }
        at = end;
    }
    push_sentence(text, &words[start..], &glued[start..], sentences);
}

/// One past the notes such as "[12]" that are written without space at word `at`, or `at`.
fn after_notes(text: &str, words: &[Span], mut at: usize) -> usize {
    while matches!(&words[at - 1..], [before, open, number, close, ..]
        if before.end == open.start
            && open.of(text) == "["
            && number.of(text).starts_with(|c: char| c.is_ascii_digit())
            && close.of(text) == "]")
    {
        at += 3;
    }
    at
}

/// Whether a sentence may end after word `at`; it began with word `start`.
fn ends_sentence(text: &str, words: &[Span], start: usize, at: usize) -> bool {
    let word = words[at].of(text);
    if !word.ends_with(is_stop) {
        return false;
    }
    if word.chars().all(is_stop) {
        return at > start;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let stem = word.trim_end_matches('.').to_lowercase();
    !matches!(TABLES.abbreviations.get(stem.as_str()), Some(Abbreviation::Title | Abbreviation::Number))
}

/// Whether a sentence may start with word `next`, after the stop at `stop`.
fn starts_sentence(text: &str, words: &[Span], stop: usize, next: usize) -> bool {
    let Some(&span) = words.get(next) else { return true };
    let stop_word = words[stop].of(text);
    // No space after the stop: part of something like "example.com/a?b" or a slip; a capital makes it a slip.
    let glued = span.start == words[next - 1].end;
    let word = span.of(text);
    let first = word.chars().next().unwrap_or(' ');
    let is_starter = |word: &str| {
        word.starts_with(char::is_uppercase)
            && TABLES.starters.binary_search(&word.to_lowercase().as_str()).is_ok()
    };
    if !stop_word.chars().all(is_stop) {
        if glued {
            return false;
        }
        if matches!(first, '"' | '\u{201C}' | '\u{2018}') {
            return words.get(next + 1).is_some_and(|word| is_starter(word.of(text)));
        }
        let stem = stop_word.trim_end_matches('.').to_lowercase();
        return match TABLES.abbreviations.get(stem.as_str()) {
            Some(Abbreviation::Time) => {
                let is_zone = (2..=4).contains(&word.len()) && word.chars().all(char::is_uppercase)
                    || words.get(next + 1).is_some_and(|after| after.of(text) == "time");
                first.is_uppercase()
                    && !is_zone
                    && !TABLES.after_times.contains(&word.to_lowercase().as_str())
            }
            // "Elm St. She", but "in St. Louis" and "the St. He" of no saint.
            Some(Abbreviation::Street) => {
                let before = stop.checked_sub(1).map_or("", |before| words[before].of(text));
                before.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) && is_starter(word)
            }
            _ => is_starter(word),
        };
    }
    if glued {
        return first.is_uppercase() && stop_word.len() == 1 || is_opener(first);
    }
    if matches!(first, '"' | '\'' | '\u{201C}' | '\u{2018}' | '(' | '[') {
        let inside = words.get(next + 1).and_then(|word| word.of(text).chars().next());
        return inside.is_none_or(|c| !c.is_lowercase());
    }
    let is_mark = !first.is_alphanumeric()
        && !matches!(first, '$' | '\u{A3}' | '\u{20AC}' | '#' | '@' | '\u{2022}' | '*');
    // "iPads were sent": a name with its capital inside.
    let has_inner_capital = word.chars().nth(1).is_some_and(char::is_uppercase);
    (!first.is_lowercase() || has_inner_capital) && !is_mark
}

fn push_sentence(text: &str, words: &[Span], glued: &[bool], sentences: &mut Vec<WordSpans>) {
    let mut rest = 0..words.len();
    while !rest.is_empty() {
        let mut end = rest.end;
        if rest.len() > LONGEST_SENTENCE {
            let limit = rest.start + LONGEST_SENTENCE;
            let best = |marks: &[&str]| {
                (limit - LONGEST_SENTENCE / 2..limit).rev().find(|&at| marks.contains(&words[at].of(text)))
            };
            let cut = best(&[";", "|", "\u{2022}"])
                .or_else(|| best(&[":", "--", "\u{2014}", "\u{2013}"]))
                .or_else(|| best(&[","]));
            end = cut.map_or(limit, |at| at + 1);
        }
        let mut contractions: Vec<Range<usize>> = Vec::new();
        let parts = glued[rest.start..end].iter().enumerate().skip(1).filter(|&(_, &glued)| glued);
        for (index, _) in parts {
            match contractions.last_mut() {
                Some(last) if last.end == index => last.end += 1,
                _ => contractions.push(index - 1..index + 1),
            }
        }
        sentences.push(WordSpans { words: words[rest.start..end].to_vec(), contractions });
        rest.start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<&str>> {
        let sentences = split_zone(text, Span::new(0, text.len()));
        sentences.iter().map(|sentence| sentence.words.iter().map(|span| span.of(text)).collect()).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = words(text).iter().map(|sentence| sentence.join(" ")).collect();
        assert_eq!(found.join(" || "), expected);
    }

    #[test]
    fn the_tables_have_only_rows_of_known_kinds() {
        for row in rows(include_str!("../lexicon/en/text/abbreviations.tsv")) {
            assert!(
                row.len() == 2 && ["title", "street", "number", "time", "other"].contains(&row[1]),
                "{row:?}"
            );
        }
        for row in rows(include_str!("../lexicon/en/text/word_splits.tsv")) {
            let columns = if row[0] == "whole" { 3 } else { 2 };
            assert_eq!(row.len(), columns, "{row:?}");
            assert!(["clitic", "whole", "unit", "prefix"].contains(&row[0]), "{row:?}");
            assert!(row.get(2).is_none_or(|letters| letters.parse().is_ok_and(|n: usize| n < row[1].len())));
        }
    }

    #[test]
    fn contractions_split() {
        check(
            "He didn't say it's John's, or the owners’ car; I cannot.",
            "He did n't say it 's John 's , or the owners ’ car ; I can not .",
        );
        check("O'Rourke of al-Qa'ida came at six o'clock.", "O'Rourke of al - Qa'ida came at six o'clock .");
        check("‘It is the owners’ he said.", "‘ It is the owners ’ he said .");
    }

    #[test]
    fn numbers_stay_whole_and_marks_part() {
        check("It cost $1,200.50, i.e. 3.5% of US$40bn.", "It cost $ 1,200.50 , i.e. 3.5 % of US$ 40 bn .");
        check(
            "At 5:30pm on 11/28/2000, April 8-9, call 713-853-3989.",
            "At 5:30 pm on 11/28/2000 , April 8 - 9 , call 713-853-3989 .",
        );
        check("In the '90s, the 20th and 1990s.", "In the '90s , the 20th and 1990s .");
    }

    #[test]
    fn hyphens_part_compounds_but_not_prefixes() {
        check(
            "A well-known ex-minister re-elected in mid-May",
            "A well - known ex-minister re-elected in mid-May",
        );
    }

    #[test]
    fn addresses_stay_whole() {
        check(
            "See https://example.org/a?b=1, or write to ann.lee@example.org.",
            "See https://example.org/a?b=1 , or write to ann.lee@example.org .",
        );
        check("#Peace now, says @ann_lee; rank #1", "#Peace now , says @ann_lee ; rank # 1");
    }

    #[test]
    fn sentences_end_after_stops_and_their_quotes() {
        check(
            "\"We won.\" She left. (He stayed.) What?! No.",
            "\" We won . \" || She left . || ( He stayed . ) || What ?! || No .",
        );
        check("\"We won. It was late.\" She left.", "\" We won . || It was late . \" || She left .");
        check("He died.[3][12] She left.", "He died . [ 3 ] [ 12 ] || She left .");
        check("“We won!” she said.", "“ We won ! ” she said .");
    }

    #[test]
    fn abbreviations_do_not_end_sentences_unless_a_starter_follows() {
        check(
            "Mr. Lee of Acme Inc. met George W. Bush in the U.S. The talks failed.",
            "Mr. Lee of Acme Inc. met George W. Bush in the U.S. || The talks failed .",
        );
        check("There is no. It said no. 5 is best.", "There is no . || It said no. 5 is best .");
    }

    #[test]
    fn times_and_streets_end_sentences_when_something_new_begins() {
        check("It shut at 4 p.m. Anyone may appeal.", "It shut at 4 p.m. || Anyone may appeal .");
        check("It shut at 4 p.m. EST on 9 May.", "It shut at 4 p.m. EST on 9 May .");
        check("It shut at 4 p.m. Monday.", "It shut at 4 p.m. Monday .");
        check("It shut at 4 p.m. Peruvian time.", "It shut at 4 p.m. Peruvian time .");
        check("It shut at 4 p.m. A fire broke out.", "It shut at 4 p.m. || A fire broke out .");
        check("He lives on Elm St. She left.", "He lives on Elm St. || She left .");
        check("He went to St. Louis. She left.", "He went to St. Louis . || She left .");
        check(
            "They work for Acme Inc. \"We won,\" he said.",
            "They work for Acme Inc. || \" We won , \" he said .",
        );
        check("Brig. Gen. (ret.) Ann Lee spoke.", "Brig. Gen. ( ret. ) Ann Lee spoke .");
        check("Books went out. iPads came in.", "Books went out . || iPads came in .");
    }

    #[test]
    fn empty_lines_end_sentences_and_single_lines_do_not() {
        check("Floods hit\nthe coast\n\nDozens missing", "Floods hit the coast || Dozens missing");
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "word, ".repeat(1000);
        assert!(words(&text).iter().all(|sentence| sentence.len() <= LONGEST_SENTENCE));
        let text = "x".repeat(100_000);
        assert!(words(&text).iter().flatten().all(|word| word.len() <= LONGEST_CHUNK));
    }
}
