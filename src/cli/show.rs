//! `diurna show`: a graph, or all about one actor, place, document or event, on one screen.

use super::arguments::ShowArguments;
use super::event_table;
use super::filter::{self, one};
use super::local::{self, Names};
use super::outcome::{Outcome, Stop};
use super::sheet::{Sheet, Value};
use super::stats::most_first;
use super::table::{Cell, Column, Form, Table};
use super::{describe, print};
use crate::claim::Role;
use crate::error::Error;
use crate::graph::{Actor, Document, Event, Graph, Id, Mention, Moment, Relation, Word};
use crate::lexicon::cameo::goldstein;
use crate::query::{
    Counts, Filter, Lookup, Subject, actor_counts, chain_words, claims_in_order, count, document_dossier,
    dossier, events, find_actor, find_documents, find_place, find_subject, place_dossier, publisher_name,
    suggest_documents,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

/// How many rows a table has on a screen; `diurna events` lists all.
const LISTED: usize = 10;

/// What a name of `show` means.
enum Meaning<'graph> {
    Actor(Id),
    Place(Id),
    Document(&'graph Document),
    Event(&'graph Event),
}

/// Runs the verb.
pub(super) fn run(arguments: &ShowArguments) -> Result<Outcome, Stop> {
    let around = |names: &Names| match &arguments.name {
        Some(name) if arguments.filter.is_empty() => names.around_shown(name),
        _ => Ok(None),
    };
    local::answer(&arguments.graph.graph, around, |graph, _| show(arguments, graph).map(Some))
}

fn show(arguments: &ShowArguments, graph: &Graph) -> Result<Outcome, Stop> {
    let filter = arguments.filter.filter(graph)?;
    let shown = Shown { graph, filter: &filter, form: arguments.output.form(), path: &arguments.graph.graph };
    let meaning = arguments.name.as_ref().map(|name| find(graph, name)).transpose()?;
    let mut output = print::output();
    let outcome = match meaning {
        None => shown.show_all(&mut output)?,
        Some(Meaning::Actor(id)) => shown.show_actor(&mut output, &id)?,
        Some(Meaning::Place(id)) => shown.show_place(&mut output, &id)?,
        Some(Meaning::Document(document)) => shown.show_document(&mut output, document)?,
        Some(Meaning::Event(event)) => shown.show_event(&mut output, event)?,
    };
    output.flush()?;
    filter::note_undated(graph, &filter);
    Ok(outcome)
}

/// What `name` means: an id, or else the first of actor, place, document and event that it names.
fn find<'graph>(graph: &'graph Graph, name: &str) -> Result<Meaning<'graph>, Stop> {
    let id = Id::from(name.trim());
    if graph.place(&id).is_some() {
        return Ok(Meaning::Place(id));
    }
    if let Some(document) = graph.document(&id) {
        return Ok(Meaning::Document(document));
    }
    if let Some(event) = graph.event(&id).or_else(|| graph.event(&graph.claim(&id)?.event)) {
        return Ok(Meaning::Event(event));
    }
    let suggestions = match find_actor(graph, name) {
        Lookup::Nothing(suggestions) => suggestions,
        found => return one(found, "actor", name, graph.actors().len()).map(Meaning::Actor),
    };
    match find_place(graph, name) {
        Lookup::Nothing(_) => {}
        found => return one(found, "place", name, graph.places().len()).map(Meaning::Place),
    }
    match find_documents(graph, name).as_slice() {
        [] => {}
        [document] => return Ok(Meaning::Document(document)),
        several => {
            let lines: Vec<String> = several
                .iter()
                .take(LISTED)
                .map(|document| format!("{}  {}", document.id, describe::source(document)))
                .collect();
            let error = Error::new(format!("`{name}` may mean {} documents", several.len()));
            return Err(Stop::NotFound(
                error.with_help(format!("give the path or the id:\n{}", lines.join("\n"))),
            ));
        }
    }
    match find_subject(graph, name) {
        Subject::Event(event) | Subject::Claim(_, event) => Ok(Meaning::Event(event)),
        Subject::Several(events) => Err(Stop::NotFound(describe::ambiguous(name, &events))),
        Subject::Nothing => {
            let document = || Some(format!("did you mean \"{}\"?", suggest_documents(graph, name).first()?));
            let help = filter::did_you_mean(&suggestions).or_else(document);
            let help =
                help.unwrap_or_else(|| "without a name, diurna show GRAPH lists what there is".to_owned());
            let error = Error::new(format!("no actor, place, document or event is called `{name}`"));
            Err(Stop::NotFound(error.with_help(help)))
        }
    }
}

/// What is asked for, and how to write it.
struct Shown<'graph> {
    graph: &'graph Graph,
    filter: &'graph Filter,
    form: Form,
    path: &'graph Path,
}

impl Shown<'_> {
    fn show_all(&self, output: &mut impl Write) -> io::Result<Outcome> {
        let graph = self.graph;
        let events = events(graph, self.filter);
        let found = Outcome::of_count(graph.actors().len() + events.len());
        if self.form == Form::Json {
            let documents: Vec<_> = graph.documents().collect();
            let actors: Vec<_> = graph.actors().collect();
            let value = json!({
                "documents": documents, "actors": actors, "events": self.events_json(&events),
            });
            describe::write_json(output, &value)?;
            return Ok(found);
        }
        let stats = count(graph);
        let mut sheet = Sheet::new(Value::from(self.path.display().to_string()), String::new());
        let published = stats.published.as_ref().map(|(first, last)| span(first, last));
        sheet.add("published", published.map(Value::from));
        sheet.add("actors", kinds(&stats.actor_kinds));
        sheet.add("events", kinds(&stats.event_types));
        sheet.add("statuses", kinds(&stats.statuses));
        let claims = format!("{}, {} with a speaker", stats.claims, stats.attributed_claims);
        sheet.add("claims", [Value::from(claims)]);
        let actors = actor_counts(graph, &events);
        if self.form == Form::Csv {
            sheet.add(
                "document",
                graph
                    .documents()
                    .map(|document| Value::from(describe::source(document)).with_id(&document.id)),
            );
            sheet.add("actor", actors.iter().map(actor_value));
        } else {
            self.add_documents(&mut sheet);
            self.add_actors(&mut sheet, &actors);
        }
        self.add_events(&mut sheet, "Events", "event", &events, "");
        sheet.write(output, self.form)?;
        Ok(found)
    }

    fn show_actor(&self, output: &mut impl Write, id: &Id) -> io::Result<Outcome> {
        let graph = self.graph;
        let Some(dossier) = dossier(graph, id, self.filter) else { return Ok(Outcome::Nothing) };
        let actor = dossier.actor;
        if self.form == Form::Json {
            let partners = dossier.partners.iter().map(
                |(partner, events)| json!({"actor": partner.id, "name": partner.name, "events": events}),
            );
            let roles =
                dossier.roles.iter().map(|(role, events)| json!({"role": role.word(), "events": events}));
            let value = json!({
                "actor": actor,
                "relations": dossier.relations,
                "documents": dossier.documents,
                "seen": dossier.seen.map(|(first, last)| json!({"first": first.to_string(), "last": last.to_string()})),
                "active": dossier.active.map(|(first, last)| json!({"first": first.to_string(), "last": last.to_string()})),
                "types": counts_json("type", "events", &dossier.types),
                "roles": roles.collect::<Vec<_>>(),
                "partners": partners.collect::<Vec<_>>(),
                "speakers": counts_json("name", "claims", &dossier.speakers),
                "events": self.events_json(&dossier.events),
                "says": self.events_json(&dossier.says),
            });
            describe::write_json(output, &value)?;
            return Ok(Outcome::Found);
        }
        let name = Value::from(actor.name.as_str()).with_id(id);
        let mut sheet = Sheet::new(name, describe::actor_details(actor));
        sheet.add("also", describe::other_names(actor).into_iter().map(Value::from));
        sheet.add("titles", describe::titles(graph, actor).into_iter().map(Value::from));
        let member = |id| Value::from(describe::actor_name(graph, id)).with_id(id);
        sheet.add("members", actor.members.iter().map(member));
        let ties = dossier.relations.iter().filter(|relation| relation.title.is_none());
        sheet.add("relations", ties.map(|relation| self.relation(relation, id)));
        if let Lookup::One(place) = find_place(graph, &actor.name) {
            sheet.add("also place", [Value::from(place.as_str()).with_id(&place)]);
        }
        sheet.add("mentioned", [mentioned(&actor.mentions, dossier.documents, dossier.seen)]);
        sheet.add("active", dossier.active.map(|(first, last)| Value::from(span(first, last))));
        sheet.add("types", counted(&dossier.types));
        sheet.add(
            "roles",
            dossier.roles.iter().map(|(role, events)| Value::from(role.word()).counted(*events)),
        );
        sheet.add("with", dossier.partners.iter().map(actor_value));
        sheet.add("said by", counted(&dossier.speakers));
        self.add_events(&mut sheet, "Events", "event", &dossier.events, &format!("--actor {id}"));
        self.add_events(&mut sheet, "Says", "says", &dossier.says, &format!("--said-by {id}"));
        sheet.write(output, self.form)?;
        Ok(Outcome::Found)
    }

    fn show_place(&self, output: &mut impl Write, id: &Id) -> io::Result<Outcome> {
        let graph = self.graph;
        let Some(dossier) = place_dossier(graph, id, self.filter) else { return Ok(Outcome::Nothing) };
        let place = dossier.place;
        if self.form == Form::Json {
            let actors = dossier
                .actors
                .iter()
                .map(|(actor, events)| json!({"actor": actor.id, "name": actor.name, "events": events}));
            let value = json!({
                "place": place,
                "documents": dossier.documents,
                "types": counts_json("type", "events", &dossier.types),
                "actors": actors.collect::<Vec<_>>(),
                "events": self.events_json(&dossier.events),
            });
            describe::write_json(output, &value)?;
            return Ok(Outcome::Found);
        }
        let kind = place.kind.map_or("place", |kind| kind.name());
        let details: Vec<&str> = std::iter::once(kind).chain(place.country.as_deref()).collect();
        let within = place.within.as_ref().and_then(|within| graph.place(within));
        let within = within.map(|within| format!(", in {}", within.name)).unwrap_or_default();
        let name = Value::from(place.name.as_str()).with_id(id);
        let mut sheet = Sheet::new(name, format!("({}){within}", details.join(", ")));
        let at = place.lat.zip(place.lon).map(|(lat, lon)| format!("latitude {lat}, longitude {lon}"));
        sheet.add("at", at.map(Value::from));
        sheet.add("mentioned", [mentioned(&place.mentions, dossier.documents, dossier.seen)]);
        sheet.add("active", dossier.active.map(|(first, last)| Value::from(span(first, last))));
        sheet.add("types", counted(&dossier.types));
        sheet.add("actors", dossier.actors.iter().map(actor_value));
        self.add_events(&mut sheet, "Events", "event", &dossier.events, &format!("--place {id}"));
        sheet.write(output, self.form)?;
        Ok(Outcome::Found)
    }

    fn show_document(&self, output: &mut impl Write, document: &Document) -> io::Result<Outcome> {
        let Some(dossier) = document_dossier(self.graph, &document.id, self.filter) else {
            return Ok(Outcome::Nothing);
        };
        if self.form == Form::Json {
            let actors = dossier.actors.iter().map(
                |(actor, mentions)| json!({"actor": actor.id, "name": actor.name, "mentions": mentions}),
            );
            let places = dossier.places.iter().map(
                |(place, mentions)| json!({"place": place.id, "name": place.name, "mentions": mentions}),
            );
            let value = json!({
                "document": document,
                "claims": dossier.claims,
                "types": counts_json("type", "events", &dossier.types),
                "actors": actors.collect::<Vec<_>>(),
                "places": places.collect::<Vec<_>>(),
                "events": self.events_json(&dossier.events),
            });
            describe::write_json(output, &value)?;
            return Ok(Outcome::Found);
        }
        let link = event_table::source_link(document, self.form);
        let title = document.title.as_deref().unwrap_or_else(|| describe::source(document));
        let name = Value::from(title).with_id(&document.id).linked(link.clone());
        let mut sheet = Sheet::new(name, String::new());
        sheet.add("publisher", document.publisher.as_deref().map(Value::from));
        sheet.add("published", document.published.map(|at| Value::from(at.to_string())));
        sheet.add("path", document.path.as_deref().map(|path| Value::from(path).linked(link)));
        sheet.add("address", document.url.as_deref().map(Value::from));
        sheet.add("source id", document.source_id.as_deref().map(Value::from));
        sheet.add("language", document.language.as_deref().map(Value::from));
        let stories = document.stories.iter().filter(|_| document.stories.len() > 1);
        let stories = stories.map(|story| story.title.clone().unwrap_or_else(|| story.id.to_string()));
        sheet.add("stories", stories.map(Value::from));
        sheet.add("claims", [Value::from(dossier.claims.to_string())]);
        sheet.add("types", counted(&dossier.types));
        sheet.add("actors", dossier.actors.iter().map(actor_value));
        let places = dossier.places.iter();
        sheet.add(
            "places",
            places.map(|(place, count)| Value::from(place.name.as_str()).counted(*count).with_id(&place.id)),
        );
        self.add_events(&mut sheet, "Events", "event", &dossier.events, &format!("--source {}", document.id));
        sheet.write(output, self.form)?;
        Ok(Outcome::Found)
    }

    fn show_event(&self, output: &mut impl Write, event: &Event) -> io::Result<Outcome> {
        let graph = self.graph;
        let claims = claims_in_order(graph, event);
        let claims: Vec<_> =
            claims.into_iter().filter(|claim| self.filter.accepts_claim(graph, claim)).collect();
        if claims.is_empty() && !event.claims.is_empty() {
            print::note("none of its claims meets the conditions");
            return Ok(Outcome::Nothing);
        }
        if self.form == Form::Json {
            let mut value = describe::event_json(graph, event);
            value["claims"] = claims.iter().map(|claim| describe::claim_json(graph, claim)).collect();
            describe::write_json(output, &value)?;
            return Ok(Outcome::Found);
        }
        let first = claims.first().and_then(|claim| graph.document(&claim.document));
        let link = first.and_then(|document| event_table::source_link(document, self.form));
        let name = Value::from(describe::label(event)).with_id(&event.id).linked(link);
        let mut sheet = Sheet::new(name, String::new());
        sheet.add("type", [Value::from(event.type_and_mode())]);
        sheet.add("context", event.context.iter().map(|context| Value::from(context.as_str())));
        let scale =
            |code: &str| goldstein(code).map(|scale| format!("{code}, {scale} on the Goldstein scale"));
        sheet.add("CAMEO", event.cameo.as_deref().and_then(scale).map(Value::from));
        sheet.add("status", [Value::from(event.status.word())]);
        sheet.add("when", [Value::from(describe::when(event).unwrap_or_else(|| "no date".to_owned()))]);
        for (role, heading) in [
            (Role::Agent, "agents"),
            (Role::Patient, "patients"),
            (Role::Recipient, "recipients"),
            (Role::Participant, "with"),
        ] {
            let of_role = event.participants.iter().filter(|participant| participant.role == role);
            sheet.add(
                heading,
                of_role.map(|participant| {
                    Value::from(describe::actor_name(graph, &participant.actor)).with_id(&participant.actor)
                }),
            );
        }
        let place = |id| Value::from(describe::place_name(graph, id)).with_id(id);
        sheet.add("places", event.places.iter().map(place));
        sheet.add("placed by", event.place_basis.map(|basis| Value::from(basis.word())));
        sheet.add(
            "amounts",
            event
                .quantities
                .iter()
                .map(|quantity| Value::from(format!("{}: {}", quantity.kind, quantity.amount()))),
        );
        sheet.add("confidence", event.confidence.map(|confidence| Value::from(confidence.to_string())));
        let sources = print::counted(event.independent_sources as usize, "independent source");
        sheet.add("sources", [Value::from(sources)]);
        if self.form == Form::Csv {
            sheet.add(
                "claim",
                claims.iter().map(|claim| Value::from(claim.quote.as_str()).with_id(&claim.id)),
            );
        } else {
            let mut table = Table::new(vec![
                Column::words("quote"),
                Column::whole("status"),
                Column::words("said_by"),
                Column::words("source"),
                Column::whole("id"),
            ]);
            for claim in claims.iter().take(LISTED) {
                let document = graph.document(&claim.document);
                let speakers = match chain_words(graph, claim) {
                    chain if chain.is_empty() => publisher_name(graph, claim).to_owned(),
                    chain => chain,
                };
                table.push(vec![
                    claim.quote.trim().into(),
                    Cell::from(claim.status.word()).tinted(event_table::status_tint(claim.status)),
                    speakers.into(),
                    Cell::from(document.map_or("", describe::source))
                        .linked(document.and_then(|document| event_table::source_link(document, self.form))),
                    claim.id.as_str().into(),
                ]);
            }
            let why = format!("diurna why {} {}", self.path.display(), event.id);
            let rest = match claims.len().saturating_sub(LISTED) {
                0 => why,
                rest => format!("and {}: {why}", print::counted(rest, "more claim")),
            };
            sheet.add_table(format!("Claims ({})", claims.len()), table, rest);
        }
        sheet.write(output, self.form)?;
        Ok(Outcome::Found)
    }

    fn events_json(&self, events: &[&Event]) -> Vec<serde_json::Value> {
        events.iter().map(|event| describe::event_json(self.graph, event)).collect()
    }

    /// Adds as many of `events` as fit a screen: the latest, and those without a date if there is room.
    fn add_events(
        &self,
        sheet: &mut Sheet,
        heading: &str,
        fact: &'static str,
        events: &[&Event],
        condition: &str,
    ) {
        if self.form == Form::Csv {
            let value = |event: &&Event| Value::from(describe::label(event)).with_id(&event.id);
            sheet.add(fact, events.iter().map(value));
            return;
        }
        if events.is_empty() {
            return;
        }
        let is_dated = |event: &&Event| event.time.as_ref().is_some_and(|time| time.is_resolved());
        let n_dated = events.partition_point(is_dated);
        let first = n_dated.saturating_sub(LISTED);
        let listed = &events[first..events.len().min(first + LISTED)];
        let mut table = event_table::new_table(&[]);
        for event in listed {
            table.push(event_table::row(self.graph, event, self.form, Vec::new()));
        }
        let heading = match events.len() {
            all if all == listed.len() => format!("{heading} ({all})"),
            all => format!("{heading} (the latest {} of {all})", listed.len()),
        };
        let rest = match events.len() - listed.len() {
            0 => String::new(),
            rest => {
                let all = format!("diurna events {} {condition}", self.path.display());
                format!("and {}: {}", print::counted(rest, "more event"), all.trim_end())
            }
        };
        sheet.add_table(heading, table, rest);
    }

    fn add_documents(&self, sheet: &mut Sheet) {
        let columns = ["title", "publisher"].map(Column::words);
        let mut table =
            Table::new([columns.as_slice(), &[Column::whole("published"), Column::whole("id")]].concat());
        let n_documents = self.graph.documents().len();
        for document in self.graph.documents().take(LISTED) {
            let title = document.title.as_deref().unwrap_or_else(|| describe::source(document));
            table.push(vec![
                Cell::from(title)
                    .tinted(print::Tint::Bold)
                    .linked(event_table::source_link(document, self.form)),
                document.publisher.clone().into(),
                Cell::from(document.published.map(describe::day_words)),
                Cell::from(document.id.as_str()).tinted(print::Tint::Dim),
            ]);
        }
        self.add_list(sheet, "Documents", table, n_documents);
    }

    fn add_actors(&self, sheet: &mut Sheet, actors: &[(&Actor, usize)]) {
        let mut table = Table::new(vec![
            Column::words("name"),
            Column::whole("kind"),
            Column::whole("country"),
            Column::words("titles"),
            Column::number("events"),
            Column::whole("id"),
        ]);
        for (actor, events) in actors.iter().take(LISTED) {
            table.push(vec![
                Cell::from(actor.name.as_str()).tinted(print::Tint::Bold),
                actor.kind.word().into(),
                actor.country.clone().into(),
                describe::titles(self.graph, actor).join("; ").into(),
                (*events).into(),
                Cell::from(actor.id.as_str()).tinted(print::Tint::Dim),
            ]);
        }
        self.add_list(sheet, "Actors", table, actors.len());
    }

    fn add_list(&self, sheet: &mut Sheet, heading: &str, table: Table, total: usize) {
        let rest = match total.saturating_sub(LISTED) {
            0 => String::new(),
            rest => format!("and {rest} more: diurna show {} --csv", self.path.display()),
        };
        sheet.add_table(format!("{heading} ({total})"), table, rest);
    }

    /// A tie as the actor with this id sees it.
    fn relation(&self, relation: &Relation, id: &Id) -> Value {
        let name = |id| match self.graph.actor(id) {
            Some(actor) => actor.name.as_str(),
            None => describe::place_name(self.graph, id),
        };
        let kind = relation.kind.replace('_', " ");
        let other = if relation.source == *id { &relation.target } else { &relation.source };
        Value::from(format!("{} {kind} {}", name(&relation.source), name(&relation.target))).with_id(other)
    }
}

fn actor_value((actor, count): &(&Actor, usize)) -> Value {
    Value::from(actor.name.as_str()).counted(*count).with_id(&actor.id)
}

fn counted(counts: &Counts) -> impl Iterator<Item = Value> {
    counts.iter().map(|(name, count)| Value::from(name.as_str()).counted(*count))
}

fn counts_json(name: &str, count: &str, counts: &Counts) -> serde_json::Value {
    counts.iter().map(|(found, number)| json!({name: found, count: number})).collect()
}

fn kinds<K: AsRef<str>>(counts: &BTreeMap<K, usize>) -> impl Iterator<Item = Value> {
    most_first(counts).into_iter().map(|(name, count)| Value::from(name).counted(count))
}

fn span<T: PartialEq + std::fmt::Display>(first: T, last: T) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

fn mentioned(mentions: &BTreeSet<Mention>, documents: usize, seen: Option<(Moment, Moment)>) -> Value {
    let published = seen.map(|(first, last)| {
        format!(", published {}", span(describe::day_words(first), describe::day_words(last)))
    });
    let times = print::counted(mentions.len(), "mention");
    let documents = print::counted(documents, "document");
    Value::from(format!("{times} in {documents}{}", published.unwrap_or_default()))
}
