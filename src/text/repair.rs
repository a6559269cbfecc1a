//! Mends trees where the network errs and words tell better: who is told what, by when something is done, and which
//! word is the verb of a sentence that would have none.

use super::{Deprel, NameKind, Sentence, Upos, Xpos};
use crate::lexicon::forms::{noun_base, verb_base};
use crate::lexicon::grammar::grammar;
use crate::lexicon::rows;
use crate::lexicon::world::{NounClass, world};
use rustc_hash::FxHashSet;
use std::iter::successors;
use std::sync::LazyLock;

/// What a word in `repairs.tsv` does.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    Telling,
    Told,
    Time,
    Giving,
    Going,
    Causing,
    Saying,
    Unchanged,
    Charging,
    Naming,
    Becoming,
    Headline,
    Seeking,
}

/// A word may be in several.
static CLASSES: LazyLock<FxHashSet<(Class, &str)>> = LazyLock::new(|| {
    let classes = rows(include_str!("../lexicon/en/text/repairs.tsv")).filter_map(|row| match row[..] {
        ["telling", word] => Some((Class::Telling, word)),
        ["told", word] => Some((Class::Told, word)),
        ["time", word] => Some((Class::Time, word)),
        ["giving", word] => Some((Class::Giving, word)),
        ["going", word] => Some((Class::Going, word)),
        ["causing", word] => Some((Class::Causing, word)),
        ["saying", word] => Some((Class::Saying, word)),
        ["unchanged", word] => Some((Class::Unchanged, word)),
        ["charging", word] => Some((Class::Charging, word)),
        ["naming", word] => Some((Class::Naming, word)),
        ["becoming", word] => Some((Class::Becoming, word)),
        ["headline", word] => Some((Class::Headline, word)),
        ["seeking", word] => Some((Class::Seeking, word)),
        _ => None,
    });
    classes.collect()
});

/// Whether somebody is told something by it.
fn is_telling(verb: &str) -> bool {
    is(Class::Told, verb) || is(Class::Telling, verb)
}

/// Whether `repairs.tsv` has `word` in `class`.
fn is(class: Class, word: &str) -> bool {
    CLASSES.contains(&(class, word))
}

/// Mends the tree of a sentence of `text`; it stays a tree.
pub(super) fn repair(text: &str, sentence: &mut Sentence) {
    find_lost_verb(text, sentence);
    find_future(text, sentence);
    find_headline_verb(text, sentence);
    find_untagged_verb(text, sentence);
    find_hidden_verb(text, sentence);
    find_main_verb(text, sentence);
    find_verb_after_apposition(text, sentence);
    part_description(text, sentence);
    for index in 0..sentence.tokens.len() {
        find_plural_subject(text, sentence, index);
        find_quoted_speaker(text, sentence, index);
        find_said_verb(text, sentence, index);
        part_speaker(text, sentence, index);
        mend_bare_passive(sentence, index);
        mend_bare_naming(text, sentence, index);
        part_toll(text, sentence, index);
        find_inverted_speaker(text, sentence, index);
        mend_apposed_participle(text, sentence, index);
        part_named(sentence, index);
        mend_undergone(sentence, index);
        mend_past_form(text, sentence, index);
        mend_past(text, sentence, index);
        mend_infinitive(sentence, index);
        mend_that(sentence, index);
        join_name(text, sentence, index);
        mend_complement(sentence, index);
        mend_reduced_relative(sentence, index);
        match sentence.tokens[index].deprel {
            Deprel::AclRelcl | Deprel::Acl => {
                mend_antecedent(text, sentence, index);
                give_content(text, sentence, index);
                give_charge(sentence, index);
            }
            Deprel::OblAgent if is_time(sentence, index) => sentence.tokens[index].deprel = Deprel::Obl,
            Deprel::Nmod => lift_phrase(sentence, index),
            Deprel::OblUnmarked => find_unmarked_subject(sentence, index),
            Deprel::Iobj => find_hearer(text, sentence, index),
            Deprel::Compound => {
                part_receiver(sentence, index);
                part_opening(sentence, index);
            }
            Deprel::Nsubj => {
                find_untagged_noun(text, sentence, index);
                join_subjects(sentence, index);
            }
            Deprel::Amod => {
                part_outcome(sentence, index);
                part_second_verb(sentence, index);
                part_gapped_verb(sentence, index);
                part_clause(sentence, index);
            }
            Deprel::Conj => give_second_object(sentence, index),
            Deprel::CompoundPrt => mend_particle(sentence, index),
            Deprel::Advmod => mend_named_adverb(text, sentence, index),
            Deprel::Xcomp => {
                mend_lone_complement(sentence, index);
                mend_named_complement(sentence, index);
                join_compound(text, sentence, index);
            }
            Deprel::Obj => {
                part_captives(sentence, index);
                mend_object(sentence, index);
                join_compound(text, sentence, index);
            }
            _ => {}
        }
    }
}

/// "Norland shelled positions near Bria.": a sentence ends with a stop and has a verb, so that a participle after a
/// noun is one, unless something else can be.
fn find_lost_verb(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let is_nominal = |index: usize| matches!(tokens[index].upos, Upos::Noun | Upos::Propn);
    let is_name = |index: usize| tokens[index].upos == Upos::Propn && !is_time(sentence, index);
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let is_clause = |child: usize| is_subject(tokens[child].deprel) || tokens[child].deprel == Deprel::Cop;
    if !ends_with_stop(text, sentence) || !is_nominal(root) || sentence.children(root).any(is_clause) {
        return;
    }
    let is_participle = |&index: &usize| {
        let token = &tokens[index];
        // "Ana Torres on Sunday called ...": a past tense is no participle.
        if token.deprel == Deprel::Acl && token.xpos == Xpos::Vbd {
            return token.head == Some(root) && root < index;
        }
        // "Norland froze aid": a form that only a verb has.
        let is_past = token.deprel == Deprel::Compound && token.upos == Upos::Noun && {
            let form = token.span.of(text).to_lowercase();
            !form.ends_with('s')
                && !form.ends_with("ing")
                && verb_base(&form).is_some_and(|base| base != form)
        };
        (is_past || (token.deprel == Deprel::Amod && matches!(token.xpos, Xpos::Vbn | Xpos::Vbd)))
            && is_nominal(index - 1)
            && token.head.is_some_and(|head| head > index)
            // "The US imposed sanctions on Norland."
            && sentence.children(index).all(|child| child + 1 == index && is_name(child))
    };
    let Some(verb) = (1..tokens.len()).find(is_participle) else { return };
    let is_cut = |index: usize| tokens[index].head.is_some_and(|head| head >= verb);
    let is_subject = |index: &usize| {
        let is_unmarked = tokens[*index].deprel == Deprel::OblUnmarked;
        is_nominal(*index) && is_cut(*index) && !(is_unmarked && !(*index + 1 == verb && is_name(*index)))
    };
    let subject = if root < verb { Some(root) } else { (0..verb).find(is_subject) };
    let Some(subject) = subject else { return };
    // The last noun of a compound is its head: "Norland army | shelled positions".
    let subject = (subject..verb)
        .take_while(|&index| index == root || (is_subject(&index) && root > verb))
        .last()
        .unwrap_or(subject);
    // What stands between the two is about the verb: "on Sunday".
    let between: Vec<usize> = if root < verb {
        let hangs = |&index: &usize| {
            tokens[index].head == Some(root)
                && matches!(tokens[index].deprel, Deprel::Nmod | Deprel::NmodUnmarked)
        };
        let is_when = |&index: &usize| is_time(sentence, index);
        (root + 1..verb).filter(hangs).filter(is_when).collect()
    } else {
        Vec::new()
    };
    let mut object = verb;
    while let Some(head) = tokens[object].head.filter(|&head| head > verb) {
        object = head;
    }
    if root > verb && object != root {
        return;
    }
    let mut moved: Vec<(usize, usize, Deprel)> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let (Some(head), deprel) = (token.head, token.deprel) else { continue };
        let hangs_on_clause = matches!(
            deprel.base(),
            Deprel::Obl | Deprel::Advmod | Deprel::Advcl | Deprel::Punct | Deprel::Parataxis | Deprel::Ccomp
        );
        if index < verb && is_cut(index) {
            moved.push((index, if hangs_on_clause { verb } else { subject }, deprel));
        } else if index > verb && (head < verb || (head == root && hangs_on_clause)) {
            let deprel = if deprel == Deprel::Nmod { Deprel::Obl } else { deprel };
            moved.push((index, verb, deprel));
        }
    }
    moved.extend(between.into_iter().map(|index| (index, verb, Deprel::Obl)));
    moved.push((subject, verb, Deprel::Nsubj));
    if object > verb {
        moved.push((object, verb, Deprel::Obj));
    }
    for (index, head, deprel) in moved {
        if index != head {
            (sentence.tokens[index].head, sentence.tokens[index].deprel) = (Some(head), deprel);
        }
    }
    let verb = &mut sentence.tokens[verb];
    (verb.head, verb.deprel, verb.upos, verb.xpos) = (None, Deprel::Root, Upos::Verb, Xpos::Vbd);
}

/// "Norland imposed a tax": a name right before a verb that has no subject is no time.
fn find_unmarked_subject(sentence: &mut Sentence, name: usize) {
    let tokens = &sentence.tokens;
    let Some(verb) = tokens[name].head.filter(|&verb| verb == name + 1) else { return };
    let subject = sentence.children(verb).find(|&child| is_subject(tokens[child].deprel));
    // "Colombia's Petro suspended": of whom, not who.
    let is_owner = |subject: usize| {
        subject + 2 == name
            && tokens[subject + 1].xpos == Xpos::Pos
            && tokens[subject + 1].head == Some(subject)
    };
    let is_finite = matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    if tokens[name].upos == Upos::Propn
        && is_finite
        && subject.is_none_or(is_owner)
        && !is_time(sentence, name)
    {
        if let Some(owner) = subject {
            attach(sentence, owner, name, Deprel::NmodPoss);
        }
        sentence.tokens[name].deprel = Deprel::Nsubj;
    }
}

/// Whether the sentence is a headline: no stop, and no verb of its own.
fn is_headline_without_verb(text: &str, sentence: &Sentence) -> bool {
    let is_finite = |xpos: Xpos| matches!(xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    let is_closed =
        sentence.tokens.last().is_some_and(|last| matches!(last.span.of(text), "." | "!" | "?" | ":"));
    !is_closed && !sentence.tokens.iter().any(|token| is_finite(token.xpos))
}

/// Whether the word at `index` is the end of a name or a noun for people or a body.
fn is_actor_word(text: &str, sentence: &Sentence, index: usize) -> bool {
    let token = &sentence.tokens[index];
    let form = token.span.of(text).to_lowercase();
    let is_name = sentence.names.iter().any(|name| name.tokens.end == index + 1) || token.upos == Upos::Propn;
    (is_name && !is_time(sentence, index)) || world().noun(&form, sentence.lemma(index)).is_some()
}

/// "Norland to hold talks with Estavia": in a headline what follows the subject is its future, not which Norland. Not "Plan to
/// cut taxes", as nobody is a plan.
fn find_future(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let Some(subject) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let clause = sentence.children(subject).find_map(|verb| {
        let to = sentence.child(verb, Deprel::Mark)?;
        let is_clause = matches!(tokens[verb].deprel, Deprel::Acl | Deprel::Advcl | Deprel::Xcomp);
        (is_clause && tokens[verb].xpos == Xpos::Vb && tokens[to].xpos == Xpos::To && to > subject)
            .then_some((to, verb))
    });
    let Some((to, verb)) = clause else { return };
    let is_noun = matches!(tokens[subject].upos, Upos::Noun | Upos::Propn);
    // "EU leaders to meet", with leaders as a verb.
    let is_plural = tokens[subject].xpos == Xpos::Vbz && subject + 1 == to && {
        let form = tokens[subject].span.of(text).to_lowercase();
        world().noun(&form, form.strip_suffix('s').unwrap_or(&form)).is_some()
    };
    let is_open = is_noun && is_headline_without_verb(text, sentence) || is_plural;
    let is_phrase = (0..to).all(|index| sentence.is_under(index, subject) && !sentence.is_under(index, verb));
    let is_marked = |child: usize| is_subject(tokens[child].deprel) || tokens[child].deprel == Deprel::Cop;
    let has_own =
        !is_plural && sentence.children(subject).any(is_marked) || sentence.children(verb).any(is_marked);
    // "The youngest child to run for president"
    let has_article = sentence.child(subject, Deprel::Det).is_some();
    if !is_open
        || !is_phrase
        || has_article
        || has_own
        || !(is_plural || is_actor_word(text, sentence, subject))
    {
        return;
    }
    if is_plural {
        let form = tokens[subject].span.of(text).to_lowercase();
        sentence.set_lemma(subject, form.strip_suffix('s').unwrap_or(&form));
        (sentence.tokens[subject].upos, sentence.tokens[subject].xpos) = (Upos::Noun, Xpos::Nns);
        for token in &mut sentence.tokens[..subject] {
            if token.head == Some(subject) && is_subject(token.deprel) {
                token.deprel = Deprel::Compound;
            }
        }
    }
    for token in &mut sentence.tokens[to..] {
        if token.head == Some(subject) {
            token.head = Some(verb);
        }
    }
    attach(sentence, subject, verb, Deprel::Nsubj);
    (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (None, Deprel::Root);
}

/// "Police arrest two over raid", "Norland fines Zelkom": a headline has a verb, and the word after who acts is one, if it can
/// be. Not "Police search in Bria called off" and "Norland strikes in Estavia".
fn find_headline_verb(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    if !matches!(tokens[root].upos, Upos::Noun | Upos::Propn) || !is_headline_without_verb(text, sentence) {
        return;
    }
    let opens_phrase = |index: usize| {
        tokens.get(index).is_some_and(|next| {
            matches!(next.upos, Upos::Num | Upos::Det | Upos::Propn | Upos::Adj | Upos::Noun | Upos::Pron)
        })
    };
    let is_verb = |&verb: &usize| {
        let subject = verb - 1;
        let form = tokens[verb].span.of(text).to_lowercase();
        let lemma = sentence.lemma(subject);
        let is_of_phrase = |index: usize| {
            matches!(
                tokens[index].upos,
                Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::Part
            ) && tokens[index].head.is_some_and(|head| head <= root)
        };
        let is_many = matches!(lemma, "thousand" | "hundred" | "dozen")
            || (matches!(tokens[subject].xpos, Xpos::Nns) || lemma == "police")
                && is_actor_word(text, sentence, subject);
        let is_bare = tokens[verb].xpos == Xpos::Nn && is(Class::Headline, form.as_str());
        let is_third =
            tokens[verb].xpos == Xpos::Nns && verb_base(&form).is_some_and(|base| is(Class::Headline, base));
        // "Norland sanctions list", "Norland strikes kill": what follows a singular subject has to be a phrase of its own.
        let is_object = tokens
            .get(verb + 1)
            .is_some_and(|next| matches!(next.upos, Upos::Num | Upos::Det | Upos::Propn | Upos::Pron));
        (0..verb).all(is_of_phrase)
            && ((is_bare && is_many)
                || (is_third && !is_many && is_object && is_actor_word(text, sentence, subject)))
    };
    let Some(verb) = (1..=root).find(is_verb) else { return };
    let subject = verb - 1;
    let has_object = opens_phrase(verb + 1);
    // "Police search for missing boy called off": the search has a verb.
    let is_told_of = |index: usize| tokens[index].xpos == Xpos::Vbn && tokens[index].deprel == Deprel::Acl;
    if !has_object && (verb..tokens.len()).any(is_told_of) {
        return;
    }
    let form = tokens[verb].span.of(text).to_lowercase();
    let base = verb_base(&form).map_or_else(|| form.clone(), str::to_owned);
    let object = match verb == root {
        true => sentence.children(verb).find(|&child| {
            has_object
                && child > verb
                && sentence.child(child, Deprel::Case).is_none_or(|case| case > child)
                && tokens[child].deprel != Deprel::Punct
        }),
        false => Some(root),
    };
    for index in 0..tokens.len() {
        let token = &mut sentence.tokens[index];
        if index < subject && token.head.is_some_and(|head| head >= verb) {
            token.head = Some(subject);
        } else if index > verb && token.head == Some(verb) && token.deprel == Deprel::Nmod {
            token.deprel = Deprel::Obl;
        }
    }
    attach(sentence, subject, verb, Deprel::Nsubj);
    if let Some(object) = object {
        attach(sentence, object, verb, Deprel::Obj);
    }
    let token = &mut sentence.tokens[verb];
    (token.head, token.deprel, token.upos) = (None, Deprel::Root, Upos::Verb);
    token.xpos = if token.xpos == Xpos::Nns { Xpos::Vbz } else { Xpos::Vbp };
    sentence.set_lemma(verb, &base);
}

/// "named Ada Holm prime minister": the name is who is named, the noun what.
fn part_named(sentence: &mut Sentence, verb: usize) {
    if !is(Class::Naming, sentence.lemma(verb)) || sentence.tokens[verb].upos != Upos::Verb {
        return;
    }
    let Some(name) = sentence
        .names
        .iter()
        .find(|name| name.kind == NameKind::Person && name.tokens.start == verb + 1)
        .map(|name| name.tokens.clone())
    else {
        return;
    };
    let tokens = &sentence.tokens;
    let is_passive = sentence.child(verb, Deprel::AuxPass).is_some();
    let Some(head) = name.clone().find(|&token| tokens[token].head.is_some_and(|head| !name.contains(&head)))
    else {
        return;
    };
    let title = match tokens[head].deprel {
        Deprel::Compound | Deprel::NmodDesc => tokens[head].head,
        Deprel::Xcomp => tokens[head].head.filter(|&above| above == verb),
        _ => None,
    };
    let Some(title) = title
        .filter(|_| !is_passive && sentence.child(verb, Deprel::Obj).is_none_or(|object| object >= name.end))
    else {
        return;
    };
    let is_title = title == verb
        || (title >= name.end && tokens[title].head == Some(verb) && tokens[title].upos == Upos::Noun);
    if !is_title {
        return;
    }
    if title != verb {
        sentence.tokens[title].deprel = Deprel::Xcomp;
    }
    attach(sentence, head, verb, Deprel::Obj);
    let subject = sentence.child(verb, Deprel::NsubjPass);
    if let Some(subject) = subject {
        sentence.tokens[subject].deprel = Deprel::Nsubj;
    }
    if sentence.tokens[verb].xpos == Xpos::Vbn && sentence.child(verb, Deprel::Aux).is_none() {
        sentence.tokens[verb].xpos = Xpos::Vbd;
    }
}

/// "A bomb at a market in the capital left ten people dead": a clause whose head is a noun has a verb, and a participle with
/// an object is one; so is "residents carrying flags marched", since nobody marches balloons.
fn find_hidden_verb(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let is_clause = |child: usize| {
        is_subject(tokens[child].deprel) || matches!(tokens[child].deprel, Deprel::Cop | Deprel::Mark)
    };
    let is_active = |verb: usize| {
        let has = |deprel: Deprel| sentence.child(verb, deprel);
        let has_object = has(Deprel::Obj).is_some_and(|object| object > verb);
        let gives = is(Class::Giving, sentence.lemma(verb));
        let goes = is(Class::Going, sentence.lemma(verb));
        let is_passive = has(Deprel::OblAgent).is_some() || has(Deprel::AuxPass).is_some();
        // "The union called for talks."; but "A strike called for Monday."
        let seeks = is(Class::Seeking, sentence.lemma(verb))
            && ends_with_stop(text, sentence)
            && tokens[verb].head.is_some_and(|noun| is_actor_word(text, sentence, noun))
            && sentence.children(verb).any(|aim| {
                let case = sentence.child(aim, Deprel::Case).map(|case| sentence.lemma(case));
                let is_day =
                    world().is("calendar", tokens[aim].span.of(text)) || tokens[aim].upos == Upos::Num;
                case.is_some_and(|case| matches!(case, "for" | "on" | "against")) && !is_day
            });
        !is_passive && (goes || seeks || (has_object && !gives))
    };
    let found = (1..tokens.len()).find_map(|verb| {
        let token = &tokens[verb];
        if token.deprel != Deprel::Acl || !matches!(token.xpos, Xpos::Vbn | Xpos::Vbd) || !is_active(verb) {
            return None;
        }
        // The noun that the clause is left with is the subject.
        let mut subject = token.head.filter(|&head| head < verb)?;
        while matches!(
            tokens[subject].deprel,
            Deprel::Nmod | Deprel::Obl | Deprel::Obj | Deprel::Acl | Deprel::Conj | Deprel::Appos
        ) {
            subject = tokens[subject].head.filter(|&head| head < verb)?;
        }
        let is_clause_head =
            matches!(tokens[subject].deprel, Deprel::Root | Deprel::Ccomp | Deprel::Parataxis);
        let is_noun = matches!(tokens[subject].upos, Upos::Noun | Upos::Propn);
        (is_clause_head && is_noun && !sentence.children(subject).any(is_clause)).then_some((subject, verb))
    });
    let Some((subject, verb)) = found else { return };
    let last = (verb..tokens.len()).filter(|&index| sentence.is_under(index, verb)).max().unwrap_or(verb);
    let is_moved = |&index: &usize| {
        let opens = index < subject
            && matches!(
                tokens[index].deprel.base(),
                Deprel::Obl | Deprel::Advmod | Deprel::Cc | Deprel::Advcl
            );
        tokens[index].head == Some(subject)
            && (index > last || opens || tokens[index].deprel == Deprel::Punct)
    };
    let moved: Vec<usize> = (0..tokens.len()).filter(is_moved).collect();
    for index in moved {
        sentence.tokens[index].head = Some(verb);
    }
    let (head, deprel) = (sentence.tokens[subject].head, sentence.tokens[subject].deprel);
    attach(sentence, subject, verb, Deprel::Nsubj);
    let verb = &mut sentence.tokens[verb];
    (verb.head, verb.deprel, verb.upos, verb.xpos) = (head, deprel, Upos::Verb, Xpos::Vbd);
}

/// "The man who told detectives that he had seen it died": a noun with a relative clause heads no sentence where a finite
/// verb inside that clause has no subject of its own.
fn find_main_verb(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let Some(noun) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let is_noun = matches!(tokens[noun].upos, Upos::Noun | Upos::Propn);
    let has_clause = tokens.iter().any(|token| token.head == Some(noun) && token.deprel == Deprel::AclRelcl);
    let has_copula =
        sentence.child(noun, Deprel::Cop).is_some() || sentence.child(noun, Deprel::Nsubj).is_some();
    if !is_noun || !ends_with_stop(text, sentence) || !has_clause || has_copula {
        return;
    }
    let is_main = |verb: usize| {
        let is_finite = matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        let hangs_loose = matches!(tokens[verb].deprel, Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp);
        let follows = tokens[verb].head.is_some_and(|head| head > noun && head < verb);
        let is_bare = || {
            sentence.children(verb).all(|child| {
                !is_subject(tokens[child].deprel)
                    && !matches!(tokens[child].deprel, Deprel::Mark | Deprel::Cc | Deprel::Csubj)
                    && tokens[child].upos != Upos::Punct
                    || child > verb
            })
        };
        is_finite && hangs_loose && follows && is_bare()
    };
    let Some(verb) = (noun + 2..tokens.len()).rev().find(|&index| is_main(index)) else { return };
    let Some(within) = tokens[verb].head else { return };
    // What stands before the verb belongs to the clause before it.
    let before: Vec<usize> = sentence
        .children(verb)
        .filter(|&child| child < verb && tokens[child].deprel.base() == Deprel::Obl)
        .collect();
    let after: Vec<usize> =
        sentence.children(noun).filter(|&child| child > verb && tokens[child].upos == Upos::Punct).collect();
    for child in before {
        sentence.tokens[child].head = Some(within);
    }
    for child in after {
        sentence.tokens[child].head = Some(verb);
    }
    (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (None, Deprel::Root);
    attach(sentence, noun, verb, Deprel::Nsubj);
}

/// "The envoy, Casper Lindt, held talks in Riga.": where the subject has an apposition and the sentence no verb, a participle after
/// the comma is one.
fn find_verb_after_apposition(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let Some(subject) = tokens.iter().position(|token| token.head.is_none()) else { return };
    let is_of_subject =
        |deprel: Deprel| tokens.iter().any(|token| token.head == Some(subject) && token.deprel == deprel);
    let is_clause = [Deprel::Cop, Deprel::Nsubj, Deprel::NsubjPass].into_iter().any(is_of_subject);
    if !matches!(tokens[subject].upos, Upos::Noun | Upos::Propn)
        || !is_of_subject(Deprel::Appos)
        || is_clause
        || !ends_with_stop(text, sentence)
    {
        return;
    }
    let found = (subject + 2..tokens.len()).find_map(|verb| {
        let object = tokens[verb].head.filter(|&object| object > verb)?;
        let fits = tokens[verb].deprel == Deprel::Amod
            && tokens[verb].xpos == Xpos::Vbn
            && tokens[verb - 1].span.of(text) == ","
            && tokens[object].head == Some(subject)
            && matches!(tokens[object].deprel, Deprel::Conj | Deprel::Appos | Deprel::Parataxis);
        fits.then_some((verb, object))
    });
    let Some((verb, object)) = found else { return };
    let moved: Vec<usize> = sentence
        .children(subject)
        .filter(|&child| child > verb || tokens[child].deprel == Deprel::Punct)
        .collect();
    attach(sentence, object, verb, Deprel::Obj);
    for child in moved.into_iter().filter(|&child| child != object) {
        sentence.tokens[child].head = Some(verb);
    }
    let token = &mut sentence.tokens[verb];
    (token.head, token.deprel, token.upos, token.xpos) = (None, Deprel::Root, Upos::Verb, Xpos::Vbd);
    attach(sentence, subject, verb, Deprel::Nsubj);
}

/// "in a report that guards tortured inmates", "Court filings allege": of two finite verbs side by side, the first is a plural
/// noun, the subject of the second.
fn find_plural_subject(text: &str, sentence: &mut Sentence, noun: usize) {
    let tokens = &sentence.tokens;
    let Some(before) = noun.checked_sub(1) else { return };
    let form = tokens[noun].span.of(text);
    let is_plural_form = tokens[noun].upos == Upos::Verb
        && (tokens[noun].xpos == Xpos::Vbz || form.ends_with("ings"))
        && form.ends_with('s')
        && sentence.children(noun).all(|child| {
            child >= before && !matches!(tokens[child].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Mark)
        });
    let Some(next) = tokens.get(noun + 1).filter(|_| is_plural_form) else { return };
    let verb = noun + 1;
    let object = next.head.filter(|&head| {
        head > verb
            && next.deprel == Deprel::Amod
            && next.xpos == Xpos::Vbn
            && tokens[head].head == Some(noun)
    });
    let is_verb = next.upos == Upos::Verb
        && matches!(next.xpos, Xpos::Vbd | Xpos::Vbp)
        && (next.head == Some(noun) && matches!(next.deprel, Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp)
            || next.head == tokens[noun].head && next.deprel == tokens[noun].deprel);
    let is_that = tokens[before].span.of(text).eq_ignore_ascii_case("that");
    let opens = tokens[before].head == Some(noun) && tokens[before].deprel == Deprel::Nsubj;
    if !(object.is_some() || is_verb) || !opens || !(is_that || form.ends_with("ings")) {
        return;
    }
    let singular = match form.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => form[..form.len() - 1].to_owned(),
    };
    let (above, deprel) = (tokens[noun].head, tokens[noun].deprel);
    for index in 0..sentence.tokens.len() {
        if index != before && index != verb && sentence.tokens[index].head == Some(noun) {
            sentence.tokens[index].head = Some(verb);
        }
    }
    (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (above, deprel);
    if let Some(object) = object {
        attach(sentence, object, verb, Deprel::Obj);
        (sentence.tokens[verb].upos, sentence.tokens[verb].xpos) = (Upos::Verb, Xpos::Vbd);
    }
    attach(sentence, noun, verb, Deprel::Nsubj);
    (sentence.tokens[noun].upos, sentence.tokens[noun].xpos) = (Upos::Noun, Xpos::Nns);
    sentence.set_lemma(noun, &singular.to_lowercase());
    if is_that {
        attach(sentence, before, verb, Deprel::Mark);
        (sentence.tokens[before].upos, sentence.tokens[before].xpos) = (Upos::Sconj, Xpos::In);
    } else {
        sentence.tokens[before].deprel = Deprel::Compound;
    }
}

/// How many tokens a speaker may have between a quotation and the verb of saying.
const SPEAKER_REACH: usize = 12;

/// "“We fired,” a spokesman said": what stands between a quotation and a verb that has no subject is no part of what is
/// quoted.
fn find_quoted_speaker(text: &str, sentence: &mut Sentence, verb: usize) {
    let tokens = &sentence.tokens;
    let is_open = is(Class::Saying, sentence.lemma(verb))
        && matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        && !sentence.children(verb).any(|child| is_subject(tokens[child].deprel));
    if !is_open {
        return;
    }
    let is_mark = |index: &usize| matches!(tokens[*index].span.of(text), "”" | "\"" | "''" | "’" | "»");
    let near = verb.saturating_sub(SPEAKER_REACH)..verb;
    let Some(mark) = near.rev().find(is_mark) else { return };
    let speaker = (mark + 1..verb).find(|&index| {
        matches!(tokens[index].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && tokens[index].head.is_some_and(|head| head < mark)
            && matches!(
                tokens[index].deprel.base(),
                Deprel::Obj | Deprel::Obl | Deprel::Appos | Deprel::Nmod | Deprel::Dep
            )
    });
    let is_whole = |speaker: usize| {
        (mark + 1..verb).all(|index| {
            index == speaker
                || sentence.is_under(index, speaker)
                || sentence.tokens[index].deprel == Deprel::Advmod
        })
    };
    if let Some(speaker) = speaker.filter(|&speaker| is_whole(speaker) && !sentence.is_under(verb, speaker)) {
        attach(sentence, speaker, verb, Deprel::Nsubj);
    }
}

/// "clashes between the armies have spread": what is the subject of a verb and has none of its own is a noun.
fn find_untagged_noun(text: &str, sentence: &mut Sentence, subject: usize) {
    let token = &sentence.tokens[subject];
    let has_subject = sentence.child(subject, Deprel::Nsubj).is_some();
    if token.upos != Upos::Verb || token.xpos != Xpos::Vbz || has_subject {
        return;
    }
    let Some(base) = noun_base(&token.span.of(text).to_lowercase()) else { return };
    (sentence.tokens[subject].upos, sentence.tokens[subject].xpos) = (Upos::Noun, Xpos::Nns);
    sentence.set_lemma(subject, base);
    for token in sentence.tokens.iter_mut().filter(|token| token.head == Some(subject)) {
        if token.deprel == Deprel::Obl {
            token.deprel = Deprel::Nmod;
        }
    }
}

/// "told detectives that his uncle built it": who is told something is no verb, and the subject before is that of the
/// telling.
fn find_hearer(text: &str, sentence: &mut Sentence, hearer: usize) {
    let token = &sentence.tokens[hearer];
    let Some(verb) = token.head.filter(|&verb| verb < hearer) else { return };
    if token.upos != Upos::Verb || token.xpos != Xpos::Vbz {
        return;
    }
    let form = token.span.of(text).to_lowercase();
    let moved: Vec<usize> = sentence.children(hearer).filter(|&child| child < verb).collect();
    if sentence.children(verb).any(|child| is_subject(sentence.tokens[child].deprel)) {
        return;
    }
    for child in moved {
        sentence.tokens[child].head = Some(verb);
    }
    (sentence.tokens[hearer].upos, sentence.tokens[hearer].xpos) = (Upos::Noun, Xpos::Nns);
    if let Some(singular) = form.strip_suffix('s') {
        sentence.set_lemma(hearer, singular);
    }
}

/// "says the airline cut staff", "believed the king misled parliament": nobody says a thing, so that a past tense between
/// two nouns is the verb of what is said.
fn find_said_verb(text: &str, sentence: &mut Sentence, object: usize) {
    let tokens = &sentence.tokens;
    let Some(saying) = tokens[object].head.filter(|&head| head < object) else { return };
    let says = tokens[object].deprel == Deprel::Obj
        && tokens[saying].upos == Upos::Verb
        && tokens[object].upos == Upos::Noun
        && is(Class::Saying, sentence.lemma(saying))
        && sentence.child(saying, Deprel::Ccomp).is_none();
    if !says {
        return;
    }
    let is_noun = |index: usize| matches!(tokens[index].upos, Upos::Noun | Upos::Propn);
    let is_irregular = |index: usize| {
        let form = tokens[index].span.of(text).to_lowercase();
        !form.ends_with("ed")
            && !form.ends_with(['s', 'g'])
            && verb_base(&form).is_some_and(|base| base != form)
    };
    let is_past = |index: usize| {
        let form = tokens[index].span.of(text).to_lowercase();
        let is_participle = matches!(tokens[index].xpos, Xpos::Vbn | Xpos::Vbd | Xpos::Jj)
            && (form.ends_with("ed") || verb_base(&form).is_some_and(|base| base != form));
        is_participle || is_irregular(index) || is(Class::Unchanged, form.as_str())
    };
    let Some(verb) = (saying + 2..object).find(|&index| {
        matches!(tokens[index].deprel, Deprel::Amod | Deprel::Compound)
            && tokens[index].head.is_some_and(|head| (index + 1..=object).contains(&head))
            && is_past(index)
            && (is_noun(index - 1) || is_irregular(index) && tokens[index - 1].upos == Upos::Adj)
            && tokens[index - 1].head.is_some_and(|head| head == saying || (index..=object).contains(&head))
    }) else {
        return;
    };
    let form = tokens[verb].span.of(text).to_lowercase();
    let base = verb_base(&form);
    let subject = verb - 1;
    for index in saying + 1..=subject {
        // Not what the saying itself hangs on.
        let reaches_over = sentence.tokens[index].head.is_some_and(|head| head > subject);
        if reaches_over && sentence.is_under(index, saying) {
            sentence.tokens[index].head = Some(subject);
        }
    }
    attach(sentence, object, verb, Deprel::Obj);
    attach(sentence, verb, saying, Deprel::Ccomp);
    attach(sentence, subject, verb, Deprel::Nsubj);
    sentence.tokens[subject].upos =
        if sentence.tokens[subject].upos == Upos::Adj { Upos::Noun } else { sentence.tokens[subject].upos };
    if saying + 1 < subject && sentence.lemma(saying + 1) == "that" && sentence.is_under(saying + 1, saying) {
        attach(sentence, saying + 1, verb, Deprel::Mark);
        (sentence.tokens[saying + 1].upos, sentence.tokens[saying + 1].xpos) = (Upos::Sconj, Xpos::In);
    }
    let moved: Vec<usize> = (object + 1..sentence.tokens.len())
        .filter(|&index| {
            sentence.tokens[index].head == Some(saying)
                && matches!(sentence.tokens[index].deprel, Deprel::Obl | Deprel::Advcl)
        })
        .collect();
    for index in moved {
        sentence.tokens[index].head = Some(verb);
    }
    (sentence.tokens[verb].upos, sentence.tokens[verb].xpos) = (Upos::Verb, Xpos::Vbd);
    if let Some(base) = base {
        sentence.set_lemma(verb, base);
    }
}

/// "a truce between the army and the rebels took hold": a clause has one subject, so that what follows "and" belongs to the
/// noun before it.
fn join_subjects(sentence: &mut Sentence, second: usize) {
    let tokens = &sentence.tokens;
    let Some(verb) = tokens[second].head.filter(|&verb| verb > second) else { return };
    let and = sentence.children(second).find(|&child| tokens[child].deprel == Deprel::Cc && child < second);
    let Some(and) = and.filter(|&and| and > 0) else { return };
    let first = sentence
        .children(verb)
        .find(|&child| child < and && matches!(tokens[child].deprel, Deprel::Nsubj | Deprel::NsubjPass));
    let Some(first) = first.filter(|&first| sentence.is_under(and - 1, first)) else { return };
    let nearest = and - 1;
    let is_name = |index: usize| tokens[index].upos == Upos::Propn;
    let is_between =
        |at: usize| sentence.child(at, Deprel::Case).is_some_and(|case| sentence.lemma(case) == "between");
    let between = successors(Some(nearest), |&at| tokens[at].head.filter(|_| at != first)).any(is_between);
    let partner = match is_name(nearest) == is_name(second) || between {
        true if matches!(tokens[nearest].deprel, Deprel::Compound | Deprel::Flat) => tokens[nearest].head,
        true if matches!(tokens[nearest].upos, Upos::Noun | Upos::Propn) => Some(nearest),
        _ => Some(first),
    };
    if let Some(partner) = partner.filter(|&partner| partner < second) {
        attach(sentence, second, partner, Deprel::Conj);
    }
}

/// "In March gunmen stormed a restaurant", "In Bria soldiers shot two men": a name after the preposition that opens a
/// sentence is all of its phrase where the verb has no other subject than the noun that follows.
fn part_opening(sentence: &mut Sentence, name: usize) {
    let tokens = &sentence.tokens;
    let Some(subject) = tokens[name].head.filter(|&head| head > name) else { return };
    let Some(verb) = tokens[subject].head.filter(|&verb| verb > subject) else { return };
    let Some(case) = name.checked_sub(1).filter(|&case| {
        let head = tokens[case].head;
        tokens[case].deprel == Deprel::Case && (head == Some(subject) || head == Some(name))
    }) else {
        return;
    };
    let has_other = sentence.children(verb).any(|child| child != subject && is_subject(tokens[child].deprel));
    let is_bare = tokens[subject].xpos == Xpos::Nns
        && sentence.children(subject).all(|child| child == case || child == name || child > subject);
    let is_finite = matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbn | Xpos::Vbp);
    let fits = is_subject(tokens[subject].deprel) || tokens[subject].deprel == Deprel::Obl;
    if tokens[name].upos != Upos::Propn || !fits || !is_bare || has_other || !is_finite {
        return;
    }
    attach(sentence, case, name, Deprel::Case);
    attach(sentence, name, verb, Deprel::Obl);
    let is_passive = sentence.child(verb, Deprel::AuxPass).is_some();
    attach(sentence, subject, verb, if is_passive { Deprel::NsubjPass } else { Deprel::Nsubj });
    let has_auxiliary = is_passive || sentence.child(verb, Deprel::Aux).is_some();
    if sentence.tokens[verb].xpos == Xpos::Vbn && !has_auxiliary {
        sentence.tokens[verb].xpos = Xpos::Vbd;
    }
}

fn ends_with_stop(text: &str, sentence: &Sentence) -> bool {
    sentence.tokens.last().is_some_and(|last| last.span.of(text) == ".")
}

fn has_auxiliary(sentence: &Sentence, verb: usize) -> bool {
    sentence.children(verb).any(|child| sentence.tokens[child].deprel.is_auxiliary())
}

/// Whether what stands in this relation to a verb is its subject.
fn is_subject(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj | Deprel::Expl)
}

fn attach(sentence: &mut Sentence, index: usize, head: usize, deprel: Deprel) {
    (sentence.tokens[index].head, sentence.tokens[index].deprel) = (Some(head), deprel);
}

/// "took five engineers hostage", "engineers taken hostage": the engineers are taken.
fn part_captives(sentence: &mut Sentence, made: usize) {
    let Some(verb) = sentence.tokens[made].head.filter(|&verb| verb < made) else { return };
    let is_alone = sentence.tokens[made].xpos == Xpos::Nn && sentence.children(made).next().is_none();
    let is_reduced = sentence.tokens[verb].deprel == Deprel::Acl && sentence.tokens[verb].xpos == Xpos::Vbn;
    if is_alone && is_reduced && grammar().is_captive(sentence.lemma(made)) {
        sentence.tokens[made].deprel = Deprel::Xcomp;
        return;
    }
    let Some(taken) = made.checked_sub(1).filter(|&taken| taken > verb) else { return };
    let noun = &sentence.tokens[taken];
    if !grammar().is_captive(sentence.lemma(made))
        || noun.head != Some(made)
        || !matches!(noun.upos, Upos::Noun | Upos::Propn)
        || !matches!(noun.deprel, Deprel::Compound | Deprel::NmodPoss)
    {
        return;
    }
    let before: Vec<usize> = sentence.children(made).filter(|&child| child < taken).collect();
    for child in before {
        sentence.tokens[child].head = Some(taken);
    }
    attach(sentence, taken, verb, Deprel::Obj);
    attach(sentence, made, verb, Deprel::Xcomp);
}

/// "calling on the premier to go": what has a preposition before it is no object.
fn mend_object(sentence: &mut Sentence, object: usize) {
    let Some(verb) = sentence.tokens[object].head.filter(|&verb| verb < object) else { return };
    let case = sentence.child(object, Deprel::Case).filter(|case| (verb..object).contains(case));
    let is_preposition = case.is_some_and(|case| {
        matches!(sentence.lemma(case), "on" | "upon" | "for" | "with" | "to" | "at" | "from")
    });
    if is_preposition && sentence.tokens[verb].upos == Upos::Verb {
        sentence.tokens[object].deprel = Deprel::Obl;
    }
}

/// "lifted its arms embargo": a bare verb right after an object is the noun that the object says more about, but after
/// verbs such as "let".
fn join_compound(text: &str, sentence: &mut Sentence, noun: usize) {
    let tokens = &sentence.tokens;
    let Some(modifier) = noun.checked_sub(1) else { return };
    let Some(verb) = tokens[noun].head.filter(|&verb| verb < modifier) else { return };
    let is_bare = tokens[noun].xpos == Xpos::Vb && sentence.child(noun, Deprel::Mark).is_none();
    let is_object = tokens[modifier].deprel == Deprel::Obj
        && tokens[modifier].head == Some(verb)
        && tokens[modifier].upos == Upos::Noun;
    let causes = is(Class::Causing, sentence.lemma(verb));
    let has_object = sentence.child(noun, Deprel::Obj).is_some();
    let form = tokens[noun].span.of(text).to_lowercase();
    if !is_bare || !is_object || causes || has_object || noun_base(&format!("{form}s")).is_none() {
        return;
    }
    for token in &mut sentence.tokens {
        if token.head == Some(modifier) {
            token.head = Some(noun);
        } else if token.head == Some(noun) && token.deprel == Deprel::Obl {
            token.deprel = Deprel::Nmod;
        }
    }
    attach(sentence, modifier, noun, Deprel::Compound);
    attach(sentence, noun, verb, Deprel::Obj);
    let token = &mut sentence.tokens[noun];
    (token.upos, token.xpos) = (Upos::Noun, Xpos::Nn);
}

/// "criticised Estavia": a name right after a verb that has no object is its object, not an adverb.
fn mend_named_adverb(text: &str, sentence: &mut Sentence, name: usize) {
    let token = &sentence.tokens[name];
    let Some(verb) = token.head.filter(|&verb| verb + 1 == name) else { return };
    let is_name = token.upos == Upos::Adv
        && sentence.names.iter().any(|found| found.tokens.start == name)
        && token.span.of(text).starts_with(char::is_uppercase);
    let is_verb = sentence.tokens[verb].upos == Upos::Verb;
    let has_object = [Deprel::Obj, Deprel::Iobj, Deprel::AuxPass]
        .iter()
        .any(|&deprel| sentence.child(verb, deprel).is_some());
    if is_name && is_verb && !has_object {
        attach(sentence, name, verb, Deprel::Obj);
        let token = &mut sentence.tokens[name];
        (token.upos, token.xpos) = (Upos::Propn, Xpos::Nnp);
        let form = sentence.tokens[name].span.of(text);
        sentence.set_lemma(name, form);
    }
}

/// "Leal, the rival of Holm, was shot on Thursday, police said.": Leal was shot, and the police said so.
fn part_speaker(text: &str, sentence: &mut Sentence, verb: usize) {
    let closes = sentence.tokens.get(verb + 1).is_none_or(|next| next.upos == Upos::Punct);
    if !is(Class::Saying, sentence.lemma(verb)) || sentence.tokens[verb].deprel != Deprel::Root || !closes {
        return;
    }
    let subjects = sentence.children(verb).filter(|&child| is_subject(sentence.tokens[child].deprel));
    let subjects: Vec<usize> = subjects.collect();
    let [subject] = subjects[..] else { return };
    let has_no_subject =
        |clause: usize| !sentence.children(clause).any(|child| is_subject(sentence.tokens[child].deprel));
    let clause = sentence.children(verb).find(|&clause| {
        sentence.tokens[clause].deprel == Deprel::Ccomp
            && (subject..verb).contains(&clause)
            && has_auxiliary(sentence, clause)
            && has_no_subject(clause)
    });
    let Some(clause) = clause else { return };
    let is_comma = |&index: &usize| sentence.tokens[index].span.of(text) == ",";
    let Some(comma) = (clause..verb).rev().find(is_comma) else { return };
    let phrase = comma + 1..verb;
    let is_plain =
        |index: usize| !matches!(sentence.tokens[index].upos, Upos::Verb | Upos::Aux | Upos::Punct);
    let is_head = |&index: &usize| {
        matches!(sentence.tokens[index].upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && sentence.tokens[index].head.is_none_or(|head| !phrase.contains(&head))
    };
    if !phrase.clone().all(is_plain) {
        return;
    }
    let Some(speaker) = phrase.clone().find(is_head) else { return };
    let is_undergone = sentence.child(clause, Deprel::AuxPass).is_some();
    attach(sentence, subject, clause, if is_undergone { Deprel::NsubjPass } else { Deprel::Nsubj });
    attach(sentence, speaker, verb, Deprel::Nsubj);
}

/// "survivors of the fire that killed 17": "that" means the thing before it, not the people before that.
fn mend_antecedent(text: &str, sentence: &mut Sentence, clause: usize) {
    let Some(people) = sentence.tokens[clause].head.filter(|&head| head < clause) else { return };
    let is_relative = |&child: &usize| {
        sentence.tokens[child].xpos == Xpos::Wdt && matches!(sentence.lemma(child), "that" | "which")
    };
    let Some(thing) =
        sentence.children(clause).find(is_relative).and_then(|relative| relative.checked_sub(1))
    else {
        return;
    };
    let is_human = |index: usize| {
        let form = sentence.tokens[index].span.of(text).to_lowercase();
        let noun = world().noun(&form, sentence.lemma(index));
        noun.is_some_and(|noun| {
            matches!(
                noun.class,
                NounClass::Title | NounClass::Person | NounClass::People | NounClass::Quantity
            )
        })
    };
    if sentence.tokens[thing].deprel == Deprel::Nmod
        && sentence.tokens[thing].head == Some(people)
        && sentence.tokens[thing].upos == Upos::Noun
        && is_human(people)
        && !is_human(thing)
    {
        sentence.tokens[clause].head = Some(thing);
    }
}

/// "said on Monday that both sides fought": a clause that has its subject has no use for "that" but to begin with it.
fn mend_that(sentence: &mut Sentence, that: usize) {
    let tokens = &sentence.tokens;
    let (deprel, xpos) = (tokens[that].deprel, tokens[that].xpos);
    let can_be_pronoun =
        matches!(deprel, Deprel::Nsubj | Deprel::Obj) && matches!(xpos, Xpos::Wdt | Xpos::Dt | Xpos::In);
    if !(deprel == Deprel::Mark || can_be_pronoun) || sentence.lemma(that) != "that" {
        return;
    }
    let Some(verb) = tokens[that].head.filter(|&verb| verb > that) else { return };
    let has_subject =
        || sentence.children(verb).any(|child| child > that && is_subject(tokens[child].deprel));
    let has_object =
        || sentence.children(verb).any(|child| child > verb && tokens[child].deprel == Deprel::Obj);
    let opens = match deprel {
        Deprel::Mark => true,
        Deprel::Nsubj => has_subject(),
        _ => has_subject() && (xpos == Xpos::In || tokens[verb].deprel == Deprel::Ccomp || has_object()),
    };
    if opens {
        let token = &mut sentence.tokens[that];
        (token.upos, token.xpos, token.deprel) = (Upos::Sconj, Xpos::In, Deprel::Mark);
    }
}

/// "called a strike": where nobody is called so, the strike is called.
fn mend_lone_complement(sentence: &mut Sentence, complement: usize) {
    let tokens = &sentence.tokens;
    let Some(verb) = tokens[complement].head.filter(|&verb| sentence.lemma(verb) == "call") else { return };
    let has = |deprel: Deprel| sentence.child(verb, deprel).is_some();
    // "what it called a threat"
    let names_what = (verb.saturating_sub(3)..verb).any(|before| sentence.lemma(before) == "what");
    let is_called = names_what || has(Deprel::Obj) || has(Deprel::NsubjPass) || !has(Deprel::Nsubj);
    let is_new = sentence.child(complement, Deprel::Det).is_some_and(|det| sentence.lemma(det) == "a");
    if tokens[complement].upos == Upos::Noun && complement > verb && is_new && !is_called {
        sentence.tokens[complement].deprel = Deprel::Obj;
    }
}

/// "jailed Ada Holm": a name right after a verb that makes nobody anything is its object.
fn mend_named_complement(sentence: &mut Sentence, name: usize) {
    let Some(verb) = sentence.tokens[name].head.filter(|&verb| verb + 1 == name) else { return };
    let is_person =
        sentence.names.iter().any(|found| found.kind == NameKind::Person && found.tokens.start == name);
    let has_object = [Deprel::Obj, Deprel::Iobj, Deprel::NsubjPass]
        .iter()
        .any(|&deprel| sentence.child(verb, deprel).is_some());
    let becomes = is(Class::Naming, sentence.lemma(verb)) || is(Class::Becoming, sentence.lemma(verb));
    if is_person && sentence.tokens[verb].upos == Upos::Verb && !has_object && !becomes {
        sentence.tokens[name].deprel = Deprel::Obj;
    }
}

/// "Holm named finance minister": in a headline the past participle of naming is passive where no second person is named.
fn mend_bare_naming(text: &str, sentence: &mut Sentence, verb: usize) {
    let tokens = &sentence.tokens;
    let is_open = is(Class::Naming, sentence.lemma(verb))
        && matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbn)
        && !ends_with_stop(text, sentence)
        && !has_auxiliary(sentence, verb);
    let Some(subject) = sentence.child(verb, Deprel::Nsubj).filter(|_| is_open) else { return };
    let is_person = |index: usize| {
        sentence.names.iter().any(|name| name.kind == NameKind::Person && name.tokens.contains(&index))
    };
    let title = sentence.child(verb, Deprel::Obj).filter(|&title| {
        let is_post = world().noun(sentence.lemma(title), sentence.lemma(title)).is_some();
        tokens[title].upos == Upos::Noun && tokens[title].xpos == Xpos::Nn && is_post
    });
    let Some(title) = title.filter(|_| is_person(subject)) else { return };
    let is_bare =
        !sentence.children(title).any(|child| tokens[child].deprel == Deprel::Det || is_person(child));
    if is_bare {
        sentence.tokens[verb].xpos = Xpos::Vbn;
        sentence.tokens[subject].deprel = Deprel::NsubjPass;
        sentence.tokens[title].deprel = Deprel::Xcomp;
    }
}

/// "Minister accused of fraud", "Army officers convicted of murder": a verb whose object is who is accused of something, with
/// neither object nor auxiliary, is a passive without its auxiliary, as headlines have it.
fn mend_bare_passive(sentence: &mut Sentence, verb: usize) {
    let token = &sentence.tokens[verb];
    let is_open = matches!(token.xpos, Xpos::Vbd | Xpos::Vbn)
        && is(Class::Charging, sentence.lemma(verb))
        && sentence.child(verb, Deprel::Obj).is_none()
        && sentence.child(verb, Deprel::Iobj).is_none()
        && sentence.child(verb, Deprel::Aux).is_none();
    let Some(subject) = sentence.child(verb, Deprel::Nsubj).filter(|_| is_open) else { return };
    let has_charge = sentence.children(verb).any(|child| {
        let opener = sentence.child(child, Deprel::Case).or_else(|| sentence.child(child, Deprel::Mark));
        child == verb + 1 && sentence.lemma(child) == "of"
            || opener == Some(verb + 1) && sentence.lemma(verb + 1) == "of"
    });
    if has_charge {
        sentence.tokens[verb].xpos = Xpos::Vbn;
        sentence.tokens[subject].deprel = Deprel::NsubjPass;
    }
}

/// "Painter Jan Olsen died": a noun that opens the sentence has a capital too, and is no part of the name. Not "Marine Le
/// Pen" and "Mason Ben Holm".
fn part_description(text: &str, sentence: &mut Sentence) {
    const NAME: usize = 1;
    let is_flat = |index: usize| {
        sentence.tokens.get(index).is_some_and(|token| token.deprel == Deprel::Flat && token.head == Some(0))
    };
    if !is_flat(NAME) || !is_flat(NAME + 1) {
        return;
    }
    let word = |index: usize| sentence.tokens[index].span.of(text);
    let noun = word(0).to_lowercase();
    let is_noun = world().noun(&noun, &noun).is_some_and(|noun| noun.class == NounClass::Person);
    if !is_noun || world().is_given_name(word(0)) || !world().is_given_name(word(NAME)) {
        return;
    }
    let (head, deprel) = (sentence.tokens[0].head, sentence.tokens[0].deprel);
    for token in &mut sentence.tokens {
        if token.head == Some(0) {
            token.head = Some(NAME);
        }
    }
    let tokens = &mut sentence.tokens;
    (tokens[NAME].head, tokens[NAME].deprel) = (head, deprel);
    (tokens[0].head, tokens[0].deprel) = (Some(NAME), Deprel::NmodDesc);
    (tokens[0].upos, tokens[0].xpos) = (Upos::Noun, Xpos::Nn);
    for name in sentence.names.iter_mut().filter(|name| name.tokens.start == 0 && name.tokens.len() > 1) {
        name.tokens.start = NAME;
    }
}

/// "called on Norland to leave", with "to leave" as a phrase: an infinitive is a clause.
fn mend_infinitive(sentence: &mut Sentence, verb: usize) {
    let token = &sentence.tokens[verb];
    let is_phrase = token.upos == Upos::Verb && token.xpos == Xpos::Vb && token.deprel == Deprel::Obl;
    let to = sentence.children(verb).find(|&child| {
        child < verb
            && sentence.tokens[child].xpos == Xpos::To
            && sentence.tokens[child].deprel == Deprel::Case
    });
    if let Some(to) = to.filter(|_| is_phrase) {
        sentence.tokens[verb].deprel = Deprel::Advcl;
        sentence.tokens[to].deprel = Deprel::Mark;
    }
}

/// "people killed when the dam broke", "Two people killed when it broke": what hardly anybody does without an object is done to
/// whoever it is said of.
fn mend_undergone(sentence: &mut Sentence, verb: usize) {
    let token = &sentence.tokens[verb];
    let is_past = token.xpos == Xpos::Vbd && token.upos == Upos::Verb;
    if !is_past || !grammar().is_undergone(sentence.lemma(verb)) {
        return;
    }
    let is_complement = |child: usize| {
        matches!(sentence.tokens[child].deprel, Deprel::Obj | Deprel::Iobj | Deprel::Ccomp | Deprel::Xcomp)
    };
    let is_active = has_auxiliary(sentence, verb) || sentence.children(verb).any(is_complement);
    let subject = sentence.child(verb, Deprel::Nsubj);
    let is_reduced =
        token.deprel == Deprel::Acl && token.head.is_some_and(|head| head < verb) && subject.is_none();
    // "Police fired into the crowd", "Police arrested and questioned them": those act.
    let opens_clause =
        |next: usize| next < sentence.tokens.len() && matches!(sentence.lemma(next), "when" | "while");
    let is_told_of = token.deprel == Deprel::Root
        && opens_clause(verb + 1)
        && subject.is_some_and(|subject| subject < verb);
    if is_active || !(is_reduced || is_told_of) {
        return;
    }
    sentence.tokens[verb].xpos = Xpos::Vbn;
    if let Some(subject) = subject {
        sentence.tokens[subject].deprel = Deprel::NsubjPass;
    }
}

/// "Norland froze aid", with a present tense: a form that only the past has is past, whatever the network says.
fn mend_past_form(text: &str, sentence: &mut Sentence, verb: usize) {
    if sentence.tokens[verb].xpos != Xpos::Vbp {
        return;
    }
    let form = sentence.tokens[verb].span.of(text).to_lowercase();
    // "found" and "lay" are presents too.
    let is_base = verb_base(&format!("{form}s")).is_some_and(|base| base == form);
    if let Some(base) = verb_base(&form).filter(|base| !is_base && *base != form && !form.ends_with('s')) {
        sentence.tokens[verb].xpos = Xpos::Vbd;
        sentence.set_lemma(verb, base);
    }
}

/// "Students protested over fees.": a sentence that ends in a full stop is no headline, so a verb with a subject and without
/// auxiliary is a past, where the network takes it for a participle. Not "Two men arrested in Oslo.", as captions have it.
fn mend_past(text: &str, sentence: &mut Sentence, verb: usize) {
    let token = &sentence.tokens[verb];
    let is_past_form = matches!(token.xpos, Xpos::Vbn | Xpos::Vbd) && token.upos == Upos::Verb;
    if token.deprel != Deprel::Root || !is_past_form || grammar().is_undergone(sentence.lemma(verb)) {
        return;
    }
    let is_closed = sentence.tokens.iter().rev().take(2).any(|last| last.span.of(text) == ".");
    let subject =
        sentence.children(verb).find(|&child| child < verb && is_subject(sentence.tokens[child].deprel));
    let Some(subject) = subject.filter(|_| is_closed && !has_auxiliary(sentence, verb)) else { return };
    let agent = sentence.child(verb, Deprel::OblAgent);
    sentence.tokens[verb].xpos = Xpos::Vbd;
    if sentence.tokens[subject].deprel == Deprel::NsubjPass {
        sentence.tokens[subject].deprel = Deprel::Nsubj;
    }
    if let Some(agent) = agent {
        sentence.tokens[agent].deprel = Deprel::Obl;
    }
}

/// "rights group Ostrana said", "cited by the newspaper Clarin", "spokesman Maj. Peter Holt said": of two that stand side by
/// side in one place, the name is there and the noun or title says what it is.
fn join_name(text: &str, sentence: &mut Sentence, noun: usize) {
    let tokens = &sentence.tokens;
    let (deprel, name) = (tokens[noun].deprel, noun + 1);
    let is_pair = matches!(deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent)
        && (matches!(tokens[noun].upos, Upos::Noun | Upos::Adj)
            || tokens[noun].upos == Upos::Propn && tokens[noun].span.of(text).ends_with('.'))
        && tokens.get(name).is_some_and(|next| {
            next.upos == Upos::Propn && next.deprel == deprel && next.head == tokens[noun].head
        });
    if !is_pair {
        return;
    }
    for token in &mut sentence.tokens {
        let is_title = token.head == Some(noun) && token.deprel == Deprel::NmodDesc;
        if token.head == Some(noun) && token.deprel == Deprel::Case || is_title {
            token.head = Some(name);
        }
    }
    attach(sentence, noun, name, Deprel::NmodDesc);
}

/// "allege Chen laundered the money": a clause with a subject that follows a verb is what the verb is about; only nouns have
/// relative clauses.
fn mend_complement(sentence: &mut Sentence, clause: usize) {
    let tokens = &sentence.tokens;
    let Some(verb) = tokens[clause].head.filter(|&verb| verb < clause) else { return };
    let is_clause = matches!(tokens[clause].deprel, Deprel::AclRelcl | Deprel::Acl | Deprel::Xcomp)
        && tokens[verb].upos == Upos::Verb
        && tokens[clause].upos == Upos::Verb
        && matches!(tokens[clause].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Vbn);
    if is_clause && let Some(object) = passive_object(sentence, verb, clause) {
        attach(sentence, object, clause, Deprel::Nsubj);
    }
    let tokens = &sentence.tokens;
    let has_subject = || {
        let mut between = sentence.children(clause).filter(|child| (verb + 1..clause).contains(child));
        between.any(|child| is_subject(tokens[child].deprel))
    };
    let is_free =
        || sentence.child(verb, Deprel::Ccomp).is_none() && sentence.child(verb, Deprel::Obj).is_none();
    if is_clause && has_subject() && is_free() {
        let token = &mut sentence.tokens[clause];
        token.deprel = Deprel::Ccomp;
        if token.xpos == Xpos::Vbn {
            token.xpos = Xpos::Vbd;
        }
    }
}

/// "are convinced the minister lied": the noun between a passive verb of being told and a clause; what is passive has no
/// object.
fn passive_object(sentence: &Sentence, verb: usize, clause: usize) -> Option<usize> {
    let is_told = is_telling(sentence.lemma(verb)) && sentence.child(verb, Deprel::AuxPass).is_some();
    let object = sentence.child(verb, Deprel::Obj).filter(|&object| object + 1 == clause && is_told)?;
    (sentence.tokens[clause].deprel == Deprel::Xcomp).then_some(object)
}

/// "People briefed on the matter said", "The bishop, asked about the letter, said": a clause before a verb without a subject,
/// with nothing between them, holds that subject.
fn mend_reduced_relative(sentence: &mut Sentence, participle: usize) {
    let tokens = &sentence.tokens;
    let Some(verb) = tokens[participle].head.filter(|&verb| verb > participle) else { return };
    let is_clause = tokens[participle].deprel == Deprel::Ccomp
        && matches!(tokens[participle].xpos, Xpos::Vbn | Xpos::Vbd)
        && matches!(tokens[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    if !is_clause || sentence.children(verb).any(|child| is_subject(tokens[child].deprel)) {
        return;
    }
    let is_comma = |index: usize| tokens[index].upos == Upos::Punct && tokens[index].xpos == Xpos::Comma;
    let subject = sentence.children(participle).find(|&child| {
        let is_beside = child + 1 == participle
            || child + 2 == participle && is_comma(child + 1) && is_comma(verb - 1) && verb > participle + 1;
        is_beside && matches!(tokens[child].deprel, Deprel::Nsubj | Deprel::NsubjPass)
    });
    let Some(subject) = subject else { return };
    let is_apart = subject + 2 == participle;
    let is_bare = sentence.children(participle).all(|child| {
        child == subject
            || matches!(tokens[child].deprel, Deprel::Obl | Deprel::Advmod | Deprel::OblAgent)
            || is_apart && tokens[child].upos == Upos::Punct
    });
    let end = if is_apart { verb - 1 } else { verb };
    let is_close = (participle + 1..end)
        .all(|between| tokens[between].upos != Upos::Punct && sentence.is_under(between, participle));
    if is_bare && is_close {
        attach(sentence, subject, verb, Deprel::Nsubj);
        attach(sentence, participle, subject, Deprel::Acl);
        sentence.tokens[participle].xpos = Xpos::Vbn;
    }
}

/// "was accused by the mayor of shelling the town": of what somebody is accused is none of who accuses.
fn give_charge(sentence: &mut Sentence, clause: usize) {
    let Some(accuser) = sentence.tokens[clause].head.filter(|&head| head < clause) else { return };
    let Some(verb) = sentence.tokens[accuser].head else { return };
    let is_charge = sentence.tokens[clause].deprel == Deprel::Acl
        && sentence.tokens[accuser].deprel == Deprel::OblAgent
        && is(Class::Charging, sentence.lemma(verb))
        && sentence.child(clause, Deprel::Mark).is_some_and(|mark| sentence.lemma(mark) == "of");
    if is_charge {
        attach(sentence, clause, verb, Deprel::Advcl);
    }
}

/// "told reporters that the border would reopen", "told by an envoy that it would": the clause is what is told, not which
/// reporters.
///
/// Not so where "that" is the subject of the clause, or where something else is told ("told the man that she met a
/// lie").
fn give_content(text: &str, sentence: &mut Sentence, clause: usize) {
    let Some(hearer) = sentence.tokens[clause].head else { return };
    let Some(verb) = sentence.tokens[hearer].head else { return };
    let told = match sentence.tokens[hearer].deprel {
        Deprel::Iobj | Deprel::OblAgent => is_telling(sentence.lemma(verb)),
        Deprel::Obj => is(Class::Told, sentence.lemma(verb)),
        _ => false,
    };
    // "It was announced by the palace that the queen had left"
    let is_announced = sentence.tokens[hearer].deprel == Deprel::OblAgent
        && sentence
            .child(verb, Deprel::NsubjPass)
            .is_some_and(|subject| sentence.lemma(subject).eq_ignore_ascii_case("it"));
    let told = told || is_announced;
    if !told || clause < hearer {
        return;
    }
    let has = |child: usize, relations: &[Deprel]| relations.contains(&sentence.tokens[child].deprel);
    let is_that = |child: &usize| sentence.tokens[*child].span.of(text).eq_ignore_ascii_case("that");
    let that = sentence.children(clause).find(|child| (hearer..clause).contains(child) && is_that(child));
    let has_subject = sentence
        .children(clause)
        .filter(|child| Some(*child) != that)
        .any(|child| has(child, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl]));
    // "told a friend he had hidden the gun": the clause has its object, so that it is none about the friend.
    let is_whole = sentence.child(clause, Deprel::Obj).is_some_and(|object| object > clause);
    if that.is_none() && (!is_whole || sentence.tokens[hearer].deprel == Deprel::OblAgent) {
        return;
    }
    let has_content = sentence
        .children(verb)
        .filter(|child| *child != hearer)
        .any(|child| has(child, &[Deprel::Obj, Deprel::Ccomp]));
    if !has_subject || has_content {
        return;
    }
    let clause = &mut sentence.tokens[clause];
    (clause.head, clause.deprel) = (Some(verb), Deprel::Ccomp);
    if let Some(that) = that {
        let that = &mut sentence.tokens[that];
        (that.deprel, that.upos, that.xpos) = (Deprel::Mark, Upos::Sconj, Xpos::In);
    }
}

/// "An earthquake struck Norland": a noun has no object, so that one that has is a verb.
fn find_untagged_verb(text: &str, sentence: &mut Sentence) {
    let tokens = &sentence.tokens;
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    if tokens[root].upos != Upos::Noun || sentence.child(root, Deprel::Obj).is_none_or(|object| object < root)
    {
        return;
    }
    let before = root.checked_sub(1).filter(|&before| {
        tokens[before].head == Some(root)
            && tokens[before].deprel == Deprel::Compound
            && matches!(tokens[before].upos, Upos::Noun | Upos::Propn)
    });
    let Some(subject) = before else { return };
    let moved: Vec<usize> = (0..subject).filter(|&index| tokens[index].head == Some(root)).collect();
    for index in moved {
        sentence.tokens[index].head = Some(subject);
    }
    sentence.tokens[subject].deprel = Deprel::Nsubj;
    (sentence.tokens[root].upos, sentence.tokens[root].xpos) = (Upos::Verb, Xpos::Vbd);
    // The lemma was that of a noun.
    if let Some(base) = verb_base(&sentence.tokens[root].span.of(text).to_lowercase()) {
        sentence.set_lemma(root, base);
    }
}

/// "gave Norland 40 tanks": a name before a number is no part of a compound, but who receives.
fn part_receiver(sentence: &mut Sentence, name: usize) {
    let tokens = &sentence.tokens;
    let Some(thing) = tokens[name].head.filter(|&head| head > name + 1) else { return };
    let is_number = tokens[name + 1].head == Some(thing) && tokens[name + 1].deprel == Deprel::Nummod;
    let Some(verb) = tokens[thing].head.filter(|&verb| verb < name && tokens[thing].deprel == Deprel::Obj)
    else {
        return;
    };
    let gives = is(Class::Giving, sentence.lemma(verb));
    if tokens[name].upos == Upos::Propn && is_number && gives && sentence.child(verb, Deprel::Iobj).is_none()
    {
        attach(sentence, name, verb, Deprel::Iobj);
    }
}

/// "called on Norland": a particle before a phrase that has no preposition is its preposition. "called off its visit": what
/// follows a verb with its particle is the object.
fn mend_particle(sentence: &mut Sentence, particle: usize) {
    let Some(verb) = sentence.tokens[particle].head.filter(|&verb| verb < particle) else { return };
    let next = sentence
        .children(verb)
        .find(|&child| child > particle && sentence.tokens[child].deprel != Deprel::OblUnmarked);
    let Some(next) = next else { return };
    let follows = (particle + 1..next).all(|between| sentence.is_under(between, next));
    let is_bare = sentence.child(next, Deprel::Case).is_none();
    if !follows || !is_bare {
        return;
    }
    let token = &sentence.tokens[next];
    match token.deprel {
        Deprel::Obl if matches!(sentence.lemma(particle), "on" | "upon" | "for" | "with" | "to") => {
            let particle = &mut sentence.tokens[particle];
            (particle.head, particle.deprel, particle.xpos) = (Some(next), Deprel::Case, Xpos::In);
            particle.upos = Upos::Adp;
        }
        Deprel::Xcomp if token.upos == Upos::Noun && sentence.child(verb, Deprel::Obj).is_none() => {
            sentence.tokens[next].deprel = Deprel::Obj;
        }
        _ => {}
    }
}

/// "condemned Norland and praised Estavia": what stands right after the second verb is its object, not the first one's.
fn give_second_object(sentence: &mut Sentence, verb: usize) {
    let tokens = &sentence.tokens;
    let object = verb + 1;
    let Some(first) = tokens[verb].head.filter(|&first| first < verb) else { return };
    let is_second = tokens[verb].upos == Upos::Verb && tokens[verb].xpos == tokens[first].xpos;
    let is_stray = tokens.get(object).is_some_and(|token| {
        token.deprel == Deprel::Conj
            && token.upos == Upos::Propn
            && token.head.is_some_and(|head| {
                head < verb && tokens[head].deprel == Deprel::Obj && tokens[head].head == Some(first)
            })
    });
    if is_second && is_stray && sentence.child(verb, Deprel::Obj).is_none() {
        attach(sentence, object, verb, Deprel::Obj);
    }
}

/// "shot dead three people": dead is what they became, not which people.
fn part_outcome(sentence: &mut Sentence, outcome: usize) {
    let Some(verb) = outcome.checked_sub(1) else { return };
    let object = sentence.tokens[outcome].head;
    let is_object = object.is_some_and(|object| {
        sentence.tokens[object].head == Some(verb) && sentence.tokens[object].deprel == Deprel::Obj
    });
    let becomes = matches!(sentence.lemma(outcome), "dead" | "unconscious" | "free");
    if becomes
        && is_object
        && matches!(sentence.lemma(verb), "shoot" | "beat" | "stab" | "set" | "gun" | "leave")
    {
        attach(sentence, outcome, verb, Deprel::Xcomp);
    }
}

/// "Orbo will not appeal, its head, Ana Ruiz, said.": who stands after the comma and before the verb of saying says it, and
/// is no object of what is said.
fn find_inverted_speaker(text: &str, sentence: &mut Sentence, verb: usize) {
    let tokens = &sentence.tokens;
    let has_subject = sentence.children(verb).any(|child| is_subject(tokens[child].deprel));
    if has_subject || !is(Class::Saying, sentence.lemma(verb)) {
        return;
    }
    let said = sentence.child(verb, Deprel::Ccomp).filter(|&said| said < verb);
    let Some(object) = said.and_then(|said| sentence.child(said, Deprel::Obj)) else { return };
    let phrase = sentence.subtree(object);
    let is_comma = |index: usize| tokens[index].span.of(text) == ",";
    let is_closed = (phrase.end..verb).all(is_comma) || phrase.end == verb;
    let is_parted = is_comma(phrase.start) || (phrase.start > 0 && is_comma(phrase.start - 1));
    if is_parted && phrase.end <= verb && is_closed {
        attach(sentence, object, verb, Deprel::Nsubj);
    }
}

/// "Minsk wanted Rahouski, jailed weeks before her capture": a participle after an object and a comma, with no other verb to
/// end a list, tells of the object.
fn mend_apposed_participle(text: &str, sentence: &mut Sentence, participle: usize) {
    let tokens = &sentence.tokens;
    let token = &tokens[participle];
    if token.deprel != Deprel::Conj || !matches!(token.xpos, Xpos::Vbn | Xpos::Vbd) {
        return;
    }
    let Some(verb) = token.head.filter(|&verb| verb < participle) else { return };
    let Some(object) = sentence.child(verb, Deprel::Obj) else { return };
    let has_own = |deprel: Deprel| sentence.child(participle, deprel).is_some();
    let opens =
        sentence.children(participle).any(|child| tokens[child].deprel == Deprel::Cc && child < participle);
    let is_list = sentence.children(verb).any(|other| {
        other > participle && tokens[other].deprel == Deprel::Conj && tokens[other].upos == Upos::Verb
    });
    let is_beside = participle >= 2
        && tokens[participle - 1].span.of(text) == ","
        && sentence.is_under(participle - 2, object);
    let is_undergone = grammar().is_undergone(sentence.lemma(participle));
    if is_beside && is_undergone && !opens && !is_list && !has_own(Deprel::Obj) && !has_own(Deprel::Nsubj) {
        attach(sentence, participle, object, Deprel::Acl);
        sentence.tokens[participle].xpos = Xpos::Vbn;
    }
}

/// "Gunmen break truce, four guards dead": whom a headline counts after a comma is no other name of what stands before.
fn part_toll(text: &str, sentence: &mut Sentence, counted: usize) {
    let tokens = &sentence.tokens;
    let is_counted = sentence.child(counted, Deprel::Nummod).is_some_and(|number| {
        let start = sentence.subtree(counted).start;
        number < counted && start > 0 && tokens[start - 1].span.of(text) == ","
    });
    let is_toll = tokens.get(counted + 1).is_some_and(|next| {
        next.head == Some(counted)
            && matches!(next.span.of(text), "dead" | "killed" | "hurt" | "injured" | "wounded" | "missing")
    });
    let Some(root) = tokens.iter().position(|token| token.head.is_none()) else { return };
    if is_counted
        && is_toll
        && matches!(tokens[counted].deprel, Deprel::Appos | Deprel::Conj)
        && root != counted
    {
        attach(sentence, counted, root, Deprel::Parataxis);
    }
}

/// "twelve were killed and 60 injured": a participle after "and" and a number is a second passive.
fn part_gapped_verb(sentence: &mut Sentence, participle: usize) {
    let tokens = &sentence.tokens;
    let (Some(number), Some(and)) = (participle.checked_sub(1), participle.checked_sub(2)) else { return };
    let is_gapped = tokens[participle].xpos == Xpos::Vbn
        && tokens[number].upos == Upos::Num
        && tokens[number].head == Some(participle)
        && tokens[and].deprel == Deprel::Cc;
    if !is_gapped {
        return;
    }
    let auxiliaries = tokens.iter().filter(|token| token.deprel == Deprel::AuxPass);
    let first = auxiliaries.filter_map(|token| token.head).filter(|&head| head < and).max();
    if let Some(first) =
        first.filter(|&first| tokens[first].xpos == Xpos::Vbn && !sentence.is_under(first, participle))
    {
        attach(sentence, participle, first, Deprel::Conj);
        sentence.tokens[participle].upos = Upos::Verb;
        sentence.tokens[number].deprel = Deprel::NsubjPass;
        sentence.tokens[and].head = Some(participle);
    }
}

/// "since Ana Torres dissolved parliament": a participle after the name of a person is what he or she did.
fn part_clause(sentence: &mut Sentence, participle: usize) {
    let tokens = &sentence.tokens;
    let Some(object) = tokens[participle].head.filter(|&head| head > participle) else { return };
    let name = sentence
        .names
        .iter()
        .find(|name| name.kind == NameKind::Person && name.tokens.end == participle)
        .map(|name| name.tokens.clone());
    let (Some(name), Some(above)) = (name, tokens[object].head) else { return };
    let Some(subject) =
        name.clone().find(|&token| tokens[token].head.is_some_and(|head| !name.contains(&head)))
    else {
        return;
    };
    let mark =
        sentence.children(object).find(|&child| tokens[child].deprel == Deprel::Case && child < name.start);
    let is_clause = matches!(tokens[participle].xpos, Xpos::Vbn | Xpos::Vbd)
        && matches!(tokens[object].deprel, Deprel::Obl | Deprel::Nmod)
        && !sentence.is_under(above, object)
        && !sentence.is_under(subject, participle);
    let Some(mark) = mark.filter(|_| is_clause) else { return };
    attach(sentence, participle, above, Deprel::Advcl);
    (sentence.tokens[participle].upos, sentence.tokens[participle].xpos) = (Upos::Verb, Xpos::Vbd);
    attach(sentence, object, participle, Deprel::Obj);
    attach(sentence, subject, participle, Deprel::Nsubj);
    attach(sentence, mark, participle, Deprel::Mark);
}

/// "condemned Norland and praised Estavia": a participle right after "and" and before a bare name is a second verb.
fn part_second_verb(sentence: &mut Sentence, participle: usize) {
    let tokens = &sentence.tokens;
    let Some(object) = tokens[participle].head.filter(|&head| head == participle + 1) else { return };
    let Some(first) = tokens[object].head.filter(|&first| first < participle) else { return };
    let Some(verb) = tokens[first].head.filter(|&verb| verb < first) else { return };
    let Some(and) = participle.checked_sub(1).filter(|&and| tokens[and].deprel == Deprel::Cc) else { return };
    let is_pair = tokens[object].deprel == Deprel::Conj && tokens[first].deprel == Deprel::Obj;
    let is_verb = tokens[participle].xpos == Xpos::Vbn && tokens[verb].xpos == Xpos::Vbd;
    if is_pair && is_verb && tokens[object].upos == Upos::Propn && tokens[and].head == Some(object) {
        attach(sentence, participle, verb, Deprel::Conj);
        (sentence.tokens[participle].upos, sentence.tokens[participle].xpos) = (Upos::Verb, Xpos::Vbd);
        attach(sentence, object, participle, Deprel::Obj);
        sentence.tokens[and].head = Some(participle);
    }
}

/// "the union on Monday called a strike": a day after a subject is when, not which.
fn lift_day(sentence: &mut Sentence, day: usize) {
    let Some(subject) = sentence.tokens[day].head.filter(|&head| head < day) else { return };
    let Some(verb) = sentence.tokens[subject].head.filter(|&verb| verb > day) else { return };
    let is_subject = matches!(sentence.tokens[subject].deprel, Deprel::Nsubj | Deprel::NsubjPass);
    let follows =
        sentence.child(day, Deprel::Case).is_some_and(|on| on == subject + 1 && sentence.lemma(on) == "on");
    if is_subject && follows && sentence.tokens[verb].upos == Upos::Verb && is_time(sentence, day) {
        attach(sentence, day, verb, Deprel::Obl);
    }
}

/// "marched on Tuesday in Bria": the march is in Bria, not the Tuesday.
fn lift_phrase(sentence: &mut Sentence, phrase: usize) {
    lift_day(sentence, phrase);
    let Some(day) = sentence.tokens[phrase].head.filter(|&head| head < phrase) else { return };
    let Some(verb) = sentence.tokens[day].head else { return };
    let is_day = sentence.tokens[day].upos == Upos::Propn && is_time(sentence, day);
    let is_said_of_verb = matches!(sentence.tokens[day].deprel, Deprel::Obl | Deprel::OblUnmarked)
        && sentence.tokens[verb].upos == Upos::Verb;
    let is_of = sentence.child(phrase, Deprel::Case).is_none_or(|case| sentence.lemma(case) == "of");
    if is_day
        && is_said_of_verb
        && !is_of
        && sentence.tokens[phrase].upos == Upos::Propn
        && !is_time(sentence, phrase)
    {
        attach(sentence, phrase, verb, Deprel::Obl);
    }
}

/// Whether the word, after "by", is a time.
fn is_time(sentence: &Sentence, index: usize) -> bool {
    let lemma = sentence.lemma(index).to_lowercase();
    let is_year = || lemma.len() == 4 && lemma.bytes().all(|byte| byte.is_ascii_digit());
    is(Class::Time, lemma.as_str()) || is_year()
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
    fn what_is_told_by_somebody_is_content() {
        use Deprel::{AclRelcl, AuxPass, Case, Ccomp, Mark, Nsubj, NsubjPass, Obj, OblAgent, Root};
        let told = |verb, subject, that| {
            mended(&[
                (subject, 3, NsubjPass),
                ("be", 3, AuxPass),
                (verb, 0, Root),
                ("by", 5, Case),
                ("doctors", 3, OblAgent),
                ("that", 8, that),
                ("she", 8, Nsubj),
                ("drown", 5, AclRelcl),
            ])
        };
        assert_eq!(told("tell", "family", Mark), (3, Ccomp));
        assert_eq!(told("announce", "it", Mark), (3, Ccomp));
        // "was led by doctors that she trusted"
        assert_eq!(told("lead", "family", Obj), (5, AclRelcl));
    }

    #[test]
    fn what_is_said_has_a_verb() {
        use Deprel::{Amod, Compound, Det, Nsubj, Obj, Root};
        let says = |verb, participle| {
            mended_tree(&[
                ("memo", Upos::Noun, Xpos::Nn, 2, Nsubj),
                (verb, Upos::Verb, Xpos::Vbz, 0, Root),
                ("the", Upos::Det, Xpos::Dt, 6, Det),
                ("airline", Upos::Noun, Xpos::Nn, 6, Compound),
                (participle, Upos::Verb, Xpos::Vbn, 6, Amod),
                ("staff", Upos::Noun, Xpos::Nn, 2, Obj),
            ])
        };
        let heads = |tree: Vec<(usize, Deprel)>| tree.into_iter().map(|(head, _)| head).collect::<Vec<_>>();
        assert_eq!(heads(says("say", "sacked")), [2, 0, 4, 5, 2, 5]);
        // "names the airline trained staff" may be so; "says the airline cabin staff" has no verb.
        assert_eq!(heads(says("name", "sacked")), [2, 0, 6, 6, 6, 2]);
        assert_eq!(heads(says("say", "cabin")), [2, 0, 6, 6, 6, 2]);
    }

    #[test]
    fn a_noun_with_a_clause_is_the_subject_of_the_verb_after_it() {
        use Deprel::{AclRelcl, Advcl, Ccomp, Mark, Nsubj, Obj, Punct, Root};
        let man = |mark: Deprel, stop| {
            let tree = mended_tree(&[
                ("man", Upos::Noun, Xpos::Nn, 0, Root),
                ("who", Upos::Pron, Xpos::Wp, 3, Nsubj),
                ("said", Upos::Verb, Xpos::Vbd, 1, AclRelcl),
                ("he", Upos::Pron, Xpos::Prp, 5, Nsubj),
                ("saw", Upos::Verb, Xpos::Vbd, 3, Ccomp),
                ("it", Upos::Pron, Xpos::Prp, if mark == Mark { 7 } else { 5 }, mark),
                ("died", Upos::Verb, Xpos::Vbd, 5, Advcl),
                (stop, Upos::Punct, Xpos::Period, 1, Punct),
            ]);
            (tree[0], tree[6])
        };
        assert_eq!(man(Obj, "."), ((7, Nsubj), (0, Root)));
        // A headline may be a noun, and a clause with a conjunction is no main clause.
        assert_eq!(man(Obj, "!"), ((0, Root), (5, Advcl)));
        assert_eq!(man(Mark, "."), ((0, Root), (5, Advcl)));
    }

    #[test]
    fn a_participle_after_an_apposition_is_the_verb_that_is_missing() {
        use {Deprel as D, Upos as U, Xpos as X};
        let words = |end: (&'static str, Upos)| {
            [
                ("envoy", U::Noun, X::Nn, 0, D::Root),
                (",", U::Punct, X::Comma, 3, D::Punct),
                ("Lindt", U::Propn, X::Nnp, 1, D::Appos),
                (",", U::Punct, X::Comma, 6, D::Punct),
                ("held", U::Verb, X::Vbn, 6, D::Amod),
                ("talks", U::Noun, X::Nns, 1, D::Conj),
                (end.0, end.1, X::Period, 1, D::Punct),
            ]
        };
        let tree = mended_tree(&words((".", U::Punct)));
        assert_eq!((tree[0], tree[4], tree[5]), ((5, D::Nsubj), (0, D::Root), (5, D::Obj)));
        // Without a stop it may be a list.
        assert_eq!(mended_tree(&words(("etc", U::X)))[4], (6, D::Amod));
    }

    #[test]
    fn of_two_finite_verbs_side_by_side_one_is_a_noun() {
        use Deprel::{AclRelcl, Amod, Ccomp, Mark, Nsubj, Obj, Root};
        let guards = |second: Xpos| {
            mended_tree(&[
                ("reports", Upos::Noun, Xpos::Nns, 0, Root),
                ("that", Upos::Pron, Xpos::Wdt, 3, Nsubj),
                ("guards", Upos::Verb, Xpos::Vbz, 1, AclRelcl),
                ("tortured", Upos::Verb, second, 5, Amod),
                ("inmates", Upos::Noun, Xpos::Nns, 3, Obj),
            ])
        };
        let mended = [(0, Root), (4, Mark), (4, Nsubj), (1, AclRelcl), (4, Obj)];
        assert_eq!(guards(Xpos::Vbn), mended);
        // "a wall that guards old inmates"
        assert_eq!(guards(Xpos::Jj)[2], (1, AclRelcl));
        let filings = mended_tree(&[
            ("Court", Upos::Propn, Xpos::Nnp, 2, Nsubj),
            ("filings", Upos::Verb, Xpos::Vbd, 0, Root),
            ("allege", Upos::Verb, Xpos::Vbp, 2, Ccomp),
        ]);
        assert_eq!(filings, [(2, Deprel::Compound), (3, Nsubj), (0, Root)]);
    }

    #[test]
    fn who_is_accused_of_something_accuses_nobody() {
        use Deprel::{Case, Nsubj, NsubjPass, Obj, Obl, Root};
        let army = |verb, object| {
            mended_tree(&[
                ("Army", Upos::Noun, Xpos::Nn, 2, Nsubj),
                (verb, Upos::Verb, Xpos::Vbd, 0, Root),
                ("of", Upos::Adp, Xpos::In, 4, Case),
                ("theft", Upos::Noun, Xpos::Nn, 2, object),
            ])[0]
        };
        assert_eq!(army("accuse", Obl), (2, NsubjPass));
        assert_eq!(army("accuse", Obj), (2, Nsubj));
        assert_eq!(army("speak", Obl), (2, Nsubj));
    }

    #[test]
    fn who_accuses_does_not_do_it() {
        use Deprel::{Acl, Advcl, AuxPass, Case, Mark, NsubjPass, OblAgent, Root};
        let accused = |verb, mark| {
            mended_tree(&[
                ("army", Upos::Noun, Xpos::Nn, 3, NsubjPass),
                ("was", Upos::Aux, Xpos::Vbd, 3, AuxPass),
                (verb, Upos::Verb, Xpos::Vbn, 0, Root),
                ("by", Upos::Adp, Xpos::In, 5, Case),
                ("mayor", Upos::Noun, Xpos::Nn, 3, OblAgent),
                (mark, Upos::Sconj, Xpos::In, 7, Mark),
                ("shelling", Upos::Verb, Xpos::Vbg, 5, Acl),
            ])[6]
        };
        assert_eq!(accused("accuse", "of"), (3, Advcl));
        assert_eq!(accused("accuse", "while"), (5, Acl));
        assert_eq!(accused("see", "of"), (5, Acl));
    }

    #[test]
    fn a_speaker_is_no_part_of_the_quotation() {
        use Deprel::{Ccomp, Det, Nsubj, Obj, Punct, Root};
        let quoted = |mark, verb| {
            mended_tree(&[
                ("We", Upos::Pron, Xpos::Prp, 2, Nsubj),
                ("fired", Upos::Verb, Xpos::Vbd, 6, Ccomp),
                (mark, Upos::Punct, Xpos::CloseQuote, 2, Punct),
                ("a", Upos::Det, Xpos::Dt, 5, Det),
                ("guard", Upos::Noun, Xpos::Nn, 2, Obj),
                (verb, Upos::Verb, Xpos::Vbd, 0, Root),
            ])[4]
        };
        assert_eq!(quoted("”", "say"), (6, Nsubj));
        // "We fired, a guard said."
        assert_eq!(quoted(",", "say"), (6, Nsubj));
        assert_eq!(quoted("(", "say"), (2, Obj));
        assert_eq!(quoted("”", "fall"), (2, Obj));
    }

    #[test]
    fn a_sentence_has_a_verb() {
        use Deprel::{Amod, Compound, Nmod, Obj, Obl, Punct, Root};
        let heads = |stop: &str, participle: Xpos| {
            let (text, mut sentence) = sentence(&[
                ("Norland", 4, Compound),
                ("shelled", 4, Amod),
                ("rebel", 4, Compound),
                ("posts", 0, Root),
                ("Bria", 4, Obl),
                ("Zandia", 5, Nmod),
                (stop, 4, Punct),
            ]);
            for index in [0, 2, 3, 4, 5] {
                sentence.tokens[index].upos = Upos::Propn;
            }
            sentence.tokens[1].xpos = participle;
            repair(&text, &mut sentence);
            let heads = sentence.tokens.iter().map(|token| token.head.map_or(0, |head| head + 1));
            (heads.collect::<Vec<_>>(), sentence.tokens[3].deprel)
        };
        assert_eq!(heads(".", Xpos::Vbn), (vec![2, 0, 4, 2, 2, 5, 2], Obj));
        // A headline may be a noun; an adjective is no verb.
        assert_eq!(heads("!", Xpos::Vbn), (vec![4, 4, 4, 0, 4, 5, 4], Root));
        assert_eq!(heads(".", Xpos::Jj), (vec![4, 4, 4, 0, 4, 5, 4], Root));
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

    /// Mends a tree whose words have tags; gives every head (counted from 1, 0: root) and relation.
    fn mended_tree(words: &[(&str, Upos, Xpos, usize, Deprel)]) -> Vec<(usize, Deprel)> {
        let untagged: Vec<(&str, usize, Deprel)> =
            words.iter().map(|&(form, _, _, head, deprel)| (form, head, deprel)).collect();
        let (text, mut sentence) = sentence(&untagged);
        for (token, &(_, upos, xpos, _, _)) in sentence.tokens.iter_mut().zip(words) {
            (token.upos, token.xpos) = (upos, xpos);
        }
        repair(&text, &mut sentence);
        let heads = sentence.tokens.iter();
        heads.map(|token| (token.head.map_or(0, |head| head + 1), token.deprel)).collect()
    }

    #[test]
    fn a_noun_that_opens_a_sentence_is_no_part_of_a_name() {
        use Deprel::{Flat, NmodDesc, Nsubj, Root};
        let first = |noun, given| {
            mended_tree(&[
                (noun, Upos::Propn, Xpos::Nnp, 4, Nsubj),
                (given, Upos::Propn, Xpos::Nnp, 1, Flat),
                ("Olsen", Upos::Propn, Xpos::Nnp, 1, Flat),
                ("die", Upos::Verb, Xpos::Vbd, 0, Root),
            ])
        };
        assert_eq!(first("Painter", "Anna"), [(2, NmodDesc), (4, Nsubj), (2, Flat), (0, Root)]);
        assert_eq!(first("Painter", "Vestol")[0], (4, Nsubj));
        assert_eq!(first("Maria", "Anna")[0], (4, Nsubj));
    }

    #[test]
    fn an_infinitive_is_a_clause() {
        use Deprel::{Advcl, Case, Obl, Root};
        let leave = |xpos| {
            mended_tree(&[
                ("call", Upos::Verb, Xpos::Vbd, 0, Root),
                ("to", Upos::Part, Xpos::To, 3, Case),
                ("leave", Upos::Verb, xpos, 1, Obl),
            ])[2]
        };
        assert_eq!(leave(Xpos::Vb), (1, Advcl));
        assert_eq!(leave(Xpos::Vbg), (1, Obl));
    }

    #[test]
    fn a_sentence_that_is_closed_is_no_headline() {
        use Deprel::{Nsubj, NsubjPass, Punct, Root};
        let subject = |verb, stop| {
            mended_tree(&[
                ("Students", Upos::Noun, Xpos::Nns, 2, NsubjPass),
                (verb, Upos::Verb, Xpos::Vbn, 0, Root),
                (stop, Upos::Punct, Xpos::Period, 2, Punct),
            ])[0]
        };
        assert_eq!(subject("protest", "."), (2, Nsubj));
        assert_eq!(subject("protest", "!"), (2, NsubjPass));
        assert_eq!(subject("arrest", "."), (2, NsubjPass));
    }

    #[test]
    fn a_noun_with_an_object_is_a_verb() {
        use Deprel::{Compound, Nsubj, Obj, Root};
        let struck = |object| {
            mended_tree(&[
                ("quake", Upos::Noun, Xpos::Nn, 2, Compound),
                ("struck", Upos::Noun, Xpos::Nn, 0, Root),
                ("Bria", Upos::Propn, Xpos::Nnp, 2, object),
            ])
        };
        assert_eq!(struck(Obj)[0], (2, Nsubj));
        assert_eq!(struck(Deprel::Appos)[0], (2, Compound));
    }

    #[test]
    fn a_name_before_a_number_receives() {
        use Deprel::{Compound, Iobj, Nsubj, Nummod, Obj, Root};
        let gave = |verb, number| {
            mended_tree(&[
                ("Norland", Upos::Propn, Xpos::Nnp, 2, Nsubj),
                (verb, Upos::Verb, Xpos::Vbd, 0, Root),
                ("Estavia", Upos::Propn, Xpos::Nnp, 5, Compound),
                ("40", Upos::Num, Xpos::Cd, 5, number),
                ("tanks", Upos::Noun, Xpos::Nns, 2, Obj),
            ])[2]
        };
        assert_eq!(gave("give", Nummod), (2, Iobj));
        assert_eq!(gave("see", Nummod), (5, Compound));
        assert_eq!(gave("give", Compound), (5, Compound));
    }

    #[test]
    fn a_second_verb_has_its_own_object() {
        use Deprel::{Amod, Cc, Conj, Nsubj, Obj, Root};
        let praised = |xpos, deprel| {
            let head = if deprel == Amod { 6 } else { 2 };
            mended_tree(&[
                ("Norland", Upos::Propn, Xpos::Nnp, 2, Nsubj),
                ("condemn", Upos::Verb, Xpos::Vbd, 0, Root),
                ("Estavia", Upos::Propn, Xpos::Nnp, 2, Obj),
                ("and", Upos::Cconj, Xpos::Cc, 6, Cc),
                ("praise", Upos::Verb, xpos, head, deprel),
                ("Zandia", Upos::Propn, Xpos::Nnp, 3, Conj),
            ])
        };
        for (xpos, deprel) in [(Xpos::Vbn, Amod), (Xpos::Vbd, Conj)] {
            assert_eq!((praised(xpos, deprel)[4], praised(xpos, deprel)[5]), ((2, Conj), (5, Obj)));
        }
        // "condemned Estavia and neighbouring Zandia"
        assert_eq!(praised(Xpos::Vbg, Amod)[5], (3, Conj));
    }

    #[test]
    fn days_and_places_are_said_of_the_verb() {
        use Deprel::{Case, Nmod, Nsubj, Obl, Root};
        let marched = |word| {
            mended_tree(&[
                ("nurses", Upos::Noun, Xpos::Nns, 2, Nsubj),
                ("march", Upos::Verb, Xpos::Vbd, 0, Root),
                ("on", Upos::Adp, Xpos::In, 4, Case),
                (word, Upos::Propn, Xpos::Nnp, 2, Obl),
                ("in", Upos::Adp, Xpos::In, 6, Case),
                ("Bria", Upos::Propn, Xpos::Nnp, 4, Nmod),
            ])[5]
        };
        assert_eq!(marched("Tuesday"), (2, Obl));
        assert_eq!(marched("Parliament"), (4, Nmod));
    }

    #[test]
    fn a_participle_with_an_object_is_the_verb_that_is_missing() {
        use Deprel::{Acl, Nmod, Nsubj, Obj, OblAgent, Root};
        let bomb = |verb, object| {
            mended_tree(&[
                ("bomb", Upos::Noun, Xpos::Nn, 0, Root),
                ("Bria", Upos::Propn, Xpos::Nnp, 1, Nmod),
                (verb, Upos::Verb, Xpos::Vbn, 2, Acl),
                ("people", Upos::Noun, Xpos::Nns, 3, object),
            ])
        };
        assert_eq!(bomb("leave", Obj)[0], (3, Nsubj));
        assert_eq!(bomb("leave", Obj)[2], (0, Root));
        // "a bomb in Bria left by people", "a book in Bria given people".
        assert_eq!(bomb("leave", OblAgent)[2], (2, Acl));
        assert_eq!(bomb("give", Obj)[2], (2, Acl));
    }

    #[test]
    fn a_name_after_the_preposition_that_opens_a_sentence_is_a_phrase() {
        use Deprel::{Case, Compound, Nsubj, Obl, Root};
        let stormed = |name, noun: Xpos| {
            mended_tree(&[
                ("in", Upos::Adp, Xpos::In, 3, Case),
                (name, Upos::Propn, Xpos::Nnp, 3, Compound),
                ("gunmen", Upos::Noun, noun, 4, Obl),
                ("storm", Upos::Verb, Xpos::Vbd, 0, Root),
            ])
        };
        assert_eq!(stormed("March", Xpos::Nns)[..3], [(2, Case), (4, Obl), (4, Nsubj)]);
        // "In March rain fell" may be the rain of March.
        assert_eq!(stormed("March", Xpos::Nn)[2], (4, Obl));
    }

    #[test]
    fn a_clause_has_one_subject() {
        use Deprel::{Cc, Conj, Nmod, Nsubj, Root};
        let holds = |and| {
            mended_tree(&[
                ("truce", Upos::Noun, Xpos::Nn, 5, Nsubj),
                ("army", Upos::Noun, Xpos::Nn, 1, Nmod),
                ("and", Upos::Cconj, Xpos::Cc, 4, and),
                ("rebels", Upos::Noun, Xpos::Nns, 5, Nsubj),
                ("hold", Upos::Verb, Xpos::Vbd, 0, Root),
            ])[3]
        };
        assert_eq!(holds(Cc), (2, Conj));
        assert_eq!(holds(Deprel::Det), (5, Nsubj));
    }

    #[test]
    fn a_bare_verb_after_an_object_is_a_noun() {
        use Deprel::{Compound, Nsubj, Obj, Root, Xcomp};
        let lifted = |verb, noun| {
            mended_tree(&[
                ("Norland", Upos::Propn, Xpos::Nnp, 2, Nsubj),
                (verb, Upos::Verb, Xpos::Vbd, 0, Root),
                ("arms", Upos::Noun, Xpos::Nns, 2, Obj),
                (noun, Upos::Verb, Xpos::Vb, 2, Xcomp),
            ])
        };
        assert_eq!(lifted("lift", "embargo")[2..], [(4, Compound), (2, Obj)]);
        // "let troops attack", "lifted weights daily".
        assert_eq!(lifted("let", "attack")[3], (2, Xcomp));
        assert_eq!(lifted("lift", "glimmer")[3], (2, Xcomp));
    }

    #[test]
    fn what_has_a_preposition_is_no_object() {
        use Deprel::{Case, Nsubj, Obj, Obl, Root};
        let called = |preposition| {
            mended_tree(&[
                ("miners", Upos::Noun, Xpos::Nns, 2, Nsubj),
                ("call", Upos::Verb, Xpos::Vbd, 0, Root),
                (preposition, Upos::Adp, Xpos::In, 4, Case),
                ("Estavia", Upos::Propn, Xpos::Nnp, 2, Obj),
            ])[3]
        };
        assert_eq!(called("on"), (2, Obl));
        assert_eq!(called("about"), (2, Obj));
    }

    #[test]
    fn a_subject_is_no_verb() {
        use Deprel::{Nsubj, Root};
        let spread = |form, xpos| {
            let (text, mut sentence) = sentence(&[(form, 2, Nsubj), ("spread", 0, Root)]);
            (sentence.tokens[0].upos, sentence.tokens[0].xpos) = (Upos::Verb, xpos);
            repair(&text, &mut sentence);
            sentence.tokens[0].upos
        };
        assert_eq!(spread("clashes", Xpos::Vbz), Upos::Noun);
        assert_eq!(spread("clashing", Xpos::Vbg), Upos::Verb);
    }

    #[test]
    fn a_particle_before_a_bare_phrase_is_its_preposition() {
        use Deprel::{Case, CompoundPrt, Nsubj, Obj, Obl, Root, Xcomp};
        let called = |particle, what: (&'static str, Upos), deprel| {
            mended_tree(&[
                ("Norland", Upos::Propn, Xpos::Nnp, 2, Nsubj),
                ("call", Upos::Verb, Xpos::Vbd, 0, Root),
                (particle, Upos::Adp, Xpos::Rp, 2, CompoundPrt),
                (what.0, what.1, Xpos::Nn, 2, deprel),
            ])
        };
        assert_eq!(called("on", ("Estavia", Upos::Propn), Obl)[2], (4, Case));
        assert_eq!(called("off", ("talks", Upos::Noun), Xcomp)[3], (2, Obj));
        assert_eq!(called("off", ("early", Upos::Adj), Xcomp)[3], (2, Xcomp));
    }
}
