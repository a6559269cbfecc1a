//! Matrices as slices of rows, and their products.

/// Where a matrix lies in a slice: its first element and the distances between rows and between columns.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    data: &'a [f32],
    start: usize,
    row: usize,
    column: usize,
}

impl<'a> View<'a> {
    /// The matrix whose rows of `columns` numbers follow each other.
    pub(crate) const fn new(data: &'a [f32], columns: usize) -> Self {
        Self { data, start: 0, row: columns, column: 1 }
    }

    /// The same from `start` on.
    pub(crate) const fn from(self, start: usize) -> Self {
        Self { start: self.start + start, ..self }
    }

    /// Rows and columns exchanged.
    pub(crate) const fn transposed(self) -> Self {
        Self { row: self.column, column: self.row, ..self }
    }

    /// Whether `rows` and `columns` of it lie inside its slice.
    const fn holds(self, rows: usize, columns: usize) -> bool {
        rows == 0
            || columns == 0
            || self.start + (rows - 1) * self.row + (columns - 1) * self.column < self.data.len()
    }
}

/// `sum = a b + keep sum` for `a` of `size.0` rows and `size.1` columns and `b` of `size.2` columns; the rows of
/// `sum` are `row` numbers apart.
#[expect(unsafe_code, reason = "the product is given pointers; the assertions are what it asks for")]
pub(crate) fn multiply(
    size: (usize, usize, usize),
    a: View<'_>,
    b: View<'_>,
    keep: f32,
    sum: &mut [f32],
    row: usize,
) {
    let (m, k, n) = size;
    assert!(a.holds(m, k) && b.holds(k, n), "a matrix ends before its last element");
    assert!(m == 0 || n == 0 || (m - 1) * row + n <= sum.len(), "the sum ends before its last element");
    assert!(n <= row || m <= 1, "the rows of the sum overlap");
    if m == 0 || n == 0 {
        return;
    }
    let signed = |distance: usize| distance as isize;
    // SAFETY: each element that is read or written lies in its slice by the assertions above; `sum` is borrowed
    // mutably, so that it overlaps neither `a` nor `b`, and its own rows do not overlap.
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.data.as_ptr().add(a.start),
            signed(a.row),
            signed(a.column),
            b.data.as_ptr().add(b.start),
            signed(b.row),
            signed(b.column),
            keep,
            sum.as_mut_ptr(),
            signed(row),
            1,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_views() {
        let a = [1.0, 2.0, 3.0, 4.0];
        let mut sum = [10.0; 4];
        multiply((2, 2, 2), View::new(&a, 2), View::new(&a, 2).transposed(), 1.0, &mut sum, 2);
        assert_eq!(sum, [15.0, 21.0, 21.0, 35.0]);
    }
}
