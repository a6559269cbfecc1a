//! Who is central: actors ranked by how much goes on with, through or around them.

use super::index::{ActorNumber, View, number};
use super::{Filter, Index, Voices};
use crate::graph::Actor;
use rayon::prelude::*;

/// What makes an actor central.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// In how many events it takes part.
    Degree,
    /// Which share of the shortest chains of events between two others goes through it, from 0 to 1.
    Betweenness,
    /// How often one comes by who walks from actor to actor through a random event of theirs; all add up to 1.
    PageRank,
}

/// An actor and how central it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked<'graph> {
    /// Who.
    pub actor: &'graph Actor,
    /// By the measure asked for.
    pub score: f64,
    /// In how many of the events asked about it takes part.
    pub events: usize,
}

/// The actors that take part in something, the most central first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking<'graph> {
    /// Those with equal scores are in id order.
    pub actors: Vec<Ranked<'graph>>,
    /// Of a betweenness that is estimated: from how many actors, drawn with a fixed seed, chains were followed.
    /// `None`: the scores are exact.
    pub pivots: Option<usize>,
}

/// Ranks the actors by `measure`, over the events that `filter` accepts.
///
/// With [`Measure::Degree`] [`Filter::roles`], if no actor is asked for, is the part an event must give the actor to
/// count. The others leave out what `voices` says.
///
/// Betweenness follows chains from every actor where that takes no more than some fifty million steps, else from as
/// many of them as that allows, but at least 16, and scales up: Brandes, "A faster algorithm for betweenness
/// centrality", Journal of Mathematical Sociology 25 (2001); Brandes and Pich, "Centrality estimation in large
/// networks", International Journal of Bifurcation and Chaos 17 (2007). PageRank has a damping of 0.85, after Page,
/// Brin, Motwani and Winograd (1999), and ends when a round moves less than a millionth.
///
/// ```
/// # use diurna::graph::Graph;
/// # use diurna::query::{Filter, Index, Measure, Voices, rank_actors};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let ranking = rank_actors(&Index::new(&graph), Measure::PageRank, Voices::Skip, &Filter::default());
/// assert_eq!(ranking.actors[0].score, 0.5);
/// ```
pub fn rank_actors<'graph>(
    index: &Index<'graph>,
    measure: Measure,
    voices: Voices,
    filter: &Filter,
) -> Ranking<'graph> {
    match measure {
        Measure::Degree => {
            let degrees = index.degrees(filter);
            let scores = degrees.iter().map(|&degree| degree as f64).collect();
            rank(index, scores, &degrees, None)
        }
        Measure::Betweenness => {
            let view = View::new(index, voices, filter);
            let (scores, pivots) = betweenness(&view);
            rank(index, scores, &view.degrees(), pivots)
        }
        Measure::PageRank => {
            let view = View::new(index, voices, filter);
            rank(index, page_rank(&view), &view.degrees(), None)
        }
    }
}

fn rank<'graph>(
    index: &Index<'graph>,
    scores: Vec<f64>,
    degrees: &[usize],
    pivots: Option<usize>,
) -> Ranking<'graph> {
    let mut actors: Vec<Ranked> = (0..number(scores.len()))
        .map(|at| Ranked { actor: index.actor(at), score: scores[at as usize], events: degrees[at as usize] })
        .filter(|ranked| ranked.events > 0)
        .collect();
    // They are in id order, which a stable sort keeps.
    actors.par_sort_by(|one, other| other.score.total_cmp(&one.score));
    Ranking { actors, pivots }
}

/// Links that following chains may look at in all.
const STEPS: usize = 50_000_000;

/// Fewer tell nothing.
const FEWEST_PIVOTS: usize = 16;

/// Parts that are summed one by one and then together, so that the number of cores changes no digit.
const PARTS: usize = 16;

/// The betweenness of each actor, and from how many actors it was estimated.
fn betweenness(view: &View) -> (Vec<f64>, Option<usize>) {
    let mut linked = view.linked_actors();
    let n_linked = linked.len();
    let most = (STEPS / (2 * view.n_links()).max(1)).max(FEWEST_PIVOTS);
    let pivots = (n_linked > most).then_some(most);
    if let Some(pivots) = pivots {
        draw(&mut linked, pivots);
    }
    let part = linked.len().div_ceil(PARTS).max(1);
    let sums: Vec<Vec<f64>> = linked
        .par_chunks(part)
        .map(|sources| {
            let mut chains = Chains::new(view);
            sources.iter().for_each(|&source| chains.follow(source));
            chains.sums
        })
        .collect();
    let mut scores = vec![0.0; view.n_actors()];
    for sum in sums {
        scores.iter_mut().zip(sum).for_each(|(score, part)| *score += part);
    }
    // Each pair of others is met from both its ends.
    let pairs = n_linked.saturating_sub(1) as f64 * n_linked.saturating_sub(2) as f64;
    let scale = n_linked as f64 / linked.len().max(1) as f64 / pairs.max(1.0);
    scores.iter_mut().for_each(|score| *score *= scale);
    (scores, pivots)
}

/// Keeps `count` of `actors`, always the same.
fn draw(actors: &mut Vec<ActorNumber>, count: usize) {
    let mut state: u64 = 1;
    for at in 0..count {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let value = value ^ (value >> 31);
        let rest = (actors.len() - at) as u64;
        actors.swap(at, at + usize::try_from(value % rest).expect("it is below the length of a list"));
    }
    actors.truncate(count);
    actors.sort_unstable();
}

/// The distance of actors that no chain reached.
const UNREACHED: u32 = u32::MAX;

/// Counts shortest chains from one actor after another, as Brandes does.
///
/// What is remembered of an event is only that it was met: how many chains go through it follows from its actors. So
/// the memory that is jumped about in is that of the actors, which are fewer.
struct Chains<'view> {
    view: &'view View,
    distances: Vec<u32>,
    /// How many shortest chains lead to each actor.
    counts: Vec<f64>,
    /// Which share of the chains to actors farther away goes through each.
    shares: Vec<f64>,
    was_met: Vec<bool>,
    actors: Vec<ActorNumber>,
    /// The events met, with the distance of the actors they were met from.
    events: Vec<(u32, u32)>,
    sums: Vec<f64>,
}

impl<'view> Chains<'view> {
    fn new(view: &'view View) -> Self {
        let n_actors = view.n_actors();
        Self {
            view,
            distances: vec![UNREACHED; n_actors],
            counts: vec![0.0; n_actors],
            shares: vec![0.0; n_actors],
            was_met: vec![false; view.n_events()],
            actors: Vec::new(),
            events: Vec::new(),
            sums: vec![0.0; n_actors],
        }
    }

    fn follow(&mut self, source: ActorNumber) {
        self.distances[source as usize] = 0;
        self.counts[source as usize] = 1.0;
        self.actors.push(source);
        let mut next = 0;
        let mut first_event = 0;
        while next < self.actors.len() {
            let distance = self.distances[self.actors[next] as usize];
            while let Some(&actor) = self.actors.get(next)
                && self.distances[actor as usize] == distance
            {
                for event in self.view.events_of(actor) {
                    if !std::mem::replace(&mut self.was_met[event as usize], true) {
                        self.events.push((event, distance));
                    }
                }
                next += 1;
            }
            for at in first_event..self.events.len() {
                let count = self.count_through(self.events[at]);
                for actor in self.view.actors_of(self.events[at].0) {
                    let at = actor as usize;
                    if self.distances[at] == UNREACHED {
                        self.distances[at] = distance + 1;
                        self.actors.push(actor);
                    }
                    if self.distances[at] == distance + 1 {
                        self.counts[at] += count;
                    }
                }
            }
            first_event = self.events.len();
        }
        while let Some((event, distance)) = self.events.pop() {
            let mut share = 0.0;
            for actor in self.view.actors_of(event) {
                let at = actor as usize;
                if self.distances[at] == distance + 1 {
                    share += (1.0 + self.shares[at]) / self.counts[at];
                }
            }
            for actor in self.view.actors_of(event).filter(|_| share > 0.0) {
                let at = actor as usize;
                if self.distances[at] == distance {
                    self.shares[at] += self.counts[at] * share;
                }
            }
            self.was_met[event as usize] = false;
        }
        for actor in self.actors.drain(..) {
            let at = actor as usize;
            if actor != source {
                self.sums[at] += self.shares[at];
            }
            (self.distances[at], self.counts[at], self.shares[at]) = (UNREACHED, 0.0, 0.0);
        }
    }

    /// How many shortest chains go through an event that was met from actors at this distance.
    fn count_through(&self, (event, distance): (u32, u32)) -> f64 {
        let actors = self.view.actors_of(event).map(|actor| actor as usize);
        actors.filter(|&at| self.distances[at] == distance).map(|at| self.counts[at]).sum()
    }
}

/// The share of walkers that go on, rather than start again anywhere.
const DAMPING: f64 = 0.85;

/// Rounds end when the scores together move less than this.
const STILL: f64 = 1e-6;

/// Damping alone makes rounds end sooner.
const MOST_ROUNDS: usize = 100;

/// The PageRank of each actor; 0 for those without events.
fn page_rank(view: &View) -> Vec<f64> {
    /// Actors or events that one core works on at a time.
    const BATCH: usize = 1 << 12;
    let linked = view.linked_actors();
    let n_linked = linked.len() as f64;
    // Nobody walks on through an event that an actor is alone in.
    let weight = |event: u32| match view.size(event) {
        0 | 1 => 0.0,
        size => 1.0 / (size - 1) as f64,
    };
    let weights: Vec<f64> = (0..number(view.n_events())).into_par_iter().map(weight).collect();
    let (ways, returns): (Vec<f64>, Vec<f64>) = (0..number(view.n_actors()))
        .into_par_iter()
        .map(|actor| {
            let weights = view.events_of(actor).map(|event| weights[event as usize]);
            let open = weights.filter(|weight| *weight > 0.0);
            open.fold((0.0, 0.0), |(ways, returns), weight| (ways + 1.0, returns + weight))
        })
        .unzip();
    let mut scores = vec![0.0; view.n_actors()];
    linked.iter().for_each(|&actor| scores[actor as usize] = 1.0 / n_linked);
    let mut next = vec![0.0; view.n_actors()];
    let mut going = vec![0.0; view.n_actors()];
    let mut passing = vec![0.0; view.n_events()];
    for _ in 0..MOST_ROUNDS {
        let mut stuck = 0.0;
        for &actor in &linked {
            let at = actor as usize;
            if ways[at] > 0.0 {
                going[at] = scores[at] / ways[at];
            } else {
                stuck += scores[at];
            }
        }
        passing.par_iter_mut().with_min_len(BATCH).enumerate().for_each(|(event, passing)| {
            let actors = view.actors_of(number(event));
            *passing = weights[event] * actors.map(|actor| going[actor as usize]).sum::<f64>();
        });
        let anywhere = (1.0 - DAMPING + DAMPING * stuck) / n_linked;
        next.par_iter_mut().with_min_len(BATCH).enumerate().for_each(|(actor, next)| {
            let events = view.events_of(number(actor));
            if events.len() > 0 {
                let coming = events.map(|event| passing[event as usize]).sum::<f64>();
                // Nobody walks from an actor to itself.
                *next = anywhere + DAMPING * (coming - going[actor] * returns[actor]);
            }
        });
        let moved: f64 = scores.iter().zip(&next).map(|(one, other)| (one - other).abs()).sum();
        std::mem::swap(&mut scores, &mut next);
        if moved < STILL {
            break;
        }
    }
    scores
}
