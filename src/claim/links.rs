//! How the events of one sentence hang together: one is a part of another, came of it, or is what it is about.
//!
//! In come the event mentions of one sentence; out come the links that the sentence states, as indices into those
//! mentions. Order in the text is no link, nor is one event after another a cause.

use super::arguments::preposition_of;
use super::events::EventMention;
use super::{LinkKind, Status};
use crate::lexicon::event_types::{EventType, event_type};
use crate::lexicon::grammar::grammar;
use crate::text::{Deprel, Sentence, Upos, Xpos};
use rustc_hash::FxHashMap;

/// How many words up the tree the event is looked for that another hangs on.
const MAX_CLIMB: usize = 12;

/// The links between `mentions`, all of the sentence `tree`, as (from, kind, to).
///
/// Takes time linear in the number of mentions.
pub(crate) fn links_in(tree: &Sentence, mentions: &[&EventMention<'_>]) -> Vec<(usize, LinkKind, usize)> {
    let mut at_token: FxHashMap<usize, usize> = FxHashMap::default();
    // A verb that names an event of its own stands for that one, not for the noun that it carries too.
    let tokens = mentions.iter().map(|mention| mention.token).enumerate();
    let anchors = mentions.iter().map(|mention| mention.anchor).enumerate();
    for (index, token) in tokens.chain(anchors) {
        at_token.entry(token).or_insert(index);
    }
    let links = (0..mentions.len()).filter_map(|inner| link_of(tree, mentions, &at_token, inner));
    links.collect()
}

/// The link between the mention `inner` and the first one above it in the tree.
fn link_of(
    tree: &Sentence,
    mentions: &[&EventMention<'_>],
    at_token: &FxHashMap<usize, usize>,
    inner: usize,
) -> Option<(usize, LinkKind, usize)> {
    let mention = mentions[inner];
    let mut at = if at_token.get(&mention.anchor) == Some(&inner) { mention.anchor } else { mention.token };
    let mut path = Vec::new();
    for _ in 0..MAX_CLIMB {
        path.push(at);
        at = tree.tokens[at].head?;
        if let Some(&outer) = at_token.get(&at).filter(|&&outer| outer != inner) {
            return read_link(tree, mention, mentions[outer], &path).map(|(kind, is_from_inner)| {
                if is_from_inner { (inner, kind, outer) } else { (outer, kind, inner) }
            });
        }
    }
    None
}

/// The link that the `path` from `inner` up to `outer` states, and whether it goes out from `inner`.
fn read_link(
    tree: &Sentence,
    inner: &EventMention<'_>,
    outer: &EventMention<'_>,
    path: &[usize],
) -> Option<(LinkKind, bool)> {
    let (first, last) = (path[0], *path.last()?);
    let deprel = |token: usize| tree.tokens[token].deprel;
    let is_noun = tree.tokens[inner.token].upos == Upos::Noun;
    let preposition =
        preposition_of(tree, last).or_else(|| tree.child(last, Deprel::Mark).map(|mark| tree.lemma(mark)));
    let is_oblique = matches!(deprel(last), Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::OblAgent);
    let is_cause = match path.len() {
        1 => preposition.is_some_and(|word| grammar().is_causal(word)),
        // "in response to the attack"
        2 => matches!(preposition, Some("in" | "as")) && grammar().is_causal_noun(tree.lemma(last)),
        _ => false,
    };
    if is_oblique && is_cause {
        return Some((LinkKind::BecauseOf, false));
    }
    let is = |mention: &EventMention<'_>, says: fn(&EventType) -> bool| {
        event_type(&mention.sense.kind).is_some_and(says)
    };
    let both_real = is_real(inner.status) && is_real(outer.status);
    if path.len() == 1
        && is_noun
        && both_real
        && is(inner, |kind| kind.is_cause)
        && is(outer, |kind| kind.is_toll)
    {
        // "the blast killed nine", "killed in a blast"
        let by_subject = deprel(last) == Deprel::Nsubj;
        let by_phrase = is_oblique && matches!(preposition, Some("in" | "by" | "from" | "during"));
        if by_subject || by_phrase {
            return Some((LinkKind::BecauseOf, false));
        }
    }
    if path.len() == 1 && both_real && is(inner, |kind| kind.is_toll) && is(outer, |kind| kind.is_cause) {
        // "attacked the camp, killing nine", "a blast that killed nine"
        let follows = matches!(deprel(last), Deprel::Advcl | Deprel::Xcomp | Deprel::Acl)
            && tree.tokens[last].xpos == Xpos::Vbg
            || deprel(last) == Deprel::AclRelcl && outer.token == tree.tokens[last].head?;
        if follows {
            return Some((LinkKind::BecauseOf, true));
        }
    }
    if path.len() == 1 && is_noun && is_oblique && both_real && matches!(preposition, Some("during" | "amid"))
    {
        return Some((LinkKind::PartOf, false));
    }
    let leaves_clause = path.iter().any(|&token| {
        matches!(deprel(token), Deprel::AclRelcl | Deprel::Parataxis)
            || (deprel(token) == Deprel::Conj && tree.tokens[token].upos == Upos::Verb)
            || (deprel(token) == Deprel::Nsubj && token != first)
    });
    let is_subject = deprel(last) == Deprel::Nsubj;
    // What is said is claimed, not linked.
    let is_told = outer.sense.kind == "STATEMENT";
    (!is_real(inner.status) && !leaves_clause && !is_subject && !is_told).then_some((LinkKind::About, false))
}

/// Whether it happened or goes on.
fn is_real(status: Status) -> bool {
    matches!(status, Status::Occurred | Status::Ongoing)
}

#[cfg(test)]
mod tests {
    use crate::claim::find_claims;
    use crate::document::{ReadOptions, read_text};
    use crate::entity::resolve_entities;
    use crate::lexicon::events::event_lexicon;
    use crate::text;

    /// The links of the events of `text`, with the types of both.
    fn links(text: &str) -> Vec<String> {
        let document = read_text(text, &ReadOptions::default());
        let sentences = text::read(&document.text, document.readable_zones());
        let entities = resolve_entities(&document, &sentences);
        let (events, _) = find_claims(&document, &sentences, &entities, event_lexicon());
        let kind = |event: usize| events[event].kind.as_str();
        let links = events
            .iter()
            .enumerate()
            .flat_map(|(from, event)| event.links.iter().map(move |(link, to)| (from, link.name(), to.0)));
        links.map(|(from, link, to)| format!("{} {link} {}", kind(from), kind(to))).collect()
    }

    #[test]
    fn casualties_come_of_what_they_are_told_in() {
        assert_eq!(links("Two nurses were killed in a bombing in Aden."), ["HARM because_of ASSAULT"]);
        assert_eq!(links("A bombing in Aden killed two nurses."), ["HARM because_of ASSAULT"]);
        assert_eq!(links("Two nurses were killed a year before the bombing in Aden."), [""; 0]);
    }

    #[test]
    fn a_cause_is_named_and_not_only_earlier() {
        let text = "Peru recalled its ambassador over the arrest of Ana Torres.";
        assert_eq!(links(text), ["SANCTION because_of COERCE"]);
        let text = "Peru recalled its ambassador in response to the arrest of Ana Torres.";
        assert_eq!(links(text), ["SANCTION because_of COERCE"]);
        assert_eq!(links("Peru recalled its ambassador after the arrest of Ana Torres."), [""; 0]);
    }

    #[test]
    fn a_part_takes_place_during_the_whole() {
        assert_eq!(links("Police arrested Ana Torres during a protest in Lima."), ["COERCE part_of PROTEST"]);
        assert_eq!(links("Police arrested Ana Torres before a protest in Lima."), [""; 0]);
    }

    #[test]
    fn an_act_of_words_is_about_what_may_come() {
        assert_eq!(links("Kenya agreed to help Chad."), ["AGREE about AID"]);
        assert_eq!(links("Kenya, which will help Chad, condemned Niger."), [""; 0]);
    }
}
