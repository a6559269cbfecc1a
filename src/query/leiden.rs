//! The algorithm of Leiden on any graph of weighted ties, without chance.
//!
//! In come ties between numbered nodes, out goes the number of a part for each. It knows nothing of actors.

use super::index::number;

/// Nodes and the weighted ties between them, each tie listed at both its ends.
#[derive(Debug)]
pub(super) struct Ties {
    starts: Vec<usize>,
    others: Vec<u32>,
    weights: Vec<f64>,
    /// Of each node: the weight of its ties to itself, both ends counted.
    loops: Vec<f64>,
}

impl Ties {
    /// The graph in which the nodes, from 0, have these ties to others.
    pub(super) fn new(rows: impl IntoIterator<Item = Vec<(u32, f64)>>) -> Self {
        let mut ties = Self { starts: vec![0], others: Vec::new(), weights: Vec::new(), loops: Vec::new() };
        for row in rows {
            for (other, weight) in row {
                ties.others.push(other);
                ties.weights.push(weight);
            }
            ties.starts.push(ties.others.len());
            ties.loops.push(0.0);
        }
        ties
    }

    /// Whether `node` has ties to others.
    pub(super) fn has_any(&self, node: u32) -> bool {
        self.starts[node as usize] < self.starts[node as usize + 1]
    }

    fn len(&self) -> usize {
        self.loops.len()
    }

    fn of(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let range = self.starts[node as usize]..self.starts[node as usize + 1];
        self.others[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// The weight of all ties of each node.
    fn strengths(&self) -> Vec<f64> {
        let nodes = 0..number(self.len());
        nodes
            .map(|node| self.loops[node as usize] + self.of(node).map(|(_, weight)| weight).sum::<f64>())
            .collect()
    }

    /// The graph whose nodes are the `n_parts` parts of this one.
    fn merged(&self, parts: &[u32], n_parts: usize) -> Self {
        let members = Members::new(parts, n_parts);
        let mut loops = vec![0.0; n_parts];
        let mut weights = vec![0.0; n_parts];
        let mut others: Vec<u32> = Vec::new();
        let rows: Vec<Vec<(u32, f64)>> = (0..number(n_parts))
            .map(|part| {
                for &node in members.of(part) {
                    loops[part as usize] += self.loops[node as usize];
                    for (other, weight) in self.of(node) {
                        let other = parts[other as usize];
                        if other == part {
                            loops[part as usize] += weight;
                            continue;
                        }
                        if weights[other as usize] == 0.0 {
                            others.push(other);
                        }
                        weights[other as usize] += weight;
                    }
                }
                others.sort_unstable();
                others.drain(..).map(|other| (other, std::mem::take(&mut weights[other as usize]))).collect()
            })
            .collect();
        Self { loops, ..Self::new(rows) }
    }
}

/// The nodes of each part, in order.
struct Members {
    starts: Vec<usize>,
    nodes: Vec<u32>,
}

impl Members {
    fn new(parts: &[u32], n_parts: usize) -> Self {
        let mut starts = vec![0; n_parts + 1];
        parts.iter().for_each(|&part| starts[part as usize + 1] += 1);
        (0..n_parts).for_each(|part| starts[part + 1] += starts[part]);
        let mut next = starts.clone();
        let mut nodes = vec![0; parts.len()];
        for (node, &part) in parts.iter().enumerate() {
            nodes[next[part as usize]] = number(node);
            next[part as usize] += 1;
        }
        Self { starts, nodes }
    }

    fn of(&self, part: u32) -> &[u32] {
        &self.nodes[self.starts[part as usize]..self.starts[part as usize + 1]]
    }
}

/// Nodes in parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Partition {
    /// The part of each node, counted from 0 in the order of their first nodes.
    pub(super) parts: Vec<u32>,
    pub(super) n_parts: usize,
    /// Of the parts, at resolution 1 (Newman and Girvan 2004).
    pub(super) modularity: f64,
}

/// Rounds of moving, refining and merging; a graph of a million ties takes five or so.
const MOST_ROUNDS: usize = 50;

/// Gains below this share of a node's strength are noise of the arithmetic.
const NOISE: f64 = 1e-10;

/// Divides the nodes of `ties` so that modularity at this `resolution` is high.
pub(super) fn partition(ties: &Ties, resolution: f64) -> Partition {
    let total: f64 = ties.strengths().iter().sum();
    // Where each node of the first graph is now.
    let mut places: Vec<u32> = (0..number(ties.len())).collect();
    let mut parts = places.clone();
    let mut merged: Option<Ties> = None;
    if total > 0.0 {
        let pull = resolution / total;
        for _ in 0..MOST_ROUNDS {
            let now = merged.as_ref().unwrap_or(ties);
            let strengths = now.strengths();
            let n_parts = move_nodes(now, &strengths, pull, &mut parts);
            if n_parts == now.len() {
                break;
            }
            let (refined, n_refined) = refine(now, &strengths, pull, &parts, n_parts);
            if n_refined == now.len() {
                break;
            }
            let next = now.merged(&refined, n_refined);
            let mut next_parts = vec![0; n_refined];
            refined.iter().zip(&parts).for_each(|(&refined, &part)| next_parts[refined as usize] = part);
            places.iter_mut().for_each(|place| *place = refined[*place as usize]);
            parts = next_parts;
            merged = Some(next);
        }
    }
    let mut found: Vec<u32> = places.iter().map(|&place| parts[place as usize]).collect();
    let n_parts = number_anew(&mut found);
    let modularity = modularity(ties, &found, n_parts, total);
    Partition { parts: found, n_parts, modularity }
}

/// Numbers the parts in the order of their first nodes; how many there are.
fn number_anew(parts: &mut [u32]) -> usize {
    let mut numbers = vec![u32::MAX; parts.len()];
    let mut n_parts = 0;
    for part in parts {
        let new = &mut numbers[*part as usize];
        if *new == u32::MAX {
            *new = n_parts;
            n_parts += 1;
        }
        *part = *new;
    }
    n_parts as usize
}

fn modularity(ties: &Ties, parts: &[u32], n_parts: usize, total: f64) -> f64 {
    if total == 0.0 {
        return 0.0;
    }
    let mut strengths = vec![0.0; n_parts];
    for (node, strength) in ties.strengths().into_iter().enumerate() {
        strengths[parts[node] as usize] += strength;
    }
    let mut within = 0.0;
    for node in 0..number(ties.len()) {
        let own = ties.of(node).filter(|&(other, _)| parts[other as usize] == parts[node as usize]);
        within += ties.loops[node as usize] + own.map(|(_, weight)| weight).sum::<f64>();
    }
    within / total - strengths.iter().map(|strength| (strength / total).powi(2)).sum::<f64>()
}

/// Weights by part, of which few are not zero.
struct Tally {
    weights: Vec<f64>,
    parts: Vec<u32>,
}

impl Tally {
    fn new(n_parts: usize) -> Self {
        Self { weights: vec![0.0; n_parts], parts: Vec::new() }
    }

    fn add(&mut self, part: u32, weight: f64) {
        if self.weights[part as usize] == 0.0 {
            self.parts.push(part);
        }
        self.weights[part as usize] += weight;
    }

    fn clear(&mut self) {
        self.parts.drain(..).for_each(|part| self.weights[part as usize] = 0.0);
    }
}

/// Moves nodes to the parts they gain most by, until none gains; numbers the parts anew and counts them.
fn move_nodes(ties: &Ties, strengths: &[f64], pull: f64, parts: &mut [u32]) -> usize {
    let n_nodes = ties.len();
    let mut sums = vec![0.0; n_nodes];
    let mut sizes = vec![0_u32; n_nodes];
    for (node, &part) in parts.iter().enumerate() {
        sums[part as usize] += strengths[node];
        sizes[part as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..number(n_nodes)).rev().filter(|&part| sizes[part as usize] == 0).collect();
    let mut queue: std::collections::VecDeque<u32> = (0..number(n_nodes)).collect();
    let mut is_queued = vec![true; n_nodes];
    let mut tally = Tally::new(n_nodes);
    while let Some(node) = queue.pop_front() {
        let at = node as usize;
        is_queued[at] = false;
        let (old, strength) = (parts[at], strengths[at]);
        ties.of(node).for_each(|(other, weight)| tally.add(parts[other as usize], weight));
        sums[old as usize] -= strength;
        sizes[old as usize] -= 1;
        let gain = |part: u32| tally.weights[part as usize] - pull * strength * sums[part as usize];
        let mut best = (gain(old), old);
        if sizes[old as usize] > 0
            && let Some(&alone) = empty.last()
            && best.0 < -NOISE * strength
        {
            best = (0.0, alone);
        }
        for &part in &tally.parts {
            let gain = gain(part);
            if gain > best.0 + NOISE * strength {
                best = (gain, part);
            }
        }
        let (_, new) = best;
        tally.clear();
        sums[new as usize] += strength;
        sizes[new as usize] += 1;
        if new == old {
            continue;
        }
        if empty.last() == Some(&new) {
            empty.pop();
        }
        if sizes[old as usize] == 0 {
            empty.push(old);
        }
        parts[at] = new;
        for (other, _) in ties.of(node) {
            if parts[other as usize] != new && !std::mem::replace(&mut is_queued[other as usize], true) {
                queue.push_back(other);
            }
        }
    }
    number_anew(parts)
}

/// Divides each of the parts into pieces that hold together; the piece of each node, and how many there are.
fn refine(ties: &Ties, strengths: &[f64], pull: f64, parts: &[u32], n_parts: usize) -> (Vec<u32>, usize) {
    let n_nodes = ties.len();
    let mut part_sums = vec![0.0; n_parts];
    parts.iter().zip(strengths).for_each(|(&part, strength)| part_sums[part as usize] += strength);
    let mut pieces: Vec<u32> = (0..number(n_nodes)).collect();
    let mut sums = strengths.to_vec();
    let mut sizes = vec![1_u32; n_nodes];
    // Of each piece: the weight of its ties to the rest of its part.
    let mut outward: Vec<f64> = (0..number(n_nodes))
        .map(|node| {
            let own = ties.of(node).filter(|&(other, _)| parts[other as usize] == parts[node as usize]);
            own.map(|(_, weight)| weight).sum()
        })
        .collect();
    let holds = |outward: f64, sum: f64, part: u32| outward >= pull * sum * (part_sums[part as usize] - sum);
    let mut tally = Tally::new(n_nodes);
    for node in 0..number(n_nodes) {
        let at = node as usize;
        let (part, strength) = (parts[at], strengths[at]);
        if sizes[pieces[at] as usize] > 1 || !holds(outward[at], strength, part) {
            continue;
        }
        for (other, weight) in ties.of(node).filter(|&(other, _)| parts[other as usize] == part) {
            tally.add(pieces[other as usize], weight);
        }
        let mut best = (NOISE * strength, pieces[at]);
        for &piece in &tally.parts {
            let gain = tally.weights[piece as usize] - pull * strength * sums[piece as usize];
            if gain > best.0 && holds(outward[piece as usize], sums[piece as usize], part) {
                best = (gain, piece);
            }
        }
        let (old, new) = (pieces[at], best.1);
        if new != old {
            outward[new as usize] += outward[old as usize] - 2.0 * tally.weights[new as usize];
            sums[new as usize] += strength;
            sizes[new as usize] += 1;
            (sums[old as usize], sizes[old as usize]) = (0.0, 0);
            pieces[at] = new;
        }
        tally.clear();
    }
    let n_pieces = number_anew(&mut pieces);
    (pieces, n_pieces)
}
