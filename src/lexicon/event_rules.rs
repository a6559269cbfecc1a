//! Event rules: which words name an event of which type, and who plays which part in it.
//!
//! A rule file holds *senses*, one block each, separated by blank lines; `#` starts a comment line:
//!
//! ```text
//! sense visit
//! type CONSULT
//! mode visit
//! verb visit; travel [to]; pay [object: visit|call]
//! noun visit; trip
//! agent subject, possessive, by, of
//! recipient object, to, in
//! require agent: actor
//! forbid recipient: website|page
//! yes Lena Ortiz will visit Peru in June.
//! yes The minister's trip to Chile was short.
//! no Nobody visited the website.
//! no The trip took two hours.
//! ```
//!
//! | line | meaning |
//! |---|---|
//! | `sense NAME` | starts a sense; file stem and name make its id, `consult.visit` |
//! | `type T`, `mode M`, `context C, ...` | what the event is |
//! | `verb`, `noun`, `adjective` | trigger lemmas; a second word is a particle (`carry out`); `[slot]` demands that slot, `[slot: a\|b]` a filler whose lemma is in the list |
//! | `[slot: @people]` | in a trigger: a filler that means people; so `@` before the name of any class |
//! | `agent`, `patient`, `recipient`, `participant` | the slots that fill a role, best first |
//! | `require ROLE: class\|word ...` | the role must be filled, by one of these |
//! | `prefer ROLE: class\|word ...` | a filler of another class is left out, the event stays |
//! | `forbid ROLE: class\|word ...` | no event if the role is filled by one of these |
//! | `count KIND slot, ...` | a number in the filler of the slot (`self`: the trigger) is a quantity of that kind |
//! | `at ROLE` | it happens where this role is, also when that is a whole country ("the invasion of Peru") |
//! | `update` | its numbers may differ from those told before of the same event ("the toll rose to 19") |
//! | `durative` | a state that goes on unless the text says otherwise ("war", "condemns") |
//! | `yes TEXT`, `no TEXT` | sentences in which this sense is, or is not, found; at least one each |
//!
//! Slots: `subject` and `object` are those of the active voice; `indirect`, `clause`, `infinitive`, `possessive`, `modifier` (noun or
//! demonym before a noun); `clause-subject`, `clause-object` and `modal` (its "must") stand in the clause after a verb;
//! any other word is a preposition. Classes: see [`Class`]; the *word* "body" or "actor", which
//! is also a class, is written in quotes: `forbid agent: "actor"|film`.
//!
//! `build.rs` compiles this file too, to check the data; so it uses nothing but the standard library.

/// A kind of filler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Anybody who can act: person, organisation, country, group, bloc.
    Actor,
    /// One human being.
    Person,
    /// A person or a group of people.
    People,
    /// An organisation, country, bloc or medium.
    Body,
    /// A country or its government.
    Country,
    /// A government, its officials, or another body that rules, judges or polices.
    Official,
    /// Somewhere on the map.
    Place,
    /// A clause.
    Clause,
    /// Anything at all.
    Any,
}

impl Class {
    /// Every class by its word.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("actor", Self::Actor),
        ("person", Self::Person),
        ("people", Self::People),
        ("body", Self::Body),
        ("country", Self::Country),
        ("official", Self::Official),
        ("place", Self::Place),
        ("clause", Self::Clause),
        ("any", Self::Any),
    ];

    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|&(_, class)| class)
    }
}

/// Classes and words of which one must fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filler {
    /// Classes.
    pub classes: Vec<Class>,
    /// Lemmas.
    pub words: Vec<String>,
}

/// Where a filler stands relative to its trigger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Who does it in the active voice.
    Subject,
    /// To whom it is done in the active voice.
    Object,
    /// The indirect object.
    Indirect,
    /// The clause or infinitive after it.
    Clause,
    /// The infinitive after it ("told Norland *to leave*", not "told Norland that it would leave").
    Infinitive,
    /// The subject of the clause after it.
    ClauseSubject,
    /// The object of the clause or infinitive after it.
    ClauseObject,
    /// The modal verb of the clause after it ("said Norland *must* pay").
    Modal,
    /// The possessor of a noun.
    Possessive,
    /// A noun or demonym before a noun.
    Modifier,
    /// The trigger word itself.
    Itself,
    /// The noun phrase after this preposition.
    Preposition(String),
}

impl Slot {
    fn from_word(word: &str) -> Self {
        match word {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "indirect" => Self::Indirect,
            "clause" => Self::Clause,
            "infinitive" => Self::Infinitive,
            "clause-subject" => Self::ClauseSubject,
            "clause-object" => Self::ClauseObject,
            "modal" => Self::Modal,
            "possessive" => Self::Possessive,
            "modifier" => Self::Modifier,
            "self" => Self::Itself,
            preposition => Self::Preposition(preposition.to_owned()),
        }
    }
}

/// The parts an actor can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RolePart {
    /// Who does it.
    Agent,
    /// To whom it is done.
    Patient,
    /// To whom something is given or said, who is visited.
    Recipient,
    /// One of several who do it together.
    Participant,
}

impl RolePart {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "agent" => Self::Agent,
            "patient" => Self::Patient,
            "recipient" => Self::Recipient,
            "participant" => Self::Participant,
            _ => return None,
        })
    }
}

/// The part of speech of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TriggerPart {
    /// A verb.
    Verb,
    /// A common noun.
    Noun,
    /// An adjective.
    Adjective,
}

/// A word, or a word with what must stand beside it, that names an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Its part of speech.
    pub part: TriggerPart,
    /// Its lemma.
    pub lemma: String,
    /// The particle or adverb that belongs to it ("carry *out*").
    pub particle: Option<String>,
    /// Slots that must be filled, and by which lemmas (none given: by any).
    pub conditions: Vec<(Slot, Vec<String>)>,
}

/// What a rule says about the filler of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Without it there is no event.
    Require,
    /// Others are left out.
    Prefer,
    /// With it there is no event.
    Forbid,
}

/// One sense: a way in which words name an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// File stem and name ("consult.visit").
    pub id: String,
    /// The line of its `sense`, from 1.
    pub line: usize,
    /// The event type.
    pub kind: String,
    /// The mode.
    pub mode: Option<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Its triggers.
    pub triggers: Vec<Trigger>,
    /// For each role its slots, best first.
    pub roles: Vec<(RolePart, Vec<Slot>)>,
    /// What the fillers must be.
    pub demands: Vec<(Demand, RolePart, Filler)>,
    /// Which numbers belong to it.
    pub counts: Vec<(String, Vec<Slot>)>,
    /// The roles that are also where it happens, be it a whole country.
    pub at: Vec<RolePart>,
    /// Whether it goes on unless the text says otherwise.
    pub durative: bool,
    /// Whether its numbers may differ from those told before of the same event.
    pub update: bool,
    /// Sentences in which it is found.
    pub yes: Vec<String>,
    /// Sentences in which it is not.
    pub no: Vec<String>,
}

/// Why a rule file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what would do.
    pub message: String,
}

impl Sense {
    /// A sense of which only its name and its line are known.
    pub fn new(id: String, line: usize) -> Self {
        Self {
            id,
            line,
            kind: String::new(),
            mode: None,
            context: Vec::new(),
            triggers: Vec::new(),
            roles: Vec::new(),
            demands: Vec::new(),
            counts: Vec::new(),
            at: Vec::new(),
            durative: false,
            update: false,
            yes: Vec::new(),
            no: Vec::new(),
        }
    }

    /// Whether the event happens where `role` is, be it a whole country.
    pub fn happens_at(&self, role: RolePart) -> bool {
        self.at.contains(&role)
    }
}

fn list(text: &str, separator: char) -> Vec<String> {
    text.split(separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn parse_trigger(part: TriggerPart, text: &str) -> Result<Trigger, String> {
    let (words, mut rest) = match text.find('[') {
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    };
    let mut conditions = Vec::new();
    while let Some(inner) = rest.trim_start().strip_prefix('[') {
        let end = inner.find(']').ok_or_else(|| format!("`[` without `]` in trigger `{text}`"))?;
        let (slot, lemmas) = inner[..end].split_once(':').unwrap_or((&inner[..end], ""));
        let lemmas = list(lemmas, '|');
        let mut classes = lemmas.iter().filter_map(|lemma| lemma.strip_prefix('@'));
        if let Some(class) = classes.find(|class| Class::from_word(class).is_none()) {
            let known = Class::WORDS.map(|(word, _)| format!("@{word}")).join(" ");
            return Err(format!("unknown class `@{class}` in trigger `{text}`; known are {known}"));
        }
        conditions.push((Slot::from_word(slot.trim()), lemmas));
        rest = &inner[end + 1..];
    }
    if !rest.trim().is_empty() {
        return Err(format!("unexpected `{}` in trigger `{text}`", rest.trim()));
    }
    let mut words = words.split_whitespace();
    let lemma = words.next().ok_or_else(|| "empty trigger".to_owned())?.to_owned();
    let particle = words.next().map(str::to_owned);
    if let Some(extra) = words.next() {
        return Err(format!(
            "trigger `{text}` has a third word `{extra}`; put it in a slot such as [to: {extra}]"
        ));
    }
    Ok(Trigger { part, lemma, particle, conditions })
}

fn parse_demand(kind: Demand, text: &str) -> Result<(Demand, RolePart, Filler), String> {
    let (role, fillers) = text.split_once(':').ok_or("a demand looks like `require agent: actor|police`")?;
    let role = RolePart::from_word(role.trim()).ok_or_else(|| {
        format!("unknown role `{}`; roles are agent, patient, recipient, participant", role.trim())
    })?;
    let mut filler = Filler::default();
    for word in list(fillers, '|') {
        let quoted = word.strip_prefix('"').and_then(|word| word.strip_suffix('"'));
        match (quoted, Class::from_word(&word)) {
            (Some(word), _) => filler.words.push(word.to_owned()),
            (None, Some(class)) => filler.classes.push(class),
            (None, None) => filler.words.push(word),
        }
    }
    Ok((kind, role, filler))
}

/// Reads the senses of one rule file; `stem` is its name without folder and extension.
///
/// # Errors
/// The first line that cannot be used.
///
/// ```
/// use diurna::lexicon::event_rules::parse_rules;
/// let senses = parse_rules("consult", "sense visit\ntype CONSULT\nverb visit\nyes A visits B.\nno A visits a site.").unwrap();
/// assert_eq!(senses[0].id, "consult.visit");
/// let error = parse_rules("consult", "sense visit\nverbs visit").unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
pub fn parse_rules(stem: &str, text: &str) -> Result<Vec<Sense>, RuleError> {
    let mut senses: Vec<Sense> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let fail = |message: String| RuleError { line: line_number, message };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        if keyword == "sense" {
            if rest.is_empty() || rest.contains(char::is_whitespace) {
                return Err(fail("a sense needs a name of one word".to_owned()));
            }
            let id = format!("{stem}.{rest}");
            if senses.iter().any(|sense| sense.id == id) {
                return Err(fail(format!("sense `{rest}` is there twice")));
            }
            senses.push(Sense::new(id, line_number));
            continue;
        }
        let Some(sense) = senses.last_mut() else {
            return Err(fail(format!("`{keyword}` before the first `sense`")));
        };
        match keyword {
            "type" => rest.clone_into(&mut sense.kind),
            "mode" => sense.mode = Some(rest.to_owned()),
            "context" => sense.context.extend(list(rest, ',')),
            "durative" => sense.durative = true,
            "update" => sense.update = true,
            "at" => match RolePart::from_word(rest) {
                Some(role) => sense.at.push(role),
                None => return Err(fail(format!("unknown role `{rest}` after `at`"))),
            },
            "yes" => sense.yes.push(rest.to_owned()),
            "no" => sense.no.push(rest.to_owned()),
            "verb" | "noun" | "adjective" => {
                let part = match keyword {
                    "verb" => TriggerPart::Verb,
                    "noun" => TriggerPart::Noun,
                    _ => TriggerPart::Adjective,
                };
                for trigger in list(rest, ';') {
                    sense.triggers.push(parse_trigger(part, &trigger).map_err(fail)?);
                }
            }
            "require" => sense.demands.push(parse_demand(Demand::Require, rest).map_err(fail)?),
            "prefer" => sense.demands.push(parse_demand(Demand::Prefer, rest).map_err(fail)?),
            "forbid" => sense.demands.push(parse_demand(Demand::Forbid, rest).map_err(fail)?),
            "count" => {
                let (kind, slots) = rest
                    .split_once(char::is_whitespace)
                    .ok_or_else(|| fail("a count looks like `count killed object`".to_owned()))?;
                let slots = list(slots, ',').iter().map(|slot| Slot::from_word(slot)).collect();
                sense.counts.push((kind.to_owned(), slots));
            }
            role => match RolePart::from_word(role) {
                Some(part) => {
                    let slots = list(rest, ',').iter().map(|slot| Slot::from_word(slot)).collect();
                    sense.roles.push((part, slots));
                }
                None => {
                    return Err(fail(format!(
                        "unknown word `{role}`; a line starts with sense, type, mode, context, verb, noun, adjective, \
                         agent, patient, recipient, participant, require, prefer, forbid, count, at, durative, update, yes or no"
                    )));
                }
            },
        }
    }
    for sense in &senses {
        let missing = if sense.kind.is_empty() {
            "type"
        } else if sense.triggers.is_empty() {
            "verb, noun or adjective"
        } else if sense.yes.is_empty() {
            "yes"
        } else if sense.no.is_empty() {
            "no"
        } else {
            continue;
        };
        return Err(RuleError {
            line: sense.line,
            message: format!("sense `{}` has no `{missing}` line", sense.id),
        });
    }
    Ok(senses)
}
