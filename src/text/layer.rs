//! Layers of the network on integers: weights of a byte, sums of 32 bits.
//!
//! Integers make every processor give the same sums in whatever order it adds; between layers stand fractions whose
//! few operations are the same everywhere (addition, multiplication, division and square root are exact in IEEE 754,
//! and no sum of fractions is left to the compiler to order).

use super::kernel::{Pair, ROWS, TILE, fastest};

/// Reads a model's bytes from front to back; past the end everything is zero.
#[derive(Debug)]
pub(crate) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next `count` bytes, fewer at the end.
    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// The next `count` fractions.
    pub(crate) fn fractions(&mut self, count: usize) -> Vec<f32> {
        let mut numbers: Vec<f32> =
            self.take(4 * count).as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
        numbers.resize(count, 0.0);
        numbers
    }
}

/// A matrix of weights: each output is a sum over all inputs.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    inputs: usize,
    /// Tiles of outputs, one after the other; the last is filled up with zeros. Each has a pair for two inputs.
    weights: Vec<Pair>,
    /// What a row's sums are multiplied with.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// Reads a layer that [`layer_bytes`] wrote.
    pub(crate) fn read(bytes: &mut Bytes<'_>, inputs: usize, outputs: usize) -> Self {
        let scales = bytes.fractions(outputs);
        let bias = bytes.fractions(outputs);
        let mut weights = vec![[0; 2 * TILE]; outputs.div_ceil(TILE) * (inputs / 2)];
        for (output, row) in bytes.take(inputs * outputs).chunks_exact(inputs).enumerate() {
            let tile = &mut weights[output / TILE * (inputs / 2)..][..inputs / 2];
            for (pair, of_pair) in tile.iter_mut().zip(row.as_chunks::<2>().0) {
                let at = output % TILE * 2;
                pair[at] = i16::from(of_pair[0] as i8);
                pair[at + 1] = i16::from(of_pair[1] as i8);
            }
        }
        Self { inputs, weights, scales, bias }
    }

    pub(crate) const fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The outputs for each row of inputs into `y`.
    pub(crate) fn run(&self, inputs: Inputs<'_>, y: &mut Vec<f32>) {
        // Every number is written, so those that are there need not be cleared.
        y.resize(inputs.starts.len() * self.outputs(), 0.0);
        multiply(self, inputs, y);
    }
}

/// Rows of rounded numbers.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'x> {
    pub(crate) numbers: &'x [i16],
    /// Where each row starts.
    pub(crate) starts: &'x [usize],
    /// What one unit of the integers of each row stands for.
    pub(crate) units: &'x [f32],
}

fastest! {
    fn multiply<K>(layer: &Layer, inputs: Inputs<'_>, y: &mut [f32]) {
        let Inputs { numbers, starts, units } = inputs;
        let (outputs, length, rows) = (layer.outputs(), layer.inputs, starts.len());
        let units = &units[..rows];
        for (tile, weights) in layer.weights.chunks_exact(length / 2).enumerate() {
            let first = tile * TILE;
            let count = TILE.min(outputs - first);
            let (mut scales, mut bias) = ([0.0; TILE], [0.0; TILE]);
            scales[..count].copy_from_slice(&layer.scales[first..first + count]);
            bias[..count].copy_from_slice(&layer.bias[first..first + count]);
            let mut row = 0;
            while row < rows {
                // The last row stands in for those that the last group lacks.
                let mut group = [row; ROWS];
                let mut inputs = [&numbers[..0]; ROWS];
                for at in 0..ROWS {
                    group[at] = (row + at).min(rows - 1);
                    inputs[at] = &numbers[starts[group[at]]..starts[group[at]] + length];
                }
                let sums = K::tile(weights, inputs);
                for at in 0..ROWS {
                    let unit = units[group[at]];
                    let mut outcome = [0.0; TILE];
                    for lane in 0..TILE {
                        outcome[lane] = sums[at][lane] as f32 * (scales[lane] * unit) + bias[lane];
                    }
                    let start = group[at] * outputs + first;
                    match <&mut [f32; TILE]>::try_from(&mut y[start..start + count]) {
                        Ok(y) => *y = outcome,
                        Err(_) => y[start..start + count].copy_from_slice(&outcome[..count]),
                    }
                }
                row += ROWS;
            }
        }
    }
}

/// `x` to the nearest integer, ties to even, for numbers of less than 2^22.
#[inline(always)]
fn nearest(x: f32) -> i32 {
    // At this size the last bit of a fraction is one.
    const SHIFT: f32 = 12_582_912.0;
    (x + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32
}

/// The largest integer that inputs are rounded to: 384 products with weights of a byte fit in 32 bits, and so do 96
/// with each other.
const LARGEST: f32 = 4095.0;

/// One unit of the integers that [`round_normal`] makes.
pub(crate) const NORMAL_UNIT: f32 = 1.0 / 256.0;

/// Rounds numbers whose mean square is one, so that none is more than the root of their count.
#[inline(always)]
pub(crate) fn round_normal(x: &[f32], rounded: &mut [i16]) {
    for (rounded, &x) in rounded.iter_mut().zip(x) {
        *rounded = nearest((x * 256.0).clamp(-LARGEST, LARGEST)) as i16;
    }
}

/// Rounds any numbers; returns what one unit of the integers stands for.
#[inline(always)]
pub(crate) fn round(x: &[f32], rounded: &mut [i16]) -> f32 {
    let mut most = 1e-6_f32;
    for &x in x {
        most = if x.abs() > most { x.abs() } else { most };
    }
    let factor = LARGEST / most;
    for (rounded, &x) in rounded.iter_mut().zip(x) {
        *rounded = nearest((x * factor).clamp(-LARGEST, LARGEST)) as i16;
    }
    most / LARGEST
}

/// The sum of squares, in eight lanes whose order is fixed.
#[inline(always)]
pub(crate) fn sum_of_squares(x: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for chunk in x.as_chunks::<8>().0 {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x * x;
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

/// e to the power of `x`, for `x` of at most 0, to a few parts in ten million.
///
/// Made of additions and multiplications, so that it is the same number everywhere, as the functions of system
/// libraries are not.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.max(-80.0);
    let power = nearest(x * std::f32::consts::LOG2_E);
    let rest = x - power as f32 * std::f32::consts::LN_2;
    // Taylor's series; the rest is at most ln 2 / 2.
    let series =
        1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0)))));
    series * f32::from_bits(((power + 127) << 23) as u32)
}

/// The bytes of a layer with these weights, a row for each output.
pub(crate) fn layer_bytes(weights: &[f32], bias: &[f32], outputs: usize) -> Vec<u8> {
    let inputs = weights.len() / outputs;
    let scales: Vec<f32> = weights.chunks_exact(inputs).map(scale_of).collect();
    let mut bytes: Vec<u8> = scales.iter().flat_map(|scale| scale.to_le_bytes()).collect();
    let bias = bias.iter().copied().chain(std::iter::repeat(0.0)).take(outputs);
    bytes.extend(bias.flat_map(f32::to_le_bytes));
    for (row, scale) in weights.chunks_exact(inputs).zip(scales) {
        bytes.extend(row.iter().map(|weight| to_byte(weight / scale)));
    }
    bytes
}

/// What one unit of the bytes of a row stands for.
pub(crate) fn scale_of(row: &[f32]) -> f32 {
    row.iter().fold(1e-9_f32, |most, weight| most.max(weight.abs())) / 127.0
}

/// A weight in units, as a byte.
pub(crate) fn to_byte(weight: f32) -> u8 {
    weight.round().clamp(-127.0, 127.0) as i8 as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_does_what_its_fractions_say() {
        let weights: Vec<f32> = (0..5 * 32).map(|at| ((at * 37 % 101) as f32 - 50.0) / 80.0).collect();
        let bias = [0.5, -0.5, 0.0, 1.0, 2.0];
        let bytes = layer_bytes(&weights, &bias, 5);
        let layer = Layer::read(&mut Bytes(&bytes), 32, 5);
        let x: Vec<f32> = (0..3 * 32).map(|at| ((at * 17 % 53) as f32 - 26.0) / 9.0).collect();
        let mut rounded = vec![0; x.len()];
        let units: Vec<f32> = x
            .chunks_exact(32)
            .zip(rounded.chunks_exact_mut(32))
            .map(|(x, rounded)| round(x, rounded))
            .collect();
        let mut y = Vec::new();
        layer.run(Inputs { numbers: &rounded, starts: &[0, 32, 64], units: &units }, &mut y);
        for row in 0..3 {
            for output in 0..5 {
                let exact: f32 = (0..32).map(|at| x[row * 32 + at] * weights[output * 32 + at]).sum();
                assert!((y[row * 5 + output] - exact - bias[output]).abs() < 0.15, "{row} {output}");
            }
        }
    }

    #[test]
    fn powers_of_e() {
        for tenth in 0..700_u16 {
            let x = f32::from(tenth) / -10.0;
            assert!((exp(x) - x.exp()).abs() <= 1e-5 * x.exp(), "{x}");
        }
    }

    #[test]
    fn rounding_is_to_the_nearest() {
        assert_eq!([0.4, -0.6, 2.5, -1234.4].map(nearest), [0, -1, 2, -1234]);
    }

    #[test]
    fn bytes_that_are_missing_are_zero() {
        let layer = Layer::read(&mut Bytes(&[]), 16, 3);
        let mut y = Vec::new();
        layer.run(Inputs { numbers: &[1; 16], starts: &[0], units: &[1.0] }, &mut y);
        assert_eq!(y, [0.0; 3]);
    }
}
