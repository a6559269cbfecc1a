//! Picture captions and credits: "(Ada Holm/ Harbour Wire via ...)", "[Image: ... Photograph: Ada Holm]".

use super::Span;
use super::byline::push_new;
use super::phrase::{Phrases, rows_of};
use super::words::{Shape, Words};
use std::sync::LazyLock;

/// What a phrase of a credit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Label,
    Picture,
    Agency,
    Photo,
    Archive,
}

static PARTS: LazyLock<Phrases<Part>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/credits.tsv"));
    Phrases::from_rows(rows.filter_map(|row| match row.as_slice() {
        [phrase, class] => Some((*phrase, part_of(class)?)),
        _ => None,
    }))
});

fn part_of(class: &str) -> Option<Part> {
    match class {
        "label" => Some(Part::Label),
        "picture" => Some(Part::Picture),
        "agency" => Some(Part::Agency),
        "photo" => Some(Part::Photo),
        "archive" => Some(Part::Archive),
        _ => None,
    }
}

fn holds(words: &Words, part: Part) -> bool {
    (0..words.len()).any(|at| end_at(words, at, part).is_some())
}

fn end_at(words: &Words, at: usize, part: Part) -> Option<usize> {
    PARTS.all_at(words, at).filter(|(_, found)| *found == part).map(|(end, _)| end).max()
}

/// A line that ends in, or is, a credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Credited {
    /// The text before the credit, brackets and labels excluded; empty when the line is only a credit.
    pub(super) text: Span,
    /// Whether the text is a caption. A bare agency ("... on Monday. (AP)") also ends running text.
    pub(super) is_caption: bool,
    /// Whether the caption says that the picture is of another day.
    pub(super) is_archive: bool,
}

/// Bytes at the end of a line that a credit may take.
const LONGEST: usize = 200;
/// Bytes of a caption at most; a longer line is a paragraph.
const LONGEST_CAPTION: usize = 900;

/// The caption and credit in `line`, which has no white space at its ends; spans count from its beginning.
pub(super) fn read_credit(line: &str) -> Option<Credited> {
    let whole = Span::new(0, line.len());
    if line.len() <= LONGEST_CAPTION
        && let Some(inside) = inside_brackets(line)
    {
        let text = inside.of(line);
        let words = Words::of(text);
        if let Some(label_end) = end_at(&words, 0, Part::Picture) {
            let start = inside.start + words.get(label_end - 1)?.span.end;
            let credit = (label_end + 1..words.len()).find(|&at| end_at(&words, at, Part::Label).is_some());
            let end =
                credit.and_then(|at| words.get(at)).map_or(inside.end, |word| inside.start + word.span.start);
            return Some(caption(line, Span::new(start, end)));
        }
        return is_credit(&words).then_some(Credited {
            text: Span::default(),
            is_caption: false,
            is_archive: false,
        });
    }
    if let Some(open) = open_of_last_bracket(line)
        && open > 0
    {
        let inside = &line[open + 1..line.len() - 1];
        let words = Words::of(inside);
        if is_credit(&words) {
            let text = Span::new(0, open);
            let is_picture = holds(&words, Part::Photo)
                || end_at(&words, 0, Part::Label).is_some()
                || words.iter().any(|word| matches!(word.span.of(inside), "/" | "via" | "|"));
            if is_picture && line.len() <= LONGEST_CAPTION {
                return Some(caption(line, text));
            }
            return Some(Credited { text: trim(line, text), is_caption: false, is_archive: false });
        }
    }
    if line.len() <= LONGEST_CAPTION {
        let words = Words::of(line);
        if end_at(&words, 0, Part::Label).is_some() && words.is_whole && is_short_credit(line, &words) {
            return Some(Credited { text: Span::default(), is_caption: false, is_archive: false });
        }
        if let Some(start) = start_of_credit_tail(line) {
            return Some(caption(line, Span::new(0, start)));
        }
        if holds(&words, Part::Archive) && words.is_whole {
            return Some(caption(line, whole)).filter(|found| found.is_archive);
        }
    }
    None
}

fn caption(line: &str, text: Span) -> Credited {
    let text = trim(line, text);
    Credited { text, is_caption: true, is_archive: is_archive(text.of(line)) }
}

/// Whether a caption says that its picture shows another day ("in this file photo").
pub(super) fn is_archive(caption: &str) -> bool {
    holds(&Words::of(caption), Part::Archive)
}

fn trim(line: &str, span: Span) -> Span {
    let text = span.of(line);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

/// Whether the words are a credit: at most fourteen, and among them a label, a picture maker, or an agency beside a slash
/// or with nothing but names.
fn is_credit(words: &Words) -> bool {
    if !words.is_whole || words.count() == 0 || words.count() > 14 {
        return false;
    }
    if end_at(words, 0, Part::Label).is_some() || holds(words, Part::Photo) {
        return true;
    }
    let n_small = (0..words.len()).filter(|&at| words.shape(at) == Shape::Small).count();
    holds(words, Part::Agency) && n_small <= 1 && words.count() <= 8
        || (1..words.len()).any(|at| is_slash_between_names(words, at)) && n_small <= 2
}

fn is_slash_between_names(words: &Words, at: usize) -> bool {
    let is_name = |at| matches!(words.shape(at), Shape::Capital | Shape::Capitals);
    at > 0
        && words.is_sign(at, '/')
        && is_name(at - 1)
        && words.shape(at + 1) != Shape::Number
        && at + 1 < words.len()
}

/// "Photo: Ada Holm / Harbour Wire": a label and names, no sentence.
fn is_short_credit(line: &str, words: &Words) -> bool {
    let n_small = (0..words.len()).filter(|&at| words.shape(at) == Shape::Small).count();
    words.count() <= 14 && n_small <= 4 && !(line.ends_with('.') && words.count() > 6)
}

/// What the brackets around the whole line enclose.
fn inside_brackets(line: &str) -> Option<Span> {
    let close = match line.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let inside = line[1..].strip_suffix(close)?;
    (!inside.contains(close)).then_some(Span::new(1, line.len() - 1))
}

/// Where the bracket opens that closes at the end of the line.
fn open_of_last_bracket(line: &str) -> Option<usize> {
    let tail_start = line.ceil_char_boundary(line.len().saturating_sub(LONGEST));
    let tail = &line[tail_start..];
    let open = if tail.ends_with(')') {
        tail.rfind('(')
    } else if tail.ends_with(']') {
        tail.rfind('[')
    } else {
        None
    };
    open.map(|open| tail_start + open)
}

/// Where a credit without brackets begins: "... in Oslo. Ada Holm/Harbour Wire", "... in Oslo. Photograph: Ada Holm".
fn start_of_credit_tail(line: &str) -> Option<usize> {
    let tail_start = line.ceil_char_boundary(line.len().saturating_sub(LONGEST));
    let tail = &line[tail_start..];
    let mut ends = tail.char_indices().filter(|&(at, sign)| {
        matches!(sign, '.' | '!' | '?' | '\u{201d}' | '|' | '\u{2013}' | '\u{2014}')
            && tail[at + sign.len_utf8()..].starts_with(char::is_whitespace)
    });
    let (at, sign) = ends.next_back()?;
    let start = at + sign.len_utf8();
    let words = Words::of(&tail[start..]);
    let is_labelled = end_at(&words, 0, Part::Label).is_some() && is_short_credit(tail, &words);
    let n_small = (0..words.len()).filter(|&at| words.shape(at) == Shape::Small).count();
    let is_slashed =
        words.count() <= 8 && n_small == 0 && (1..words.len()).any(|at| is_slash_between_names(&words, at));
    (words.is_whole && (is_labelled || is_slashed)).then_some(tail_start + start)
}

/// The names in a credit: what stands between slashes, commas and "via", without labels. News agencies are left out: the
/// text may cite them.
pub(super) fn add_makers(credit: &str, makers: &mut Vec<String>) {
    let words = Words::of(credit);
    let mut at = 0;
    while at < words.len() {
        if let Some(end) = end_at(&words, at, Part::Label).or(end_at(&words, at, Part::Picture)) {
            at = end;
            continue;
        }
        let end = (at..words.len())
            .find(|&at| match words.shape(at) {
                Shape::Sign => !matches!(words.lower(at), "-" | "'" | "\u{2019}" | "."),
                Shape::Small => matches!(words.lower(at), "via" | "and" | "by" | "for" | "from"),
                _ => false,
            })
            .unwrap_or(words.len());
        if end > at
            && let Some((first, last)) = words.get(at).zip(words.get(end - 1))
            && end - at <= 6
            && end_at(&words, at, Part::Agency) != Some(end)
        {
            let name = first.span.to(last.span).of(credit).trim_end_matches('.');
            if name.chars().any(char::is_alphabetic) {
                push_new(makers, name);
            }
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        for row in rows_of(include_str!("../lexicon/en/document/credits.tsv")) {
            assert!(row.len() == 2 && part_of(row[1]).is_some(), "{row:?}");
        }
    }

    #[test]
    fn a_caption_ends_where_its_credit_begins() {
        for (line, text) in [
            ("Crews wait in Oslo. (Ada Holm/ harbour images via Getty Images)", "Crews wait in Oslo."),
            ("[Image: Crews wait in Oslo. Photograph: Ada Holm/Harbour]", "Crews wait in Oslo."),
            ("[Photo: Crews wait in Oslo.]", "Crews wait in Oslo."),
            ("Crews wait in Oslo. Ada Holm/Harbour Wire", "Crews wait in Oslo."),
            ("Crews wait in Oslo. Photograph: Ada Holm", "Crews wait in Oslo."),
            ("Crews wait in Oslo. (AP Photo/Ada Holm)", "Crews wait in Oslo."),
        ] {
            let found = read_credit(line).unwrap_or_else(|| panic!("{line:?}"));
            assert_eq!((found.text.of(line), found.is_caption), (text, true), "{line:?}");
        }
        for line in ["(Photo by Ada Holm)", "Photo: Ada Holm / Harbour Wire", "(Ada Holm/AFP)"] {
            let found = read_credit(line).unwrap_or_else(|| panic!("{line:?}"));
            assert!(found.text.is_empty(), "{line:?}");
        }
        let line = "Crews walked out on Monday. (AP)";
        assert_eq!(read_credit(line).map(|found| found.is_caption), Some(false));
        for line in [
            "Crews walked out (as they had in May).",
            "Crews of the Oslo/Kiel line walked out.",
            "The union (LO) said so.",
            "He denied it (and later resigned)",
            "The picture is unclear, the minister said.",
        ] {
            assert_eq!(read_credit(line), None, "{line:?}");
        }
    }

    #[test]
    fn credits_name_makers() {
        let mut makers = Vec::new();
        add_makers("(Ada Holm/ harbour images via Getty Images)", &mut makers);
        add_makers("Photograph: Per Lie/Harbour]", &mut makers);
        assert_eq!(makers, ["Ada Holm", "harbour images", "Getty Images", "Per Lie", "Harbour"]);
    }
}
