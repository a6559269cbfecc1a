//! Mends trees where the network errs and words tell better: who is told what, and by when something is done.

use super::{Deprel, Sentence, Upos, Xpos};
use crate::lexicon::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word in `repairs.tsv` does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Telling,
    Told,
    Time,
}

static CLASSES: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
    let classes = rows(include_str!("../lexicon/en/text/repairs.tsv")).filter_map(|row| match row[..] {
        ["telling", word] => Some((word, Class::Telling)),
        ["told", word] => Some((word, Class::Told)),
        ["time", word] => Some((word, Class::Time)),
        _ => None,
    });
    classes.collect()
});

/// Mends the tree of a sentence of `text`; it stays a tree.
pub(super) fn repair(text: &str, sentence: &mut Sentence) {
    for index in 0..sentence.tokens.len() {
        match sentence.tokens[index].deprel {
            Deprel::AclRelcl | Deprel::Acl => give_content(text, sentence, index),
            Deprel::OblAgent if is_time(sentence, index) => sentence.tokens[index].deprel = Deprel::Obl,
            _ => {}
        }
    }
}

/// "told reporters that the border would reopen": the clause is what is told, not which reporters.
///
/// Not so where "that" is the subject of the clause, or where something else is told ("told the man that she met a
/// lie").
fn give_content(text: &str, sentence: &mut Sentence, clause: usize) {
    let Some(hearer) = sentence.tokens[clause].head else { return };
    let Some(verb) = sentence.tokens[hearer].head else { return };
    let told = matches!(
        (CLASSES.get(sentence.lemma(verb)), sentence.tokens[hearer].deprel),
        (Some(Class::Telling | Class::Told), Deprel::Iobj) | (Some(Class::Told), Deprel::Obj)
    );
    if !told || clause < hearer {
        return;
    }
    let has = |child: usize, relations: &[Deprel]| relations.contains(&sentence.tokens[child].deprel);
    let is_that = |child: &usize| sentence.tokens[*child].span.of(text).eq_ignore_ascii_case("that");
    let Some(that) =
        sentence.children(clause).find(|child| (hearer..clause).contains(child) && is_that(child))
    else {
        return;
    };
    let has_subject = sentence
        .children(clause)
        .filter(|child| *child != that)
        .any(|child| has(child, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl]));
    let has_content = sentence
        .children(verb)
        .filter(|child| *child != hearer)
        .any(|child| has(child, &[Deprel::Obj, Deprel::Ccomp]));
    if !has_subject || has_content {
        return;
    }
    let clause = &mut sentence.tokens[clause];
    (clause.head, clause.deprel) = (Some(verb), Deprel::Ccomp);
    let that = &mut sentence.tokens[that];
    (that.deprel, that.upos, that.xpos) = (Deprel::Mark, Upos::Sconj, Xpos::In);
}

/// Whether the word, after "by", is a time.
fn is_time(sentence: &Sentence, index: usize) -> bool {
    let lemma = sentence.lemma(index).to_lowercase();
    let is_year = || lemma.len() == 4 && lemma.bytes().all(|byte| byte.is_ascii_digit());
    CLASSES.get(lemma.as_str()) == Some(&Class::Time) || is_year()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    /// A sentence of words, each with the number of its head (0: root) and its relation; forms are lemmas.
    fn sentence(words: &[(&str, usize, Deprel)]) -> (String, Sentence) {
        let text = words.iter().map(|(form, _, _)| *form).collect::<Vec<_>>().join(" ");
        let (mut sentence, mut start) = (Sentence::default(), 0);
        for (form, head, deprel) in words {
            let span = Span::new(start, start + form.len());
            sentence.push(span, Upos::X, Xpos::Xx, head.checked_sub(1), *deprel, form);
            start = span.end + 1;
        }
        (text, sentence)
    }

    /// The head (counted from 1) and relation of the last word after mending.
    fn mended(words: &[(&str, usize, Deprel)]) -> (usize, Deprel) {
        let (text, mut sentence) = sentence(words);
        repair(&text, &mut sentence);
        let last = sentence.tokens.last().expect("it has words");
        (last.head.map_or(0, |head| head + 1), last.deprel)
    }

    #[test]
    fn what_is_told_is_content() {
        use Deprel::{AclRelcl, Ccomp, Iobj, Mark, Nsubj, Obj, Root};
        let told = |verb, hearer, that, subject| {
            mended(&[
                ("she", 2, Nsubj),
                (verb, 0, Root),
                ("reporters", 2, hearer),
                ("that", 6, that),
                ("ferries", 6, subject),
                ("sailed", 3, AclRelcl),
            ])
        };
        assert_eq!(told("tell", Iobj, Mark, Nsubj), (2, Ccomp));
        assert_eq!(told("inform", Obj, Obj, Nsubj), (2, Ccomp));
        // "told stories that ferries carried", "saw reporters that ferries carried", "told reporters that sailed".
        assert_eq!(told("tell", Obj, Obj, Nsubj), (3, AclRelcl));
        assert_eq!(told("see", Iobj, Obj, Nsubj), (3, AclRelcl));
        assert_eq!(told("tell", Iobj, Nsubj, Obj), (3, AclRelcl));
    }

    #[test]
    fn a_time_is_no_agent() {
        use Deprel::{AuxPass, Case, NsubjPass, Obl, OblAgent, Root};
        let by = |what| {
            mended(&[
                ("it", 3, NsubjPass),
                ("be", 3, AuxPass),
                ("sign", 0, Root),
                ("by", 5, Case),
                (what, 3, OblAgent),
            ])
        };
        assert_eq!(by("Thursday"), (3, Obl));
        assert_eq!(by("1990"), (3, Obl));
        assert_eq!(by("parliament"), (3, OblAgent));
        assert_eq!(by("42"), (3, OblAgent));
    }
}
