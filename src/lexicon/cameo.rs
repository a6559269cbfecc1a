//! CAMEO codes, as data sets of coded events have them.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// One of CAMEO's twenty root codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameoRoot {
    /// Two digits.
    pub code: &'static str,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; GDELT's classes, which are
    /// not quite PLOVER's.
    pub quad_class: &'static str,
}

static ROOTS: LazyLock<FxHashMap<&'static str, CameoRoot>> = LazyLock::new(|| {
    include_str!("en/cameo.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [code, quad_class, _name] => Some((code, CameoRoot { code, quad_class })),
            _ => None,
        })
        .collect()
});

static SCALE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("en/cameo_scale.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// How cooperative (up to 10) or hostile (down to -10) an act of the CAMEO code is on the Goldstein scale, one decimal. A code that has no
/// row has the scale of its first three digits, else that of its root's unspecified code ("040" for "04").
///
/// ```
/// use diurna::lexicon::cameo::goldstein;
/// assert_eq!(goldstein("042"), Some("1.9"));
/// assert_eq!(goldstein("1711"), Some("-9.2"));
/// assert_eq!(goldstein("99"), None);
/// ```
pub fn goldstein(code: &str) -> Option<&'static str> {
    let unspecified = || SCALE.get(format!("{}0", cameo_root(code)?.code).as_str());
    let scale = SCALE.get(code).or_else(|| SCALE.get(code.get(..3)?)).or_else(unspecified);
    scale.copied()
}

/// The root of a CAMEO code; `None` if CAMEO has no such root.
///
/// ```
/// use diurna::lexicon::cameo::cameo_root;
/// assert_eq!(cameo_root("042").map(|root| root.code), Some("04"));
/// assert_eq!(cameo_root("99"), None);
/// ```
pub fn cameo_root(code: &str) -> Option<CameoRoot> {
    code.get(..2).and_then(|root| ROOTS.get(root)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_root_has_a_row_and_every_type_a_root() {
        for root in 1..=20 {
            let root = cameo_root(&format!("{root:02}")).expect("CAMEO has twenty roots");
            assert!(["1", "2", "3", "4"].contains(&root.quad_class), "{}", root.code);
            let scale: f64 = goldstein(root.code).expect("a scale").parse().expect("a number");
            assert!((-10.0..=10.0).contains(&scale), "{}", root.code);
        }
        for line in include_str!("en/event_types.tsv").lines().filter(|line| !line.starts_with('#')) {
            let code = line.split('\t').nth(2).expect("every row has a CAMEO cell");
            assert!(code == "-" || cameo_root(code).is_some(), "{line}");
            assert!(code == "-" || SCALE.contains_key(code) || SCALE.contains_key(&code[..3]), "{line}");
        }
    }
}
