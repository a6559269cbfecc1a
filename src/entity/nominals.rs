//! Nominals: noun phrases without a name that stand for somebody: "the ministry", "nine communities", "police".
//!
//! A definite phrase points back to the one actor it fits; a counted or indefinite one is somebody new. Where two
//! actors fit, nobody is chosen.

use super::names::normalize;
use super::resolver::{REACH, Resolver, blank_actor, body_key, is_institution};
use super::{Actor, ActorId, ActorKind, PlaceId, PlaceKind};
use crate::lexicon::naming::{capitalize, fold, naming};
use crate::lexicon::world::{Country, Gender, NounClass, world};
use crate::mention::name::{is_pronoun, is_title_noun};
use crate::text::{Deprel, Upos};

/// How a noun phrase is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Determination {
    /// "the", "this".
    Definite,
    /// "its", "Ghana's".
    Possessed,
    /// "a", "some", "several", a number.
    Indefinite,
    /// None of these.
    Bare,
}

/// A noun phrase that stands for somebody.
#[derive(Debug, Clone)]
pub(super) struct Nominal {
    pub(super) head: usize,
    /// First token, article included.
    pub(super) start: usize,
    /// One past the last token: an "of" phrase is included where the noun is empty without it.
    pub(super) end: usize,
    pub(super) class: NounClass,
    pub(super) sector: Option<&'static str>,
    pub(super) lemma: String,
    pub(super) plural: bool,
    pub(super) determination: Determination,
    pub(super) possessor: Option<ActorId>,
    pub(super) country: Option<&'static Country>,
    /// The token of the adjective or name that tells the country.
    pub(super) country_token: Option<usize>,
    pub(super) count: Option<u32>,
    /// Words between article and noun that tell which ("interior").
    pub(super) qualifiers: Vec<String>,
}

impl Nominal {
    /// Definite or possessed: points at somebody the reader knows.
    fn is_definite(&self) -> bool {
        matches!(self.determination, Determination::Definite | Determination::Possessed)
    }
}

impl Resolver<'_> {
    /// Whether the token heads a phrase that may stand for an actor or place.
    pub(super) fn is_nominal(&self, sentence: usize, index: usize) -> bool {
        let parsed = &self.parsed[sentence];
        let Some(noun) = parsed.noun(index) else { return false };
        match noun.class {
            NounClass::Adjectival => {
                matches!(parsed.upos(index), Upos::Adj | Upos::Noun | Upos::Verb)
                    && index > 0
                    && parsed.lower(index - 1) == "the"
                    && !matches!(parsed.deprel(index), Deprel::Amod | Deprel::Compound)
            }
            NounClass::Quantity => {
                matches!(parsed.upos(index), Upos::Noun | Upos::Num | Upos::Det | Upos::Adj | Upos::Pron)
                    && !matches!(
                        parsed.deprel(index),
                        Deprel::Nummod | Deprel::Det | Deprel::Amod | Deprel::Compound
                    )
            }
            _ => {
                // "ministry spokesman": the body whose spokesman it is, is somebody too, whatever the tagger says.
                let is_owner = is_institution(noun.class)
                    && index + 1 < parsed.len()
                    && is_title_noun(parsed, index + 1)
                    && self.names[sentence].iter().any(|name| name.tokens.start == index + 2);
                if is_owner {
                    return true;
                }
                let is_noun = match parsed.upos(index) {
                    Upos::Noun | Upos::Propn => true,
                    Upos::X | Upos::Pron => parsed.lower(index).ends_with('s'),
                    Upos::Adj => matches!(
                        parsed.deprel(index),
                        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl | Deprel::OblAgent
                    ),
                    _ => false,
                };
                if !is_noun {
                    return false;
                }
                let modifies = matches!(
                    parsed.deprel(index),
                    Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat | Deprel::NmodUnmarked
                ) && parsed
                    .token(index)
                    .head
                    .is_some_and(|head| head > index && head - index < 4);
                // "ministry spokesman": the body whose spokesman it is, is somebody too.
                let owns = is_institution(noun.class)
                    && parsed.token(index).head.is_some_and(|head| {
                        parsed.noun(head).is_some_and(|noun| noun.class == NounClass::Title)
                            || self.names[sentence].iter().any(|name| name.tokens.contains(&head))
                    });
                !modifies || owns
            }
        }
    }

    fn describe(&self, sentence: usize, head: usize) -> Option<Nominal> {
        let parsed = &self.parsed[sentence];
        let noun = parsed.noun(head)?;
        let mut nominal = Nominal {
            head,
            start: head,
            end: head + 1,
            class: noun.class,
            sector: noun.sector,
            lemma: parsed.lemma(head),
            plural: parsed.is_plural(head) || parsed.people(head).is_some(),
            determination: Determination::Bare,
            possessor: None,
            country: parsed.people(head),
            country_token: None,
            count: None,
            qualifiers: Vec::new(),
        };
        let mut at = head;
        while at > 0 && head - at < 12 {
            let before = at - 1;
            let word = parsed.lower(before);
            let in_name = self.names[sentence].iter().find(|name| name.tokens.contains(&before));
            if let Some((start, country)) =
                parsed.adjective_before(at).filter(|_| in_name.is_none_or(|name| name.tokens.end == at))
            {
                // "Bosnian Serbs" are Bosnians; "ethnic Albanians" are of no country that is said.
                let is_first = nominal.country_token.is_none();
                if is_first && parsed.people(head).is_some() {
                    nominal.country = Some(country);
                }
                nominal.country = nominal.country.or(Some(country));
                nominal.country_token = nominal.country_token.or(Some(start));
                at = start;
                continue;
            }
            if let Some(land) = self.entities.demonym_at(sentence, before)
                && nominal.possessor.is_none()
            {
                nominal.possessor = Some(land);
                at = before;
                continue;
            }
            if parsed.is_possessive_ending(before) {
                let owner = before.checked_sub(1)?;
                nominal.determination = Determination::Possessed;
                nominal.possessor = self.entities.actor_at(sentence, owner);
                nominal.start = self.names[sentence]
                    .iter()
                    .find(|name| name.tokens.contains(&owner))
                    .map_or(owner, |name| name.tokens.start);
                at = nominal.start;
                // The possessor's own article.
                if at > 0 && parsed.upos(at - 1) == Upos::Det {
                    at -= 1;
                }
                break;
            }
            if is_pronoun(parsed, before) || matches!(word.as_str(), "my" | "our" | "your" | "whose") {
                nominal.determination = Determination::Possessed;
                nominal.possessor = self.entities.actor_at(sentence, before);
                at = before;
                break;
            }
            // "62-year-old": the parts of a compound are tokens of their own.
            if word == "-" || (before > 0 && parsed.word(before - 1) == "-") || parsed.word(before + 1) == "-"
            {
                at = before;
                continue;
            }
            match parsed.upos(before) {
                Upos::Det => {
                    nominal.determination = match word.as_str() {
                        "the" | "this" | "that" | "these" | "those" | "both" => Determination::Definite,
                        "all" if at < head && nominal.determination == Determination::Definite => {
                            Determination::Definite
                        }
                        _ => Determination::Indefinite,
                    };
                    at = before;
                    if !matches!(word.as_str(), "all" | "both") {
                        break;
                    }
                    continue;
                }
                Upos::Num => {
                    nominal.count = nominal.count.or_else(|| {
                        parsed
                            .number(before)
                            .filter(|&number| (0.0..1e9).contains(&number) && number.fract() == 0.0)
                            .map(|number| number as u32)
                    });
                }
                // "at least 61 protesters": the number opens the phrase.
                Upos::Adj
                    if nominal.count.is_some() && matches!(word.as_str(), "least" | "most" | "more") =>
                {
                    break;
                }
                // "shot dead three people"
                Upos::Adj if parsed.deprel(before) == Deprel::Xcomp => break,
                Upos::Adj | Upos::Noun | Upos::Propn | Upos::Verb if in_name.is_none() => {
                    if parsed.upos(before) == Upos::Verb
                        && !matches!(parsed.deprel(before), Deprel::Amod | Deprel::Compound)
                    {
                        break;
                    }
                    if matches!(parsed.upos(before), Upos::Noun | Upos::Propn)
                        && !matches!(
                            parsed.deprel(before),
                            Deprel::Compound
                                | Deprel::Amod
                                | Deprel::NmodDesc
                                | Deprel::Flat
                                | Deprel::NmodUnmarked
                                | Deprel::Dep
                        )
                    {
                        break;
                    }
                    if matches!(word.as_str(), "several" | "many" | "few" | "other" | "another" | "some") {
                        nominal.determination = Determination::Indefinite;
                    } else {
                        nominal.qualifiers.push(word);
                    }
                }
                _ if in_name.is_some_and(|name| name.class.is_place() && name.tokens.end == at) => {
                    let name = in_name?;
                    nominal.country_token = nominal.country_token.or(Some(name.tokens.start));
                    if let crate::mention::name::NameClass::Country(country) = name.class {
                        nominal.country = nominal.country.or(Some(country));
                    } else {
                        nominal.qualifiers.push(parsed.slice(name.tokens.clone()).to_lowercase());
                    }
                    at = name.tokens.start;
                    continue;
                }
                // "named Ana Torres head": not "the Torres head".
                _ if in_name.is_some_and(|name| {
                    name.class == crate::mention::name::NameClass::Person && name.tokens.len() > 1
                }) =>
                {
                    break;
                }
                _ if in_name.is_some_and(|name| name.tokens.end == at) => {
                    let name = in_name?;
                    nominal.qualifiers.push(parsed.slice(name.tokens.clone()).to_lowercase());
                    at = name.tokens.start;
                    continue;
                }
                _ => break,
            }
            at = before;
        }
        nominal.start = at;
        if nominal.count.is_some() && nominal.determination == Determination::Bare {
            nominal.determination = Determination::Indefinite;
        }
        nominal.qualifiers.reverse();
        if nominal.qualifiers.iter().any(|word| word == "ethnic") {
            (nominal.country, nominal.country_token) = (None, None);
        }
        self.read_of_phrase(sentence, &mut nominal);
        if nominal.country.is_none()
            && let Some(possessor) = nominal.possessor
        {
            let owner = &self.entities.actors[possessor.0];
            // "its allies" are others.
            if owner.kind == ActorKind::Country && !world().is("relational", &nominal.lemma) {
                nominal.country = owner.country.as_deref().and_then(|code| world().country(code));
            }
        }
        Some(nominal)
    }

    /// "a group of masked youths", "the government of Peru".
    fn read_of_phrase(&self, sentence: usize, nominal: &mut Nominal) {
        let parsed = &self.parsed[sentence];
        if parsed.lower(nominal.head + 1) != "of" {
            return;
        }
        let first = nominal.head + 2;
        let of = (first..parsed.len().min(first + 6)).find(|&index| {
            !matches!(parsed.upos(index), Upos::Det | Upos::Adj | Upos::Num | Upos::Verb | Upos::Adv)
                && parsed.word(index) != "-"
                && !(index + 1 < parsed.len()
                    && matches!(parsed.upos(index), Upos::Noun | Upos::Propn)
                    && matches!(parsed.upos(index + 1), Upos::Noun | Upos::Propn))
        });
        // "a group of masked youths" with a tag gone wrong: somebody just after is who is meant.
        let of = of.map(|of| {
            let next = of + 1;
            let is_somebody = next < parsed.len()
                && parsed.noun(of).is_none()
                && parsed
                    .noun(next)
                    .is_some_and(|noun| matches!(noun.class, NounClass::Person | NounClass::People));
            if is_somebody { next } else { of }
        });
        let Some(of) =
            of.filter(|&of| matches!(parsed.upos(of), Upos::Noun | Upos::Propn | Upos::X | Upos::Pron))
        else {
            return;
        };
        if matches!(nominal.class, NounClass::Group | NounClass::Quantity) {
            nominal.end = of + 1;
            nominal.plural |= nominal.class == NounClass::Quantity;
        }
        let name = self.names[sentence].iter().find(|name| name.tokens.contains(&of));
        if let Some(crate::mention::name::NameClass::Country(country)) = name.map(|name| name.class)
            && is_institution(nominal.class)
        {
            nominal.country = nominal.country.or(Some(country));
            nominal.country_token = nominal.country_token.or(Some(of));
        }
    }

    pub(super) fn resolve_nominal(&mut self, sentence: usize, head: usize) {
        let Some(nominal) = self.describe(sentence, head) else { return };
        // "demanded his head": of a person it is no office.
        let is_of_person = |owner: ActorId| self.entities.actors[owner.0].kind == ActorKind::Person;
        if nominal.lemma == "head" && nominal.possessor.is_some_and(is_of_person) {
            return;
        }
        // "a memorial service" is nobody.
        if nominal.lemma == "service" && nominal.qualifiers.iter().any(|word| world().is("rite", word)) {
            return;
        }
        if self.attach_to_name(sentence, &nominal)
            || self.yields_to_possessed(sentence, head)
            || self.says_what_somebody_is(sentence, &nominal)
        {
            return;
        }
        match nominal.class {
            NounClass::Quantity => self.resolve_quantity(sentence, &nominal),
            NounClass::Place | NounClass::Area | NounClass::Facility => {
                self.resolve_place_noun(sentence, head, nominal.start, nominal.is_definite());
            }
            NounClass::Water => {}
            NounClass::Settlement if !nominal.plural => {
                self.resolve_place_noun(sentence, head, nominal.start, nominal.is_definite());
            }
            NounClass::States if !nominal.plural => self.resolve_state(sentence, &nominal),
            NounClass::Source => self.add_source(sentence, &nominal),
            NounClass::Title | NounClass::Person if !nominal.plural => self.resolve_human(sentence, &nominal),
            NounClass::Force | NounClass::Government | NounClass::Organization if !nominal.plural => {
                self.resolve_institution(sentence, &nominal);
            }
            NounClass::People
                if matches!(nominal.sector, Some("COP" | "MIL" | "GOV")) && nominal.count.is_none() =>
            {
                self.resolve_institution(sentence, &nominal);
            }
            NounClass::Government if self.parsed[sentence].lower(head) == "authorities" => {
                self.resolve_institution(sentence, &nominal);
            }
            NounClass::Force if nominal.lemma == "force" && nominal.count.is_none() => {
                self.resolve_institution(sentence, &nominal);
            }
            NounClass::Group if !nominal.plural && nominal.determination == Determination::Definite => {
                if !self.link_definite_body(sentence, &nominal) {
                    self.resolve_group(sentence, &nominal);
                }
            }
            _ => self.resolve_group(sentence, &nominal),
        }
    }

    /// A noun whose subtree holds a name that only it can describe: "One of them, Belgium-based Vandersteen".
    fn attach_to_name(&mut self, sentence: usize, nominal: &Nominal) -> bool {
        let parsed = &self.parsed[sentence];
        let apposed = parsed.dependents(nominal.head).iter().copied().find(|&token| {
            parsed.deprel(token) == Deprel::Appos
                && token > nominal.head
                && self.names[sentence]
                    .iter()
                    .any(|name| name.tokens.contains(&token) && !name.class.is_place())
        });
        if nominal.plural {
            return false;
        }
        match apposed {
            Some(name) => {
                self.pending_quantities.push((nominal.head, name));
                true
            }
            None => false,
        }
    }

    /// "Ana Torres is a judge", "named Ana Torres head of the bank": no second person is meant.
    fn says_what_somebody_is(&mut self, sentence: usize, nominal: &Nominal) -> bool {
        if nominal.plural || !matches!(nominal.class, NounClass::Title | NounClass::Person) {
            return false;
        }
        let parsed = &self.parsed[sentence];
        let is_negated = parsed
            .dependents(nominal.head)
            .iter()
            .any(|&token| matches!(parsed.lower(token).as_str(), "not" | "n't" | "never" | "no"));
        let is_predicate = parsed.dependent(nominal.head, Deprel::Cop).is_some() && !is_negated;
        let subject = parsed
            .dependent(nominal.head, Deprel::Nsubj)
            .filter(|&subject| is_predicate && subject < nominal.head);
        let named = self.names[sentence].iter().find(|name| {
            name.tokens.end == nominal.start
                && nominal.start == nominal.head
                && name.tokens.len() > 1
                && name.tokens.start > 0
                && parsed.upos(name.tokens.start - 1) == Upos::Verb
        });
        let token = subject.or_else(|| Some(named?.tokens.end - 1));
        let Some(actor) = token.and_then(|token| self.entities.actor_at(sentence, token)) else {
            // "He was the last man on the bridge": whoever "he" is, nobody else.
            return subject.is_some_and(|subject| parsed.upos(subject) == Upos::Pron);
        };
        if self.entities.actors[actor.0].kind != ActorKind::Person {
            return false;
        }
        let gender = parsed.noun(nominal.head).and_then(|noun| noun.gender);
        let span = parsed.span(nominal.start..nominal.end);
        let traits = &mut self.traits[actor.0];
        traits.gender = traits.gender.or(gender);
        traits.nouns.insert(nominal.lemma.clone());
        self.entities.index.actors.entry((sentence, nominal.head)).or_insert((actor, span));
        true
    }

    /// "A lawyers' collective" whose tree takes the possessor for the head: the body is meant.
    fn yields_to_possessed(&mut self, sentence: usize, head: usize) -> bool {
        let parsed = &self.parsed[sentence];
        let possessed = head + 2;
        let is_misread = possessed < parsed.len()
            && parsed.is_possessive_ending(head + 1)
            && matches!(parsed.deprel(head).base(), Deprel::Nsubj | Deprel::Obj)
            && self.is_nominal(sentence, possessed);
        if is_misread {
            self.pending_quantities.push((head, possessed));
        }
        is_misread
    }

    /// "tens of thousands of people": the number heads the phrase, the people are meant.
    fn resolve_quantity(&mut self, sentence: usize, nominal: &Nominal) {
        let parsed = &self.parsed[sentence];
        let mut at = nominal.head;
        for _ in 0..3 {
            let of = parsed.dependents(at).iter().copied().find(|&token| {
                token > at
                    && parsed.deprel(token) == Deprel::Nmod
                    && parsed.preposition(token).as_deref() == Some("of")
            });
            match of {
                Some(token) => at = token,
                None => break,
            }
        }
        if at != nominal.head {
            self.pending_quantities.push((nominal.head, at));
            return;
        }
        let is_argument =
            matches!(parsed.deprel(nominal.head), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj);
        let is_crowd = nominal.plural && matches!(parsed.upos(nominal.head), Upos::Noun | Upos::Num);
        if is_argument && is_crowd {
            let actor = self.unnamed(sentence, nominal, ActorKind::Group);
            self.entities.actors[actor.0].sector = Some("CVL".to_owned());
            self.mention_nominal(actor, sentence, nominal, "nominal");
        }
    }

    /// "the country": the one mentioned last, if it is one.
    fn resolve_state(&mut self, sentence: usize, nominal: &Nominal) {
        if nominal.determination != Determination::Definite
            || !matches!(nominal.lemma.as_str(), "country" | "nation" | "state" | "republic" | "kingdom")
        {
            return;
        }
        self.resolve_place_noun(sentence, nominal.head, nominal.start, true);
        let countries =
            self.recent_distinct(sentence, nominal.head, 1, |actor| actor.kind == ActorKind::Country);
        let found = match countries[..] {
            [only] => Some(only),
            _ => self.story_country(sentence).map(|country| self.country_actor(country)),
        };
        if let Some(actor) = found {
            self.mention_nominal(actor, sentence, nominal, "nominal");
        }
    }

    /// "five sources", "its sources": speakers without a name.
    fn add_source(&mut self, sentence: usize, nominal: &Nominal) {
        // "a source of energy" speaks as little as "sources of income".
        if self.parsed[sentence].lower(nominal.head + 1) == "of" {
            return;
        }
        let actor = self.unnamed(sentence, nominal, ActorKind::Anonymous);
        let one = (!nominal.plural).then_some(1);
        self.entities.actors[actor.0].count = nominal.count.or(one);
        if let Some(possessor) = nominal.possessor {
            self.add_tie(actor, possessor, "source_of");
        }
        self.mention_nominal(actor, sentence, nominal, "nominal");
    }

    /// "the president", "a 62-year-old man".
    fn resolve_human(&mut self, sentence: usize, nominal: &Nominal) {
        if nominal.is_definite()
            && let Some(holder) = self.office_holder(sentence, nominal).or_else(|| self.kin_meant(nominal))
        {
            self.mention_nominal(holder, sentence, nominal, "nominal");
            return;
        }
        if nominal.determination == Determination::Definite
            && let Some(person) = self.aged_person(sentence, nominal)
        {
            self.mention_nominal(person, sentence, nominal, "nominal");
            return;
        }
        if nominal.is_definite() && nominal.possessor.is_none() {
            let story = self.story(sentence);
            let found = self.recent_where(sentence, nominal.head, 40, |resolver, actor| {
                let traits = &resolver.traits[actor.0];
                let known = &resolver.entities.actors[actor.0];
                known.kind == ActorKind::Person
                    && traits.story == story
                    && traits.nouns.contains(&nominal.lemma)
                    && nominal.country.is_none_or(|country| {
                        known.country.as_deref().is_none_or(|code| code == country.code)
                    })
                    && nominal.qualifiers.iter().all(|qualifier| {
                        known
                            .titles
                            .iter()
                            .any(|title| title.title.to_lowercase().contains(qualifier.as_str()))
                            || known
                                .aliases
                                .iter()
                                .any(|alias| alias.to_lowercase().contains(qualifier.as_str()))
                            || !world().is("modifier", qualifier)
                    })
            });
            if let [only] = found[..] {
                self.mention_nominal(only, sentence, nominal, "nominal");
                return;
            }
            if found.len() > 1 {
                return self.add_human(sentence, nominal);
            }
        }
        self.add_human(sentence, nominal);
    }

    /// "The 46-year-old senator had promised ...": of whom the sentence before spoke.
    fn aged_person(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        let has = |word: &str| (nominal.start..nominal.head).any(|index| parsed.lower(index) == word);
        let person = self.person_told_of_before(sentence).filter(|_| has("year") && has("old"))?;
        let told = parsed.noun(nominal.head).and_then(|noun| noun.gender);
        Gender::agree(self.traits[person.0].gender, told).then_some(person)
    }

    fn is_named_person(&self, actor: ActorId) -> bool {
        let actor = &self.entities.actors[actor.0];
        actor.kind == ActorKind::Person && actor.named
    }

    /// The person with a name whom the sentence before tells of, in the same story.
    fn person_told_of_before(&self, sentence: usize) -> Option<ActorId> {
        let before = sentence.checked_sub(1).filter(|&before| self.story(before) == self.story(sentence))?;
        self.main_subject(before).filter(|&person| self.is_named_person(person))
    }

    /// "The 46-year-old denied it": of whom the text gives that age, else of whom the sentence before spoke.
    pub(super) fn resolve_age(&mut self, sentence: usize, token: usize) {
        let parsed = &self.parsed[sentence];
        let (start, story) = (token - 5, self.story(sentence));
        let age = parsed.number(start + 1);
        let mut of_age: Vec<ActorId> = Vec::new();
        for at in (sentence.saturating_sub(REACH)..sentence).filter(|&at| self.story(at) == story) {
            let parsed = &self.parsed[at];
            for name in &self.names[at] {
                let end = name.tokens.end;
                if parsed.word(end) == ","
                    && end + 1 < parsed.len()
                    && parsed.number(end + 1) == age
                    && let Some(actor) = self.entities.actor_at(at, name.tokens.start)
                    && !of_age.contains(&actor)
                {
                    of_age.push(actor);
                }
            }
        }
        let told = match of_age[..] {
            [only] => Some(only).filter(|&only| self.is_named_person(only)),
            [] => self.person_told_of_before(sentence),
            _ => None,
        };
        if let Some(person) = told {
            let span = parsed.span(start..token + 1);
            self.add_mention(person, sentence, span, token, &[token], "nominal");
        }
    }

    fn add_human(&mut self, sentence: usize, nominal: &Nominal) {
        let actor = self.unnamed(sentence, nominal, ActorKind::Person);
        let gender = self.parsed[sentence].noun(nominal.head).and_then(|noun| noun.gender);
        self.traits[actor.0].gender = gender;
        self.traits[actor.0].plural = false;
        if let Some(owner) = nominal.possessor.filter(|_| !naming().kin(&nominal.lemma).is_empty()) {
            self.unnamed_kin.push((owner, nominal.lemma.clone(), actor));
        }
        if nominal.class == NounClass::Title && nominal.is_definite() && nominal.country.is_some() {
            let parsed = &self.parsed[sentence];
            let words: Vec<&str> = nominal
                .qualifiers
                .iter()
                .map(String::as_str)
                .filter(|word| world().is("modifier", word))
                .collect();
            let title = [words, vec![parsed.word(nominal.head)]].concat().join(" ");
            let of = nominal.country.map(|country| super::TitleOf::Actor(self.country_actor(country)));
            self.push_title(actor, title, of);
        }
        self.mention_nominal(actor, sentence, nominal, "nominal");
    }

    /// "the ministry", "its foreign ministry", "police", "Russian forces".
    fn resolve_institution(&mut self, sentence: usize, nominal: &Nominal) {
        let domestic = matches!(nominal.sector, Some("GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY"));
        let is_new = nominal.determination == Determination::Indefinite
            || nominal.possessor.is_some_and(|owner| {
                let owner = &self.entities.actors[owner.0];
                !owner.named && matches!(owner.kind, ActorKind::Group | ActorKind::Anonymous)
            });
        if let Some(body) = self.body_led(nominal) {
            self.mention_nominal(body, sentence, nominal, "nominal");
            return;
        }
        if is_new && let Some(body) = self.body_of_group(sentence, nominal) {
            self.mention_nominal(body, sentence, nominal, "nominal");
            return;
        }
        if is_new {
            let actor = self.unnamed(sentence, nominal, ActorKind::Organization);
            self.mention_nominal(actor, sentence, nominal, "nominal");
            return;
        }
        let is_owner =
            is_title_noun(&self.parsed[sentence], (nominal.head + 1).min(self.parsed[sentence].len() - 1))
                && nominal.head + 1 < self.parsed[sentence].len();
        if (nominal.determination == Determination::Definite || is_owner)
            && nominal.country.is_none()
            && nominal.class == NounClass::Organization
            && self.link_definite_body(sentence, nominal)
        {
            return;
        }
        if domestic && nominal.possessor.is_none() && self.resolve_regional_body(sentence, nominal) {
            return;
        }
        let owner =
            nominal.possessor.filter(|owner| self.entities.actors[owner.0].kind != ActorKind::Country);
        let country = match (nominal.country, owner) {
            (Some(country), _) => Some(country),
            (None, None) if domestic => self.story_country(sentence),
            _ => None,
        };
        let noun = if nominal.class == NounClass::Government { "government" } else { nominal.lemma.as_str() };
        let words: Vec<&str> = nominal
            .qualifiers
            .iter()
            .map(String::as_str)
            .filter(|word| is_telling(word))
            .chain([noun])
            .collect();
        let phrase = words.join(" ");
        let plural_form = self.parsed[sentence].lower(nominal.head);
        let written = [&words[..words.len() - 1], &[plural_form.as_str()]].concat().join(" ");
        let story = self.story(sentence);
        let key = match (country, owner) {
            (_, Some(owner)) => format!("institution {phrase} of {}", owner.0),
            (Some(country), None) => format!("institution {phrase} {}", country.code),
            (None, None) => format!("institution {phrase} in {story}"),
        };
        let owner_name = owner.map(|owner| self.entities.actors[owner.0].name.clone());
        let name = match (nominal.country, owner_name) {
            (_, Some(owner)) => format!("{written} of {owner}"),
            (Some(country), None) => match country.adjectives.first() {
                Some(adjective) => format!("{adjective} {written}"),
                None => format!("{written} of {}", country.name),
            },
            (None, None) => written,
        };
        let named = nominal.country.is_some() && domestic;
        let lemma = nominal.lemma.clone();
        let sector = nominal.sector;
        let actor = self.actor_with_key(&key, sentence, || Actor {
            name,
            kind: ActorKind::Organization,
            sector: sector.map(str::to_owned),
            ..blank_actor()
        });
        self.entities.actors[actor.0].named |= named;
        self.traits[actor.0].nouns.insert(lemma);
        self.traits[actor.0].plural |= nominal.plural || nominal.class == NounClass::People;
        self.traits[actor.0].qualifiers.extend(nominal.qualifiers.iter().cloned());
        if let Some(country) = country {
            self.entities.actors[actor.0].country = Some(country.code.to_owned());
            if nominal.country.is_some() {
                let token =
                    nominal.country_token.or_else(|| nominal.head.checked_sub(1)).unwrap_or(nominal.head);
                if nominal.country_token.is_some() {
                    self.note_country(actor, sentence, country, token);
                } else {
                    let id = self.country_actor(country);
                    self.add_tie(actor, id, "part_of");
                }
            }
        } else if let Some(owner) = owner {
            let owner_country = self.entities.actors[owner.0].country.clone();
            let owner_sector = self.entities.actors[owner.0].sector.clone();
            let known = &mut self.entities.actors[actor.0];
            known.country = known.country.take().or(owner_country);
            known.sector = owner_sector.or_else(|| known.sector.take());
            self.add_tie(actor, owner, "part_of");
        }
        self.mention_nominal(actor, sentence, nominal, "nominal");
    }

    /// "his party", said of somebody with an office in one party.
    fn body_led(&self, nominal: &Nominal) -> Option<ActorId> {
        let leader = &self.entities.actors[nominal.possessor?.0];
        if leader.kind != ActorKind::Person {
            return None;
        }
        let mut bodies = leader.titles.iter().filter_map(|title| match title.of {
            Some(super::TitleOf::Actor(of)) => Some(of),
            _ => None,
        });
        let fits = |body: &ActorId| {
            let (known, traits) = (&self.entities.actors[body.0], &self.traits[body.0]);
            let is_called = traits.nouns.iter().any(|noun| world().same_body(noun, &nominal.lemma));
            let is_party = nominal.sector == Some("PTY") && known.sector.as_deref() == Some("PTY");
            known.kind == ActorKind::Organization && (is_called || is_party)
        };
        let body = bodies.find(fits)?;
        bodies.filter(fits).all(|other| other == body).then_some(body)
    }

    /// "the dockers' union": the one body with a name that says so.
    fn body_of_group(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let owner = &self.entities.actors[nominal.possessor?.0];
        let word = owner.name.to_lowercase();
        let story = self.story(sentence);
        let found = self.recent_where(sentence, nominal.head, 60, |resolver, actor| {
            let (known, traits) = (&resolver.entities.actors[actor.0], &resolver.traits[actor.0]);
            let mut words = known.name.split([' ', '\'', '\u{2019}']);
            known.named
                && known.kind == ActorKind::Organization
                && traits.story == story
                && traits.nouns.contains(&nominal.lemma)
                && words.any(|own| own.to_lowercase() == word)
        });
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// "the regional administration": of the one region spoken of here.
    fn resolve_regional_body(&mut self, sentence: usize, nominal: &Nominal) -> bool {
        if nominal.determination != Determination::Definite
            || nominal.country.is_some()
            || !nominal.qualifiers.iter().any(|word| world().is("around", word))
        {
            return false;
        }
        let mut regions: Vec<PlaceId> = self
            .recent_places
            .iter()
            .rev()
            .take_while(|recent| recent.0 + 1 >= sentence)
            .filter(|recent| self.story(recent.0) == self.story(sentence))
            .map(|recent| recent.2)
            .filter(|place| self.entities.places[place.0].kind == PlaceKind::Region)
            .collect();
        regions.sort_unstable();
        regions.dedup();
        let [region] = regions[..] else { return false };
        let place = self.entities.places[region.0].clone();
        let name = format!("{} {}", place.name, self.parsed[sentence].word(nominal.head));
        let sector = nominal.sector.map(str::to_owned);
        let actor = self.actor_with_key(&format!("institution {name}"), sentence, || Actor {
            name: name.clone(),
            kind: ActorKind::Organization,
            country: place.country,
            sector,
            ..blank_actor()
        });
        self.traits[actor.0].nouns.insert(nominal.lemma.clone());
        self.mention_nominal(actor, sentence, nominal, "nominal");
        true
    }

    /// Links "the ministry", "the union" to the one body that it fits. `false`: nothing fits, or too much.
    fn link_definite_body(&mut self, sentence: usize, nominal: &Nominal) -> bool {
        let found = self.definite_body(sentence, nominal);
        if let Some(body) = found {
            self.mention_nominal(body, sentence, nominal, "nominal");
        }
        found.is_some()
    }

    /// The one body that "the ministry", "the union" fits.
    fn definite_body(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        // "the Geophysical Institute": capitals make it a name of its own.
        let is_name = parsed.is_capitalized(nominal.head)
            && (nominal.start.max(1)..nominal.head)
                .any(|index| parsed.is_capitalized(index) && parsed.upos(index) != Upos::Det);
        if is_name {
            return None;
        }
        let story = self.story(sentence);
        // "the ministry of health" is not the Ministry of Defence.
        let fields: Vec<String> = parsed
            .dependents(nominal.head)
            .iter()
            .filter(|&&index| {
                parsed.upos(index) == Upos::Noun && parsed.preposition(index).as_deref() == Some("of")
            })
            .map(|&index| parsed.lower(index))
            .collect();
        let fits = |resolver: &Self, actor: ActorId| {
            let known = &resolver.entities.actors[actor.0];
            let traits = &resolver.traits[actor.0];
            let has_fields = |name: &str| fields.iter().all(|field| name.to_lowercase().contains(field));
            let same_noun = traits.nouns.iter().any(|noun| world().same_body(noun, &nominal.lemma));
            let sector = known.sector.as_deref();
            let is_company = matches!(nominal.lemma.as_str(), "company" | "firm" | "business");
            let business = known.named
                && ((is_company && sector.is_none_or(|sector| sector == "BUS"))
                    || (world().is("trade", &nominal.lemma) && sector == Some("BUS")));
            matches!(
                known.kind,
                ActorKind::Organization | ActorKind::Media | ActorKind::Bloc | ActorKind::Group
            ) && (known.kind != ActorKind::Group || !traits.plural)
                && traits.story == story
                && (same_noun || business)
                && has_fields(&known.name)
                && nominal
                    .country
                    .is_none_or(|country| known.country.as_deref().is_none_or(|code| code == country.code))
                && nominal.qualifiers.iter().filter(|word| is_telling(word)).all(|qualifier| {
                    // "the defense ministry" is the Ministry of Defence.
                    let is_word = |word: &str| naming().spelling(&fold(word)) == naming().spelling(qualifier);
                    traits.qualifiers.contains(qualifier)
                        || known.name.to_lowercase().contains(qualifier.as_str())
                        || known.name.split(' ').any(is_word)
                })
        };
        let mut found = self.recent_where(sentence, nominal.head, 60, fits);
        if found.len() > 1 {
            // The very noun beats a noun of the same sense, and a name beats a description.
            let exact: Vec<ActorId> = found
                .iter()
                .copied()
                .filter(|actor| self.traits[actor.0].nouns.contains(&nominal.lemma))
                .collect();
            if !exact.is_empty() {
                found = exact;
            }
        }
        // "the bank that was fined": which of them is said, and hard to tell.
        let says_which = || {
            parsed.dependent(nominal.head, Deprel::AclRelcl).is_some_and(|clause| {
                let start = parsed.sentence.subtree(clause).start;
                start > 0 && parsed.word(start - 1) != ","
            })
        };
        if found.len() > 1 && says_which() {
            return None;
        }
        if found.len() > 1 {
            let near = self.recent_where(sentence, nominal.head, 2, fits);
            found.retain(|actor| near.contains(actor));
        }
        if found.len() > 1 {
            // Who has acted is likelier than who was only spoken of.
            let acting: Vec<ActorId> = found
                .iter()
                .copied()
                .filter(|actor| {
                    self.entities.actors[actor.0].mentions.iter().rev().take(20).any(|mention| {
                        self.parsed[mention.sentence].deprel(mention.head).base() == Deprel::Nsubj
                    })
                })
                .collect();
            if acting.len() == 1 {
                found = acting;
            }
        }
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whoever holds the office that a phrase speaks of: "its chairwoman", "the head of the union".
    fn office_holder(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let owner = nominal.possessor.or_else(|| self.owner_after(sentence, nominal))?;
        let of = Some(super::TitleOf::Actor(owner));
        let found = self.recent_where(sentence, nominal.head, 60, |resolver, actor| {
            let known = &resolver.entities.actors[actor.0];
            known.kind == ActorKind::Person
                && known.named
                && known.titles.iter().any(|title| {
                    title.of == of
                        && title
                            .title
                            .rsplit(' ')
                            .next()
                            .is_some_and(|last| last.to_lowercase() == nominal.lemma)
                })
        });
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// "Her husband" of whom the text calls his wife, and the other way round.
    fn kin_meant(&self, nominal: &Nominal) -> Option<ActorId> {
        let owner = nominal.possessor?;
        let inverse = naming().kin(&nominal.lemma);
        let mut found = self.kin.iter().rev().take(200).filter_map(|(of, noun, person)| {
            let is_same = *of == owner && *noun == nominal.lemma;
            let is_inverse = *person == owner && inverse.contains(&noun.as_str());
            is_same.then_some(*person).or_else(|| is_inverse.then_some(*of))
        });
        let gender = world().noun(&nominal.lemma, &nominal.lemma).and_then(|noun| noun.gender);
        let first = found.next()?;
        let known = self.traits[first.0].gender;
        (Gender::agree(gender, known) && found.all(|other| other == first)).then_some(first)
    }

    /// The body after the "of" of an office, which is read only after it.
    fn owner_after(&self, sentence: usize, nominal: &Nominal) -> Option<ActorId> {
        let parsed = &self.parsed[sentence];
        if parsed.lower(nominal.head + 1) != "of" {
            return None;
        }
        let first = nominal.head + 2;
        let first = first + usize::from(parsed.lower(first) == "the");
        let name = self.names[sentence].iter().find(|name| name.tokens.start == first);
        if let Some(name) = name {
            let written = normalize(parsed.slice(name.tokens.clone()));
            return self.actor_of_key.get(&body_key(self.bodies.full(&written))).copied();
        }
        let noun = (first..parsed.len().min(first + 4)).find(|&index| self.is_nominal(sentence, index))?;
        let body = self.describe(sentence, noun)?;
        let is_body = matches!(body.class, NounClass::Organization | NounClass::Force | NounClass::Group);
        (is_body && body.determination == Determination::Definite)
            .then(|| self.definite_body(sentence, &body))
            .flatten()
    }

    /// The distinct actors mentioned in the `sentences` sentences before and before `token`, latest first.
    pub(super) fn recent_where(
        &self,
        sentence: usize,
        token: usize,
        sentences: usize,
        fits: impl Fn(&Self, ActorId) -> bool,
    ) -> Vec<ActorId> {
        let first = sentence.saturating_sub(sentences);
        let mut found: Vec<ActorId> = Vec::new();
        for recent in self.recent.iter().rev().take(400).take_while(|recent| recent.sentence >= first) {
            let before = (recent.sentence, recent.token) < (sentence, token);
            if before && !found.contains(&recent.actor) && fits(self, recent.actor) {
                found.push(recent.actor);
            }
        }
        found
    }

    /// An actor without a name, named by its phrase with the possessor written out.
    pub(super) fn unnamed(&mut self, sentence: usize, nominal: &Nominal, kind: ActorKind) -> ActorId {
        let parsed = &self.parsed[sentence];
        let mut start = nominal.start;
        let owner = nominal.possessor.map(|owner| &self.entities.actors[owner.0]);
        // "A lawyers' collective" is named as it stands.
        let owner = owner
            .filter(|owner| owner.named || owner.kind != ActorKind::Group)
            .map(|owner| owner.name.clone());
        let name = if let Some(owner) = owner {
            let words: Vec<&str> =
                nominal.qualifiers.iter().map(String::as_str).chain([parsed.word(nominal.head)]).collect();
            format!("{} of {owner}", words.join(" "))
        } else {
            while start < nominal.head && matches!(parsed.lower(start).as_str(), "the" | "a" | "an") {
                start += 1;
            }
            parsed.phrase(start..nominal.end)
        };
        let sector = nominal.sector.map(str::to_owned);
        let actor = self.new_actor(
            sentence,
            Actor {
                name,
                kind,
                sector,
                country: nominal.country.map(|country| country.code.to_owned()),
                count: nominal.count,
                ..blank_actor()
            },
        );
        self.traits[actor.0].plural = nominal.plural || nominal.class == NounClass::People;
        self.traits[actor.0].nouns.insert(nominal.lemma.clone());
        self.traits[actor.0].qualifiers.extend(nominal.qualifiers.iter().cloned());
        actor
    }

    pub(super) fn mention_nominal(
        &mut self,
        actor: ActorId,
        sentence: usize,
        nominal: &Nominal,
        rule: &'static str,
    ) {
        let parsed = &self.parsed[sentence];
        let alias = parsed.phrase(nominal.start..nominal.end);
        let span = parsed.span(nominal.start..nominal.end);
        self.entities.actors[actor.0].aliases.insert(alias);
        self.add_mention(actor, sentence, span, nominal.head, &[nominal.head], rule);
    }
}

/// Whether a word before the noun of a body tells which body it is; "powerful" does not.
fn is_telling(word: &str) -> bool {
    world().is("modifier", word)
        || world().noun(word, word).is_some()
        || world().known(&capitalize(word)).is_some()
        || matches!(word, "central" | "constitutional" | "revolutionary" | "riot" | "joint")
}
