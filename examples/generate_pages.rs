//! Writes news pages of invented happenings, for measuring speed: `generate_pages FOLDER COUNT`.
//!
//! The same count gives the same pages. They are no test of quality: the sentences come from a few patterns.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, process};

const GIVEN: [&str; 12] = [
    "Amira", "Bastian", "Chidi", "Dolores", "Emil", "Farah", "Goran", "Helena", "Ivo", "Jasmin", "Kwame",
    "Lin",
];
const FAMILY: [&str; 12] = [
    "Adeyemi",
    "Brandt",
    "Castillo",
    "Duarte",
    "Eriksen",
    "Farouk",
    "Grigoryan",
    "Haddad",
    "Ito",
    "Jansen",
    "Kovacs",
    "Lindqvist",
];
const COUNTRY: [&str; 12] = [
    "Peru", "Chile", "Norway", "Kenya", "Japan", "Egypt", "Poland", "Brazil", "Ghana", "India", "Spain",
    "Jordan",
];
const CITY: [&str; 12] = [
    "Lima", "Santiago", "Oslo", "Nairobi", "Osaka", "Cairo", "Gdansk", "Recife", "Accra", "Pune", "Seville",
    "Amman",
];
const OFFICE: [&str; 6] = [
    "Foreign Minister",
    "President",
    "Prime Minister",
    "Defence Minister",
    "Finance Minister",
    "Interior Minister",
];
const DAY: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const MONTH: [&str; 6] = ["January", "March", "April", "June", "September", "November"];

/// A linear congruential generator (Knuth, MMIX): the same pages on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

fn page(number: usize) -> String {
    let mut random = Random(number as u64 + 1);
    let person = |random: &mut Random| format!("{} {}", random.pick(&GIVEN), random.pick(&FAMILY));
    let (one, two, reporter) = (person(&mut random), person(&mut random), person(&mut random));
    let (home, host, city) = (random.pick(&COUNTRY), random.pick(&COUNTRY), random.pick(&CITY));
    let (office, day, month) = (random.pick(&OFFICE), random.pick(&DAY), random.pick(&MONTH));
    let (date, count) = (random.below(28) + 1, random.below(90) + 10);
    let mut text = String::new();
    let lines = [
        format!("{home} and {host} to hold talks in {city}\n"),
        format!("By {reporter}\n{month} {date}, 2023 09:30 AM\n"),
        format!(
            "{home}'s {office}, {one}, will visit {host} on {day} for talks with {two}, a spokesman said.\n"
        ),
        format!(
            "The {office} said on {day} that {home} had agreed to send {count} trucks of food to {city}."
        ),
        format!(
            "At least {count} people were injured when police fired tear gas at protesters in {city} in {month}.\n"
        ),
        format!(
            "{two} condemned the attack and urged {home} to withdraw its troops. Officials denied the report.\n"
        ),
        format!(
            "Reuters reported, citing two sources, that {one} would meet business leaders in {city} next week.\n"
        ),
        "Most popular\nRead more\n".to_owned(),
    ];
    for line in lines {
        writeln!(text, "{line}").expect("writing to a string cannot fail");
    }
    text
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let count = arguments.get(1).and_then(|count| count.parse::<usize>().ok());
    let (Some(folder), Some(count)) = (arguments.first(), count) else {
        eprintln!("usage: generate_pages FOLDER COUNT");
        process::exit(2);
    };
    let write = |number: usize| fs::write(Path::new(folder).join(format!("{number:06}.txt")), page(number));
    if let Err(error) = fs::create_dir_all(folder).and_then(|()| (0..count).try_for_each(write)) {
        eprintln!("cannot write to {folder}: {error}");
        process::exit(2);
    }
}
