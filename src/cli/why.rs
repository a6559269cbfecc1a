//! `diurna why`: the sentences, speakers and rules behind an event.

use super::arguments::WhyArguments;
use super::graph_file::read_graph;
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::table::{Cell, Column, Form, Table};
use super::{describe, event_table};
use crate::error::Error;
use crate::graph::{Event, Graph, Polarity, Word};
use crate::query::{Evidence, Subject, chain_sentence, evidence_of, find_subject};
use serde_json::{Value, json};
use std::io::{self, Write};

/// More candidates than this would scroll away.
const LISTED: usize = 20;

/// Runs the verb.
pub(super) fn run(arguments: &WhyArguments) -> Result<Outcome, Stop> {
    let graph = read_graph(&arguments.graph.graph)?;
    let filter = arguments.filter.filter(&graph)?;
    let words = arguments.subject.join(" ");
    let (event, mut evidence) = match find_subject(&graph, &words) {
        Subject::Event(event) => (event, evidence_of(&graph, event)),
        Subject::Claim(claim, event) => (event, vec![Evidence::of(&graph, claim)]),
        Subject::Several(events) => return Err(Stop::NotFound(ambiguous(&words, &events))),
        Subject::Nothing => {
            return Err(Stop::NotFound(
                Error::new(format!("no event or claim matches `{words}`"))
                    .with_help("diurna events GRAPH lists them with their ids"),
            ));
        }
    };
    if !filter.accepts(&graph, event) {
        return Err(Stop::NotFound(
            Error::new(format!("{} does not meet the conditions", describe::label(event)))
                .with_help(format!("without them: diurna why GRAPH {}", event.id)),
        ));
    }
    evidence.retain(|evidence| filter.accepts_claim(&graph, evidence.claim));
    let mut output = print::output();
    write(&mut output, &graph, event, &evidence, arguments.output.form())?;
    output.flush()?;
    Ok(Outcome::of_count(evidence.len()))
}

/// Shows an event with all its evidence.
pub(super) fn show(output: &mut impl Write, graph: &Graph, event: &Event, form: Form) -> io::Result<()> {
    write(output, graph, event, &evidence_of(graph, event), form)
}

fn write(
    output: &mut impl Write,
    graph: &Graph,
    event: &Event,
    evidence: &[Evidence],
    form: Form,
) -> io::Result<()> {
    match form {
        Form::Json => {
            let claims: Vec<Value> =
                evidence.iter().map(|evidence| describe::claim_json(graph, evidence.claim)).collect();
            let mut event = describe::event_json(graph, event);
            event["claims"] = json!(claims);
            describe::write_json(output, &event)
        }
        Form::Text => write_event(output, graph, event, evidence),
        Form::Csv | Form::Markdown => table(graph, evidence, form).write(output, form),
    }
}

/// A row for each claim.
fn table(graph: &Graph, evidence: &[Evidence], form: Form) -> Table {
    let mut table = Table::new(vec![
        Column::words("quote"),
        Column::words("trigger"),
        Column::words("said_by"),
        Column::whole("status"),
        Column::whole("polarity").for_programs(),
        Column::words("source"),
        Column::whole("published"),
        Column::whole("zone").for_programs(),
        Column::number("start").for_programs(),
        Column::number("end").for_programs(),
        Column::words("rule"),
        Column::number("confidence"),
        Column::whole("event").for_programs(),
        Column::whole("id"),
    ]);
    for Evidence { claim, document, .. } in evidence {
        let source = document.map_or(claim.document.as_str(), describe::source);
        let link = document.and_then(|document| event_table::source_link(document, form));
        table.push(vec![
            claim.quote.as_str().into(),
            claim.trigger.as_ref().map(|trigger| trigger.text.clone()).into(),
            describe::speakers_of(graph, &[*claim]).into(),
            claim.status.word().into(),
            match claim.polarity {
                Polarity::Affirmed => "affirmed".into(),
                Polarity::Negated => "negated".into(),
            },
            Cell::from(source).linked(link),
            document.and_then(|document| document.published).map(|at| at.to_string()).into(),
            claim.zone.map(|zone| zone.name().to_owned()).into(),
            claim.start.into(),
            claim.end.into(),
            claim.rule.clone().into(),
            claim.confidence.map(|confidence| confidence.to_string()).into(),
            claim.event.as_str().into(),
            claim.id.as_str().into(),
        ]);
    }
    table
}

fn ambiguous(words: &str, events: &[&Event]) -> Error {
    let line = |event: &&Event| {
        let time = event.time.as_ref().map_or("no date".to_owned(), describe::time_words);
        format!("{}  {time}  {}", event.id, describe::label(event))
    };
    let mut lines: Vec<String> = events.iter().take(LISTED).map(line).collect();
    if events.len() > LISTED {
        lines.push(format!("and {} more", events.len() - LISTED));
    }
    Error::new(format!("`{words}` may mean {} events", events.len()))
        .with_help(format!("give more words or the id:\n{}", lines.join("\n")))
}

fn write_event(
    output: &mut impl Write,
    graph: &Graph,
    event: &Event,
    evidence: &[Evidence],
) -> io::Result<()> {
    let style = Style::of_output();
    let width = print::width();
    writeln!(
        output,
        "{}  {}",
        style.bold(&describe::label(event)),
        style.dim(&print::harmless(event.id.as_str()))
    )?;
    print::paragraph(output, "  ", &describe::event_details(graph, event), width)?;
    if let Some(time) = &event.time {
        let mut words = describe::time_words(time);
        if let (Some(text), true) = (&time.text, time.is_resolved()) {
            words.push_str(&format!(", from \"{text}\""));
        }
        if let Some(basis) = time.basis {
            words.push_str(&format!(", basis: {}", basis.name().replace('-', " ")));
        }
        print::paragraph(output, "  when: ", &words, width)?;
    }
    let mut measure = vec![
        print::counted(event.claims.len(), "claim"),
        print::counted(event.independent_sources as usize, "independent source"),
    ];
    if let Some(confidence) = event.confidence {
        measure.push(format!("confidence {confidence}"));
    }
    writeln!(output, "  {}", measure.join(", "))?;
    for evidence in evidence {
        writeln!(output)?;
        write_evidence(output, graph, evidence, style)?;
    }
    Ok(())
}

fn write_evidence(
    output: &mut impl Write,
    graph: &Graph,
    evidence: &Evidence,
    style: Style,
) -> io::Result<()> {
    let width = print::width();
    let claim = evidence.claim;
    write_quote(output, &print::harmless(&claim.quote), evidence.trigger, width)?;
    print::paragraph(output, "  ", &chain_sentence(graph, claim), width)?;
    let mut source: Vec<String> = Vec::new();
    if let Some(document) = evidence.document {
        source.extend(document.path.clone().or_else(|| document.url.clone()));
        source.extend(document.published.map(describe::day_words));
    }
    source.extend(claim.zone.map(|zone| zone.name().replace('-', " ")));
    source.push(format!("characters {}-{}", claim.start, claim.end));
    let link = evidence.document.and_then(|document| event_table::source_link(document, Form::Text));
    let source = print::harmless(&source.join(", "));
    for (_, line) in print::wrap(&source, width.saturating_sub(2)) {
        writeln!(output, "  {}", style.linked(&line, link.as_deref()))?;
    }
    let mut reader: Vec<String> = Vec::new();
    reader.extend(claim.rule.as_ref().map(|rule| format!("rule {rule}")));
    reader.extend(claim.confidence.map(|confidence| format!("confidence {confidence}")));
    reader.push(claim.id.to_string());
    writeln!(output, "  {}", style.dim(&print::harmless(&reader.join(", "))))
}

/// Writes a sentence with the words from `trigger` underlined.
fn write_quote(
    output: &mut impl Write,
    quote: &str,
    trigger: Option<(usize, usize)>,
    width: usize,
) -> io::Result<()> {
    for (start, line) in print::wrap(quote, width.saturating_sub(4)) {
        writeln!(output, "  | {line}")?;
        let Some((first, end)) = trigger else { continue };
        let length = line.chars().count();
        let (first, end) = (first.max(start), end.min(start + length));
        if first < end {
            let (before, marked) = (first - start, end - first);
            writeln!(output, "  | {:before$}{}", "", "^".repeat(marked))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trigger_is_underlined_across_lines() {
        let mut output = Vec::new();
        write_quote(&mut output, "Lena Ortiz will visit Peru", Some((11, 21)), 20)
            .expect("memory can be written");
        let lines = String::from_utf8(output).expect("text");
        assert_eq!(lines, "  | Lena Ortiz will\n  |            ^^^^\n  | visit Peru\n  | ^^^^^\n");
    }
}
