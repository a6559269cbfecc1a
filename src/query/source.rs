//! Which documents are meant by what a person typed.

use super::filter::same_letters;
use super::name::{LIKENESS, likeness_of, words_start_with};
use crate::graph::{Document, Graph};

/// The documents that `text` names: by id or the start of one, path, address, the identifier their source gives
/// them, or publisher; in id order.
///
/// The first of these rules under which there is any decides: the whole id, path, address, identifier or publisher;
/// the last parts of the path ("flood.html"); the start or the host of the address; the first letters of the words
/// of the publisher, in smart case as for [`super::find_actor`]; the start of the id. Empty: none.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::find_documents;
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "documents": [
///     {"id": "d:1", "path": "pages/flood.html", "publisher": "The Delta Courier",
///      "url": "https://news.example/floods"}]}"#)?;
/// for text in ["d:1", "pages/flood.html", "flood.html", "news.example", "https://news.example/", "delta cour"] {
///     assert_eq!(find_documents(&graph, text).len(), 1, "{text}");
/// }
/// assert!(find_documents(&graph, "lood.html").is_empty());
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn find_documents<'graph>(graph: &'graph Graph, text: &str) -> Vec<&'graph Document> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Vec::new();
    }
    let has_capital = text.chars().any(char::is_uppercase);
    let rules: [&dyn Fn(&Document) -> bool; 5] = [
        &|document| {
            let named = [&document.path, &document.url, &document.source_id];
            document.id.as_str() == text
                || named.into_iter().flatten().any(|name| *name == text)
                || document.publisher.as_ref().is_some_and(|publisher| same_letters(publisher, &text))
        },
        &|document| document.path.as_ref().is_some_and(|path| ends_with_parts(path, &text)),
        &|document| document.url.as_ref().is_some_and(|url| is_address_under(url, &text)),
        &|document| {
            let publisher = document.publisher.as_ref();
            publisher.is_some_and(|publisher| words_start_with(publisher, &text, has_capital))
        },
        &|document| text.len() > 2 && document.id.as_str().starts_with(&text),
    ];
    let passing = |rule: &&dyn Fn(&Document) -> bool| -> Vec<_> {
        graph.documents().filter(|document| rule(document)).collect()
    };
    rules.iter().map(passing).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The publishers and paths that look most like `text`, best first, at most three.
///
/// ```
/// use diurna::graph::Graph;
/// use diurna::query::suggest_documents;
/// let graph = Graph::from_json(r#"{"format": "diurna/1", "documents": [
///     {"id": "d:1", "publisher": "The Delta Courier"}]}"#)?;
/// assert_eq!(suggest_documents(&graph, "delta curier"), ["The Delta Courier"]);
/// assert!(suggest_documents(&graph, "Baltic Ledger").is_empty());
/// # Ok::<(), diurna::Error>(())
/// ```
pub fn suggest_documents<'graph>(graph: &'graph Graph, text: &str) -> Vec<&'graph str> {
    let wanted = text.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let parts = name.split([' ', '/']).map(|part| likeness_of(part, &wanted));
        parts.fold(likeness_of(&name, &wanted), f64::max)
    };
    let names = graph.documents().flat_map(|document| [&document.publisher, &document.path]).flatten();
    let mut scored: Vec<(f64, &str)> = names.map(|name| (likeness(name), name.as_str())).collect();
    scored.retain(|(likeness, _)| *likeness >= LIKENESS);
    scored.sort_by(|(a, left), (b, right)| b.total_cmp(a).then(left.cmp(right)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Whether `end` is the last parts of `path`.
fn ends_with_parts(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.ends_with(['/', '\\']))
}

/// Whether `url` starts with `text`, or `text` is its host.
fn is_address_under(url: &str, text: &str) -> bool {
    if text.contains("://") {
        return url.starts_with(text);
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let text = text.strip_prefix("www.").unwrap_or(text);
    rest.strip_prefix(text).is_some_and(|after| after.is_empty() || after.starts_with(['/', '?', '#', ':']))
        && text.contains('.')
}
