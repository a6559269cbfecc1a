//! Events as rows: the columns that every verb which lists events shares.

use super::describe;
use super::print::{self, Tint};
use super::table::{Cell, Column, Form, Table};
use crate::claim::{Role, Status};
use crate::graph::{Claim, Document, Event, Graph, Word};
use crate::query::{Part, claims_in_order};

/// The columns of [`row`].
fn columns() -> Vec<Column> {
    vec![
        Column::words("when").for_people(),
        Column::words("event").for_people(),
        Column::whole("id").for_programs(),
        Column::words("type"),
        Column::whole("mode").for_programs(),
        Column::words("label").for_programs(),
        Column::whole("status"),
        Column::whole("start").for_programs(),
        Column::whole("end").for_programs(),
        Column::whole("grain").for_programs(),
        Column::words("time_text").for_programs(),
        Column::words("agents").for_programs(),
        Column::words("patients").for_programs(),
        Column::words("recipients").for_programs(),
        Column::words("participants").for_programs(),
        Column::words("places").for_programs(),
        Column::words("said_by"),
        Column::number("confidence").for_programs(),
        Column::number("independent_sources").for_programs(),
        Column::words("documents").for_programs(),
        Column::words("quote").for_programs(),
        Column::whole("id").for_people(),
    ]
}

/// A table of events whose rows begin with cells for `first`.
pub(super) fn new_table(first: &[Column]) -> Table {
    let mut all = first.to_vec();
    all.extend(columns());
    Table::new(all)
}

/// The row of `event`, behind the cells `first`; documents are linked as `form` can.
pub(super) fn row(graph: &Graph, event: &Event, form: Form, first: Vec<Cell>) -> Vec<Cell> {
    let claims = claims_in_order(graph, event);
    let time = event.time.as_ref();
    let time_part = |part: fn(&crate::graph::Time) -> Option<String>| Cell::from(time.and_then(part));
    let people = form != Form::Csv;
    let for_people = |cell: &dyn Fn() -> Cell| if people { cell() } else { Cell::default() };
    let for_programs = |cell: &dyn Fn() -> Cell| if people { Cell::default() } else { cell() };
    let mut row = first;
    row.extend([
        for_people(&|| time.map_or("no date".to_owned(), describe::time_words).into()),
        for_people(&|| {
            let document = claims.first().and_then(|claim| graph.document(&claim.document));
            let link = document.and_then(|document| source_link(document, form));
            Cell::from(describe::label(event)).tinted(Tint::Bold).linked(link)
        }),
        for_programs(&|| event.id.as_str().into()),
        if people { event.type_and_mode().into() } else { event.kind.as_str().into() },
        for_programs(&|| event.mode.clone().map(String::from).into()),
        for_programs(&|| event.label.as_str().into()),
        Cell::from(event.status.word()).tinted(status_tint(event.status)),
        for_programs(&|| time_part(|time| time.start.map(|start| start.to_string()))),
        for_programs(&|| time_part(|time| time.end.map(|end| end.to_string()))),
        for_programs(&|| time_part(|time| time.grain.map(|grain| grain.word().to_owned()))),
        for_programs(&|| time_part(|time| time.text.clone())),
        for_programs(&|| names(graph, event, Role::Agent)),
        for_programs(&|| names(graph, event, Role::Patient)),
        for_programs(&|| names(graph, event, Role::Recipient)),
        for_programs(&|| names(graph, event, Role::Participant)),
        for_programs(&|| joined(event.places.iter().map(|place| describe::place_name(graph, place)))),
        describe::speakers_of(graph, &claims).into(),
        for_programs(&|| event.confidence.map(|confidence| confidence.to_string()).into()),
        for_programs(&|| (event.independent_sources as usize).into()),
        for_programs(&|| documents(graph, &claims)),
        for_programs(&|| claims.first().map(|claim| claim.quote.clone()).into()),
        for_people(&|| Cell::from(event.id.as_str()).tinted(Tint::Dim)),
    ]);
    row
}

/// What an actor has to do with an event.
pub(super) struct PartsOf<'parts>(pub(super) &'parts [Part]);

impl PartsOf<'_> {
    /// "agent", "speaker".
    pub(super) fn words(&self) -> Vec<&'static str> {
        self.0.iter().map(|part| part.name()).collect()
    }

    /// All of them, for a table.
    pub(super) fn cell(&self) -> Cell {
        self.words().join(", ").into()
    }
}

/// What colour goes with a status.
pub(super) fn status_tint(status: Status) -> Tint {
    match status {
        Status::Occurred | Status::Ongoing => Tint::Plain,
        Status::Planned => Tint::Cyan,
        Status::Possible | Status::Conditional | Status::Unknown => Tint::Yellow,
        Status::Denied => Tint::Red,
    }
}

fn joined<'text>(texts: impl Iterator<Item = &'text str>) -> Cell {
    texts.collect::<Vec<_>>().join("; ").into()
}

fn names(graph: &Graph, event: &Event, role: Role) -> Cell {
    let of_role = event.participants.iter().filter(|participant| participant.role == role);
    joined(of_role.map(|participant| describe::actor_name(graph, &participant.actor)))
}

/// Where the pages of `claims` were read from, or else their addresses.
fn documents(graph: &Graph, claims: &[&Claim]) -> Cell {
    let mut sources: Vec<&str> = Vec::new();
    for document in claims.iter().filter_map(|claim| graph.document(&claim.document)) {
        let source = describe::source(document);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    joined(sources.into_iter())
}

/// Where a click on `document` leads: on a screen to its file if that is there, else to its address; in Markdown,
/// which travels, the other way round.
pub(super) fn source_link(document: &Document, form: Form) -> Option<String> {
    let address = || {
        let url = document.url.as_ref()?;
        // Other schemes could run something.
        (url.starts_with("https://") || url.starts_with("http://")).then(|| url.clone())
    };
    match form {
        Form::Text if print::is_screen() => {
            let file = document.path.as_ref().and_then(|path| std::fs::canonicalize(path).ok());
            file.map(|file| format!("file://{}", file.display())).or_else(address)
        }
        Form::Markdown => address().or_else(|| document.path.clone()),
        Form::Text | Form::Json | Form::Csv => None,
    }
}
