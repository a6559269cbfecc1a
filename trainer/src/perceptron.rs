//! Averaged perceptrons with a weight only for the classes a feature was ever wrong about.

use diurna::text::training::{MOST_CLASSES, Scorer, Scores};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Features are hashes already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are numbers");
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The weight of a feature for a class.
struct Entry {
    class: u8,
    weight: i32,
    /// The step of the last change.
    changed: u32,
    /// The sum of the weight over all steps until then.
    total: i64,
}

#[derive(Default)]
struct Row {
    updates: u32,
    entries: Vec<Entry>,
}

/// A model in training.
#[derive(Default)]
pub(crate) struct Perceptron {
    numbers: HashMap<u64, u32, BuildHasherDefault<Identity>>,
    rows: Vec<Row>,
    step: u32,
}

impl Scorer for Perceptron {
    fn add(&self, features: &[u64], scores: &mut Scores) {
        for feature in features {
            if let Some(&number) = self.numbers.get(feature) {
                for entry in &self.rows[number as usize].entries {
                    scores[usize::from(entry.class) % MOST_CLASSES] += entry.weight;
                }
            }
        }
    }
}

impl Perceptron {
    /// Counts a decision.
    pub(crate) const fn tick(&mut self) {
        self.step += 1;
    }

    /// Moves the weights of `features` towards class `right` and away from class `wrong`.
    pub(crate) fn update(&mut self, features: &[u64], right: usize, wrong: usize) {
        for &feature in features {
            let fresh = self.rows.len() as u32;
            let number = *self.numbers.entry(feature).or_insert(fresh);
            if number == fresh {
                self.rows.push(Row::default());
            }
            let row = &mut self.rows[number as usize];
            row.updates += 1;
            row.bump(right as u8, 1, self.step);
            row.bump(wrong as u8, -1, self.step);
        }
    }

    /// The averaged weights, in the order of the features' hashes.
    pub(crate) fn average(&self) -> Vec<Averaged> {
        let average = |entry: &Entry| {
            let total = entry.total + i64::from(entry.weight) * i64::from(self.step - entry.changed);
            total as f64 / f64::from(self.step.max(1))
        };
        let mut rows: Vec<Averaged> = self
            .numbers
            .iter()
            .map(|(&feature, &number)| {
                let row = &self.rows[number as usize];
                let mut weights: Vec<(u8, f64)> =
                    row.entries.iter().map(|entry| (entry.class, average(entry))).collect();
                weights.sort_unstable_by_key(|&(class, _)| class);
                Averaged { feature, updates: row.updates, weights }
            })
            .collect();
        rows.sort_unstable_by_key(|row| row.feature);
        rows
    }
}

/// The averaged weights of a feature.
pub(crate) struct Averaged {
    feature: u64,
    updates: u32,
    /// By class.
    weights: Vec<(u8, f64)>,
}

/// The model whose scores are the sums of those of two models: linear models vote by adding their weights.
pub(crate) fn add_models(one: Vec<Averaged>, other: Vec<Averaged>) -> Vec<Averaged> {
    let mut rows = Vec::with_capacity(one.len().max(other.len()));
    let mut other = other.into_iter().peekable();
    for mut row in one {
        while let Some(before) = other.next_if(|candidate| candidate.feature < row.feature) {
            rows.push(before);
        }
        if let Some(same) = other.next_if(|candidate| candidate.feature == row.feature) {
            row.updates += same.updates;
            for (class, weight) in same.weights {
                match row.weights.binary_search_by_key(&class, |&(class, _)| class) {
                    Ok(at) => row.weights[at].1 += weight,
                    Err(at) => row.weights.insert(at, (class, weight)),
                }
            }
        }
        rows.push(row);
    }
    rows.extend(other);
    rows
}

/// The weights of a model as small integers.
///
/// Features updated fewer than `least_updates` times and weights smaller than `least_weight` are left out.
pub(crate) fn quantize(
    rows: &[Averaged],
    least_updates: u32,
    least_weight: i32,
) -> Vec<(u64, Vec<(u8, i8)>)> {
    let kept: Vec<&Averaged> = rows.iter().filter(|row| row.updates >= least_updates).collect();
    let mut sizes: Vec<f64> =
        kept.iter().flat_map(|row| &row.weights).map(|&(_, weight)| weight.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let unit = sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0).max(f64::MIN_POSITIVE) / 127.0;
    kept.into_iter()
        .filter_map(|row| {
            let weights: Vec<(u8, i8)> = row
                .weights
                .iter()
                .map(|&(class, weight)| (class, (weight / unit).round() as i32))
                .filter(|&(_, weight)| weight.abs() >= least_weight)
                .flat_map(|(class, weight)| in_bytes(weight).map(move |part| (class, part)))
                .collect();
            (!weights.is_empty()).then_some((row.feature, weights))
        })
        .collect()
}

/// A weight as a sum of weights that fit a byte; only the few largest take more than one.
fn in_bytes(weight: i32) -> impl Iterator<Item = i8> {
    let largest = i32::from(i8::MAX);
    let whole = std::iter::repeat_n((largest * weight.signum()) as i8, (weight.abs() / largest) as usize);
    whole.chain([(weight % largest) as i8]).filter(|&part| part != 0)
}

impl Row {
    fn bump(&mut self, class: u8, change: i32, step: u32) {
        let at = self.entries.iter().position(|entry| entry.class == class).unwrap_or_else(|| {
            self.entries.push(Entry { class, weight: 0, changed: step, total: 0 });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[at];
        entry.total += i64::from(entry.weight) * i64::from(step - entry.changed);
        entry.changed = step;
        entry.weight += change;
    }
}
