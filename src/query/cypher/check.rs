//! Whether a query may run: it is openCypher, it only reads, and its parameters have values.

use super::Question;
use crate::error::{Error, Result};
use open_cypher::ast::visit::{Visitor, walk_clause, walk_expr, walk_label_expression};
use open_cypher::ast::{
    CallTarget, Clause, ClauseKind, Expr, ExprKind, LabelExpression, LabelExpressionKind,
    MapProjectionItemKind, Name, ParameterName, Program, ProjectionItemKind, QualifiedName, QueryKind,
    StatementKind,
};
use open_cypher::{DiagnosticCode, ParsedProgram, Span, TokenKind, lex, parse};

/// A query of more tokens is refused: names and numbers in great number belong into a parameter.
const LONGEST: usize = 10_000;

/// Deeper brackets are refused; nobody can read them and the stack is finite.
const DEEPEST: usize = 100;

/// The procedures that only read; every other one is refused.
const PROCEDURES: &[&str] = &[
    "betweenness",
    "closeness",
    "connected_components",
    "db.labels",
    "db.propertyKeys",
    "db.relationshipTypes",
    "degree",
    "label_propagation",
    "leiden",
    "louvain",
    "pagerank",
];

/// Words that the language lets stand for a property, label or type and the engine only in backticks.
const TO_QUOTE: &[&str] = &[
    "and", "case", "else", "end", "exists", "false", "limit", "match", "null", "nulls", "optional", "or",
    "return", "skip", "then", "true", "unwind", "when", "where", "with",
];

/// A query that may run, as the engine takes it.
#[derive(Debug)]
pub(super) struct Checked {
    /// The query without comments and with backticks around the words of [`TO_QUOTE`] that are names.
    pub(super) text: String,
    /// What the columns of the answer are called: the alias or the words of each item of RETURN. `None`: ask the engine.
    pub(super) columns: Option<Vec<String>>,
    /// Where in the asked query backticks went in, in order.
    backticks: Vec<usize>,
}

/// Fails if `question` is not a query that only reads.
pub(super) fn check(question: &Question) -> Result<Checked> {
    let text = question.text.as_str();
    check_size(text)?;
    let parsed = parse(text).map_err(|errors| {
        let all = errors.diagnostics();
        // An unclosed bracket explains the unexpected end that it leads to.
        let unclosed = all.iter().find(|found| found.code == DiagnosticCode::UnclosedDelimiter);
        let Some(found) = unclosed.or(all.first()) else { return Error::new("the query is not openCypher") };
        let error =
            Error::new(format!("not openCypher at {}: {}", place(text, found.primary_span), found.message));
        let shown = pointed(text, found.primary_span);
        error.with_help(found.help.as_ref().map_or(shown.clone(), |help| format!("{shown}\n{help}")))
    })?;
    if parsed.program.is_empty() {
        return Err(Error::new("the query is empty")
            .with_help("write, for instance: MATCH (a:Actor) RETURN a.name LIMIT 10"));
    }
    let mut guard = Guard { question, found: None, quoted: Vec::new() };
    guard.visit_program(&parsed.program);
    let quoted = std::mem::take(&mut guard.quoted);
    match guard.found {
        Some((span, message, help)) => {
            let shown = pointed(text, span);
            let error = Error::new(format!("{message} at {}", place(text, span)));
            Err(error.with_help(format!("{shown}\n{help}")))
        }
        None => Ok(Checked::new(text, &parsed, quoted)),
    }
}

impl Checked {
    fn new(text: &str, parsed: &ParsedProgram, mut quoted: Vec<Span>) -> Self {
        quoted.sort_by_key(|span| span.start);
        quoted.dedup();
        let backticks: Vec<usize> = quoted.iter().flat_map(|span| [span.start, span.end]).collect();
        let mut for_engine = String::with_capacity(text.len() + backticks.len());
        let mut waiting = backticks.iter().peekable();
        for token in &parsed.tokens {
            let Some(words) = text.get(token.span.start..token.span.end) else { continue };
            let mut quote = |at: usize, for_engine: &mut String| {
                while waiting.next_if(|waiting| **waiting == at).is_some() {
                    for_engine.push('`');
                }
            };
            quote(token.span.start, &mut for_engine);
            if matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
                // As many characters, so that the engine's places stay right.
                for_engine.extend(words.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
            } else {
                for_engine.push_str(words);
            }
            quote(token.span.end, &mut for_engine);
        }
        Self { text: for_engine, columns: columns(text, &parsed.program), backticks }
    }

    /// The error for a failure that the engine places at `line` and `column`, both counted from 1.
    pub(super) fn engine_error(&self, asked: &str, message: &str, position: Option<(usize, usize)>) -> Error {
        let Some((line, column)) = position else { return Error::new(message) };
        let line_start: usize =
            self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(line_start..).unwrap_or_default();
        let offset =
            rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset);
        let mut offset = line_start + offset;
        for (before, at) in self.backticks.iter().enumerate() {
            // The backtick stands behind as many others as came before it.
            if offset > at + before {
                offset -= 1;
            }
        }
        let mut offset = offset.min(asked.len());
        while !asked.is_char_boundary(offset) {
            offset -= 1;
        }
        let span = Span::empty(offset);
        Error::new(format!("{message} at {}", place(asked, span))).with_help(pointed(asked, span))
    }
}

/// What the first RETURN that ends a query calls its columns.
fn columns(text: &str, program: &Program) -> Option<Vec<String>> {
    let StatementKind::Query(statement) = &program.statements.first()?.kind else { return None };
    if statement.mode.is_some() {
        return None;
    }
    let QueryKind::Regular(query) = &statement.query.kind else { return None };
    let ClauseKind::Return(clause) = &query.head.kind.clauses.last()?.kind else { return None };
    let name = |item: &open_cypher::ast::ProjectionItem| match &item.kind {
        ProjectionItemKind::Expression { alias: Some(alias), .. } => Some(alias.kind.text.clone()),
        // A variable in backticks is called without them.
        ProjectionItemKind::Expression { expression, alias: None } => match &expression.kind {
            ExprKind::Variable(name) => Some(name.kind.text.clone()),
            _ => text.get(expression.span.start..expression.span.end).map(str::to_owned),
        },
        _ => None,
    };
    clause.projection.items.iter().map(name).collect()
}

fn check_size(text: &str) -> Result<()> {
    let tokens = lex(text).tokens;
    if tokens.len() > LONGEST {
        return Err(Error::new(format!("the query has {} tokens; at most {LONGEST} are read", tokens.len()))
            .with_help("give long lists as a parameter: --param 'names=[...]' and IN $names"));
    }
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => depth += 1,
            TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if depth > DEEPEST {
            let place = place(text, token.span);
            return Err(Error::new(format!("more than {DEEPEST} brackets are open at {place}")));
        }
    }
    Ok(())
}

/// Finds the first thing a query may not do: where, what, and what would do.
struct Guard<'question> {
    question: &'question Question,
    found: Option<(Span, String, String)>,
    /// Names that the engine takes in backticks only.
    quoted: Vec<Span>,
}

impl Guard<'_> {
    fn refuse(&mut self, span: Span, message: String, help: &str) {
        if self.found.is_none() {
            self.found = Some((span, message, help.to_owned()));
        }
    }

    fn note_name(&mut self, name: &Name) {
        if !name.kind.escaped && TO_QUOTE.iter().any(|word| word.eq_ignore_ascii_case(&name.kind.text)) {
            self.quoted.push(name.span);
        }
    }

    fn refuse_procedure(&mut self, name: &QualifiedName) {
        let parts: Vec<&str> = name.parts.iter().map(|part| part.kind.text.as_str()).collect();
        let called = parts.join(".");
        if !PROCEDURES.iter().any(|known| known.eq_ignore_ascii_case(&called)) {
            let help = format!("these may be called: {}", PROCEDURES.join(", "));
            self.refuse(name.span, format!("the procedure `{called}` may not be called"), &help);
        }
    }
}

impl<'ast> Visitor<'ast> for Guard<'_> {
    fn visit_clause(&mut self, clause: &'ast Clause) {
        let writes = match &clause.kind {
            ClauseKind::Create(_) => Some("CREATE"),
            ClauseKind::Insert(_) => Some("INSERT"),
            ClauseKind::Merge(_) => Some("MERGE"),
            ClauseKind::Delete(_) => Some("DELETE"),
            ClauseKind::Set(_) => Some("SET"),
            ClauseKind::Remove(_) => Some("REMOVE"),
            ClauseKind::Foreach(_) => Some("FOREACH"),
            _ => None,
        };
        if let Some(word) = writes {
            let message = format!("`{word}` would change the graph, which is only read,");
            self.refuse(clause.span, message, "ask with MATCH ... RETURN; diurna build makes graphs");
        }
        match &clause.kind {
            ClauseKind::LoadCsv(_) => {
                self.refuse(
                    clause.span,
                    "`LOAD CSV` reads a file, which a query may not,".to_owned(),
                    "give the values as a parameter: --param 'rows=[...]' and UNWIND $rows AS row",
                );
            }
            ClauseKind::Call(call) => {
                if let CallTarget::Procedure { name, .. } = &call.target {
                    self.refuse_procedure(name);
                }
            }
            _ => {}
        }
        walk_clause(self, clause);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        if let ExprKind::Parameter(parameter) = &expression.kind {
            let name = match &parameter.name {
                ParameterName::Named(name) | ParameterName::Positional(name) => name.as_str(),
                _ => "",
            };
            if !self.question.parameters.contains_key(name) {
                let help = format!("give it: --param {name}=VALUE");
                self.refuse(expression.span, format!("the parameter `${name}` has no value"), &help);
            }
        }
        match &expression.kind {
            ExprKind::Property { key, .. } => self.note_name(key),
            ExprKind::Map(entries) => entries.iter().for_each(|entry| self.note_name(&entry.key)),
            ExprKind::MapProjection(projection) => {
                for item in &projection.items {
                    match &item.kind {
                        MapProjectionItemKind::Property(name) => self.note_name(name),
                        MapProjectionItemKind::Entry(entry) => self.note_name(&entry.key),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_label_expression(&mut self, labels: &'ast LabelExpression) {
        if let LabelExpressionKind::Name(name) = &labels.kind {
            self.note_name(name);
        }
        walk_label_expression(self, labels);
    }
}

/// "line 1, column 7", both counted from 1 in characters.
fn place(text: &str, span: Span) -> String {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}

/// Characters of a line that are shown on either side of the place.
const CONTEXT: usize = 60;

/// The line of `text` where `span` starts, and below it carets under the span.
fn pointed(text: &str, span: Span) -> String {
    let start = span.start.min(text.len());
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let column = text.get(line_start..start).map_or(0, |before| before.chars().count());
    let length = text
        .get(start..span.end)
        .map_or(1, |marked| marked.lines().next().unwrap_or_default().chars().count());
    let skipped = column.saturating_sub(CONTEXT);
    let shown: String = line.chars().skip(skipped).take(2 * CONTEXT).collect();
    let room = shown.chars().count().saturating_sub(column - skipped).max(1);
    format!("{shown}\n{:indent$}{}", "", "^".repeat(length.clamp(1, room)), indent = column - skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let error = check(&Question::new(text)).expect_err(text);
        format!("{error}\n{}", error.help().unwrap_or_default())
    }

    #[test]
    fn writing_is_refused_where_it_stands() {
        assert_eq!(
            refusal("MATCH (a:Actor)\nSET a.name = 'x'"),
            "`SET` would change the graph, which is only read, at line 2, column 1\nSET a.name = 'x'\n\
             ^^^^^^^^^^^^^^^^\nask with MATCH ... RETURN; diurna build makes graphs"
        );
        for text in [
            "CREATE (n)",
            "MATCH (n) DELETE n",
            "MATCH (n) DETACH DELETE n",
            "MERGE (n:Actor)",
            "MATCH (n) REMOVE n.name",
            "MATCH (n) FOREACH (x IN [1] | SET n.y = x)",
            "MATCH (n) CALL { WITH n CREATE (m) } RETURN n",
            "LOAD CSV FROM 'file:///etc/hosts' AS row RETURN row",
            "CALL db.cdc.enable()",
            "RETURN 1 AS x UNION MATCH (n) SET n.a = 1 RETURN 1 AS x",
            "/* MATCH */ create (n)",
        ] {
            let message = refusal(text);
            assert!(message.contains("only read") || message.contains(" may not"), "{text}: {message}");
        }
    }

    #[test]
    fn words_of_writing_in_other_places_are_fine() {
        for text in [
            "RETURN 'CREATE (n) DELETE n' AS text",
            "MATCH (n) WHERE n.label = \"SET\" RETURN n // MERGE",
            "MATCH (create:Actor) RETURN create",
            "MATCH (n {create: 1}) RETURN n.set, n.delete",
            "MATCH (n:`CREATE`)-[:`SET`]->() RETURN n",
            "CALL db.labels() YIELD label RETURN label",
            "CALL { MATCH (n) RETURN n } RETURN n",
        ] {
            if let Err(error) = check(&Question::new(text)) {
                panic!("{text}: {error}\n{}", error.help().unwrap_or_default());
            }
        }
    }

    #[test]
    fn a_mistake_is_shown() {
        let message = refusal("MATCH (a:Actor RETURN a");
        assert!(message.starts_with("not openCypher at line 1, column 7"), "{message}");
        assert!(message.contains("\n      ^"), "{message}");
    }

    #[test]
    fn the_engine_gets_names_in_backticks_and_no_comments() {
        let text = "MATCH (e:End) /* all\nof them */ RETURN e.end, {case: 1}.`case` AS x // END";
        let checked = check(&Question::new(text)).expect("it only reads");
        assert_eq!(
            checked.text,
            "MATCH (e:`End`)       \n           RETURN e.`end`, {`case`: 1}.`case` AS x       "
        );
        assert_eq!(checked.columns, Some(vec!["e.end".to_owned(), "x".to_owned()]));
        // A place behind the backticks is found back.
        let column = checked.text.lines().nth(1).and_then(|line| line.find(", {")).expect("it is there") + 1;
        let error = checked.engine_error(text, "odd", Some((2, column)));
        assert_eq!(error.help().and_then(|help| help.lines().last()).map(str::len), Some(24));
        assert_eq!(error.to_string(), "odd at line 2, column 24");
    }

    #[test]
    fn a_parameter_needs_a_value() {
        assert!(refusal("RETURN $day").starts_with("the parameter `$day` has no value at line 1, column 8"));
        assert!(check(&Question::new("RETURN $day").with("day", "2024-05-01")).is_ok());
    }

    #[test]
    fn a_place_in_a_long_line_is_shown_with_its_surroundings() {
        let text = format!("RETURN '{}' AS x, $y", "\u{e9}".repeat(500));
        let message = refusal(&text);
        let lines: Vec<&str> = message.lines().collect();
        assert!(lines[1].chars().count() <= 2 * CONTEXT);
        assert_eq!(lines[1].chars().nth(lines[2].find('^').expect("a caret")), Some('$'));
    }

    #[test]
    fn no_query_is_too_deep_or_too_long() {
        let deep = format!("RETURN {}1{}", "(".repeat(200), ")".repeat(200));
        assert!(refusal(&deep).contains("brackets"));
        let long = format!("RETURN 1{}", " + 1".repeat(10_000));
        assert!(refusal(&long).contains("tokens"));
    }
}
