//! Copies of sentences that are written as headlines are, as treebanks have few headlines.

use crate::data::Sentence;
use crate::random::Random;
use diurna::text::training::{Lemmas, OUTSIDE};
use diurna::text::{Deprel, Upos, Xpos};

/// The head of a word that is left out with all that hangs on it.
const NOWHERE: usize = usize::MAX;

/// Most words of a copy in the grammar of headlines.
const LONGEST: usize = 14;

/// Many who act in headlines, with the tag that treebanks give them. A headline says of them what may be a noun as well:
/// "Police search home", "Thousands march".
const MANY: [(&str, Xpos); 48] = [
    ("police", Xpos::Nns),
    ("thousands", Xpos::Nns),
    ("hundreds", Xpos::Nns),
    ("dozens", Xpos::Nns),
    ("protesters", Xpos::Nns),
    ("rebels", Xpos::Nns),
    ("farmers", Xpos::Nns),
    ("workers", Xpos::Nns),
    ("teachers", Xpos::Nns),
    ("nurses", Xpos::Nns),
    ("doctors", Xpos::Nns),
    ("students", Xpos::Nns),
    ("miners", Xpos::Nns),
    ("soldiers", Xpos::Nns),
    ("troops", Xpos::Nns),
    ("gunmen", Xpos::Nns),
    ("lawyers", Xpos::Nns),
    ("judges", Xpos::Nns),
    ("prosecutors", Xpos::Nns),
    ("ministers", Xpos::Nns),
    ("leaders", Xpos::Nns),
    ("officials", Xpos::Nns),
    ("MPs", Xpos::Nns),
    ("senators", Xpos::Nns),
    ("voters", Xpos::Nns),
    ("residents", Xpos::Nns),
    ("villagers", Xpos::Nns),
    ("activists", Xpos::Nns),
    ("unions", Xpos::Nns),
    ("firms", Xpos::Nns),
    ("banks", Xpos::Nns),
    ("shares", Xpos::Nns),
    ("prices", Xpos::Nns),
    ("airlines", Xpos::Nns),
    ("drivers", Xpos::Nns),
    ("pilots", Xpos::Nns),
    ("fans", Xpos::Nns),
    ("experts", Xpos::Nns),
    ("scientists", Xpos::Nns),
    ("researchers", Xpos::Nns),
    ("parents", Xpos::Nns),
    ("women", Xpos::Nns),
    ("migrants", Xpos::Nns),
    ("talks", Xpos::Nns),
    ("fires", Xpos::Nns),
    ("floods", Xpos::Nns),
    ("two", Xpos::Cd),
    ("five", Xpos::Cd),
];

/// Adds copies of some sentences: in title case, in capitals, without full stop, and, of so many in a hundred of those that
/// can be, in the grammar of headlines ("The police have arrested two men" → "Police arrest two men").
///
/// `lemmas` gives the lemmas of the verbs, as what a teacher has read has none.
pub(crate) fn add_headlines(sentences: &mut Vec<Sentence>, lemmas: &Lemmas<'_>, percent: u64) {
    let mut random = Random::new();
    let mut copies = Vec::new();
    for sentence in sentences.iter() {
        if !(4..=25).contains(&sentence.forms.len()) {
            continue;
        }
        if random.happens(12) {
            copies.push(in_title_case(without_stop(sentence)));
        }
        if random.happens(5) {
            copies.push(in_capitals(without_stop(sentence)));
        }
        if random.happens(6) {
            copies.push(without_stop(sentence));
        }
    }
    let mut random = Random::with_seed(7);
    for sentence in sentences.iter().filter(|sentence| sentence.forms.len() <= 40) {
        if !random.happens(percent) {
            continue;
        }
        if let Some(copy) = shorten(sentence, lemmas, false, &mut random) {
            copies.push(in_some_case(copy, &mut random));
        }
        if let Some(mut copy) = shorten(sentence, lemmas, true, &mut random).filter(|_| random.happens(70)) {
            copy.forms[0] = capitalize(&copy.forms[0]);
            copies.push(copy);
        }
    }
    sentences.extend(copies);
}

fn in_some_case(mut copy: Sentence, random: &mut Random) -> Sentence {
    copy.forms[0] = capitalize(&copy.forms[0]);
    if random.happens(30) {
        in_title_case(copy)
    } else if random.happens(8) {
        in_capitals(copy)
    } else {
        copy
    }
}

fn in_title_case(mut copy: Sentence) -> Sentence {
    for (form, &(upos, _)) in copy.forms.iter_mut().zip(&copy.tags) {
        let small = matches!(upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part) && form.len() < 5;
        if !small && !form.starts_with(['\'', '\u{2019}']) && form != "n't" {
            *form = capitalize(form);
        }
    }
    copy.forms[0] = capitalize(&copy.forms[0]);
    copy
}

fn in_capitals(mut copy: Sentence) -> Sentence {
    copy.forms.iter_mut().for_each(|form| *form = form.to_uppercase());
    copy
}

fn capitalize(form: &str) -> String {
    let mut characters = form.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn without_stop(sentence: &Sentence) -> Sentence {
    let last = sentence.forms.len() - 1;
    let is_stop = sentence.tags[last].1 == Xpos::Period && sentence.heads[last] < last;
    if !is_stop || sentence.heads.contains(&last) {
        return sentence.clone();
    }
    let mut keep = vec![true; last + 1];
    keep[last] = false;
    only(sentence, &keep)
}

/// The words of `sentence` that `keep` marks. What hangs on a word that goes has to go with it.
fn only(sentence: &Sentence, keep: &[bool]) -> Sentence {
    let n = sentence.forms.len();
    // The new place of each word; that of the root is the new number of words.
    let mut places = Vec::with_capacity(n + 1);
    let mut count = 0;
    for &is_kept in keep {
        places.push(count);
        count += usize::from(is_kept);
    }
    places.push(count);
    let kept = || (0..n).filter(|&at| keep[at]);
    Sentence {
        forms: kept().map(|at| sentence.forms[at].clone()).collect(),
        tags: kept().map(|at| sentence.tags[at]).collect(),
        lemmas: if sentence.lemmas.is_empty() {
            Vec::new()
        } else {
            kept().map(|at| sentence.lemmas[at].clone()).collect()
        },
        heads: kept().map(|at| places[sentence.heads[at]]).collect(),
        labels: kept().map(|at| sentence.labels[at]).collect(),
        names: if sentence.names.is_empty() {
            Vec::new()
        } else {
            kept().map(|at| sentence.names[at]).collect()
        },
        document: sentence.document,
    }
}

/// A headline that says what the main clause of `sentence` says: its verb in the present, or as a bare participle if
/// passive, or with "to" if it is to come; no articles, no auxiliaries, no clauses beside it. Of some sentences a noun
/// phrase alone, as headlines of nouns look much like those of verbs; None if the sentence is no statement of that kind.
///
/// With `is_past` a sentence that is as short and stays in the past, so that "Students protested over fees." is not taken for
/// what a headline without its auxiliary would say.
fn shorten(sentence: &Sentence, lemmas: &Lemmas<'_>, is_past: bool, random: &mut Random) -> Option<Sentence> {
    let n = sentence.forms.len();
    let verb = sentence.heads.iter().position(|&head| head == n)?;
    let children = |of: usize| (0..n).filter(move |&at| sentence.heads[at] == of);
    if sentence.tags.iter().any(|&(_, xpos)| matches!(xpos, Xpos::OpenQuote | Xpos::CloseQuote)) {
        return None;
    }
    let subject = children(verb)
        .find(|&at| at < verb && matches!(sentence.labels[at], Deprel::Nsubj | Deprel::NsubjPass))?;
    if !matches!(sentence.tags[subject].0, Upos::Noun | Upos::Propn | Upos::Num) {
        return None;
    }
    let is_one_of = |at: usize, words: &[&str]| is_form(&sentence.forms[at], words);
    let mut copy = sentence.clone();
    let mut stays = vec![false; n];
    if !is_past && random.happens(15) {
        // The subject alone, or what the verb has for an object.
        let object = children(verb).find(|&at| {
            sentence.labels[at] == Deprel::Obj && matches!(sentence.tags[at].0, Upos::Noun | Upos::Propn)
        });
        let top = object.filter(|_| random.happens(50)).unwrap_or(subject);
        stays[top] = true;
        copy.heads[top] = n;
        copy.labels[top] = Deprel::Root;
        return with_phrases(&copy, &stays, None);
    }
    if sentence.tags[verb].0 != Upos::Verb {
        return None;
    }
    let is_tail_cut = random.happens(50);
    let mut auxiliaries = Vec::new();
    for at in children(verb) {
        match sentence.labels[at] {
            // Without these the sentence would say something else.
            Deprel::Advmod if is_one_of(at, &["not", "n't", "never"]) => return None,
            Deprel::Expl | Deprel::Csubj | Deprel::Ccomp => return None,
            Deprel::Aux | Deprel::AuxPass => auxiliaries.push(at),
            Deprel::Obl => stays[at] = at > verb && (!is_tail_cut || random.happens(50)),
            label => {
                stays[at] = matches!(
                    label,
                    Deprel::Nsubj
                        | Deprel::NsubjPass
                        | Deprel::Obj
                        | Deprel::Iobj
                        | Deprel::Xcomp
                        | Deprel::CompoundPrt
                        | Deprel::OblAgent
                );
            }
        }
    }
    let auxiliary = |forms: &[&str]| auxiliaries.iter().copied().find(|&at| is_one_of(at, forms));
    let lemma = lemma_of(sentence, verb, lemmas);
    let xpos = sentence.tags[verb].1;
    let is_passive = auxiliaries.iter().any(|&at| sentence.labels[at] == Deprel::AuxPass);
    let is_many = sentence.tags[subject].0 == Upos::Noun && random.happens(if is_passive { 10 } else { 40 });
    if is_many {
        let (form, xpos) = MANY[random.next() as usize % MANY.len()];
        form.clone_into(&mut copy.forms[subject]);
        copy.tags[subject] = (if xpos == Xpos::Cd { Upos::Num } else { Upos::Noun }, xpos);
        copy.heads.iter_mut().filter(|head| **head == subject).for_each(|head| *head = NOWHERE);
        copy.names.iter_mut().skip(subject).take(1).for_each(|name| *name = OUTSIDE);
    }
    // "Police arrest nine men" → "Police arrest nine"
    let counted = children(verb).filter(|&at| sentence.labels[at] == Deprel::Obj).find_map(|object| {
        let number = children(object).find(|&at| sentence.labels[at] == Deprel::Nummod)?;
        Some((object, number))
    });
    if let Some((object, number)) = counted.filter(|_| random.happens(40)) {
        stays[object] = false;
        stays[number] = true;
        copy.heads[object] = NOWHERE;
        copy.heads[number] = verb;
        copy.labels[number] = Deprel::Obj;
    }
    let stop = n - 1;
    let has_stop = sentence.tags[stop].1 == Xpos::Period && sentence.heads[stop] == verb;
    if is_past {
        if xpos != Xpos::Vbd || !auxiliaries.is_empty() || !has_stop || lemma == "be" {
            return None;
        }
        stays[stop] = true;
    } else if is_passive {
        if xpos != Xpos::Vbn || auxiliaries.iter().any(|&at| sentence.tags[at].1 == Xpos::Md) {
            return None;
        }
    } else if let (Some(will), 1) = (auxiliary(&["will", "'ll"]), auxiliaries.len()) {
        stays[will] = true;
        "to".clone_into(&mut copy.forms[will]);
        copy.tags[will] = (Upos::Part, Xpos::To);
        copy.labels[will] = Deprel::Mark;
    } else if matches!(xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) && auxiliaries.is_empty()
        || xpos == Xpos::Vbn && auxiliary(&["have", "has", "had", "'ve"]).is_some() && auxiliaries.len() == 1
    {
        if lemma == "be" || lemma == "'s" {
            return None;
        }
        let is_plural = matches!(sentence.tags[subject].1, Xpos::Nns | Xpos::Nnps | Xpos::Cd)
            || sentence
                .heads
                .iter()
                .zip(&sentence.labels)
                .any(|(&head, &label)| head == subject && label == Deprel::Conj);
        // "Labour win", "police arrest": what many are may be plural, and headlines make it so.
        let is_plural =
            is_plural || is_many || xpos == Xpos::Vbp || is_one_of(subject, &["police", "people"]);
        copy.forms[verb] = if is_plural { lemma } else { third_person(&lemma) };
        copy.tags[verb].1 = if is_plural { Xpos::Vbp } else { Xpos::Vbz };
    } else {
        return None;
    }
    with_phrases(&copy, &stays, Some(verb))
}

fn is_form(form: &str, words: &[&str]) -> bool {
    words.iter().any(|word| form.eq_ignore_ascii_case(word))
}

fn lemma_of(sentence: &Sentence, at: usize, lemmas: &Lemmas<'_>) -> String {
    let mut lemma = String::new();
    lemmas.write(&sentence.forms[at], sentence.tags[at], &mut Vec::new(), &mut lemma);
    lemma.to_lowercase()
}

/// The third person of the present of a regular verb, of "go", "do" and "have": "deny" → "denies".
fn third_person(lemma: &str) -> String {
    if lemma == "have" {
        return "has".to_owned();
    }
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    if let Some(stem) = lemma.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

/// The word `verb` and the phrases under the words that `tops` marks, less articles and what stands beside; none if it is
/// long or would cut a name.
fn with_phrases(sentence: &Sentence, tops: &[bool], verb: Option<usize>) -> Option<Sentence> {
    let n = sentence.forms.len();
    let is_one_of = |at: usize, words: &[&str]| is_form(&sentence.forms[at], words);
    let name = |at: usize| sentence.names.get(at).copied().unwrap_or(OUTSIDE);
    let may_stay = |at: usize| match sentence.labels[at] {
        Deprel::AclRelcl | Deprel::Appos | Deprel::Advcl | Deprel::Parataxis => false,
        Deprel::Punct => sentence.labels.get(sentence.heads[at]) == Some(&Deprel::Conj),
        Deprel::Det => name(at) != OUTSIDE || !is_one_of(at, &["the", "a", "an"]),
        _ => true,
    };
    let stays = |at: usize| {
        let mut above = at;
        for _ in 0..n {
            if tops[above] {
                return true;
            }
            if Some(above) == verb || !may_stay(above) || sentence.heads[above] >= n {
                break;
            }
            above = sentence.heads[above];
        }
        Some(at) == verb
    };
    let keep: Vec<bool> = (0..n).map(stays).collect();
    // A name goes on at its inner and last words.
    let is_cut = (1..n)
        .any(|at| name(at) != OUTSIDE && matches!((name(at) - 1) % 4, 1 | 2) && keep[at] != keep[at - 1]);
    let count = keep.iter().filter(|&&is_kept| is_kept).count();
    (!is_cut && (2..=LONGEST).contains(&count)).then(|| only(sentence, &keep))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn third_persons_are_spelt() {
        for (lemma, form) in
            [("deny", "denies"), ("buy", "buys"), ("reach", "reaches"), ("go", "goes"), ("sign", "signs")]
        {
            assert_eq!(third_person(lemma), form);
        }
    }
}
