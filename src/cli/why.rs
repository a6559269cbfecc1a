//! `diurna why`: the sentences, speakers and rules behind an event.

use super::arguments::WhyArguments;
use super::describe;
use super::event_table::source_link;
use super::local::{self, Names};
use super::outcome::{Outcome, Stop};
use super::print::{self, Style};
use super::table::{Cell, Column, Form, Table};
use crate::error::Error;
use crate::graph::{Claim, Event, Graph, Polarity, Word};
use crate::query::{
    Evidence, Filter, Lookup, Mark, Marked, Subject, chain_sentence, chain_words, evidence_of, find_actor,
    find_subject, marks_of,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Runs the verb.
pub(super) fn run(arguments: &WhyArguments) -> Result<Outcome, Stop> {
    let words = arguments.subject.join(" ");
    let around = |names: &Names| match arguments.filter.is_empty() {
        true => names.around_id(words.trim()),
        false => Ok(None),
    };
    local::answer(&arguments.graph.graph, around, |graph, _| explain(arguments, &words, graph).map(Some))
}

fn explain(arguments: &WhyArguments, words: &str, graph: &Graph) -> Result<Outcome, Stop> {
    let filter = arguments.filter.filter(graph)?;
    let (event, mut evidence) = find(graph, words, &filter)?;
    evidence.retain(|evidence| filter.accepts_claim(graph, evidence.claim));
    if !filter.accepts(graph, event) || (evidence.is_empty() && !event.claims.is_empty()) {
        return Err(Stop::NotFound(
            Error::new(format!("`{words}` is {}, which does not meet the conditions", event.id))
                .with_help(format!("without conditions: diurna why GRAPH {}", event.id)),
        ));
    }
    let form = arguments.output.form();
    let mut output = print::output();
    match form {
        Form::Json => {
            let claims: Vec<Value> =
                evidence.iter().map(|evidence| claim_json(graph, evidence.claim)).collect();
            let mut event = describe::event_json(graph, event);
            event["claims"] = json!(claims);
            describe::write_json(&mut output, &event)?;
        }
        Form::Csv => table(graph, &evidence).write(&mut output, form)?,
        Form::Markdown => write_markdown(&mut output, graph, event, &evidence)?,
        Form::Text => write_event(&mut output, graph, event, &evidence)?,
    }
    output.flush()?;
    Ok(Outcome::Found)
}

/// The event that `words` mean and its evidence; only that claim, if they mean a claim.
fn find<'graph>(
    graph: &'graph Graph,
    words: &str,
    filter: &Filter,
) -> Result<(&'graph Event, Vec<Evidence<'graph>>), Stop> {
    match find_subject(graph, words) {
        Subject::Event(event) => Ok((event, evidence_of(graph, event))),
        Subject::Claim(claim, event) => Ok((event, vec![Evidence::of(graph, claim)])),
        Subject::Several(events) => {
            let accepted: Vec<&Event> =
                events.iter().copied().filter(|event| filter.accepts(graph, event)).collect();
            match accepted.as_slice() {
                [event] => Ok((event, evidence_of(graph, event))),
                [] => Err(Stop::NotFound(describe::ambiguous(words, &events))),
                several => Err(Stop::NotFound(describe::ambiguous(words, several))),
            }
        }
        Subject::Nothing => {
            let error = Error::new(format!("no event or claim matches `{words}`"));
            let help = match misspelt(graph, words) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => "diurna events GRAPH lists them with their ids".to_owned(),
            };
            Err(Stop::NotFound(error.with_help(help)))
        }
    }
}

/// The name of an actor that one of `words` looks like without being in it.
fn misspelt(graph: &Graph, words: &str) -> Option<String> {
    words.split_whitespace().find_map(|word| match find_actor(graph, &word.to_lowercase()) {
        Lookup::Nothing(candidates) => candidates.into_iter().next().map(|candidate| candidate.name),
        Lookup::One(_) | Lookup::Several(_) => None,
    })
}

fn claim_json(graph: &Graph, claim: &Claim) -> Value {
    let mut value = describe::claim_json(graph, claim);
    value["because"] = json!(chain_sentence(graph, claim));
    let spans = marks_of(graph, claim).into_iter().map(|mark| {
        let mut span = json!({"start": mark.start, "end": mark.end, "what": mark.what.name()});
        match mark.what {
            Marked::Participant(_, actor) | Marked::Speaker(actor) => span["actor"] = json!(actor.id),
            Marked::Place(place) => span["place"] = json!(place.id),
            Marked::Trigger | Marked::Cue | Marked::Time => {}
        }
        span
    });
    value["spans"] = spans.collect();
    value
}

fn table(graph: &Graph, evidence: &[Evidence]) -> Table {
    let whole = ["id", "event", "status", "polarity"].map(Column::whole);
    let rest =
        ["said_by", "because", "publisher", "published", "source", "address", "zone"].map(Column::words);
    let last = ["start", "end", "trigger", "quote", "rule", "confidence"].map(Column::words);
    let mut table = Table::new([whole.as_slice(), &rest, &last].concat());
    for evidence in evidence {
        let (claim, document) = (evidence.claim, evidence.document);
        table.push(vec![
            claim.id.as_str().into(),
            claim.event.as_str().into(),
            claim.status.word().into(),
            polarity(claim).into(),
            chain_words(graph, claim).into(),
            chain_sentence(graph, claim).into(),
            Cell::from(document.and_then(|document| document.publisher.clone())),
            Cell::from(document.and_then(|document| document.published).map(|at| at.to_string())),
            Cell::from(document.map(|document| describe::source(document).to_owned())),
            Cell::from(document.and_then(|document| document.url.clone())),
            Cell::from(claim.zone.map(|zone| zone.word().to_owned())),
            claim.start.into(),
            claim.end.into(),
            Cell::from(claim.trigger.as_ref().map(|trigger| trigger.text.clone())),
            claim.quote.as_str().into(),
            claim.rule.clone().into(),
            Cell::from(claim.confidence.map(|confidence| confidence.to_string())),
        ]);
    }
    table
}

fn polarity(claim: &Claim) -> &'static str {
    match claim.polarity {
        Polarity::Affirmed => "affirmed",
        Polarity::Negated => "negated",
    }
}

/// How much says so.
fn measure(event: &Event) -> String {
    let mut measure = vec![
        print::counted(event.claims.len(), "claim"),
        print::counted(event.independent_sources as usize, "independent source"),
    ];
    if let Some(confidence) = event.confidence {
        measure.push(format!("confidence {confidence}"));
    }
    measure.join(", ")
}

/// Where a claim stands.
fn source(evidence: &Evidence) -> String {
    let mut source: Vec<String> = Vec::new();
    if let Some(document) = evidence.document {
        source.push(describe::source(document).to_owned());
        source.extend(document.published.map(describe::day_words));
    }
    let claim = evidence.claim;
    source.extend(claim.zone.map(|zone| zone.name().replace('-', " ")));
    source.push(format!("characters {}-{}", claim.start, claim.end));
    source.join(", ")
}

/// What read a claim.
fn reader(claim: &Claim) -> String {
    let mut reader: Vec<String> = Vec::new();
    reader.extend(claim.rule.as_ref().map(|rule| format!("rule {rule}")));
    reader.extend(claim.confidence.map(|confidence| format!("confidence {confidence}")));
    reader.push(claim.id.to_string());
    reader.join(", ")
}

fn write_markdown(
    output: &mut impl Write,
    graph: &Graph,
    event: &Event,
    evidence: &[Evidence],
) -> io::Result<()> {
    writeln!(output, "## {}\n", print::markdown(&describe::label(event)))?;
    writeln!(output, "- {}", print::markdown(&describe::event_details(graph, event)))?;
    if let Some(when) = describe::when(event) {
        writeln!(output, "- when: {}", print::markdown(&when))?;
    }
    writeln!(output, "- {}", measure(event))?;
    for evidence in evidence {
        let claim = evidence.claim;
        let quote: Vec<char> = claim.quote.chars().collect();
        let text = |from: usize, to: usize| -> String {
            print::markdown_within(&quote[from..to].iter().collect::<String>())
        };
        let (start, end) = evidence.trigger.unwrap_or_default();
        let strong = text(start, end);
        let strong = if strong.trim().is_empty() { strong } else { format!("**{strong}**") };
        writeln!(output, "\n> {}{strong}{}\n", text(0, start), text(end, quote.len()))?;
        writeln!(output, "{}\\", print::markdown(&chain_sentence(graph, claim)))?;
        let source = print::markdown(&source(evidence));
        match evidence.document.and_then(|document| source_link(document, Form::Markdown)) {
            Some(target) => writeln!(output, "[{source}](<{}>)\\", print::percent_encoded(&target))?,
            None => writeln!(output, "{source}\\")?,
        }
        writeln!(output, "{}", print::markdown(&reader(claim)))?;
    }
    Ok(())
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
    if let Some(when) = describe::when(event) {
        print::paragraph(output, "  when: ", &when, width)?;
    }
    writeln!(output, "  {}", measure(event))?;
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
    write_quote(output, &print::harmless(&claim.quote), &marks_of(graph, claim), style, width)?;
    print::paragraph(output, "  ", &chain_sentence(graph, claim), width)?;
    let link = evidence.document.and_then(|document| source_link(document, Form::Text));
    for (_, line) in print::wrap(&print::harmless(&source(evidence)), width.saturating_sub(2)) {
        writeln!(output, "  {}", style.linked(&line, link.as_deref()))?;
    }
    writeln!(output, "  {}", style.dim(&print::harmless(&reader(claim))))
}

/// Writes a sentence with marks below its words, and what they stand for below the marks.
fn write_quote(
    output: &mut impl Write,
    quote: &str,
    marks: &[Mark],
    style: Style,
    width: usize,
) -> io::Result<()> {
    for (start, line) in print::wrap(quote, width.saturating_sub(4)) {
        writeln!(output, "  | {line}")?;
        let length = line.chars().count();
        // The column of a character of the quote that stands in this line.
        let column = |at: usize| print::columns(&line.chars().take(at - start).collect::<String>());
        let mut underline = String::new();
        let mut labels: Vec<String> = Vec::new();
        for mark in marks {
            let (first, end) = (mark.start.max(start), mark.end.min(start + length));
            if first >= end {
                continue;
            }
            let (first_column, end_column) = (column(first), column(end));
            let is_trigger = mark.what == Marked::Trigger;
            let sign = if is_trigger { "^" } else { "~" };
            let fill = first_column.saturating_sub(underline.len());
            underline.push_str(&format!("{:fill$}{}", "", sign.repeat(end_column - first_column)));
            if !is_trigger && mark.start >= start {
                add_label(&mut labels, first_column, mark.what.name());
            }
        }
        for row in std::iter::once(underline).chain(labels).filter(|row| !row.is_empty()) {
            writeln!(output, "  | {}", style.dim(&row))?;
        }
    }
    Ok(())
}

/// Puts `label` at `column` of the first row that is free there; labels come from left to right.
fn add_label(rows: &mut Vec<String>, column: usize, label: &str) {
    let is_free = |row: &&mut String| row.is_empty() || row.len() < column;
    match rows.iter_mut().find(is_free) {
        Some(row) => row.push_str(&format!("{:1$}{label}", "", column - row.len())),
        None => rows.push(format!("{:column$}{label}", "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(quote: &str, marks: &[Mark], width: usize) -> String {
        let mut output = Vec::new();
        write_quote(&mut output, quote, marks, Style::plain(), width).expect("memory can be written");
        String::from_utf8(output).expect("text")
    }

    #[test]
    fn the_trigger_is_underlined_across_lines() {
        let marks = [Mark { start: 11, end: 21, what: Marked::Trigger }];
        assert_eq!(
            lines("Lena Ortiz will visit Peru", &marks, 20),
            "  | Lena Ortiz will\n  |            ^^^^\n  | visit Peru\n  | ^^^^^\n"
        );
    }

    #[test]
    fn labels_do_not_run_into_each_other() {
        let mark = |start, end, what| Mark { start, end, what };
        let marks = [mark(0, 2, Marked::Cue), mark(3, 5, Marked::Time), mark(6, 8, Marked::Trigger)];
        assert_eq!(lines("Il su go", &marks, 60), "  | Il su go\n  | ~~ ~~ ^^\n  | says\n  |    when\n");
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let marks = [Mark { start: 3, end: 5, what: Marked::Trigger }];
        assert_eq!(lines("\u{65e5}\u{672c} go", &marks, 60), "  | \u{65e5}\u{672c} go\n  |      ^^\n");
    }
}
