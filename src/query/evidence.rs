//! Why the graph says so: sentences, speakers, rules.

use super::claims_in_order;
use super::name::letters_start_with;
use super::order::in_order;
use crate::claim::Status;
use crate::entity::ActorKind;
use crate::graph::{Actor, Claim, Document, Event, Graph, Hop, Id, Polarity};
use std::borrow::Cow;
use std::collections::HashSet;

/// One claim with what a reader needs to judge it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence<'graph> {
    /// The claim.
    pub claim: &'graph Claim,
    /// The document it stands in.
    pub document: Option<&'graph Document>,
    /// The trigger within the quote, in characters, end exclusive.
    pub trigger: Option<(usize, usize)>,
}

/// What a word of `why` may stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject<'graph> {
    /// An event.
    Event(&'graph Event),
    /// One claim about an event, and the event.
    Claim(&'graph Claim, &'graph Event),
    /// Several events fit; in time order.
    Several(Vec<&'graph Event>),
    /// Nothing fits.
    Nothing,
}

/// The event or claim that `text` means: an id, the start of an id that only one has, or words that its label,
/// type, mode and participants contain.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::{Subject, find_subject};
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "events": [
///     {"id": "e:12ab", "type": "CONSULT", "label": "Lena Ortiz visits Peru", "status": "planned"}]}"#)?;
/// assert!(matches!(find_subject(&graph, "e:12"), Subject::Event(_)));
/// assert!(matches!(find_subject(&graph, "ortiz peru"), Subject::Event(_)));
/// assert_eq!(find_subject(&graph, "ortiz chile"), Subject::Nothing);
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn find_subject<'graph>(graph: &'graph Graph, text: &str) -> Subject<'graph> {
    let text = text.trim();
    if let Some(event) = graph.event(&Id::from(text)) {
        return Subject::Event(event);
    }
    let with_event = |claim: &'graph Claim| match graph.event(&claim.event) {
        Some(event) => Subject::Claim(claim, event),
        None => Subject::Nothing,
    };
    if let Some(claim) = graph.claim(&Id::from(text)) {
        return with_event(claim);
    }
    if text.is_empty() {
        return Subject::Nothing;
    }
    // The prefix is optional: "12ab" is typed faster than "e:12ab".
    let starts = |id: &Id, prefix: &str| {
        id.as_str().starts_with(text)
            || id.as_str().strip_prefix(prefix).is_some_and(|rest| rest.starts_with(text))
    };
    let by_id: Vec<&Event> = graph.events().filter(|event| starts(&event.id, "e:")).collect();
    let mut claims = graph.claims().filter(|claim| starts(&claim.id, "c:"));
    match (by_id.as_slice(), claims.next(), claims.next()) {
        ([event], None, _) => return Subject::Event(event),
        ([], Some(claim), None) => return with_event(claim),
        ([], ..) => {}
        _ => return Subject::Several(in_order(graph, by_id.into_iter())),
    }
    let wanted: Vec<Wanted> = text.split_whitespace().map(|word| Wanted::new(graph, word)).collect();
    let found = graph.events().filter(|event| wanted.iter().all(|wanted| wanted.is_about(event)));
    let mut found = in_order(graph, found);
    match found.len() {
        0 => Subject::Nothing,
        1 => Subject::Event(found.remove(0)),
        _ => Subject::Several(found),
    }
}

/// A word that people look for events by.
struct Wanted<'graph> {
    word: String,
    /// Who has a word in a name that begins like it.
    actors: HashSet<&'graph Id>,
}

impl<'graph> Wanted<'graph> {
    fn new(graph: &'graph Graph, word: &str) -> Self {
        let word = word.to_lowercase();
        let is_called = |actor: &&Actor| {
            begins_a_word_of(&word, &actor.name)
                || actor.aliases.iter().any(|alias| begins_a_word_of(&word, alias))
        };
        let actors = graph.actors().filter(is_called).map(|actor| &actor.id).collect();
        Self { word, actors }
    }

    fn is_about(&self, event: &Event) -> bool {
        [event.label.as_str(), event.kind.as_str()]
            .into_iter()
            .chain(event.mode.as_deref())
            .any(|text| begins_a_word_of(&self.word, text))
            || (!self.actors.is_empty()
                && event.participants.iter().any(|participant| self.actors.contains(&participant.actor)))
    }
}

/// Whether a word of `text` begins with `start`, which is in lower case.
fn begins_a_word_of(start: &str, text: &str) -> bool {
    let words = text.split(|character: char| !character.is_alphanumeric());
    words.filter(|word| !word.is_empty()).any(|word| letters_start_with(word, start))
}

/// The evidence for `event`, in order of publication and text.
pub fn evidence_of<'graph>(graph: &'graph Graph, event: &Event) -> Vec<Evidence<'graph>> {
    claims_in_order(graph, event).into_iter().map(|claim| Evidence::of(graph, claim)).collect()
}

impl<'graph> Evidence<'graph> {
    /// The evidence that `claim` is.
    pub fn of(graph: &'graph Graph, claim: &'graph Claim) -> Self {
        let length = claim.quote.chars().count();
        let trigger = claim.trigger.as_ref().and_then(|trigger| {
            let start = trigger.start.checked_sub(claim.start)?;
            let end = trigger.end.checked_sub(claim.start)?;
            (start < end && end <= length).then_some((start, end))
        });
        Self { claim, document: graph.document(&claim.document), trigger }
    }
}

/// The name by which to call a speaker.
pub fn speaker_name<'graph>(graph: &'graph Graph, hop: &Hop) -> Cow<'graph, str> {
    let Some(actor) = hop.actor.as_ref().and_then(|id| graph.actor(id)) else {
        return match hop.count {
            _ if hop.text.is_some() && !hop.anonymous => hop.text.clone().unwrap_or_default().into(),
            Some(1) => "one unnamed source".into(),
            Some(count) => format!("{count} unnamed sources").into(),
            None => "unnamed sources".into(),
        };
    };
    if hop.anonymous || actor.kind == ActorKind::Anonymous {
        return format!("{} (not named)", actor.name).into();
    }
    actor.name.as_str().into()
}

/// The publisher of the page that `claim` stands on.
pub fn publisher_name<'graph>(graph: &'graph Graph, claim: &Claim) -> &'graph str {
    let document = graph.document(&claim.document);
    document.and_then(|document| document.publisher.as_deref()).unwrap_or("the page itself")
}

/// Who says so, in few words: "Reuters, citing five sources (not named)"; empty when only the page itself does.
pub fn chain_words(graph: &Graph, claim: &Claim) -> String {
    let names: Vec<Cow<str>> = claim.attribution.iter().map(|hop| speaker_name(graph, hop)).collect();
    names.join(", citing ")
}

/// Who says what about it, as a sentence that begins with the publisher.
///
/// "The Daily Plain says that Reuters says ("reported") that five sources (not named) say ("citing") that it is
/// planned."
pub fn chain_sentence(graph: &Graph, claim: &Claim) -> String {
    let document = graph.document(&claim.document);
    let publisher = document.and_then(|document| document.publisher.as_deref()).unwrap_or("The page");
    let mut sentence = format!("{publisher} says that ");
    for hop in &claim.attribution {
        let many = hop.count.is_some_and(|count| count > 1)
            || (hop.actor.is_none() && hop.anonymous && hop.count != Some(1));
        sentence.push_str(&speaker_name(graph, hop));
        sentence.push_str(if many { " say" } else { " says" });
        if let Some(cue) = &hop.cue {
            sentence.push_str(&format!(" (\"{cue}\")"));
        }
        sentence.push_str(" that ");
    }
    sentence.push_str(match claim.status {
        Status::Occurred => "it happened",
        Status::Ongoing => "it goes on",
        Status::Planned => "it is planned",
        Status::Possible => "it is possible",
        Status::Conditional => "it depends on something else",
        Status::Denied => "it did not happen",
        Status::Unknown => "it may or may not have happened",
    });
    if claim.polarity == Polarity::Negated && claim.status != Status::Denied {
        sentence.push_str(" (in a negated sentence)");
    }
    sentence.push('.');
    sentence
}
