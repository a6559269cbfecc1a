//! Whatever the text, reading it ends, and what comes out is well formed.

use diurna::document::Span;
use diurna::text::conllu::{read_conllu, write_conllu};
use diurna::text::{Sentence, read};
use proptest::prelude::*;

fn read_all(text: &str) -> Vec<Sentence> {
    read(text, [(7, Span::new(0, text.len()))].into_iter())
}

fn check(text: &str, sentences: &[Sentence]) {
    let mut end = 0;
    for sentence in sentences {
        assert_eq!(sentence.zone, 7);
        assert!(!sentence.tokens.is_empty(), "no sentence without words");
        let mut roots = 0;
        for (index, token) in sentence.tokens.iter().enumerate() {
            assert!(token.span.start >= end, "words are in order and do not overlap");
            assert!(!token.span.of(text).is_empty(), "no word without characters");
            assert!(!sentence.lemma(index).is_empty(), "every word has a lemma");
            end = token.span.end;
            roots += usize::from(token.head.is_none());
            let climb = std::iter::successors(token.head, |&head| sentence.tokens[head].head);
            assert!(climb.take(sentence.tokens.len() + 1).count() <= sentence.tokens.len(), "no cycle");
        }
        assert_eq!(roots, 1, "one root");
        let mut last = 0;
        for name in &sentence.names {
            assert!(name.tokens.start >= last && name.tokens.start < name.tokens.end, "names do not overlap");
            assert!(name.tokens.end <= sentence.tokens.len(), "names lie in their sentence");
            last = name.tokens.end;
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text, &read_all(&text));
    }

    #[test]
    fn any_characters_are_read(characters in prop::collection::vec(any::<char>(), 0..120)) {
        let text: String = characters.into_iter().collect();
        check(&text, &read_all(&text));
    }

    #[test]
    fn texts_that_look_like_news_are_read(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "Mr.", "U.S.", "don't", "the owners'", "\"", "'", "’s", "(", ")", "[3]", "...", ".", "?!", "-", "--", "$5bn",
                "a@b.org", "https://x.org/", "No. 5", "12:30", "1,000.5", "Ann", "said", "\n", "\n\n", "\u{200B}", "e\u{301}",
            ]),
            0..60,
        ),
        separator in prop::sample::select(vec!["", " "]),
    ) {
        let text = parts.join(separator);
        let sentences = read_all(&text);
        check(&text, &sentences);
        let mut output = Vec::new();
        write_conllu(&text, &sentences, &mut output).expect("a vector can be written");
        let output = String::from_utf8(output).expect("the forms are parts of a string");
        let (again, reread) = read_conllu(&output).expect("what we write is CoNLL-U");
        prop_assert_eq!(sentences.len(), reread.len());
        for (one, other) in sentences.iter().zip(&reread) {
            prop_assert_eq!(one.contractions(), other.contractions());
            for (a, b) in one.tokens.iter().zip(&other.tokens) {
                prop_assert_eq!(a.span.of(&text), b.span.of(&again));
                prop_assert_eq!((a.upos, a.xpos, a.head, a.deprel), (b.upos, b.xpos, b.head, b.deprel));
            }
        }
    }

    #[test]
    fn any_lines_are_conllu_or_an_error(text in "([0-9]{1,2}[-.]?[0-9]?\t[a-z_]\t_\t_\t_\t_\t[0-9_]\t_\t_\t_?\n|\n|# newpar\n){0,12}") {
        if let Ok((text, sentences)) = read_conllu(&text) {
            prop_assert!(sentences.iter().all(|sentence| sentence.span.end <= text.len()));
        }
    }
}

#[test]
fn a_long_line_is_read_in_linear_time() {
    for part in ["a", "a.", "[3]", "'", "It is so, ", "no. ", ". ", "U.S.", "-", "1-", "\u{AD}"] {
        let text = part.repeat(60_000 / part.len());
        let sentences = read_all(&text);
        check(&text, &sentences);
        assert!(sentences.iter().all(|sentence| sentence.tokens.len() <= 200));
    }
}
