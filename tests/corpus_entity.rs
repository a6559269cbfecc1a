//! Who and where a text mentions, from `tests/corpus/entity`; the same for a reader who knows the actors of
//! `tests/corpus/listed/actors.tsv`.
//!
//! One line for each named actor and each actor without a name that a case mentions:
//! `kind "name" COUNTRY SECTOR aliases=[...] titles=[... of ...] members=[...] count=N`, then its ties; one line for each place:
//! `place kind name COUNTRY within=...`. A pronoun or description that was linked stands as
//! `rule words -> name`.

mod support;

use diurna::document::Document;
use diurna::document::{ReadOptions, read_text};
use diurna::entity::{ActorList, Entities, TitleOf, resolve_entities_with};
use diurna::text;
use std::fmt::Write as _;

fn facts_of(text: &str, actors: &ActorList) -> Vec<String> {
    let document = read_text(text, &ReadOptions::default());
    let sentences = text::read(&document.text, document.readable_zones());
    lines_of(&document, &resolve_entities_with(&document, &sentences, actors))
}

fn lines_of(document: &Document, entities: &Entities) -> Vec<String> {
    let mut lines = Vec::new();
    for (id, actor) in entities.actors.iter().enumerate() {
        let ties: Vec<_> = entities.ties.iter().filter(|tie| tie.source.0 == id).collect();
        let mentioned = actor.mentions.iter().any(|mention| mention.rule != "demonym");
        if !mentioned && !actor.named {
            continue;
        }
        let mut line =
            format!("{}{} \"{}\"", if actor.named { "" } else { "unnamed " }, actor.kind.name(), actor.name);
        for word in [&actor.country, &actor.sector].into_iter().flatten() {
            write!(line, " {word}").expect("a string can be written to");
        }
        let others: Vec<&str> =
            actor.aliases.iter().map(String::as_str).filter(|alias| *alias != actor.name).collect();
        let mut list = |name: &str, values: Vec<String>| {
            if !values.is_empty() {
                write!(line, " {name}=[{}]", values.join("; ")).expect("a string can be written to");
            }
        };
        list("aliases", others.iter().map(|&alias| alias.to_owned()).collect());
        let title = |title: &diurna::entity::Title| match title.of {
            Some(TitleOf::Actor(of)) => format!("{} of {}", title.title, entities.actors[of.0].name),
            Some(TitleOf::Place(of)) => format!("{} of {}", title.title, entities.places[of.0].name),
            None => title.title.clone(),
        };
        list("titles", actor.titles.iter().map(title).collect());
        list("members", actor.members.iter().map(|member| entities.actors[member.0].name.clone()).collect());
        list("count", actor.count.iter().map(u32::to_string).collect());
        list(
            "ties",
            ties.iter().map(|tie| format!("{} {}", tie.kind, entities.actors[tie.target.0].name)).collect(),
        );
        lines.push(line);
        let is_told = |rule: &str| {
            matches!(rule, "listed" | "pronoun" | "metonymy" | "speaker" | "apposition" | "named-later")
        };
        for mention in actor.mentions.iter().filter(|mention| is_told(mention.rule)) {
            lines.push(format!("{} {} -> {}", mention.rule, mention.span.of(&document.text), actor.name));
        }
    }
    for place in entities.places.iter().filter(|place| !place.mentions.is_empty()) {
        let mut line = format!("place {} {}", place.kind.name(), place.name);
        if let Some(country) = &place.country {
            write!(line, " {country}").expect("a string can be written to");
        }
        if let Some(within) = place.within {
            write!(line, " within={}", entities.places[within.0].name).expect("a string can be written to");
        }
        lines.push(line);
    }
    lines
}

#[test]
fn actors_and_places_of_the_corpus_are_found() {
    support::run_corpus("entity", "entities", |text| facts_of(text, &ActorList::default()));
}

#[test]
fn actors_that_the_user_knows_are_found() {
    let actors = ActorList::parse(include_str!("corpus/listed/actors.tsv")).expect("a list");
    support::run_corpus("listed", "entities", |text| facts_of(text, &actors));
}
