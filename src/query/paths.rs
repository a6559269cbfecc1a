//! How two actors are linked: the shortest chains of events between them.

use super::index::{Accepted, ActorNumber, EventNumber};
use super::{Filter, Index, Voices};
use crate::claim::Status;
use crate::graph::{Actor, Event, Id};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// One step of a path: an event that two actors share.
#[derive(Debug, Clone, PartialEq)]
pub struct Hop<'graph> {
    /// From whom.
    pub from: &'graph Actor,
    /// Through which event.
    pub event: &'graph Event,
    /// To whom.
    pub to: &'graph Actor,
}

/// Which paths [`find_paths`] looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSearch {
    /// How many, at most.
    pub paths: usize,
    /// How many events one path may have, at most.
    pub max_hops: usize,
    /// Whether a path may go through somebody who only passes on what others do.
    pub voices: Voices,
    /// No path goes through one of these.
    pub avoid: Vec<Id>,
}

impl Default for PathSearch {
    /// One path of at most six events, not through voices.
    fn default() -> Self {
        Self { paths: 1, max_hops: 6, voices: Voices::Skip, avoid: Vec::new() }
    }
}

/// The shortest paths from one actor to another along the events that `filter` accepts, shortest first.
///
/// No path meets an actor twice, and no two paths meet the same actors; of the events that two actors share it takes
/// the surest. Of equally long paths those come first whose events are surest and whose actors are least busy. The
/// way from an actor to itself has no hop. Empty when there is no path of at most [`PathSearch::max_hops`] events.
///
/// Found with A* from both sides and the algorithm of Yen ("Finding the K shortest loopless paths in a network",
/// Management Science 17, 1971).
///
/// ```
/// # use diurna::graph::Graph;
/// # use diurna::query::{Filter, Index, PathSearch, find_paths};
/// # let graph = Graph::from_json(r#"{"format": "diurna/1", "actors": [
/// #     {"id": "a:1", "name": "Lena Ortiz", "kind": "person"}, {"id": "a:2", "name": "Peru", "kind": "country"}],
/// #   "events": [{"id": "e:1", "type": "CONSULT", "status": "planned", "participants": [
/// #     {"role": "agent", "actor": "a:1"}, {"role": "recipient", "actor": "a:2"}]}]}"#).unwrap();
/// let index = Index::new(&graph);
/// let paths = find_paths(&index, &"a:1".into(), &"a:2".into(), &PathSearch::default(), &Filter::default());
/// assert_eq!(paths[0][0].event.kind, "CONSULT");
/// ```
pub fn find_paths<'graph>(
    index: &Index<'graph>,
    from: &Id,
    to: &Id,
    search: &PathSearch,
    filter: &Filter,
) -> Vec<Vec<Hop<'graph>>> {
    let (Some(start), Some(goal)) = (index.number_of(from), index.number_of(to)) else { return Vec::new() };
    if search.paths == 0 {
        return Vec::new();
    }
    if start == goal {
        return vec![Vec::new()];
    }
    let ground = Ground {
        index,
        accepted: index.accepted(filter),
        voices: search.voices,
        avoided: search.avoid.iter().filter_map(|id| index.number_of(id)).collect(),
        start,
        goal,
    };
    let Some(compass) = Compass::new(&ground, search.max_hops) else { return Vec::new() };
    let paths = shortest(&ground, &compass, search);
    paths.iter().map(|path| path.hops(index)).collect()
}

/// What one event of a path costs; all doubts of a path together cost less.
const HOP: u64 = 1 << 32;

/// The most hops a path may have, so that costs add up to a number.
const MAX_HOPS: usize = 1 << 16;

/// What walking through `event` costs beyond a hop, from 0 to 2000: of equally short paths the surest wins.
fn doubt(event: &Event) -> u64 {
    let doubt = 1.0 - event.confidence.map_or(1.0, |confidence| confidence.0.clamp(0.0, 1.0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1000")]
    let doubt = (doubt * 1000.0) as u64;
    let status = match event.status {
        Status::Occurred | Status::Ongoing => 0,
        Status::Planned => 200,
        Status::Possible | Status::Conditional | Status::Unknown => 500,
        Status::Denied => 1000,
    };
    doubt + status
}

/// Where paths may go.
struct Ground<'index, 'graph> {
    index: &'index Index<'graph>,
    accepted: Accepted<'index, 'graph>,
    voices: Voices,
    avoided: FxHashSet<ActorNumber>,
    start: ActorNumber,
    goal: ActorNumber,
}

impl Ground<'_, '_> {
    fn is_end(&self, actor: ActorNumber) -> bool {
        actor == self.start || actor == self.goal
    }

    /// Calls `visit` with every actor one event away from `from`, and that event; once for each shared event.
    fn visit_steps(&self, from: ActorNumber, mut visit: impl FnMut(ActorNumber, EventNumber)) {
        for (event, parts) in self.index.events_of(from) {
            let is_closed =
                |actor, parts| !self.is_end(actor) && self.index.is_skipped(self.voices, actor, parts);
            if is_closed(from, parts) || !self.accepted.has(event) {
                continue;
            }
            for (other, parts) in self.index.actors_of(event) {
                let is_avoided =
                    !self.avoided.is_empty() && !self.is_end(other) && self.avoided.contains(&other);
                if other != from && !is_avoided && !is_closed(other, parts) {
                    visit(other, event);
                }
            }
        }
    }

    /// What being at `actor` costs, from 0 to 3200: nothing is learnt from a path through somebody who is everywhere.
    fn busyness(&self, actor: ActorNumber) -> u64 {
        if self.is_end(actor) { 0 } else { 100 * u64::from(self.index.degree(actor).max(1).ilog2()) }
    }

    /// The cost of stepping to `actor` through `event`.
    fn cost(&self, event: EventNumber, actor: ActorNumber) -> u64 {
        HOP + doubt(self.index.event(event)) + self.busyness(actor)
    }
}

/// The distance of actors that a wave did not reach.
const UNREACHED: u32 = u32::MAX;

/// One half of a breadth-first search from both ends.
struct Wave {
    /// [`UNREACHED`] where it was not yet.
    distances: Vec<u32>,
    front: Vec<ActorNumber>,
    depth: u32,
}

impl Wave {
    fn new(at: ActorNumber, n_actors: usize) -> Self {
        let mut distances = vec![UNREACHED; n_actors];
        distances[at as usize] = 0;
        Self { distances, front: vec![at], depth: 0 }
    }

    /// How many events the next layer will look at.
    fn effort(&self, index: &Index) -> usize {
        self.front.iter().map(|&actor| index.degree(actor)).sum()
    }

    /// Goes one event further, and says whether it met `other`.
    fn advance(&mut self, ground: &Ground, other: &Self) -> bool {
        self.depth += 1;
        let mut has_met = false;
        let mut front = Vec::new();
        for &from in &self.front {
            ground.visit_steps(from, |actor, _| {
                let distance = &mut self.distances[actor as usize];
                if *distance == UNREACHED {
                    *distance = self.depth;
                    front.push(actor);
                    has_met |= other.distances[actor as usize] != UNREACHED;
                }
            });
        }
        self.front = front;
        has_met
    }
}

/// How far it is to the goal.
struct Compass {
    goal_wave: Wave,
    /// The surest step to the goal from each actor that shares an event with it.
    last_steps: FxHashMap<ActorNumber, (u64, EventNumber)>,
    /// How many events the shortest path has.
    shortest: u32,
}

impl Compass {
    /// `None` when no path of at most `max_hops` events leads to the goal.
    fn new(ground: &Ground, max_hops: usize) -> Option<Self> {
        let (mut start, mut goal) = {
            let n_actors = ground.index.n_actors();
            (Wave::new(ground.start, n_actors), Wave::new(ground.goal, n_actors))
        };
        loop {
            if (start.depth + goal.depth) as usize >= max_hops.min(MAX_HOPS) {
                return None;
            }
            // The goal's first layer is needed in any case.
            let from_goal = goal.depth == 0 || goal.effort(ground.index) <= start.effort(ground.index);
            let (near, far) = if from_goal { (&mut goal, &start) } else { (&mut start, &goal) };
            let has_met = near.advance(ground, far);
            if has_met {
                break;
            }
            if near.front.is_empty() {
                return None;
            }
        }
        let mut last_steps: FxHashMap<ActorNumber, (u64, EventNumber)> = FxHashMap::default();
        ground.visit_steps(ground.goal, |actor, event| {
            let step = (ground.cost(event, ground.goal), event);
            last_steps.entry(actor).and_modify(|best| *best = step.min(*best)).or_insert(step);
        });
        Some(Self { shortest: start.depth + goal.depth, goal_wave: goal, last_steps })
    }

    /// At least this many events lie between `actor` and the goal.
    fn hops_to_goal(&self, actor: ActorNumber) -> u64 {
        let distance = self.goal_wave.distances[actor as usize];
        u64::from(if distance == UNREACHED { self.goal_wave.depth + 1 } else { distance })
    }
}

/// A way through the graph, with the cost of reaching each actor on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Path {
    cost: u64,
    actors: Vec<ActorNumber>,
    events: Vec<EventNumber>,
    costs: Vec<u64>,
}

impl Path {
    fn hops<'graph>(&self, index: &Index<'graph>) -> Vec<Hop<'graph>> {
        let steps = self.actors.windows(2).zip(&self.events);
        steps
            .map(|(ends, &event)| Hop {
                from: index.actor(ends[0]),
                event: index.event(event),
                to: index.actor(ends[1]),
            })
            .collect()
    }

    /// The first `n_hops` hops.
    fn root(&self, n_hops: usize) -> Self {
        Self {
            cost: self.costs[n_hops],
            actors: self.actors[..=n_hops].to_vec(),
            events: self.events[..n_hops].to_vec(),
            costs: self.costs[..=n_hops].to_vec(),
        }
    }
}

/// The algorithm of Yen, with the improvement of Lawler: a path is left only where it had not been left before.
fn shortest(ground: &Ground, compass: &Compass, search: &PathSearch) -> Vec<Path> {
    let most = HOP * (search.max_hops.min(MAX_HOPS) as u64 + 1) - 1;
    let start = Path { cost: 0, actors: vec![ground.start], events: Vec::new(), costs: vec![0] };
    let first_bound = HOP * (u64::from(compass.shortest) + 1) - 1;
    let first = finish(ground, compass, &start, &FxHashSet::default(), first_bound.min(most));
    let mut candidates: BTreeSet<(Path, usize)> = first.map(|path| (path, 0)).into_iter().collect();
    let mut paths: Vec<Path> = Vec::new();
    while let Some((path, left_at)) = candidates.pop_first() {
        paths.push(path);
        if paths.len() == search.paths {
            break;
        }
        let path = paths.last().expect("it was just pushed").clone();
        for n_hops in left_at..path.events.len() {
            let root = path.root(n_hops);
            let same_root =
                paths.iter().filter(|other| other.actors.get(..=n_hops) == Some(&root.actors[..]));
            let closed: FxHashSet<ActorNumber> = same_root.map(|other| other.actors[n_hops + 1]).collect();
            // What is costlier than enough other candidates will never be wanted.
            let last_wanted = candidates.iter().nth(search.paths - paths.len() - 1);
            let bound = last_wanted.map_or(most, |(path, _)| path.cost.min(most));
            if let Some(found) = finish(ground, compass, &root, &closed, bound) {
                candidates.insert((found, n_hops));
            }
        }
    }
    paths
}

/// The cheapest way on from `root` to the goal that costs at most `bound` in all, meets no actor of the root again
/// and does not begin with a step to one of `closed`.
fn finish(
    ground: &Ground,
    compass: &Compass,
    root: &Path,
    closed: &FxHashSet<ActorNumber>,
    bound: u64,
) -> Option<Path> {
    let spur = *root.actors.last().expect("a path has a start");
    // A busy actor leads to a hundred thousand others, of which a search for short paths need remember few.
    let mut hops = root.events.len() as u64 + compass.hops_to_goal(spur);
    loop {
        let near = HOP * (hops + 1) - 1;
        match finish_within(ground, compass, root, closed, bound.min(near)) {
            Search::Found(path) => return Some(path),
            Search::Exhausted => return None,
            Search::Bounded if near >= bound => return None,
            Search::Bounded => hops += 1,
        }
    }
}

enum Search {
    Found(Path),
    /// There is no way at any cost.
    Exhausted,
    /// There is none as cheap as that.
    Bounded,
}

fn finish_within(
    ground: &Ground,
    compass: &Compass,
    root: &Path,
    closed: &FxHashSet<ActorNumber>,
    bound: u64,
) -> Search {
    let spur = *root.actors.last().expect("a path has a start");
    let mut reached: FxHashMap<ActorNumber, (u64, EventNumber, ActorNumber)> = FxHashMap::default();
    let is_beyond = Cell::new(false);
    let mut open: BinaryHeap<Reverse<(u64, u64, ActorNumber)>> = BinaryHeap::new();
    open.push(Reverse((root.cost + compass.hops_to_goal(spur) * HOP, root.cost, spur)));
    while let Some(Reverse((_, cost, at))) = open.pop() {
        if at == ground.goal {
            return Search::Found(trace(root, &reached, ground.goal));
        }
        if reached.get(&at).is_some_and(|&(best, ..)| best < cost) {
            continue;
        }
        let mut step = |to: ActorNumber, event: EventNumber, cost: u64| {
            let estimate = cost + compass.hops_to_goal(to) * HOP;
            if estimate > bound {
                is_beyond.set(true);
                return;
            }
            let is_better =
                |&(best, by, from): &(u64, EventNumber, ActorNumber)| (cost, event, at) < (best, by, from);
            if reached.get(&to).is_none_or(is_better) {
                let is_cheaper = reached.get(&to).is_none_or(|&(best, ..)| cost < best);
                reached.insert(to, (cost, event, at));
                if is_cheaper {
                    open.push(Reverse((estimate, cost, to)));
                }
            }
        };
        // Beside the goal every other way is longer.
        if let Some(&(last, event)) = compass.last_steps.get(&at).filter(|_| at != spur) {
            step(ground.goal, event, cost + last);
            continue;
        }
        ground.visit_steps(at, |to, event| {
            // Most are too far, which is seen before anything else is looked at.
            if cost + HOP * (1 + compass.hops_to_goal(to)) > bound {
                is_beyond.set(true);
            } else if !(root.actors.contains(&to) || at == spur && closed.contains(&to)) {
                step(to, event, cost + ground.cost(event, to));
            }
        });
    }
    if is_beyond.get() { Search::Bounded } else { Search::Exhausted }
}

/// `root` and the way from its end to `goal`.
fn trace(
    root: &Path,
    reached: &FxHashMap<ActorNumber, (u64, EventNumber, ActorNumber)>,
    goal: ActorNumber,
) -> Path {
    let spur = *root.actors.last().expect("a path has a start");
    let mut steps = Vec::new();
    let mut at = goal;
    while at != spur {
        let (cost, event, from) = reached[&at];
        steps.push((at, event, cost));
        at = from;
    }
    let mut path = root.clone();
    for (actor, event, cost) in steps.into_iter().rev() {
        path.actors.push(actor);
        path.events.push(event);
        path.costs.push(cost);
        path.cost = cost;
    }
    path
}
