//! How names of one person or body are written in more than one way: spellings, nicknames, legal forms.
//!
//! The data is `en/world/naming.tsv`. Words come in folded: lower case, without diacritics (see [`fold`]).

use super::rows;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const NAMING: &str = include_str!("en/world/naming.tsv");

/// The tables of `naming.tsv`.
#[derive(Debug, Default)]
pub struct Naming {
    words: FxHashMap<&'static str, FxHashSet<&'static str>>,
    /// For each nickname the rows that have it.
    nicknames: FxHashMap<&'static str, Vec<usize>>,
    spellings: FxHashMap<&'static str, &'static str>,
    written: Vec<(&'static str, &'static str)>,
    fields: FxHashMap<&'static str, Vec<&'static str>>,
    offices: FxHashMap<String, Vec<&'static str>>,
    /// For each noun for kin what such a person's own kin are.
    kin: FxHashMap<&'static str, Vec<&'static str>>,
    /// What a party is called without the word, by the words before it.
    parties: FxHashMap<String, String>,
}

/// The tables, parsed once.
pub fn naming() -> &'static Naming {
    static TABLES: LazyLock<Naming> = LazyLock::new(Naming::parse);
    &TABLES
}

impl Naming {
    fn parse() -> Self {
        let mut naming = Self::default();
        for (number, row) in rows(NAMING).enumerate() {
            let [class, words] = row[..] else { continue };
            for word in words.split(' ') {
                match class {
                    "nickname" => naming.nicknames.entry(word).or_default().push(number),
                    "spelling" => {
                        let first = words.split(' ').next().unwrap_or(word);
                        naming.spellings.insert(word, first);
                    }
                    "written" => naming.written.extend(word.split_once('=')),
                    "kin" => {
                        let (noun, others) = word.split_once('=').unwrap_or((word, ""));
                        naming.kin.entry(noun).or_default().extend(others.split(','));
                    }
                    "field" => {
                        let (field, nouns) = word.split_once('=').unwrap_or((word, ""));
                        for noun in nouns.split(',') {
                            naming.fields.entry(noun).or_default().push(field);
                        }
                    }
                    "party" => {
                        let (name, others) = word.split_once('=').unwrap_or((word, ""));
                        naming.parties.insert(name.replace('_', " "), others.replace('_', " "));
                    }
                    "office" => {
                        let (office, titles) = word.split_once('=').unwrap_or((word, ""));
                        for title in titles.split(',') {
                            naming.offices.entry(title.replace('_', " ")).or_default().push(office);
                        }
                    }
                    _ => {
                        naming.words.entry(class).or_default().insert(word);
                    }
                }
            }
        }
        naming
    }

    /// Whether `word` is of this class ("particle", "suffix", "legal", "small", "common", "generic").
    pub fn is(&self, class: &str, word: &str) -> bool {
        self.words.get(class).is_some_and(|words| words.contains(word))
    }

    /// Whether English uses one of two given names for the other.
    ///
    /// ```
    /// use diurna::lexicon::naming::naming;
    /// assert!(naming().is_nickname("bill", "william"));
    /// assert!(!naming().is_nickname("bill", "billie-jean"));
    /// ```
    pub fn is_nickname(&self, one: &str, other: &str) -> bool {
        self.nickname_rows(one).iter().any(|row| self.nickname_rows(other).contains(row))
    }

    /// The rows of the table of nicknames that have `name`: names that share one are used for one another.
    pub fn nickname_rows(&self, name: &str) -> &[usize] {
        self.nicknames.get(name).map_or(&[], Vec::as_slice)
    }

    /// The spelling that stands for all spellings of `word` ("defense" is "defence").
    pub fn spelling<'word>(&self, word: &'word str) -> &'word str {
        self.spellings.get(word).copied().unwrap_or(word)
    }

    /// Whether names from the country with this code come to English from another script.
    pub fn is_transcribed(&self, country: &str) -> bool {
        self.is("script", country)
    }

    /// The fields of work of a noun for a person ("sport" of "footballer"); none for most nouns.
    pub fn fields(&self, noun: &str) -> &[&'static str] {
        self.fields.get(noun).map_or(&[], Vec::as_slice)
    }

    /// The offices of office_holders.tsv that a title, in lower case, can be ("state" of "president"); "former president" is none.
    pub fn offices(&self, title: &str) -> &[&'static str] {
        self.offices.get(title).map_or(&[], Vec::as_slice)
    }

    /// What one's wife, son, ... calls oneself: "husband" for "wife", "father" and "mother" for "son"; none for other nouns.
    ///
    /// ```
    /// use diurna::lexicon::naming::naming;
    /// assert_eq!(naming().kin("wife"), ["husband"]);
    /// assert!(naming().kin("lawyer").is_empty());
    /// ```
    pub fn kin(&self, noun: &str) -> &[&'static str] {
        self.kin.get(noun).map_or(&[], Vec::as_slice)
    }

    /// What a party called `name` before the word "Party", in lower case, is called without it.
    ///
    /// ```
    /// use diurna::lexicon::naming::naming;
    /// assert_eq!(naming().party("social democratic"), Some("Social Democrats"));
    /// assert_eq!(naming().party("dinner"), None);
    /// ```
    pub fn party(&self, name: &str) -> Option<&str> {
        self.parties.get(name).map(String::as_str)
    }

    /// Whether members of a party are called so ("Social Democrats").
    pub fn is_party(&self, short: &str) -> bool {
        self.parties.values().any(|name| name == short)
    }

    /// What is left of a folded word when the ways to write one sound of another script are made one.
    ///
    /// Two words with one sound key need not be one name; two with different keys hardly are.
    ///
    /// ```
    /// use diurna::lexicon::naming::naming;
    /// let key = |word| naming().sound_key(word);
    /// assert_eq!(key("zelensky"), key("zelenskyy"));
    /// assert_eq!(key("mohammed"), key("muhammad"));
    /// assert_ne!(key("ivanov"), key("ivanova"));
    /// ```
    pub fn sound_key(&self, word: &str) -> String {
        let mut key = String::with_capacity(word.len());
        let mut rest = word;
        while let Some(character) = rest.chars().next() {
            let found = self.written.iter().find(|(letters, _)| rest.starts_with(letters));
            let (taken, sound) = found
                .map_or((character.len_utf8(), &rest[..character.len_utf8()]), |found| {
                    (found.0.len(), found.1)
                });
            rest = &rest[taken..];
            // Double letters are one sound.
            if !key.ends_with(sound) {
                key.push_str(sound);
            }
        }
        // A last "h" is not heard: "Abdulla", "Abdullah".
        if key.len() > 3 && key.ends_with('h') {
            key.pop();
        }
        key
    }
}

/// The letters that no combining mark makes.
fn plain(character: char) -> Option<&'static str> {
    Some(match character {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ı' => "i",
        'þ' => "th",
        'ħ' => "h",
        'ŋ' => "n",
        'ə' => "a",
        _ => return None,
    })
}

/// `word` with a capital.
pub(crate) fn capitalize(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `word` in lower case, without diacritics, apostrophes and dots.
///
/// ```
/// use diurna::lexicon::naming::fold;
/// assert_eq!(fold("Łukasz"), "lukasz");
/// assert_eq!(fold("O\u{2019}Hara"), "ohara");
/// assert_eq!(fold("U.N."), "un");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for character in word.nfd().flat_map(char::to_lowercase) {
        match character {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' | '\u{2bb}' | '.' => {}
            mark if is_combining_mark(mark) => {}
            other => match plain(other) {
                Some(letters) => folded.push_str(letters),
                None => folded.push(other),
            },
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let classes = [
            "particle", "suffix", "nickname", "legal", "small", "spelling", "written", "script", "common",
            "generic", "left-out", "party", "career", "field", "office", "kin",
        ];
        for row in rows(NAMING) {
            assert_eq!(row.len(), 2, "{row:?}");
            assert!(classes.contains(&row[0]), "{row:?}");
            for word in row[1].split(' ') {
                assert!(!word.is_empty(), "two spaces in {row:?}");
                match row[0] {
                    "written" | "field" | "office" | "kin" | "party" => assert!(word.contains('='), "{word}"),
                    "script" => assert!(crate::lexicon::world::world().country(word).is_some(), "{word}"),
                    _ => assert_eq!(fold(word), word),
                }
            }
        }
    }

    #[test]
    fn odd_words_have_keys() {
        for word in ["", "h", "ü", "\u{301}", "北京", "a\u{300}b"] {
            naming().sound_key(&fold(word));
        }
        assert_eq!(fold("Zoë\u{308}"), "zoe");
    }
}
