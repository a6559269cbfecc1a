//! The network at work: scores of tags, heads, relations and names for the words of a sentence.
//!
//! In come rows of the table ([`features`](super::features)), out go scores. The layers are those of
//! [`shape`](super::shape); `trainer/` runs the same with fractions and writes the bytes read here.

use super::features::{ROWS, ROWS_PER_WORD};
use super::kernel::fastest;
use super::layer::{
    Bytes, Inputs, Layer, NORMAL_UNIT, exp, layer_bytes, round, round_normal, scale_of, sum_of_squares,
    to_byte,
};
use super::shape::{
    ARC, BLOCKS, DISTANCES, HALF, HIDDEN, LABEL, NAME, NAME_ROWS, NAME_ROWS_PER_WORD, WIDTH, distance, gate,
};
use std::fmt;

/// Adds to the mean square before its root is taken.
const TINY: f32 = 1e-5;

/// One block of layers.
#[derive(Debug)]
struct Block {
    window: Layer,
    out: Layer,
    /// Gates, then what they let in.
    carry: Layer,
}

/// The layers that give trees and tags.
pub struct Network<'a> {
    /// The table, and what one unit of each of its rows stands for.
    table: &'a [[u8; WIDTH]],
    table_scales: &'a [[u8; 2]],
    blocks: Vec<Block>,
    tags: Layer,
    dependents: Layer,
    heads: Layer,
    asked: Layer,
    root_head: Vec<f32>,
    distances: Vec<f32>,
    label_dependents: Layer,
    label_heads: Layer,
    label_root: Vec<f32>,
    label_distances: Vec<f32>,
    relations: Layer,
    name_hidden: Layer,
    name_rows: Vec<f32>,
    names: Layer,
    /// Of the probabilities of arcs and of name labels.
    sharpness: Vec<f32>,
}

impl fmt::Debug for Network<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Network({} rows, {} tags)", self.table.len(), self.tags.outputs())
    }
}

/// The weights of a trained network, to be written.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each is the layer of that name")]
pub struct NetworkWeights<'w> {
    pub n_tags: usize,
    pub n_relations: usize,
    pub n_names: usize,
    pub table: &'w [f32],
    pub window: &'w [f32],
    pub window_bias: &'w [f32],
    pub out: &'w [f32],
    pub out_bias: &'w [f32],
    pub gates: &'w [f32],
    pub gates_bias: &'w [f32],
    pub carried: &'w [f32],
    pub carried_bias: &'w [f32],
    pub tags: &'w [f32],
    pub tags_bias: &'w [f32],
    pub dependents: &'w [f32],
    pub dependents_bias: &'w [f32],
    pub heads: &'w [f32],
    pub heads_bias: &'w [f32],
    pub arcs: &'w [f32],
    pub arcs_bias: &'w [f32],
    pub root_head: &'w [f32],
    pub distances: &'w [f32],
    pub label_dependents: &'w [f32],
    pub label_heads: &'w [f32],
    pub label_root: &'w [f32],
    pub label_distances: &'w [f32],
    pub relations: &'w [f32],
    pub relations_bias: &'w [f32],
    pub name_hidden: &'w [f32],
    pub name_rows: &'w [f32],
    pub names: &'w [f32],
    pub names_bias: &'w [f32],
    pub sharpness: [f32; 2],
}

/// The upper half of a fraction's bits, which is enough for a scale.
fn short(fraction: f32) -> [u8; 2] {
    // Rounded up to the next short number, so that no byte of the row overflows.
    (((fraction.to_bits() + 0xFFFF) >> 16) as u16).to_le_bytes()
}

fn long(short: [u8; 2]) -> f32 {
    f32::from_bits(u32::from(u16::from_le_bytes(short)) << 16)
}

fn fraction_bytes(numbers: &[f32]) -> impl Iterator<Item = u8> + '_ {
    numbers.iter().flat_map(|number| number.to_le_bytes())
}

impl NetworkWeights<'_> {
    /// The bytes that [`Network::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let counts = [self.n_tags, self.n_relations, self.n_names];
        let mut bytes: Vec<u8> = counts.iter().map(|&count| count as u8).chain([0]).collect();
        let scales: Vec<[u8; 2]> = self.table.chunks_exact(WIDTH).map(|row| short(scale_of(row))).collect();
        bytes.extend(scales.as_flattened());
        for (row, &scale) in self.table.chunks_exact(WIDTH).zip(&scales) {
            bytes.extend(row.iter().map(|number| to_byte(number / long(scale))));
        }
        let part = |numbers: &[f32], block: usize| {
            let size = numbers.len() / BLOCKS;
            numbers[block * size..(block + 1) * size].to_vec()
        };
        for block in 0..BLOCKS {
            bytes.extend(layer_bytes(&part(self.window, block), &part(self.window_bias, block), HIDDEN));
            bytes.extend(layer_bytes(&part(self.out, block), &part(self.out_bias, block), WIDTH));
            let carry = [part(self.gates, block), part(self.carried, block)].concat();
            let bias = [part(self.gates_bias, block), part(self.carried_bias, block)].concat();
            bytes.extend(layer_bytes(&carry, &bias, 2 * WIDTH));
        }
        bytes.extend(layer_bytes(self.tags, self.tags_bias, self.n_tags));
        bytes.extend(layer_bytes(self.dependents, self.dependents_bias, ARC));
        bytes.extend(layer_bytes(self.heads, self.heads_bias, ARC));
        bytes.extend(layer_bytes(self.arcs, self.arcs_bias, ARC));
        bytes.extend(fraction_bytes(self.root_head));
        bytes.extend(fraction_bytes(self.distances));
        bytes.extend(layer_bytes(self.label_dependents, &[], LABEL));
        bytes.extend(layer_bytes(self.label_heads, &[], LABEL));
        bytes.extend(fraction_bytes(self.label_root));
        bytes.extend(fraction_bytes(self.label_distances));
        bytes.extend(layer_bytes(self.relations, self.relations_bias, self.n_relations));
        bytes.extend(layer_bytes(self.name_hidden, &[], NAME));
        bytes.extend(fraction_bytes(self.name_rows));
        bytes.extend(layer_bytes(self.names, self.names_bias, self.n_names));
        bytes.extend(fraction_bytes(&self.sharpness));
        bytes
    }
}

impl<'a> Network<'a> {
    /// Reads a network; what is missing of its bytes is zero.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let mut bytes = Bytes(bytes);
        let counts = bytes.take(4);
        let count = |at: usize| counts.get(at).map_or(1, |&count| usize::from(count).max(1));
        let (n_tags, n_relations, n_names) = (count(0), count(1), count(2));
        let table_scales = bytes.take(2 * ROWS).as_chunks::<2>().0;
        let table = bytes.take(WIDTH * ROWS).as_chunks::<WIDTH>().0;
        let bytes = &mut bytes;
        let blocks = (0..BLOCKS)
            .map(|_| Block {
                window: Layer::read(bytes, 3 * WIDTH, HIDDEN),
                out: Layer::read(bytes, HIDDEN, WIDTH),
                carry: Layer::read(bytes, WIDTH, 2 * WIDTH),
            })
            .collect();
        Self {
            table,
            table_scales,
            blocks,
            tags: Layer::read(bytes, WIDTH, n_tags),
            dependents: Layer::read(bytes, WIDTH, ARC),
            heads: Layer::read(bytes, WIDTH, ARC),
            asked: Layer::read(bytes, ARC, ARC),
            root_head: bytes.fractions(ARC),
            distances: bytes.fractions(DISTANCES),
            label_dependents: Layer::read(bytes, WIDTH, LABEL),
            label_heads: Layer::read(bytes, WIDTH, LABEL),
            label_root: bytes.fractions(LABEL),
            label_distances: bytes.fractions(DISTANCES * LABEL),
            relations: Layer::read(bytes, LABEL, n_relations),
            name_hidden: Layer::read(bytes, WIDTH, NAME),
            name_rows: bytes.fractions(NAME_ROWS * NAME),
            names: Layer::read(bytes, NAME, n_names),
            sharpness: bytes.fractions(2),
        }
    }

    /// The probability that `head` is the head of a word of a sentence, whatever the rest of the tree.
    pub fn probability_of_arc(&self, scores: &Scores, sentence: usize, word: usize, head: usize) -> f32 {
        let row = scores.length(sentence) + 1;
        probability(&scores.arcs(sentence)[word * row..(word + 1) * row], head, self.sharpness[0])
    }

    /// The probability of a name label by the scores of all.
    pub fn probability_of_name_label(&self, scores: &[f32], label: usize) -> f32 {
        probability(scores, label, self.sharpness[1])
    }
}

/// What the network says of sentences, and the memory it needs for that; kept to reuse it.
#[derive(Debug, Default)]
pub struct Scores {
    /// For each sentence its first word, then one past the last.
    starts: Vec<usize>,
    n_tags: usize,
    /// Scores of the tags of each word.
    tags: Vec<f32>,
    /// For each sentence where its scores of heads start.
    arc_starts: Vec<usize>,
    /// Scores of the heads of each word: the words of its sentence and the root.
    arcs: Vec<f32>,
    label_dependents: Vec<f32>,
    label_heads: Vec<f32>,
    name_hidden: Vec<f32>,
    /// Where each word is among the rounded numbers, which have a row of zeros around each sentence.
    places: Vec<usize>,
    x: Vec<f32>,
    rounded: Vec<i16>,
    hidden: Vec<f32>,
    rounded_hidden: Vec<i16>,
    rounded_heads: Vec<i16>,
    units: Vec<f32>,
    head_units: Vec<f32>,
    added: Vec<f32>,
    asked: Vec<f32>,
}

impl Network<'_> {
    /// Reads sentences of so many words each, whose rows follow each other. Some hundred words at a time are fastest:
    /// the weights are passed over once.
    pub fn read(&self, lengths: &[usize], rows: &[[u32; ROWS_PER_WORD]], scores: &mut Scores) {
        let n = rows.len();
        scores.lay_out(lengths);
        scores.n_tags = self.tags.outputs();
        let Scores { starts, places, x, rounded, hidden, rounded_hidden, units, added, .. } = scores;
        x.clear();
        x.resize(n * WIDTH, 0.0);
        embed(self, rows, x);
        rounded.clear();
        rounded.resize((n + lengths.len() + 1) * WIDTH, 0);
        units.clear();
        units.resize(n, 0.0);
        rounded_hidden.clear();
        rounded_hidden.resize(n * HIDDEN.max(ARC), 0);
        let windows: Vec<usize> = places.iter().map(|place| place - WIDTH).collect();
        let hidden_starts = every(HIDDEN, n);
        let normal_units = vec![NORMAL_UNIT; n];
        for block in &self.blocks {
            normalize(x, places, rounded);
            block.window.run(Inputs { numbers: rounded, starts: &windows, units: &normal_units }, hidden);
            round_positive(hidden, HIDDEN, rounded_hidden, units);
            block.out.run(Inputs { numbers: rounded_hidden, starts: &hidden_starts, units }, added);
            add_to(x, added);
            normalize(x, places, rounded);
            block.carry.run(Inputs { numbers: rounded, starts: places, units: &normal_units }, added);
            carry(added, starts, x);
        }
        normalize(x, places, rounded);
        let last = Inputs { numbers: rounded, starts: places, units: &normal_units };
        self.tags.run(last, &mut scores.tags);
        self.label_dependents.run(last, &mut scores.label_dependents);
        self.label_heads.run(last, &mut scores.label_heads);
        self.name_hidden.run(last, &mut scores.name_hidden);

        let arc_starts = every(ARC, n);
        self.dependents.run(last, hidden);
        round_positive(hidden, ARC, rounded_hidden, units);
        let dependents = Inputs { numbers: rounded_hidden, starts: &arc_starts, units };
        self.asked.run(dependents, &mut scores.asked);
        self.heads.run(last, hidden);
        scores.rounded_heads.resize(n * ARC, 0);
        scores.head_units.resize(n, 0.0);
        round_positive(hidden, ARC, &mut scores.rounded_heads, &mut scores.head_units);
        scores.arcs.clear();
        score_arcs(self, scores);
    }

    /// The scores of the name labels of the words, into `labels`: a row for each word.
    ///
    /// `hidden` is what [`Scores::name_hidden`] gave for them.
    pub fn score_names(&self, hidden: &[f32], rows: &[[u32; NAME_ROWS_PER_WORD]], labels: &mut Vec<f32>) {
        let n = rows.len();
        let mut sums = hidden.to_vec();
        for (rows, sum) in rows.iter().zip(sums.chunks_exact_mut(NAME)) {
            for &row in rows.iter().filter(|&&row| (row as usize) < NAME_ROWS) {
                add_to(sum, &self.name_rows[row as usize * NAME..(row as usize + 1) * NAME]);
            }
        }
        let (mut rounded, mut units) = (vec![0; n * NAME], vec![0.0; n]);
        round_positive(&mut sums, NAME, &mut rounded, &mut units);
        self.names.run(Inputs { numbers: &rounded, starts: &every(NAME, n), units: &units }, labels);
    }

    /// The best relation for each word of sentence `index` to its head in `heads`, where the number of words stands for
    /// the root.
    pub fn relations(&self, scores: &Scores, index: usize, heads: &[usize], relations: &mut Vec<u8>) {
        let n = heads.len();
        let first = scores.starts[index];
        let (mut hidden, mut rounded, mut units) = (vec![0.0; n * LABEL], vec![0; n * LABEL], vec![0.0; n]);
        for (word, (&head, hidden)) in heads.iter().zip(hidden.chunks_exact_mut(LABEL)).enumerate() {
            let word_at = (first + word) * LABEL;
            hidden.copy_from_slice(&scores.label_dependents[word_at..word_at + LABEL]);
            if head < n {
                let head_at = (first + head) * LABEL;
                add_to(hidden, &scores.label_heads[head_at..head_at + LABEL]);
            } else {
                add_to(hidden, &self.label_root);
            }
            let far = distance(word, head, n);
            add_to(hidden, &self.label_distances[far * LABEL..(far + 1) * LABEL]);
        }
        round_positive(&mut hidden, LABEL, &mut rounded, &mut units);
        let mut all = Vec::new();
        let inputs = Inputs { numbers: &rounded, starts: &every(LABEL, n), units: &units };
        self.relations.run(inputs, &mut all);
        relations.clear();
        relations.extend(all.chunks_exact(self.relations.outputs()).map(|scores| best(scores) as u8));
    }
}

/// Where `n` rows of so many numbers start.
fn every(width: usize, n: usize) -> Vec<usize> {
    (0..n).map(|row| row * width).collect()
}

impl Scores {
    fn lay_out(&mut self, lengths: &[usize]) {
        self.starts.clear();
        self.starts.push(0);
        self.places.clear();
        self.arc_starts.clear();
        let (mut start, mut arcs) = (0, 0);
        for (index, &length) in lengths.iter().enumerate() {
            self.places.extend((start..start + length).map(|word| (word + index + 1) * WIDTH));
            self.arc_starts.push(arcs);
            start += length;
            arcs += length * (length + 1);
            self.starts.push(start);
        }
    }

    fn length(&self, sentence: usize) -> usize {
        self.starts[sentence + 1] - self.starts[sentence]
    }

    /// The scores of the tags of a word of a sentence.
    pub fn tags(&self, sentence: usize, word: usize) -> &[f32] {
        let word = self.starts[sentence] + word;
        &self.tags[word * self.n_tags..(word + 1) * self.n_tags]
    }

    /// The scores of all heads of the words of a sentence: a row for each word, the root last.
    pub fn arcs(&self, sentence: usize) -> &[f32] {
        let (start, length) = (self.arc_starts[sentence], self.length(sentence));
        &self.arcs[start..start + length * (length + 1)]
    }

    /// What [`Network::score_names`] needs of the words of a sentence: a row for each.
    pub fn name_hidden(&self, sentence: usize) -> &[f32] {
        &self.name_hidden[self.starts[sentence] * NAME..self.starts[sentence + 1] * NAME]
    }
}

/// The probability of class `chosen` by the scores of all, which are multiplied with `sharpness`.
///
/// Sharpness is the inverse of what Guo and others (2017, On Calibration of Modern Neural Networks) call temperature.
pub fn probability(scores: &[f32], chosen: usize, sharpness: f32) -> f32 {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for &score in scores {
        sum += exp((score - most) * sharpness);
    }
    exp((scores[chosen] - most) * sharpness) / sum
}

/// The position of the largest number; the first of equals.
pub fn best(scores: &[f32]) -> usize {
    (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
}

/// Adds `numbers` to `sum`.
#[inline]
fn add_to(sum: &mut [f32], numbers: &[f32]) {
    for (sum, number) in sum.iter_mut().zip(numbers) {
        *sum += number;
    }
}

fastest! {
    /// Adds up the rows of each word.
    fn embed<K>(network: &Network<'_>, rows: &[[u32; ROWS_PER_WORD]], x: &mut [f32]) {
        for (rows, x) in rows.iter().zip(x.as_chunks_mut::<WIDTH>().0) {
            for &row in rows {
                let row = row as usize;
                // What is no row of the table, as NO_ROW, adds nothing.
                let (Some(numbers), Some(&scale)) = (network.table.get(row), network.table_scales.get(row)) else {
                    continue;
                };
                let scale = long(scale);
                for at in 0..WIDTH {
                    x[at] += scale * f32::from(numbers[at] as i8);
                }
            }
        }
    }
}

fastest! {
    /// Rounds each row after dividing it by the root of its mean square, to its place.
    fn normalize<K>(x: &[f32], places: &[usize], rounded: &mut [i16]) {
        for (x, &place) in x.as_chunks::<WIDTH>().0.iter().zip(places) {
            let factor = 1.0 / (sum_of_squares(x) / WIDTH as f32 + TINY).sqrt();
            let mut normal = [0.0; WIDTH];
            for at in 0..WIDTH {
                normal[at] = x[at] * factor;
            }
            round_normal(&normal, &mut rounded[place..place + WIDTH]);
        }
    }
}

fastest! {
    /// Makes what is negative zero and rounds each row.
    fn round_positive<K>(x: &mut [f32], width: usize, rounded: &mut [i16], units: &mut [f32]) {
        let rows = x.chunks_exact_mut(width).zip(rounded.chunks_exact_mut(width));
        for ((x, rounded), unit) in rows.zip(units) {
            for x in x.iter_mut() {
                *x = if *x > 0.0 { *x } else { 0.0 };
            }
            *unit = round(x, rounded);
        }
    }
}

fastest! {
    /// Adds to `x` what the units carry in both directions over each sentence; `layer` has for each word its gates and
    /// what they let in.
    fn carry<K>(layer: &[f32], starts: &[usize], x: &mut [f32]) {
        let layer = layer.as_chunks::<{ 2 * WIDTH }>().0;
        let x = x.as_chunks_mut::<WIDTH>().0;
        for sentence in starts.windows(2) {
            let mut state = [0.0; HALF];
            for word in sentence[0]..sentence[1] {
                for (unit, state) in state.iter_mut().enumerate() {
                    *state += gate(layer[word][unit]) * (layer[word][WIDTH + unit] - *state);
                    x[word][unit] += *state;
                }
            }
            state = [0.0; HALF];
            for word in (sentence[0]..sentence[1]).rev() {
                for (unit, state) in state.iter_mut().enumerate() {
                    let at = HALF + unit;
                    *state += gate(layer[word][at]) * (layer[word][WIDTH + at] - *state);
                    x[word][at] += *state;
                }
            }
        }
    }
}

fastest! {
    /// The scores of all heads of all words.
    fn score_arcs<K>(network: &Network<'_>, scores: &mut Scores) {
        let mut rounded = [0; ARC];
        for sentence in scores.starts.windows(2) {
            let (start, length) = (sentence[0], sentence[1] - sentence[0]);
            for word in 0..length {
                let asked = &scores.asked[(start + word) * ARC..(start + word + 1) * ARC];
                let unit = round(asked, &mut rounded);
                for head in 0..length {
                    let of_head = &scores.rounded_heads[(start + head) * ARC..(start + head + 1) * ARC];
                    let score = K::dot(&rounded, of_head) as f32 * (unit * scores.head_units[start + head]);
                    let score = score + network.distances[distance(word, head, length)];
                    scores.arcs.push(if head == word { f32::MIN } else { score });
                }
                let mut root = 0.0;
                for (asked, of_root) in asked.iter().zip(&network.root_head) {
                    root += asked * of_root;
                }
                scores.arcs.push(root + network.distances[distance(word, length, length)]);
            }
        }
    }
}
