//! Measures of coreference: how alike two partitions of the same mentions are.
//!
//! In come [`Links`], mentions with the gold and the system cluster each is in; out come [`Scores`]. Which mention is which is
//! decided by the caller.

use std::collections::{BTreeMap, BTreeSet};

/// Precision and recall, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Measure {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
}

impl Measure {
    /// In per cent.
    pub(crate) fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 200.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// What the measures say of one partition.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scores {
    pub(crate) muc: Measure,
    pub(crate) b_cubed: Measure,
    pub(crate) ceaf: Measure,
}

impl Scores {
    /// The mean of the three F1, in per cent.
    pub(crate) fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf.f1()) / 3.0
    }
}

/// How many mentions are in each gold and each system cluster, and in both.
#[derive(Debug, Default)]
pub(crate) struct Links {
    gold: BTreeMap<usize, usize>,
    system: BTreeMap<usize, usize>,
    both: BTreeMap<(usize, usize), usize>,
}

impl Links {
    /// Each mention has its gold and its system cluster. One that only one side has counts as alone on the other, but makes
    /// no cluster there (Stoyanov et al. 2009).
    pub(crate) fn of(mentions: impl IntoIterator<Item = (Option<usize>, Option<usize>)>) -> Self {
        let mut links = Self::default();
        for (gold, system) in mentions {
            gold.iter().for_each(|gold| *links.gold.entry(*gold).or_default() += 1);
            system.iter().for_each(|system| *links.system.entry(*system).or_default() += 1);
            gold.zip(system).iter().for_each(|pair| *links.both.entry(*pair).or_default() += 1);
        }
        links
    }

    pub(crate) fn scores(&self) -> Scores {
        Scores { muc: self.muc(), b_cubed: self.b_cubed(), ceaf: self.ceaf() }
    }

    /// The sizes of the parts into which the other side cuts each cluster of one side, one for each mention it lacks.
    fn parts(
        &self,
        clusters: &BTreeMap<usize, usize>,
        side: fn(&(usize, usize)) -> usize,
    ) -> Vec<Vec<usize>> {
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        self.both.iter().for_each(|(pair, n)| parts.entry(side(pair)).or_default().push(*n));
        let all = clusters.iter().map(|(cluster, size)| {
            let mut parts = parts.remove(cluster).unwrap_or_default();
            let lacking = size - parts.iter().sum::<usize>();
            parts.extend(std::iter::repeat_n(1, lacking));
            parts
        });
        all.collect()
    }

    /// `share` of the parts of the system's and of the gold's clusters, out of what `whole` says of their mentions.
    fn measure(&self, share: fn(&[usize]) -> f64, whole: fn(&[usize]) -> usize) -> Measure {
        let of = |parts: Vec<Vec<usize>>| {
            ratio(parts.iter().map(|parts| share(parts)).sum(), parts.iter().map(|parts| whole(parts)).sum())
        };
        Measure {
            precision: of(self.parts(&self.system, |pair| pair.1)),
            recall: of(self.parts(&self.gold, |pair| pair.0)),
        }
    }

    /// Vilain et al. 1995: the links that a cluster has still, of those it needs.
    fn muc(&self) -> Measure {
        let kept = |parts: &[usize]| (parts.iter().sum::<usize>() - parts.len()) as f64;
        self.measure(kept, |parts| parts.iter().sum::<usize>() - 1)
    }

    /// Bagga and Baldwin 1998: the mean, over mentions, of how much of its cluster is with it.
    fn b_cubed(&self) -> Measure {
        let together = |parts: &[usize]| {
            parts.iter().map(|n| n * n).sum::<usize>() as f64 / parts.iter().sum::<usize>() as f64
        };
        self.measure(together, |parts| parts.iter().sum())
    }

    /// Luo 2005, by entities (phi 4): the best pairing of clusters, each pair worth twice what it shares by what it has.
    fn ceaf(&self) -> Measure {
        let worth = |&(gold, system): &(usize, usize)| {
            2.0 * self.both[&(gold, system)] as f64 / (self.gold[&gold] + self.system[&system]) as f64
        };
        let best: f64 = self.components().iter().map(|pairs| best_pairing(pairs, &worth)).sum();
        Measure { precision: ratio(best, self.system.len()), recall: ratio(best, self.gold.len()) }
    }

    /// The pairs of clusters that share mentions, in groups that share no cluster.
    fn components(&self) -> Vec<Vec<(usize, usize)>> {
        let mut open: BTreeSet<(usize, usize)> = self.both.keys().copied().collect();
        let (mut by_gold, mut by_system) = (BTreeMap::new(), BTreeMap::new());
        for &pair in self.both.keys() {
            by_gold.entry(pair.0).or_insert_with(Vec::new).push(pair);
            by_system.entry(pair.1).or_insert_with(Vec::new).push(pair);
        }
        let mut components = Vec::new();
        while let Some(first) = open.pop_first() {
            let mut component = vec![first];
            let mut at = 0;
            while let Some(&(gold, system)) = component.get(at) {
                let next = by_gold[&gold].iter().chain(&by_system[&system]);
                component.extend(next.filter(|pair| open.remove(pair)));
                at += 1;
            }
            components.push(component);
        }
        components
    }
}

/// Nothing of nothing is nothing.
fn ratio(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / whole as f64 }
}

/// The greatest sum of `worth` over `pairs` of which no two share a side.
fn best_pairing(pairs: &[(usize, usize)], worth: &impl Fn(&(usize, usize)) -> f64) -> f64 {
    if let [pair] = pairs {
        return worth(pair);
    }
    let ranks = |side: fn(&(usize, usize)) -> usize| -> BTreeMap<usize, usize> {
        let clusters: BTreeSet<usize> = pairs.iter().map(side).collect();
        clusters.into_iter().zip(0..).collect()
    };
    let (gold, system) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let size = gold.len().max(system.len());
    let mut costs = vec![vec![0.0; size]; size];
    pairs.iter().for_each(|pair| costs[gold[&pair.0]][system[&pair.1]] = -worth(pair));
    -least_cost(&costs)
}

/// The least sum of costs of one cell in each row and column of a square (the Hungarian method, in cubic time).
fn least_cost(costs: &[Vec<f64>]) -> f64 {
    let size = costs.len();
    let (mut row_price, mut column_price) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    // The row of each column; both count from 1, and 0 is none.
    let mut row_of = vec![0; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut from, mut used) =
            (vec![f64::INFINITY; size + 1], vec![0; size + 1], vec![false; size + 1]);
        while row_of[column] != 0 {
            used[column] = true;
            let current = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=size).filter(|&other| !used[other]) {
                let cost = costs[current - 1][other - 1] - row_price[current] - column_price[other];
                if cost < least[other] {
                    (least[other], from[other]) = (cost, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=size {
                if used[other] {
                    row_price[row_of[other]] += step;
                    column_price[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    (1..=size).map(|column| costs[row_of[column] - 1][column - 1]).sum()
}

/// Links of the mentions that either side names.
#[cfg(test)]
fn links(gold: &[&[usize]], system: &[&[usize]]) -> Links {
    let cluster =
        |clusters: &[&[usize]], mention: &usize| clusters.iter().position(|one| one.contains(mention));
    let mentions = gold.iter().copied().flatten();
    let lacking = system.iter().copied().flatten().filter(|mention| cluster(gold, mention).is_none());
    Links::of(mentions.chain(lacking).map(|mention| (cluster(gold, mention), cluster(system, mention))))
}

#[cfg(test)]
fn assert_near(found: Measure, precision: f64, recall: f64) {
    let is_near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(is_near(found.precision, precision) && is_near(found.recall, recall), "{found:?}");
}

#[test]
fn measures_are_those_of_bagga_and_baldwin() {
    // The example of their paper: two of three clusters are joined, a small one or a large one.
    let gold: &[&[usize]] = &[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
    let small = links(gold, &[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]).scores();
    let large = links(gold, &[&[6, 7], &[1, 2, 3, 4, 5, 8, 9, 10, 11, 12]]).scores();
    assert_near(small.b_cubed, 16.0 / 21.0, 1.0);
    assert_near(large.b_cubed, 7.0 / 12.0, 1.0);
    // MUC does not tell them apart.
    assert_near(small.muc, 0.9, 1.0);
    assert_near(large.muc, 0.9, 1.0);
    // Five of five, and five shared by five and seven.
    let shared = 1.0 + 10.0 / 12.0;
    assert_near(small.ceaf, shared / 2.0, shared / 3.0);
}

#[test]
fn ceaf_is_that_of_luo() {
    // The example of his paper, systems (b) to (d), by entities.
    let gold: &[&[usize]] = &[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]];
    let all_one = links(gold, &[&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]).scores();
    assert_near(all_one.ceaf, 10.0 / 17.0, 10.0 / 51.0);
    let singletons: Vec<[usize; 1]> = (1..=12).map(|mention| [mention]).collect();
    let singletons: Vec<&[usize]> = singletons.iter().map(<[usize; 1]>::as_slice).collect();
    let alone = links(gold, &singletons).scores();
    let sum = 1.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0;
    assert_near(alone.ceaf, sum / 12.0, sum / 3.0);
    assert_near(alone.muc, 0.0, 0.0);
    assert_near(alone.b_cubed, 1.0, 3.0 / 12.0);
}

#[test]
fn a_split_and_a_join_cost_both_ways() {
    let scores = links(&[&[1, 2, 3], &[4, 5, 6, 7]], &[&[1, 2], &[3, 4, 5], &[6, 7]]).scores();
    assert_near(scores.muc, 3.0 / 4.0, 3.0 / 5.0);
    // Mentions 1, 2, 6 and 7 are in pure clusters; 3 is one of three there, 4 and 5 are two of three.
    assert_near(
        scores.b_cubed,
        (4.0 + 1.0 / 3.0 + 2.0 * 2.0 / 3.0) / 7.0,
        (2.0 * 2.0 / 3.0 + 1.0 / 3.0 + 4.0 / 2.0) / 7.0,
    );
    let best = 4.0 / 5.0 + 4.0 / 6.0;
    assert_near(scores.ceaf, best / 3.0, best / 2.0);
}

#[test]
fn what_one_side_lacks_is_alone_there_and_no_cluster() {
    // The gold has 4 alone and not 5; the system has not 3.
    let scores = links(&[&[1, 2, 3], &[4]], &[&[1, 2, 5], &[4]]).scores();
    assert_near(scores.muc, 1.0 / 2.0, 1.0 / 2.0);
    let mean = (5.0 / 3.0 + 1.0) / 4.0;
    assert_near(scores.b_cubed, mean, mean);
    assert_near(scores.ceaf, (4.0 / 6.0 + 1.0) / 2.0, (4.0 / 6.0 + 1.0) / 2.0);
}

#[test]
fn the_best_pairing_is_not_the_greedy_one() {
    let costs = [[-9.0, -8.0, -1.0], [-8.0, -1.0, 0.0], [0.0, -3.0, -2.0]].map(Vec::from);
    // Greedy takes 9, 3 and 0.
    assert!((least_cost(&costs) + 18.0).abs() < 1e-9);
    assert_near(Links::default().scores().ceaf, 0.0, 0.0);
}
