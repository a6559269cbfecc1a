//! Writes a graph of invented news, for measuring speed and size: `generate_graph [EVENTS] [SEED] > graph.json`.
//!
//! There are five events to an actor and three roles to an event. How often an actor takes part follows Zipf's law
//! with exponent 0.9, as in news: of a million events the busiest actor has about 120,000. Media only speak: they
//! are agents of statements and stand in attributions. The same arguments give the same bytes, and the node of one
//! number has the same id in graphs of every size. The file is written node by node, so memory stays small.

use diurna::claim::{Role, Status};
use diurna::document::ZoneKind;
use diurna::entity::{ActorKind, PlaceKind};
use diurna::graph::{
    Actor, Claim, Code, Document, Event, FORMAT, Hop, Id, Mention, Moment, Number, Participant, Place,
    Polarity, Quantity, Relation, Story, Time, Trigger,
};
use diurna::lexicon::event_types::event_type;
use diurna::mention::time::{Basis, Grain};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::{env, process};

/// Type, mode and a verb for the label.
const TYPES: [(&str, Option<&str>, &str); 16] = [
    ("CONSULT", Some("visit"), "visits"),
    ("CONSULT", Some("phone"), "telephones"),
    ("CONSULT", None, "meets"),
    ("AGREE", None, "agrees with"),
    ("SUPPORT", None, "supports"),
    ("AID", None, "aids"),
    ("REQUEST", None, "asks"),
    ("ACCUSE", None, "accuses"),
    ("REJECT", None, "rejects"),
    ("THREATEN", None, "threatens"),
    ("PROTEST", None, "protests against"),
    ("SANCTION", None, "sanctions"),
    ("COERCE", None, "coerces"),
    ("ASSAULT", None, "attacks"),
    ("RETREAT", None, "pulls back from"),
    ("COOPERATE", None, "cooperates with"),
];
const STATUSES: [Status; 10] = [
    Status::Occurred,
    Status::Occurred,
    Status::Occurred,
    Status::Occurred,
    Status::Occurred,
    Status::Ongoing,
    Status::Planned,
    Status::Planned,
    Status::Possible,
    Status::Denied,
];
const GIVEN: [&str; 20] = [
    "Amira", "Bastian", "Chidi", "Dolores", "Emil", "Farah", "Goran", "Helena", "Ivo", "Jasmin", "Kwame",
    "Lin", "Mateo", "Nadia", "Oskar", "Paloma", "Quentin", "Rosa", "Sana", "Tomas",
];
const SYLLABLES: [&str; 20] = [
    "ba", "co", "de", "fi", "gra", "ho", "jin", "ka", "lo", "mer", "no", "pa", "qui", "ro", "san", "tu",
    "va", "wen", "xi", "zol",
];
const COUNTRIES: [&str; 20] = [
    "PER", "CHL", "NOR", "KEN", "JPN", "EGY", "POL", "BRA", "GHA", "IND", "ESP", "JOR", "USA", "CHN", "RUS",
    "FRA", "DEU", "TUR", "MEX", "NGA",
];

/// One actor of this many is a medium, which only speaks.
const MEDIA: usize = 20;
const PUBLISHERS: usize = 60;
const PLACES: usize = 400;

/// The generator SplitMix64 (Steele, Lea and Flood 2014): the same graph on every machine.
struct Random(u64);

fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let wide = u128::from(mixed(self.0)) * limit as u128;
        usize::try_from(wide >> 64).expect("it is below the limit")
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// The identifier of the node with this number: a bijection of 48 bits, so no two numbers share one.
fn id(prefix: char, number: usize) -> Id {
    const MASK: u64 = (1 << 48) - 1;
    let mut value = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4b) & MASK;
    value ^= value >> 23;
    value = value.wrapping_mul(0xd1b5_4a32_d193) & MASK;
    value ^= value >> 25;
    Id::from(format!("{prefix}:{value:012x}").as_str())
}

/// The numbers below `count` in the order of their identifiers.
fn in_id_order(prefix: char, count: usize) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    numbers.sort_by_cached_key(|&number| id(prefix, number));
    numbers
}

/// A name that no other number has.
fn name(mut number: usize) -> String {
    let mut name = GIVEN[number % GIVEN.len()].to_owned();
    number /= GIVEN.len();
    let mut family = String::new();
    for _ in 0..3 {
        family.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    while number > 0 {
        family.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    name.push(' ');
    name.push_str(&family[..1].to_uppercase());
    name.push_str(&family[1..]);
    name
}

/// How often each actor takes part, as sums of weights.
struct Zipf(Vec<u64>);

impl Zipf {
    fn new(count: usize) -> Self {
        let mut sum = 0;
        let weights = (1..=count).map(|rank| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 10^9")]
            let weight = (1e9 / (rank as f64).powf(0.9)).round() as u64;
            sum += weight;
            sum
        });
        Self(weights.collect())
    }

    fn pick(&self, random: &mut Random) -> usize {
        let total = self.0.last().copied().unwrap_or(1);
        let at = random.below(usize::try_from(total).expect("a sum of weights fits"));
        self.0.partition_point(|&sum| sum <= at as u64)
    }
}

struct News {
    seed: u64,
    n_events: usize,
    n_actors: usize,
    zipf: Zipf,
}

fn day(days: usize) -> Moment {
    let first = chrono::NaiveDate::from_ymd_opt(2014, 1, 1).expect("a day of the calendar");
    Moment { day: first + chrono::Days::new(days as u64), time: None }
}

impl News {
    fn new(n_events: usize, seed: u64) -> Self {
        let n_actors = (n_events / 5).max(2 * MEDIA);
        Self { seed, n_events, n_actors, zipf: Zipf::new(n_actors) }
    }

    fn random(&self, kind: char, number: usize) -> Random {
        Random(mixed(self.seed ^ mixed((u64::from(u32::from(kind)) << 48) ^ number as u64)))
    }

    fn is_medium(number: usize) -> bool {
        number % MEDIA == MEDIA - 1
    }

    /// The medium that stands nearest after the actor a Zipf choice gives.
    fn medium(&self, random: &mut Random) -> usize {
        let number = self.zipf.pick(random) / MEDIA * MEDIA + MEDIA - 1;
        if number < self.n_actors { number } else { MEDIA - 1 }
    }

    fn doer(&self, random: &mut Random, taken: &[usize]) -> usize {
        loop {
            let number = self.zipf.pick(random);
            if !Self::is_medium(number) && !taken.contains(&number) {
                return number;
            }
        }
    }

    /// The day a document is published, counted from the first.
    fn published(&self, document: usize) -> usize {
        self.random('d', document).below(3650) + 2
    }

    fn document(&self, number: usize) -> Document {
        let published = day(self.published(number));
        let publisher = self.random('q', number).below(PUBLISHERS);
        Document {
            id: id('d', number),
            path: Some(format!("pages/{number:07}.txt")),
            source_id: None,
            title: Some(format!("News of {published}")),
            publisher: Some(format!("The {} Herald", name(publisher))),
            published: Some(published),
            url: None,
            language: Some("en".to_owned()),
            stories: vec![Story { id: "s1".into(), title: None, published: None }],
        }
    }

    fn actor(&self, number: usize) -> Actor {
        let mut random = self.random('a', number);
        let kind = match number % MEDIA {
            0 => ActorKind::Country,
            1 | 2 => ActorKind::Group,
            3..=6 => ActorKind::Organization,
            _ if Self::is_medium(number) => ActorKind::Media,
            _ => ActorKind::Person,
        };
        let name = name(number);
        let start = random.below(4000);
        let mention = Mention {
            document: id('d', random.below(self.n_documents())),
            start,
            end: start + name.chars().count(),
            text: name.clone(),
            confidence: None,
        };
        Actor {
            id: id('a', number),
            kind,
            aliases: name
                .split(' ')
                .next_back()
                .map(str::to_owned)
                .into_iter()
                .chain([name.clone()])
                .collect(),
            name,
            country: (random.below(3) > 0).then(|| random.pick(&COUNTRIES).to_owned()),
            sector: (kind == ActorKind::Person && random.below(2) == 0).then(|| "GOV".to_owned()),
            descriptions: BTreeSet::new(),
            titles: BTreeSet::new(),
            members: BTreeSet::new(),
            count: None,
            mentions: [mention].into(),
        }
    }

    fn place(&self, number: usize) -> Place {
        let mut random = self.random('p', number);
        let mut degrees = |most: usize| Number((random.below(2 * most) as f64 - most as f64) / 100.0);
        let (lat, lon) = (degrees(7000), degrees(18000));
        let is_country = number < COUNTRIES.len();
        let country = COUNTRIES[number % COUNTRIES.len()];
        Place {
            id: id('p', number),
            name: if is_country { format!("Land of {country}") } else { format!("Port {}", name(number)) },
            kind: Some(if is_country { PlaceKind::Country } else { PlaceKind::City }),
            country: Some(country.to_owned()),
            lat: Some(lat),
            lon: Some(lon),
            within: (!is_country).then(|| id('p', number % COUNTRIES.len())),
            mentions: BTreeSet::new(),
        }
    }

    fn n_documents(&self) -> usize {
        self.n_events.div_ceil(10).max(1)
    }

    /// The event of this number, and the claim that says it.
    fn event(&self, number: usize) -> (Event, Claim) {
        let mut random = self.random('e', number);
        let is_statement = random.below(8) == 0;
        let (kind, mode, verb) =
            if is_statement { ("STATEMENT", None, "speaks to") } else { random.pick(&TYPES) };
        let n_roles = 2 + random.below(3);
        let mut actors = Vec::with_capacity(n_roles);
        if is_statement && random.below(2) == 0 {
            actors.push(self.medium(&mut random));
        }
        while actors.len() < n_roles {
            actors.push(self.doer(&mut random, &actors));
        }
        let roles = [Role::Agent, Role::Recipient, Role::Participant, Role::Patient];
        let participants = actors.iter().zip(roles);
        let participants =
            participants.map(|(&actor, role)| Participant { role, actor: id('a', actor), confidence: None });
        let status = random.pick(&STATUSES);
        let document = number / 10;
        let label = format!("{} {verb} {}", name(actors[0]), name(actors[1]));
        let happens = (self.published(document) + random.below(4)).saturating_sub(2);
        let time = (random.below(10) > 0).then(|| Time {
            start: Some(day(happens)),
            end: Some(day(happens)),
            grain: Some(Grain::Day),
            value: Some(day(happens).to_string().into()),
            modifier: None,
            text: Some("on that day".to_owned()),
            basis: Some(Basis::Explicit),
            zone: None,
        });
        let quote = format!("{label}, a spokesman said.");
        let start = number % 10 * 100;
        let length = |text: &str| text.chars().count();
        let trigger_start = start + length(&name(actors[0])) + 1;
        let speaker = (random.below(5) < 2).then(|| self.medium(&mut random));
        let attribution = speaker.map(|speaker| Hop {
            actor: Some(id('a', speaker)),
            anonymous: false,
            count: None,
            text: None,
            cue: Some("said".to_owned()),
        });
        let confidence = Some(Number((700 + random.below(300)) as f64 / 1000.0));
        let follows =
            mode.and_then(|mode| event_type(&format!("{kind}/{mode}"))).or_else(|| event_type(kind));
        let claim = Claim {
            id: id('c', number),
            event: id('e', number),
            document: id('d', document),
            story: Some("s1".into()),
            zone: Some(ZoneKind::Body),
            start,
            end: start + length(&quote),
            quote,
            trigger: Some(Trigger {
                start: trigger_start,
                end: trigger_start + length(verb),
                text: verb.to_owned(),
            }),
            polarity: if status == Status::Denied { Polarity::Negated } else { Polarity::Affirmed },
            status,
            attribution: attribution.into_iter().collect(),
            time: None,
            quantities: BTreeSet::new(),
            confidence,
            rule: Some("generated".to_owned()),
        };
        let quantity = (random.below(20) == 0).then(|| Quantity {
            kind: "injured".into(),
            value: Number((1 + random.below(90)) as f64),
            most: None,
            approximate: random.below(2) == 0,
        });
        let event = Event {
            id: id('e', number),
            kind: kind.into(),
            mode: mode.map(Code::from),
            context: BTreeSet::new(),
            quad: follows.and_then(|follows| follows.quad).map(Code::from),
            cameo: follows.and_then(|follows| follows.cameo).map(Code::from),
            label,
            status,
            participants: participants.collect(),
            places: (random.below(3) == 0).then(|| id('p', random.below(PLACES))).into_iter().collect(),
            time,
            quantities: quantity.into_iter().collect(),
            place_basis: None,
            part_of: [].into(),
            because_of: [].into(),
            about: [].into(),
            claims: [claim.id.clone()].into(),
            confidence,
            independent_sources: 1,
        };
        (event, claim)
    }
}

/// An array that is made while it is written.
struct Stream<F>(F);

impl<I: IntoIterator<Item: Serialize>, F: Fn() -> I> Serialize for Stream<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl Serialize for News {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = |prefix, count| in_id_order(prefix, count).into_iter();
        let mut file = serializer.serialize_struct("Graph", 7)?;
        file.serialize_field("format", FORMAT)?;
        let documents = || numbers('d', self.n_documents()).map(|number| self.document(number));
        file.serialize_field("documents", &Stream(documents))?;
        let actors = || numbers('a', self.n_actors).map(|number| self.actor(number));
        file.serialize_field("actors", &Stream(actors))?;
        let places = || numbers('p', PLACES).map(|number| self.place(number));
        file.serialize_field("places", &Stream(places))?;
        let events = || numbers('e', self.n_events).map(|number| self.event(number).0);
        file.serialize_field("events", &Stream(events))?;
        let claims = || numbers('c', self.n_events).map(|number| self.event(number).1);
        file.serialize_field("claims", &Stream(claims))?;
        file.serialize_field("relations", &[] as &[Relation])?;
        file.end()
    }
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize, default: u64| arguments.get(at).map_or(Some(default), |text| text.parse().ok());
    let (Some(n_events), Some(seed), true) = (number(0, 10_000), number(1, 1), arguments.len() <= 2) else {
        eprintln!("usage: generate_graph [EVENTS] [SEED] > graph.json");
        process::exit(2);
    };
    let news = News::new(usize::try_from(n_events).unwrap_or(usize::MAX), seed);
    let mut output = BufWriter::new(io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut output, &news).map_err(io::Error::from);
    if let Err(error) = written.and_then(|()| writeln!(output)).and_then(|()| output.flush()) {
        eprintln!("cannot write the graph: {error}");
        process::exit(2);
    }
}
