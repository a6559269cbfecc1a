//! The corpus of the text stage: words and sentences, names, and what the verbs govern.
//!
//! A fact is one of
//! - `words`: the words of a sentence, parted by spaces;
//! - `PER`, `ORG`, `LOC`, `MISC`: a name;
//! - a relation that events are read from (subjects, objects, agents), its verb and the other word.

mod support;

use diurna::document::Span;
use diurna::text::{Deprel, read};

const RELATIONS: [Deprel; 5] =
    [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Obj, Deprel::Iobj, Deprel::OblAgent];

fn facts(text: &str) -> Vec<String> {
    let mut facts = Vec::new();
    for sentence in read(text, [(0, Span::new(0, text.len()))].into_iter()) {
        let word = |index: usize| sentence.tokens[index].span.of(text);
        let words: Vec<&str> = (0..sentence.tokens.len()).map(word).collect();
        facts.push(format!("words {}", words.join(" ")));
        for name in &sentence.names {
            let kind = name.kind.code();
            facts.push(format!("{kind} {}", sentence.span_of(name.tokens.clone()).of(text)));
        }
        for (index, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|_| RELATIONS.contains(&token.deprel)) {
                facts.push(format!("{} {} {}", token.deprel, word(head), word(index)));
            }
        }
    }
    facts
}

#[test]
fn the_corpus_holds() {
    support::run_corpus("text", "facts", facts);
}
