//! Whether each variable of a query stands for one kind of thing.
//!
//! The language forbids `MATCH (r)-[r]->()`; the engine answers it, wrongly.

use open_cypher::Span;
use open_cypher::ast::{
    Clause, ClauseKind, Expr, ExprKind, LiteralKind, MatchClause, Name, PathFactorKind, Program,
    ProjectionClause, ProjectionItemKind, QueryKind, StatementKind,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a variable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Node,
    Relationship,
    /// Of relationships, or of anything.
    List,
    Path,
    Value,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Node => "a node",
            Self::Relationship => "a relationship",
            Self::List => "a list",
            Self::Path => "a path",
            Self::Value => "a value",
        }
    }
}

/// The variables whose kind is known; others may be anything.
type Scope<'ast> = BTreeMap<&'ast str, Kind>;

/// The first place where a variable is to stand for something else than before, and what is wrong there.
pub(super) fn find_conflict(program: &Program) -> Option<(Span, String)> {
    let StatementKind::Query(statement) = &program.statements.first()?.kind else { return None };
    let QueryKind::Regular(query) = &statement.query.kind else { return None };
    let queries = std::iter::once(&query.head).chain(query.unions.iter().map(|union| &union.query));
    queries.into_iter().find_map(|query| find_in(&query.kind.clauses))
}

fn find_in(clauses: &[Clause]) -> Option<(Span, String)> {
    let mut scope = Scope::new();
    for clause in clauses {
        match &clause.kind {
            ClauseKind::Match(found) => {
                if let Err(conflict) = note_pattern(&mut scope, found) {
                    return Some(conflict);
                }
            }
            ClauseKind::With(found) => scope = after(&scope, &found.projection),
            ClauseKind::Unwind(found) => {
                scope.remove(found.variable.kind.text.as_str());
            }
            _ => {}
        }
    }
    None
}

fn note_pattern<'ast>(scope: &mut Scope<'ast>, clause: &'ast MatchClause) -> Result<(), (Span, String)> {
    let mut relationships = BTreeSet::new();
    for part in &clause.pattern.parts {
        if let Some(name) = &part.kind.binding {
            note(scope, name, Kind::Path)?;
        }
        for factor in &part.kind.path.kind.factors {
            match &factor.kind {
                PathFactorKind::Node(node) => {
                    if let Some(name) = &node.variable {
                        note(scope, name, Kind::Node)?;
                    }
                }
                PathFactorKind::Relationship(relationship) => {
                    let Some(name) = &relationship.variable else { continue };
                    let repeats =
                        relationship.legacy_quantifier.is_some() || relationship.graph_quantifier.is_some();
                    note(scope, name, if repeats { Kind::List } else { Kind::Relationship })?;
                    if !relationships.insert(name.kind.text.as_str()) {
                        let message =
                            format!("the relationship `{}` stands twice in one pattern", name.kind.text);
                        return Err((name.span, message));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn note<'ast>(scope: &mut Scope<'ast>, name: &'ast Name, kind: Kind) -> Result<(), (Span, String)> {
    match scope.insert(name.kind.text.as_str(), kind) {
        Some(known) if known != kind => {
            let message =
                format!("`{}` is {} and cannot be {} too", name.kind.text, known.name(), kind.name());
            Err((name.span, message))
        }
        _ => Ok(()),
    }
}

/// What is known after a WITH.
fn after<'ast>(scope: &Scope<'ast>, projection: &'ast ProjectionClause) -> Scope<'ast> {
    let mut next = Scope::new();
    for item in &projection.items {
        match &item.kind {
            ProjectionItemKind::Wildcard => next.extend(scope),
            ProjectionItemKind::Expression { expression, alias } => {
                let variable = match &expression.kind {
                    ExprKind::Variable(name) => Some(name.kind.text.as_str()),
                    _ => None,
                };
                let kind = match variable {
                    Some(variable) => scope.get(variable).copied(),
                    None => plain_kind(expression),
                };
                let name = alias.as_ref().map(|alias| alias.kind.text.as_str()).or(variable);
                if let Some((name, kind)) = name.zip(kind) {
                    next.insert(name, kind);
                }
            }
            _ => {}
        }
    }
    next
}

/// What an expression is that is written out and not null, so that it can be no node, relationship or path.
fn plain_kind(expression: &Expr) -> Option<Kind> {
    match &expression.kind {
        ExprKind::Literal(literal) => (literal.kind != LiteralKind::Null).then_some(Kind::Value),
        ExprKind::Map(_) => Some(Kind::Value),
        ExprKind::List(_) => Some(Kind::List),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conflict(text: &str) -> Option<String> {
        let parsed =
            open_cypher::parse(text).unwrap_or_else(|error| panic!("{text}: {}", error.render(text)));
        find_conflict(&parsed.program).map(|(_, message)| message)
    }

    #[test]
    fn a_variable_stands_for_one_kind_of_thing() {
        assert_eq!(
            conflict("MATCH (r)-[r]->() RETURN r").as_deref(),
            Some("`r` is a node and cannot be a relationship too")
        );
        for text in [
            "MATCH (a)-[r]->(b) MATCH (r) RETURN a",
            "MATCH p = (p) RETURN p",
            "MATCH (a)-[r]->()-[r]->() RETURN a",
            "WITH 1 AS n MATCH (n) RETURN n",
            "MATCH (a) WITH [a] AS list MATCH (list) RETURN list",
            "MATCH (a)-[r*]->() MATCH ()-[r]->() RETURN r",
            "MATCH (a)-[r]->() WITH r AS x MATCH (x) RETURN x",
        ] {
            assert!(conflict(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_name_may_be_used_again_where_nothing_knows_it() {
        for text in [
            "MATCH (a)-[r]->(a) MATCH (a)-[r]->() RETURN a",
            "MATCH (a)-[r]->() WITH a MATCH (r) RETURN r",
            "MATCH (n) RETURN n UNION MATCH ()-[n]->() RETURN n",
            "MATCH ()-[a]->()-[b]->() WITH [a, b] AS both MATCH (x)-[both*]->(y) RETURN x",
            "MATCH (a) UNWIND [a] AS b MATCH (b) RETURN b",
            "WITH null AS a OPTIONAL MATCH (a) RETURN a",
            "MATCH (a) WITH collect(a) AS some UNWIND some AS one MATCH (one)-->() RETURN one",
        ] {
            assert_eq!(conflict(text), None, "{text}");
        }
    }
}
