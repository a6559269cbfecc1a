//! `diurna explain`: how a sentence is read, stage by stage.

use super::arguments::ExplainArguments;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::{describe, filter};
use crate::claim::find_near_misses;
use crate::document::{Document, Published, ReadOptions, read_text};
use crate::entity::resolve_entities_with;
use crate::error::Error;
use crate::graph::Graph;
use crate::mention::time::{Context, Direction, Interval, find_times, resolve_times};
use crate::query::{Filter, events, evidence_of};
use crate::reading::read_with;
use crate::text::{self, NameKind, Sentence};
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &ExplainArguments) -> Result<Outcome, Stop> {
    let mut words = arguments.words.join(" ");
    if words == "-" {
        words = io::read_to_string(io::stdin()).map_err(|error| Error::io("read", "-", error))?;
    }
    let published = arguments.date.as_deref().map(filter::day).transpose()?.map(Published::Day);
    let document = read_text(words.trim(), &ReadOptions { published, ..ReadOptions::default() });
    let sentences = text::read(&document.text, document.readable_zones());
    let mut output = print::output();
    let style = Style::of_output();
    for sentence in &sentences {
        write_tree(&mut output, &document.text, sentence, style)?;
    }
    write_names(&mut output, &document.text, &sentences, style)?;
    write_times(&mut output, &document, style)?;
    let known = arguments.knowledge.read()?;
    let knowledge = known.get();
    let entities = resolve_entities_with(&document, &sentences, knowledge.actors);
    let misses = find_near_misses(&document, &sentences, &entities, knowledge.senses);
    let misses: Vec<String> = misses
        .iter()
        .map(|miss| format!("  \"{}\" by {}: {}", miss.word.of(&document.text), miss.rule, miss.why))
        .collect();
    let graph = Graph::from_reading(&read_with(document, knowledge));
    write_actors(&mut output, &graph, style)?;
    let found = events(&graph, &Filter::default());
    writeln!(output, "\n{}", style.bold(&format!("Events ({})", found.len())))?;
    for event in &found {
        describe::write_event(&mut output, &graph, event, style)?;
        for evidence in evidence_of(&graph, event) {
            let trigger = evidence.claim.trigger.as_ref().map_or("", |trigger| trigger.text.as_str());
            let rule = evidence.claim.rule.as_deref().unwrap_or("no rule");
            let line = format!("\"{trigger}\" by {rule}");
            print::paragraph(&mut output, "                  ", &line, print::width())?;
        }
    }
    writeln!(output, "\n{}", style.bold(&format!("Not read as events ({})", misses.len())))?;
    for line in &misses {
        print::paragraph(&mut output, "", line, print::width())?;
    }
    output.flush()?;
    Ok(Outcome::of_count(sentences.len()))
}

/// One line for each token: number, word, lemma, tags, relation and head.
fn write_tree(output: &mut impl Write, text: &str, sentence: &Sentence, style: Style) -> io::Result<()> {
    let rows: Vec<[String; 6]> = sentence
        .tokens
        .iter()
        .enumerate()
        .map(|(index, token)| {
            let head = token.head.and_then(|head| sentence.tokens.get(head)).map(|head| head.span.of(text));
            [
                print::harmless(token.span.of(text)),
                print::harmless(sentence.lemma(index)),
                token.upos.to_string(),
                token.xpos.to_string(),
                token.deprel.to_string(),
                head.map(print::harmless).unwrap_or_default(),
            ]
        })
        .collect();
    let widest = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..6).map(widest).collect();
    for (index, row) in rows.iter().enumerate() {
        let mut line = format!("{:>3}", index + 1);
        for (column, cell) in row.iter().enumerate().take(5) {
            line.push_str(&format!("  {cell:<width$}", width = widths[column]));
        }
        if !row[5].is_empty() {
            line.push_str(&format!("  of {}", row[5]));
        }
        writeln!(output, "{}", line.trim_end())?;
    }
    writeln!(output, "{}", style.dim(&"-".repeat(20)))
}

fn write_names(output: &mut impl Write, text: &str, sentences: &[Sentence], style: Style) -> io::Result<()> {
    let count = sentences.iter().map(|sentence| sentence.names.len()).sum::<usize>();
    writeln!(output, "{}", style.bold(&format!("Names ({count})")))?;
    for sentence in sentences {
        for name in &sentence.names {
            let kind = match name.kind {
                NameKind::Person => "person",
                NameKind::Organization => "organization",
                NameKind::Location => "location",
                NameKind::Miscellaneous => "miscellaneous",
            };
            let words = sentence.span_of(name.tokens.clone()).of(text);
            writeln!(output, "  {kind:<14} {}", print::harmless(words))?;
        }
    }
    Ok(())
}

fn write_times(output: &mut impl Write, document: &Document, style: Style) -> io::Result<()> {
    let context = Context { published: document.published, policy: document.policy.unwrap_or_default() };
    let mut lines = Vec::new();
    for (_, span) in document.readable_zones() {
        let found = find_times(&document.text, span, context.policy);
        for time in resolve_times(&document.text, &found, &context, |_| Direction::Unknown) {
            let Interval { start, end } = time.interval.unwrap_or(Interval { start: None, end: None });
            let end_words = |moment: Option<chrono::NaiveDateTime>| {
                moment.map_or("open".to_owned(), |moment| moment.format("%Y-%m-%dT%H:%M").to_string())
            };
            let interval = match time.interval {
                Some(_) => format!("from {} to before {}", end_words(start), end_words(end)),
                None => "not on the calendar".to_owned(),
            };
            lines.push(format!(
                "  \"{}\" {} ({}, {}), {interval}",
                print::harmless(time.span.of(&document.text)),
                if time.value.is_empty() { "without value" } else { &time.value },
                time.grain.name(),
                time.rule,
            ));
        }
    }
    writeln!(output, "\n{}", style.bold(&format!("Times ({})", lines.len())))?;
    lines.iter().try_for_each(|line| writeln!(output, "{line}"))
}

fn write_actors(output: &mut impl Write, graph: &Graph, style: Style) -> io::Result<()> {
    writeln!(output, "\n{}", style.bold(&format!("Actors ({})", graph.actors().len())))?;
    for actor in graph.actors() {
        let mut line = format!("{} {}", actor.name, describe::actor_details(actor));
        for title in describe::titles(graph, actor) {
            line.push_str(&format!("; {title}"));
        }
        print::paragraph(output, "  ", &line, print::width())?;
    }
    Ok(())
}
