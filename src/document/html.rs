//! HTML pages: which of their blocks are the article, and what the page says of itself.
//!
//! `dom_smoothie` finds the article; a pass of our own drops what stands beside news and tells captions, credits and
//! by-lines by their elements. A page that it finds nothing in is read block by block.

use super::byline::push_new;
use super::line::{Hint, Paragraph, ends_sentence};
use super::metadata::Metadata;
use super::phrase::{Phrases, rows_of};
use super::read::{ReadOptions, add_url, document_of, in_one_line, read_plain};
use super::words::Words;
use super::zone::Known;
use super::{Document, Span};
use dom_query::{Document as Page, NodeRef};
use dom_smoothie::{Config, Readability};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Elements inside elements at most; a deeper page is read without a tree. Pages of newspapers are below 100.
const DEEPEST: usize = 400;
/// Elements per page at most for the search for the article.
const MOST_ELEMENTS: usize = 100_000;

/// What an element holds, by its class or id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Beside,
    Caption,
    Credit,
    Byline,
}

static CONTAINERS: LazyLock<Phrases<Holds>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/containers.tsv"));
    Phrases::from_rows(rows.filter_map(|row| match row.as_slice() {
        [phrase, class] => Some((*phrase, holds_of(class)?)),
        _ => None,
    }))
});

fn holds_of(class: &str) -> Option<Holds> {
    match class {
        "skip" => Some(Holds::Beside),
        "caption" => Some(Holds::Caption),
        "credit" => Some(Holds::Credit),
        "byline" => Some(Holds::Byline),
        _ => None,
    }
}

/// The document of an HTML page. Its text is that of its article, one block a paragraph; it never fails.
pub(super) fn read_html(html: &str, options: &ReadOptions) -> Document {
    if is_costly(html) {
        return read_plain(strip_tags(html), None, Known::default(), options);
    }
    let page = Page::from(html);
    let events = events_of(&page.root());
    let metadata = Metadata::of(&events);
    let blocks = choose_blocks(blocks_of(&events), page, &metadata, &events);

    let (text, paragraphs) = write_text(&blocks);
    let known = Known {
        published: metadata.published,
        publisher: metadata.publisher.clone(),
        makers: metadata.makers.iter().fold(Vec::new(), |mut makers, maker| {
            push_new(&mut makers, maker);
            makers
        }),
    };
    let mut document = document_of(text, &paragraphs, known, options);
    document.title = document.title.or(metadata.title);
    add_url(&mut document, metadata.url);
    document
}

/// A page in the order of its tags.
pub(super) enum Event {
    /// An element begins; it ends at event `end`.
    Open { element: Element, end: usize },
    /// Text.
    Text(String),
    /// The element ends that began last.
    Close,
}

/// An element.
pub(super) struct Element {
    /// The tag, in lower case.
    pub(super) name: String,
    /// Attributes with their values.
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of attribute `name`.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn events_of(root: &NodeRef<'_>) -> Vec<Event> {
    enum Step<'n> {
        Visit(NodeRef<'n>),
        Leave { start: usize },
    }
    let mut events = Vec::new();
    let mut steps: Vec<Step<'_>> = root.children_it(true).map(Step::Visit).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave { start } => {
                let close = events.len();
                if let Event::Open { end, .. } = &mut events[start] {
                    *end = close;
                }
                events.push(Event::Close);
            }
            Step::Visit(node) if node.is_text() => events.push(Event::Text(node.text().to_string())),
            Step::Visit(node) => {
                let Some(name) = node.node_name() else { continue };
                let mut attributes = Vec::new();
                for attribute in node.attrs() {
                    let name = attribute.name.local.to_ascii_lowercase().to_string();
                    attributes.push((name, attribute.value.to_string()));
                }
                let element = Element { name: name.to_ascii_lowercase(), attributes };
                steps.push(Step::Leave { start: events.len() });
                events.push(Event::Open { element, end: 0 });
                steps.extend(node.children_it(true).map(Step::Visit));
            }
        }
    }
    events
}

/// A block of text and what its elements say it is.
struct Block {
    text: String,
    hint: Hint,
    /// The event at which it begins.
    at: usize,
}

/// Elements that never hold news.
const BESIDE: [&str; 27] = [
    "head", "script", "style", "noscript", "template", "nav", "aside", "footer", "form", "button", "select",
    "svg", "math", "iframe", "object", "embed", "video", "audio", "canvas", "dialog", "input", "textarea",
    "map", "menu", "datalist", "progress", "meter",
];
/// Elements inside a paragraph.
const INLINE: [&str; 35] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "picture", "q", "ruby", "rp", "rt", "s", "samp", "small",
    "source", "span", "strike", "strong", "sub", "sup", "u",
];

/// The blocks of a page that are not beside the news.
fn blocks_of(events: &[Event]) -> Vec<Block> {
    let mut n_letters = Vec::with_capacity(events.len() + 1);
    let mut n_heads = Vec::with_capacity(events.len() + 1);
    let (mut letters, mut heads) = (0, 0);
    let mut silent_until = 0;
    for (at, event) in events.iter().enumerate() {
        n_letters.push(letters);
        n_heads.push(heads);
        match event {
            Event::Open { element, end }
                if matches!(element.name.as_str(), "script" | "style" | "head" | "noscript") =>
            {
                silent_until = silent_until.max(*end);
            }
            Event::Open { element, .. } => heads += usize::from(is_core(&element.name)),
            Event::Text(text) if at >= silent_until => letters += text.trim().len(),
            _ => {}
        }
    }
    n_letters.push(letters);
    n_heads.push(heads);

    let mut walk = Walk { blocks: Vec::new(), buffer: String::new(), hints: vec![Hint::None], at: 0 };
    let mut article_depth = 0usize;
    let mut open_elements: Vec<Opened> = Vec::new();
    let mut at = 0;
    while at < events.len() {
        match &events[at] {
            Event::Text(text) => walk.add_text(text, at),
            Event::Close => {
                if let Some(opened) = open_elements.pop() {
                    opened.close(&mut walk, &mut article_depth);
                }
            }
            Event::Open { element, end } => {
                let inside = n_letters[*end] - n_letters[at];
                let is_whole =
                    n_heads[*end] > n_heads[at] + usize::from(is_core(&element.name)) || 2 * inside > letters;
                let holds = holds_of_element(element);
                let is_beside = BESIDE.contains(&element.name.as_str())
                    || element.name == "header" && article_depth == 0 && !is_whole
                    || is_hidden(element)
                    || holds == Some(Holds::Beside) && !is_whole && !is_core(&element.name);
                if is_beside {
                    walk.flush();
                    at = *end + 1;
                    continue;
                }
                if element.name == "br" {
                    walk.break_line();
                }
                let opened = Opened {
                    is_block: !INLINE.contains(&element.name.as_str())
                        && !matches!(element.name.as_str(), "br" | "wbr" | "time"),
                    is_article: is_container(element),
                    has_hint: false,
                };
                let opened = opened.open(&mut walk, &mut article_depth, element, holds, inside);
                open_elements.push(opened);
            }
        }
        at += 1;
    }
    walk.flush();
    walk.blocks
}

/// Elements that no class name can put beside the news.
fn is_core(name: &str) -> bool {
    matches!(name, "html" | "body" | "main" | "article" | "h1")
}

fn is_container(element: &Element) -> bool {
    matches!(element.name.as_str(), "article" | "main") || element.attribute("role") == Some("main")
}

fn is_hidden(element: &Element) -> bool {
    let role = element.attribute("role").unwrap_or_default();
    let style = element.attribute("style").unwrap_or_default();
    element.attribute("hidden").is_some()
        || element.attribute("aria-hidden") == Some("true")
        || matches!(
            role,
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "dialog"
                | "alertdialog"
                | "search"
                | "menu"
        )
        || style.len() < 400 && style.replace(' ', "").contains("display:none")
}

/// What the class, id and properties of an element say it holds.
fn holds_of_element(element: &Element) -> Option<Holds> {
    match element.attribute("itemprop") {
        Some("caption") => return Some(Holds::Caption),
        Some("author" | "datePublished" | "dateModified") => return Some(Holds::Byline),
        Some("articleBody" | "headline") => return None,
        _ => {}
    }
    if element.name == "figcaption" {
        return Some(Holds::Caption);
    }
    if element.name == "address" || element.attribute("rel") == Some("author") {
        return Some(Holds::Byline);
    }
    let mut found = None;
    for value in ["class", "id"].iter().filter_map(|name| element.attribute(name)) {
        for name in value.split_whitespace().take(20) {
            let words = Words::of(&cut_name(name));
            for at in 0..words.len() {
                match CONTAINERS.longest_at(&words, at) {
                    Some((_, Holds::Beside)) => return Some(Holds::Beside),
                    Some((_, holds)) => found = found.or(Some(holds)),
                    None => {}
                }
            }
        }
    }
    found
}

/// A class name as words: "authorBox" and "author__box" are "author box".
fn cut_name(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut was_small = false;
    for character in name.chars().take(80) {
        if character.is_alphanumeric() {
            if was_small && character.is_uppercase() {
                words.push(' ');
            }
            words.push(character);
        } else {
            words.push(' ');
        }
        was_small = character.is_lowercase();
    }
    words
}

/// What must be undone when an element ends.
struct Opened {
    is_block: bool,
    is_article: bool,
    has_hint: bool,
}

/// Characters at most of an element whose class says it is a by-line or credit, and of one that is a caption.
const LONGEST_BYLINE: usize = 400;
const LONGEST_CAPTION: usize = 1500;

impl Opened {
    fn open(
        mut self,
        walk: &mut Walk,
        article_depth: &mut usize,
        element: &Element,
        holds: Option<Holds>,
        n_letters: usize,
    ) -> Self {
        let hint = match (element.name.as_str(), holds) {
            ("h1", _) => Some(Hint::Title),
            ("p" | "blockquote", None) if walk.hint() == Hint::None => Some(Hint::Article),
            ("cite" | "small", None) if walk.hint() == Hint::Caption => Some(Hint::Credit),
            (_, Some(Holds::Caption)) if n_letters <= LONGEST_CAPTION => Some(Hint::Caption),
            (_, Some(Holds::Credit)) if n_letters <= LONGEST_BYLINE => Some(Hint::Credit),
            (_, Some(Holds::Byline)) if n_letters <= LONGEST_BYLINE && walk.hint() != Hint::Title => {
                Some(Hint::Byline)
            }
            _ => None,
        };
        // An author's name inside a by-line or a paragraph is no block of its own.
        let is_inner = !self.is_block
            && matches!(walk.hint(), Hint::Byline | Hint::Title | Hint::Article)
            && hint == Some(Hint::Byline);
        if let Some(hint) = hint.filter(|_| !is_inner) {
            walk.flush();
            walk.hints.push(hint);
            self.has_hint = true;
        } else if self.is_block {
            walk.flush();
        }
        *article_depth += usize::from(self.is_article);
        self
    }

    fn close(&self, walk: &mut Walk, article_depth: &mut usize) {
        if self.is_block || self.has_hint {
            walk.flush();
        }
        if self.has_hint {
            walk.hints.pop();
        }
        *article_depth -= usize::from(self.is_article);
    }
}

struct Walk {
    blocks: Vec<Block>,
    buffer: String,
    hints: Vec<Hint>,
    at: usize,
}

impl Walk {
    fn hint(&self) -> Hint {
        self.hints.last().copied().unwrap_or_default()
    }

    fn add_text(&mut self, text: &str, at: usize) {
        if self.buffer.is_empty() {
            self.at = at;
        }
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                if !self.buffer.is_empty() && !self.buffer.ends_with([' ', '\n']) {
                    self.buffer.push(' ');
                }
            } else {
                self.buffer.push(character);
            }
        }
    }

    /// One break is a line end inside the block, two are a new block.
    fn break_line(&mut self) {
        let length = self.buffer.trim_end_matches(' ').len();
        self.buffer.truncate(length);
        if self.buffer.ends_with('\n') {
            self.flush();
        } else if !self.buffer.is_empty() {
            self.buffer.push('\n');
        }
    }

    fn flush(&mut self) {
        let text = self.buffer.trim();
        if !text.is_empty() {
            self.blocks.push(Block { text: text.to_owned(), hint: self.hint(), at: self.at });
        }
        self.buffer.clear();
    }
}

/// A text without white space, by which the blocks of two walks are compared.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The blocks of the article, the headline first.
fn choose_blocks(blocks: Vec<Block>, page: Page, metadata: &Metadata, events: &[Event]) -> Vec<Block> {
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let article =
        Readability::with_document(page, None, Some(config)).ok().and_then(|mut found| found.parse().ok());
    let mut chosen: HashSet<String> = HashSet::new();
    if let Some(article) = article {
        let content = Page::from(article.content);
        chosen.extend(blocks_of(&events_of(&content.root())).iter().map(|block| squeeze(&block.text)));
    }
    let mut n_chosen = Vec::with_capacity(blocks.len() + 1);
    let mut sum = 0;
    for block in &blocks {
        n_chosen.push(sum);
        if chosen.contains(&squeeze(&block.text)) {
            sum += block.text.len();
        }
    }
    n_chosen.push(sum);

    let kept = match smallest_container(&blocks, &n_chosen, events) {
        _ if sum < 200 => whole_page(&blocks, events),
        Some(container) => container,
        None => {
            let first = n_chosen.iter().position(|chosen| *chosen > 0).map_or(0, |after| after - 1);
            let last = n_chosen.iter().position(|chosen| *chosen == sum).unwrap_or(blocks.len());
            first..last
        }
    };
    let is_in_container = |index: usize| kept.contains(&index);
    let title = title_block(&blocks, &kept, metadata);
    let has_title = title.is_some();
    let start = title.map_or(kept.start, |title| title.min(kept.start));
    let mut taken: Vec<Block> = Vec::new();
    if !has_title && let Some(text) = metadata.title.clone() {
        taken.push(Block { text, hint: Hint::Title, at: 0 });
    }
    for (index, mut block) in blocks.into_iter().enumerate() {
        let is_between = index >= start && index < kept.end;
        let is_told = matches!(block.hint, Hint::Byline | Hint::Caption | Hint::Credit);
        if Some(index) == title {
            block.hint = Hint::Title;
            // What stands above the headline is a kicker or the end of a menu.
            taken.retain(|block| is_told_hint(block.hint));
            taken.insert(0, block);
        } else if is_in_container(index) || is_between && is_told {
            if block.hint == Hint::Title {
                block.hint = Hint::None;
            }
            taken.push(block);
        }
    }
    taken
}

fn is_told_hint(hint: Hint) -> bool {
    matches!(hint, Hint::Byline | Hint::Caption | Hint::Credit)
}

/// The blocks of the smallest `<article>` or `<main>` that holds four fifths of what was found to be the article.
fn smallest_container(blocks: &[Block], n_chosen: &[usize], events: &[Event]) -> Option<Range<usize>> {
    let sum = *n_chosen.last()?;
    let containers = events.iter().enumerate().filter_map(|(start, event)| match event {
        Event::Open { element, end } if is_container(element) => Some(start..*end),
        _ => None,
    });
    containers
        .map(|range| {
            blocks.partition_point(|block| block.at < range.start)
                ..blocks.partition_point(|block| block.at < range.end)
        })
        .filter(|range| !range.is_empty() && 5 * (n_chosen[range.end] - n_chosen[range.start]) >= 4 * sum)
        .min_by_key(|range| range.len())
}

/// All blocks of the first `<main>` or `<article>` that holds most of the text, else of the page.
fn whole_page(blocks: &[Block], events: &[Event]) -> Range<usize> {
    let mut lengths = vec![0];
    for block in blocks {
        lengths.push(lengths[lengths.len() - 1] + block.text.len());
    }
    smallest_container(blocks, &lengths, events).unwrap_or(0..blocks.len())
}

/// The block that is the headline: the first first-level heading of the article, or the one above it that the page's
/// metadata also gives as its title.
fn title_block(blocks: &[Block], kept: &Range<usize>, metadata: &Metadata) -> Option<usize> {
    let is_heading = |index: &usize| blocks[*index].hint == Hint::Title;
    let wanted = metadata.title.as_deref().map(squeeze);
    let is_wanted = |index: &usize| wanted.as_ref() == Some(&squeeze(&blocks[*index].text));
    kept.clone()
        .find(is_heading)
        .or_else(|| (0..kept.start).rev().find(is_heading))
        .or_else(|| (0..kept.end).find(is_wanted))
}

/// The text of blocks, a blank line between them, and their paragraphs.
fn write_text(blocks: &[Block]) -> (String, Vec<Paragraph>) {
    let mut text = String::new();
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(blocks.len());
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let mut follows_blank = true;
        for line in block.text.split('\n') {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let goes_on = !follows_blank
                && line.starts_with(char::is_lowercase)
                && paragraphs.last().is_some_and(|last| !ends_sentence(last.span.of(&text)));
            if !follows_blank {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(line);
            match paragraphs.last_mut() {
                Some(last) if goes_on => last.span.end = text.len(),
                _ => paragraphs.push(Paragraph {
                    span: Span::new(start, text.len()),
                    follows_blank,
                    hint: block.hint,
                }),
            }
            follows_blank = false;
        }
    }
    (text, paragraphs)
}

/// Elements that no end tag need follow, so that they tell nothing about nesting.
const UNCLOSED: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "path", "circle", "rect", "line", "use",
    "polygon", "tbody", "thead",
];

/// Elements that a parser opens again in every later block until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Attributes per element at most.
const MOST_ATTRIBUTES: usize = 2000;

/// Whether building the tree of a page would cost more than a constant for each byte: its elements lie too deep in each
/// other, too many formatting elements are never closed, or one has too many attributes.
fn is_costly(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut n_formatting = [0usize; FORMATTING.len()];
    for part in html.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or(part);
        if tag.len() > MOST_ATTRIBUTES && tag.matches('=').count() > MOST_ATTRIBUTES {
            return true;
        }
        let is_end = part.starts_with('/');
        let name = &part[usize::from(is_end)..];
        let name = &name[..name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if name.is_empty() || UNCLOSED.iter().any(|unclosed| unclosed.eq_ignore_ascii_case(name)) {
            continue;
        }
        let formatting = FORMATTING.iter().position(|known| known.eq_ignore_ascii_case(name));
        if is_end {
            if let Some(at) = open.iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                open.truncate(at);
            }
            if let Some(kind) = formatting {
                n_formatting[kind] = n_formatting[kind].saturating_sub(1);
            }
        } else if !tag.ends_with('/') {
            open.push(name);
            if let Some(kind) = formatting {
                n_formatting[kind] += 1;
            }
        }
        if open.len().max(n_formatting.iter().sum()) > DEEPEST {
            return true;
        }
    }
    false
}

/// The text between the tags, each tag a line end; scripts and styles are left out.
fn strip_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let name = rest[..rest.floor_char_boundary(8)].to_ascii_lowercase();
        let end_mark = if name.starts_with("<script") {
            "</script"
        } else if name.starts_with("<style") {
            "</style"
        } else if name.starts_with("<!--") {
            "-->"
        } else {
            ""
        };
        let skipped = rest.find(end_mark).map_or(rest.len(), |at| at + end_mark.len());
        rest = &rest[skipped..];
        let end = rest.find('>').map_or(rest.len(), |at| at + 1);
        rest = &rest[end..];
        text.push('\n');
    }
    text.push_str(rest);
    let mut plain = text;
    for (entity, character) in
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        if plain.contains(entity) {
            plain = plain.replace(entity, character);
        }
    }
    plain
}

/// Shortens a metadata text to one line; `None` when nothing is left.
pub(super) fn tidy(text: &str) -> Option<String> {
    Some(in_one_line(text)).filter(|text| !text.is_empty())
}
