//! The best tree by scores of arcs.
//!
//! Mostly the best heads of all words make a tree; where they do not, Chu and Liu's and Edmonds's algorithm finds
//! the best one, with exactly one word on the root.

use super::network::best;

/// The best heads by `scores`, a row for each of `n` words with a column for each and one for the root.
///
/// The number of words stands for the root. The heads make a tree with one word on the root, unless `n` is 0.
/// Takes time of the square of `n`, rarely its cube.
pub fn best_tree(scores: &[f32], n: usize, heads: &mut Vec<usize>) {
    heads.clear();
    let row = n + 1;
    heads.extend(scores.chunks_exact(row).take(n).map(best));
    if n == 0 || is_tree(heads) {
        return;
    }
    // A price on the root that outweighs all else: the best tree pays it once.
    let spread = scores
        .iter()
        .filter(|score| score.abs() < 1e9)
        .fold(1.0_f64, |most, &score| most.max(f64::from(score.abs())));
    let price = spread * 4.0 * (n as f64 + 1.0);
    let mut costs: Vec<f64> = scores.iter().map(|&score| f64::from(score.max(-1e9))).collect();
    for word in 0..n {
        costs[word * row + n] -= price;
        costs[word * row + word] = f64::NEG_INFINITY;
    }
    *heads = contract(&costs, row, n);
}

/// Whether the heads lead every word to the root, and one word there at once.
fn is_tree(heads: &[usize]) -> bool {
    let n = heads.len();
    heads.iter().filter(|&&head| head == n).count() == 1 && find_cycle(heads).is_none()
}

/// The words of a cycle of heads, if there is one; `n` and more stand for the root.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let n = heads.len();
    let mut passed = vec![0; n];
    for start in 0..n {
        let mut at = start;
        while at < n && passed[at] == 0 {
            passed[at] = start + 1;
            at = heads[at];
        }
        if at < n && passed[at] == start + 1 {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// The best heads of `n` nodes; node `n` is the root. `scores` has `row` columns.
///
/// Cycles are contracted to one node, one after the other.
fn contract(scores: &[f64], row: usize, n: usize) -> Vec<usize> {
    let best_of = |scores: &[f64]| {
        (1..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best })
    };
    let heads: Vec<usize> = (0..n).map(|word| best_of(&scores[word * row..word * row + n + 1])).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };
    // Nodes outside of the cycle keep their order; the cycle comes after them and the root last.
    let mut in_cycle = vec![false; n + 1];
    cycle.iter().for_each(|&node| in_cycle[node] = true);
    let outside: Vec<usize> = (0..n).filter(|&node| !in_cycle[node]).collect();
    let m = outside.len() + 1;
    let small_row = m + 1;
    let mut small = vec![f64::NEG_INFINITY; m * small_row];
    // For each node outside, the node of the cycle that is its best head; for each head, the node it would enter at.
    let mut leaves = vec![0; m];
    let mut enters = vec![0; m + 1];
    for (index, &node) in outside.iter().enumerate() {
        for (other_index, &other) in outside.iter().enumerate() {
            if other != node {
                small[index * small_row + other_index] = scores[node * row + other];
            }
        }
        small[index * small_row + m] = scores[node * row + n];
        leaves[index] = cycle.iter().copied().fold(cycle[0], |best, other| {
            if scores[node * row + other] > scores[node * row + best] { other } else { best }
        });
        small[index * small_row + m - 1] = scores[node * row + leaves[index]];
    }
    for (index, head) in outside.iter().copied().enumerate().chain([(m, n)]) {
        let gain = |node: usize| scores[node * row + head] - scores[node * row + heads[node]];
        enters[index] = cycle
            .iter()
            .copied()
            .fold(cycle[0], |best, node| if gain(node) > gain(best) { node } else { best });
        small[(m - 1) * small_row + index] = gain(enters[index]);
    }
    let small_heads = contract(&small, small_row, m);
    let mut result = heads;
    for (index, &node) in outside.iter().enumerate() {
        result[node] = match small_heads[index] {
            head if head == m => n,
            head if head == m - 1 => leaves[index],
            head => outside[head],
        };
    }
    let from = small_heads[m - 1];
    let entered = enters[from];
    result[entered] = if from == m { n } else { outside[from] };
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The total of the best tree, by trying all.
    fn best_total(scores: &[f32], n: usize) -> f64 {
        let mut most = f64::NEG_INFINITY;
        let mut heads = vec![0; n];
        for number in 0..(n + 1).pow(n as u32) {
            let mut rest = number;
            for head in &mut heads {
                *head = rest % (n + 1);
                rest /= n + 1;
            }
            if is_tree(&heads) {
                most = most.max(total(scores, &heads));
            }
        }
        most
    }

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        let row = heads.len() + 1;
        heads.iter().enumerate().map(|(word, head)| f64::from(scores[word * row + head])).sum()
    }

    proptest! {
        #[test]
        fn no_tree_is_better(n in 1..5_usize, numbers in proptest::collection::vec(-9.0..9.0_f32, 30)) {
            let mut scores = numbers[..n * (n + 1)].to_vec();
            for word in 0..n {
                scores[word * (n + 1) + word] = f32::MIN;
            }
            let mut heads = Vec::new();
            best_tree(&scores, n, &mut heads);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert!((total(&scores, &heads) - best_total(&scores, n)).abs() < 1e-3);
        }
    }

    #[test]
    fn scores_that_say_nothing_give_a_tree() {
        for n in [1, 2, 160] {
            let mut heads = Vec::new();
            best_tree(&vec![0.0; n * (n + 1)], n, &mut heads);
            assert!(is_tree(&heads), "{heads:?}");
        }
    }
}
