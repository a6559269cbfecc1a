//! What an HTML page says of itself: JSON-LD, OpenGraph and other `<meta>`, `<time>`, `<title>`.

use super::Published;
use super::byline::push_new;
use super::html::{Event, tidy};
use super::stamp::read_published;
use serde_json::Value;

/// The metadata of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Metadata {
    /// The headline.
    pub(super) title: Option<String>,
    /// When it was published.
    pub(super) published: Option<Published>,
    /// Who published it.
    pub(super) publisher: Option<String>,
    /// Its authors.
    pub(super) makers: Vec<String>,
    /// Its address.
    pub(super) url: Option<String>,
}

/// Names of `<meta>` that hold the day of publication, best first (OpenGraph, schema.org, Dublin Core, Parse.ly, Sailthru).
const DATES: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
];
/// Names of `<meta>` that hold the title, best first.
const TITLES: [&str; 4] = ["og:title", "twitter:title", "dc.title", "headline"];
/// Names of `<meta>` that hold the publisher, best first.
const PUBLISHERS: [&str; 5] =
    ["og:site_name", "application-name", "dc.publisher", "publisher", "twitter:site"];
/// Names of `<meta>` that hold authors.
const AUTHORS: [&str; 5] = ["author", "article:author", "dc.creator", "parsely-author", "sailthru.author"];

impl Metadata {
    /// The metadata among the events of a page.
    pub(super) fn of(events: &[Event]) -> Self {
        let page = Source::of(events);
        let linked = page.linked();
        let meta = |names: &[&str]| names.iter().find_map(|name| page.meta(name));
        let published = linked
            .published
            .or_else(|| {
                DATES.iter().filter_map(|name| page.meta(name)).find_map(|value| read_published(&value))
            })
            .or_else(|| page.times.iter().find_map(|value| read_published(value)));
        let publisher = linked.publisher.or_else(|| meta(&PUBLISHERS).filter(|name| !name.starts_with('@')));
        let title = meta(&TITLES).or(linked.title).or_else(|| page.title.as_deref().and_then(tidy));
        let title = title.map(|title| without_site(&title, publisher.as_deref()));
        let mut makers = linked.makers;
        for author in AUTHORS.iter().filter_map(|name| page.meta(name)).filter(|name| !name.contains("://")) {
            push_new(&mut makers, &author);
        }
        let url = page.canonical.clone().or_else(|| page.meta("og:url")).or(linked.url);
        Self { title, published, publisher, makers, url }
    }
}

/// A title without the name of the site behind it: "Ferries stop | Harbour Post".
fn without_site(title: &str, publisher: Option<&str>) -> String {
    let joints = [" | ", " \u{2013} ", " \u{2014} ", " - ", " :: ", " \u{b7} "];
    let cut = |at: usize| title[..at].trim().to_owned();
    for joint in joints {
        if let Some((at, _)) = title.rmatch_indices(joint).next() {
            let site = title[at + joint.len()..].trim();
            let is_site = publisher.is_some_and(|publisher| site.eq_ignore_ascii_case(publisher));
            // A bar is only ever written before a site; a dash may belong to the headline.
            if is_site || joint == " | " && site.split_whitespace().count() <= 5 {
                return cut(at);
            }
        }
    }
    title.to_owned()
}

/// The raw metadata of a page.
#[derive(Default)]
struct Source {
    metas: Vec<(String, String)>,
    linked: Vec<Value>,
    times: Vec<String>,
    title: Option<String>,
    canonical: Option<String>,
}

impl Source {
    fn of(events: &[Event]) -> Self {
        let mut page = Self::default();
        for (at, event) in events.iter().enumerate() {
            let Event::Open { element, .. } = event else { continue };
            let text = match events.get(at + 1) {
                Some(Event::Text(text)) => text.as_str(),
                _ => "",
            };
            match element.name.as_str() {
                "meta" => {
                    let name =
                        ["property", "name", "itemprop"].iter().find_map(|name| element.attribute(name));
                    if let (Some(name), Some(value)) = (name, element.attribute("content").and_then(tidy)) {
                        page.metas.push((name.to_ascii_lowercase(), value));
                    }
                }
                "script" if element.attribute("type").is_some_and(|kind| kind.contains("ld+json")) => {
                    page.linked.extend(serde_json::from_str::<Value>(text).ok());
                }
                "time" => page.times.extend(element.attribute("datetime").and_then(tidy)),
                "title" if page.title.is_none() => page.title = tidy(text),
                "link" if element.attribute("rel") == Some("canonical") => {
                    page.canonical = element.attribute("href").and_then(tidy);
                }
                _ => {}
            }
        }
        page
    }

    fn meta(&self, name: &str) -> Option<String> {
        self.metas.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// What the first article in JSON-LD says, or the first object with a date if none calls itself an article.
    fn linked(&self) -> Metadata {
        let mut objects = Vec::new();
        for value in &self.linked {
            collect_objects(value, &mut objects);
        }
        let article = objects
            .iter()
            .find(|object| is_article(object))
            .or_else(|| objects.iter().find(|object| object.get("datePublished").is_some()));
        let Some(article) = article else { return Metadata::default() };
        let text = |name: &str| article.get(name).and_then(Value::as_str).and_then(tidy);
        let date = ["datePublished", "dateCreated", "uploadDate"].iter().find_map(|name| text(name));
        let mut makers = Vec::new();
        for name in article.get("author").map(names_of).unwrap_or_default() {
            push_new(&mut makers, &name);
        }
        Metadata {
            title: text("headline").or_else(|| text("name")),
            published: date.and_then(|date| read_published(&date)),
            publisher: article.get("publisher").map(names_of).and_then(|names| names.into_iter().next()),
            makers,
            url: text("url"),
        }
    }
}

/// `value` and every object in it, in the order of the text. JSON nests at most 128 deep (`serde_json`).
fn collect_objects<'v>(value: &'v Value, objects: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_objects(value, objects)),
        Value::Object(fields) => {
            objects.push(value);
            fields.values().for_each(|value| collect_objects(value, objects));
        }
        _ => {}
    }
}

fn is_article(object: &Value) -> bool {
    let is_kind = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article") || kind.ends_with("Posting") || kind.ends_with("Report")
        })
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_kind),
        Some(kind) => is_kind(kind),
        None => false,
    }
}

/// The names of a JSON-LD person, organisation, or list of them.
fn names_of(value: &Value) -> Vec<String> {
    let name = match value {
        Value::String(name) => Some(name.as_str()),
        Value::Array(values) => return values.iter().flat_map(names_of).collect(),
        object => object.get("name").and_then(Value::as_str),
    };
    name.filter(|name| !name.contains("://")).and_then(tidy).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_the_site() {
        assert_eq!(without_site("Ferries stop | Harbour Post", None), "Ferries stop");
        assert_eq!(without_site("Ferries stop - Harbour Post", Some("Harbour Post")), "Ferries stop");
        assert_eq!(
            without_site("Ferries stop - crews walk out", Some("Harbour Post")),
            "Ferries stop - crews walk out"
        );
    }
}
