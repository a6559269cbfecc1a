//! The attribution layer: JSONL `{id, text}` in, `{id, attributions: [{source, cue, content}]}` out.
//!
//! Every span is `[start, end]` in code points, end exclusive. Attributions inside what somebody else says are left
//! out: the field's format knows no nesting.

use super::offsets::{CodePoints, paragraphs, read_lines};
use crate::claim::attribution::{Attribution, Phrase, find_attributions};
use crate::document::Span;
use crate::text::{Sentence, read};
use serde_json::{Value, json};
use std::io::Write;

/// Runs the layer over JSONL.
pub(crate) fn run(input: &str, output: &mut dyn Write) -> crate::Result<()> {
    read_lines(input, output, |line| {
        let text = line.text()?;
        let sentences = read(text, paragraphs(text));
        let points = CodePoints::new(text);
        let pair = |span: Span| json!([points.at(span.start), points.at(span.end)]);
        let phrase = |phrase: &Option<Phrase>| -> Vec<Value> {
            phrase.iter().map(|phrase| pair(span_of(phrase, &sentences))).collect()
        };
        let attributions: Vec<Value> = find_attributions(text, &sentences)
            .iter()
            .filter(|attribution| is_reported(attribution))
            .map(|attribution| {
                let content: Vec<Value> = attribution.content.iter().map(|&span| pair(span)).collect();
                json!({
                    "source": phrase(&attribution.source),
                    "cue": phrase(&attribution.cue),
                    "content": content,
                })
            })
            .collect();
        Ok(json!({ "id": line.id(), "attributions": attributions }))
    })
}

fn is_reported(attribution: &Attribution) -> bool {
    attribution.outer.is_none() && !attribution.content.is_empty()
}

fn span_of(phrase: &Phrase, sentences: &[Sentence]) -> Span {
    sentences[phrase.sentence].span_of(phrase.tokens.clone())
}
