//! The factuality layer: JSONL `{id, text, predicate: [start, end]}` in, `{id, factuality}` out, from -3 to 3.
//!
//! The predicate is given in code points, end exclusive.

use super::offsets::{CodePoints, paragraphs, read_lines};
use crate::claim::status::reality_of;
use crate::document::Span;
use crate::text::{Sentence, read};
use serde_json::json;
use std::io::Write;

/// Runs the layer over JSONL.
pub(crate) fn run(input: &str, output: &mut dyn Write) -> crate::Result<()> {
    // Neighbouring lines often ask about the same text.
    let mut last: Option<(String, Vec<Sentence>)> = None;
    read_lines(input, output, |line| {
        let text = line.text()?;
        let points = CodePoints::new(text);
        let [start, end] = line.pair("predicate")?;
        let predicate = Span::new(points.byte(start), points.byte(end.max(start)));
        if last.as_ref().is_none_or(|(known, _)| known != text) {
            last = Some((text.to_owned(), read(text, paragraphs(text))));
        }
        let sentences = last.as_ref().map_or(&[][..], |(_, sentences)| sentences);
        let found = sentences.iter().find_map(|sentence| {
            let token = sentence.tokens.iter().position(|token| token.span.overlaps(predicate))?;
            Some(reality_of(sentence, token))
        });
        let factuality = found.map_or(0.0, |reality| reality.certainty);
        Ok(json!({ "id": line.id(), "factuality": (f64::from(factuality) * 1000.0).round() / 1000.0 }))
    })
}
