//! Paragraphs: the lines of a text, those of a hard-wrapped paragraph joined.

use super::Span;
use super::words::Words;

/// What the source says a paragraph is; plain text says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// The headline.
    Title,
    /// A caption.
    Caption,
    /// A picture credit.
    Credit,
    /// By-line and date.
    Byline,
    /// A paragraph or heading of the article.
    Article,
}

/// A paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Where it is, without white space at its ends; never empty.
    pub(super) span: Span,
    /// Whether an empty line, or the beginning of the text, stands before it.
    pub(super) follows_blank: bool,
    /// What the source says it is.
    pub(super) hint: Hint,
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters per line, at most, of text that may be hard-wrapped.
const WIDEST: usize = 110;
/// Characters per line, at least: shorter lines are lists.
const NARROWEST: usize = 45;

struct Line {
    span: Span,
    follows_blank: bool,
}

fn lines_of(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut follows_blank = true;
    let mut start = 0;
    while start < text.len() {
        let length = text[start..].find(is_line_end);
        let end = length.map_or(text.len(), |length| start + length);
        let raw = &text[start..end];
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            follows_blank = true;
        } else {
            let first = start + (raw.len() - raw.trim_start().len());
            lines.push(Line { span: Span::new(first, first + trimmed.len()), follows_blank });
            follows_blank = false;
        }
        start = end;
        if text[start..].starts_with("\r\n") {
            start += 2;
        } else if let Some(character) = text[start..].chars().next() {
            start += character.len_utf8();
        }
    }
    lines
}

/// The paragraphs of `text`: one a line, except where a line was broken because the next word did not fit, and where the
/// next line goes on in small letters.
pub(super) fn find_paragraphs(text: &str) -> Vec<Paragraph> {
    let lines = lines_of(text);
    let width = wrapped_width(text, &lines);
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &lines[before]);
        let is_continued = !line.follows_blank
            && before.is_some_and(|before| {
                width.is_some_and(|width| is_broken_before(text, before, line, width))
                    || goes_on(before.span.of(text), line.span.of(text))
            });
        match paragraphs.last_mut() {
            Some(last) if is_continued => last.span.end = line.span.end,
            _ => paragraphs.push(Paragraph {
                span: line.span,
                follows_blank: line.follows_blank,
                hint: Hint::None,
            }),
        }
    }
    paragraphs
}

/// The width at which the text is hard-wrapped, if it is: most lines end where the next word would not have fitted.
fn wrapped_width(text: &str, lines: &[Line]) -> Option<usize> {
    let mut width = 0;
    for line in lines {
        if line.span.len() > 4 * WIDEST {
            return None;
        }
        width = width.max(line.span.of(text).chars().count());
    }
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let (mut n_pairs, mut n_broken) = (0, 0);
    for pair in lines.windows(2) {
        if !pair[1].follows_blank {
            n_pairs += 1;
            n_broken += usize::from(is_broken_before(text, &pair[0], &pair[1], width));
        }
    }
    (n_broken >= 3 && 5 * n_broken >= 3 * n_pairs).then_some(width)
}

fn is_broken_before(text: &str, before: &Line, line: &Line, width: usize) -> bool {
    let line = line.span.of(text);
    let word = line.split(char::is_whitespace).next().unwrap_or(line).chars().count();
    let is_item = bullet_end(line).is_some();
    before.span.of(text).chars().count() + 1 + word > width && !is_item
}

/// One past the bullet and the space after it that `line` begins with.
pub(super) fn bullet_end(line: &str) -> Option<usize> {
    let rest = line.strip_prefix([
        '\u{2022}', '*', '-', '\u{2013}', '\u{25aa}', '\u{b7}', '\u{25cf}', '\u{25e6}', '\u{2023}',
        '\u{25ba}', '\u{25a0}',
    ])?;
    let text = rest.trim_start();
    (text.len() < rest.len() && !text.is_empty()).then(|| line.len() - text.len())
}

/// Whether a line of some length without an end goes on in the next: "the min-/ister".
fn goes_on(before: &str, line: &str) -> bool {
    let is_small = line.chars().next().is_some_and(char::is_lowercase);
    let is_address = line.split(char::is_whitespace).next().is_some_and(|word| word.contains(['@', '/']));
    if !is_small || is_address || before.len() < 30 || ends_sentence(before) || before.ends_with(':') {
        return false;
    }
    let words = Words::of(line);
    super::byline::read_byline(line, &words).is_none()
}

/// Whether a text ends a sentence: a full stop or the like, whatever quotes and brackets follow it. The full stop of an
/// initialism ("talks in the U.S.") does not count.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|sign: char| {
        matches!(sign, '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{bb}' | ')' | ']') || sign.is_whitespace()
    });
    let mut characters = text.chars().rev();
    match characters.next() {
        Some('!' | '?' | '\u{2026}' | '\u{3002}') => true,
        Some('.') => {
            let is_initial = characters.next().is_some_and(char::is_uppercase)
                && characters.next().is_some_and(|character| character == '.');
            !is_initial
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(text: &str) -> Vec<&str> {
        find_paragraphs(text).iter().map(|paragraph| paragraph.span.of(text)).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(paragraphs("A.\r\nB.\rC.\u{2028}D.\u{a0}\n\n\tE."), ["A.", "B.", "C.", "D.", "E."]);
        assert_eq!(paragraphs(" \n\u{a0}\r\n"), [""; 0]);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "Ferry crews in the harbour of Oslo walked out on\nMonday after the owners refused to pay for the\n\
                    nights that they had spent at sea in the storm of\nJanuary, the union said.\nA second line is late.";
        assert_eq!(paragraphs(text).len(), 2);
        let list = "Ferry crews walk out\nHarbour is closed\nStorm is over";
        assert_eq!(paragraphs(list).len(), 3);
    }
}
