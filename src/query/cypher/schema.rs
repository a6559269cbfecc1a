//! What a query can name: labels, relationship types and properties, and how each is read off the graph.
//!
//! One table says both, so the documented schema and the loaded graph cannot differ.

use super::Value;
use crate::claim::Role;
use crate::entity::ActorKind;
use crate::graph::{
    Actor, Claim, Document, Event, Graph, Hop, Moment, Number, Place, Polarity, Relation, Time, Word,
};
use crate::query::chain_words;
use std::fmt;

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// Words.
    Text,
    /// An ISO 8601 day or minute as words: `2024-05-01` or `2024-05-01T09:30`; words compare as times do.
    Time,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// True or false.
    Boolean,
    /// A list of words.
    Texts,
    /// A list of maps.
    Maps,
}

impl PropertyKind {
    /// What the schema calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Time => "time",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Texts => "list of text",
            Self::Maps => "list of maps",
        }
    }
}

/// A property of nodes or relationships. Where the graph says nothing it is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// What queries call it.
    pub name: &'static str,
    /// What it holds.
    pub kind: PropertyKind,
    /// What it means.
    pub about: &'static str,
}

/// A label that nodes have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What queries call it.
    pub name: &'static str,
    /// Labels of which such a node has one besides.
    pub besides: Vec<&'static str>,
    /// What it means.
    pub about: &'static str,
    /// What its nodes may have.
    pub properties: Vec<Property>,
}

/// A type of relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationshipType {
    /// What queries call it.
    pub name: &'static str,
    /// The labels of the nodes it leaves and enters.
    pub ends: &'static [(&'static str, &'static str)],
    /// What it means.
    pub about: &'static str,
    /// What its relationships may have.
    pub properties: Vec<Property>,
}

/// Everything that a query can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Labels.
    pub labels: Vec<Label>,
    /// Relationship types.
    pub relationships: Vec<RelationshipType>,
}

/// A property and how it is read off a `T`.
pub(super) struct Field<T> {
    pub(super) property: Property,
    pub(super) read: fn(&Graph, &T) -> Value,
}

const fn field<T>(
    name: &'static str,
    kind: PropertyKind,
    about: &'static str,
    read: fn(&Graph, &T) -> Value,
) -> Field<T> {
    Field { property: Property { name, kind, about }, read }
}

fn text(text: Option<&str>) -> Value {
    Value::from(text)
}

fn moment(moment: Option<Moment>) -> Value {
    Value::from(moment.map(|moment| moment.to_string()))
}

fn number(number: Option<Number>) -> Value {
    Value::from(number.map(|number| number.0))
}

fn count(count: usize) -> Value {
    Value::Integer(i64::try_from(count).expect("nothing in memory is counted beyond 63 bits"))
}

/// A list without entries is no statement, so it is null like any other absent value.
fn texts<'text>(texts: impl Iterator<Item = &'text str>) -> Value {
    let texts: Vec<Value> = texts.map(Value::from).collect();
    if texts.is_empty() { Value::Null } else { Value::List(texts) }
}

fn of_time(time: Option<&Time>, read: fn(&Time) -> Value) -> Value {
    time.map_or(Value::Null, read)
}

fn quantities(event: &Event) -> Value {
    let quantities = event.quantities.iter().map(|quantity| {
        let entry = |name: &str, value: Value| (name.to_owned(), value);
        Value::Map(
            [
                entry("kind", quantity.kind.as_str().into()),
                entry("value", quantity.value.0.into()),
                entry("most", quantity.most.map_or(Value::Null, |most| most.0.into())),
                entry("approximate", quantity.approximate.into()),
            ]
            .into(),
        )
    });
    let quantities: Vec<Value> = quantities.collect();
    if quantities.is_empty() { Value::Null } else { Value::List(quantities) }
}

pub(super) const ACTOR: &str = "Actor";
pub(super) const EVENT: &str = "Event";
pub(super) const PLACE: &str = "Place";
pub(super) const CLAIM: &str = "Claim";
pub(super) const DOCUMENT: &str = "Document";

use PropertyKind::{Boolean, Float, Integer, Maps, Text, Texts, Time as Moments};

pub(super) const ACTOR_FIELDS: &[Field<Actor>] = &[
    field("id", Text, "from kind, name and country", |_, actor| actor.id.as_str().into()),
    field("name", Text, "the fullest name", |_, actor| actor.name.as_str().into()),
    field("kind", Text, "person, organization, country, group, bloc, media or anonymous", |_, actor| {
        actor.kind.name().into()
    }),
    field("aliases", Texts, "every form of the name", |_, actor| {
        texts(actor.aliases.iter().map(String::as_str))
    }),
    field("country", Text, "ISO 3166-1 alpha-3", |_, actor| text(actor.country.as_deref())),
    field("sector", Text, "GOV, MIL, ...", |_, actor| text(actor.sector.as_deref())),
    field("titles", Texts, "positions held, without of what", |_, actor| {
        texts(actor.titles.iter().map(|title| title.title.as_str()))
    }),
    field("count", Integer, "how many, for groups and anonymous sources", |_, actor| {
        Value::from(actor.count.map(i64::from))
    }),
    field("mentions", Integer, "how often texts speak of it", |_, actor| count(actor.mentions.len())),
];

pub(super) const EVENT_FIELDS: &[Field<Event>] = &[
    field("id", Text, "from document, type, story and first trigger", |_, event| event.id.as_str().into()),
    field("type", Text, "CONSULT, ASSAULT, ...", |_, event| event.kind.as_str().into()),
    field("mode", Text, "visit, ...", |_, event| text(event.mode.as_deref())),
    field("context", Texts, "PLOVER contexts", |_, event| texts(event.context.iter().map(String::as_str))),
    field("quad", Text, "VC, MC, VX or MX", |_, event| text(event.quad.as_deref())),
    field("cameo", Text, "CAMEO code, of which the first two digits are the root", |_, event| {
        text(event.cameo.as_deref())
    }),
    field("label", Text, "a few words for people", |_, event| event.label.as_str().into()),
    field(
        "status",
        Text,
        "occurred, ongoing, planned, possible, conditional, denied or unknown",
        |_, event| event.status.name().into(),
    ),
    field("start", Moments, "first day or minute; null: not known, or open", |_, event| {
        of_time(event.time.as_ref(), |time| moment(time.start))
    }),
    field("end", Moments, "last day or minute, included; null: not known, or open", |_, event| {
        of_time(event.time.as_ref(), |time| moment(time.end))
    }),
    field("grain", Text, "day, month, ...", |_, event| {
        of_time(event.time.as_ref(), |time| Value::from(time.grain.map(Word::word)))
    }),
    field("basis", Text, "what the time was computed from", |_, event| {
        of_time(event.time.as_ref(), |time| Value::from(time.basis.map(Word::word)))
    }),
    field("time_zone", Text, "the zone of its clock times, where one is said (+03:00)", |_, event| {
        of_time(event.time.as_ref(), |time| text(time.zone.map(|zone| zone.to_string()).as_deref()))
    }),
    field("time_value", Text, "TIMEX3 value of the time", |_, event| {
        of_time(event.time.as_ref(), |time| text(time.value.as_deref()))
    }),
    field("time_text", Text, "the words that give the time", |_, event| {
        of_time(event.time.as_ref(), |time| text(time.text.as_deref()))
    }),
    field(
        "place_basis",
        Text,
        "what tells where, if not the words about it: event or dateline",
        |_, event| Value::from(event.place_basis.map(Word::word)),
    ),
    field(
        "quantities",
        Maps,
        "amounts, each with kind, value, most (the upper end of a range) and approximate",
        |_, event| quantities(event),
    ),
    field("confidence", Float, "from 0 to 1", |_, event| number(event.confidence)),
    field("independent_sources", Integer, "how many say so without copying each other", |_, event| {
        i64::from(event.independent_sources).into()
    }),
];

pub(super) const PLACE_FIELDS: &[Field<Place>] = &[
    field("id", Text, "from kind, name, country and what it lies in", |_, place| place.id.as_str().into()),
    field("name", Text, "its name", |_, place| place.name.as_str().into()),
    field("kind", Text, "country, region, city, facility or other", |_, place| {
        Value::from(place.kind.map(Word::word))
    }),
    field("country", Text, "ISO 3166-1 alpha-3", |_, place| text(place.country.as_deref())),
    field("lat", Float, "degrees north", |_, place| number(place.lat)),
    field("lon", Float, "degrees east", |_, place| number(place.lon)),
    field("mentions", Integer, "how often texts speak of it", |_, place| count(place.mentions.len())),
];

pub(super) const CLAIM_FIELDS: &[Field<Claim>] = &[
    field("id", Text, "from document, type, trigger, sentence and speakers", |_, claim| {
        claim.id.as_str().into()
    }),
    field("quote", Text, "the sentence, word for word", |_, claim| claim.quote.as_str().into()),
    field("start", Integer, "first character of the quote in the document", |_, claim| count(claim.start)),
    field("end", Integer, "one past its last character", |_, claim| count(claim.end)),
    field("trigger", Text, "the words that name the event", |_, claim| {
        text(claim.trigger.as_ref().map(|trigger| trigger.text.as_str()))
    }),
    field("polarity", Text, "affirmed or negated", |_, claim| match claim.polarity {
        Polarity::Affirmed => "affirmed".into(),
        Polarity::Negated => "negated".into(),
    }),
    field("status", Text, "the status it gives the event", |_, claim| claim.status.name().into()),
    field("speakers", Text, "who says so, outermost first; null: only the page does", |graph, claim| {
        let words = chain_words(graph, claim);
        if words.is_empty() { Value::Null } else { words.into() }
    }),
    field("story", Text, "the piece of news of its document", |_, claim| text(claim.story.as_deref())),
    field("zone", Text, "title, body, caption, ...", |_, claim| Value::from(claim.zone.map(Word::word))),
    field("time_start", Moments, "first day or minute it gives", |_, claim| {
        of_time(claim.time.as_ref(), |time| moment(time.start))
    }),
    field("time_end", Moments, "last day or minute it gives", |_, claim| {
        of_time(claim.time.as_ref(), |time| moment(time.end))
    }),
    field("confidence", Float, "from 0 to 1", |_, claim| number(claim.confidence)),
    field("rule", Text, "what read it", |_, claim| text(claim.rule.as_deref())),
];

pub(super) const DOCUMENT_FIELDS: &[Field<Document>] = &[
    field("id", Text, "from text, day of publication and address", |_, document| document.id.as_str().into()),
    field("path", Text, "where it was read from", |_, document| text(document.path.as_deref())),
    field("source_id", Text, "the identifier its source gives it", |_, document| {
        text(document.source_id.as_deref())
    }),
    field("title", Text, "the headline", |_, document| text(document.title.as_deref())),
    field("publisher", Text, "who published it", |_, document| text(document.publisher.as_deref())),
    field("published", Moments, "when", |_, document| moment(document.published)),
    field("url", Text, "where", |_, document| text(document.url.as_deref())),
    field("language", Text, "ISO 639-1", |_, document| text(document.language.as_deref())),
    field("stories", Integer, "how many pieces of news", |_, document| count(document.stories.len())),
];

/// One speaker of a claim's chain, and its place in the chain.
pub(super) type Said<'claim> = (usize, &'claim Hop);

/// A property of SAID_BY and how it is read off a speaker.
pub(super) struct SaidField {
    pub(super) property: Property,
    pub(super) read: fn(Said<'_>) -> Value,
}

const fn said(
    name: &'static str,
    kind: PropertyKind,
    about: &'static str,
    read: fn(Said<'_>) -> Value,
) -> SaidField {
    SaidField { property: Property { name, kind, about }, read }
}

pub(super) const SAID_FIELDS: &[SaidField] = &[
    said("position", Integer, "place in the chain of speakers; 1 is the outermost", |(at, _)| count(at + 1)),
    said("cue", Text, "the word of saying", |(_, hop)| text(hop.cue.as_deref())),
    said("anonymous", Boolean, "whether the speaker is not named", |(_, hop)| hop.anonymous.into()),
    said("text", Text, "the words for the speaker", |(_, hop)| text(hop.text.as_deref())),
    said("count", Integer, "how many speakers, if the text says", |(_, hop)| {
        Value::from(hop.count.map(i64::from))
    }),
];

pub(super) const RELATION_FIELDS: &[Field<Relation>] = &[
    field("kind", Text, "what diurna/1 calls the relation", |_, relation| relation.kind.as_str().into()),
    field("title", Text, "of a position: the title", |_, relation| text(relation.title.as_deref())),
];

/// The label that an actor of this kind has besides [`ACTOR`].
pub(crate) const fn kind_label(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "Person",
        ActorKind::Organization => "Organization",
        ActorKind::Country => "Country",
        ActorKind::Group => "Group",
        ActorKind::Bloc => "Bloc",
        ActorKind::Media => "Media",
        ActorKind::Anonymous => "Anonymous",
    }
}

/// The relationship type for taking this part in an event.
pub(crate) const fn role_type(role: Role) -> &'static str {
    match role {
        Role::Agent => "AGENT",
        Role::Patient => "PATIENT",
        Role::Recipient => "RECIPIENT",
        Role::Participant => "PARTICIPANT",
    }
}

/// The relationship type for an event that hangs on another in this way.
pub(crate) fn link_type(how: &str) -> &'static str {
    match how {
        "part_of" => SUB_EVENT_OF,
        "because_of" => BECAUSE_OF,
        _ => ABOUT,
    }
}

const SUB_EVENT_OF: &str = "SUB_EVENT_OF";
const BECAUSE_OF: &str = "BECAUSE_OF";
pub(super) const AT: &str = "AT";
pub(super) const ABOUT: &str = "ABOUT";
pub(super) const IN: &str = "IN";
pub(super) const SAID_BY: &str = "SAID_BY";
pub(super) const WITHIN: &str = "WITHIN";
pub(super) const MEMBER_OF: &str = "MEMBER_OF";
const RELATED_TO: &str = "RELATED_TO";

/// The relations that have a relationship type of their own: what diurna/1 calls them, the type, and what it means.
const RELATIONS: &[(&str, &str, &str)] = &[
    ("position", "POSITION", "holds a position of"),
    ("part_of", "PART_OF", "is part of"),
    ("member_of", MEMBER_OF, "is a member of; also every member of a group"),
    ("counterpart_of", "COUNTERPART_OF", "holds the same position elsewhere as"),
    ("ally_of", "ALLY_OF", "is called an ally of"),
    ("source_of", "SOURCE_OF", "is a source of"),
];

/// The relationship type for relations of this kind.
pub(super) fn relation_type(kind: &str) -> &'static str {
    RELATIONS.iter().find(|(known, ..)| *known == kind).map_or(RELATED_TO, |(_, name, _)| name)
}

const ACTOR_TO_ACTOR_OR_PLACE: &[(&str, &str)] = &[(ACTOR, ACTOR), (ACTOR, PLACE)];

/// Everything that a query can name.
///
/// ```
/// use diurna::query::cypher::schema;
/// let event = &schema().labels[1];
/// assert_eq!(event.name, "Event");
/// assert!(event.properties.iter().any(|property| property.name == "type"));
/// ```
pub fn schema() -> Schema {
    fn properties<T>(fields: &[Field<T>]) -> Vec<Property> {
        fields.iter().map(|field| field.property).collect()
    }
    let label = |name, about, properties| Label { name, besides: Vec::new(), about, properties };
    let relationship = |name, ends, about, properties| RelationshipType { name, ends, about, properties };
    let mut labels = vec![
        label(ACTOR, "somebody who does something or to whom something is done", properties(ACTOR_FIELDS)),
        label(EVENT, "something that happens, is to happen or is said to", properties(EVENT_FIELDS)),
        label(PLACE, "somewhere on the map", properties(PLACE_FIELDS)),
        label(CLAIM, "what one sentence says about an event", properties(CLAIM_FIELDS)),
        label(DOCUMENT, "one page or text", properties(DOCUMENT_FIELDS)),
    ];
    labels[0].besides = ActorKind::all().iter().map(|kind| kind_label(*kind)).collect();
    let mut relationships = vec![
        relationship(role_type(Role::Agent), &[(ACTOR, EVENT)], "does it", Vec::new()),
        relationship(role_type(Role::Patient), &[(ACTOR, EVENT)], "has it done to them", Vec::new()),
        relationship(role_type(Role::Recipient), &[(ACTOR, EVENT)], "is addressed or given", Vec::new()),
        relationship(role_type(Role::Participant), &[(ACTOR, EVENT)], "takes part with others", Vec::new()),
        relationship(AT, &[(EVENT, PLACE)], "happens in", Vec::new()),
        relationship(SUB_EVENT_OF, &[(EVENT, EVENT)], "takes place in the course of", Vec::new()),
        relationship(BECAUSE_OF, &[(EVENT, EVENT)], "comes of", Vec::new()),
        relationship(ABOUT, &[(CLAIM, EVENT), (EVENT, EVENT)], "is about", Vec::new()),
        relationship(IN, &[(CLAIM, DOCUMENT)], "stands in", Vec::new()),
        relationship(
            SAID_BY,
            &[(CLAIM, ACTOR)],
            "is said by; the page's own publisher is a property of the document",
            SAID_FIELDS.iter().map(|field| field.property).collect(),
        ),
        relationship(WITHIN, &[(PLACE, PLACE)], "lies in", Vec::new()),
    ];
    for (_, name, about) in RELATIONS {
        relationships.push(relationship(name, ACTOR_TO_ACTOR_OR_PLACE, about, properties(RELATION_FIELDS)));
    }
    relationships.push(relationship(
        RELATED_TO,
        ACTOR_TO_ACTOR_OR_PLACE,
        "is tied to in another way; see its kind",
        properties(RELATION_FIELDS),
    ));
    Schema { labels, relationships }
}

/// The table that `diurna schema --cypher` prints.
impl fmt::Display for Schema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for label in &self.labels {
            writeln!(formatter, "(:{})  {}", label.name, label.about)?;
            if !label.besides.is_empty() {
                writeln!(formatter, "    also one of :{}", label.besides.join(" :"))?;
            }
            write_properties(formatter, &label.properties)?;
        }
        for relationship in &self.relationships {
            for (from, to) in relationship.ends {
                writeln!(formatter, "(:{from})-[:{}]->(:{to})  {}", relationship.name, relationship.about)?;
            }
            write_properties(formatter, &relationship.properties)?;
        }
        Ok(())
    }
}

fn write_properties(formatter: &mut fmt::Formatter<'_>, properties: &[Property]) -> fmt::Result {
    for Property { name, kind, about } in properties {
        writeln!(formatter, "    {name:<19}  {:<12}  {about}", kind.name())?;
    }
    writeln!(formatter)
}
