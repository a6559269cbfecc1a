//! Zones and stories: what each paragraph of a page is, and which piece of news it belongs to.

use super::byline::{Byline, is_about_maker, is_source, push_new, read_byline, read_names};
use super::credit::{Credited, add_makers, is_archive, read_credit};
use super::dateline::{Dateline, read_dateline};
use super::furniture::{Cover, Follows, cover, is_menu};
use super::line::{Hint, Paragraph, bullet_end, ends_sentence};
use super::stamp::{Moment, Stamp, find_stamps, finer, read_clock};
use super::words::{Shape, Words};
use super::{Published, Span, Story, Zone, ZoneKind};
use chrono::NaiveTime;

/// What is known of a page before its text is looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// When it was published.
    pub(super) published: Option<Published>,
    /// Who published it.
    pub(super) publisher: Option<String>,
    /// Who made it.
    pub(super) makers: Vec<String>,
}

/// What a page consists of.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Its stories; never empty.
    pub(super) stories: Vec<Story>,
    /// Its zones in text order.
    pub(super) zones: Vec<Zone>,
    /// When it was published.
    pub(super) published: Option<Published>,
    /// Who published it.
    pub(super) publisher: Option<String>,
    /// Who made it.
    pub(super) makers: Vec<String>,
}

/// How a clock time stands at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    /// Nothing follows.
    Alone,
    /// A dash, a colon or a wide gap follows, then a headline or text.
    Marked { rest: usize },
    /// A headline follows after one space: an item only if the page has several.
    Bare { rest: usize },
}

/// What a paragraph is when looked at alone.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Furniture(Follows),
    /// Stamps beside furniture.
    Header(Stamp),
    Stamp(Stamp),
    Byline(Box<Byline>),
    Clock(NaiveTime, Clock),
    Credit(Credited),
    Bullet {
        rest: usize,
    },
    Text,
}

struct Item {
    paragraph: Paragraph,
    kind: Kind,
    /// At most [`Words::MOST`].
    n_words: usize,
    /// Short, and ends like a headline.
    is_headline: bool,
    ends_sentence: bool,
}

impl Item {
    fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text)
    }

    /// A paragraph of running text rather than a headline or teaser.
    fn is_running_text(&self) -> bool {
        self.is_text() && self.ends_sentence && self.n_words >= 12
    }
}

/// Bytes of a headline at most.
const LONGEST_HEADLINE: usize = 220;
/// Words of a headline at most.
const MOST_HEADLINE_WORDS: usize = 25;

fn is_headline(text: &str, n_words: usize) -> bool {
    let end = text.trim_end_matches(['\"', '\'', '\u{201d}', '\u{2019}', ')', ']']);
    (1..=MOST_HEADLINE_WORDS).contains(&n_words)
        && text.len() <= LONGEST_HEADLINE
        && (end.ends_with(['?', '!']) && n_words <= 16 || !ends_sentence(text))
        && !end.ends_with([',', ';', ':'])
}

fn classify(text: &str, paragraph: Paragraph) -> Item {
    let line = paragraph.span.of(text);
    let words = Words::of(line);
    let n_words = words.count();
    let item = |kind| Item {
        paragraph,
        kind,
        n_words,
        is_headline: words.is_whole && is_headline(line, n_words),
        ends_sentence: ends_sentence(line),
    };
    let is_told = matches!(paragraph.hint, Hint::Title | Hint::Caption | Hint::Credit);
    if is_told {
        return item(
            read_credit(line).filter(|_| paragraph.hint == Hint::Caption).map_or(Kind::Text, Kind::Credit),
        );
    }
    let clock = find_clock(line, &words);
    match cover(&words) {
        Cover::Stamp(stamp) | Cover::Header(stamp) if stamp.day.is_none() => match clock {
            Some((time, Clock::Alone)) => return item(Kind::Clock(time, Clock::Alone)),
            _ => return item(Kind::Furniture(Follows::Anything)),
        },
        Cover::Stamp(stamp) => return item(Kind::Stamp(stamp)),
        Cover::Header(stamp) => return item(Kind::Header(stamp)),
        Cover::Furniture(follows) => {
            // A call to write in may stand behind the reporters' names.
            return match read_byline(line, &words) {
                Some(byline) => item(Kind::Byline(Box::new(byline))),
                None => item(Kind::Furniture(follows)),
            };
        }
        Cover::Text => {}
    }
    if let Some(byline) = read_byline(line, &words) {
        return item(Kind::Byline(Box::new(byline)));
    }
    // A number alone, or a date whose order cannot be told, says nothing.
    let is_bare = words.is_whole && !line.contains(char::is_alphabetic) && clock.is_none();
    if is_bare || is_menu(line) || is_address(line, n_words) {
        return item(Kind::Furniture(Follows::Anything));
    }
    if paragraph.hint == Hint::Byline {
        let byline = read_names(line, &words)
            .unwrap_or_else(|| Byline { stamps: find_stamps(&words), ..Byline::default() });
        return item(Kind::Byline(Box::new(byline)));
    }
    if let Some(credited) = read_credit(line) {
        return item(Kind::Credit(credited));
    }
    if let Some((time, clock)) = clock {
        return item(Kind::Clock(time, clock));
    }
    if let Some(rest) = bullet_end(line) {
        let inner = Words::of(&line[rest..]);
        return match cover(&inner) {
            Cover::Furniture(_) => item(Kind::Furniture(Follows::Anything)),
            _ => item(Kind::Bullet { rest }),
        };
    }
    item(Kind::Text)
}

/// Whether a line is a web or mail address, or little more.
fn is_address(line: &str, n_words: usize) -> bool {
    let is_web = (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www."))
        && !line.contains(char::is_whitespace);
    let is_tags = n_words > 0 && n_words <= 40 && line.split_whitespace().all(|word| word.starts_with('#'));
    // An address is three to five words here: "desk@mail.example".
    let is_mail = n_words <= 10 && line.len() <= 200 && !ends_sentence(line) && holds_mail_address(line);
    is_web || is_tags || is_mail
}

fn holds_mail_address(line: &str) -> bool {
    line.match_indices('@').any(|(at, _)| {
        line[..at].ends_with(|before: char| before.is_alphanumeric())
            && line[at + 1..].starts_with(|after: char| after.is_alphanumeric())
    })
}

/// The clock time that a line begins with, and how it stands there.
fn find_clock(line: &str, words: &Words) -> Option<(NaiveTime, Clock)> {
    let first = usize::from(words.is_sign(0, '[') || words.is_sign(0, '('));
    let (time, end) = read_clock(words, first)?;
    let mut next = end;
    while matches!(words.lower(next), "]" | ")" | "-" | "\u{2013}" | "\u{2014}" | ":" | "|" | "\u{b7}") {
        next += 1;
    }
    let Some(word) = words.get(next) else {
        return words.is_whole.then_some((time, Clock::Alone));
    };
    let rest = word.span.start;
    let gap = &line[words.get(end - 1)?.span.end..words.get(end)?.span.start];
    let is_wide = gap.contains('\t') || gap.chars().count() >= 2;
    if !word.is_spaced {
        return None;
    }
    if next > end || is_wide {
        return Some((time, Clock::Marked { rest }));
    }
    let begins_headline = match word.shape {
        Shape::Capital | Shape::Capitals => true,
        Shape::Small | Shape::Number => false,
        Shape::Sign => {
            words.is_sign(next, '"') || words.is_sign(next, '\u{201c}') || words.is_sign(next, '\u{2018}')
        }
    };
    let n_words = words.count();
    (begins_headline && words.is_whole && is_headline(&line[rest..], n_words))
        .then_some((time, Clock::Bare { rest }))
}

/// Where in a page we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before the first running text.
    Head,
    /// In running text.
    Body,
    /// In the items of a feed or live blog; after a time without a headline one is awaited.
    Feed { awaits_headline: bool },
    /// Under a heading of links to other stories.
    Teasers,
    /// In a note about the makers.
    Makers,
    /// In what readers write.
    Readers,
}

struct Builder<'t> {
    text: &'t str,
    items: Vec<Item>,
    n_clocks: usize,
    phase: Phase,
    /// Whether the current story has running text.
    has_body: bool,
    /// Whether links listed right under a heading before the first text are being passed over.
    in_head_list: bool,
    agency: Option<String>,
    layout: Layout,
}

/// What the page of `text` consists of; `paragraphs` are in text order.
///
/// Cost: linear in the length of the text; no paragraph is looked at beyond its first words and its end.
pub(super) fn lay_out(text: &str, paragraphs: &[Paragraph], known: Known) -> Layout {
    let items: Vec<Item> = paragraphs.iter().map(|paragraph| classify(text, *paragraph)).collect();
    let n_clocks = items.iter().filter(|item| matches!(item.kind, Kind::Clock(..))).count();
    let published = page_date(text, &items, known.published);
    let mut builder = Builder {
        text,
        items,
        n_clocks,
        phase: Phase::Head,
        has_body: false,
        in_head_list: false,
        agency: None,
        layout: Layout {
            stories: vec![Story { published, ..Story::default() }],
            published,
            publisher: known.publisher,
            makers: known.makers,
            ..Layout::default()
        },
    };
    for index in 0..builder.items.len() {
        builder.add(index);
    }
    let mut layout = builder.layout;
    layout.publisher = layout.publisher.or(builder.agency);
    layout
}

/// The date of the page: what is known, else the first stamp that says when it was published, else the first that says
/// when it was changed, else the first dateline with a year. A time of the same day found elsewhere is added.
fn page_date(text: &str, items: &[Item], known: Option<Published>) -> Option<Published> {
    let mut found: Option<Published> = known;
    let mut change: Option<Published> = None;
    let (mut in_teasers, mut in_text) = (false, false);
    for item in items {
        in_text |= item.is_text() && item.ends_sentence;
        let stamps: &[Stamp] = match &item.kind {
            Kind::Furniture(follows) if *follows != Follows::Anything => {
                in_teasers = found.is_some();
                &[]
            }
            // A date between paragraphs is that of an entry.
            Kind::Stamp(stamp) if in_text && stamp.label.is_none() => &[],
            Kind::Header(stamp) | Kind::Stamp(stamp) => std::slice::from_ref(stamp),
            Kind::Byline(byline) => &byline.stamps,
            _ => &[],
        };
        for stamp in stamps.iter().filter(|_| !in_teasers) {
            match stamp.moment() {
                Moment::First => found = finer(found, stamp.published_near(found)),
                Moment::Change => change = change.or(stamp.published()),
            }
        }
        if stamps.is_empty() && item.is_headline && !in_teasers && item.is_text() {
            let line = item.paragraph.span.of(text);
            if let Some(byline) = read_names(line, &Words::of(line)) {
                for stamp in &byline.stamps {
                    found = finer(found, stamp.published_near(found));
                }
            }
        }
    }
    let dateline = || {
        let texts = items.iter().filter(|item| item.is_text());
        let mut datelines = texts.filter_map(|item| read_dateline(item.paragraph.span.of(text)));
        datelines.find_map(|dateline| dateline.day?.date().map(Published::Day))
    };
    found.or(change).or_else(dateline)
}

impl Builder<'_> {
    fn line(&self, index: usize) -> &str {
        self.items[index].paragraph.span.of(self.text)
    }

    fn span(&self, index: usize) -> Span {
        self.items[index].paragraph.span
    }

    /// Adds a zone for `span` without the white space at its ends; nothing when nothing is left.
    fn push(&mut self, kind: ZoneKind, span: Span) {
        let raw = span.of(self.text);
        let start = span.start + (raw.len() - raw.trim_start().len());
        let span = Span::new(start, start + raw.trim().len());
        if !span.is_empty() {
            let story = self.layout.stories.len() - 1;
            self.layout.zones.push(Zone { kind, span, story });
        }
    }

    fn push_whole(&mut self, kind: ZoneKind, index: usize) {
        self.push(kind, self.span(index));
    }

    fn story(&mut self) -> &mut Story {
        self.layout.stories.last_mut().expect("a layout has a story from the start")
    }

    fn start_story(&mut self, published: Option<Published>) {
        let is_untouched = self.layout.stories.len() == 1
            && self.layout.stories[0].title.is_none()
            && self.layout.zones.iter().all(|zone| !zone.kind.is_read());
        let published = published.or(self.layout.published);
        if is_untouched {
            self.story().published = published;
        } else {
            self.layout.stories.push(Story { published, ..Story::default() });
        }
        self.has_body = false;
    }

    /// The next item after `index` that is neither furniture nor a credit.
    fn next_news(&self, index: usize) -> Option<usize> {
        (index + 1..(index + 6).min(self.items.len())).find(|&next| match &self.items[next].kind {
            Kind::Furniture(follows) => *follows != Follows::Anything,
            Kind::Credit(credited) => !credited.text.is_empty(),
            _ => true,
        })
    }

    fn is_stamped(&self, index: usize) -> bool {
        matches!(self.items[index].kind, Kind::Stamp(_) | Kind::Byline(_) | Kind::Header(_))
    }

    /// Whether `index` is a headline with a date, by-line or dateline right after it, and text after that.
    fn starts_story(&self, index: usize) -> bool {
        let item = &self.items[index];
        if !(item.is_text() && item.is_headline && item.paragraph.follows_blank && item.n_words >= 3) {
            return false;
        }
        let Some(mut next) = self.next_news(index) else { return false };
        if self.items[next].is_text() {
            return self.dateline(next).is_some_and(|dateline| dateline.is_certain());
        }
        let mut n_stamps = 0;
        while self.is_stamped(next) && n_stamps < 3 {
            let Some(after) = self.next_news(next) else { return false };
            (next, n_stamps) = (after, n_stamps + 1);
        }
        n_stamps > 0 && self.items[next].is_running_text()
    }

    fn dateline(&self, index: usize) -> Option<Dateline> {
        read_dateline(self.line(index))
    }

    fn add(&mut self, index: usize) {
        let hint = self.items[index].paragraph.hint;
        match hint {
            Hint::Title if self.story().title.is_none() => return self.add_title(index),
            Hint::Caption => return self.add_caption(index),
            Hint::Credit => return self.add_credit(self.span(index)),
            _ => {}
        }
        // Cloned because adding changes the layout; bylines are few.
        match self.items[index].kind.clone() {
            Kind::Furniture(follows) => self.add_furniture(index, follows),
            Kind::Header(_) => self.push_whole(ZoneKind::Navigation, index),
            Kind::Stamp(stamp) => self.add_stamp(index, stamp),
            Kind::Byline(byline) => self.add_byline(index, *byline),
            Kind::Clock(time, clock) => self.add_clock(index, time, clock),
            Kind::Credit(credited) => self.add_credited(index, credited),
            Kind::Bullet { rest } => self.add_bullet(index, rest),
            Kind::Text => self.add_text(index),
        }
    }

    fn add_furniture(&mut self, index: usize, follows: Follows) {
        self.push_whole(ZoneKind::Navigation, index);
        let is_feed = matches!(self.phase, Phase::Feed { .. });
        match (follows, self.phase) {
            (Follows::Anything, _) => {}
            (Follows::News, Phase::Teasers) => self.phase = Phase::Body,
            (Follows::News, _) => self.in_head_list = false,
            (_, Phase::Head) => self.in_head_list = true,
            (Follows::Feed, _) => self.phase = Phase::Teasers,
            (_, Phase::Readers) => {}
            (Follows::Teasers, _) => self.phase = Phase::Teasers,
            (Follows::Makers, _) => self.phase = Phase::Makers,
            (Follows::Readers, _) if is_feed => {}
            (Follows::Readers, _) => self.phase = Phase::Readers,
        }
    }

    /// Whether what stands here is beside the news.
    fn is_outside(&self) -> bool {
        matches!(self.phase, Phase::Teasers | Phase::Makers | Phase::Readers)
    }

    fn add_stamp(&mut self, index: usize, stamp: Stamp) {
        if self.is_outside() {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        let published = stamp.published_near(self.layout.published);
        let next = self.next_news(index);
        let is_entry = self.phase == Phase::Body
            && self.has_body
            && stamp.label.is_none()
            && self.items[index].paragraph.follows_blank
            && published
                .is_some_and(|published| Some(published.day()) != self.layout.published.map(Published::day))
            && next.is_some_and(|next| self.items[next].is_text());
        if is_entry {
            self.start_story(published);
        } else if self.layout.stories.len() > 1 && !self.has_body && self.phase == Phase::Body {
            let known = self.story().published;
            self.story().published = finer(published, known);
        }
        self.push_whole(ZoneKind::Byline, index);
    }

    fn add_byline(&mut self, index: usize, byline: Byline) {
        if self.is_outside() && !byline_is_at_end(&self.items, index) {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        for maker in &byline.makers {
            push_new(&mut self.layout.makers, maker);
        }
        if self.layout.publisher.is_none() {
            self.layout.publisher = byline.publisher;
        }
        if self.layout.stories.len() > 1 && !self.has_body && self.phase == Phase::Body {
            let near = self.layout.published;
            if let Some(published) = byline.stamps.iter().find_map(|stamp| stamp.published_near(near)) {
                self.story().published = Some(published);
            }
        }
        self.push_whole(ZoneKind::Byline, index);
    }

    fn add_clock(&mut self, index: usize, time: NaiveTime, clock: Clock) {
        let span = self.span(index);
        let is_item = match clock {
            Clock::Alone => !(self.phase == Phase::Head && self.n_clocks == 1),
            Clock::Marked { .. } => true,
            Clock::Bare { .. } => self.n_clocks >= 2,
        };
        let next_is_text = self.items.get(index + 1).is_some_and(Item::is_running_text);
        let is_teaser = match self.phase {
            Phase::Readers => true,
            Phase::Teasers | Phase::Makers => clock != Clock::Alone && !next_is_text,
            _ => false,
        };
        if is_teaser {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        if !is_item {
            if clock == Clock::Alone {
                let published = self
                    .layout
                    .published
                    .map(Published::day)
                    .map(|day| Published::Minute(day.and_time(time)));
                self.layout.published = finer(self.layout.published, published);
                self.story().published = self.layout.published;
                return self.push_whole(ZoneKind::Byline, index);
            }
            return self.add_text(index);
        }
        let day = self.layout.published.map(Published::day);
        self.start_feed_item(day.map(|day| Published::Minute(day.and_time(time))));
        let (Clock::Marked { rest } | Clock::Bare { rest }) = clock else {
            self.phase = Phase::Feed { awaits_headline: true };
            return self.push_whole(ZoneKind::Byline, index);
        };
        let rest = span.start + rest;
        self.push(ZoneKind::Byline, Span::new(span.start, rest));
        let rest = Span::new(rest, span.end);
        let is_title = self.items[index].is_headline && rest.of(self.text).chars().any(char::is_alphabetic);
        if is_title {
            self.story().title = Some(rest);
            self.push(ZoneKind::Title, rest);
        } else {
            self.has_body = true;
            self.push(ZoneKind::FeedItem, rest);
        }
        self.phase = Phase::Feed { awaits_headline: false };
    }

    /// A feed item is a story of its own, also when nothing came before it: the page's story stays.
    fn start_feed_item(&mut self, published: Option<Published>) {
        self.layout.stories.push(Story { published, ..Story::default() });
        self.has_body = false;
    }

    fn add_credited(&mut self, index: usize, credited: Credited) {
        if self.is_outside() {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        let span = self.span(index);
        let text = Span::new(span.start + credited.text.start, span.start + credited.text.end);
        if text.is_empty() {
            return self.add_credit(span);
        }
        if credited.is_caption {
            // A picture of another day says nothing about this story: its caption belongs to the credit.
            let kind = if credited.is_archive { ZoneKind::Credit } else { ZoneKind::Caption };
            self.add_credit(Span::new(span.start, text.start));
            self.push(kind, text);
        } else {
            self.add_running_text(index, text);
        }
        self.add_credit(Span::new(text.end, span.end));
    }

    fn add_credit(&mut self, span: Span) {
        add_makers(span.of(self.text), &mut self.layout.makers);
        self.push(ZoneKind::Credit, span);
    }

    fn add_caption(&mut self, index: usize) {
        match self.items[index].kind.clone() {
            Kind::Credit(credited) if !credited.text.is_empty() => {
                self.add_credited(index, Credited { is_caption: true, ..credited });
            }
            Kind::Credit(_) => self.add_credit(self.span(index)),
            _ if is_archive(self.line(index)) => self.push_whole(ZoneKind::Credit, index),
            _ => self.push_whole(ZoneKind::Caption, index),
        }
    }

    fn add_bullet(&mut self, index: usize, rest: usize) {
        if self.is_outside() || self.in_head_list && !self.items[index].paragraph.follows_blank {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        let span = self.span(index);
        let kind = if matches!(self.phase, Phase::Feed { .. }) { ZoneKind::FeedItem } else { ZoneKind::Body };
        self.push(ZoneKind::Navigation, Span::new(span.start, span.start + rest));
        self.push(kind, Span::new(span.start + rest, span.end));
    }

    fn add_title(&mut self, index: usize) {
        let span = self.span(index);
        self.story().title = Some(span);
        self.push(ZoneKind::Title, span);
    }

    fn add_text(&mut self, index: usize) {
        let item = &self.items[index];
        let (is_headline, follows_blank) = (item.is_headline, item.paragraph.follows_blank);
        if self.phase == Phase::Makers
            || self.phase == Phase::Readers
            || self.phase == Phase::Teasers && !self.resumes_news(index)
        {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        if self.phase == Phase::Teasers {
            self.phase = Phase::Body;
        }
        if let Phase::Feed { awaits_headline } = self.phase {
            return self.add_feed_text(index, awaits_headline);
        }
        if self.in_head_list {
            if is_headline && !follows_blank {
                return self.push_whole(ZoneKind::Navigation, index);
            }
            self.in_head_list = false;
        }
        if self.phase == Phase::Body {
            if self.has_body && self.items[index].paragraph.hint != Hint::Article && self.starts_story(index)
            {
                self.start_story(None);
                return self.add_title(index);
            }
            if is_about_maker(self.line(index), &self.layout.makers) {
                return self.push_whole(ZoneKind::Navigation, index);
            }
        }
        if self.phase == Phase::Head && is_headline {
            if self.story().title.is_none() {
                if self.is_source_line(index) {
                    return self.add_names(index);
                }
                if self.is_title(index) {
                    return self.add_title(index);
                }
            } else if self.starts_story(index) && self.is_digest() {
                self.start_story(None);
                self.phase = Phase::Body;
                return self.add_title(index);
            } else if self.is_names(index) {
                return self.add_names(index);
            }
        }
        if self.is_short_title(index) {
            return self.add_title(index);
        }
        if self.is_caption_above_credit(index) {
            return self.push_whole(ZoneKind::Caption, index);
        }
        self.add_running_text(index, self.span(index));
    }

    fn add_feed_text(&mut self, index: usize, awaits_headline: bool) {
        let item = &self.items[index];
        let next = self.items.get(index + 1);
        let next_is_text =
            next.is_some_and(|next| next.is_text() || matches!(next.kind, Kind::Bullet { .. }));
        let is_title = awaits_headline
            && item.n_words <= MOST_HEADLINE_WORDS
            && (item.is_headline || next_is_text && next.is_some_and(|next| next.paragraph.follows_blank));
        self.phase = Phase::Feed { awaits_headline: false };
        if is_title {
            return self.add_title(index);
        }
        if is_about_maker(self.line(index), &self.layout.makers) {
            return self.push_whole(ZoneKind::Navigation, index);
        }
        self.add_running_text(index, self.span(index));
    }

    /// Running text, after its dateline if it has one.
    fn add_running_text(&mut self, index: usize, span: Span) {
        let mut start = span.start;
        // A standfirst may stand above the by-line, the dateline below it.
        let follows_stamp = index > 0 && self.is_stamped(index - 1) && self.story().dateline.is_none();
        let is_first = !self.has_body || follows_stamp && self.layout.stories.len() == 1;
        let item = &self.items[index];
        let dateline = read_dateline(span.of(self.text)).filter(|dateline| match dateline.is_weak {
            true => is_first && item.ends_sentence && self.phase != Phase::Teasers,
            false => is_first || item.paragraph.follows_blank && dateline.is_certain(),
        });
        if let Some(dateline) = dateline {
            let day = dateline.day.and_then(|day| match self.layout.published {
                Some(published) => day.near(published.day()),
                None => day.date(),
            });
            if !is_first {
                self.start_story(None);
            }
            if self.layout.stories.len() > 1
                && let Some(day) = day
                && self.story().published.map(Published::day) != Some(day)
                && !matches!(self.phase, Phase::Feed { .. })
            {
                self.story().published = Some(Published::Day(day));
            }
            if let Some(agency) = dateline.agency {
                let agency =
                    Span::new(span.start + agency.start, span.start + agency.end).of(self.text).to_owned();
                self.agency.get_or_insert(agency);
            }
            let place = Span::new(span.start + dateline.place.start, span.start + dateline.place.end);
            self.story().dateline = Some(place);
            start += dateline.end;
            self.push(ZoneKind::Byline, Span::new(span.start, start));
        }
        let item = &self.items[index];
        let is_standfirst = self.phase == Phase::Head && item.is_headline && start == span.start;
        if !is_standfirst {
            self.has_body = true;
            if self.phase == Phase::Head {
                self.phase = Phase::Body;
            }
        }
        let kind = if matches!(self.phase, Phase::Feed { .. }) { ZoneKind::FeedItem } else { ZoneKind::Body };
        self.push(kind, Span::new(start, span.end));
    }

    /// Whether the news goes on at `index` after links to other stories: two running paragraphs, a long one, or a dateline.
    fn resumes_news(&self, index: usize) -> bool {
        let item = &self.items[index];
        if !item.is_running_text() {
            return self.starts_story(index)
                && self.next_news(index).is_some_and(|next| self.items[next].is_text());
        }
        let is_certain = self.dateline(index).is_some_and(|dateline| dateline.is_certain());
        item.paragraph.hint == Hint::Article
            || item.n_words >= 40
            || is_certain
            || self.next_news(index).is_some_and(|next| self.items[next].is_running_text())
    }

    /// Whether a short line may be the headline: something other than its own continuation follows.
    fn is_title(&self, index: usize) -> bool {
        if self.items[index].n_words < 2 {
            return false;
        }
        // Stamps may stand behind the headline in number, never alone on the page with it.
        self.items.get(index + 1).is_some_and(|next| {
            next.paragraph.follows_blank || !next.is_text() || next.is_running_text() || next.is_headline
        })
    }

    /// A headline that ends in a full stop: only right before a by-line or date.
    fn is_short_title(&self, index: usize) -> bool {
        let item = &self.items[index];
        let has_title = self.layout.stories.last().is_some_and(|story| story.title.is_some());
        self.phase == Phase::Head
            && !has_title
            && item.n_words <= 20
            && index + 1 < self.items.len()
            && self.is_stamped(index + 1)
    }

    /// Whether a page is a digest: at least two headlines are followed by datelines or dates.
    fn is_digest(&self) -> bool {
        let limit = self.items.len().min(200);
        (0..limit).filter(|&index| self.starts_story(index)).nth(1).is_some()
    }

    /// Whether the line names the paper, above the headline.
    fn is_source_line(&self, index: usize) -> bool {
        let Some(next) = self.next_news(index) else { return false };
        is_source(&Words::of(self.line(index)))
            && (self.items[next].is_headline && self.items[next].is_text() || self.is_stamped(next))
            && self.next_news(next).is_some()
    }

    /// Whether the line below the headline is names: beside a date, or with one of its own.
    fn is_names(&self, index: usize) -> bool {
        let line = self.line(index);
        let Some(byline) = read_names(line, &Words::of(line)) else { return false };
        let is_beside = |other: usize| {
            self.items.get(other).is_some_and(|item| matches!(item.kind, Kind::Stamp(_) | Kind::Byline(_)))
        };
        let n_words = self.items[index].n_words;
        !byline.stamps.is_empty()
            || is_beside(index + 1)
            || index > 0 && is_beside(index - 1)
            || byline.publisher.is_some()
            || (2..=4).contains(&n_words)
                && index > 0
                && self.layout.stories.last().and_then(|story| story.title) == Some(self.span(index - 1))
    }

    fn add_names(&mut self, index: usize) {
        let line = self.line(index);
        if let Some(byline) = read_names(line, &Words::of(line)) {
            self.add_byline(index, byline);
        } else {
            self.push_whole(ZoneKind::Byline, index);
        }
    }

    /// Whether a credit of its own stands right below a short paragraph, which is then a caption.
    fn is_caption_above_credit(&self, index: usize) -> bool {
        let item = &self.items[index];
        item.n_words <= 60
            && item.paragraph.follows_blank
            && self.items.get(index + 1).is_some_and(|next| {
                !next.paragraph.follows_blank
                    && next.paragraph.hint == Hint::None
                    && matches!(next.kind, Kind::Credit(credited) if credited.text.is_empty())
            })
    }
}

/// Whether only furniture follows: the reporters' names close a page also below its links.
fn byline_is_at_end(items: &[Item], index: usize) -> bool {
    items.len() - index <= 3 && items[index + 1..].iter().all(|item| !item.is_text())
}
