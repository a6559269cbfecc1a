//! The arguments of a predicate: who stands in which slot, whatever the voice or the clause.
//!
//! In comes a tree and a token that may name an event; out come the tokens that fill its slots, with the passive
//! undone and subjects found through control, participles, relative clauses and coordination. Which actor a token
//! means and which role it plays is decided by the caller.

use crate::lexicon::event_rules::Slot;
use crate::lexicon::grammar::{SupportSubject, SupportVerb, grammar};
use crate::text::{Deprel, Sentence, Upos, Xpos};

/// One filled slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    slot: Slot,
    /// The head token of the filler.
    pub(crate) token: usize,
    /// Found on a neighbour, so weaker: on the object of the verb, or on the verb that supports the noun.
    borrowed: bool,
}

/// The filled slots of one predicate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Arguments {
    filled: Vec<Argument>,
    /// The support verb of a noun ("hold talks") and the token it stands at.
    pub(crate) support: Option<(usize, &'static SupportVerb)>,
    /// The verb whose tense and time hold for a noun without support verb ("will visit China for talks").
    pub(crate) governor: Option<usize>,
}

impl Arguments {
    /// The fillers of `slot`, its own before borrowed ones, in text order.
    pub(crate) fn fillers<'a>(&'a self, slot: &'a Slot) -> impl Iterator<Item = usize> + 'a {
        let of = move |borrowed| {
            self.filled.iter().filter(move |argument| argument.borrowed == borrowed && argument.slot == *slot)
        };
        of(false).chain(of(true)).map(|argument| argument.token)
    }

    /// Every filled preposition slot: the preposition and the filler.
    pub(crate) fn prepositions(&self) -> impl Iterator<Item = (&str, usize)> {
        self.filled.iter().filter_map(|argument| match &argument.slot {
            Slot::Preposition(word) => Some((word.as_str(), argument.token)),
            _ => None,
        })
    }

    /// Adds `token`, and what it measures if it is a measure.
    fn add_with_content(&mut self, sentence: &Sentence, slot: &Slot, token: usize) {
        self.add(slot.clone(), token, false);
        if let Some(content) = content_of(sentence, token) {
            self.add(slot.clone(), content, false);
        }
    }

    fn add(&mut self, slot: Slot, token: usize, borrowed: bool) {
        if !self.filled.iter().any(|argument| argument.slot == slot && argument.token == token) {
            self.filled.push(Argument { slot, token, borrowed });
        }
    }
}

/// How far subjects are looked for upwards; deeper nesting than this is no longer news prose.
const MAX_CLIMB: usize = 8;

/// Whether `verb` is in the passive voice, a participle without auxiliary included ("a man arrested in Oslo").
pub(crate) fn is_passive(sentence: &Sentence, verb: usize) -> bool {
    let token = &sentence.tokens[verb];
    let mut perfect = false;
    for child in sentence.children(verb) {
        match sentence.tokens[child].deprel {
            Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass => return true,
            Deprel::Aux if sentence.lemma(child) == "have" => perfect = true,
            Deprel::Obj => return false,
            _ => {}
        }
    }
    // "Banker arrested at airport", read as one who arrests.
    if token.xpos == Xpos::Vbd && token.deprel == Deprel::Root && is_headline(sentence) {
        let has_object = sentence.children(verb).any(|child| {
            matches!(sentence.tokens[child].deprel, Deprel::Iobj | Deprel::Ccomp | Deprel::Xcomp)
        });
        return grammar().is_undergone(sentence.lemma(verb)) && !has_object;
    }
    // "want him jailed": no verb of a past stands there, whatever the tag says.
    let is_wanted = || {
        let wants = token.head.is_some_and(|head| grammar().is_wish(sentence.lemma(head)));
        wants && sentence.child(verb, Deprel::Mark).is_none() && sentence.child(verb, Deprel::Aux).is_none()
    };
    if token.xpos == Xpos::Vbd && matches!(token.deprel, Deprel::Xcomp | Deprel::Ccomp) && is_wanted() {
        return true;
    }
    if token.xpos != Xpos::Vbn || perfect {
        return false;
    }
    match token.deprel {
        Deprel::Acl | Deprel::Advcl | Deprel::Xcomp | Deprel::Amod => true,
        // A conjunct without auxiliary of its own shares that of the first ("were beaten and arrested").
        Deprel::Conj => token.head.is_some_and(|head| {
            head != verb && sentence.tokens[head].upos == Upos::Verb && is_passive_itself(sentence, head)
        }),
        // Headline style: "Two arrested in Oslo".
        Deprel::Root => !has_subject(sentence, verb) || sentence.child(verb, Deprel::Aux).is_none(),
        _ => false,
    }
}

/// Whether nothing closes the sentence, as in headlines.
fn is_headline(sentence: &Sentence) -> bool {
    sentence.tokens.last().is_some_and(|token| token.upos != Upos::Punct)
}

fn is_passive_itself(sentence: &Sentence, verb: usize) -> bool {
    sentence.child(verb, Deprel::AuxPass).is_some() || sentence.child(verb, Deprel::NsubjPass).is_some()
}

fn has_subject(sentence: &Sentence, verb: usize) -> bool {
    sentence.child(verb, Deprel::Nsubj).is_some() || sentence.child(verb, Deprel::NsubjPass).is_some()
}

/// The word a relative pronoun stands for; any other token stands for itself.
pub(crate) fn antecedent(sentence: &Sentence, token: usize) -> usize {
    if !matches!(sentence.tokens[token].xpos, Xpos::Wdt | Xpos::Wp | Xpos::Wps) {
        return token;
    }
    let mut at = token;
    for _ in 0..MAX_CLIMB {
        match (sentence.tokens[at].deprel, sentence.tokens[at].head) {
            (Deprel::AclRelcl, Some(head)) => return head,
            (_, Some(head)) => at = head,
            (_, None) => break,
        }
    }
    token
}

/// The grammatical subject of `verb`, its own or inherited, whatever the voice.
fn surface_subject(sentence: &Sentence, verb: usize, climb: usize) -> Option<usize> {
    for deprel in [Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter] {
        if let Some(subject) = sentence.child(verb, deprel) {
            return Some(antecedent(sentence, subject));
        }
    }
    if climb >= MAX_CLIMB {
        return None;
    }
    let token = &sentence.tokens[verb];
    let head = token.head?;
    // "called on Norland to impose sanctions": whoever is called on.
    if matches!(token.deprel, Deprel::Xcomp | Deprel::Advcl)
        && token.xpos == Xpos::Vb
        && grammar().controls_by_phrase(sentence.lemma(head))
        && let Some(called) = sentence.children(head).find(|&child| {
            (head..verb).contains(&child)
                && sentence.tokens[child].deprel == Deprel::Obl
                && matches!(preposition_of(sentence, child), Some("on" | "upon" | "to" | "with" | "for"))
        })
    {
        return Some(antecedent(sentence, called));
    }
    // "accused Norland of attacking the port": whoever is accused.
    if token.deprel == Deprel::Advcl
        && grammar().controls_by_object(sentence.lemma(head))
        && sentence.is_gerund_after_preposition(verb)
        && let Some(object) = sentence.children(head).find(|&child| {
            (head..verb).contains(&child)
                && matches!(sentence.tokens[child].deprel, Deprel::Obj | Deprel::Iobj)
        })
    {
        return Some(antecedent(sentence, object));
    }
    // "Norland's aid includes training pilots": whoever does the whole does the part.
    if matches!(token.deprel, Deprel::Ccomp | Deprel::Xcomp)
        && token.xpos == Xpos::Vbg
        && grammar().is_inclusion(sentence.lemma(head))
    {
        let whole = surface_subject(sentence, head, climb + 1)?;
        return sentence.child(whole, Deprel::NmodPoss).or_else(|| {
            sentence.children(whole).find(|&child| {
                sentence.tokens[child].deprel == Deprel::Nmod && preposition_of(sentence, child) == Some("by")
            })
        });
    }
    match token.deprel {
        Deprel::Conj if is_predicate(sentence, head) => surface_subject(sentence, head, climb + 1),
        Deprel::Xcomp => {
            match sentence.child(head, Deprel::Obj).or_else(|| sentence.child(head, Deprel::Iobj)) {
                Some(object) if !grammar().keeps_subject(sentence.lemma(head)) => {
                    Some(antecedent(sentence, object))
                }
                _ => surface_subject(sentence, head, climb + 1),
            }
        }
        Deprel::Advcl if is_predicate(sentence, head) => surface_subject(sentence, head, climb + 1),
        Deprel::AdvclRelcl => surface_subject(sentence, head, climb + 1),
        Deprel::Acl => {
            if token.xpos == Xpos::Vb {
                // "its plan to visit", "made an effort to meet": whoever has the plan or makes the effort.
                // "its call for Norland to leave", "a plan by Norland to leave"
                let phrase = |preposition: &str| {
                    sentence.children(head).find(|&child| {
                        child < verb
                            && sentence.tokens[child].deprel == Deprel::Nmod
                            && preposition_of(sentence, child) == Some(preposition)
                    })
                };
                let possessor = (phrase("for").map(|called| antecedent(sentence, called)))
                    .or_else(|| sentence.child(head, Deprel::NmodPoss))
                    .or_else(|| phrase("by"));
                possessor.or_else(|| surface_subject(sentence, sentence.tokens[head].head?, climb + 1))
            } else {
                Some(head)
            }
        }
        _ => None,
    }
}

fn is_predicate(sentence: &Sentence, token: usize) -> bool {
    matches!(sentence.tokens[token].upos, Upos::Verb | Upos::Aux | Upos::Adj)
        || sentence.child(token, Deprel::Cop).is_some()
        || has_subject(sentence, token)
}

/// The preposition that marks `token`, in lower case.
pub(crate) fn preposition_of(sentence: &Sentence, token: usize) -> Option<&str> {
    sentence.child(token, Deprel::Case).map(|case| sentence.lemma(case))
}

/// The particle of a verb: "carry *out*".
fn particle_of(sentence: &Sentence, verb: usize) -> Option<&str> {
    sentence.child(verb, Deprel::CompoundPrt).map(|particle| sentence.lemma(particle))
}

/// The second of two prepositions that mark `token`: "out *of* the town", "lashed out *at* Norland".
pub(crate) fn second_preposition_of(sentence: &Sentence, token: usize) -> Option<&str> {
    let mut cases = sentence.children(token).filter(|&child| sentence.tokens[child].deprel == Deprel::Case);
    cases.nth(1).map(|case| sentence.lemma(case))
}

/// The noun that holds `noun` as its content: "a *series* of attacks", "a mediation *effort*".
pub(crate) fn container_of(sentence: &Sentence, noun: usize) -> Option<usize> {
    let token = &sentence.tokens[noun];
    let head = token.head?;
    let holds = match token.deprel {
        Deprel::Nmod => {
            preposition_of(sentence, noun) == Some("of") && grammar().is_container(sentence.lemma(head))
        }
        Deprel::Compound => grammar().is_act(sentence.lemma(head)),
        _ => false,
    };
    holds.then_some(head)
}

/// What a noun of measure measures: "two tons of *medicine*", "part of the *town*".
fn content_of(sentence: &Sentence, noun: usize) -> Option<usize> {
    let lemma = sentence.lemma(noun);
    if !(grammar().is_measure(lemma) || grammar().is_container(lemma)) {
        return None;
    }
    sentence.children(noun).find(|&child| {
        sentence.tokens[child].deprel == Deprel::Nmod && preposition_of(sentence, child) == Some("of")
    })
}

fn add_obliques(sentence: &Sentence, verb: usize, borrowed: bool, found: &mut Arguments) {
    for child in sentence.children(verb) {
        let token = &sentence.tokens[child];
        if let Some(subject) = wanted_of(sentence, verb, child).filter(|_| !borrowed) {
            found.add(Slot::Preposition("for".to_owned()), antecedent(sentence, subject), false);
        }
        match token.deprel {
            // "held them as hostages" is read as a clause.
            Deprel::Obl | Deprel::Nmod | Deprel::Advcl => {
                if let Some(preposition) = preposition_of(sentence, child) {
                    let filler = antecedent(sentence, child);
                    found.add(Slot::Preposition(preposition.to_owned()), filler, borrowed);
                    let second = second_preposition_of(sentence, child);
                    // "out of the town", "away from the border"
                    if matches!((preposition, second), ("out" | "away" | "off", Some("of" | "from"))) {
                        found.add(Slot::Preposition("from".to_owned()), filler, borrowed);
                    }
                    // "lashed out at Norland"
                    if let Some(second) = second.filter(|&second| second != "of") {
                        found.add(Slot::Preposition(second.to_owned()), filler, borrowed);
                    }
                    // "walked out of talks with Norland"
                    add_partners(sentence, filler, found);
                }
            }
            // "walked away from the plan"
            Deprel::Advmod if token.upos == Upos::Adv && !borrowed => {
                for phrase in sentence.children(child) {
                    if sentence.tokens[phrase].deprel == Deprel::Obl
                        && let Some(preposition) = preposition_of(sentence, phrase)
                    {
                        let slot = Slot::Preposition(preposition.to_owned());
                        found.add(slot, antecedent(sentence, phrase), false);
                    }
                }
            }
            // "the attack was condemned by Norland": what others did is not done by whoever speaks of it.
            Deprel::OblAgent if !borrowed => {
                found.add(Slot::Preposition("by".to_owned()), antecedent(sentence, child), false);
            }
            Deprel::Iobj if !borrowed => found.add(Slot::Indirect, antecedent(sentence, child), false),
            Deprel::Ccomp | Deprel::Xcomp if !borrowed => {
                found.add(Slot::Clause, child, false);
                if token.deprel == Deprel::Xcomp && is_infinitive(sentence, child) {
                    found.add(Slot::Infinitive, child, false);
                }
                add_clause(sentence, child, found);
            }
            _ => {}
        }
    }
}

/// "to leave".
fn is_infinitive(sentence: &Sentence, verb: usize) -> bool {
    sentence.tokens[verb].xpos == Xpos::Vb
        && sentence.child(verb, Deprel::Mark).is_some_and(|mark| sentence.lemma(mark) == "to")
}

/// "called for *the rebels* to disarm": of whom `clause` says what is wanted.
fn wanted_of(sentence: &Sentence, verb: usize, clause: usize) -> Option<usize> {
    let is_clause = matches!(sentence.tokens[clause].deprel, Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp);
    let mark = sentence.child(clause, Deprel::Mark).filter(|&mark| is_clause && mark > verb)?;
    sentence.child(clause, Deprel::Nsubj).filter(|_| sentence.lemma(mark) == "for")
}

/// What stands in the clause that a verb governs.
fn add_clause(sentence: &Sentence, clause: usize, found: &mut Arguments) {
    for child in sentence.children(clause) {
        let slot = match sentence.tokens[child].deprel {
            Deprel::Nsubj => Slot::ClauseSubject,
            Deprel::NsubjPass | Deprel::Obj => Slot::ClauseObject,
            Deprel::Aux if sentence.tokens[child].xpos == Xpos::Md => Slot::Modal,
            _ => continue,
        };
        found.add(slot, antecedent(sentence, child), false);
    }
}

/// The arguments of the verb (or adjective) `verb`.
pub(crate) fn verb_arguments(sentence: &Sentence, verb: usize) -> Arguments {
    let mut found = Arguments::default();
    found.add(Slot::Itself, verb, false);
    let passive = is_passive(sentence, verb);
    let surface = surface_subject(sentence, verb, 0).filter(|&subject| subject != verb);
    let object = sentence.child(verb, Deprel::Obj).map(|object| antecedent(sentence, object));
    let token = &sentence.tokens[verb];
    if passive {
        if let Some(agent) = sentence.child(verb, Deprel::OblAgent) {
            found.add(Slot::Subject, antecedent(sentence, agent), false);
        }
        // "60 injured, director Torres said": not the director.
        let is_parted = |head: usize| {
            token.deprel == Deprel::Amod
                && (verb + 1..head).any(|between| sentence.tokens[between].deprel == Deprel::Punct)
                && !(verb + 1..head).any(|between| sentence.tokens[between].deprel == Deprel::Amod)
        };
        let participle_of = matches!(token.deprel, Deprel::Acl | Deprel::Amod)
            .then_some(token.head)
            .flatten()
            .filter(|&head| !is_parted(head));
        // "was given tanks": with an object beside it, the subject is to whom.
        let receiver = object.and(surface).filter(|_| participle_of.is_none());
        if let Some(receiver) = receiver {
            found.add(Slot::Indirect, receiver, false);
        } else if let Some(patient) = participle_of.or(surface) {
            found.add_with_content(sentence, &Slot::Object, patient);
            if participle_of.is_none() {
                add_partners(sentence, patient, &mut found);
            }
        }
    } else if let Some(subject) = surface {
        found.add_with_content(sentence, &Slot::Subject, subject);
    }
    if let Some(object) = object {
        found.add_with_content(sentence, &Slot::Object, object);
        add_phrases(sentence, object, &mut found);
        // "lifted a state of emergency in Norland"
        for child in sentence.children(object) {
            if sentence.tokens[child].deprel == Deprel::Nmod && preposition_of(sentence, child) == Some("of")
            {
                add_phrases(sentence, child, &mut found);
            }
        }
    } else if !passive
        && token.deprel == Deprel::AclRelcl
        && let Some(head) = token.head
        && surface.is_some_and(|subject| subject != head)
        && !sentence.children(verb).any(|child| {
            matches!(sentence.tokens[child].deprel, Deprel::Obl | Deprel::Advmod)
                && matches!(sentence.tokens[child].xpos, Xpos::Wdt | Xpos::Wp | Xpos::Wrb)
        })
    {
        // "the town the army shelled"
        found.add(Slot::Object, head, false);
    }
    // "warned Norland against it": the only object, whatever its label.
    if object.is_none()
        && !passive
        && let Some(receiver) = sentence.child(verb, Deprel::Iobj)
    {
        found.add(Slot::Object, antecedent(sentence, receiver), true);
    }
    // Headlines end in a bare number that the parser has no relation for: "Blast injures 3".
    let bare_number = sentence.children(verb).find(|&child| {
        let child_token = &sentence.tokens[child];
        child > verb
            && child_token.upos == Upos::Num
            && matches!(child_token.deprel, Deprel::Flat | Deprel::Nummod)
    });
    if let Some(number) = bare_number.filter(|_| object.is_none() && !passive) {
        found.add(Slot::Object, number, false);
    }
    add_obliques(sentence, verb, false, &mut found);
    // "threatened today to strike": an infinitive without a comma may be what the verb is about.
    if found.fillers(&Slot::Clause).next().is_none()
        && let Some(clause) = sentence.child(verb, Deprel::Advcl).filter(|&clause| clause > verb)
        && is_infinitive(sentence, clause)
        && !(verb..clause).any(|between| sentence.tokens[between].upos == Upos::Punct)
    {
        found.add(Slot::Clause, clause, true);
        found.add(Slot::Infinitive, clause, true);
        add_clause(sentence, clause, &mut found);
    }
    found
}

/// The arguments of the noun `noun`, those of its support verb included ("Russia launched an attack on Sumy").
pub(crate) fn noun_arguments(sentence: &Sentence, noun: usize) -> Arguments {
    let mut found = Arguments::default();
    found.add(Slot::Itself, noun, false);
    let mut top = noun;
    while let Some(container) = container_of(sentence, top) {
        add_noun_children(sentence, container, noun, &mut found);
        top = container;
    }
    add_noun_children(sentence, noun, noun, &mut found);

    // A conjunct shares the support verb of the first: "talks and a summit were held".
    let mut link = top;
    for _ in 0..MAX_CLIMB {
        match (sentence.tokens[link].deprel, sentence.tokens[link].head) {
            (Deprel::Conj, Some(head)) if sentence.tokens[head].upos == Upos::Noun => link = head,
            _ => break,
        }
    }
    let token = &sentence.tokens[link];
    let Some(verb) = token.head else { return found };
    if !matches!(sentence.tokens[verb].upos, Upos::Verb | Upos::Aux) {
        return found;
    }
    let particle = particle_of(sentence, verb);
    match token.deprel {
        Deprel::Obj | Deprel::NsubjPass => {
            // "called the talks a show", "what it called an attack": the verb says what they are, and carries nothing.
            let calls = sentence.lemma(verb) == "call";
            let is_judged = sentence.children(verb).any(|child| {
                (child > noun
                    && sentence.tokens[child].deprel == Deprel::Xcomp
                    && (sentence.tokens[child].upos != Upos::Verb
                        || (calls && sentence.tokens[child].xpos == Xpos::Vbg)))
                    || (calls && sentence.lemma(child) == "what")
            });
            let support = grammar().support_verb(sentence.lemma(verb), particle);
            if let Some(support) = support.filter(|_| !is_judged) {
                found.support = Some((verb, support));
                let verb_arguments = verb_arguments(sentence, verb);
                let slot = match support.subject {
                    SupportSubject::Agent => Some(Slot::Subject),
                    SupportSubject::Patient => Some(Slot::Object),
                    SupportSubject::Other => None,
                };
                if let Some(slot) = slot {
                    for subject in verb_arguments.fillers(&Slot::Subject) {
                        found.add(slot.clone(), subject, false);
                    }
                }
                add_obliques(sentence, verb, true, &mut found);
            }
            found.governor = Some(verb);
        }
        Deprel::Nsubj => {
            if let Some(support) = grammar().happening_verb(sentence.lemma(verb), particle) {
                found.support = Some((verb, support));
                add_obliques(sentence, verb, true, &mut found);
            }
            found.governor = Some(verb);
        }
        // "will visit China for talks with ..."
        Deprel::Obl if preposition_of(sentence, link) == Some("for") => {
            // "pressed for the resignation of Torres": not the one who pressed, but "arrested for the murder of Torres".
            let has_owner = sentence.child(verb, Deprel::NsubjPass).is_none()
                && sentence.children(noun).any(|child| match sentence.tokens[child].deprel {
                    Deprel::NmodPoss => true,
                    Deprel::Nmod => preposition_of(sentence, child) == Some("of"),
                    _ => false,
                });
            if let Some(subject) = surface_subject(sentence, verb, 0).filter(|_| !has_owner) {
                found.add(Slot::Subject, subject, true);
            }
            found.governor = Some(verb);
        }
        _ => {}
    }
    found
}

/// The prepositional phrases of a noun that is an argument, borrowed for what it is an argument of.
fn add_phrases(sentence: &Sentence, noun: usize, found: &mut Arguments) {
    for child in sentence.children(noun) {
        if sentence.tokens[child].deprel == Deprel::Nmod
            && let Some(preposition) = preposition_of(sentence, child)
            && preposition != "of"
        {
            found.add(Slot::Preposition(preposition.to_owned()), antecedent(sentence, child), true);
        }
    }
}

/// With whom or against whom what a noun names is done.
fn add_partners(sentence: &Sentence, noun: usize, found: &mut Arguments) {
    for child in sentence.children(noun) {
        if sentence.tokens[child].deprel == Deprel::Nmod
            && let Some(preposition @ ("with" | "between" | "against" | "on")) =
                preposition_of(sentence, child)
        {
            found.add(Slot::Preposition(preposition.to_owned()), antecedent(sentence, child), true);
        }
    }
}

fn add_noun_children(sentence: &Sentence, noun: usize, trigger: usize, found: &mut Arguments) {
    for child in sentence.children(noun) {
        if child == trigger {
            continue;
        }
        let token = &sentence.tokens[child];
        match token.deprel {
            Deprel::NmodPoss => found.add(Slot::Possessive, child, false),
            Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat => {
                found.add(Slot::Modifier, child, false);
            }
            Deprel::Nmod | Deprel::Obl => {
                if let Some(preposition) = preposition_of(sentence, child) {
                    found.add(Slot::Preposition(preposition.to_owned()), antecedent(sentence, child), false);
                    if preposition == "of" {
                        // "a suspension of talks with Norland"
                        add_phrases(sentence, child, found);
                    }
                }
            }
            Deprel::Nsubj if sentence.child(noun, Deprel::Cop).is_some() => {
                found.add(Slot::Subject, antecedent(sentence, child), false);
            }
            Deprel::Acl if is_passive(sentence, child) => {
                // "an attack carried out by ...", not "an attack condemned by ..."
                let support = grammar().support_verb(sentence.lemma(child), particle_of(sentence, child));
                let is_done = support.is_some_and(|support| support.subject == SupportSubject::Agent);
                if let Some(agent) = sentence.child(child, Deprel::OblAgent).filter(|_| is_done) {
                    found.add(Slot::Preposition("by".to_owned()), antecedent(sentence, agent), false);
                }
            }
            _ => {}
        }
    }
}
