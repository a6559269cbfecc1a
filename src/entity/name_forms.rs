//! How two names are alike: what a spelling, an initial or an acronym makes of one name.

use crate::lexicon::naming::{capitalize, fold, naming};
use crate::lexicon::world::{Known, world};
use std::collections::BTreeSet;

/// Spellings of one sound that are still one word are at least so alike (Jaro-Winkler); "gaddafi" and "qaddafi" have 0.90.
const SPELLING_LIKENESS: f64 = 0.78;

/// How two names can be names of one thing, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameMatch {
    /// The same words.
    Same,
    /// The same words in another order ("Orbán Viktor", "Defence Ministry" and "Ministry of Defence").
    Order,
    /// One leaves out middle names, or has letters for them.
    Longer,
    /// One leaves out the second of two surnames.
    DoubleSurname,
    /// An acronym that a text introduced.
    GivenAcronym,
    /// A nickname and the same surname.
    Nickname,
    /// Another spelling of the same sounds.
    Spelling,
    /// The letters that a name begins its words with.
    Acronym,
    /// A letter for the given name, and the same surname.
    Initial,
    /// One is how the other begins ("Acme" and "Acme Mining").
    Head,
    /// A name that every country has, and not both say of which ("Defence Ministry").
    Generic,
    /// The surname alone.
    Surname,
}

impl NameMatch {
    /// The word for it in explanations.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Same => "same name",
            Self::Order => "same words in another order",
            Self::Longer => "middle name left out",
            Self::DoubleSurname => "second surname left out",
            Self::GivenAcronym => "acronym given in a text",
            Self::Nickname => "nickname",
            Self::Spelling => "another spelling",
            Self::Acronym => "acronym",
            Self::Initial => "initial",
            Self::Head => "first word of the name",
            Self::Generic => "name that every country has",
            Self::Surname => "surname",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    folded: String,
    sound: String,
}

impl Word {
    fn new(folded: String) -> Self {
        Self { sound: naming().sound_key(&folded), folded }
    }

    fn is_initial(&self) -> bool {
        self.folded.chars().count() == 1
    }

    /// Whether one is the first letter of the other.
    fn abbreviates(&self, other: &Self) -> bool {
        (self.is_initial() || other.is_initial()) && self.folded.chars().next() == other.folded.chars().next()
    }

    fn sounds_like(&self, other: &Self) -> bool {
        self.folded == other.folded
            || (self.sound == other.sound
                && strsim::jaro_winkler(&self.folded, &other.folded) >= SPELLING_LIKENESS)
    }
}

/// The name of a person, cut into words, particles and suffixes left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonName {
    words: Vec<Word>,
    /// All its letters, particles too, as one word: "Ben Youssef", "Benyoussef".
    whole: Word,
}

impl PersonName {
    /// `None` if nothing of the name is left.
    pub(crate) fn new(name: &str) -> Option<Self> {
        // "J.K. Olsen" has two initials.
        let spaced = name.replace('.', ". ");
        let written: Vec<&str> =
            spaced.split(|character: char| character.is_whitespace() || is_hyphen(character)).collect();
        let written: Vec<&str> = written.into_iter().filter(|word| !word.is_empty()).collect();
        let opens_with_particle = name.starts_with(char::is_lowercase)
            || name.split(is_hyphen).next().is_some_and(|first| matches!(fold(first).as_str(), "al" | "el"));
        let folded: Vec<String> = written.iter().map(|word| fold(word)).collect();
        let words: Vec<Word> = folded
            .iter()
            .enumerate()
            .filter(|&(index, word)| {
                let is_particle = naming().is("particle", word) && (index > 0 || opens_with_particle);
                let is_suffix = index > 0 && naming().is("suffix", word);
                !(word.is_empty() || (is_particle && index + 1 < folded.len()) || is_suffix)
            })
            .map(|(_, word)| Word::new(word.clone()))
            .collect();
        let is_own = |word: &&String| !naming().is("suffix", word);
        let whole = Word::new(folded.iter().filter(is_own).map(String::as_str).collect());
        (!words.is_empty()).then_some(Self { words, whole })
    }

    /// Whether a given name and a surname are there.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    /// The given name in lower case, of a full name.
    pub(crate) fn given(&self) -> Option<&str> {
        self.is_full().then(|| self.words[0].folded.as_str())
    }

    /// Whether many people have this surname.
    pub(crate) fn is_common(&self) -> bool {
        self.words.last().is_some_and(|word| naming().is("common", &word.folded))
    }

    /// The words with spaces between.
    pub(crate) fn folded(&self) -> String {
        self.words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What names that can be this person's have in common: each shares at least one key.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        if self.is_full() {
            let initial = |word: &Word| word.sound.chars().next().map(String::from).unwrap_or_default();
            let (first, last) = (&self.words[0], &self.words[self.words.len() - 1]);
            for surname in surnames(self.words.iter().collect()) {
                // Any of the given names may be the only one: "Recep Tayyip Erdogan", "Tayyip Erdogan".
                keys.extend(self.words.iter().map(|word| format!("{} {}", surname.sound, initial(word))));
            }
            // "Kim Tae-yong", "Kim Taeyong"
            keys.insert(format!(
                "= {}",
                self.words.iter().map(|word| word.folded.as_str()).collect::<String>()
            ));
            // "Abdel Karim Ben Youssef", "Abdelkarim Benyoussef"
            keys.insert(format!("~= {}", self.whole.sound));
            // In another order, and with nicknames ("Bill", "William").
            keys.insert(format!("{} {}", first.sound, initial(last)));
            let rows = naming().nickname_rows(&first.folded).iter();
            keys.extend(rows.map(|row| format!("{} ~{row}", last.sound)));
        }
        keys
    }

    /// Whether `word`, folded, is a word of it, "oe" being "ø" or "ö".
    pub(crate) fn has_word(&self, word: &str) -> bool {
        let plain = |word: &str| word.replace("oe", "o").replace("ae", "a").replace("ue", "u");
        self.words.iter().any(|own| own.folded == word || plain(&own.folded) == plain(word))
    }

    /// How many words it has.
    pub(crate) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// Keys under which a lone surname finds the names that end in it.
    pub(crate) fn short_keys(&self) -> BTreeSet<String> {
        if self.is_full() {
            let suffix = self.words[self.words.len() - 2..].iter();
            let two: Vec<&str> = suffix.map(|word| word.sound.as_str()).collect();
            let surnames = surnames(self.words.iter().collect()).map(|word| word.sound.clone());
            surnames.chain([two.join(" ")]).collect()
        } else {
            std::iter::once(self.words[0].sound.clone()).collect()
        }
    }

    /// How this can be the name of the person called `other`.
    pub(crate) fn matches(&self, other: &Self) -> Option<NameMatch> {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let (short, long) = (&short.words[..], &long.words[..]);
        let same = |one: &Word, two: &Word| one.folded == two.folded;
        let joined = |words: &[Word]| words.iter().map(|word| word.folded.as_str()).collect::<String>();
        if joined(short) == joined(long) && short.len() > 1 {
            return Some(NameMatch::Same);
        }
        if short.len() == 1 {
            if long.len() == 1 {
                return short[0].sounds_like(&long[0]).then_some(if same(&short[0], &long[0]) {
                    NameMatch::Same
                } else {
                    NameMatch::Spelling
                });
            }
            let spelled_out = long.iter().filter(|word| !word.is_initial()).collect();
            let found = surnames(spelled_out).any(|surname| surname.sounds_like(&short[0]));
            return found.then_some(NameMatch::Surname);
        }
        if short.len() == long.len() {
            let (mut one, mut two) = (short.to_vec(), long.to_vec());
            one.sort();
            two.sort();
            if one == two {
                return Some(NameMatch::Order);
            }
        }
        let (first, last) = ((&short[0], &long[0]), (&short[short.len() - 1], &long[long.len() - 1]));
        let middles_fit = || {
            let mut rest = long[1..long.len() - 1].iter();
            short[1..short.len() - 1]
                .iter()
                .all(|word| rest.any(|other| word.sounds_like(other) || word.abbreviates(other)))
        };
        if same(first.0, first.1) && same(last.0, last.1) && middles_fit() {
            return Some(NameMatch::Longer);
        }
        if short.len() < long.len() && short.iter().zip(long).all(|(one, two)| same(one, two)) {
            return Some(NameMatch::DoubleSurname);
        }
        if short.len() < long.len()
            && short.iter().rev().zip(long.iter().rev()).all(|(one, two)| same(one, two))
        {
            return Some(if is_given(&short[0].folded) { NameMatch::Longer } else { NameMatch::Surname });
        }
        if last.0.sounds_like(last.1) && middles_fit() {
            if naming().is_nickname(&first.0.folded, &first.1.folded) {
                return Some(NameMatch::Nickname);
            }
            if first.0.abbreviates(first.1) && same(last.0, last.1) {
                return Some(NameMatch::Initial);
            }
        }
        let all_sound_alike =
            short.len() == long.len() && short.iter().zip(long).all(|(one, two)| one.sounds_like(two));
        let ends_sound_alike = short.len() != long.len()
            && first.0.sounds_like(first.1)
            && last.0.sounds_like(last.1)
            && middles_fit();
        let whole_sounds_alike = || self.whole.sounds_like(&other.whole);
        (all_sound_alike || ends_sound_alike || whole_sounds_alike()).then_some(NameMatch::Spelling)
    }
}

/// Those of the words of a name that may be a surname: the last, the one before it of three, the first if it is no given name.
fn surnames(words: Vec<&Word>) -> impl Iterator<Item = &Word> {
    let n_words = words.len();
    words.into_iter().enumerate().filter_map(move |(index, word)| {
        let is_last = index + 1 == n_words;
        let is_middle = n_words > 2 && index + 2 == n_words && index > 0;
        let is_first = index == 0 && n_words > 1 && n_words < 4 && !is_given(&word.folded);
        (is_last || is_middle || is_first).then_some(word)
    })
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}')
}

/// Whether `word`, folded, is a given name.
fn is_given(word: &str) -> bool {
    world().is_given_name(&capitalize(word))
}

/// The name of a body, cut into words, without those that carry no meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodyName {
    /// Folded, in the order of the name.
    words: Vec<String>,
    /// The words sorted, with spaces between.
    pub(crate) canonical: String,
    /// The country that the name says.
    pub(crate) country: Option<&'static str>,
    /// The first letters of its words, if it has at least two.
    initials: Option<String>,
    /// Whether it is an acronym itself.
    is_acronym: bool,
    /// Whether every country may have a body of this name.
    pub(crate) is_generic: bool,
    /// Whether its last word is what it is of, though no country that we know: "National Bank of Orsenia".
    is_of_land: bool,
}

impl BodyName {
    /// `None` if nothing of the name is left.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("\u{2019}s")).unwrap_or(name);
        let written: Vec<&str> = name
            .split(|character: char| {
                character.is_whitespace()
                    || is_hyphen(character)
                    || matches!(character, '/' | '(' | ')' | ',')
            })
            .filter(|word| !word.is_empty())
            .collect();
        let (rest, country) = without_country(&written);
        let mut folded: Vec<String> = rest
            .iter()
            .map(|word| {
                fold(word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word))
            })
            .collect();
        while folded.len() > 1 && folded.last().is_some_and(|last| naming().is("legal", last)) {
            folded.pop();
        }
        let capitals = rest.iter().filter(|word| word.starts_with(char::is_uppercase));
        let initials: String = capitals.filter_map(|word| word.chars().next()).collect();
        let mut words: Vec<String> = Vec::new();
        for word in folded.iter().filter(|word| !naming().is("small", word) && !word.is_empty()) {
            // "Foreign Affairs" is one word for this.
            let pair = words.last().map(|last| format!("{last}_{word}"));
            match pair.as_deref().map(|pair| (pair, naming().spelling(pair))) {
                Some((pair, spelling)) if pair != spelling => {
                    words.pop();
                    words.push(spelling.to_owned());
                }
                _ => words.push(word.clone()),
            }
        }
        for word in &mut words {
            *word = naming().spelling(word).to_owned();
        }
        if words.is_empty() && country.is_none() {
            return None;
        }
        let mut sorted = words.clone();
        sorted.sort();
        let letters = name.chars().filter(|character| character.is_alphabetic());
        let is_acronym = written.len() == 1
            && (2..=6).contains(&letters.clone().count())
            && letters.clone().filter(|letter| letter.is_uppercase()).count() + 1 >= letters.count()
            && name.chars().nth(1).is_some_and(|second| second.is_uppercase() || second == '.');
        let is_generic = !is_acronym && words.iter().all(|word| is_generic_word(word));
        let is_of_land = match rest[..] {
            [_, .., "of", land] => {
                land.starts_with(char::is_uppercase)
                    && words.split_last().is_some_and(|(land, body)| {
                        !is_generic_word(land)
                            && !body.is_empty()
                            && body.iter().all(|word| is_generic_word(word))
                    })
            }
            _ => false,
        };
        Some(Self {
            is_of_land,
            canonical: sorted.join(" "),
            initials: (initials.chars().count() > 1).then(|| initials.to_lowercase()),
            words,
            country,
            is_acronym,
            is_generic,
        })
    }

    /// What names that can be this body's have in common: each shares at least one key.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = std::iter::once(format!("= {}", self.canonical)).collect();
        let sound: Vec<String> = self.words.iter().map(|word| naming().sound_key(word)).collect();
        keys.insert(format!("~ {}", sound.join(" ")));
        if self.is_acronym {
            keys.insert(format!("# {}", self.words.concat()));
        }
        if let Some(body) = self.without_land() {
            let mut body = body.to_vec();
            body.sort();
            keys.insert(format!("= {}", body.join(" ")));
        }
        if let Some(initials) = &self.initials {
            keys.insert(format!("# {initials}"));
        }
        if let Some(first) =
            self.words.first().filter(|first| self.words.len() < 3 || !is_generic_word(first))
        {
            keys.insert(format!("> {first}"));
        }
        keys
    }

    /// Whether it is an acronym itself.
    pub(crate) fn is_acronym(&self) -> bool {
        self.is_acronym
    }

    /// How many letters it has.
    pub(crate) fn n_letters(&self) -> usize {
        self.words.iter().map(|word| word.chars().count()).sum()
    }

    /// How many of its words not every country has.
    pub(crate) fn n_own_words(&self) -> usize {
        self.words.iter().filter(|word| !is_generic_word(word)).count()
    }

    /// The name in whatever spelling, with the country that it says.
    pub(crate) fn key(&self) -> String {
        format!("{} {}", self.country.unwrap_or_default(), self.canonical).trim().to_owned()
    }

    /// How this can be the name of the body called `other`.
    pub(crate) fn matches(&self, other: &Self) -> Option<NameMatch> {
        if self.country.is_some() && other.country.is_some() && self.country != other.country {
            return None;
        }
        if self.canonical == other.canonical {
            return Some(if self.words == other.words { NameMatch::Same } else { NameMatch::Order });
        }
        let stands_for = |short: &Self, long: &Self| {
            short.is_acronym && !long.is_acronym && long.initials.as_deref() == Some(&short.words.concat())
        };
        if stands_for(self, other) || stands_for(other, self) {
            return Some(NameMatch::Acronym);
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if short.words.is_empty() {
            return None;
        }
        if long.land_beyond(short).is_some() {
            return Some(NameMatch::Generic);
        }
        if short.words.len() == long.words.len() {
            let words = || short.words.iter().zip(&long.words);
            let sound = |word: &String| naming().sound_key(word);
            let alike = words().all(|(one, two)| {
                one == two
                    || (!short.is_acronym
                        && sound(one) == sound(two)
                        && strsim::jaro_winkler(one, two) >= SPELLING_LIKENESS)
            });
            return alike.then_some(NameMatch::Spelling);
        }
        let opens = short.words.iter().zip(&long.words).all(|(one, two)| one == two);
        // "Labour" for the Labour Party: the noun alone may be left out of what every country has.
        let leaves_noun = long.words.len() == short.words.len() + 1
            && long.words.last().is_some_and(|last| naming().is("left-out", last));
        (opens && (leaves_noun || !short.is_generic) && !short.is_acronym).then_some(NameMatch::Head)
    }

    /// The words before the land that it is of, if it is of one.
    fn without_land(&self) -> Option<&[String]> {
        let (_, body) = self.words.split_last()?;
        self.is_of_land.then_some(body)
    }

    /// The land that this is of, where `other` is the same without it: "National Bank of Orsenia", "National Bank".
    pub(crate) fn land_beyond(&self, other: &Self) -> Option<&str> {
        let land = self.words.last()?;
        (other.is_generic && self.without_land() == Some(&other.words)).then_some(land)
    }

    /// Whether both are of a land, and are not the same: "Central Bank of Orsenia", "Central Bank of Kolo", "Bank of Orsenia".
    pub(crate) fn is_other_of_land(&self, other: &Self) -> bool {
        self.is_of_land && other.is_of_land && self.canonical != other.canonical
    }
}

/// Whether `word`, folded, is a word of bodies that every country has.
fn is_generic_word(word: &str) -> bool {
    naming().is("generic", word) || world().noun(word, word).is_some() || word.contains('_')
}

/// The words of a name without the country that they begin or end with, and that country.
fn without_country<'name>(written: &[&'name str]) -> (Vec<&'name str>, Option<&'static str>) {
    let plain =
        |word: &'name str| word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
    let code = |words: &[&'name str]| {
        let joined = words.iter().map(|word| plain(word)).collect::<Vec<_>>().join(" ");
        let adjective = world().country_of_adjective(&joined).map(|country| country.code);
        adjective.or_else(|| match world().known(&joined) {
            Some(Known::Country(country)) => Some(country.code),
            _ => None,
        })
    };
    let start = usize::from(written.first().is_some_and(|first| first.eq_ignore_ascii_case("the")));
    for n_words in (1..=3).rev() {
        if start + n_words < written.len()
            && let Some(code) = code(&written[start..start + n_words])
        {
            return (written[start + n_words..].to_vec(), Some(code));
        }
        if written.len() > start + n_words + 1
            && let Some(code) = code(&written[written.len() - n_words..])
        {
            return (written[start..written.len() - n_words].to_vec(), Some(code));
        }
    }
    (written[start..].to_vec(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(one: &str, other: &str) -> Option<NameMatch> {
        let name = |name| PersonName::new(name).expect("a name");
        assert_eq!(name(one).matches(&name(other)), name(other).matches(&name(one)));
        let found = name(one).matches(&name(other));
        let shares =
            |keys: fn(&PersonName) -> BTreeSet<String>| !keys(&name(one)).is_disjoint(&keys(&name(other)));
        if found.is_some() {
            assert!(
                shares(PersonName::keys) || shares(PersonName::short_keys),
                "{one} and {other} share no key"
            );
        }
        found
    }

    fn bodies(one: &str, other: &str) -> Option<NameMatch> {
        let name = |name| BodyName::new(name).expect("a name");
        assert_eq!(name(one).matches(&name(other)), name(other).matches(&name(one)));
        let found = name(one).matches(&name(other));
        if found.is_some() {
            assert!(!name(one).keys().is_disjoint(&name(other).keys()), "{one} and {other} share no key");
        }
        found
    }

    #[test]
    fn people_have_several_spellings() {
        assert_eq!(people("Danylo Horenko", "Danylo Horenko"), Some(NameMatch::Same));
        assert_eq!(people("Kim Tae-yong", "Kim Taeyong"), Some(NameMatch::Same));
        assert_eq!(people("Abdel Karim Ben Yousef", "Abdulkarim Benyoussef"), Some(NameMatch::Spelling));
        assert_eq!(people("Nagy Viktor", "Viktor Nagy"), Some(NameMatch::Order));
        assert_eq!(people("Ana M. Torres", "Ana Maria Torres"), Some(NameMatch::Longer));
        assert_eq!(people("Ana Torres", "Ana Maria Torres"), Some(NameMatch::Longer));
        assert_eq!(people("Ana Ruiz", "Ana Ruiz Gómez"), Some(NameMatch::DoubleSurname));
        assert_eq!(people("Bill Carter", "William Carter"), Some(NameMatch::Nickname));
        assert_eq!(people("Dmitri Zelinsky", "Dmytriy Zelinskyy"), Some(NameMatch::Spelling));
        assert_eq!(people("Mohammed al-Qasim", "Muhammad Al Qassim"), Some(NameMatch::Nickname));
        assert_eq!(people("J. K. Olsen", "Jan Olsen"), Some(NameMatch::Initial));
        assert_eq!(people("J. Olsen", "Jan Olsen"), Some(NameMatch::Initial));
        assert_eq!(people("Torres", "Ana Torres"), Some(NameMatch::Surname));
        assert_eq!(people("Xu", "Xu Mingde"), Some(NameMatch::Surname));
        assert_eq!(people("Lena O\u{2019}Hara", "Lena O'Hara"), Some(NameMatch::Same));
    }

    #[test]
    fn other_people_are_others() {
        assert_eq!(people("Ana Torres", "Ana Flores"), None);
        assert_eq!(people("Ana Torres", "Luis Torres"), None);
        assert_eq!(people("Ana", "Ana Torres"), None);
        assert_eq!(people("Karim Ben Youssef", "Karima Youssef"), None);
        assert_eq!(people("Olena Ivanova", "Olena Ivanov"), None);
        assert_eq!(people("Bill Carter", "Robert Carter"), None);
        assert_eq!(people("Ana B. Torres", "Ana M. Torres"), None);
        assert_eq!(people("Ben Salah", "Salah Ben"), Some(NameMatch::Order));
    }

    #[test]
    fn bodies_have_several_names() {
        assert_eq!(
            bodies("Ministry of Defence of Norway", "Norwegian Defense Ministry"),
            Some(NameMatch::Order)
        );
        assert_eq!(bodies("Acme Inc.", "Acme"), Some(NameMatch::Same));
        assert_eq!(bodies("the Kolo Mining Board", "KMB"), Some(NameMatch::Acronym));
        assert_eq!(bodies("Acme Mining", "Acme"), Some(NameMatch::Head));
        assert_eq!(bodies("National Bank of Orsenia", "National Bank"), Some(NameMatch::Generic));
        assert_eq!(bodies("Ministry of Foreign Affairs", "Foreign Ministry"), Some(NameMatch::Order));
    }

    #[test]
    fn other_bodies_are_others() {
        assert_eq!(bodies("Norwegian Defence Ministry", "Swedish Defence Ministry"), None);
        assert_eq!(bodies("Bank of Norway", "Central Bank of Norway"), None);
        assert_eq!(bodies("Kolo Mining Board", "KBB"), None);
        assert_eq!(bodies("Health Ministry", "Health Board"), None);
        assert_eq!(bodies("National Bank of Orsenia", "Kolo National Bank"), None);
        let name = |name| BodyName::new(name).expect("a name");
        let of_orsenia = name("National Bank of Orsenia");
        assert!(of_orsenia.is_other_of_land(&name("National Bank of Kolo")));
        assert!(of_orsenia.is_other_of_land(&name("Bank of Orsenia")));
        assert!(!of_orsenia.is_other_of_land(&name("National Bank of Orsenia")));
        assert!(BodyName::new("Health Ministry").expect("a name").is_generic);
        assert!(!BodyName::new("Kolo Ministry").expect("a name").is_generic);
    }

    #[test]
    fn odd_names_do_not_break_it() {
        for name in ["", " ", "-", "'s", "É", "\u{301}", "the", "the of", "J.", "...", "Al-", "ibn"] {
            if let Some(name) = PersonName::new(name) {
                name.keys();
                name.short_keys();
                assert!(name.matches(&name).is_some());
            }
            if let Some(name) = BodyName::new(name) {
                assert!(name.matches(&name).is_some());
                name.keys();
            }
        }
    }
}
