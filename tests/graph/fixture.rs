//! Readings made by hand, so that the graph is tested without the stages before it.

use chrono::NaiveDate;
use diurna::claim::{Claim, Event, EventId, Hop, PlaceBasis, Quantity, Role, Standing, Status};
use diurna::document::{Document, Published, Span, Story, ZoneKind};
use diurna::entity::{
    Actor, ActorId, ActorKind, ActorMention, Entities, Place, PlaceId, PlaceKind, Tie, Title, TitleOf,
};
use diurna::mention::time::{Basis, Grain, Interval, TimeExpression, TimeKind};
use diurna::reading::Reading;
use diurna::text::Confidence;

/// The page the fixture is read from; it has characters of one to four bytes.
pub(crate) const TEXT: &str = "Ana M\u{fc}ller to visit Peru \u{1f30d}\n\nForeign Minister Ana M\u{fc}ller will visit Peru \u{2013} \
                        her first trip \u{2013} in May, Radio Sol reported, citing two sources. \
                        M\u{fc}ller denied that police hurt about 30 people in Lima.";

/// The `nth` place, from 0, where `words` stand in `text`.
pub(crate) fn span(text: &str, words: &str, nth: usize) -> Span {
    let (start, _) = text.match_indices(words).nth(nth).unwrap_or_else(|| panic!("`{words}` is in the text"));
    Span::new(start, start + words.len())
}

fn actor(text: &str, name: &str, kind: ActorKind, named: bool, country: Option<&str>) -> Actor {
    let mentions = text.match_indices(name).map(|(start, _)| ActorMention {
        span: Span::new(start, start + name.len()),
        sentence: 0,
        head: 0,
        confidence: Confidence::FULL,
        rule: "name",
    });
    Actor {
        name: name.to_owned(),
        kind,
        named,
        listed: false,
        aliases: [name.to_owned()].into(),
        country: country.map(str::to_owned),
        sector: None,
        descriptions: [].into(),
        titles: Vec::new(),
        of: None,
        at: None,
        members: Vec::new(),
        count: None,
        mentions: mentions.collect(),
    }
}

fn may(text: &str) -> TimeExpression {
    let day = |month| NaiveDate::from_ymd_opt(2024, month, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
    TimeExpression {
        span: span(text, "in May", 0),
        kind: TimeKind::Date,
        value: "2024-05".to_owned(),
        modifier: None,
        interval: Some(Interval { start: day(5), end: day(6) }),
        grain: Grain::Month,
        basis: Basis::DocumentDate,
        zone: None,
        rule: "month",
        members: Vec::new(),
    }
}

/// The reading of [`TEXT`] published under `url`.
pub(crate) fn reading(url: &str) -> Reading {
    let text = TEXT;
    let mut ana = actor(text, "Ana M\u{fc}ller", ActorKind::Person, true, Some("DEU"));
    ana.aliases.insert("M\u{fc}ller".to_owned());
    ana.titles.push(Title { title: "Foreign Minister".to_owned(), of: Some(TitleOf::Actor(ActorId(5))) });
    let mut sources = actor(text, "two sources", ActorKind::Anonymous, false, None);
    sources.count = Some(2);
    let actors = vec![
        ana,
        actor(text, "Peru", ActorKind::Country, true, Some("PER")),
        actor(text, "Radio Sol", ActorKind::Media, true, None),
        sources,
        actor(text, "police", ActorKind::Group, false, None),
        actor(text, "Germany", ActorKind::Country, true, Some("DEU")),
        // Nobody refers to it, so it is no node.
        actor(text, "people", ActorKind::Group, false, None),
        // A lone surname: another person in every document.
        actor(text, "Sol", ActorKind::Person, true, None),
    ];
    let places = vec![
        Place {
            name: "Peru".to_owned(),
            kind: PlaceKind::Country,
            country: Some("PER".to_owned()),
            coordinates: Some((-10.0, -76.5)),
            within: None,
            mentions: vec![(0, 0, span(text, "Peru", 0))],
        },
        Place {
            name: "Lima".to_owned(),
            kind: PlaceKind::City,
            country: Some("PER".to_owned()),
            coordinates: None,
            within: Some(PlaceId(0)),
            mentions: vec![(2, 0, span(text, "Lima", 0))],
        },
    ];
    let body = Span::new(span(text, "Foreign", 0).start, span(text, "sources.", 0).end);
    let last = Span::new(span(text, "M\u{fc}ller denied", 0).start, text.len());
    let claim = |event, zone, quote, trigger, status, attribution| Claim {
        event: EventId(event),
        story: 0,
        zone,
        quote,
        trigger,
        negated: status == Status::Denied,
        status,
        attribution,
        time: None,
        standing: Standing::Reported,
        confidence: 0.9,
        rule: "events/consult.rules:3".to_owned(),
    };
    let chain = vec![
        Hop {
            actor: Some(ActorId(2)),
            anonymous: false,
            count: None,
            words: None,
            cue: Some(span(text, "reported", 0)),
        },
        Hop {
            actor: Some(ActorId(3)),
            anonymous: true,
            count: Some(2),
            words: None,
            cue: Some(span(text, "citing", 0)),
        },
    ];
    let denial = vec![Hop {
        actor: Some(ActorId(0)),
        anonymous: false,
        count: None,
        words: None,
        cue: Some(span(text, "denied", 0)),
    }];
    let title = Span::new(0, span(text, "\n", 0).start);
    let claims = vec![
        claim(0, ZoneKind::Title, title, span(text, "to visit", 0), Status::Planned, Vec::new()),
        claim(0, ZoneKind::Body, body, span(text, "will visit", 0), Status::Planned, chain),
        claim(1, ZoneKind::Body, last, span(text, "hurt", 0), Status::Denied, denial),
    ];
    let events = vec![
        Event {
            kind: "CONSULT".to_owned(),
            mode: Some("visit".to_owned()),
            context: vec!["diplomatic".to_owned()],
            label: "Ana M\u{fc}ller visits Peru".to_owned(),
            status: Status::Planned,
            participants: vec![(Role::Agent, ActorId(0)), (Role::Recipient, ActorId(1))],
            sureness: vec![0.9, 0.8],
            places: vec![PlaceId(0)],
            time: Some(may(text)),
            quantities: Vec::new(),
            links: Vec::new(),
            place_basis: PlaceBasis::Words,
            confidence: 0.9,
        },
        Event {
            kind: "ASSAULT".to_owned(),
            mode: None,
            context: Vec::new(),
            label: "police hurt people".to_owned(),
            status: Status::Denied,
            participants: vec![(Role::Agent, ActorId(4)), (Role::Recipient, ActorId(1))],
            sureness: vec![0.7, 0.6],
            places: vec![PlaceId(1)],
            time: None,
            links: Vec::new(),
            place_basis: PlaceBasis::Words,
            quantities: vec![Quantity {
                kind: "injured".to_owned(),
                value: 30.0,
                most: None,
                approximate: true,
                span: span(text, "30", 0),
            }],
            confidence: 0.8,
        },
    ];
    Reading {
        document: Document {
            path: Some(format!("{url}.txt")),
            title: Some("Ana M\u{fc}ller to visit Peru \u{1f30d}".to_owned()),
            publisher: Some("The Daily Plain".to_owned()),
            published: NaiveDate::from_ymd_opt(2024, 4, 7).map(Published::Day),
            url: Some(url.to_owned()),
            text: text.to_owned(),
            stories: vec![Story { title: Some(title), ..Story::default() }],
            ..Document::default()
        },
        entities: Entities {
            actors,
            places,
            ties: vec![Tie { source: ActorId(0), target: ActorId(2), kind: "source_of" }],
            ..Entities::default()
        },
        events,
        claims,
    }
}
