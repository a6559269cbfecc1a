//! Adam (Kingma and Ba 2015), lazy for the rows of the table: a row that a batch does not use stays as it is.

use crate::network::{Network, Parameters, Slopes};
use diurna::text::training::shape::WIDTH;

const KEEP: f32 = 0.9;
const KEEP_SQUARE: f32 = 0.98;
const TINY: f32 = 1e-8;
/// Longer slopes are shortened to this length.
const LONGEST: f32 = 3.0;

pub(crate) struct Adam {
    mean: Parameters,
    square: Parameters,
    table_mean: Vec<f32>,
    table_square: Vec<f32>,
    steps: i32,
}

impl Adam {
    pub(crate) fn new(network: &Network) -> Self {
        let zero = Parameters::zero(network.n_tags, network.n_relations);
        Self {
            mean: zero.clone(),
            square: zero,
            table_mean: vec![0.0; network.table.len()],
            table_square: vec![0.0; network.table.len()],
            steps: 0,
        }
    }

    /// Moves `network` down the mean slope of `n_words` words.
    pub(crate) fn step(&mut self, network: &mut Network, slopes: &Slopes, n_words: f32, rate: f32) {
        self.steps += 1;
        let scale = 1.0 / n_words;
        let squares = |part: &[f32]| part.iter().map(|slope| slope * slope).sum::<f32>();
        let length = slopes.parameters.parts().into_iter().map(squares).sum::<f32>() + squares(&slopes.table);
        let length = length.sqrt() * scale;
        let scale = if length > LONGEST { scale * LONGEST / length } else { scale };
        let correction = (1.0 - KEEP_SQUARE.powi(self.steps)).sqrt() / (1.0 - KEEP.powi(self.steps));
        let rate = rate * correction;
        let parts = network.parameters.parts_mut().into_iter().zip(slopes.parameters.parts());
        let moments = self.mean.parts_mut().into_iter().zip(self.square.parts_mut());
        for ((numbers, slopes), (means, squares)) in parts.zip(moments) {
            step(numbers, slopes, means, squares, scale, rate);
        }
        for (index, &row) in slopes.used.iter().enumerate() {
            let range = row as usize * WIDTH..(row as usize + 1) * WIDTH;
            step(
                &mut network.table[range.clone()],
                &slopes.table[index * WIDTH..(index + 1) * WIDTH],
                &mut self.table_mean[range.clone()],
                &mut self.table_square[range],
                scale,
                rate,
            );
        }
    }
}

fn step(numbers: &mut [f32], slopes: &[f32], means: &mut [f32], squares: &mut [f32], scale: f32, rate: f32) {
    for (((number, slope), mean), square) in numbers.iter_mut().zip(slopes).zip(means).zip(squares) {
        let slope = slope * scale;
        *mean = KEEP * *mean + (1.0 - KEEP) * slope;
        *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * slope * slope;
        *number -= rate * *mean / (square.sqrt() + TINY);
    }
}
