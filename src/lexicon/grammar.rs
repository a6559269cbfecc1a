//! Closed classes of words that shape clauses: support verbs, control verbs, container nouns.

use super::rows;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What a support verb does to the event that its noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportEffect {
    /// It takes place ("hold talks").
    Occur,
    /// It begins.
    Begin,
    /// It ends, or is kept from going on.
    End,
    /// It is arranged ("call a strike").
    Plan,
    /// It is called off.
    Cancel,
    /// It is threatened.
    Threaten,
    /// It is said not to have taken place.
    Deny,
    /// Somebody wants it.
    CallFor,
}

/// What the subject of a support verb is to the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportSubject {
    /// Who does it ("hold talks").
    Agent,
    /// To whom it is done ("suffer an attack").
    Patient,
    /// Neither ("foil an attack"), or the event itself ("talks took place").
    Other,
}

/// A verb that carries tense and subject for the noun that names the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportVerb {
    /// What it does to the event.
    pub effect: SupportEffect,
    /// What its subject is.
    pub subject: SupportSubject,
}

/// Verbs by lemma; each with its particles, `-` for none.
type VerbTable = FxHashMap<&'static str, Vec<(&'static str, SupportVerb)>>;

fn find_verb<'a>(table: &'a VerbTable, lemma: &str, particle: Option<&str>) -> Option<&'a SupportVerb> {
    let particle = particle.unwrap_or("-");
    table.get(lemma)?.iter().find(|(known, _)| *known == particle).map(|(_, verb)| verb)
}

/// The tables.
#[derive(Debug)]
pub struct Grammar {
    support: VerbTable,
    happening: VerbTable,
    /// Rows of the table of word classes: class and word.
    classes: FxHashSet<(&'static str, &'static str)>,
}

impl Grammar {
    fn is(&self, class: &str, word: &str) -> bool {
        self.classes.contains(&(class, word))
    }

    /// The support verb `lemma` with `particle`, whose object names the event.
    pub fn support_verb(&self, lemma: &str, particle: Option<&str>) -> Option<&SupportVerb> {
        find_verb(&self.support, lemma, particle)
    }

    /// The verb `lemma` with `particle`, whose subject names the event ("talks took place").
    pub fn happening_verb(&self, lemma: &str, particle: Option<&str>) -> Option<&SupportVerb> {
        find_verb(&self.happening, lemma, particle)
    }

    /// Whether `lemma` is a noun that only measures what it holds ("a series of attacks").
    pub fn is_container(&self, lemma: &str) -> bool {
        self.is("container", lemma)
    }

    /// Whether the word before a noun says that it is not the one told of before ("a *similar* march").
    pub fn is_apart(&self, word: &str) -> bool {
        self.is("apart", word)
    }

    /// Whether the adjective says nothing of which one is meant ("the *deadly* attack").
    pub fn is_vague(&self, adjective: &str) -> bool {
        self.is("vague", adjective)
    }

    /// Whether what follows the word is of another time than the clause around it ("*after* the raid").
    pub fn is_of_another_time(&self, word: &str) -> bool {
        self.is("another-time", word)
    }

    /// Whether what somebody has by this noun bears on another ("at *his request*, Torres left").
    pub fn is_of_another(&self, noun: &str) -> bool {
        self.is("of-another", noun)
    }

    /// Whether the ordinal tells which place something takes among its like ("the *first* strike in years").
    pub fn is_rank(&self, ordinal: &str) -> bool {
        self.is("rank", ordinal)
    }

    /// Whether the verb, in a headline without an object, tells what was done to its subject ("banker *arrested*").
    pub fn is_undergone(&self, verb: &str) -> bool {
        self.is("undergone", verb)
    }

    /// Whether the word stands in texts of every kind and says nothing of what a sentence is about ("after", "said").
    pub fn is_plain(&self, word: &str) -> bool {
        self.is("plain", word)
    }

    /// Whether `preposition` says where something happens ("in", "near"), not whence or whither.
    pub fn is_locative(&self, preposition: &str) -> bool {
        self.is("locative", preposition)
    }

    /// Whether `preposition` says whom something comes from, goes to or is aimed at ("from", "to", "against").
    pub fn is_addressing(&self, preposition: &str) -> bool {
        self.is("addressing", preposition)
    }

    /// Whether what `verb` is said with is said not to be so ("deny").
    pub fn is_denying(&self, verb: &str) -> bool {
        self.is("denying", verb)
    }

    /// Whether `noun` says what those are whom others hold ("hostage").
    pub fn is_captive(&self, noun: &str) -> bool {
        self.is("captive", noun)
    }

    /// Whether what `verb` does is good for its object ("help"), so that who promises it promises it to that.
    pub fn is_benefit(&self, verb: &str) -> bool {
        self.is("benefit", verb)
    }

    /// Whether the subject of `verb` is who suffers ("face", "lose").
    pub fn is_enduring(&self, verb: &str) -> bool {
        self.is("enduring", verb)
    }

    /// Whether the object of `verb` is dead then ("kill").
    pub fn is_killing(&self, verb: &str) -> bool {
        self.is("killing", verb)
    }

    /// Whether `noun` is money ("euro").
    pub fn is_currency(&self, noun: &str) -> bool {
        self.is("currency", noun)
    }

    /// Whether `preposition` names a cause ("over", "because").
    pub fn is_causal(&self, preposition: &str) -> bool {
        self.is("causal", preposition)
    }

    /// Whether the noun after "in" or "as" makes what follows it a cause ("in *response* to the attack").
    pub fn is_causal_noun(&self, lemma: &str) -> bool {
        self.is("causal-noun", lemma)
    }

    /// Whether the word opens what something else depends on ("*if*", "*unless*").
    pub fn is_conditional(&self, subordinator: &str) -> bool {
        self.is("conditional", subordinator)
    }

    /// Whether what stands after the preposition is what something else is set against ("*after* the attack").
    pub fn is_setting(&self, preposition: &str) -> bool {
        self.is("setting", preposition)
    }

    /// Whether the noun says how much there is of what follows it ("two *tons* of medicine").
    pub fn is_measure(&self, lemma: &str) -> bool {
        self.is("measure", lemma)
    }

    /// Whether what the noun names speaks for whoever issued it ("a *statement* demanding ...").
    pub fn is_message(&self, lemma: &str) -> bool {
        self.is("message", lemma)
    }

    /// Whether the infinitive after `lemma` is done by whom a phrase with a preposition names ("*called* on him to leave").
    pub fn controls_by_phrase(&self, lemma: &str) -> bool {
        self.is("phrase-control", lemma)
    }

    /// Whether the verb tells what somebody would have ("*wants* him jailed").
    pub fn is_wish(&self, lemma: &str) -> bool {
        self.is("wish", lemma)
    }

    /// Whether what a gerund with a preposition names is done by the object of `lemma` ("*accused* him of leaving").
    pub fn controls_by_object(&self, lemma: &str) -> bool {
        self.is("object-control", lemma)
    }

    /// Whether the verb names a part of an act ("*includes* training pilots").
    pub fn is_inclusion(&self, lemma: &str) -> bool {
        self.is("inclusion", lemma)
    }

    /// Whether the noun stands for the act that the noun before it names ("a mediation *effort*").
    pub fn is_act(&self, lemma: &str) -> bool {
        self.is("act", lemma)
    }

    /// Whether what the noun names acts only by the hand of its owner ("Kenyan *helicopters*").
    pub fn is_instrument(&self, lemma: &str) -> bool {
        self.is("instrument", lemma)
    }

    /// Whether the infinitive after `lemma` and its object has the subject of `lemma` ("promised him to leave").
    pub fn keeps_subject(&self, lemma: &str) -> bool {
        self.is("subject-control", lemma)
    }
}

fn effect(word: &str) -> Option<SupportEffect> {
    Some(match word {
        "occur" => SupportEffect::Occur,
        "begin" => SupportEffect::Begin,
        "end" => SupportEffect::End,
        "plan" => SupportEffect::Plan,
        "cancel" => SupportEffect::Cancel,
        "threaten" => SupportEffect::Threaten,
        "deny" => SupportEffect::Deny,
        "call-for" => SupportEffect::CallFor,
        _ => return None,
    })
}

fn verbs(text: &'static str) -> VerbTable {
    let mut table = VerbTable::default();
    for row in rows(text) {
        if let [lemma, particle, subject, effect_word, ..] = row[..]
            && let Some(effect) = effect(effect_word)
        {
            let subject = match subject {
                "agent" => SupportSubject::Agent,
                "patient" => SupportSubject::Patient,
                _ => SupportSubject::Other,
            };
            let verb = SupportVerb { effect, subject };
            table.entry(lemma).or_default().push((particle, verb));
        }
    }
    table
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let classes = rows(include_str!("en/word_classes.tsv")).filter_map(|row| match row[..] {
        [class, word, ..] => Some((class, word)),
        _ => None,
    });
    Grammar {
        support: verbs(include_str!("en/support_verbs.tsv")),
        happening: verbs(include_str!("en/happening_verbs.tsv")),
        classes: classes.collect(),
    }
});

/// The tables that ship with the library.
pub fn grammar() -> &'static Grammar {
    &GRAMMAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_verb_tables_is_used() {
        for table in [include_str!("en/support_verbs.tsv"), include_str!("en/happening_verbs.tsv")] {
            for row in rows(table) {
                assert!(row.len() >= 4, "too few columns: {row:?}");
                assert!(matches!(row[2], "agent" | "patient" | "none" | "event"), "unknown subject: {row:?}");
                assert!(effect(row[3]).is_some(), "unknown effect: {row:?}");
            }
        }
    }

    #[test]
    fn support_verbs_are_told_from_others() {
        assert!(grammar().support_verb("hold", None).is_some());
        assert!(grammar().support_verb("carry", Some("out")).is_some());
        assert!(grammar().support_verb("eat", None).is_none());
    }
}
