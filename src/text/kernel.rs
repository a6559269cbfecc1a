//! The innermost loop of the network: sums of products of small integers, for any processor and for AVX2.
//!
//! Integer sums do not depend on their order, so both give the same numbers.

/// Rows of weights that are multiplied together.
pub(crate) const TILE: usize = 4;

/// Numbers that AVX2 multiplies at once; rows are multiples of it.
pub(crate) const LANES: usize = 16;

/// A way to add up products.
pub(crate) trait Kernel {
    /// The sums of [`TILE`] rows of weights, which follow each other, with two rows of inputs of the same length.
    fn tile(weights: &[i16], one: &[i16], other: &[i16]) -> [[i32; TILE]; 2];

    /// The sum of products of two rows.
    fn dot(one: &[i16], other: &[i16]) -> i32;
}

/// For any processor.
pub(crate) struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn tile(weights: &[i16], one: &[i16], other: &[i16]) -> [[i32; TILE]; 2] {
        let mut sums = [[0; TILE]; 2];
        for (at, row) in weights.chunks_exact(one.len()).take(TILE).enumerate() {
            sums[0][at] = Self::dot(row, one);
            sums[1][at] = Self::dot(row, other);
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
    use super::{Avx2, Kernel, LANES, TILE};
    use std::arch::x86_64::{
        __m256i, _mm_add_epi32, _mm256_add_epi32, _mm256_castsi256_si128, _mm256_extracti128_si256,
        _mm256_hadd_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_setzero_si256,
    };

    type Row = [i16; LANES];

    #[inline(always)]
    fn load(row: &Row) -> __m256i {
        // SAFETY: `Avx2` is named only where the processor has AVX2; the 32 bytes read are those of the array.
        unsafe { _mm256_loadu_si256(row.as_ptr().cast()) }
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

    /// The totals of four vectors.
    #[inline(always)]
    fn totals([a, b, c, d]: [__m256i; TILE]) -> [i32; TILE] {
        // SAFETY: `Avx2` is named only where the processor has AVX2; both types are 16 bytes of four integers.
        unsafe {
            let pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
            let halves = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256::<1>(pairs));
            std::mem::transmute::<std::arch::x86_64::__m128i, [i32; TILE]>(halves)
        }
    }

    impl Kernel for Avx2 {
        #[inline(always)]
        fn tile(weights: &[i16], one: &[i16], other: &[i16]) -> [[i32; TILE]; 2] {
            let one = one.as_chunks::<LANES>().0;
            let other = &other.as_chunks::<LANES>().0[..one.len()];
            let weights = weights.as_chunks::<LANES>().0;
            let (a, rest) = weights.split_at(one.len());
            let (b, rest) = rest.split_at(one.len());
            let (c, d) = rest.split_at(one.len());
            let d = &d[..one.len()];
            let (mut first, mut second) = ([zero(); TILE], [zero(); TILE]);
            for at in 0..one.len() {
                let (x, y) = (load(&one[at]), load(&other[at]));
                for (row, weights) in [&a[at], &b[at], &c[at], &d[at]].into_iter().enumerate() {
                    let weights = load(weights);
                    first[row] = add_products(first[row], weights, x);
                    second[row] = add_products(second[row], weights, y);
                }
            }
            [totals(first), totals(second)]
        }

        #[inline(always)]
        fn dot(one: &[i16], other: &[i16]) -> i32 {
            let one = one.as_chunks::<LANES>().0;
            let other = &other.as_chunks::<LANES>().0[..one.len()];
            let mut sum = zero();
            // No closure: it would not be compiled for AVX2.
            for at in 0..one.len() {
                sum = add_products(sum, load(&one[at]), load(&other[at]));
            }
            totals([sum, zero(), zero(), zero()])[0]
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
            let (one, other) = (numbers(length, 2), numbers(length, 3));
            assert_eq!(Avx2::tile(&weights, &one, &other), Portable::tile(&weights, &one, &other));
            assert_eq!(Avx2::dot(&one, &other), Portable::dot(&one, &other));
        }
    }
}
