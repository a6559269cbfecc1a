//! Whether it happened: the word between asterisks, and its status.

mod support;

use diurna::claim::status::reality_of;
use diurna::document::Span;
use diurna::text::read;

/// `text` without its asterisks, and where the words between them stand.
fn marked_words(text: &str) -> (String, Vec<Span>) {
    let mut plain = String::new();
    let mut spans = Vec::new();
    let mut open = None;
    for (index, part) in text.split('*').enumerate() {
        if index > 0 {
            match open.take() {
                None => open = Some(plain.len()),
                Some(start) => spans.push(Span::new(start, plain.len())),
            }
        }
        plain.push_str(part);
    }
    (plain, spans)
}

#[test]
fn status_is_read() {
    support::run_corpus("status", "status", |text| {
        let (plain, spans) = marked_words(text);
        let sentences = read(&plain, [(0, Span::new(0, plain.len()))].into_iter());
        let mut facts = Vec::new();
        for span in spans {
            for sentence in &sentences {
                if let Some(token) = sentence.tokens.iter().position(|token| token.span.overlaps(span)) {
                    let reality = reality_of(sentence, token);
                    let negated = if reality.negated { " negated" } else { "" };
                    facts.push(format!("{} {}{negated}", span.of(&plain), reality.status.name()));
                }
            }
        }
        facts
    });
}
