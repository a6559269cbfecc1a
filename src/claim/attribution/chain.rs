//! After finding: what is said over several sentences, in which words, by which documents, and inside what.

use super::{Attribution, Issuer, MAX_REACH, Phrase, Wording};
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, is_document};
use crate::mention::quotation::{MIN_SPEECH_WORDS, Quotation};
use crate::text::{Deprel, Sentence};

/// Takes cue and source out of the content where a tree put them inside.
pub(super) fn cut_out(attribution: &mut Attribution, sentence: &Sentence) {
    let own: Vec<Span> = [&attribution.source, &attribution.cue]
        .into_iter()
        .flatten()
        .map(|phrase| sentence.span_of(phrase.tokens.clone()))
        .collect();
    let mut content = Vec::new();
    for span in &attribution.content {
        let mut rest = vec![*span];
        for &hole in &own {
            rest = rest
                .into_iter()
                .flat_map(|part| {
                    if part.overlaps(hole) {
                        vec![
                            Span::new(part.start, hole.start.max(part.start)),
                            Span::new(hole.end.min(part.end), part.end),
                        ]
                    } else {
                        vec![part]
                    }
                })
                .filter(|part| part.len() > 1)
                .collect();
        }
        content.extend(rest);
    }
    attribution.content = content;
}

/// Lets each attribution have the whole of a quotation it touches, and gives quotations without a cue to the speaker
/// before them.
pub(super) fn extend_over_quotations(
    sentences: &[Sentence],
    quotations: &[Quotation],
    found: &mut [Attribution],
) {
    let mut is_claimed = vec![false; quotations.len()];
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&index| cue_start(&found[index], sentences));
    for attribution in found.iter_mut() {
        let cue = cue_start(attribution, sentences);
        let mut widened = Vec::new();
        for span in &attribution.content {
            let mut whole = *span;
            let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
            for (offset, quotation) in quotations[first..].iter().enumerate() {
                if quotation.span.start >= span.end {
                    break;
                }
                let holds_cue = quotation.span.start <= cue && cue < quotation.span.end;
                if holds_cue {
                    continue;
                }
                let is_near = quotation.span.len() < 6000;
                if is_near && (quotation.n_words >= MIN_SPEECH_WORDS || quotation.starts_sentence) {
                    whole = whole.to(quotation.span);
                }
                is_claimed[first + offset] = true;
            }
            widened.push(whole);
        }
        attribution.content = merged(widened, cue);
    }
    for (index, quotation) in quotations.iter().enumerate() {
        if is_claimed[index] || !quotation.starts_sentence || quotation.n_words < 2 {
            continue;
        }
        let at = order.partition_point(|&other| cue_start(&found[other], sentences) < quotation.span.start);
        let speaker = order[..at].iter().rev().take(8).copied().find(|&other| {
            let attribution = &found[other];
            let zone = sentences[attribution.sentence].zone;
            let is_near = zone == quotation.zone || (quotation.fills_zone && zone + 1 == quotation.zone);
            let is_speech = matches!(attribution.class, CueClass::Say | CueClass::Deny | CueClass::Demand);
            let is_main =
                attribution.source.is_some() && attribution.rule != "noun" && attribution.rule != "citing";
            let is_inside = quotations.iter().skip(index.saturating_sub(8)).take(8).any(|other| {
                other.span.start <= cue_start(attribution, sentences)
                    && cue_start(attribution, sentences) < other.span.end
            });
            is_near && is_speech && is_main && !is_inside
        });
        if let Some(speaker) = speaker {
            let last = sentences.partition_point(|sentence| sentence.span.start < quotation.span.start);
            if last.saturating_sub(found[speaker].sentence) <= MAX_REACH {
                found[speaker].content.push(quotation.span);
            }
        }
    }
}

fn cue_start(attribution: &Attribution, sentences: &[Sentence]) -> usize {
    let phrase = attribution.cue.as_ref().or(attribution.source.as_ref());
    phrase.map_or(sentences[attribution.sentence].span.start, |phrase| {
        sentences[phrase.sentence].span_of(phrase.tokens.clone()).start
    })
}

/// `spans` in text order, joined where they overlap; those that have come to hold the cue are dropped.
fn merged(mut spans: Vec<Span>, cue: usize) -> Vec<Span> {
    spans.retain(|span| !(span.start <= cue && cue < span.end));
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.to(span),
            _ => joined.push(span),
        }
    }
    joined
}

pub(super) fn wording(text: &str, attribution: &Attribution, quotations: &[Quotation]) -> Wording {
    if attribution.class == CueClass::Belief {
        return Wording::Belief;
    }
    let mut total = 0;
    let mut quoted = 0;
    for span in &attribution.content {
        total += span.of(text).trim().len();
        let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
        quoted += quotations[first..]
            .iter()
            .take_while(|quotation| quotation.span.start < span.end)
            .map(|quotation| quotation.span.end.min(span.end) - quotation.span.start.max(span.start))
            .sum::<usize>();
    }
    match quoted {
        0 => Wording::Indirect,
        // A comma or a space may stand outside the marks.
        _ if quoted + 3 >= total => Wording::Direct,
        _ => Wording::Mixed,
    }
}

/// Finds the issuer of "the statement" in an earlier "in a statement, the ministry said".
pub(super) fn resolve_documents(sentences: &[Sentence], found: &mut [Attribution]) {
    let mut issued: Vec<(String, Phrase)> = Vec::new();
    for attribution in found.iter_mut() {
        let sentence = &sentences[attribution.sentence];
        match (&attribution.document_of, &attribution.source) {
            (Some(Issuer::Unstated), Some(source)) => {
                let lemma = sentence.lemma(source.head);
                let is_new = sentence.children(source.head).any(|child| {
                    sentence.tokens[child].deprel == Deprel::Det && sentence.lemma(child) == "a"
                });
                let known = issued.iter().rev().find(|(document, _)| document == lemma);
                if let Some((_, issuer)) = known.filter(|_| !is_new) {
                    attribution.document_of = Some(Issuer::Phrase(issuer.clone()));
                }
            }
            (Some(Issuer::Phrase(issuer)), Some(source)) => {
                issued.push((sentence.lemma(source.head).to_owned(), issuer.clone()));
            }
            (None, Some(source)) => {
                let Some(cue) = &attribution.cue else { continue };
                for token in sentence.children(cue.head) {
                    let is_medium =
                        sentence.tokens[token].deprel == Deprel::Obl && is_document(sentence.lemma(token));
                    if is_medium {
                        issued.push((sentence.lemma(token).to_owned(), source.clone()));
                    }
                }
            }
            _ => {}
        }
        // The last few documents are enough, and keep this linear.
        if issued.len() > 16 {
            issued.remove(0);
        }
    }
}

/// Sets [`Attribution::outer`]: the closest asserting attribution around the cue, the reporter of a cited source, or
/// the holder of a document.
pub(super) fn nest(sentences: &[Sentence], found: &mut [Attribution]) {
    let starts: Vec<usize> = found.iter().map(|attribution| cue_start(attribution, sentences)).collect();
    let mut outer: Vec<Option<usize>> = vec![None; found.len()];
    for (index, attribution) in found.iter().enumerate() {
        if !attribution.is_asserted || attribution.rule == "holder" {
            continue;
        }
        for other in index.saturating_sub(64)..(index + 64).min(found.len()) {
            let cue = Span::new(starts[other], starts[other] + 1);
            if other == index || !attribution.covers(cue) {
                continue;
            }
            let is_closer = outer[other].is_none_or(|current: usize| {
                // What a cited source says is closer to it than to the reporter who cites it.
                let around = (found[current].content_length(), found[current].rule != "citing");
                around > (attribution.content_length(), attribution.rule != "citing")
            });
            if is_closer && outer[index] != Some(other) {
                outer[other] = Some(index);
            }
        }
    }
    for index in 0..found.len() {
        let partner = |wanted: &dyn Fn(&Attribution) -> bool| {
            (index.saturating_sub(16)..(index + 16).min(found.len())).find(|&other| {
                other != index && found[other].sentence == found[index].sentence && wanted(&found[other])
            })
        };
        match found[index].rule {
            "citing" => {
                let content = &found[index].content;
                let host =
                    partner(&|other| &other.content == content && !matches!(other.rule, "citing" | "holder"));
                if host.is_some() {
                    outer[index] = host;
                }
            }
            "holder" => {
                let content = found[index].content.first().copied();
                let is_shared = |other: &Attribution| {
                    content.is_some_and(|content| other.content.iter().any(|span| span.overlaps(content)))
                };
                let holds = |other: &Attribution| other.rule == "holder";
                let document = partner(&|other| is_shared(other) && other.document_of.is_some())
                    .or_else(|| partner(&|other| !holds(other) && other.content == found[index].content));
                if let Some(document) = document {
                    let around = outer[document].filter(|&around| around != index);
                    outer[index] = around;
                    outer[document] = Some(index);
                }
            }
            _ => {}
        }
    }
    for (attribution, outer) in found.iter_mut().zip(outer) {
        attribution.outer = outer;
    }
}
