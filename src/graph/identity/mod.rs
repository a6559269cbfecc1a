//! Identity across documents: which actors and which events of several documents are one.
//!
//! In comes a graph as its documents gave it; out goes a graph in which actors and events that are one thing are one
//! node, whose parts are kept, so that every joining can be undone. What people decided ([`Decisions`]) goes before
//! what names and circumstances suggest. The same documents and decisions give the same graph, in any order.

mod actors;
mod apply;
mod decisions;
mod evidence;
mod events;
mod groups;
mod parts;
mod profile;
mod sources;
mod told;

pub use decisions::{Decision, Decisions, Ruling};
pub use parts::{Part, Parts};
pub use told::Identities;

use super::{Graph, Id};
use actors::Actors;

/// What people decided about pairs, by position in a list of nodes.
pub(super) struct Constraints<'a> {
    decisions: &'a Decisions,
}

impl Constraints<'_> {
    /// The pairs that are one.
    fn same(&self, position: impl Fn(&Id) -> Option<usize>) -> impl Iterator<Item = (usize, usize)> {
        self.decisions.same().filter_map(move |(one, other)| Some((position(one)?, position(other)?)))
    }

    /// The pairs that are not one, the lesser position first.
    fn apart(&self, position: impl Fn(&Id) -> Option<usize>) -> impl Iterator<Item = (usize, usize)> {
        self.decisions.apart().filter_map(move |(one, other)| {
            let (one, other) = (position(one)?, position(other)?);
            Some((one.min(other), one.max(other)))
        })
    }
}

fn in_points(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// What the actors of `raw` are called when those that are one are joined.
fn names_of(raw: &Graph, actors: &Actors, constraints: &Constraints) -> apply::ActorNames {
    let groups = actors.group(constraints);
    let ids = |members: &[usize]| members.iter().map(|&member| actors.id(member).clone()).collect();
    let clusters: Vec<Vec<Id>> = groups.joined().map(ids).collect();
    apply::ActorNames::new(raw, &clusters)
}

/// Why two actors, or two events, are one or two.
#[derive(Debug, Clone, PartialEq)]
pub struct WhySame {
    /// One actor or event as a document gave it.
    pub one: Id,
    /// The other.
    pub other: Id,
    /// Whether the graph has them as one.
    pub same: bool,
    /// What rules it out by itself, if anything does.
    pub conflict: Option<&'static str>,
    /// What speaks for it and against it, in points; none if names have nothing in common.
    pub reasons: Vec<(String, f64)>,
    /// The sum of the reasons; from 4 points on two are one if nothing rules it out.
    pub points: f64,
}

impl Graph {
    /// This graph with actors and events of several documents that are one thing as one node each.
    ///
    /// Parts that [`Graph::merge`] put together are taken apart first, so it makes no difference whether documents are
    /// read together or joined later. Decisions that name no actor of this graph count for nothing. Takes time linear
    /// in the graph but for actors of one name.
    ///
    /// ```
    /// use diurna::document::{ReadOptions, read_text};
    /// use diurna::graph::{Decisions, Graph};
    /// use diurna::reading::read;
    /// let graph = |text| Graph::from_reading(&read(read_text(text, &ReadOptions::default())));
    /// let one = graph("Lena Ortiz, the mayor of Lima, visited Peru's parliament on 3 May 2024.");
    /// let two = graph("The mayor of Lima, Lena Ortiz, resigned on 5 May 2024.");
    /// let resolved = one.merge(two).resolve(&Decisions::default());
    /// assert_eq!(resolved.actors().filter(|actor| actor.name == "Lena Ortiz").count(), 1);
    /// ```
    #[must_use]
    pub fn resolve(self, decisions: &Decisions) -> Self {
        let raw = self.unresolved();
        let constraints = Constraints { decisions };
        let actors = Actors::new(&raw);
        let names = names_of(&raw, &actors, &constraints);
        let events = apply::join_events(&raw, events::group(&raw, &names, &constraints));
        drop(actors);
        let mut graph = apply::apply(raw, &names, events);
        decisions.describe(&mut graph, |id| names.of(id).clone());
        apply::count_sources(&mut graph);
        graph
    }

    /// Why two actors or two events are one, or two: the strongest pair of their parts, and what speaks for and against it.
    ///
    /// Each may be a node or a part of one; `decisions` are those that the graph was made with. `None` if one of them is no
    /// named actor and no event that texts can share.
    pub fn why_same(&self, one: &Id, other: &Id, decisions: &Decisions) -> Option<WhySame> {
        if self.parts_of_event(one).is_empty() || self.parts_of_event(other).is_empty() {
            self.why_same_actor(one, other, decisions)
        } else {
            self.why_same_event(one, other, decisions)
        }
    }

    fn why_same_event(&self, one: &Id, other: &Id, decisions: &Decisions) -> Option<WhySame> {
        let raw = self.clone().unresolved();
        let names = names_of(&raw, &Actors::new(&raw), &Constraints { decisions });
        let (ones, others) = (self.parts_of_event(one), self.parts_of_event(other));
        let weighed = events::strongest(&raw, &names, &ones, &others)?;
        let whole = |part: &Id| self.event_part_called(part).map_or(part, |known| &known.same_as).clone();
        Some(WhySame {
            same: whole(&weighed.one) == whole(&weighed.other),
            one: weighed.one,
            other: weighed.other,
            conflict: weighed.conflict,
            reasons: weighed
                .reasons
                .into_iter()
                .map(|(reason, points)| (reason, in_points(points)))
                .collect(),
            points: in_points(weighed.points),
        })
    }

    fn why_same_actor(&self, one: &Id, other: &Id, decisions: &Decisions) -> Option<WhySame> {
        let raw = self.clone().unresolved();
        let mut actors = Actors::new(&raw);
        let groups = actors.group(&Constraints { decisions });
        actors.take_names_of(&groups);
        let parts = |id: &Id| -> Vec<usize> {
            // Namesakes have the id of their least part; it means all of them.
            let is_part = self.actor(id).is_none() && self.part_called(id).is_some();
            let ids = if is_part { vec![id.clone()] } else { self.parts_of(id) };
            ids.iter().filter_map(|part| actors.position(part)).collect()
        };
        let (ones, others) = (parts(one), parts(other));
        let whole = |id| self.part_called(id).map_or(id, |part| &part.same_as);
        let same = whole(one) == whole(other);
        let pairs = ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other)));
        let weighed = pairs.filter(|(one, other)| one != other).map(|(one, other)| {
            let evidence = actors.evidence(one, other);
            (evidence.as_ref().map_or(i32::MIN, |evidence| evidence.points), one, other, evidence)
        });
        let (_, one, other, evidence) = weighed.max_by(|one, other| {
            (one.0, actors.id(other.1), actors.id(other.2)).cmp(&(
                other.0,
                actors.id(one.1),
                actors.id(one.2),
            ))
        })?;
        let reasons = evidence.iter().flat_map(|evidence| &evidence.reasons);
        // Others that each of them is one with may speak against it.
        let pairs = || ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other)));
        let conflict = actors.conflict(one, other);
        let conflict = conflict
            .or_else(|| pairs().filter(|_| !same).find_map(|(one, other)| actors.conflict(one, other)));
        Some(WhySame {
            one: actors.id(one).clone(),
            other: actors.id(other).clone(),
            same,
            conflict,
            reasons: reasons.map(|(reason, points)| (reason.clone(), in_points(*points))).collect(),
            points: evidence.as_ref().map_or(0.0, |evidence| in_points(evidence.points)),
        })
    }
}
