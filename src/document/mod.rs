//! Documents: what was read, split into stories and zones.
//!
//! In come the bytes of a page; out goes a [`Document`]: its decoded text, and which parts of it are headline,
//! body, caption or boilerplate, and which story they belong to. Nothing here knows grammar: what furniture,
//! by-lines and credits look like is data.

mod byline;
mod credit;
mod dateline;
mod decode;
mod furniture;
mod html;
pub mod input;
mod jsonl;
mod line;
mod metadata;
mod page;
mod phrase;
mod read;
mod stamp;
mod words;
mod zone;

pub use page::Page;
pub use read::{Format, JsonlFields, ReadDocuments, ReadOptions, Skipped, read_documents, read_text};

use chrono::{NaiveDate, NaiveDateTime};
use std::ops::Range;

/// A stretch of a document's text in bytes, end exclusive; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, end exclusive.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text this span covers.
    ///
    /// # Panics
    /// When the span is not a span of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether every byte of `other` is also in this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shortest span that contains both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Number of bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// How expressions that leave something out are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Policy {
    /// By the day of publication: a bare weekday is the latest one, that day included; a bare month is past unless
    /// the clause looks forward.
    #[default]
    News,
    /// By the times named before in the text, as in a history.
    Narrative,
    /// Not at all: what the words leave open stays open ("XXXX-05"), as query interpreters write it.
    Literal,
}

/// When something was published: a day, and the time of day if the page gives one (in the page's own zone).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Published {
    /// Only the day is known.
    Day(NaiveDate),
    /// Day and time.
    Minute(NaiveDateTime),
}

impl Published {
    /// The day.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Minute(time) => time.date(),
        }
    }
}

/// What a part of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    /// The headline of a story.
    Title,
    /// Running text.
    Body,
    /// Text under a picture.
    Caption,
    /// An item of a feed or live blog, with its own time.
    FeedItem,
    /// Who wrote it and when.
    Byline,
    /// Who made the picture.
    Credit,
    /// Menus, banners, teasers, advertisements: boilerplate.
    Navigation,
}

impl ZoneKind {
    /// Whether facts are read from it. By-lines, credits and boilerplate yield none.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Title | Self::Body | Self::Caption | Self::FeedItem)
    }

    /// The word for it in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::FeedItem => "feed-item",
            Self::Byline => "byline",
            Self::Credit => "credit",
            Self::Navigation => "navigation",
        }
    }
}

/// A paragraph or line of a page and what it is. Zones are in text order and do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Where it is.
    pub span: Span,
    /// Index into [`Document::stories`].
    pub story: usize,
}

/// One piece of news on a page; most pages have one, live blogs and feeds have many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The headline.
    pub title: Option<Span>,
    /// When this story, not the page, was published.
    pub published: Option<Published>,
    /// The place of the dateline ("NAIROBI, March 3 (Wire) -"): the bureau, not where it happened.
    pub dateline: Option<Span>,
}

/// One page or text, decoded, with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Where it was read from, as the user wrote it; `-` is standard input.
    pub path: Option<String>,
    /// Identifier the source gives it (the `id` of a JSONL line).
    pub source_id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Bylines, photo credits and the like: people and organisations that made the page and take no part in it.
    pub makers: Vec<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// How its times are completed, if somebody said; else each story tells.
    pub policy: Option<Policy>,
    /// Where it was published.
    pub url: Option<String>,
    /// The text that every [`Span`] of this document points into: for plain text the decoded file itself,
    /// for HTML the text taken from it.
    pub text: String,
    /// The stories, in text order; never empty.
    pub stories: Vec<Story>,
    /// Every part of the text that is not white space.
    pub zones: Vec<Zone>,
}

impl Document {
    /// The zones that facts are read from: each with its index in [`Document::zones`] and where it is.
    pub fn readable_zones(&self) -> impl Iterator<Item = (usize, Span)> + '_ {
        self.zones
            .iter()
            .enumerate()
            .filter(|(_, zone)| zone.kind.is_read())
            .map(|(index, zone)| (index, zone.span))
    }
}
