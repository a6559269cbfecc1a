//! Rows for people and for programs: the same table on the screen, in CSV and in Markdown.
//!
//! A verb says its columns once; each [`Form`] shows those it has use for. On the screen cells are fitted to the
//! width, and nothing in them commands the terminal. CSV keeps every character of the data and only quotes.

use super::print::{self, Style, Tint};
use std::io::{self, Write};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// For people, on a screen.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets and programs.
    Csv,
    /// For notes and web pages.
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    Everybody,
    People,
    Programs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Never broken: an id, a date.
    Whole,
    /// Words, which may go on in the next line.
    Words,
    /// Put to the right.
    Number,
}

/// What stands below one heading.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// `said_by` in CSV, "said by" elsewhere.
    name: &'static str,
    shape: Shape,
    readers: Readers,
}

impl Column {
    /// Of cells that are never broken.
    pub(super) const fn whole(name: &'static str) -> Self {
        Self { name, shape: Shape::Whole, readers: Readers::Everybody }
    }

    /// Of running words.
    pub(super) const fn words(name: &'static str) -> Self {
        Self { name, shape: Shape::Words, readers: Readers::Everybody }
    }

    /// Of numbers.
    pub(super) const fn number(name: &'static str) -> Self {
        Self { name, shape: Shape::Number, readers: Readers::Everybody }
    }

    /// Of an answer whose columns are not known when the program is built: numbers, or running words.
    pub(super) fn of_answer(name: &str, is_number: bool) -> Self {
        // A process asks one query.
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        if is_number { Self::number(name) } else { Self::words(name) }
    }

    /// The same, left out of CSV.
    pub(super) const fn for_people(self) -> Self {
        Self { readers: Readers::People, ..self }
    }

    /// The same, only in CSV.
    pub(super) const fn for_programs(self) -> Self {
        Self { readers: Readers::Programs, ..self }
    }

    fn is_in(self, form: Form) -> bool {
        match self.readers {
            Readers::Everybody => true,
            Readers::People => form != Form::Csv,
            Readers::Programs => form == Form::Csv,
        }
    }

    fn heading(self) -> String {
        self.name.replace('_', " ")
    }
}

/// One value, and how it looks on a screen.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    text: String,
    tint: Tint,
    link: Option<String>,
}

impl Cell {
    /// The same in this colour.
    pub(super) fn tinted(self, tint: Tint) -> Self {
        Self { tint, ..self }
    }

    /// The same, leading to `target` when it is clicked.
    pub(super) fn linked(self, target: Option<String>) -> Self {
        Self { link: target, ..self }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::from(text.unwrap_or_default())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::from(number.to_string())
    }
}

/// Columns and the rows below them.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// Spaces between columns.
const GAP: usize = 2;

/// Words are not squeezed below this many columns.
const NARROWEST: usize = 9;

/// No cell is higher; a name of ten thousand letters would scroll everything else away.
const HIGHEST: usize = 8;

impl Table {
    /// No rows yet.
    pub(super) fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// The same with the column of this name only in CSV.
    pub(super) fn without(mut self, name: &str) -> Self {
        for column in self.columns.iter_mut().filter(|column| column.name == name) {
            *column = column.for_programs();
        }
        self
    }

    /// Adds a row with one cell for each column.
    pub(super) fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a row has a cell for each column");
        self.rows.push(row);
    }

    /// Writes the table; [`Form::Json`] is not a table and writes nothing.
    pub(super) fn write(&self, output: &mut impl Write, form: Form) -> io::Result<()> {
        match form {
            Form::Text => self.write_text(output, Style::of_output(), print::table_width()),
            Form::Csv => self.write_csv(output),
            Form::Markdown => self.write_markdown(output),
            Form::Json => Ok(()),
        }
    }

    /// The numbers of the columns that `form` shows.
    fn shown(&self, form: Form) -> Vec<usize> {
        (0..self.columns.len()).filter(|&at| self.columns[at].is_in(form)).collect()
    }

    fn write_csv(&self, output: &mut impl Write) -> io::Result<()> {
        let shown = self.shown(Form::Csv);
        let for_screen = print::is_screen();
        let mut writer = csv::Writer::from_writer(output);
        let failed = |error: csv::Error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        };
        writer.write_record(shown.iter().map(|&at| self.columns[at].name)).map_err(failed)?;
        for row in &self.rows {
            if for_screen {
                writer
                    .write_record(shown.iter().map(|&at| print::harmless(&row[at].text)))
                    .map_err(failed)?;
            } else {
                writer.write_record(shown.iter().map(|&at| row[at].text.as_str())).map_err(failed)?;
            }
        }
        writer.flush()
    }

    fn write_markdown(&self, output: &mut impl Write) -> io::Result<()> {
        let shown = self.shown(Form::Markdown);
        let headings = shown.iter().map(|&at| self.columns[at].heading());
        writeln!(output, "| {} |", headings.collect::<Vec<_>>().join(" | "))?;
        let rules = shown.iter().map(|&at| match self.columns[at].shape {
            Shape::Number => "---:",
            Shape::Whole | Shape::Words => "---",
        });
        writeln!(output, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        for row in &self.rows {
            write!(output, "|")?;
            for &at in &shown {
                let text = print::markdown(&row[at].text);
                match row[at].link.as_deref().map(print::percent_encoded) {
                    Some(target) if !text.is_empty() => write!(output, " [{text}](<{target}>) |")?,
                    _ => write!(output, " {text} |")?,
                }
            }
            writeln!(output)?;
        }
        Ok(())
    }

    fn write_text(&self, output: &mut impl Write, style: Style, width: usize) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let shown = self.shown(Form::Text);
        let harmless: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| shown.iter().map(|&at| print::harmless(&row[at].text)).collect())
            .collect();
        let headings: Vec<String> = shown.iter().map(|&at| self.columns[at].heading()).collect();
        let shapes: Vec<Shape> = shown.iter().map(|&at| self.columns[at].shape).collect();
        let mut widths: Vec<usize> = headings.iter().map(|heading| print::columns(heading)).collect();
        for row in &harmless {
            for (width, text) in widths.iter_mut().zip(row) {
                *width = (*width).max(print::columns(text));
            }
        }
        if !squeeze(&mut widths, &shapes, width) {
            return self.write_blocks(output, style, width, &shown);
        }
        let head: Vec<Vec<String>> = headings.into_iter().map(|heading| vec![heading]).collect();
        let dim = Cell::default().tinted(Tint::Dim);
        let head_cells: Vec<&Cell> = shown.iter().map(|_| &dim).collect();
        write_row(output, style, &head, &head_cells, &widths, &shapes)?;
        for (row, texts) in self.rows.iter().zip(&harmless) {
            let lines: Vec<Vec<String>> =
                texts.iter().zip(&widths).map(|(text, &width)| print::fit(text, width, HIGHEST)).collect();
            let cells: Vec<&Cell> = shown.iter().map(|&at| &row[at]).collect();
            write_row(output, style, &lines, &cells, &widths, &shapes)?;
        }
        Ok(())
    }

    /// Each row as lines of heading and value, for a screen too narrow for columns.
    fn write_blocks(
        &self,
        output: &mut impl Write,
        style: Style,
        width: usize,
        shown: &[usize],
    ) -> io::Result<()> {
        let headings: Vec<String> = shown.iter().map(|&at| self.columns[at].heading()).collect();
        let indent = headings.iter().map(|heading| print::columns(heading)).max().unwrap_or_default() + GAP;
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                writeln!(output)?;
            }
            for (heading, &at) in headings.iter().zip(shown) {
                let cell = &row[at];
                let text = print::harmless(&cell.text);
                let lines = print::fit(&text, width.saturating_sub(indent).max(NARROWEST), HIGHEST);
                for (number, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
                    let heading = if number == 0 { heading.as_str() } else { "" };
                    let filled = format!("{heading}{:1$}", "", indent - print::columns(heading));
                    let value = style.linked(&style.tinted(line, cell.tint), cell.link.as_deref());
                    writeln!(output, "{}{value}", style.dim(&filled))?;
                }
            }
        }
        Ok(())
    }
}

/// Takes columns of words in until the row fits `width`; false if it cannot.
fn squeeze(widths: &mut [usize], shapes: &[Shape], width: usize) -> bool {
    let room = width.saturating_sub(GAP * widths.len().saturating_sub(1));
    loop {
        let total: usize = widths.iter().sum();
        let Some(excess) = total.checked_sub(room).filter(|excess| *excess > 0) else { return true };
        let can_give = |at: &usize| shapes[*at] == Shape::Words && widths[*at] > NARROWEST;
        let Some(widest) = (0..widths.len()).filter(can_give).max_by_key(|&at| widths[at]) else {
            return false;
        };
        // The widest gives down to the next widest, so that long columns end up alike.
        let next = (0..widths.len())
            .filter(|&at| at != widest && shapes[at] == Shape::Words && widths[at] < widths[widest])
            .map(|at| widths[at])
            .max();
        let floor = next.unwrap_or(NARROWEST).max(NARROWEST);
        let step = (widths[widest] - floor).clamp(1, excess);
        widths[widest] -= step;
    }
}

fn write_row(
    output: &mut impl Write,
    style: Style,
    lines: &[Vec<String>],
    cells: &[&Cell],
    widths: &[usize],
    shapes: &[Shape],
) -> io::Result<()> {
    let height = lines.iter().map(Vec::len).max().unwrap_or_default();
    for number in 0..height {
        // Spaces wait until something follows them, so that no line ends in any.
        let mut waiting = 0;
        for (at, cell) in cells.iter().enumerate() {
            let line = lines[at].get(number).map_or("", String::as_str);
            let fill = widths[at].saturating_sub(print::columns(line));
            let (before, after) = if shapes[at] == Shape::Number { (fill, 0) } else { (0, fill) };
            waiting += before;
            if !line.is_empty() {
                let value = style.linked(&style.tinted(line, cell.tint), cell.link.as_deref());
                write!(output, "{:waiting$}{value}", "")?;
                waiting = 0;
            }
            waiting += after + GAP;
        }
        writeln!(output)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns = vec![
            Column::whole("id"),
            Column::words("said_by"),
            Column::number("events"),
            Column::words("note").for_programs(),
        ];
        let mut table = Table::new(columns);
        table.push(vec!["a:1".into(), "Radio Sol, citing two sources".into(), 7.into(), "x".into()]);
        table.push(vec!["a:22".into(), "\u{65e5}\u{672c}".into(), 12.into(), "=1+1".into()]);
        table
    }

    fn text(table: &Table, width: usize) -> String {
        let mut bytes = Vec::new();
        table.write_text(&mut bytes, Style::plain(), width).expect("memory can be written");
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn columns_are_aligned_and_wide_letters_take_two() {
        assert_eq!(
            text(&table(), 80),
            "id    said by                        events\n\
             a:1   Radio Sol, citing two sources       7\n\
             a:22  \u{65e5}\u{672c}                               12\n"
        );
    }

    #[test]
    fn words_go_on_in_the_next_line() {
        assert_eq!(
            text(&table(), 34),
            "id    said by               events\n\
             a:1   Radio Sol, citing          7\n      two sources\n\
             a:22  \u{65e5}\u{672c}                      12\n"
        );
    }

    #[test]
    fn a_narrow_screen_gets_blocks() {
        assert_eq!(
            text(&table(), 20),
            "id       a:1\nsaid by  Radio Sol,\n         citing two\n         sources\nevents   7\n\n\
             id       a:22\nsaid by  \u{65e5}\u{672c}\nevents   12\n"
        );
    }

    #[test]
    fn a_long_word_is_broken_and_a_long_cell_cut() {
        let mut table = Table::new(vec![Column::words("name")]);
        table.push(vec!["x".repeat(1000).into()]);
        let lines: Vec<String> = text(&table, 20).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 1 + HIGHEST);
        assert!(lines.iter().all(|line| line.chars().count() <= 20), "{lines:?}");
        assert!(lines[HIGHEST].ends_with('\u{2026}'));
    }

    const HOSTILE: &str = "a|b\n\"c\" \u{1b}[31m,\u{202e}<i>";

    #[test]
    fn hostile_words_stay_data() {
        let mut table = Table::new(vec![Column::words("name"), Column::words("other")]);
        table.push(vec![HOSTILE.into(), "=cmd".into()]);
        assert_eq!(
            text(&table, 80),
            "name                  other\na|b \"c\" ?[31m, <i>  =cmd\n"
                .replace("name                  ", "name                ")
        );
        let mut bytes = Vec::new();
        table.write_csv(&mut bytes).expect("memory can be written");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let record = reader.records().next().expect("a row").expect("CSV");
        assert_eq!((&record[0], &record[1]), (HOSTILE, "=cmd"));
        let mut bytes = Vec::new();
        table.write_markdown(&mut bytes).expect("memory can be written");
        assert_eq!(
            String::from_utf8(bytes).expect("text"),
            "| name | other |\n| --- | --- |\n| a\\|b \"c\" ?\\[31m, \\<i\\> | =cmd |\n"
        );
    }

    #[test]
    fn links_are_for_screens_and_markdown() {
        let mut table = Table::new(vec![Column::words("page")]);
        table.push(vec![Cell::from("Floods").linked(Some("https://news.example/a b)".to_owned()))]);
        let mut bytes = Vec::new();
        table.write_text(&mut bytes, Style::for_a_screen(), 80).expect("memory can be written");
        let screen = String::from_utf8(bytes).expect("text");
        assert!(
            screen.contains("\u{1b}]8;;https://news.example/a%20b%29\u{1b}\\Floods\u{1b}]8;;\u{1b}\\"),
            "{screen:?}"
        );
        assert_eq!(text(&table, 80), "page\nFloods\n");
        let mut bytes = Vec::new();
        table.write_markdown(&mut bytes).expect("memory can be written");
        assert!(
            String::from_utf8(bytes).expect("text").contains("[Floods](<https://news.example/a%20b%29>)")
        );
    }
}
