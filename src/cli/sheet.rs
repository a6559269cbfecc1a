//! All about one thing on one screen: a heading, facts, and tables below.

use super::print::{self, Style};
use super::table::{Cell, Column, Form, Table};
use std::io::{self, Write};

/// One value of a fact.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    text: String,
    count: Option<usize>,
    id: String,
    link: Option<String>,
}

impl Value {
    /// How often, shown in brackets.
    pub(super) fn counted(self, count: usize) -> Self {
        Self { count: Some(count), ..self }
    }

    /// The node it is, for programs.
    pub(super) fn with_id(self, id: &crate::graph::Id) -> Self {
        Self { id: id.to_string(), ..self }
    }

    /// Leading to `target` when it is clicked.
    pub(super) fn linked(self, target: Option<String>) -> Self {
        Self { link: target, ..self }
    }

    fn words(&self) -> String {
        match self.count {
            Some(count) => format!("{} ({count})", self.text),
            None => self.text.clone(),
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

#[derive(Debug)]
struct List {
    heading: String,
    table: Table,
    rest: String,
}

/// What is known of one thing.
#[derive(Debug)]
pub(super) struct Sheet {
    name: Value,
    details: String,
    facts: Vec<(&'static str, Vec<Value>)>,
    lists: Vec<List>,
}

/// Columns for the name of a fact.
const INDENT: usize = 14;

/// More values than this do not help on a screen.
const VALUES: usize = 8;

impl Sheet {
    /// No facts yet; `details` stand behind the name.
    pub(super) fn new(name: Value, details: String) -> Self {
        Self { name, details, facts: Vec::new(), lists: Vec::new() }
    }

    /// Adds a fact, unless there is nothing to say.
    pub(super) fn add(&mut self, name: &'static str, values: impl IntoIterator<Item = Value>) {
        let values: Vec<Value> = values.into_iter().filter(|value| !value.text.is_empty()).collect();
        if !values.is_empty() {
            self.facts.push((name, values));
        }
    }

    /// Adds a table; `rest` says what is missing from it and how to see that.
    pub(super) fn add_table(&mut self, heading: String, table: Table, rest: String) {
        self.lists.push(List { heading, table, rest });
    }

    /// Writes the sheet; as CSV a row for each value, without the tables. [`Form::Json`] writes nothing.
    pub(super) fn write(&self, output: &mut impl Write, form: Form) -> io::Result<()> {
        match form {
            Form::Text => self.write_text(output, Style::of_output(), print::width()),
            Form::Markdown => self.write_markdown(output),
            Form::Csv => self.write_csv(output),
            Form::Json => Ok(()),
        }
    }

    fn write_csv(&self, output: &mut impl Write) -> io::Result<()> {
        let mut table = Table::new(vec![
            Column::whole("fact"),
            Column::words("value"),
            Column::number("count"),
            Column::whole("id"),
        ]);
        let name = ("name", vec![self.name.clone()]);
        for (fact, values) in std::iter::once(&name).chain(&self.facts) {
            for value in values {
                let count = value.count.map(|count| count.to_string());
                table.push(vec![
                    (*fact).into(),
                    value.text.as_str().into(),
                    Cell::from(count),
                    value.id.as_str().into(),
                ]);
            }
        }
        table.write(output, Form::Csv)
    }

    fn write_markdown(&self, output: &mut impl Write) -> io::Result<()> {
        let linked = |value: &Value| {
            let text = print::markdown(&value.words());
            match &value.link {
                Some(target) => format!("[{text}](<{}>)", print::percent_encoded(target)),
                None => text,
            }
        };
        writeln!(output, "## {}\n", linked(&self.name))?;
        let mut details = vec![print::markdown(&self.details)];
        details.push(match self.name.id.as_str() {
            "" => String::new(),
            id => format!("`{}`", print::harmless(id).replace('`', "'")),
        });
        details.retain(|part| !part.is_empty());
        if !details.is_empty() {
            writeln!(output, "{}\n", details.join(" "))?;
        }
        for (fact, values) in &self.facts {
            let mut words: Vec<String> = values.iter().take(VALUES).map(linked).collect();
            words.extend(more(values));
            writeln!(output, "- **{fact}**: {}", words.join(", "))?;
        }
        for list in &self.lists {
            writeln!(output, "\n### {}\n", print::markdown(&list.heading))?;
            list.table.write(output, Form::Markdown)?;
            if !list.rest.is_empty() {
                writeln!(output, "\n{}", print::markdown(&list.rest))?;
            }
        }
        Ok(())
    }

    fn write_text(&self, output: &mut impl Write, style: Style, width: usize) -> io::Result<()> {
        let name = style.bold(&print::harmless(&self.name.text));
        write!(output, "{}", style.linked(&name, self.name.link.as_deref()))?;
        if !self.details.is_empty() {
            write!(output, " {}", print::harmless(&self.details))?;
        }
        if !self.name.id.is_empty() {
            write!(output, "  {}", style.dim(&print::harmless(&self.name.id)))?;
        }
        writeln!(output)?;
        for (fact, values) in &self.facts {
            let mut words: Vec<String> = values.iter().take(VALUES).map(Value::words).collect();
            words.extend(more(values));
            let link = match values.as_slice() {
                [only] => only.link.as_deref(),
                _ => None,
            };
            let text = print::harmless(&words.join(", "));
            for (number, (_, line)) in print::wrap(&text, width.saturating_sub(INDENT)).iter().enumerate() {
                let fact = if number == 0 { *fact } else { "" };
                let name = style.dim(&format!("  {fact:<0$}", INDENT - 2));
                writeln!(output, "{name}{}", style.linked(line, link))?;
            }
        }
        for list in &self.lists {
            writeln!(output, "\n{}", style.bold(&print::harmless(&list.heading)))?;
            list.table.write(output, Form::Text)?;
            if !list.rest.is_empty() {
                writeln!(output, "{}", style.dim(&print::harmless(&list.rest)))?;
            }
        }
        Ok(())
    }
}

/// What stands for the values beyond those shown.
fn more(values: &[Value]) -> Option<String> {
    let rest = values.len().checked_sub(VALUES).filter(|rest| *rest > 0)?;
    Some(format!("and {rest} more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let name = Value::from("Ra*dio\u{1b}").with_id(&"a:1".into());
        let mut sheet = Sheet::new(name, "(media)".to_owned());
        sheet.add("with", (1..=10).map(|at| Value::from(format!("Actor {at}")).counted(at)));
        sheet.add("nothing", [Value::from("")]);
        let mut table = Table::new(vec![Column::whole("id")]);
        table.push(vec!["e:1".into()]);
        sheet.add_table("Events (2)".to_owned(), table, "1 more".to_owned());
        sheet
    }

    #[test]
    fn a_screen_shows_the_first_values() {
        let mut bytes = Vec::new();
        sheet().write_text(&mut bytes, Style::plain(), 60).expect("memory can be written");
        assert_eq!(
            String::from_utf8(bytes).expect("text"),
            "Ra*dio? (media)  a:1\n  \
               with        Actor 1 (1), Actor 2 (2), Actor 3 (3), Actor 4\n              \
                           (4), Actor 5 (5), Actor 6 (6), Actor 7 (7),\n              \
                           Actor 8 (8), and 2 more\n\
             \nEvents (2)\nid\ne:1\n1 more\n"
        );
    }

    #[test]
    fn csv_has_every_value_and_markdown_no_code() {
        let mut bytes = Vec::new();
        sheet().write(&mut bytes, Form::Csv).expect("memory can be written");
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(text.lines().count(), 1 + 1 + 10);
        assert!(text.ends_with("with,Actor 10,10,\n"), "{text}");
        let mut bytes = Vec::new();
        sheet().write(&mut bytes, Form::Markdown).expect("memory can be written");
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.starts_with("## Ra\\*dio?\n\n(media) `a:1`\n\n- **with**: Actor 1 (1), "), "{text}");
    }
}
