//! Why the graph says so: sentences, speakers, rules.

use super::{Filter, claims_in_order, events};
use crate::claim::Status;
use crate::entity::ActorKind;
use crate::graph::{Claim, Document, Event, Graph, Hop, Id, Polarity};

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
    let in_order = |accepts: &dyn Fn(&Event) -> bool| -> Vec<&'graph Event> {
        events(graph, &Filter::default()).into_iter().filter(|event| accepts(event)).collect()
    };
    // The prefix is optional: "12ab" is typed faster than "e:12ab".
    let starts = |id: &Id, prefix: &str| {
        id.as_str().starts_with(text)
            || id.as_str().strip_prefix(prefix).is_some_and(|rest| rest.starts_with(text))
    };
    let by_id = in_order(&|event| starts(&event.id, "e:"));
    let mut claims = graph.claims().filter(|claim| starts(&claim.id, "c:"));
    match (by_id.as_slice(), claims.next(), claims.next()) {
        ([event], None, _) => return Subject::Event(event),
        ([], Some(claim), None) => return with_event(claim),
        ([], ..) => {}
        _ => return Subject::Several(by_id),
    }
    let wanted: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = in_order(&|event| {
        let words = words_about(graph, event);
        wanted.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted.as_str())))
    });
    match found.len() {
        0 => Subject::Nothing,
        1 => Subject::Event(found.remove(0)),
        _ => Subject::Several(found),
    }
}

/// The words under which people look for `event`, in lower case.
fn words_about(graph: &Graph, event: &Event) -> Vec<String> {
    let mut texts =
        vec![event.label.as_str(), event.kind.as_str(), event.mode.as_deref().unwrap_or_default()];
    for participant in &event.participants {
        if let Some(actor) = graph.actor(&participant.actor) {
            texts.push(&actor.name);
            texts.extend(actor.aliases.iter().map(String::as_str));
        }
    }
    let separates = |character: char| !character.is_alphanumeric();
    let words = texts.into_iter().flat_map(|text| text.split(separates));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
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
pub fn speaker_name(graph: &Graph, hop: &Hop) -> String {
    let Some(actor) = hop.actor.as_ref().and_then(|id| graph.actor(id)) else {
        return match hop.count {
            Some(1) => "one unnamed source".to_owned(),
            Some(count) => format!("{count} unnamed sources"),
            None => "unnamed sources".to_owned(),
        };
    };
    if hop.anonymous || actor.kind == ActorKind::Anonymous {
        return format!("{} (not named)", actor.name);
    }
    actor.name.clone()
}

/// Who says so, in few words: "Reuters, citing five sources (not named)"; empty when only the page itself does.
pub fn chain_words(graph: &Graph, claim: &Claim) -> String {
    let names: Vec<String> = claim.attribution.iter().map(|hop| speaker_name(graph, hop)).collect();
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
        let many = hop.count.is_some_and(|count| count > 1) || (hop.actor.is_none() && hop.count != Some(1));
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
