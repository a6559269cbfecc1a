//! Which time belongs to which event.
//!
//! In come the event mentions of a document and its text; out comes, for each mention, the time its own clause gives,
//! or the one it hangs on. An event that no clause dates keeps no time: never the day of publication in silence.

use super::Status;
use super::events::EventMention;
use super::status::reality_of;
use crate::document::{Document, Span};
use crate::lexicon::grammar::grammar;
use crate::mention::time::{
    Context, Direction, Grain, TimeExpression, TimeKind, find_times, policy_of, resolve_times,
};
use crate::text::{Deprel, Sentence, Upos, Xpos};

/// The time expressions of one document, each in its sentence.
pub(crate) struct DocumentTimes {
    /// For each sentence its time expressions and the token each of them modifies.
    by_sentence: Vec<Vec<(TimeExpression, usize)>>,
}

/// How far up a time may be inherited from.
const MAX_CLIMB: usize = 6;

impl DocumentTimes {
    /// Finds and resolves the time expressions of all readable zones, story by story.
    pub(crate) fn read(document: &Document, sentences: &[Sentence]) -> Self {
        let mut by_sentence: Vec<Vec<(TimeExpression, usize)>> = vec![Vec::new(); sentences.len()];
        let mut found_by_story = vec![Vec::new(); document.stories.len()];
        for (zone, span) in document.readable_zones() {
            if let Some(found) = found_by_story.get_mut(document.zones[zone].story) {
                found.extend(find_times(&document.text, span, document.policy.unwrap_or_default()));
            }
        }
        for (record, found) in document.stories.iter().zip(&found_by_story) {
            let published = record.published.or(document.published);
            let policy = document.policy.unwrap_or_else(|| policy_of(found, published));
            let context = Context { published, policy };
            let direction = |span: Span| direction_at(sentences, span);
            for time in resolve_times(&document.text, found, &context, direction) {
                let sentence = sentences.partition_point(|sentence| sentence.span.end <= time.span.start);
                if let Some(tree) = sentences.get(sentence)
                    && let Some(site) = site_of(tree, time.span)
                {
                    by_sentence[sentence].push((time, site));
                }
            }
        }
        Self { by_sentence }
    }

    /// The time that the clause of `mention` gives, or a clause that it hangs on.
    pub(crate) fn time_of(
        &self,
        mention: &EventMention<'_>,
        sentences: &[Sentence],
    ) -> Option<TimeExpression> {
        let tree = &sentences[mention.sentence];
        let times = &self.by_sentence[mention.sentence];
        if times.is_empty() {
            return None;
        }
        let dates = |site: usize, word: usize| modifies(tree, site, word);
        let own =
            times.iter().filter(|(_, site)| dates(*site, mention.token) || dates(*site, mention.anchor));
        if let Some(time) = best(own.map(|(time, _)| time)) {
            return Some(time.clone());
        }
        let mut at = mention.anchor;
        for _ in 0..MAX_CLIMB {
            let token = &tree.tokens[at];
            if matches!(
                token.deprel,
                Deprel::Ccomp | Deprel::Parataxis | Deprel::AclRelcl | Deprel::Csubj | Deprel::Root
            ) {
                break;
            }
            let is_apart = is_set_apart(tree, at);
            if is_apart && (token.deprel == Deprel::Acl || is_long_apart(tree, at)) {
                break;
            }
            let head = token.head?;
            // "in February, right before he left": the month may hold, the day does not.
            let holds = |time: &TimeExpression| !is_apart || time.grain < Grain::Day;
            let inherited = times.iter().filter(|(time, site)| dates(*site, head) && holds(time));
            if let Some(time) = best(inherited.map(|(time, _)| time)) {
                return Some(time.clone());
            }
            at = head;
        }
        None
    }

    /// The time that modifies the noun at `token` itself: "Tuesday's bombing", "the attack of May 7".
    pub(crate) fn time_beside(
        &self,
        sentence: usize,
        token: usize,
        sentences: &[Sentence],
    ) -> Option<TimeExpression> {
        let tree = &sentences[sentence];
        let beside =
            |site: usize| site == token || (tree.tokens[site].head == Some(token) && !is_clause(tree, site));
        best(self.by_sentence[sentence].iter().filter(|(_, site)| beside(*site)).map(|(time, _)| time))
            .cloned()
    }

    /// The time inside the phrase that starts at `root`, for what is dated by a phrase beside it ("in a statement
    /// published on April 7, the ministry said").
    pub(crate) fn time_under(
        &self,
        sentence: usize,
        root: usize,
        sentences: &[Sentence],
    ) -> Option<TimeExpression> {
        let tree = &sentences[sentence];
        let below = self.by_sentence[sentence].iter().filter(|(_, site)| tree.is_under(*site, root));
        best(below.map(|(time, _)| time)).cloned()
    }
}

/// Whether what `token` tells is of another time than what it hangs on: "two days after he was shot", "since the raid", "a
/// man convicted in Poland".
pub(super) fn is_set_apart(tree: &Sentence, token: usize) -> bool {
    let opens = |child: usize| {
        matches!(tree.tokens[child].deprel, Deprel::Mark | Deprel::Case)
            && child < token
            && grammar().is_of_another_time(tree.lemma(child))
    };
    match tree.tokens[token].deprel {
        Deprel::Acl => tree.tokens[token].xpos == Xpos::Vbn,
        Deprel::Advcl | Deprel::Obl | Deprel::Nmod => tree.children(token).any(opens),
        _ => false,
    }
}

/// Whether months or years lie between: "three years after it fell".
fn is_long_apart(tree: &Sentence, token: usize) -> bool {
    tree.children(token).any(|child| matches!(tree.lemma(child), "month" | "year" | "decade" | "century"))
}

/// Whether what stands at `site` is `word` itself or a phrase, not a clause, that hangs on it.
fn modifies(tree: &Sentence, site: usize, word: usize) -> bool {
    site == word || (tree.tokens[site].head == Some(word) && !is_clause(tree, site))
}

fn is_clause(tree: &Sentence, token: usize) -> bool {
    matches!(
        tree.tokens[token].deprel,
        Deprel::Ccomp
            | Deprel::Advcl
            | Deprel::Conj
            | Deprel::Parataxis
            | Deprel::Xcomp
            | Deprel::Csubj
            | Deprel::Acl
    )
}

/// The best time for an event: one with an interval, dates before times of day, finer before coarser, then the first.
fn best<'a>(times: impl Iterator<Item = &'a TimeExpression>) -> Option<&'a TimeExpression> {
    times.filter(|time| time.interval.is_some() && time.kind != TimeKind::Set).min_by_key(|time| {
        (time.kind == TimeKind::Duration, std::cmp::Reverse(time.grain.min(Grain::Day)), time.span)
    })
}

/// The token that the time expression at `span` modifies.
fn site_of(tree: &Sentence, span: Span) -> Option<usize> {
    let top = top_of(tree, span)?;
    Some(tree.tokens[top].head.unwrap_or(top))
}

/// The token of the time expression at `span` that the others hang on.
fn top_of(tree: &Sentence, span: Span) -> Option<usize> {
    let inside = |token: usize| span.overlaps(tree.tokens[token].span);
    (0..tree.tokens.len())
        .find(|&token| inside(token) && tree.tokens[token].head.is_none_or(|head| !inside(head)))
}

/// Which way the clause around `span` looks.
fn direction_at(sentences: &[Sentence], span: Span) -> Direction {
    let index = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let Some(tree) = sentences.get(index) else { return Direction::Unknown };
    let Some(top) = top_of(tree, span) else { return Direction::Unknown };
    // "called a strike for November 21"
    if tree.child(top, Deprel::Case).is_some_and(|case| tree.lemma(case) == "for") {
        return Direction::Future;
    }
    let mut at = tree.tokens[top].head.unwrap_or(top);
    for _ in 0..MAX_CLIMB {
        if matches!(tree.tokens[at].upos, Upos::Verb | Upos::Aux) {
            // "The talks open on Friday" and "Gunmen kill two on Friday" differ in nothing but what opens and kills.
            let is_present = matches!(tree.tokens[at].xpos, Xpos::Vbz | Xpos::Vbp);
            return match reality_of(tree, at).status {
                Status::Occurred if is_present => Direction::Unknown,
                Status::Planned => Direction::Future,
                Status::Occurred => Direction::Past,
                Status::Conditional | Status::Possible => Direction::Future,
                _ => Direction::Unknown,
            };
        }
        match tree.tokens[at].head {
            Some(head) => at = head,
            None => break,
        }
    }
    Direction::Unknown
}
