//! Quotation marks: which stretches of a text are quoted.
//!
//! In come a text and its sentences; out go [`Quotation`]s. Who speaks is not asked here.

use crate::document::Span;
use crate::text::Sentence;

/// A quotation without a break of paragraph in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// Where it is, marks included.
    pub(crate) span: Span,
    /// The zone it stands in.
    pub(crate) zone: usize,
    /// Whether nothing else stands in its paragraph.
    pub(crate) fills_zone: bool,
    /// How many words it has.
    pub(crate) n_words: usize,
    /// Whether it starts where a sentence starts.
    pub(crate) starts_sentence: bool,
}

/// Below this many words a quotation is a way to name something, not what somebody says.
pub(crate) const MIN_SPEECH_WORDS: usize = 4;

/// The quotations of `text`, in text order, not overlapping. A quotation that is not closed ends with its paragraph.
pub(crate) fn find_quotations(text: &str, sentences: &[Sentence]) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    for paragraph in sentences.chunk_by(|left, right| left.zone == right.zone) {
        let (Some(first), Some(last)) = (paragraph.first(), paragraph.last()) else { continue };
        let span = Span::new(first.span.start, last.span.end.max(first.span.end));
        if text.get(span.start..span.end).is_none() {
            continue;
        }
        let mut starts: Vec<usize> = paragraph.iter().map(|sentence| sentence.span.start).collect();
        starts.sort_unstable();
        for quoted in quoted_spans(text, span) {
            let inside = quoted.of(text);
            let rest = text[span.start..quoted.start].trim().len() + text[quoted.end..span.end].trim().len();
            let nearest = starts.partition_point(|&start| start <= quoted.start + 1);
            quotations.push(Quotation {
                span: quoted,
                zone: first.zone,
                fills_zone: rest <= 1,
                n_words: inside
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphanumeric))
                    .count(),
                starts_sentence: nearest > 0
                    && text.get(starts[nearest - 1]..quoted.start).is_none_or(|gap| gap.trim().is_empty()),
            });
        }
    }
    quotations
}

fn quoted_spans(text: &str, span: Span) -> Vec<Span> {
    let paragraph = span.of(text);
    let has_double = paragraph.contains(['“', '”', '"', '«']) || paragraph.contains("``");
    let mut spans = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut characters = paragraph.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let after = characters.peek().map_or(' ', |&(_, next)| next);
        let end = offset + character.len_utf8();
        match open {
            None => {
                let opens = match character {
                    '“' | '«' | '"' => true,
                    '`' => after == '`',
                    '‘' => !has_double && !before.is_alphanumeric(),
                    _ => false,
                };
                if opens {
                    open = Some((offset, character));
                }
            }
            Some((start, opener)) => {
                let closes = match opener {
                    '“' => matches!(character, '”' | '"'),
                    '«' => character == '»',
                    '`' => character == '\'' && before == '\'',
                    '‘' => character == '’' && !after.is_alphanumeric(),
                    _ => character == opener || character == '”',
                };
                if closes {
                    spans.push(Span::new(span.start + start, span.start + end));
                    open = None;
                }
            }
        }
        before = character;
    }
    if let Some((start, opener)) = open
        && opener != '‘'
    {
        spans.push(Span::new(span.start + start, span.end));
    }
    spans
}
