//! What each event type is called and folded to elsewhere.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// One event type and its derived codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// Our name ("CONSULT").
    pub name: &'static str,
    /// Quad class: VC, MC, VX or MX.
    pub quad: Option<&'static str>,
    /// CAMEO code, three or four digits.
    pub cameo: Option<&'static str>,
    /// The type of PLOVER 0.8 it is exported as.
    pub plover: Option<&'static str>,
    /// Its name in PLOVER of 2016.
    pub plover_2016: Option<&'static str>,
    /// An act that a story tells in its place in time, not an attitude or words.
    pub is_deed: bool,
    /// Violence or a disaster, which may have casualties.
    pub is_cause: bool,
    /// Casualties or damage, which something caused.
    pub is_toll: bool,
    /// Its modes are views of one act: an attack can be a raid and a bombing.
    pub is_one_act: bool,
    /// A story tells of one unless it gives another time, place or count.
    pub is_single: bool,
    /// It happens to somebody once, or hardly twice ("resigned", "died").
    pub is_once: bool,
    /// Who announces or orders it does it ("announced a ban").
    pub is_decreed: bool,
    /// An end to talks or a treaty, told under several types: pulling out of a deal, quitting it, breaking it off.
    pub is_break: bool,
}

static TYPES: LazyLock<FxHashMap<&'static str, EventType>> = LazyLock::new(|| {
    let known = |cell: &'static str| (cell != "-").then_some(cell);
    include_str!("en/event_types.tsv")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [name, quad, cameo, _verb, plover, plover_2016, _reciprocal, told] => Some(EventType {
                name,
                quad: known(quad),
                cameo: known(cameo),
                plover: known(plover),
                plover_2016: known(plover_2016),
                is_deed: told.split(',').any(|word| word == "deed"),
                is_cause: told.split(',').any(|word| word == "cause"),
                is_toll: told.split(',').any(|word| word == "toll"),
                is_one_act: told.split(',').any(|word| word == "one-act"),
                is_single: told.split(',').any(|word| word == "single"),
                is_once: told.split(',').any(|word| word == "once"),
                is_decreed: told.split(',').any(|word| word == "decreed"),
                is_break: told.split(',').any(|word| word == "break"),
            }),
            _ => None,
        })
        .map(|event_type| (event_type.name, event_type))
        .collect()
});

/// The record of the type called `name`; types that users add have none.
///
/// ```
/// use diurna::lexicon::event_types::event_type;
/// assert_eq!(event_type("CONSULT").and_then(|record| record.quad), Some("VC"));
/// assert_eq!(event_type("PICNIC"), None);
/// ```
pub fn event_type(name: &str) -> Option<&'static EventType> {
    TYPES.get(name)
}

/// The record of this type in this mode, or of the type alone where the mode has none of its own.
///
/// ```
/// use diurna::lexicon::event_types::event_type_of;
/// assert_eq!(event_type_of("ACCUSE", Some("investigate")).and_then(|record| record.quad), Some("MC"));
/// assert_eq!(event_type_of("ACCUSE", Some("allege")).and_then(|record| record.quad), Some("VX"));
/// ```
pub fn event_type_of(name: &str, mode: Option<&str>) -> Option<&'static EventType> {
    mode.and_then(|mode| event_type(&format!("{name}/{mode}"))).or_else(|| event_type(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::events::event_lexicon;

    #[test]
    fn every_type_of_a_sense_has_a_record() {
        for sense in event_lexicon().senses() {
            assert!(event_type(&sense.kind).is_some(), "{}: no record for {}", sense.id, sense.kind);
        }
    }
}
