//! Fits the network to examples.

use crate::network::{Dropout, Example, Loss, Network, Slopes, learn, run};
use crate::optimizer::Adam;
use crate::random::Random;
use diurna::text::training::{LABELS, best, probability};

/// How the network is trained.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Passes over the examples.
    pub(crate) rounds: usize,
    /// Words of a batch, about.
    pub(crate) batch: usize,
    /// The largest step.
    pub(crate) rate: f32,
    pub(crate) dropout: Dropout,
    /// Threads that share a batch. Their number changes the order of sums and so the last digits of the result.
    pub(crate) threads: usize,
    pub(crate) seed: u64,
}

impl Plan {
    /// The last passes, over what people have labelled alone: few and small, so that nothing is forgotten.
    ///
    /// On EWT dev they raise the share of right tags by .1 (UPOS) and .07 (XPOS) and leave trees as they are.
    pub(crate) const fn last(self) -> Self {
        Self { rounds: 2, rate: self.rate / 4.0, ..self }
    }
}

/// Fits `network`; after each round `report` is called with its number and the mean losses.
pub(crate) fn fit(
    network: &mut Network,
    examples: &[Example],
    plan: Plan,
    mut report: impl FnMut(usize, [f64; 4], &Network),
) {
    let mut adam = Adam::new(network);
    let mut random = Random::with_seed(plan.seed + 77);
    let mut slopes: Vec<Slopes> = (0..plan.threads).map(|_| Slopes::new(network)).collect();
    let n_words: usize = examples.iter().map(|example| example.rows.len()).sum();
    let total = (plan.rounds * n_words) as f32;
    let mut seen = 0;
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for round in 1..=plan.rounds {
        let mut losses = [Loss::default(); 4];
        random.shuffle(&mut order);
        let mut at = 0;
        while at < order.len() {
            let mut batch: Vec<&Example> = Vec::new();
            let mut words = 0;
            while at < order.len() && words < plan.batch {
                batch.push(&examples[order[at]]);
                words += examples[order[at]].rows.len();
                at += 1;
            }
            let seeds: Vec<u64> = (0..plan.threads).map(|_| random.next()).collect();
            let share = batch.len().div_ceil(plan.threads);
            std::thread::scope(|scope| {
                let network = &*network;
                for ((slopes, part), seed) in slopes.iter_mut().zip(batch.chunks(share)).zip(seeds) {
                    let mut work = move || {
                        slopes.clear();
                        learn(network, part, plan.dropout, &mut Random::with_seed(seed), slopes);
                    };
                    if plan.threads == 1 {
                        work();
                    } else {
                        scope.spawn(work);
                    }
                }
            });
            let parts = batch.len().div_ceil(share);
            let (first, others) = slopes.split_at_mut(1);
            others.iter().take(parts - 1).for_each(|other| first[0].add(other));
            for (sum, loss) in losses.iter_mut().zip(first[0].losses) {
                sum.sum += loss.sum;
                sum.count += loss.count;
            }
            let done = seen as f32 / total;
            let rate = plan.rate * (done / 0.03).min(1.0) * (1.0 - done).max(0.0);
            adam.step(network, &first[0], words as f32, rate.max(1e-6));
            seen += words;
        }
        report(round, losses.map(Loss::mean), network);
    }
}

/// Right tags (both, universal, Penn), heads, and heads with base relation, of all words; by the best head of each
/// word alone.
pub(crate) fn score(
    network: &Network,
    examples: &[Example],
    upos: impl Fn(u8) -> u8,
    xpos: impl Fn(u8) -> u8,
    base: impl Fn(u8) -> u8,
) -> [f64; 4] {
    let mut right = [0.0; 4];
    let mut total = 0.0;
    for batch in examples.chunks(64) {
        let batch: Vec<&Example> = batch.iter().collect();
        let output = run(network, &batch, Dropout::NONE, &mut Random::new());
        for (index, example) in batch.iter().enumerate() {
            let n = example.rows.len();
            for word in 0..n {
                total += 1.0;
                let start = (output.start(index) + word) * network.n_tags;
                let tag = best(&output.tags[start..start + network.n_tags]) as u8;
                right[0] += f64::from(u8::from(upos(tag) == upos(example.tags[word])));
                right[1] += f64::from(u8::from(xpos(tag) == xpos(example.tags[word])));
                let head = best(&output.arcs[index][word * (n + 1)..(word + 1) * (n + 1)]);
                let (gold, relation, _) = example.arcs[word];
                if head == usize::from(gold) {
                    right[2] += 1.0;
                    let found = output.relation(network, index, word, head) as u8;
                    right[3] += f64::from(u8::from(base(found) == base(relation)));
                }
            }
        }
    }
    right.map(|right| 100.0 * right / total)
}

/// The sharpness that makes the probabilities of arcs and of name labels fit `examples` best, which the network has
/// not seen: the one of highest likelihood, to a twentieth.
pub(crate) fn sharpness(network: &Network, examples: &[Example]) -> [f32; 2] {
    let candidates: Vec<f32> = (4..=40).map(|step| step as f32 / 20.0).collect();
    let mut losses = vec![[0.0_f64; 2]; candidates.len()];
    for batch in examples.chunks(64) {
        let batch: Vec<&Example> = batch.iter().collect();
        let output = run(network, &batch, Dropout::NONE, &mut Random::new());
        for (index, example) in batch.iter().enumerate() {
            let row = example.rows.len() + 1;
            for (word, &(head, _, _)) in example.arcs.iter().enumerate() {
                let scores = &output.arcs[index][word * row..(word + 1) * row];
                for (loss, &sharpness) in losses.iter_mut().zip(&candidates) {
                    loss[0] -= f64::from(probability(scores, usize::from(head), sharpness).max(1e-9).ln());
                }
            }
            for (word, &label) in example.names.iter().enumerate() {
                let start = (output.start(index) + word) * LABELS;
                let scores = &output.names[start..start + LABELS];
                for (loss, &sharpness) in losses.iter_mut().zip(&candidates) {
                    loss[1] -= f64::from(probability(scores, usize::from(label), sharpness).max(1e-9).ln());
                }
            }
        }
    }
    [0, 1].map(|kind| {
        let best = (1..losses.len())
            .fold(0, |best, at| if losses[at][kind] < losses[best][kind] { at } else { best });
        candidates[best]
    })
}
