//! Which words of a sentence stand for what.

use crate::claim::Role;
use crate::graph::{Actor, Claim, Graph, Mention, Place};
use std::collections::BTreeSet;

/// What words stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Marked<'graph> {
    /// They name the event.
    Trigger,
    /// They are a mention of one who takes part.
    Participant(Role, &'graph Actor),
    /// They are a mention of one who says so.
    Speaker(&'graph Actor),
    /// They say that somebody says so.
    Cue,
    /// They say when.
    Time,
    /// They say where.
    Place(&'graph Place),
}

impl Marked<'_> {
    /// The word for it: "event", "agent", "speaker", "says", "when", "where".
    pub fn name(self) -> &'static str {
        match self {
            Self::Trigger => "event",
            Self::Participant(role, _) => role.name(),
            Self::Speaker(_) => "speaker",
            Self::Cue => "says",
            Self::Time => "when",
            Self::Place(_) => "where",
        }
    }
}

/// Words of a quote, in characters, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark<'graph> {
    /// The first character, counted from the start of the quote.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What they stand for.
    pub what: Marked<'graph>,
}

/// What the words of `claim`'s quote stand for, in text order; no two overlap.
///
/// Where they would, the trigger goes first, then the longer mention of an actor, cues, time and place. The graph does not
/// know where cues and times stand: such words are marked if the quote has them exactly once.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::marks_of;
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "documents": [{"id": "d:1"}],
///     "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "claims": ["c:1"]}],
///     "claims": [{"id": "c:1", "event": "e:1", "document": "d:1", "quote": "Ortiz will visit Peru",
///         "start": 10, "end": 31, "trigger": {"start": 16, "end": 26, "text": "will visit"}, "status": "planned"}]}"#)?;
/// let claim = graph.claims().next().expect("there is one");
/// let marks = marks_of(&graph, claim);
/// assert_eq!((marks[0].start, marks[0].end, marks[0].what.name()), (6, 16, "event"));
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn marks_of<'graph>(graph: &'graph Graph, claim: &'graph Claim) -> Vec<Mark<'graph>> {
    let mut marks = Marks { length: claim.quote.chars().count(), marks: Vec::new() };
    if let Some(trigger) = &claim.trigger {
        let start = trigger.start.checked_sub(claim.start);
        let end = trigger.end.checked_sub(claim.start);
        if let Some((start, end)) = start.zip(end) {
            marks.add(start, end, Marked::Trigger);
        }
    }
    let event = graph.event(&claim.event);
    let participants = event.iter().flat_map(|event| &event.participants).filter_map(|participant| {
        let actor = graph.actor(&participant.actor)?;
        Some((actor, Marked::Participant(participant.role, actor)))
    });
    let speakers = claim.attribution.iter().filter_map(|hop| {
        let actor = graph.actor(hop.actor.as_ref()?)?;
        Some((actor, Marked::Speaker(actor)))
    });
    let actors = participants.chain(speakers);
    let mut mentions: Vec<(&Mention, Marked)> = actors
        .flat_map(|(actor, what)| mentions_in(&actor.mentions, claim).map(move |mention| (mention, what)))
        .collect();
    // "Chinese" is not what "the Chinese Foreign Ministry" stands for.
    mentions.sort_by_key(|(mention, _)| std::cmp::Reverse(mention.end.saturating_sub(mention.start)));
    for (mention, what) in mentions {
        marks.add_mention(mention, claim, what);
    }
    for cue in claim.attribution.iter().filter_map(|hop| hop.cue.as_ref()) {
        marks.add_words(&claim.quote, cue, Marked::Cue);
    }
    let times = [claim.time.as_ref(), event.and_then(|event| event.time.as_ref())];
    for text in times.into_iter().flatten().filter_map(|time| time.text.as_ref()) {
        marks.add_words(&claim.quote, text, Marked::Time);
    }
    for place in event.iter().flat_map(|event| &event.places).filter_map(|id| graph.place(id)) {
        for mention in mentions_in(&place.mentions, claim) {
            marks.add_mention(mention, claim, Marked::Place(place));
        }
    }
    marks.marks.sort_by_key(|mark| mark.start);
    marks.marks
}

/// Those of `mentions` that begin in the quote of `claim`, in text order.
fn mentions_in<'graph>(
    mentions: &'graph BTreeSet<Mention>,
    claim: &Claim,
) -> impl Iterator<Item = &'graph Mention> {
    let first = Mention::first_from(&claim.document, claim.start);
    let (document, end) = (claim.document.clone(), claim.end);
    mentions.range(first..).take_while(move |mention| mention.document == document && mention.start < end)
}

struct Marks<'graph> {
    length: usize,
    marks: Vec<Mark<'graph>>,
}

impl<'graph> Marks<'graph> {
    fn add(&mut self, start: usize, end: usize, what: Marked<'graph>) {
        let is_free = self.marks.iter().all(|mark| end <= mark.start || mark.end <= start);
        if start < end && end <= self.length && is_free {
            self.marks.push(Mark { start, end, what });
        }
    }

    fn add_mention(&mut self, mention: &Mention, claim: &Claim, what: Marked<'graph>) {
        let start = mention.start.checked_sub(claim.start);
        if let Some((start, end)) = start.zip(mention.end.checked_sub(claim.start)) {
            self.add(start, end, what);
        }
    }

    fn add_words(&mut self, quote: &str, words: &str, what: Marked<'graph>) {
        let is_word = |(at, found): &(usize, &str)| {
            let ends =
                |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
            ends(quote[..*at].chars().next_back()) && ends(quote[at + found.len()..].chars().next())
        };
        if words.is_empty() {
            return;
        }
        let mut found = quote.match_indices(words).filter(is_word);
        if let (Some((at, _)), None) = (found.next(), found.next()) {
            let start = quote[..at].chars().count();
            self.add(start, start + words.chars().count(), what);
        }
    }
}
