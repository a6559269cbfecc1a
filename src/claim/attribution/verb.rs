//! What is said with a verb: "said that X", "was quoted as saying", "told reporters: X".

use super::chain::cut_out;
use super::{Attribution, Complement, Finder};
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, CueVerb, Hold, Marker, cue_noun, cue_verb, is_marker};
use crate::lexicon::status::{MarkerClass, Propagation, marker, signature};
use crate::mention::quotation::{MIN_SPEECH_WORDS, Quotation};
use crate::text::{Deprel, Upos, Xpos};
use std::ops::Range;

impl Finder<'_> {
    /// "quoted the mayor as saying": the verb of quoting over a verb of saying, and who is quoted.
    fn quoting_over(&self, saying: usize) -> Option<(usize, usize)> {
        let quoting = self.tree.head(saying)?;
        let is_frame = matches!(self.tree.deprel(saying), Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp)
            && self.opens_with(saying, Marker::Manner)
            && self.tree.xpos(saying) == Xpos::Vbg
            && is_marker(self.tree.lemma(quoting), Marker::Citing);
        let quoted = if self.tree.is_passive(quoting) {
            self.tree.own_subject(quoting)
        } else {
            self.tree.child(quoting, Deprel::Obj)
        };
        quoted.filter(|_| is_frame).map(|quoted| (quoting, quoted))
    }

    /// Whether a function word of this class opens the phrase or clause headed by `token`.
    pub(super) fn opens_with(&self, token: usize, marker: Marker) -> bool {
        self.tree.opener(token).is_some_and(|opener| is_marker(self.tree.lemma(opener), marker))
    }

    /// What hangs on a verb with "by".
    fn by_phrase(&self, verb: usize) -> Option<usize> {
        self.tree.children(verb).iter().copied().find(|&child| {
            self.tree.deprel(child).base() == Deprel::Obl
                && self.tree.opener(child).is_some_and(|opener| self.tree.lemma(opener) == "by")
        })
    }

    /// Who quotes the speaker of `saying`, if it is a frame as in "The ministry quoted the mayor as saying that ...".
    pub(super) fn quoter(&self, saying: &Attribution) -> Option<Attribution> {
        let cue = saying.cue.as_ref().filter(|_| saying.rule == "quoted")?;
        let (quoting, _) = self.quoting_over(cue.head)?;
        let source = self
            .tree
            .passive_agent(quoting)
            .or_else(|| self.tree.passive_agent(cue.head))
            .or_else(|| self.by_phrase(cue.head).filter(|_| self.tree.is_passive(quoting)))
            .or_else(|| self.tree.agent(quoting).filter(|_| !self.tree.is_passive(quoting)))?;
        let is_whom = saying.source.as_ref().is_some_and(|quoted| quoted.head == source);
        if is_whom {
            return None;
        }
        let mut content = saying.content.clone();
        content.push(self.span(cue.tokens.clone()));
        content.sort_unstable();
        let complement = Complement { content, hold: Hold::Asserted, rule: "quoting" };
        Some(self.attribution(
            Some(self.phrase(source, quoting)),
            Some(self.cue(quoting)),
            CueClass::Say,
            complement,
        ))
    }

    pub(super) fn verb_cue(&self, verb: usize) -> Option<Attribution> {
        let lemma = self.tree.full_lemma(verb);
        let entry = cue_verb(&lemma)?;
        if let Some((quoting, quoted)) = self.quoting_over(verb) {
            let mut complement = self
                .clausal_complement(verb)
                .or_else(|| self.clausal_complement(quoting))
                .or_else(|| self.host_clause(quoting, entry))
                .or_else(|| self.beside_quotation(verb, Some(quoted)))?;
            complement.rule = "quoted";
            let mut attribution = self.attribution(
                Some(self.phrase(quoted, verb)),
                Some(self.cue(verb)),
                entry.class,
                complement,
            );
            cut_out(&mut attribution, self.tree.sentence);
            return (!attribution.content.is_empty()).then_some(attribution);
        }
        if self.tree.upos(verb) == Upos::Aux
            || matches!(
                self.tree.deprel(verb).base(),
                Deprel::Amod | Deprel::Compound | Deprel::Case | Deprel::Fixed
            )
        {
            return None;
        }
        // "reported, citing officials, that X": whom one cites speaks with the verb before (`Self::cited`).
        if self.is_citing(verb)
            && self.tree.child(verb, Deprel::Obj).is_some_and(|whom| self.is_speaking(whom))
        {
            return None;
        }
        let is_passive = self.tree.is_passive(verb)
            || (self.tree.xpos(verb) == Xpos::Vbn && self.tree.deprel(verb) == Deprel::Acl)
            // "as first reported by the BBC"
            || (self.tree.xpos(verb) == Xpos::Vbn
                && self.opens_with(verb, Marker::Manner)
                && self.tree.passive_agent(verb).is_some());
        if is_passive {
            return self.passive_cue(verb);
        }
        let source = self.speaker_at(verb);
        let complement = self.complement(verb, source)?;
        let source = source?;
        // "It says here": an expletive speaks for nobody.
        if self.tree.deprel(source) == Deprel::Expl {
            return None;
        }
        let mut complement = complement;
        if entry.holds("quote").is_some() {
            complement.content.extend(self.quoted_before(verb, source, &complement.content));
            complement.content.sort_unstable();
        }
        let is_none =
            |token: usize| marker(MarkerClass::Determiner, &self.tree.lemma(token).to_lowercase()).is_some();
        // "Nobody said that", "Neither side said that"
        let speaks_for_nobody = is_none(source)
            || self.tree.children(source).iter().any(|&child| {
                let is_determiner = self.tree.deprel(child) == Deprel::Det;
                is_determiner && is_none(child) || self.word(child) == "neither"
            });
        let is_withheld = self.tree.deprel(verb) == Deprel::Xcomp
            && self.tree.has_to(verb)
            && self.tree.head(verb).is_some_and(|governor| {
                signature(self.tree.lemma(governor), "to")
                    .is_some_and(|(affirmed, _)| affirmed.propagation == Propagation::Reverse)
            });
        if (self.is_negated(verb) || speaks_for_nobody || is_withheld)
            && !matches!(entry.class, CueClass::Deny | CueClass::Demand)
        {
            complement.hold = Hold::Mentioned;
        }
        let mut attribution =
            self.attribution(Some(self.phrase(source, verb)), Some(self.cue(verb)), entry.class, complement);
        cut_out(&mut attribution, self.tree.sentence);
        (!attribution.content.is_empty()).then_some(attribution)
    }

    /// Who does the saying of `verb`, also where a tree takes words of a quotation or of a note for it.
    fn speaker_at(&self, verb: usize) -> Option<usize> {
        // "heard from a witness that the guard fled": who is heard speaks.
        let heard = || {
            let from = self.tree.children(verb).iter().copied().find(|&child| {
                self.tree.deprel(child) == Deprel::Obl
                    && self.tree.opener(child).is_some_and(|opener| self.tree.lemma(opener) == "from")
            })?;
            (is_marker(self.tree.lemma(verb), Marker::Hearing) && self.is_speaking(from)).then_some(from)
        };
        let source = heard().or_else(|| self.tree.agent(verb));
        let is_outside = self.is_quoted(verb).is_none();
        // "“The ferry,” said its captain, “struck a rock.”"
        if source.is_some_and(|source| is_outside && self.is_quoted(source).is_some()) {
            return self
                .tree
                .children(verb)
                .iter()
                .copied()
                .find(|&child| self.tree.deprel(child) == Deprel::Nsubj && self.is_quoted(child).is_none());
        }
        // "“Keep out,” reads a note on the gate.": what follows the verb is its subject.
        let reads = || {
            let object = self.tree.child(verb, Deprel::Obj).filter(|&object| object > verb)?;
            let content = self.tree.child(verb, Deprel::Ccomp).filter(|&content| content < verb)?;
            (is_outside && self.is_quoted(content).is_some() && self.is_speaking(object)).then_some(object)
        };
        source.or_else(reads)
    }

    /// "“The ferry,” said its captain, “struck a rock.”": the quotation right before a cue whose content stands after it.
    fn quoted_before(&self, verb: usize, source: usize, content: &[Span]) -> Option<Span> {
        let start = self.span(source.min(verb)..source.min(verb) + 1).start;
        if content.iter().any(|span| span.start < start) || self.is_quoted(verb).is_some() {
            return None;
        }
        let after = self.quotations.partition_point(|quotation| quotation.span.start < start);
        let quotation = self.quotations[..after].last()?;
        let is_here = quotation.span.start >= self.tree.sentence.span.start;
        let gap = self.text.get(quotation.span.end..start)?;
        (is_here && gap.trim_matches([' ', ',']).is_empty()).then_some(quotation.span)
    }

    /// "It was reported that X", "X was condemned by Y", "X, it is said, ..."
    fn passive_cue(&self, verb: usize) -> Option<Attribution> {
        let lemma = self.tree.full_lemma(verb);
        let entry = cue_verb(&lemma)?;
        let agent = self.tree.passive_agent(verb);
        let clause = self.tree.children(verb).iter().copied().find(|&child| {
            matches!(self.tree.deprel(child), Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass)
        });
        let subject = self.tree.child(verb, Deprel::NsubjPass);
        let (content, rule) = match (clause, subject, agent) {
            // "He was told that X": the subject hears it, nobody is named who says it.
            (Some(clause), _, _) if clause > verb && entry.holds("that").is_some() => {
                (self.content(self.tree.range(clause))?, "passive-that")
            }
            // "The firm fired its auditor, as first reported by the BBC."
            (None, None, Some(_))
                if self.tree.deprel(verb) == Deprel::Advcl
                    && entry.holds("that").is_some()
                    && self.opens_with(verb, Marker::Manner) =>
            {
                let host = self.tree.head(verb)?;
                let content = self.rest(self.tree.range(host), self.tree.range(verb));
                (content.into_iter().next()?, "passive-manner")
            }
            // "The tanker was hit, it was reported by the radio."
            (None, Some(subject), Some(_)) if self.tree.deprel(verb) == Deprel::Parataxis => {
                if !self.word(subject).eq_ignore_ascii_case("it") || entry.holds("that").is_none() {
                    return None;
                }
                let host = self.tree.head(verb)?;
                let content = self.rest(self.tree.range(host), self.tree.range(verb));
                (content.into_iter().next()?, "passive-host")
            }
            // "is accused by prosecutors of hiding it", "is said by friends to have fled"
            (None, Some(_), Some(agent)) if self.passive_complement(verb, agent, entry).is_some() => {
                (self.passive_complement(verb, agent, entry)?, "passive-phrase")
            }
            // "The army was accused of shelling the town": somebody says so.
            (None, Some(_), None) if entry.holds("of").is_some() => {
                (self.passive_complement(verb, verb, entry)?, "passive-phrase")
            }
            (None, Some(subject), Some(_))
                if entry.holds("obj").is_some() && !self.word(subject).eq_ignore_ascii_case("it") =>
            {
                (self.content(self.tree.range(subject))?, "passive-object")
            }
            _ => return None,
        };
        let hold = if rule != "passive-object" { Hold::Asserted } else { entry.holds("obj")? };
        let source = agent.map(|agent| self.phrase(agent, verb));
        let complement = Complement { content: vec![content], hold, rule };
        let mut attribution = self.attribution(source, Some(self.cue(verb)), entry.class, complement);
        cut_out(&mut attribution, self.tree.sentence);
        Some(attribution)
    }

    /// What is said after the "by" of a passive verb: "of hiding it", "to have fled".
    fn passive_complement(&self, verb: usize, agent: usize, entry: &CueVerb) -> Option<Span> {
        let around = self.tree.children(verb).iter().chain(self.tree.children(agent)).copied();
        let said = around.filter(|&child| child > agent).find(|&child| {
            let by_preposition = || {
                let opener = self.tree.opener(child)?;
                let is_preposition =
                    self.tree.upos(opener) == Upos::Adp || self.tree.xpos(child) == Xpos::Vbg;
                entry.holds(self.tree.lemma(opener)).filter(|&hold| hold == Hold::Asserted && is_preposition)
            };
            let is_infinitive = self.tree.has_to(child)
                && self.tree.upos(child) == Upos::Verb
                && entry.holds("that").is_some()
                && matches!(entry.class, CueClass::Say | CueClass::Belief);
            is_infinitive || by_preposition().is_some()
        })?;
        self.content(self.tree.range(said))
    }

    pub(super) fn complement(&self, verb: usize, source: Option<usize>) -> Option<Complement> {
        self.clausal_complement(verb)
            .or_else(|| self.host_clause(verb, cue_verb(&self.tree.full_lemma(verb))?))
            .or_else(|| self.phrasal_complement(verb))
            .or_else(|| self.beside_quotation(verb, source))
    }

    /// What follows or precedes as a clause: "said that X", "X, she said", "urged them to X".
    fn clausal_complement(&self, verb: usize) -> Option<Complement> {
        let lemma = self.tree.full_lemma(verb);
        let entry = cue_verb(&lemma)?;
        let mut clauses = Vec::new();
        for &child in self.tree.children(verb) {
            let held = match self.tree.deprel(child) {
                Deprel::Ccomp => {
                    let is_quoted = self.is_quoted(child).is_some();
                    let by_clause = entry.holds("that").or_else(|| entry.holds("wh"));
                    if is_quoted { by_clause.or_else(|| entry.holds("quote")) } else { by_clause }
                }
                Deprel::Parataxis if child > verb => {
                    let is_speech = self.is_quoted(child).is_some() || self.has_colon_between(verb, child);
                    if is_speech { entry.holds("quote") } else { None }
                }
                // "described how the roof fell"
                Deprel::Obj
                    if matches!(self.tree.xpos(child), Xpos::Wrb) && self.tree.children(child).len() == 1 =>
                {
                    entry.holds("wh")
                }
                Deprel::Xcomp if self.tree.has_to(child) => entry.holds("to"),
                Deprel::Xcomp if self.tree.xpos(child) == Xpos::Vbg => entry.holds("ing"),
                _ => None,
            };
            if let Some(hold) = held {
                clauses.push((child, hold));
            }
        }
        // "urged the government to X" may hang "to X" on the government.
        if clauses.is_empty()
            && entry.class == CueClass::Demand
            && let Some(hold) = entry.holds("to")
            && let Some(object) = self.tree.child(verb, Deprel::Obj)
        {
            let around = self.tree.children(object).iter().chain(self.tree.children(verb)).copied();
            let clause = around.filter(|&child| child > object).find(|&child| {
                matches!(self.tree.deprel(child), Deprel::Acl | Deprel::Advcl) && self.tree.has_to(child)
            });
            clauses.extend(clause.map(|clause| (clause, hold)));
        }
        // "Reuters reported, citing officials, that X" may hang "that X" on the officials.
        if clauses.is_empty() && entry.holds("that").is_some() {
            let citing = self.citing_under(verb);
            let clause = citing.and_then(|citing| {
                self.tree.range(citing).find(|&token| {
                    matches!(
                        self.tree.deprel(token),
                        Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl
                    ) && self.tree.opener(token).is_some_and(|opener| self.tree.lemma(opener) == "that")
                })
            });
            clauses.extend(clause.map(|clause| (clause, Hold::Asserted)));
        }
        // "wrote on Telegram that X" may hang "that X" on Telegram.
        if clauses.is_empty()
            && let Some(hold) = entry.holds("that")
        {
            let mut beside = self.tree.children(verb).iter().copied().filter(|&child| {
                child > verb
                    && matches!(self.tree.deprel(child).base(), Deprel::Obl | Deprel::Obj | Deprel::Iobj)
                    // "said in a statement that X", but not "made the claim that X".
                    && (cue_noun(self.tree.lemma(child)).is_none()
                        || self.tree.deprel(child).base() == Deprel::Obl && entry.class != CueClass::Deny)
            });
            let clause = beside.find_map(|child| {
                self.tree.range(child).find(|&clause| {
                    self.is_that_clause(clause)
                        && self.tree.head(clause).is_some_and(|noun| {
                            noun == child
                                || self.tree.is_nominal(noun) && cue_noun(self.tree.lemma(noun)).is_none()
                        })
                })
            });
            clauses.extend(clause.map(|clause| (clause, hold)));
        }
        let (_, hold) = *clauses.first()?;
        // "said a report that X was false" may hang the report on the saying.
        let report = self.tree.child(verb, Deprel::Obj).filter(|&object| {
            entry.holds("obj").is_none()
                && self.tree.deprel(clauses[0].0) == Deprel::Ccomp
                && (verb..clauses[0].0).contains(&object)
                && cue_noun(self.tree.lemma(object)).is_some()
        });
        let range = |clause: usize| {
            let range = self.tree.range(clause);
            report.map_or(range.start, |report| range.start.min(self.tree.range(report).start))..range.end
        };
        let content: Vec<Span> =
            clauses.iter().filter_map(|&(clause, _)| self.content(range(clause))).collect();
        (!content.is_empty()).then_some(Complement { content, hold, rule: "clause" })
    }

    /// A clause with a subject of its own after the conjunction "that", whatever the tree takes it for.
    pub(super) fn is_that_clause(&self, clause: usize) -> bool {
        matches!(self.tree.deprel(clause), Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp | Deprel::Advcl)
            && self.tree.own_subject(clause).is_some()
            && self.tree.opener(clause).is_some_and(|opener| {
                self.tree.lemma(opener) == "that" && self.tree.deprel(opener) == Deprel::Mark
            })
    }

    /// `tokens` up to a comma with a participle after it: ", saying that ..." hangs on the verb before, not on its object.
    fn without_participle(&self, tokens: Range<usize>) -> Range<usize> {
        let cut = (tokens.start + 1..tokens.end).find(|&token| {
            self.tree.xpos(token) == Xpos::Vbg && self.span(token - 1..token).of(self.text) == ","
        });
        tokens.start..cut.map_or(tokens.end, |cut| cut - 1)
    }

    fn has_colon_between(&self, left: usize, right: usize) -> bool {
        (left..right).any(|token| self.span(token..token + 1).of(self.text) == ":")
    }

    /// "Prices, he said, did not rise", "..., as the minister put it": the clause around the cue is what is said.
    ///
    /// `entry` is what tells how it is said: that of "saying" for "was quoted as saying".
    pub(super) fn host_clause(&self, verb: usize, entry: &CueVerb) -> Option<Complement> {
        let host = self.tree.head(verb)?;
        let is_speech = entry.holds("that").is_some() || entry.holds("quote").is_some();
        let subject = self.tree.own_subject(verb)?;
        let is_inserted = match self.tree.deprel(verb) {
            // "Moscow accuses Kyiv of it; Kyiv denies it": a sentence of its own.
            Deprel::Parataxis if self.is_set_apart(verb) => false,
            Deprel::Parataxis => subject > host || verb > host || self.is_between_commas(verb),
            Deprel::Advcl => {
                self.opens_with(verb, Marker::Manner)
                    // "the republic, as its leaders call it": a name, nothing said.
                    && entry.class != CueClass::Demand
                    && self
                        .tree
                        .child(verb, Deprel::Obj)
                        .is_none_or(|object| self.tree.upos(object) == Upos::Pron)
            }
            _ => false,
        };
        // "which the statement called the crisis" names something, it says nothing.
        let names_something = self.tree.children(verb).iter().any(|&child| {
            matches!(self.tree.deprel(child), Deprel::Xcomp | Deprel::Ccomp)
                || (self.tree.deprel(child) == Deprel::Obj && self.tree.upos(child) != Upos::Pron)
        });
        if !is_speech || !is_inserted || names_something {
            return None;
        }
        let content = self.rest(self.tree.range(host), self.tree.range(verb));
        (!content.is_empty()).then_some(Complement { content, hold: Hold::Asserted, rule: "host-clause" })
    }

    /// Whether a semicolon stands before the clause of `verb`.
    fn is_set_apart(&self, verb: usize) -> bool {
        let start = self.tree.range(verb).start;
        (start.saturating_sub(1)..=start).any(|token| self.span(token..token + 1).of(self.text) == ";")
    }

    fn is_between_commas(&self, verb: usize) -> bool {
        let range = self.tree.range(verb);
        let is_comma = |token: usize| token < self.tree.len() && self.tree.upos(token) == Upos::Punct;
        (is_comma(range.start) || (range.start > 0 && is_comma(range.start - 1)))
            && (is_comma(range.end) || is_comma(range.end - 1))
    }

    /// What is said as a noun: "announced a deal", "warned of attacks", "accused it of hiding the report".
    fn phrasal_complement(&self, verb: usize) -> Option<Complement> {
        let lemma = self.tree.full_lemma(verb);
        let entry = cue_verb(&lemma)?;
        for &child in self.tree.children(verb) {
            if child < verb {
                continue;
            }
            let opener = self.tree.opener(child);
            let held = match self.tree.deprel(child) {
                Deprel::Obj
                    if self.tree.upos(child) != Upos::Pron
                        && self.tree.child(verb, Deprel::Iobj).is_none() =>
                {
                    // "denied a report by X that Y": what is denied is told, by the one who denies it.
                    let is_told = entry.class == CueClass::Deny && self.is_told_noun(child)
                        // "shows guards beating a man"
                        || entry.class == CueClass::Show && self.small_clause(verb, child).is_some();
                    if is_told { Some(Hold::Asserted) } else { entry.holds("obj") }
                }
                Deprel::Iobj if entry.class == CueClass::Show => {
                    self.small_clause(verb, child).map(|_| Hold::Asserted)
                }
                // "dismissed as baseless a claim that X" may hang the claim on "as".
                Deprel::Obl if entry.class == CueClass::Deny && self.is_told_noun(child) => {
                    (self.word(self.tree.range(child).start) == "as").then_some(Hold::Asserted)
                }
                Deprel::Obl | Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp => opener
                    .filter(|&opener| self.tree.lemma(opener) != "to")
                    .and_then(|opener| entry.holds(self.tree.lemma(opener))),
                Deprel::Nmod => opener.and_then(|opener| entry.holds(self.tree.lemma(opener))),
                _ => None,
            };
            let mut range = self.without_participle(self.tree.range(child));
            if entry.class == CueClass::Show
                && let Some(clause) = self.small_clause(verb, child)
            {
                range.end = range.end.max(self.tree.range(clause).end);
            }
            if let Some(hold) = held
                && let Some(content) = self.content(range)
            {
                return Some(Complement { content: vec![content], hold, rule: "phrase" });
            }
        }
        // "accused the army of attacks" may hang "of attacks" on the army.
        let object = self.tree.child(verb, Deprel::Obj)?;
        for &child in self.tree.children(object) {
            if let Some(opener) = self.tree.opener(child)
                && matches!(self.tree.deprel(child), Deprel::Nmod | Deprel::Acl)
                && entry.holds(self.tree.lemma(opener)) == Some(Hold::Asserted)
                && let Some(content) = self.content(self.tree.range(child))
            {
                return Some(Complement { content: vec![content], hold: Hold::Asserted, rule: "phrase" });
            }
        }
        None
    }

    /// "the claim that X", "reports by Y that X"
    fn is_told_noun(&self, noun: usize) -> bool {
        cue_noun(self.tree.lemma(noun)).is_some()
            && self.tree.children(noun).iter().any(|&clause| self.is_that_clause(clause))
    }

    /// What the object of "show" is shown to do: "shows guards beating a man".
    fn small_clause(&self, verb: usize, object: usize) -> Option<usize> {
        let after = self.tree.children(verb).iter().copied().find(|&child| {
            child > object && self.tree.deprel(child) == Deprel::Xcomp && self.tree.xpos(child) == Xpos::Vbg
        });
        after.or_else(|| {
            let next = object + 1;
            let is_clause = self.tree.children(object).contains(&next)
                && self.tree.deprel(next) == Deprel::Acl
                && self.tree.xpos(next) == Xpos::Vbg;
            is_clause.then_some(next)
        })
    }

    /// A quotation next to the cue that the tree does not tie to it.
    fn beside_quotation(&self, verb: usize, source: Option<usize>) -> Option<Complement> {
        let lemma = self.tree.full_lemma(verb);
        cue_verb(&lemma)?.holds("quote")?;
        let cue = self.tree.sentence.tokens[verb].span;
        if self.quotation_at(cue).is_some() || self.tree.has_to(verb) {
            return None;
        }
        let source = source?;
        let start = self.span(source.min(verb)..source.min(verb) + 1).start;
        let end = self.span(source.max(verb)..source.max(verb) + 1).end;
        let limit = self.tree.sentence.span;
        let after = self.quotations.partition_point(|quotation| quotation.span.start < start);
        let near =
            |quotation: &&Quotation| quotation.n_words >= MIN_SPEECH_WORDS || quotation.starts_sentence;
        let before = self.quotations[..after].last().filter(near).filter(|quotation| {
            let gap = self.text.get(quotation.span.end..start);
            gap.is_some_and(|gap| gap.split_whitespace().count() <= 6 && !gap.contains(['.', ';', '\n']))
        });
        let next = self.quotations[after..].first().filter(near).filter(|quotation| {
            let gap = self.text.get(end..quotation.span.start);
            let is_close = gap.is_some_and(|gap| gap.split_whitespace().count() <= 8);
            is_close && (quotation.span.start < limit.end || self.ends_with_colon())
        });
        let quotation = before.or(next)?;
        Some(Complement { content: vec![quotation.span], hold: Hold::Asserted, rule: "quotation" })
    }

    fn ends_with_colon(&self) -> bool {
        self.tree.sentence.span.of(self.text).trim_end().ends_with(':')
    }
}
