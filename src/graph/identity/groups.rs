//! Groups of things that are one.

/// A partition of the numbers below a bound: at first each is alone.
///
/// The representative of a group is its least number, so that the order of joining leaves no trace.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    representative: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    pub(super) fn new(length: usize) -> Self {
        Self {
            representative: (0..length).collect(),
            members: (0..length).map(|number| vec![number]).collect(),
        }
    }

    pub(super) fn representative(&self, number: usize) -> usize {
        self.representative[number]
    }

    pub(super) fn is_joined(&self, one: usize, other: usize) -> bool {
        self.representative[one] == self.representative[other]
    }

    /// The group of `number`, in order.
    pub(super) fn members(&self, number: usize) -> &[usize] {
        &self.members[self.representative[number]]
    }

    /// Makes the groups of both one. Costs the size of both.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.representative[one], self.representative[other]);
        if one == other {
            return;
        }
        let (kept, gone) = (one.min(other), one.max(other));
        let moved = std::mem::take(&mut self.members[gone]);
        for &number in &moved {
            self.representative[number] = kept;
        }
        self.members[kept].extend(moved);
        // Two runs in order: this sort only merges them.
        self.members[kept].sort();
    }

    /// The groups of more than one.
    pub(super) fn joined(&self) -> impl Iterator<Item = &[usize]> {
        self.members.iter().filter(|members| members.len() > 1).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_order_gives_the_same_groups() {
        let orders = [[(1, 3), (3, 4), (0, 2)], [(4, 3), (2, 0), (4, 1)]];
        for order in orders {
            let mut groups = Groups::new(6);
            for (one, other) in order {
                groups.join(one, other);
            }
            assert_eq!(groups.joined().collect::<Vec<_>>(), [&[0, 2][..], &[1, 3, 4]]);
            assert_eq!(groups.representative(4), 1);
            assert!(!groups.is_joined(0, 1) && groups.is_joined(1, 4));
        }
    }
}
