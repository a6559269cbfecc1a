//! Whether a query may run: it is openCypher, it only reads, and its parameters have values.

use super::Question;
use super::kinds::find_conflict;
use crate::error::{Error, Result};
use open_cypher::ast::visit::{Visitor, walk_clause, walk_expr, walk_label_expression, walk_path_factor};
use open_cypher::ast::{
    BinaryOperator, CallTarget, Clause, ClauseKind, Expr, ExprKind, LabelExpression, LabelExpressionKind,
    LiteralKind, MapProjectionItemKind, Name, ParameterName, PathFactor, PathFactorKind, Program,
    ProjectionItemKind, QualifiedName, QuantifierKind, QueryKind, RelationshipDirection, StatementKind,
    UnaryOperator,
};
use open_cypher::{DiagnosticCode, ParsedProgram, Span, TokenKind, lex, parse};

/// A query of more tokens is refused: names and numbers in great number belong into a parameter.
const LONGEST: usize = 10_000;

/// Deeper brackets are refused; nobody can read them and the stack is finite.
const DEEPEST: usize = 100;

/// Longer lists of what could stand somewhere help nobody.
const MOST_EXPECTED: usize = 8;

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
    /// The query in the engine's dialect.
    pub(super) text: String,
    /// What the columns of the answer are called: the alias or the words of each item of RETURN. `None`: ask the engine.
    pub(super) columns: Option<Vec<String>>,
    /// Where the stretches of `text` that were copied begin: there, and in the query that was asked.
    copied: Vec<(usize, usize)>,
}

/// What goes into a query for the engine at one place; of several the smallest goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Insertion {
    /// Behind a name of [`TO_QUOTE`].
    CloseName,
    /// Between the two comparisons of `a < b < c`: the operand they share.
    AndAgain(Span),
    CloseParenthesis,
    OpenParenthesis,
    /// Before a name of [`TO_QUOTE`].
    OpenName,
    /// Before a number that begins with its point.
    Zero,
}

/// How a query differs in the engine's dialect.
#[derive(Debug, Default)]
struct Edits {
    insertions: Vec<(usize, Insertion)>,
    /// Left out, each for a space.
    blanks: Vec<Span>,
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
        // Words of other dialects, which their users may try.
        let word = text.get(found.primary_span.start..found.primary_span.end).unwrap_or_default();
        let foreign = match word.to_ascii_uppercase().as_str() {
            "LOAD" => Some("`LOAD CSV` reads a file, which a query may not,"),
            "FOREACH" => Some("`FOREACH` would change the graph, which is only read,"),
            "{" if follows_call(text, found.primary_span) => Some("`CALL { ... }` is not openCypher 2024.3,"),
            _ => None,
        };
        if let Some(foreign) = foreign {
            let error = Error::new(format!("{foreign} at {}", place(text, found.primary_span)));
            return error.with_help(pointed(text, found.primary_span));
        }
        let message = match found.message.split_once("; expected ") {
            // Almost anything can follow an expression.
            Some((message, expected)) if expected.matches(", ").count() > MOST_EXPECTED => message,
            _ => &found.message,
        };
        let error = Error::new(format!("not openCypher at {}: {message}", place(text, found.primary_span)));
        let shown = pointed(text, found.primary_span);
        error.with_help(found.help.as_ref().map_or(shown.clone(), |help| format!("{shown}\n{help}")))
    })?;
    if parsed.program.is_empty() {
        return Err(Error::new("the query is empty")
            .with_help("write, for instance: MATCH (a:Actor) RETURN a.name LIMIT 10"));
    }
    let mut guard = Guard { question, found: None, edits: Edits::default(), chained: Vec::new() };
    guard.visit_program(&parsed.program);
    if let Some((span, message)) = find_conflict(&parsed.program) {
        guard.refuse(span, message, "give one of them another name");
    }
    let edits = std::mem::take(&mut guard.edits);
    match guard.found {
        Some((span, message, help)) => {
            let shown = pointed(text, span);
            let error = Error::new(format!("{message} at {}", place(text, span)));
            Err(error.with_help(format!("{shown}\n{help}")))
        }
        None => Ok(Checked::new(text, &parsed, edits)),
    }
}

impl Checked {
    fn new(text: &str, parsed: &ParsedProgram, mut edits: Edits) -> Self {
        edits.insertions.sort_unstable();
        edits.insertions.dedup();
        let is_comment = |kind| matches!(kind, TokenKind::LineComment | TokenKind::BlockComment);
        let comments = parsed.tokens.iter().filter(|token| is_comment(token.kind));
        edits.blanks.extend(comments.map(|token| token.span));
        edits.blanks.sort_unstable();
        let mut checked =
            Self { text: String::new(), columns: columns(text, &parsed.program), copied: Vec::new() };
        checked.copy(text, Span::new(0, text.len()), &edits);
        checked
    }

    /// Appends the words of `span` with the edits that belong there.
    fn copy(&mut self, asked: &str, span: Span, edits: &Edits) {
        let first = edits.insertions.partition_point(|(at, _)| *at < span.start);
        let last = edits.insertions.partition_point(|(at, _)| *at <= span.end);
        let mut at = span.start;
        for &(place, insertion) in &edits.insertions[first..last] {
            // At the ends of a part of the query stands what belongs to the whole.
            let is_inside = match insertion {
                Insertion::CloseName => place > span.start,
                Insertion::OpenName | Insertion::Zero => place < span.end,
                _ => (place > span.start && place < span.end) || span == Span::new(0, asked.len()),
            };
            if !is_inside {
                continue;
            }
            self.copy_plain(asked, Span::new(at, place), edits);
            at = place;
            match insertion {
                Insertion::OpenName | Insertion::CloseName => self.text.push('`'),
                Insertion::OpenParenthesis => self.text.push('('),
                Insertion::CloseParenthesis => self.text.push(')'),
                Insertion::Zero => self.text.push('0'),
                Insertion::AndAgain(shared) => {
                    self.text.push_str(" AND ");
                    self.copy(asked, shared, edits);
                }
            }
        }
        self.copy_plain(asked, Span::new(at, span.end), edits);
    }

    fn copy_plain(&mut self, asked: &str, span: Span, edits: &Edits) {
        let mut at = span.start;
        let first = edits.blanks.partition_point(|blank| blank.start < span.start);
        for blank in edits.blanks[first..].iter().take_while(|blank| blank.end <= span.end) {
            self.copied.push((self.text.len(), at));
            self.text.push_str(asked.get(at..blank.start).unwrap_or_default());
            self.text.push(' ');
            at = blank.end;
        }
        self.copied.push((self.text.len(), at));
        self.text.push_str(asked.get(at..span.end).unwrap_or_default());
    }

    /// The error for a failure that the engine places at `line` and `column`, both counted from 1.
    pub(super) fn engine_error(&self, asked: &str, message: &str, position: Option<(usize, usize)>) -> Error {
        let Some((line, column)) = position else { return Error::new(message) };
        let line_start: usize =
            self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.text.get(line_start..).unwrap_or_default();
        let offset =
            rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(offset, _)| offset);
        let offset = line_start + offset;
        let behind = self.copied.partition_point(|(there, _)| *there <= offset);
        let offset = behind.checked_sub(1).map_or(offset, |at| {
            let (there, asked) = self.copied[at];
            asked + (offset - there)
        });
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

/// Whether CALL stands before `span`.
fn follows_call(text: &str, span: Span) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    before.split_whitespace().next_back().is_some_and(|word| word.eq_ignore_ascii_case("CALL"))
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
    edits: Edits,
    /// Comparisons that are part of a chain whose parentheses are set.
    chained: Vec<Span>,
}

impl Guard<'_> {
    fn refuse(&mut self, span: Span, message: String, help: &str) {
        if self.found.is_none() {
            self.found = Some((span, message, help.to_owned()));
        }
    }

    fn note_name(&mut self, name: &Name) {
        if !name.kind.escaped && TO_QUOTE.iter().any(|word| word.eq_ignore_ascii_case(&name.kind.text)) {
            self.edits.insertions.push((name.span.start, Insertion::OpenName));
            self.edits.insertions.push((name.span.end, Insertion::CloseName));
        }
    }

    /// Writes `a < b < c` out as `(a < b AND b < c)`, which the engine knows.
    fn note_chain(&mut self, whole: Span, left: &Expr) {
        let ExprKind::Binary { operator, right: shared, .. } = &left.kind else { return };
        let words = self.question.text.get(shared.span.start..shared.span.end).unwrap_or_default();
        // An operand with comparisons of its own would double with each level.
        if !is_comparison(operator.kind) || words.contains(['<', '>', '=']) {
            return;
        }
        if !self.chained.contains(&whole) {
            self.edits.insertions.push((whole.start, Insertion::OpenParenthesis));
            self.edits.insertions.push((whole.end, Insertion::CloseParenthesis));
        }
        self.chained.push(left.span);
        self.edits.insertions.push((shared.span.end, Insertion::AndAgain(shared.span)));
    }

    fn expect_boolean(&mut self, operand: &Expr, word: &str) {
        let found = match &operand.kind {
            ExprKind::Literal(literal) => match literal.kind {
                LiteralKind::Integer(_) | LiteralKind::Float(_) => "a number",
                LiteralKind::String(_) => "a text",
                _ => return,
            },
            ExprKind::List(_) => "a list",
            ExprKind::Map(_) => "a map",
            _ => return,
        };
        let message = format!("{word} takes what is true or false, not {found},");
        self.refuse(operand.span, message, "compare it with something: =, <>, <, IN, ...");
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
            ExprKind::Unary { operator, operand } if operator.kind == UnaryOperator::Not => {
                self.expect_boolean(operand, "NOT");
            }
            ExprKind::Binary { left, operator, right } => {
                let word = match operator.kind {
                    BinaryOperator::And => Some("AND"),
                    BinaryOperator::Or => Some("OR"),
                    BinaryOperator::Xor => Some("XOR"),
                    _ => None,
                };
                if let Some(word) = word {
                    self.expect_boolean(left, word);
                    self.expect_boolean(right, word);
                }
                if is_comparison(operator.kind) {
                    self.note_chain(expression.span, left);
                }
            }
            ExprKind::Literal(literal) => {
                if matches!(&literal.kind, LiteralKind::Float(float) if float.text.starts_with('.')) {
                    self.edits.insertions.push((expression.span.start, Insertion::Zero));
                }
            }
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

    fn visit_path_factor(&mut self, factor: &'ast PathFactor) {
        if let PathFactorKind::Relationship(relationship) = &factor.kind {
            // The engine writes `<-->` as `--`, and `*..` as `*`.
            if relationship.direction.kind == RelationshipDirection::Both && factor.span.len() >= 2 {
                self.edits.blanks.push(Span::new(factor.span.start, factor.span.start + 1));
                self.edits.blanks.push(Span::new(factor.span.end - 1, factor.span.end));
            }
            if let Some(quantifier) = &relationship.legacy_quantifier {
                let words =
                    self.question.text.get(quantifier.span.start..quantifier.span.end).unwrap_or_default();
                let points = words.find("..").filter(|_| {
                    matches!(&quantifier.kind, QuantifierKind::Range { lower: None, upper: None })
                        || words.trim_start_matches('*').trim() == ".."
                });
                if let Some(points) = points {
                    let start = quantifier.span.start + points;
                    self.edits.blanks.push(Span::new(start, start + 2));
                }
            }
        }
        walk_path_factor(self, factor);
    }

    fn visit_label_expression(&mut self, labels: &'ast LabelExpression) {
        if let LabelExpressionKind::Name(name) = &labels.kind {
            self.note_name(name);
        }
        walk_label_expression(self, labels);
    }
}

fn is_comparison(operator: BinaryOperator) -> bool {
    matches!(
        operator,
        BinaryOperator::Equal
            | BinaryOperator::NotEqual
            | BinaryOperator::Less
            | BinaryOperator::LessEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterEqual
    )
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
            "MATCH (n) WHERE EXISTS { MATCH (n) SET n.x = 1 RETURN n } RETURN n",
            "CALL db.cdc.enable()",
            "RETURN 1 AS x UNION MATCH (n) SET n.a = 1 RETURN 1 AS x",
            "/* MATCH */ create (n)",
        ] {
            let message = refusal(text);
            assert!(message.contains("only read") || message.contains(" may not"), "{text}: {message}");
        }
        // These are no openCypher at all.
        for (text, message) in [
            ("LOAD CSV FROM 'file:///etc/hosts' AS row RETURN row", "`LOAD CSV` reads a file"),
            ("MATCH (n) FOREACH (x IN [1] | SET n.y = x)", "`FOREACH` would change the graph"),
            ("MATCH (n) CALL { WITH n CREATE (m) } RETURN n", "`CALL { ... }` is not openCypher 2024.3"),
        ] {
            assert!(refusal(text).starts_with(message), "{}", refusal(text));
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
            "MATCH (n) WHERE EXISTS { MATCH (n)-->(m) RETURN m } RETURN n",
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
        assert_eq!(checked.text, "MATCH (e:`End`)   RETURN e.`end`, {`case`: 1}.`case` AS x  ");
        assert_eq!(checked.columns, Some(vec!["e.end".to_owned(), "x".to_owned()]));
        // A place behind the backticks is found back.
        let column = checked.text.find(", {").expect("it is there") + 1;
        let error = checked.engine_error(text, "odd", Some((1, column)));
        assert_eq!(error.to_string(), "odd at line 2, column 24");
    }

    fn dialect(text: &str) -> String {
        check(&Question::new(text)).unwrap_or_else(|error| panic!("{text}: {error}")).text
    }

    #[test]
    fn what_the_engine_writes_otherwise_is_written_so() {
        assert_eq!(
            dialect(
                "MATCH (a) WHERE NOT '2024' <= a.start < a.end < $x RETURN .5".replace("$x", "'2'").as_str()
            ),
            "MATCH (a) WHERE NOT ('2024' <= a.start AND a.start < a.`end` AND a.`end` < '2') RETURN 0.5"
        );
        assert_eq!(dialect("RETURN (1 < 2) < 3, 1 < 2"), "RETURN (1 < 2) < 3, 1 < 2");
        assert_eq!(
            dialect("MATCH (a)<-[r]->(b)-[*..]-(c) RETURN a"),
            "MATCH (a) -[r]- (b)-[* ]-(c) RETURN a"
        );
        assert_eq!(dialect("MATCH (a)-[*..3]-(c) RETURN a"), "MATCH (a)-[*..3]-(c) RETURN a");
    }

    #[test]
    fn a_number_is_neither_true_nor_false() {
        assert!(
            refusal("RETURN true AND 1")
                .starts_with("AND takes what is true or false, not a number, at line 1")
        );
        assert!(check(&Question::new("RETURN true AND null OR NOT (1 = 2)")).is_ok());
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
