//! The innermost loop of the network: sums of products of small integers, for any processor and for AVX2.
//!
//! Integer sums do not depend on their order, so both give the same numbers.

/// Outputs that are computed together.
pub(crate) const TILE: usize = 16;

/// Rows of inputs that are multiplied together.
pub(crate) const ROWS: usize = 4;

/// Numbers that AVX2 multiplies at once; rows are multiples of it.
pub(crate) const LANES: usize = 16;

/// For each of [`TILE`] outputs the weights of two inputs that follow each other.
pub(crate) type Pair = [i16; 2 * TILE];

/// A way to add up products.
pub(crate) trait Kernel {
    /// The sums of [`TILE`] outputs for each of some rows, which have twice as many numbers as there are `weights`.
    fn tile(weights: &[Pair], rows: [&[i16]; ROWS]) -> [[i32; TILE]; ROWS];

    /// The sum of products of two rows.
    fn dot(one: &[i16], other: &[i16]) -> i32;
}

/// For any processor.
pub(crate) struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn tile(weights: &[Pair], rows: [&[i16]; ROWS]) -> [[i32; TILE]; ROWS] {
        let mut sums = [[0; TILE]; ROWS];
        for (row, sums) in rows.into_iter().zip(&mut sums) {
            for (weights, &[a, b]) in weights.iter().zip(row.as_chunks::<2>().0) {
                for (sum, &[of_a, of_b]) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                    *sum += i32::from(of_a) * i32::from(a) + i32::from(of_b) * i32::from(b);
                }
            }
        }
        sums
    }

    #[inline(always)]
    fn dot(one: &[i16], other: &[i16]) -> i32 {
        one.iter().zip(other).map(|(&a, &b)| i32::from(a) * i32::from(b)).sum()
    }
}

/// For processors with AVX2.
///
/// Only code that has been compiled for AVX2, and that runs after the processor was asked for it, may name it.
#[cfg(target_arch = "x86_64")]
pub(crate) struct Avx2;

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "the instructions are for processors with AVX2, and loads take pointers")]
mod avx2 {
    use super::{Avx2, Kernel, LANES, Pair, ROWS, TILE};
    use std::arch::x86_64::{
        __m256i, _mm_add_epi32, _mm256_add_epi32, _mm256_castsi256_si128, _mm256_extracti128_si256,
        _mm256_hadd_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    };

    type Row = [i16; LANES];

    #[inline(always)]
    fn load(row: &Row) -> __m256i {
        // SAFETY: `Avx2` is named only where the processor has AVX2; the 32 bytes read are those of the array.
        unsafe { _mm256_loadu_si256(row.as_ptr().cast()) }
    }

    /// The first or second pair of inputs in all lanes.
    #[inline(always)]
    fn repeat(inputs: &[i16; 4], pair: usize) -> __m256i {
        let [a, b] = [inputs[2 * pair], inputs[2 * pair + 1]];
        let pair = u32::from(a as u16) | u32::from(b as u16) << 16;
        // SAFETY: `Avx2` is named only where the processor has AVX2.
        unsafe { _mm256_set1_epi32(pair as i32) }
    }

    #[inline(always)]
    fn add_products(sum: __m256i, a: __m256i, b: __m256i) -> __m256i {
        // SAFETY: `Avx2` is named only where the processor has AVX2.
        unsafe { _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)) }
    }

    #[inline(always)]
    fn zero() -> __m256i {
        // SAFETY: `Avx2` is named only where the processor has AVX2.
        unsafe { _mm256_setzero_si256() }
    }

    /// The sum of the eight integers.
    #[inline(always)]
    fn total(sum: __m256i) -> i32 {
        // SAFETY: `Avx2` is named only where the processor has AVX2; both types are 16 bytes of four integers.
        let [first, ..] = unsafe {
            let pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(sum, sum), sum);
            let halves = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256::<1>(pairs));
            std::mem::transmute::<std::arch::x86_64::__m128i, [i32; 4]>(halves)
        };
        first
    }

    impl Kernel for Avx2 {
        // No closures: they would not be compiled for AVX2.
        #[inline(always)]
        fn tile(weights: &[Pair], rows: [&[i16]; ROWS]) -> [[i32; TILE]; ROWS] {
            // Two pairs a turn: the loop's own instructions would take a part of the time.
            let weights = weights.as_chunks::<2>().0;
            let [a, b, c, d] = rows;
            let (a, b) = (&a.as_chunks::<4>().0[..weights.len()], &b.as_chunks::<4>().0[..weights.len()]);
            let (c, d) = (&c.as_chunks::<4>().0[..weights.len()], &d.as_chunks::<4>().0[..weights.len()]);
            let mut sums = [[zero(); 2]; ROWS];
            for at in 0..weights.len() {
                for (pair, weights) in weights[at].iter().enumerate() {
                    let (halves, _) = weights.as_chunks::<LANES>();
                    let (low, high) = (load(&halves[0]), load(&halves[1]));
                    let inputs = [
                        repeat(&a[at], pair),
                        repeat(&b[at], pair),
                        repeat(&c[at], pair),
                        repeat(&d[at], pair),
                    ];
                    for row in 0..ROWS {
                        sums[row][0] = add_products(sums[row][0], low, inputs[row]);
                        sums[row][1] = add_products(sums[row][1], high, inputs[row]);
                    }
                }
            }
            // SAFETY: both types are four times sixteen integers.
            unsafe { std::mem::transmute::<[[__m256i; 2]; ROWS], [[i32; TILE]; ROWS]>(sums) }
        }

        #[inline(always)]
        fn dot(one: &[i16], other: &[i16]) -> i32 {
            let one = one.as_chunks::<LANES>().0;
            let other = &other.as_chunks::<LANES>().0[..one.len()];
            let mut sum = zero();
            for at in 0..one.len() {
                sum = add_products(sum, load(&one[at]), load(&other[at]));
            }
            total(sum)
        }
    }
}

/// A function that is compiled twice, for any processor and for AVX2, and runs as the better one that the processor
/// has. Its type parameter is the [`Kernel`].
///
/// Such functions are small, so that all that they call becomes part of them.
macro_rules! fastest {
    ($(#[$meta:meta])* fn $name:ident<$kernel:ident>($($argument:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$meta])*
        #[cfg_attr(
            target_arch = "x86_64",
            expect(unsafe_code, reason = "calls a function compiled for a processor that is checked to be this one")
        )]
        pub(crate) fn $name($($argument: $kind),*) {
            #[inline(always)]
            fn body<$kernel: $crate::text::kernel::Kernel>($($argument: $kind),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn with_avx2($($argument: $kind),*) {
                    body::<$crate::text::kernel::Avx2>($($argument),*)
                }
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the function is safe but for needing AVX2, and the processor has it.
                    return unsafe { with_avx2($($argument),*) };
                }
            }
            body::<$crate::text::kernel::Portable>($($argument),*)
        }
    };
}
pub(crate) use fastest;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn both_give_the_same() {
        if !std::arch::is_x86_feature_detected!("avx2") {
            return;
        }
        let numbers = |count: usize, seed: i32| -> Vec<i16> {
            (0..count as i32).map(|at| ((at * 7919 + seed * 104_729) % 8191 - 4095) as i16).collect()
        };
        for length in [16, 96, 384] {
            let weights: Vec<i16> = numbers(TILE * length, 1).iter().map(|weight| weight / 33).collect();
            let weights = weights.as_chunks::<{ 2 * TILE }>().0;
            let rows = [2, 3, 4, 5].map(|seed| numbers(length, seed));
            let rows = [&rows[0][..], &rows[1], &rows[2], &rows[3]];
            assert_eq!(Avx2::tile(weights, rows), Portable::tile(weights, rows));
            let [one, other, ..] = rows;
            assert_eq!(Avx2::dot(one, other), Portable::dot(one, other));
        }
    }
}
