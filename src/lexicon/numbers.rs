//! Number words and the words that make a number approximate.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static NUMBERS: LazyLock<FxHashMap<&'static str, Option<f64>>> = LazyLock::new(|| {
    include_str!("en/numbers.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(word, value)| (word, value.parse().ok()))
        .collect()
});

/// The value of a number word in lower case ("nine", "dozens", "million").
pub fn number_word(word: &str) -> Option<f64> {
    NUMBERS.get(word).copied().flatten()
}

/// Whether `word`, in lower case, can make the number after it approximate ("about", "at least").
pub fn is_approximator(word: &str) -> bool {
    NUMBERS.get(word).is_some_and(Option::is_none)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_number_or_an_approximator() {
        for (word, value) in NUMBERS.iter() {
            assert!(!word.is_empty() && *word == word.to_lowercase(), "{word}");
            assert!(value.is_none_or(|value| value >= 0.0), "{word}");
        }
        assert_eq!(number_word("nine"), Some(9.0));
        assert!(is_approximator("nearly") && !is_approximator("nine"));
    }
}
