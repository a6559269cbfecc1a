//! The network in training: numbers with fractions, forward and backward.
//!
//! `diurna::text::training` runs the same network on integers; a test of the trainer holds the two together.

use crate::matrix::{View, multiply};
use crate::random::Random;
use diurna::text::training::shape::{
    ARC, BLOCKS, DISTANCES, HALF, HIDDEN, LABEL, NAME, NAME_ROWS, NAME_ROWS_PER_WORD, WIDTH, distance, gate,
    gate_slope,
};
use diurna::text::training::{LABELS, NO_CLASS, NO_ROW, ROWS, ROWS_PER_WORD, WHOLE_WORD, WORD_CLASSES, best};
use std::ops::Range;

/// Adds to the mean square before its root is taken.
const TINY: f32 = 1e-5;

/// A sentence to learn from.
pub(crate) struct Example {
    /// The rows of each word.
    pub(crate) rows: Vec<[u32; ROWS_PER_WORD]>,
    /// The rows of each word for names.
    pub(crate) name_rows: Vec<[u32; NAME_ROWS_PER_WORD]>,
    /// The class of each word, [`NO_CLASS`] for those of which it is not known; empty if of none.
    pub(crate) tags: Vec<u8>,
    /// Head of each word, the number of words for the root, relation and how sure that is; empty if not known.
    pub(crate) arcs: Vec<(u16, u8, f32)>,
    /// The name label of each word; empty if not known.
    pub(crate) names: Vec<u8>,
    /// How much the sentence counts.
    pub(crate) weight: f32,
}

macro_rules! parameters {
    ($($name:ident: $size:expr, $spread:expr;)+) => {
        /// All numbers of the network that do not belong to a word, or their slopes.
        #[derive(Clone)]
        pub(crate) struct Parameters { $(pub(crate) $name: Vec<f32>,)+ }

        impl Parameters {
            pub(crate) fn zero(n_tags: usize, n_relations: usize) -> Self {
                let _ = (n_tags, n_relations);
                Self { $($name: vec![0.0; { let f: fn(usize, usize) -> usize = $size; f(n_tags, n_relations) }],)+ }
            }

            pub(crate) fn random(n_tags: usize, n_relations: usize, random: &mut Random) -> Self {
                let mut parameters = Self::zero(n_tags, n_relations);
                $(parameters.$name.iter_mut().for_each(|number| *number = random.normal() * $spread);)+
                parameters
            }

            pub(crate) fn parts(&self) -> Vec<&[f32]> {
                vec![$(&self.$name),+]
            }

            pub(crate) fn parts_mut(&mut self) -> Vec<&mut Vec<f32>> {
                vec![$(&mut self.$name),+]
            }
        }
    };
}

parameters! {
    window: |_, _| BLOCKS * HIDDEN * 3 * WIDTH, 0.05;
    window_bias: |_, _| BLOCKS * HIDDEN, 0.0;
    out: |_, _| BLOCKS * WIDTH * HIDDEN, 0.06;
    out_bias: |_, _| BLOCKS * WIDTH, 0.0;
    gates: |_, _| BLOCKS * WIDTH * WIDTH, 0.06;
    gates_bias: |_, _| BLOCKS * WIDTH, 0.0;
    carried: |_, _| BLOCKS * WIDTH * WIDTH, 0.08;
    carried_bias: |_, _| BLOCKS * WIDTH, 0.0;
    tags: |n_tags, _| n_tags * WIDTH, 0.03;
    tags_bias: |n_tags, _| n_tags, 0.0;
    dependents: |_, _| ARC * WIDTH, 0.12;
    dependents_bias: |_, _| ARC, 0.0;
    heads: |_, _| ARC * WIDTH, 0.12;
    heads_bias: |_, _| ARC, 0.0;
    arcs: |_, _| ARC * ARC, 0.02;
    arcs_bias: |_, _| ARC, 0.0;
    root_head: |_, _| ARC, 0.1;
    distances: |_, _| DISTANCES, 0.0;
    label_dependents: |_, _| LABEL * WIDTH, 0.1;
    label_heads: |_, _| LABEL * WIDTH, 0.1;
    label_root: |_, _| LABEL, 0.1;
    label_distances: |_, _| DISTANCES * LABEL, 0.02;
    relations: |_, n_relations| n_relations * LABEL, 0.1;
    relations_bias: |_, n_relations| n_relations, 0.0;
    name_hidden: |_, _| NAME * WIDTH, 0.1;
    name_rows: |_, _| NAME_ROWS * NAME, 0.02;
    names: |_, _| LABELS * NAME, 0.1;
    names_bias: |_, _| LABELS, 0.0;
}

/// The network.
#[derive(Clone)]
pub(crate) struct Network {
    /// A row of [`WIDTH`] numbers for each of [`ROWS`].
    pub(crate) table: Vec<f32>,
    pub(crate) parameters: Parameters,
    pub(crate) n_tags: usize,
    pub(crate) n_relations: usize,
}

impl Network {
    pub(crate) fn random(n_tags: usize, n_relations: usize, seed: u64) -> Self {
        let mut random = Random::with_seed(seed);
        let table = (0..ROWS * WIDTH).map(|_| random.normal() * 0.08).collect();
        let parameters = Parameters::random(n_tags, n_relations, &mut random);
        Self { table, parameters, n_tags, n_relations }
    }
}

/// Slopes of the loss.
pub(crate) struct Slopes {
    pub(crate) parameters: Parameters,
    /// Which rows of the table were used, in the order of their first use.
    pub(crate) used: Vec<u32>,
    /// The place of each row in `used` plus one.
    place: Vec<u32>,
    /// The slopes of the rows in `used`.
    pub(crate) table: Vec<f32>,
    /// The losses of tags, arcs, relations and names.
    pub(crate) losses: [Loss; 4],
}

impl Slopes {
    pub(crate) fn new(network: &Network) -> Self {
        Self {
            parameters: Parameters::zero(network.n_tags, network.n_relations),
            used: Vec::new(),
            place: vec![0; ROWS],
            table: Vec::new(),
            losses: [Loss::default(); 4],
        }
    }

    pub(crate) fn clear(&mut self) {
        for part in self.parameters.parts_mut() {
            part.fill(0.0);
        }
        for &row in &self.used {
            self.place[row as usize] = 0;
        }
        self.used.clear();
        self.table.clear();
        self.losses = [Loss::default(); 4];
    }

    pub(crate) fn row(&mut self, row: u32) -> &mut [f32] {
        let place = &mut self.place[row as usize];
        if *place == 0 {
            self.used.push(row);
            *place = self.used.len() as u32;
            self.table.resize(self.used.len() * WIDTH, 0.0);
        }
        let start = (*place as usize - 1) * WIDTH;
        &mut self.table[start..start + WIDTH]
    }

    /// Adds the slopes of another part of the batch.
    pub(crate) fn add(&mut self, other: &Self) {
        for (part, others) in self.parameters.parts_mut().into_iter().zip(other.parameters.parts()) {
            add(part, others);
        }
        for (index, &row) in other.used.iter().enumerate() {
            add(self.row(row), &other.table[index * WIDTH..(index + 1) * WIDTH]);
        }
        for (loss, other) in self.losses.iter_mut().zip(other.losses) {
            loss.sum += other.sum;
            loss.count += other.count;
        }
    }
}

fn add(sum: &mut [f32], numbers: &[f32]) {
    for (sum, number) in sum.iter_mut().zip(numbers) {
        *sum += number;
    }
}

/// How much is left out at random, in hundredths.
#[derive(Clone, Copy)]
pub(crate) struct Dropout {
    pub(crate) whole_word: u64,
    pub(crate) classes: u64,
    pub(crate) hidden: u64,
}

impl Dropout {
    pub(crate) const NONE: Self = Self { whole_word: 0, classes: 0, hidden: 0 };
}

/// Losses that are added up.
#[derive(Clone, Copy, Default)]
pub(crate) struct Loss {
    pub(crate) sum: f64,
    pub(crate) count: f64,
}

impl Loss {
    fn add(&mut self, loss: f32) {
        self.sum += f64::from(loss);
        self.count += 1.0;
    }

    /// The mean; 0 of none.
    pub(crate) fn mean(self) -> f64 {
        self.sum / self.count.max(1.0)
    }
}

fn relu(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = x.max(0.0));
}

/// Zeroes the slopes where [`relu`] gave zero.
fn relu_back(y: &[f32], dy: &mut [f32]) {
    for (dy, _) in dy.iter_mut().zip(y).filter(|&(_, &y)| y <= 0.0) {
        *dy = 0.0;
    }
}

/// Turns scores into slopes of the loss `-ln p(gold)` times `weight`; returns the loss.
fn softmax_back(scores: &mut [f32], gold: usize, weight: f32) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    let loss = -(scores[gold] / sum).max(1e-30).ln();
    let factor = weight / sum;
    scores.iter_mut().for_each(|score| *score *= factor);
    scores[gold] -= weight;
    loss
}

/// Numbers of places, a row for each, after their mean square was made one and some were left out at random.
struct Normal {
    numbers: Vec<f32>,
    /// What each row was multiplied with; 0 for separators, whose rows are zero.
    factors: Vec<f32>,
    /// Which numbers were left out; empty if none.
    dropped: Vec<bool>,
    percent: u64,
}

impl Normal {
    fn new(x: &[f32], is_word: &[bool], percent: u64, random: &mut Random) -> Self {
        let mut numbers = vec![0.0; x.len()];
        let mut factors = vec![0.0; is_word.len()];
        for (place, (x, y)) in x.chunks_exact(WIDTH).zip(numbers.chunks_exact_mut(WIDTH)).enumerate() {
            if is_word[place] {
                let square = x.iter().map(|x| x * x).sum::<f32>() / WIDTH as f32;
                factors[place] = 1.0 / (square + TINY).sqrt();
                y.iter_mut().zip(x).for_each(|(y, x)| *y = x * factors[place]);
            }
        }
        let mut dropped = Vec::new();
        if percent > 0 {
            let factor = Self::scale(percent);
            dropped.extend(numbers.iter_mut().map(|number| {
                let dropped = random.happens(percent);
                *number = if dropped { 0.0 } else { *number * factor };
                dropped
            }));
        }
        Self { numbers, factors, dropped, percent }
    }

    /// What numbers that stay are multiplied with, so that their sum stays about the same.
    fn scale(percent: u64) -> f32 {
        100.0 / (100 - percent) as f32
    }

    /// Adds to `dx` the slopes of the numbers `x` that this was made of; `slopes` are those of its own.
    fn back(&self, x: &[f32], slopes: &mut [f32], dx: &mut [f32]) {
        let scale = Self::scale(self.percent);
        for (slope, &dropped) in slopes.iter_mut().zip(&self.dropped) {
            *slope = if dropped { 0.0 } else { *slope * scale };
        }
        for (place, &factor) in self.factors.iter().enumerate().filter(|&(_, &factor)| factor != 0.0) {
            let range = place * WIDTH..(place + 1) * WIDTH;
            let (x, dy) = (&x[range.clone()], &slopes[range.clone()]);
            let mean = x.iter().zip(dy).map(|(x, dy)| x * factor * dy).sum::<f32>() / WIDTH as f32;
            for ((dx, x), dy) in dx[range].iter_mut().zip(x).zip(dy) {
                *dx += factor * (dy - x * factor * mean);
            }
        }
    }
}

/// The weights of a layer of `inputs` inputs and `outputs` outputs; no bias is a bias of zero.
#[derive(Clone, Copy)]
struct Layer<'w> {
    weights: &'w [f32],
    bias: &'w [f32],
    inputs: usize,
    outputs: usize,
}

impl<'w> Layer<'w> {
    const fn new(weights: &'w [f32], bias: &'w [f32], inputs: usize, outputs: usize) -> Self {
        Self { weights, bias, inputs, outputs }
    }

    /// The same layer of one block, of the layers of all.
    fn of_block(self, block: usize) -> Self {
        let size = self.inputs * self.outputs;
        Self {
            weights: &self.weights[block * size..(block + 1) * size],
            bias: &self.bias[block * self.outputs..(block + 1) * self.outputs],
            ..self
        }
    }

    /// A row of outputs for each row of `x`.
    fn run(self, x: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        let mut y = vec![0.0; rows * self.outputs];
        if !self.bias.is_empty() {
            y.chunks_exact_mut(self.outputs).for_each(|row| row.copy_from_slice(self.bias));
        }
        let weights = View::new(self.weights, self.inputs).transposed();
        multiply(
            (rows, self.inputs, self.outputs),
            View::new(x, self.inputs),
            weights,
            1.0,
            &mut y,
            self.outputs,
        );
        y
    }

    /// Adds the slopes of weights, bias and input by those of the output, `dy`.
    fn back(self, x: &[f32], dy: &[f32], dweights: &mut [f32], dbias: &mut [f32], dx: &mut [f32]) {
        let rows = x.len() / self.inputs;
        let dy_view = View::new(dy, self.outputs);
        let size = (self.outputs, rows, self.inputs);
        multiply(size, dy_view.transposed(), View::new(x, self.inputs), 1.0, dweights, self.inputs);
        if !self.bias.is_empty() {
            dy.chunks_exact(self.outputs).for_each(|row| add(dbias, row));
        }
        let size = (rows, self.outputs, self.inputs);
        multiply(size, dy_view, View::new(self.weights, self.inputs), 1.0, dx, self.inputs);
    }
}

impl Network {
    fn window(&self) -> Layer<'_> {
        Layer::new(&self.parameters.window, &self.parameters.window_bias, 3 * WIDTH, HIDDEN)
    }

    fn out(&self) -> Layer<'_> {
        Layer::new(&self.parameters.out, &self.parameters.out_bias, HIDDEN, WIDTH)
    }

    fn gates(&self) -> Layer<'_> {
        Layer::new(&self.parameters.gates, &self.parameters.gates_bias, WIDTH, WIDTH)
    }

    fn carried(&self) -> Layer<'_> {
        Layer::new(&self.parameters.carried, &self.parameters.carried_bias, WIDTH, WIDTH)
    }

    fn tags(&self) -> Layer<'_> {
        Layer::new(&self.parameters.tags, &self.parameters.tags_bias, WIDTH, self.n_tags)
    }

    fn dependents(&self) -> Layer<'_> {
        Layer::new(&self.parameters.dependents, &self.parameters.dependents_bias, WIDTH, ARC)
    }

    fn heads(&self) -> Layer<'_> {
        Layer::new(&self.parameters.heads, &self.parameters.heads_bias, WIDTH, ARC)
    }

    fn asked(&self) -> Layer<'_> {
        Layer::new(&self.parameters.arcs, &self.parameters.arcs_bias, ARC, ARC)
    }

    fn label_dependents(&self) -> Layer<'_> {
        Layer::new(&self.parameters.label_dependents, &[], WIDTH, LABEL)
    }

    fn label_heads(&self) -> Layer<'_> {
        Layer::new(&self.parameters.label_heads, &[], WIDTH, LABEL)
    }

    fn name_hidden(&self) -> Layer<'_> {
        Layer::new(&self.parameters.name_hidden, &[], WIDTH, NAME)
    }

    fn names(&self) -> Layer<'_> {
        Layer::new(&self.parameters.names, &self.parameters.names_bias, NAME, LABELS)
    }
}

/// What a block computes of its input.
struct Block {
    normal: Normal,
    hidden: Vec<f32>,
    /// What the hidden layer adds to the input.
    added: Vec<f32>,
    normal_between: Normal,
    gates: Vec<f32>,
    carried: Vec<f32>,
    /// What is carried, which is added as well.
    state: Vec<f32>,
}

/// Where the words of a batch are: a place before, between and after its sentences stays empty.
struct Layout {
    /// For each sentence its first place and one past its last.
    sentences: Vec<(usize, usize)>,
    is_word: Vec<bool>,
    rows: Vec<[u32; ROWS_PER_WORD]>,
    name_rows: Vec<[u32; NAME_ROWS_PER_WORD]>,
}

impl Layout {
    fn new(batch: &[&Example], dropout: Dropout, random: &mut Random) -> Self {
        let n_words: usize = batch.iter().map(|example| example.rows.len()).sum();
        let places = n_words + batch.len() + 1;
        let mut layout = Self {
            sentences: Vec::with_capacity(batch.len()),
            is_word: vec![false; places],
            rows: vec![[NO_ROW; ROWS_PER_WORD]; places],
            name_rows: vec![[NO_ROW; NAME_ROWS_PER_WORD]; places],
        };
        let mut place = 1;
        for example in batch {
            layout.sentences.push((place, place + example.rows.len()));
            for (word, names) in example.rows.iter().zip(&example.name_rows) {
                let rows = &mut layout.rows[place];
                *rows = *word;
                if dropout.whole_word > 0 && random.happens(dropout.whole_word) {
                    rows[WHOLE_WORD].fill(NO_ROW);
                }
                if dropout.classes > 0 && random.happens(dropout.classes) {
                    rows[WORD_CLASSES].fill(NO_ROW);
                }
                layout.name_rows[place] = *names;
                layout.is_word[place] = true;
                place += 1;
            }
            place += 1;
        }
        layout
    }
}

/// All that the network computes of a batch.
pub(crate) struct Output {
    layout: Layout,
    blocks: Vec<Block>,
    /// The output of the last block, and that normalised.
    x: Vec<f32>,
    last: Normal,
    /// Scores of tags, a row for each place.
    pub(crate) tags: Vec<f32>,
    dependents: Vec<f32>,
    heads: Vec<f32>,
    asked: Vec<f32>,
    label_dependents: Vec<f32>,
    label_heads: Vec<f32>,
    name_hidden: Vec<f32>,
    /// Scores of name labels, a row for each place.
    pub(crate) names: Vec<f32>,
    /// Scores of heads: a square with a column more for the root, for each sentence.
    pub(crate) arcs: Vec<Vec<f32>>,
}

/// The hidden layer of windows of three places. Rows of windows overlap: those of the input follow each other.
fn run_window(layer: Layer<'_>, x: &[f32]) -> Vec<f32> {
    let places = x.len() / WIDTH;
    let mut hidden = vec![0.0; places * HIDDEN];
    hidden.chunks_exact_mut(HIDDEN).for_each(|row| row.copy_from_slice(layer.bias));
    let size = (places - 2, 3 * WIDTH, HIDDEN);
    let weights = View::new(layer.weights, 3 * WIDTH).transposed();
    multiply(size, View::new(x, WIDTH), weights, 1.0, &mut hidden[HIDDEN..], HIDDEN);
    relu(&mut hidden);
    hidden
}

/// Lets each unit carry what it has seen: the first half from left to right, the others from right to left.
fn carry(gates: &[f32], carried: &[f32], sentences: &[(usize, usize)]) -> Vec<f32> {
    let mut state = vec![0.0; gates.len()];
    for &(start, end) in sentences {
        let mut step = |place: usize, before: Option<usize>, units: Range<usize>| {
            for unit in units {
                let at = place * WIDTH + unit;
                let old = before.map_or(0.0, |before| state[before * WIDTH + unit]);
                state[at] = old + gate(gates[at]) * (carried[at] - old);
            }
        };
        for place in start..end {
            step(place, (place > start).then(|| place - 1), 0..HALF);
        }
        for place in (start..end).rev() {
            step(place, (place + 1 < end).then(|| place + 1), HALF..WIDTH);
        }
    }
    state
}

/// The slopes of gates and of what they let in, by those of the state, `dstate`.
fn carry_back(kept: &Block, sentences: &[(usize, usize)], dstate: &[f32]) -> (Vec<f32>, Vec<f32>) {
    let mut dgates = vec![0.0; dstate.len()];
    let mut dcarried = vec![0.0; dstate.len()];
    for &(start, end) in sentences {
        // What later places say of the state of each unit.
        let mut later = [0.0; WIDTH];
        let mut step = |place: usize, before: Option<usize>, units: Range<usize>| {
            for unit in units {
                let at = place * WIDTH + unit;
                let old = before.map_or(0.0, |before| kept.state[before * WIDTH + unit]);
                let open = gate(kept.gates[at]);
                let slope = dstate[at] + later[unit];
                dcarried[at] = slope * open;
                dgates[at] = slope * (kept.carried[at] - old) * gate_slope(kept.gates[at]);
                later[unit] = slope * (1.0 - open);
            }
        };
        for place in (start..end).rev() {
            step(place, (place > start).then(|| place - 1), 0..HALF);
        }
        for place in start..end {
            step(place, (place + 1 < end).then(|| place + 1), HALF..WIDTH);
        }
    }
    (dgates, dcarried)
}

/// Runs `network` over a batch.
pub(crate) fn run(network: &Network, batch: &[&Example], dropout: Dropout, random: &mut Random) -> Output {
    let layout = Layout::new(batch, dropout, random);
    let mut x = vec![0.0; layout.is_word.len() * WIDTH];
    for (rows, sum) in layout.rows.iter().zip(x.chunks_exact_mut(WIDTH)) {
        for &row in rows.iter().filter(|&&row| row != NO_ROW) {
            add(sum, &network.table[row as usize * WIDTH..(row as usize + 1) * WIDTH]);
        }
    }
    let mut blocks = Vec::new();
    for block in 0..BLOCKS {
        let normal = Normal::new(&x, &layout.is_word, dropout.hidden, random);
        let hidden = run_window(network.window().of_block(block), &normal.numbers);
        let added = network.out().of_block(block).run(&hidden);
        add(&mut x, &added);
        let normal_between = Normal::new(&x, &layout.is_word, dropout.hidden, random);
        let gates = network.gates().of_block(block).run(&normal_between.numbers);
        let carried = network.carried().of_block(block).run(&normal_between.numbers);
        let state = carry(&gates, &carried, &layout.sentences);
        add(&mut x, &state);
        blocks.push(Block { normal, hidden, added, normal_between, gates, carried, state });
    }
    let last = Normal::new(&x, &layout.is_word, dropout.hidden, random);

    let mut dependents = network.dependents().run(&last.numbers);
    let mut heads = network.heads().run(&last.numbers);
    relu(&mut dependents);
    relu(&mut heads);
    let asked = network.asked().run(&dependents);
    let mut name_hidden = network.name_hidden().run(&last.numbers);
    for (rows, hidden) in layout.name_rows.iter().zip(name_hidden.chunks_exact_mut(NAME)) {
        for &row in rows.iter().filter(|&&row| row != NO_ROW) {
            add(hidden, &network.parameters.name_rows[row as usize * NAME..(row as usize + 1) * NAME]);
        }
    }
    relu(&mut name_hidden);
    let arcs = layout
        .sentences
        .iter()
        .map(|&(start, end)| {
            score_arcs(network, &asked[start * ARC..end * ARC], &heads[start * ARC..end * ARC])
        })
        .collect();
    Output {
        tags: network.tags().run(&last.numbers),
        label_dependents: network.label_dependents().run(&last.numbers),
        label_heads: network.label_heads().run(&last.numbers),
        names: network.names().run(&name_hidden),
        layout,
        blocks,
        x,
        last,
        dependents,
        heads,
        asked,
        name_hidden,
        arcs,
    }
}

/// The scores of the heads of the words of a sentence.
fn score_arcs(network: &Network, asked: &[f32], heads: &[f32]) -> Vec<f32> {
    let n = asked.len() / ARC;
    let row = n + 1;
    let mut scores = vec![0.0; n * row];
    let heads = View::new(heads, ARC).transposed();
    multiply((n, ARC, n), View::new(asked, ARC), heads, 0.0, &mut scores, row);
    for word in 0..n {
        let asked = &asked[word * ARC..(word + 1) * ARC];
        let scores = &mut scores[word * row..(word + 1) * row];
        scores[n] = asked.iter().zip(&network.parameters.root_head).map(|(a, b)| a * b).sum();
        for (head, score) in scores.iter_mut().enumerate() {
            *score += network.parameters.distances[distance(word, head, n)];
        }
        scores[word] = -1e9;
    }
    scores
}

/// Runs `network` over a batch and adds the slopes of the loss to `slopes`.
pub(crate) fn learn(
    network: &Network,
    batch: &[&Example],
    dropout: Dropout,
    random: &mut Random,
    slopes: &mut Slopes,
) {
    let output = run(network, batch, dropout, random);
    let mut dlast = vec![0.0; output.x.len()];
    tags_back(network, batch, &output, slopes, &mut dlast);
    names_back(network, batch, &output, slopes, &mut dlast);
    trees_back(network, batch, &output, slopes, &mut dlast);
    blocks_back(network, output, slopes, dlast);
}

fn tags_back(network: &Network, batch: &[&Example], output: &Output, slopes: &mut Slopes, dlast: &mut [f32]) {
    let mut dtags = vec![0.0; output.tags.len()];
    for (example, &(start, _)) in batch.iter().zip(&output.layout.sentences) {
        for (word, &tag) in example.tags.iter().enumerate().filter(|&(_, &tag)| tag != NO_CLASS) {
            let range = (start + word) * network.n_tags..(start + word + 1) * network.n_tags;
            dtags[range.clone()].copy_from_slice(&output.tags[range.clone()]);
            slopes.losses[0].add(softmax_back(&mut dtags[range], usize::from(tag), example.weight));
        }
    }
    let d = &mut slopes.parameters;
    network.tags().back(&output.last.numbers, &dtags, &mut d.tags, &mut d.tags_bias, dlast);
}

fn names_back(
    network: &Network,
    batch: &[&Example],
    output: &Output,
    slopes: &mut Slopes,
    dlast: &mut [f32],
) {
    let mut dnames = vec![0.0; output.names.len()];
    for (example, &(start, _)) in batch.iter().zip(&output.layout.sentences) {
        for (word, &label) in example.names.iter().enumerate() {
            let range = (start + word) * LABELS..(start + word + 1) * LABELS;
            dnames[range.clone()].copy_from_slice(&output.names[range.clone()]);
            slopes.losses[3].add(softmax_back(&mut dnames[range], usize::from(label), 1.0));
        }
    }
    let d = &mut slopes.parameters;
    let mut dhidden = vec![0.0; output.name_hidden.len()];
    network.names().back(&output.name_hidden, &dnames, &mut d.names, &mut d.names_bias, &mut dhidden);
    relu_back(&output.name_hidden, &mut dhidden);
    for (rows, dhidden) in output.layout.name_rows.iter().zip(dhidden.chunks_exact(NAME)) {
        for &row in rows.iter().filter(|&&row| row != NO_ROW) {
            add(&mut d.name_rows[row as usize * NAME..(row as usize + 1) * NAME], dhidden);
        }
    }
    network.name_hidden().back(&output.last.numbers, &dhidden, &mut d.name_hidden, &mut [], dlast);
}

fn trees_back(
    network: &Network,
    batch: &[&Example],
    output: &Output,
    slopes: &mut Slopes,
    dlast: &mut [f32],
) {
    let places = output.layout.is_word.len();
    let mut dasked = vec![0.0; places * ARC];
    let mut dheads = vec![0.0; places * ARC];
    let mut dlabels = [vec![0.0; places * LABEL], vec![0.0; places * LABEL]];
    for (index, (example, &(start, end))) in batch.iter().zip(&output.layout.sentences).enumerate() {
        if example.arcs.is_empty() {
            continue;
        }
        let n = end - start;
        let row = n + 1;
        // Scores that become slopes.
        let mut arcs = output.arcs[index].clone();
        for (word, (arcs, &(head, _, sure))) in arcs.chunks_exact_mut(row).zip(&example.arcs).enumerate() {
            slopes.losses[1].add(softmax_back(arcs, usize::from(head), sure * example.weight));
            for (head, &slope) in arcs.iter().enumerate() {
                slopes.parameters.distances[distance(word, head, n)] += slope;
            }
            relation_back(network, example, output, (index, word), slopes, &mut dlabels);
        }
        let part = start * ARC..end * ARC;
        let (heads, asked) =
            (View::new(&output.heads[part.clone()], ARC), View::new(&output.asked[part.clone()], ARC));
        multiply((n, n, ARC), View::new(&arcs, row), heads, 1.0, &mut dasked[part.clone()], ARC);
        multiply((n, n, ARC), View::new(&arcs, row).transposed(), asked, 1.0, &mut dheads[part.clone()], ARC);
        let asked = output.asked[part.clone()].chunks_exact(ARC).zip(dasked[part].chunks_exact_mut(ARC));
        for (arcs, (asked, dasked)) in arcs.chunks_exact(row).zip(asked) {
            for unit in 0..ARC {
                dasked[unit] += arcs[n] * network.parameters.root_head[unit];
                slopes.parameters.root_head[unit] += arcs[n] * asked[unit];
            }
        }
    }
    let last = &output.last.numbers;
    let d = &mut slopes.parameters;
    let mut ddependents = vec![0.0; places * ARC];
    network.asked().back(&output.dependents, &dasked, &mut d.arcs, &mut d.arcs_bias, &mut ddependents);
    relu_back(&output.dependents, &mut ddependents);
    relu_back(&output.heads, &mut dheads);
    network.dependents().back(last, &ddependents, &mut d.dependents, &mut d.dependents_bias, dlast);
    network.heads().back(last, &dheads, &mut d.heads, &mut d.heads_bias, dlast);
    let [dlabel_dependents, dlabel_heads] = dlabels;
    network.label_dependents().back(last, &dlabel_dependents, &mut d.label_dependents, &mut [], dlast);
    network.label_heads().back(last, &dlabel_heads, &mut d.label_heads, &mut [], dlast);
}

/// The slopes of the relation of one word to its right head.
fn relation_back(
    network: &Network,
    example: &Example,
    output: &Output,
    (index, word): (usize, usize),
    slopes: &mut Slopes,
    dlabels: &mut [Vec<f32>; 2],
) {
    let p = &network.parameters;
    let n = example.rows.len();
    let (head, relation, sure) = example.arcs[word];
    let head = usize::from(head);
    let (start, _) = output.layout.sentences[index];
    let hidden = output.relation_hidden(network, index, word, head);
    let mut scores = relation_scores(network, &hidden);
    slopes.losses[2].add(softmax_back(&mut scores, usize::from(relation), sure * example.weight));
    let d = &mut slopes.parameters;
    let mut dhidden = [0.0; LABEL];
    for (relation, &slope) in scores.iter().enumerate() {
        d.relations_bias[relation] += slope;
        let range = relation * LABEL..(relation + 1) * LABEL;
        let weights = d.relations[range.clone()].iter_mut().zip(&p.relations[range]);
        for ((dweight, weight), (hidden, dhidden)) in weights.zip(hidden.iter().zip(&mut dhidden)) {
            *dweight += slope * hidden;
            *dhidden += slope * weight;
        }
    }
    relu_back(&hidden, &mut dhidden);
    let far = distance(word, head, n);
    add(&mut dlabels[0][(start + word) * LABEL..(start + word + 1) * LABEL], &dhidden);
    add(&mut d.label_distances[far * LABEL..(far + 1) * LABEL], &dhidden);
    if head == n {
        add(&mut d.label_root, &dhidden);
    } else {
        add(&mut dlabels[1][(start + head) * LABEL..(start + head + 1) * LABEL], &dhidden);
    }
}

fn blocks_back(network: &Network, output: Output, slopes: &mut Slopes, mut dlast: Vec<f32>) {
    let Output { layout, blocks, mut x, last, .. } = output;
    let d = &mut slopes.parameters;
    let mut dx = vec![0.0; x.len()];
    last.back(&x, &mut dlast, &mut dx);
    for (block, kept) in blocks.iter().enumerate().rev() {
        // What a layer added is taken away again, which gives its input.
        x.iter_mut().zip(&kept.state).for_each(|(x, state)| *x -= state);
        let (dgates, dcarried) = carry_back(kept, &layout.sentences, &dx);
        let square = block * WIDTH * WIDTH..(block + 1) * WIDTH * WIDTH;
        let side = block * WIDTH..(block + 1) * WIDTH;
        let mut dnormal = vec![0.0; x.len()];
        let between = &kept.normal_between.numbers;
        let (dweights, dbias) = (&mut d.gates[square.clone()], &mut d.gates_bias[side.clone()]);
        network.gates().of_block(block).back(between, &dgates, dweights, dbias, &mut dnormal);
        let (dweights, dbias) = (&mut d.carried[square], &mut d.carried_bias[side.clone()]);
        network.carried().of_block(block).back(between, &dcarried, dweights, dbias, &mut dnormal);
        kept.normal_between.back(&x, &mut dnormal, &mut dx);

        x.iter_mut().zip(&kept.added).for_each(|(x, added)| *x -= added);
        let mut dhidden = vec![0.0; kept.hidden.len()];
        let part = block * WIDTH * HIDDEN..(block + 1) * WIDTH * HIDDEN;
        let (dweights, dbias) = (&mut d.out[part], &mut d.out_bias[side]);
        network.out().of_block(block).back(&kept.hidden, &dx, dweights, dbias, &mut dhidden);
        relu_back(&kept.hidden, &mut dhidden);
        let size = 3 * WIDTH * HIDDEN;
        let dweights = &mut d.window[block * size..(block + 1) * size];
        let dbias = &mut d.window_bias[block * HIDDEN..(block + 1) * HIDDEN];
        let window = network.window().of_block(block);
        let mut dnormal = window_back(window, &kept.normal.numbers, &dhidden, dweights, dbias);
        kept.normal.back(&x, &mut dnormal, &mut dx);
    }
    for (rows, dx) in layout.rows.iter().zip(dx.chunks_exact(WIDTH)) {
        for &row in rows.iter().filter(|&&row| row != NO_ROW) {
            add(slopes.row(row), dx);
        }
    }
}

/// The slopes of [`run_window`] by those of its outcome; returns those of the input.
fn window_back(
    layer: Layer<'_>,
    x: &[f32],
    dhidden: &[f32],
    dweights: &mut [f32],
    dbias: &mut [f32],
) -> Vec<f32> {
    let places = x.len() / WIDTH;
    let inner = &dhidden[HIDDEN..(places - 1) * HIDDEN];
    let view = View::new(inner, HIDDEN);
    let size = (HIDDEN, places - 2, 3 * WIDTH);
    multiply(size, view.transposed(), View::new(x, WIDTH), 1.0, dweights, 3 * WIDTH);
    inner.chunks_exact(HIDDEN).for_each(|row| add(dbias, row));
    let mut dx = vec![0.0; x.len()];
    for offset in 0..3 {
        let weights = View::new(layer.weights, 3 * WIDTH).from(offset * WIDTH);
        multiply((places - 2, HIDDEN, WIDTH), view, weights, 1.0, &mut dx[offset * WIDTH..], WIDTH);
    }
    dx
}

fn relation_scores(network: &Network, hidden: &[f32; LABEL]) -> Vec<f32> {
    let weights = network.parameters.relations.chunks_exact(LABEL);
    weights
        .zip(&network.parameters.relations_bias)
        .map(|(weights, bias)| bias + weights.iter().zip(hidden).map(|(a, b)| a * b).sum::<f32>())
        .collect()
}

impl Output {
    /// The place of the first word of a sentence.
    pub(crate) fn start(&self, index: usize) -> usize {
        self.layout.sentences[index].0
    }

    fn relation_hidden(&self, network: &Network, index: usize, word: usize, head: usize) -> [f32; LABEL] {
        let p = &network.parameters;
        let (start, end) = self.layout.sentences[index];
        let n = end - start;
        let far = distance(word, head, n);
        let of_head = if head == n { &p.label_root } else { &self.label_heads[(start + head) * LABEL..] };
        let of_word = &self.label_dependents[(start + word) * LABEL..];
        let of_distance = &p.label_distances[far * LABEL..];
        std::array::from_fn(|unit| (of_word[unit] + of_head[unit] + of_distance[unit]).max(0.0))
    }

    /// The best relation of `word` of sentence `index` to `head`.
    pub(crate) fn relation(&self, network: &Network, index: usize, word: usize, head: usize) -> usize {
        best(&relation_scores(network, &self.relation_hidden(network, index, word, head)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The loss of a batch without dropout, as the slopes are of.
    fn loss(network: &Network, batch: &[&Example]) -> f64 {
        let mut slopes = Slopes::new(network);
        learn(network, batch, Dropout::NONE, &mut Random::new(), &mut slopes);
        slopes.losses.iter().map(|loss| loss.sum).sum()
    }

    #[test]
    fn slopes_are_those_of_the_loss() {
        let mut network = Network::random(5, 4, 1);
        for part in network.parameters.parts_mut() {
            let mut random = Random::with_seed(part.len() as u64);
            part.iter_mut().for_each(|number| *number += random.normal() * 0.05);
        }
        let example = |n: usize, first: u32| Example {
            rows: (0..n as u32)
                .map(|word| std::array::from_fn(|at| first + word * 7 + at as u32 * 1000))
                .collect(),
            name_rows: vec![[0; NAME_ROWS_PER_WORD]; n],
            tags: (0..n).map(|word| (word % 5) as u8).collect(),
            arcs: (0..n)
                .map(|word| (if word == 0 { n } else { word - 1 } as u16, (word % 4) as u8, 1.0))
                .collect(),
            names: (0..n).map(|word| (word % 3) as u8).collect(),
            weight: 1.0,
        };
        let (one, two) = (example(4, 3), example(3, 11));
        let batch = [&one, &two];
        let mut slopes = Slopes::new(&network);
        learn(&network, &batch, Dropout::NONE, &mut Random::new(), &mut slopes);
        let step = 1e-3;
        let (mut checked, mut wrong) = (0, Vec::new());
        let mut check = |what: String, measured: f64, slope: f64| {
            checked += 1;
            if (measured - slope).abs() >= 0.02 + 0.05 * slope.abs() {
                wrong.push(format!("{what}: {measured} {slope}"));
            }
        };
        let n_parts = network.parameters.parts().len();
        for part in 0..n_parts {
            let length = network.parameters.parts()[part].len();
            for at in (0..length).step_by(length / 7 + 1) {
                let old = network.parameters.parts()[part][at];
                network.parameters.parts_mut()[part][at] = old + step;
                let above = loss(&network, &batch);
                network.parameters.parts_mut()[part][at] = old - step;
                let below = loss(&network, &batch);
                network.parameters.parts_mut()[part][at] = old;
                let measured = (above - below) / f64::from(2.0 * step);
                let slope = f64::from(slopes.parameters.parts()[part][at]);
                check(format!("part {part} at {at}"), measured, slope);
            }
        }
        for (index, &row) in slopes.used.clone().iter().enumerate().step_by(9) {
            let at = row as usize * WIDTH + 5;
            let old = network.table[at];
            network.table[at] = old + step;
            let above = loss(&network, &batch);
            network.table[at] = old - step;
            let below = loss(&network, &batch);
            network.table[at] = old;
            let measured = (above - below) / f64::from(2.0 * step);
            let slope = f64::from(slopes.table[index * WIDTH + 5]);
            check(format!("row {row}"), measured, slope);
        }
        // Where a unit is about to open or close, the loss has a corner and no slope.
        assert!(checked > 150 && wrong.len() * 50 < checked, "of {checked}: {wrong:?}");
    }
}
