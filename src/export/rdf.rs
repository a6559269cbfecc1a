//! RDF, as Turtle or JSON-LD: the same triples in both.
//!
//! Events follow the Simple Event Model (SEM, 2009): `sem:hasActor`, `sem:hasPlace`, `sem:eventType`; its interval is
//! `sem:hasEarliestBeginTimeStamp` to `sem:hasLatestEndTimeStamp`, both included, so "in May" is a month and nothing
//! finer. A claim is an annotation of the W3C Web Annotation model (`oa:`) whose target is the quote in its document,
//! by position (in Unicode scalar values, end exclusive) and word for word; PROV-O says from what an event is derived
//! and who says so. GAF (`gaf:denotedBy`) leads from actors and places to where texts speak of them, with RFC 5147
//! fragments. What none of them has a word for is in `urn:diurna:terms:`: roles, status, polarity, confidence, rule,
//! the order of speakers, ties.
//!
//! There are no blank nodes: everything has an IRI below the base, so two files can be compared and joined. Characters
//! of an id that may not stand in an IRI are percent-encoded. Lost: the TIMEX3 value, modifier and basis of times.

use super::Selection;
use super::property_graph::{graph_of, polarity_word};
use crate::claim::Role;
use crate::entity::ActorKind;
use crate::error::{Error, Result};
use crate::graph::{Actor, Claim, Document, Event, Graph, Id, Mention, Moment, Number, Place, Time, Word};
use crate::query::chain_words;
use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, Term, TermRef, TripleRef};
use oxttl::TurtleSerializer;
use std::io::{self, Write};

/// What every IRI begins with unless the options say otherwise.
pub const BASE: &str = "urn:diurna:";

const TERMS: &str = "urn:diurna:terms:";
const SEM: &str = "http://semanticweb.cs.vu.nl/2009/11/sem/";
const PROV: &str = "http://www.w3.org/ns/prov#";
const OA: &str = "http://www.w3.org/ns/oa#";
const GAF: &str = "http://groundedannotationframework.org/gaf#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const GEO: &str = "http://www.w3.org/2003/01/geo/wgs84_pos#";

/// Prefixes of both forms; the base has none, for its IRIs may hold characters that a prefixed name cannot.
const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", DCTERMS),
    ("diurna", TERMS),
    ("gaf", GAF),
    ("geo", GEO),
    ("oa", OA),
    ("prov", PROV),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("sem", SEM),
    ("skos", SKOS),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Whether the base that the options name may begin an IRI; the error says what would do.
pub(super) fn check(selection: &Selection<'_>) -> Result<()> {
    let base = selection.options.base_iri.as_deref().unwrap_or(BASE);
    NamedNode::new(format!("{base}e:0")).map(drop).map_err(|error| {
        Error::new(format!("`{base}` cannot begin an IRI: {error}"))
            .with_help("write it like https://example.org/graph/ or urn:example:")
    })
}

/// Writes `selection` as Turtle; fails only when `output` does.
pub(super) fn write_turtle(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).expect("the prefixes are IRIs");
    }
    let mut writer = serializer.for_writer(output);
    write_triples(selection, &mut |triple| writer.serialize_triple(triple))?;
    writer.finish()?.write_all(b"\n")
}

/// Writes `selection` as JSON-LD; fails only when `output` does.
pub(super) fn write_json_ld(selection: &Selection<'_>, output: &mut dyn Write) -> io::Result<()> {
    let mut serializer = JsonLdSerializer::new();
    for (prefix, iri) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).expect("the prefixes are IRIs");
    }
    let mut writer = serializer.for_writer(output);
    write_triples(selection, &mut |triple| {
        writer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))
    })?;
    writer.finish()?.write_all(b"\n")
}

fn write_triples(
    selection: &Selection<'_>,
    write: &mut dyn FnMut(TripleRef<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let graph = graph_of(selection);
    let base = selection.options.base_iri.as_deref().unwrap_or(BASE);
    let mut triples = Triples { graph: &graph, base, write };
    triples.write_terms()?;
    graph.documents().try_for_each(|document| triples.write_document(document))?;
    graph.places().try_for_each(|place| triples.write_place(place))?;
    graph.actors().try_for_each(|actor| triples.write_actor(actor))?;
    graph.events().try_for_each(|event| triples.write_event(event))?;
    graph.claims().try_for_each(|claim| triples.write_claim(claim))?;
    triples.write_relations()
}

/// `text` with every byte that may not stand in a part of an IRI percent-encoded.
///
/// A slash would change what a relative IRI means and `#` starts a fragment, so neither stays.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    if encoded.ends_with('.') {
        // It may stand there, but rdflib takes it for the end of the statement.
        encoded.truncate(encoded.len() - 1);
        encoded.push_str("%2E");
    }
    encoded
}

fn term(prefix: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{prefix}{name}"))
}

/// A node for a value of a closed or open vocabulary, below [`TERMS`].
fn word(word: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{TERMS}{}", encoded(word)))
}

fn date(moment: Moment) -> Literal {
    match moment.time {
        None => Literal::new_typed_literal(moment.day.to_string(), xsd::DATE),
        Some(time) => {
            Literal::new_typed_literal(format!("{}T{}", moment.day, time.format("%H:%M:%S")), xsd::DATE_TIME)
        }
    }
}

fn decimal(number: Number) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::DECIMAL)
}

fn whole(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::NON_NEGATIVE_INTEGER)
}

/// What is known of the graph's IRIs, and where its triples go.
struct Triples<'graph, 'write> {
    graph: &'graph Graph,
    base: &'graph str,
    write: &'write mut dyn FnMut(TripleRef<'_>) -> io::Result<()>,
}

impl Triples<'_, '_> {
    /// The IRI of the node `id`, or with `suffix` of something that belongs to it.
    fn iri(&self, id: &Id, suffix: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}{suffix}", self.base, encoded(id.as_str())))
    }

    fn add<'term>(
        &mut self,
        subject: &'term NamedNode,
        predicate: &'term NamedNode,
        object: impl Into<TermRef<'term>>,
    ) -> io::Result<()> {
        (self.write)(TripleRef::new(subject, predicate, object))
    }

    fn add_type(&mut self, subject: &NamedNode, class: &NamedNode) -> io::Result<()> {
        (self.write)(TripleRef::new(subject, rdf::TYPE, class))
    }

    fn add_text(&mut self, subject: &NamedNode, predicate: &NamedNode, text: &str) -> io::Result<()> {
        self.add(subject, predicate, &Literal::new_simple_literal(text))
    }

    fn add_label(&mut self, subject: &NamedNode, text: &str) -> io::Result<()> {
        self.add_text(subject, &rdfs::LABEL.into_owned(), text)
    }

    /// Says what our own roles are, so that a reader of SEM alone finds the actors.
    fn write_terms(&mut self) -> io::Result<()> {
        let narrower = rdfs::SUB_PROPERTY_OF.into_owned();
        Role::all()
            .iter()
            .try_for_each(|role| self.add(&word(role.word()), &narrower, &term(SEM, "hasActor")))
    }

    fn write_document(&mut self, document: &Document) -> io::Result<()> {
        let node = self.iri(&document.id, "");
        self.add_type(&node, &term(PROV, "Entity"))?;
        self.add_type(&node, &term(DCTERMS, "BibliographicResource"))?;
        if let Some(title) = &document.title {
            self.add_text(&node, &term(DCTERMS, "title"), title)?;
        }
        if let Some(publisher) = &document.publisher {
            self.add_text(&node, &term(DCTERMS, "publisher"), publisher)?;
        }
        if let Some(published) = document.published {
            self.add(&node, &term(DCTERMS, "issued"), &date(published))?;
        }
        if let Some(language) = &document.language {
            self.add_text(&node, &term(DCTERMS, "language"), language)?;
        }
        if let Some(url) = &document.url {
            // What is no IRI is still worth knowing.
            match NamedNode::new(url) {
                Ok(url) => self.add(&node, &term(DCTERMS, "source"), &url)?,
                Err(_) => self.add_text(&node, &term(DCTERMS, "source"), url)?,
            }
        }
        let own = [&document.path, &document.source_id].into_iter().zip(["path", "source_id"]);
        for (value, name) in own {
            if let Some(value) = value {
                self.add_text(&node, &word(name), value)?;
            }
        }
        for story in &document.stories {
            let story_node = self.iri(&document.id, &format!("/{}", encoded(&story.id)));
            self.add(&story_node, &term(DCTERMS, "isPartOf"), &node)?;
            if let Some(title) = &story.title {
                self.add_text(&story_node, &term(DCTERMS, "title"), title)?;
            }
            if let Some(published) = story.published {
                self.add(&story_node, &term(DCTERMS, "issued"), &date(published))?;
            }
        }
        Ok(())
    }

    fn write_mentions<'graph>(
        &mut self,
        node: &NamedNode,
        mentions: impl IntoIterator<Item = &'graph Mention>,
    ) -> io::Result<()> {
        for mention in mentions {
            let fragment = format!("#char={},{}", mention.start, mention.end);
            let place = self.iri(&mention.document, &fragment);
            self.add(node, &term(GAF, "denotedBy"), &place)?;
        }
        Ok(())
    }

    fn write_place(&mut self, place: &Place) -> io::Result<()> {
        let node = self.iri(&place.id, "");
        self.add_type(&node, &term(SEM, "Place"))?;
        self.add_label(&node, &place.name)?;
        if let Some(kind) = place.kind {
            self.add(&node, &term(SEM, "placeType"), &word(kind.word()))?;
        }
        if let Some(country) = &place.country {
            self.add_text(&node, &word("country"), country)?;
        }
        if let Some((lat, lon)) = place.lat.zip(place.lon) {
            self.add(&node, &term(GEO, "lat"), &decimal(lat))?;
            self.add(&node, &term(GEO, "long"), &decimal(lon))?;
        }
        if let Some(within) = &place.within {
            let within = self.iri(within, "");
            self.add(&node, &term(DCTERMS, "isPartOf"), &within)?;
        }
        self.write_mentions(&node, &place.mentions)
    }

    fn write_actor(&mut self, actor: &Actor) -> io::Result<()> {
        let node = self.iri(&actor.id, "");
        self.add_type(&node, &term(SEM, "Actor"))?;
        self.add_type(
            &node,
            &term(
                PROV,
                match actor.kind {
                    ActorKind::Person => "Person",
                    ActorKind::Organization | ActorKind::Media | ActorKind::Bloc => "Organization",
                    ActorKind::Country | ActorKind::Group | ActorKind::Anonymous => "Agent",
                },
            ),
        )?;
        self.add_label(&node, &actor.name)?;
        for alias in actor.aliases.iter().filter(|alias| **alias != actor.name) {
            self.add_text(&node, &term(SKOS, "altLabel"), alias)?;
        }
        self.add(&node, &term(SEM, "actorType"), &word(actor.kind.word()))?;
        for (value, name) in [&actor.country, &actor.sector].into_iter().zip(["country", "sector"]) {
            if let Some(value) = value {
                self.add_text(&node, &word(name), value)?;
            }
        }
        for title in &actor.titles {
            self.add_text(&node, &word("title"), &title.title)?;
        }
        if let Some(count) = actor.count {
            self.add(&node, &word("count"), &Literal::new_typed_literal(count.to_string(), xsd::INTEGER))?;
        }
        for member in &actor.members {
            let member = self.iri(member, "");
            self.add(&node, &word("member"), &member)?;
        }
        self.write_mentions(&node, &actor.mentions)
    }

    fn write_time(&mut self, node: &NamedNode, time: &Time) -> io::Result<()> {
        if let Some(start) = time.start {
            self.add(node, &term(SEM, "hasEarliestBeginTimeStamp"), &date(start))?;
        }
        if let Some(end) = time.end {
            self.add(node, &term(SEM, "hasLatestEndTimeStamp"), &date(end))?;
        }
        if let Some(grain) = time.grain {
            self.add(node, &word("grain"), &word(grain.word()))?;
        }
        if let Some(text) = &time.text {
            self.add_text(node, &word("time_text"), text)?;
        }
        Ok(())
    }

    fn write_event(&mut self, event: &Event) -> io::Result<()> {
        let node = self.iri(&event.id, "");
        self.add_type(&node, &term(SEM, "Event"))?;
        self.add_label(&node, &event.label)?;
        self.add(&node, &term(SEM, "eventType"), &word(&event.kind))?;
        if let Some(mode) = &event.mode {
            let with_mode = term(TERMS, &format!("{}/{}", encoded(&event.kind), encoded(mode)));
            self.add(&node, &term(SEM, "eventType"), &with_mode)?;
        }
        for context in &event.context {
            self.add(&node, &word("context"), &word(context))?;
        }
        self.add(&node, &word("status"), &word(event.status.word()))?;
        for participant in &event.participants {
            let actor = self.iri(&participant.actor, "");
            self.add(&node, &term(SEM, "hasActor"), &actor)?;
            self.add(&node, &word(participant.role.word()), &actor)?;
        }
        for place in &event.places {
            let place = self.iri(place, "");
            self.add(&node, &term(SEM, "hasPlace"), &place)?;
        }
        for (how, other) in event.links() {
            let other = self.iri(other, "");
            self.add(&node, &word(how), &other)?;
        }
        if let Some(time) = &event.time {
            self.write_time(&node, time)?;
        }
        for (index, quantity) in event.quantities.iter().enumerate() {
            let part = self.iri(&event.id, &format!("/quantity/{}", index + 1));
            self.add(&node, &word("quantity"), &part)?;
            self.add(&part, &word("of"), &word(&quantity.kind))?;
            self.add(&part, &rdf::VALUE.into_owned(), &decimal(quantity.value))?;
            if let Some(most) = quantity.most {
                self.add(&part, &word("most"), &decimal(most))?;
            }
            self.add(&part, &word("approximate"), &Literal::from(quantity.approximate))?;
        }
        for claim in &event.claims {
            let claim = self.iri(claim, "");
            self.add(&node, &term(PROV, "wasDerivedFrom"), &claim)?;
        }
        if let Some(confidence) = event.confidence {
            self.add(&node, &word("confidence"), &decimal(confidence))?;
        }
        let sources = Literal::new_typed_literal(event.independent_sources.to_string(), xsd::INTEGER);
        self.add(&node, &word("independent_sources"), &sources)
    }

    fn write_claim(&mut self, claim: &Claim) -> io::Result<()> {
        let node = self.iri(&claim.id, "");
        self.add_type(&node, &term(OA, "Annotation"))?;
        self.add_type(&node, &term(PROV, "Entity"))?;
        let event = self.iri(&claim.event, "");
        self.add(&node, &term(OA, "hasBody"), &event)?;
        let document = self.iri(&claim.document, "");
        self.add(&node, &term(PROV, "wasQuotedFrom"), &document)?;
        self.write_target(claim, &node, &document)?;
        if let Some(trigger) = &claim.trigger {
            self.add_text(&node, &word("trigger"), &trigger.text)?;
            let place = self.iri(&claim.document, &format!("#char={},{}", trigger.start, trigger.end));
            self.add(&node, &term(GAF, "denotedBy"), &place)?;
        }
        self.add(&node, &word("polarity"), &word(polarity_word(claim.polarity)))?;
        self.add(&node, &word("status"), &word(claim.status.word()))?;
        if let Some(zone) = claim.zone {
            self.add(&node, &word("zone"), &word(zone.word()))?;
        }
        if let Some(story) = &claim.story {
            let story = self.iri(&claim.document, &format!("/{}", encoded(story)));
            self.add(&node, &word("story"), &story)?;
        }
        if let Some(time) = &claim.time {
            self.write_time(&node, time)?;
        }
        if let Some(confidence) = claim.confidence {
            self.add(&node, &word("confidence"), &decimal(confidence))?;
        }
        if let Some(rule) = &claim.rule {
            self.add_text(&node, &word("rule"), rule)?;
        }
        self.write_speakers(claim, &node)
    }

    fn write_target(&mut self, claim: &Claim, node: &NamedNode, document: &NamedNode) -> io::Result<()> {
        let target = self.iri(&claim.id, "/target");
        self.add(node, &term(OA, "hasTarget"), &target)?;
        self.add_type(&target, &term(OA, "SpecificResource"))?;
        self.add(&target, &term(OA, "hasSource"), document)?;
        let position = self.iri(&claim.id, "/position");
        self.add(&target, &term(OA, "hasSelector"), &position)?;
        self.add_type(&position, &term(OA, "TextPositionSelector"))?;
        self.add(&position, &term(OA, "start"), &whole(claim.start))?;
        self.add(&position, &term(OA, "end"), &whole(claim.end))?;
        let quote = self.iri(&claim.id, "/quote");
        self.add(&target, &term(OA, "hasSelector"), &quote)?;
        self.add_type(&quote, &term(OA, "TextQuoteSelector"))?;
        self.add_text(&quote, &term(OA, "exact"), &claim.quote)
    }

    fn write_speakers(&mut self, claim: &Claim, node: &NamedNode) -> io::Result<()> {
        if !claim.attribution.is_empty() {
            self.add_text(node, &word("speakers"), &chain_words(self.graph, claim))?;
        }
        for (index, hop) in claim.attribution.iter().enumerate() {
            let attribution = self.iri(&claim.id, &format!("/speaker/{}", index + 1));
            self.add(node, &term(PROV, "qualifiedAttribution"), &attribution)?;
            self.add_type(&attribution, &term(PROV, "Attribution"))?;
            self.add(&attribution, &word("position"), &whole(index + 1))?;
            self.add(&attribution, &word("anonymous"), &Literal::from(hop.anonymous))?;
            if let Some(actor) = &hop.actor {
                let actor = self.iri(actor, "");
                self.add(&attribution, &term(PROV, "agent"), &actor)?;
                self.add(node, &term(PROV, "wasAttributedTo"), &actor)?;
            }
            if let Some(words) = &hop.text {
                self.add_text(&attribution, &word("text"), words)?;
            }
            if let Some(cue) = &hop.cue {
                self.add_text(&attribution, &word("cue"), cue)?;
            }
            if let Some(count) = hop.count {
                let count = Literal::new_typed_literal(count.to_string(), xsd::INTEGER);
                self.add(&attribution, &word("count"), &count)?;
            }
        }
        Ok(())
    }

    fn write_relations(&mut self) -> io::Result<()> {
        for relation in self.graph.relations() {
            let (source, target) = (self.iri(&relation.source, ""), self.iri(&relation.target, ""));
            self.add(&source, &word(&relation.kind), &Term::from(target))?;
        }
        Ok(())
    }
}
