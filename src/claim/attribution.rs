//! Attribution: who says so.
//!
//! In come sentences with their trees; out go [`Attribution`]s: a speaker, the word of saying, and the stretches of
//! text that are said. Who the speaker *is* is not asked here: the caller knows entities.

use super::clause::Tree;
use super::quotation::{MIN_SPEECH_WORDS, Quotation, find_quotations};
use crate::document::Span;
use crate::lexicon::attribution::{
    CueClass, CueVerb, Hold, Marker, cue_adjective, cue_noun, cue_verb, is_document, is_hearsay, is_marker,
    is_speaker,
};
use crate::lexicon::status::{MarkerClass, Propagation, marker, signature};
use crate::lexicon::world::{NounClass, world};
use crate::text::{Deprel, NameKind, Sentence, Upos, Xpos};
use std::cmp::Reverse;
use std::ops::Range;

/// A phrase of a sentence and the word that heads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Index of the sentence.
    pub sentence: usize,
    /// The token that heads it.
    pub head: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
}

/// In whose words something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wording {
    /// In the speaker's: a quotation.
    Direct,
    /// In the writer's.
    Indirect,
    /// Partly quoted.
    Mixed,
    /// Not said but thought, wished or intended.
    Belief,
}

/// Who issued a document that speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Issuer {
    /// The phrase that names the issuer, in this or an earlier sentence.
    Phrase(Phrase),
    /// The text does not say.
    Unstated,
}

/// One speaker, and what is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The sentence of the cue.
    pub sentence: usize,
    /// Who speaks; `None`: the text leaves it open ("reportedly").
    pub source: Option<Phrase>,
    /// The word of saying; `None` where only a colon or dash says so.
    pub cue: Option<Phrase>,
    /// What is said, in text order. Neither source nor cue is inside.
    pub content: Vec<Span>,
    /// In whose words.
    pub kind: Wording,
    /// Index of the attribution this one stands in or is cited by.
    pub outer: Option<usize>,
    /// What sort of saying it is.
    pub class: CueClass,
    /// Whether the speaker vouches for the content; `false` for what is only mentioned ("condemned the attack"), wished
    /// or not said ("did not say that").
    pub is_asserted: bool,
    /// When the source is a document: whom it speaks for.
    pub document_of: Option<Issuer>,
    /// The rule that found it.
    pub rule: &'static str,
}

impl Attribution {
    fn covers(&self, span: Span) -> bool {
        self.content.iter().any(|content| content.contains(span))
    }

    fn content_length(&self) -> usize {
        self.content.iter().map(|span| span.len()).sum()
    }
}

/// No quotation is followed further than this many sentences from its cue.
const MAX_REACH: usize = 40;

/// Every attribution of `text`, in the order of their sentences.
///
/// Reciprocal talk ("met", "discussed with"), cue verbs without content, and passives without a speaker ("was told to
/// leave") are no attributions. The cost is linear in the number of sentences.
pub fn find_attributions(text: &str, sentences: &[Sentence]) -> Vec<Attribution> {
    let mut quotations = find_quotations(text, sentences);
    quotations.sort_by_key(|quotation| quotation.span);
    let mut found = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let finder = Finder { text, tree: &Tree::new(sentence), index, quotations: &quotations };
        found.extend(finder.find());
    }
    extend_over_quotations(sentences, &quotations, &mut found);
    found.sort_by_key(|attribution| {
        (attribution.sentence, attribution.cue.as_ref().map_or(0, |cue| cue.head), attribution.outer)
    });
    for attribution in &mut found {
        attribution.kind = wording(text, attribution, &quotations);
    }
    resolve_documents(sentences, &mut found);
    nest(sentences, &mut found);
    found
}

/// The speakers of what stands at `span` of sentence `sentence`, outermost first.
///
/// Only those who assert it count. A cue is not inside its own content, so the chain of a cue is that of whoever cites
/// its speaker.
pub fn chain_at(attributions: &[Attribution], sentence: usize, span: Span) -> Vec<&Attribution> {
    let first = attributions.partition_point(|attribution| attribution.sentence + MAX_REACH < sentence);
    let last = attributions.partition_point(|attribution| attribution.sentence <= sentence + MAX_REACH);
    let mut chain: Vec<(usize, Reverse<usize>, usize)> = (first..last)
        .filter(|&index| attributions[index].is_asserted && attributions[index].covers(span))
        .map(|index| (depth(attributions, index), Reverse(attributions[index].content_length()), index))
        .collect();
    chain.sort_unstable();
    let mut speakers: Vec<&Attribution> = Vec::new();
    for (_, _, index) in chain {
        let attribution = &attributions[index];
        let is_repeated = speakers.iter().any(|speaker| {
            speaker.source.is_some() && speaker.source == attribution.source && speaker.cue != attribution.cue
        });
        if !is_repeated {
            speakers.push(attribution);
        }
    }
    speakers
}

fn depth(attributions: &[Attribution], index: usize) -> usize {
    let mut depth = 0;
    let mut at = index;
    while let Some(outer) = attributions.get(at).and_then(|attribution| attribution.outer) {
        depth += 1;
        at = outer;
        if depth > MAX_REACH {
            break;
        }
    }
    depth
}

/// What a cue word was found to say.
struct Complement {
    content: Vec<Span>,
    hold: Hold,
    rule: &'static str,
}

struct Finder<'a> {
    text: &'a str,
    tree: &'a Tree<'a>,
    index: usize,
    quotations: &'a [Quotation],
}

impl Finder<'_> {
    fn find(&self) -> Vec<Attribution> {
        let mut found = Vec::new();
        found.extend(self.closing_frame());
        found.extend(self.inserted_frame());
        let framed: Vec<usize> =
            found.iter().filter_map(|frame| frame.cue.as_ref()).map(|cue| cue.head).collect();
        for token in 0..self.tree.len() {
            match self.tree.upos(token) {
                _ if framed.contains(&token) => {}
                Upos::Verb | Upos::Aux => {
                    found.extend(self.carried(token));
                    found.extend(self.adjective_cue(token).or_else(|| self.verb_cue(token)));
                }
                Upos::Noun => found.extend(self.viewpoint(token).or_else(|| self.noun_cue(token))),
                Upos::Adj => found.extend(self.adjective_cue(token)),
                Upos::Adv => found.extend(self.hearsay(token)),
                _ => {}
            }
            if is_marker(self.word(token).as_str(), Marker::ByWord) {
                found.extend(self.by_word(token));
            }
        }
        self.free_of_frames(&mut found);
        self.free_of_by_words(&mut found);
        found.extend(self.headline(&found));
        let head_of = |attribution: &Attribution| attribution.cue.as_ref().map_or(0, |cue| cue.head);
        let mut cited: Vec<(usize, usize, Attribution)> = Vec::new();
        for host in &found {
            let reach = |cited: &Attribution| head_of(cited).abs_diff(head_of(host));
            cited.extend(self.cited(host).into_iter().map(|cited| (head_of(&cited), reach(&cited), cited)));
        }
        // One who is cited is cited by the speaker whose cue is closest.
        cited.sort_by_key(|(cue, reach, _)| (*cue, *reach));
        cited.dedup_by_key(|(cue, ..)| *cue);
        found.extend(cited.into_iter().map(|(.., cited)| cited));
        let quoters: Vec<Attribution> = found.iter().filter_map(|saying| self.quoter(saying)).collect();
        found.extend(quoters);
        let holders: Vec<Attribution> = found.iter().filter_map(|host| self.holder(host)).collect();
        found.extend(holders);
        found
    }

    fn word(&self, token: usize) -> String {
        self.span(token..token + 1).of(self.text).to_lowercase()
    }

    fn span(&self, tokens: Range<usize>) -> Span {
        self.tree.sentence.span_of(tokens)
    }

    fn phrase(&self, head: usize, without: usize) -> Phrase {
        let mut tokens = self.tree.noun_phrase(head, without);
        if let Some(name) = self.tree.sentence.names.iter().find(|name| name.tokens.contains(&head))
            && !name.tokens.contains(&without)
        {
            tokens = tokens.start.min(name.tokens.start)..tokens.end.max(name.tokens.end);
        }
        Phrase { sentence: self.index, head, tokens }
    }

    fn cue(&self, token: usize) -> Phrase {
        let end = self.tree.child(token, Deprel::CompoundPrt).map_or(token + 1, |particle| {
            if particle > token && particle <= token + 2 { particle + 1 } else { token + 1 }
        });
        Phrase { sentence: self.index, head: token, tokens: token..end }
    }

    fn attribution(
        &self,
        source: Option<Phrase>,
        cue: Option<Phrase>,
        class: CueClass,
        complement: Complement,
    ) -> Attribution {
        let document_of = source.as_ref().and_then(|source| self.issuer(source.head));
        Attribution {
            sentence: self.index,
            source,
            cue,
            content: complement.content,
            kind: if class == CueClass::Belief { Wording::Belief } else { Wording::Indirect },
            outer: None,
            class,
            is_asserted: complement.hold == Hold::Asserted,
            document_of,
            rule: complement.rule,
        }
    }

    /// Whose voice a document has: "the ministry's statement", "a statement by the ministry", "a Bloomberg poll".
    fn issuer(&self, head: usize) -> Option<Issuer> {
        if self.tree.upos(head) != Upos::Noun || !is_document(self.tree.lemma(head)) {
            return None;
        }
        let issuing = |child: usize| match self.tree.deprel(child) {
            Deprel::NmodPoss => true,
            Deprel::Compound => self.tree.upos(child) == Upos::Propn,
            Deprel::Nmod => {
                self.tree.opener(child).is_some_and(|opener| {
                    is_marker(self.tree.lemma(opener), Marker::Issuing)
                        // "a survey of voters": what it is about.
                        && !(self.tree.lemma(opener) == "of" && is_marker(self.tree.lemma(head), Marker::Topical))
                        || self.is_published_in(child)
                })
                    && (self.is_speaking(child)
                        || self.tree.range(child).any(|token| self.tree.upos(token) == Upos::Propn))
            }
            _ => false,
        };
        let named = self.tree.children(head).iter().copied().find(|&child| issuing(child));
        let participle = || {
            self.tree
                .children(head)
                .iter()
                .filter(|&&child| self.tree.deprel(child) == Deprel::Acl)
                .find(|&&child| !is_marker(self.tree.lemma(child), Marker::Seen))
                .and_then(|&child| self.tree.passive_agent(child))
        };
        let carrier = || {
            let verb = self.tree.head(head)?;
            let is_light =
                is_marker(self.tree.lemma(verb), Marker::Light) && self.tree.deprel(head) == Deprel::Obj;
            if is_light { self.tree.agent(verb) } else { None }
        };
        let issuer = named.or_else(participle).or_else(carrier).filter(|&issuer| issuer != head);
        Some(issuer.map_or(Issuer::Unstated, |issuer| Issuer::Phrase(self.phrase(issuer, head))))
    }

    /// "a report in the Times of Malta"
    fn is_published_in(&self, name: usize) -> bool {
        let is_in = self.tree.opener(name).is_some_and(|opener| self.tree.lemma(opener) == "in");
        is_in && self.is_medium(name)
    }

    fn is_quoted(&self, token: usize) -> Option<&Quotation> {
        self.quotation_at(self.tree.sentence.tokens[token].span)
    }

    fn quotation_at(&self, span: Span) -> Option<&Quotation> {
        let after = self.quotations.partition_point(|quotation| quotation.span.start <= span.start);
        self.quotations[..after].last().filter(|quotation| quotation.span.contains(span))
    }

    /// The stretches of `tokens` that are not in `without`.
    fn rest(&self, tokens: Range<usize>, without: Range<usize>) -> Vec<Span> {
        let before = tokens.start..without.start.clamp(tokens.start, tokens.end);
        let after = without.end.clamp(tokens.start, tokens.end)..tokens.end;
        [before, after].into_iter().filter_map(|part| self.content(part)).collect()
    }

    /// The span of `tokens` without punctuation at its ends, quotation marks kept; `None` when no word is left.
    fn content(&self, mut tokens: Range<usize>) -> Option<Span> {
        let is_edge = |token: usize| {
            self.tree.upos(token) == Upos::Punct
                && !self.span(token..token + 1).of(self.text).contains(['"', '“', '”', '«', '»', '‘', '’'])
        };
        let is_conjunction = |token: usize| self.tree.deprel(token) == Deprel::Cc;
        while !tokens.is_empty() && (is_edge(tokens.start) || is_conjunction(tokens.start)) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && is_edge(tokens.end - 1) {
            tokens.end -= 1;
        }
        let has_word = tokens.clone().any(|token| {
            !matches!(self.tree.upos(token), Upos::Punct | Upos::Sconj | Upos::Cconj | Upos::Adp)
                && !matches!(self.tree.xpos(token), Xpos::Wdt | Xpos::Wp)
        });
        has_word.then(|| self.span(tokens))
    }

    fn is_negated(&self, token: usize) -> bool {
        self.tree
            .children(token)
            .iter()
            .any(|&child| marker(MarkerClass::Negator, self.tree.lemma(child)).is_some())
    }

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
    fn opens_with(&self, token: usize, marker: Marker) -> bool {
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
    fn quoter(&self, saying: &Attribution) -> Option<Attribution> {
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

    fn verb_cue(&self, verb: usize) -> Option<Attribution> {
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

    /// "..., the ministry said on Friday.", "..., said Anna Keller, 44.": the end of a sentence says who says the rest.
    ///
    /// Read from the order of words, because this frame is so regular that it is safer than its tree.
    fn closing_frame(&self) -> Option<Attribution> {
        let tree = self.tree;
        let is_punct = |token: usize| tree.upos(token) == Upos::Punct;
        let is_finite =
            |token: usize| matches!(tree.xpos(token), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
        let is_verb = |token: usize| matches!(tree.upos(token), Upos::Verb | Upos::Aux);
        let verb =
            (1..tree.len()).rev().take(14).find(|&token| is_verb(token) && tree.xpos(token) != Xpos::Vbg)?;
        let entry = cue_verb(tree.lemma(verb)).filter(|_| tree.upos(verb) == Upos::Verb)?;
        if !(is_finite(verb) || tree.xpos(verb) == Xpos::Vbn) || entry.holds("quote").is_none() {
            return None;
        }
        let comma = (0..verb).rev().find(|&token| is_punct(token))?;
        let content = 0..comma;
        let opens_clause =
            matches!(tree.upos(0), Upos::Sconj) || tree.xpos(0) == Xpos::Wrb || tree.xpos(0) == Xpos::Vbn;
        let mark = self.span(comma..comma + 1).of(self.text);
        let is_boundary = matches!(mark, "," | "\"" | "”" | "’" | "''" | "»" | "?" | "!");
        let is_open = self.span(tree.len() - 1..tree.len()).of(self.text) != ".";
        let is_told =
            content.clone().any(|token| is_finite(token) || is_open && tree.xpos(token) == Xpos::Vb);
        if !is_boundary || opens_clause || !is_told || self.is_quoted(verb).is_some() {
            return None;
        }
        // ", the governor, Anna Keller, wrote on Friday": the commas around a name end no clause.
        let (comma, apposed) = self.before_apposition(comma, verb).unwrap_or((comma, comma));
        let content = 0..comma;
        let mut segment = comma + 1..verb;
        let is_passive = tree.xpos(verb) == Xpos::Vbn
            && segment.clone().any(|token| tree.upos(token) == Upos::Aux && tree.lemma(token) == "be");
        while !segment.is_empty() && matches!(tree.upos(segment.end - 1), Upos::Aux | Upos::Adv) {
            segment.end -= 1;
        }
        // "a claim the army denied": a noun with something said about it.
        let is_qualified = segment.clone().skip(1).any(|token| {
            tree.upos(token) == Upos::Det && matches!(tree.upos(token - 1), Upos::Noun | Upos::Propn)
        });
        if is_passive || is_qualified {
            return None;
        }
        let is_phrase = |range: Range<usize>| {
            range.clone().any(|token| tree.is_nominal(token))
                && !range.clone().any(is_finite)
                && !matches!(tree.upos(range.start), Upos::Adp | Upos::Sconj | Upos::Cconj | Upos::Adv)
                && !range.clone().any(|token| matches!(tree.xpos(token), Xpos::Wp | Xpos::Wdt | Xpos::Wrb))
        };
        let source = if segment.is_empty() {
            // Inverted: the speaker comes after the word, but not where one stands before ("who threatened the rabbi").
            if tree
                .own_subject(verb)
                .is_some_and(|subject| subject < verb && tree.upos(subject) == Upos::Pron)
            {
                return None;
            }
            let end = (verb + 1..tree.len()).find(|&token| is_punct(token)).unwrap_or(tree.len());
            verb + 1..end
        } else {
            let next = verb + 1;
            let has_hearer = || tree.child(verb, Deprel::Iobj).is_some_and(|hearer| hearer > verb);
            let is_end = next >= tree.len()
                || is_punct(next)
                || matches!(tree.upos(next), Upos::Adp | Upos::Adv | Upos::Propn)
                || tree.deprel(next) == Deprel::OblUnmarked
                || has_hearer();
            if !is_end {
                return None;
            }
            segment
        };
        if source.is_empty() || source.len() > 14 || !is_phrase(source.clone()) {
            return None;
        }
        let heads = source.clone().filter(|&token| {
            tree.is_nominal(token) && tree.head(token).is_none_or(|head| !source.contains(&head))
        });
        let head = heads.clone().find(|&head| apposed > comma && head > apposed).or(heads.clone().next())?;
        let content = self.content(content)?;
        let complement = Complement { content: vec![content], hold: Hold::Asserted, rule: "closing-frame" };
        let phrase = Phrase { sentence: self.index, head, tokens: source };
        Some(self.attribution(Some(phrase), Some(self.cue(verb)), entry.class, complement))
    }

    /// The commas before and in "the governor, Anna Keller," when `last` is the one right before `verb`.
    fn before_apposition(&self, last: usize, verb: usize) -> Option<(usize, usize)> {
        let tree = self.tree;
        let is_comma = |token: &usize| self.word(*token) == ",";
        if last + 1 != verb || !is_comma(&last) {
            return None;
        }
        let middle = (0..last).rev().find(is_comma).filter(|middle| last - middle <= 5)?;
        let first = (0..middle).rev().find(is_comma).filter(|first| middle - first <= 8)?;
        let is_name = (middle + 1..last).all(|token| tree.upos(token) == Upos::Propn);
        let is_phrase = (first + 1..middle).all(|token| {
            matches!(
                tree.upos(token),
                Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Adp | Upos::Part | Upos::Pron
            )
        });
        (is_name && is_phrase && first + 1 < middle).then_some((first, middle))
    }

    /// The comma that ends an inserted "the mayor said," or "the mayor said in a letter,".
    fn comma_after(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let comma = (verb + 1..tree.len().min(verb + 8)).find(|&token| tree.upos(token) == Upos::Punct)?;
        let between = verb + 1..comma;
        let is_phrase = between.is_empty()
            || matches!(tree.upos(between.start), Upos::Adp | Upos::Adv | Upos::Propn)
                && between.clone().all(|token| {
                    !matches!(tree.upos(token), Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj)
                });
        (is_phrase && self.span(comma..comma + 1).of(self.text) == ",").then_some(comma)
    }

    /// "The bridge, the mayor said, had collapsed.", "“No,” the mayor said, “we are safe.”"
    fn inserted_frame(&self) -> Option<Attribution> {
        let tree = self.tree;
        let is_punct = |token: usize| tree.upos(token) == Upos::Punct;
        let is_verb = |token: usize| matches!(tree.upos(token), Upos::Verb | Upos::Aux);
        let verb = (2..tree.len().saturating_sub(2)).find(|&token| {
            tree.upos(token) == Upos::Verb
                && matches!(tree.xpos(token), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
                && self.comma_after(token).is_some()
                && self.is_quoted(token).is_none()
                && cue_verb(tree.lemma(token))
                    .is_some_and(|entry| entry.holds("quote").is_some() && entry.holds("that").is_some())
        })?;
        let entry = cue_verb(tree.lemma(verb))?;
        let comma = self.comma_after(verb)?;
        let before = (0..verb).rev().find(|&token| is_punct(token)).filter(|&before| before > 0)?;
        let source = before + 1..verb;
        let is_phrase = !source.is_empty()
            && source.len() <= 8
            && source.clone().any(|token| tree.is_nominal(token))
            && !source.clone().any(is_verb)
            && !source
                .clone()
                .any(|token| matches!(tree.xpos(token), Xpos::Wp | Xpos::Wdt | Xpos::Wrb | Xpos::Cc))
            && !matches!(tree.upos(source.start), Upos::Adp | Upos::Sconj | Upos::Adv);
        // "Smith, the mayor, said, adding that": what goes on with a participle or "that" is the cue's own.
        let next = comma + 1;
        let goes_on = next < tree.len()
            && !matches!(tree.xpos(next), Xpos::Vbg | Xpos::In)
            && (next..tree.len()).any(is_verb);
        if !is_phrase || !goes_on {
            return None;
        }
        let head = source.clone().find(|&token| {
            tree.is_nominal(token) && tree.head(token).is_none_or(|head| !source.contains(&head))
        })?;
        // "Nine were hurt, and the driver, police said, fled": only what stands after "and".
        let start = (1..before).rev().find(|&token| {
            tree.deprel(token) == Deprel::Cc
                && tree.upos(token - 1) == Upos::Punct
                && (0..token).any(is_verb)
                && !(token..before).any(is_verb)
        });
        let content: Vec<Span> = [start.unwrap_or(0)..before, comma..tree.len()]
            .into_iter()
            .filter_map(|part| self.content(part))
            .collect();
        let complement = Complement { content, hold: Hold::Asserted, rule: "inserted-frame" };
        let phrase = Phrase { sentence: self.index, head, tokens: source };
        Some(self.attribution(Some(phrase), Some(self.cue(verb)), entry.class, complement))
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

    fn complement(&self, verb: usize, source: Option<usize>) -> Option<Complement> {
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
    fn is_that_clause(&self, clause: usize) -> bool {
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
    fn host_clause(&self, verb: usize, entry: &CueVerb) -> Option<Complement> {
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

    /// "the accusation that X", "his promise to X".
    fn noun_cue(&self, noun: usize) -> Option<Attribution> {
        let class = cue_noun(self.tree.lemma(noun))?;
        // "said in a statement that X": the verb says it.
        let is_medium = self.tree.deprel(noun).base() == Deprel::Obl
            && self.tree.opener(noun).is_some_and(|opener| self.tree.lemma(opener) == "in")
            && self.tree.head(noun).is_some_and(|verb| {
                cue_verb(self.tree.lemma(verb)).is_some_and(|entry| entry.holds("that").is_some())
            });
        if is_medium {
            return None;
        }
        let possessor = self.tree.child(noun, Deprel::NmodPoss).or_else(|| {
            self.tree.children(noun).iter().copied().find(|&child| {
                self.tree.deprel(child) == Deprel::Nmod
                    && (self.opens_with(child, Marker::Issuing) || self.is_published_in(child))
            })
        });
        // "verified the claim by the rebels that X" may hang the rebels on the verb.
        let possessor = possessor.or_else(|| {
            let beside = self.tree.children(self.tree.head(noun)?).iter().copied();
            beside.filter(|&child| child > noun && self.tree.deprel(child) == Deprel::Obl).find(|&child| {
                self.tree.opener(child).is_some_and(|opener| opener == noun + 1)
                    && self.opens_with(child, Marker::Issuing)
                    && self.is_speaking(child)
            })
        });
        let around = self.tree.children(noun).iter();
        let beside =
            possessor.filter(|&possessor| possessor > noun).map(|possessor| self.tree.children(possessor));
        let clause = around.chain(beside.into_iter().flatten()).copied().find(|&child| {
            let is_clause = matches!(self.tree.deprel(child), Deprel::Acl | Deprel::Ccomp);
            let opener = self.tree.opener(child).map(|opener| self.tree.lemma(opener));
            // "a report by the mayor that the bridge fell" rather than "that the mayor wrote".
            let is_told = self.tree.deprel(child) == Deprel::AclRelcl
                && self.tree.range(child).start < child
                && self.word(self.tree.range(child).start) == "that"
                && self.tree.own_subject(child).is_some_and(|subject| self.word(subject) != "that");
            child > noun
                && (self.is_that_clause(child)
                    || is_told && possessor.is_some_and(|possessor| possessor > noun && possessor < child)
                    || is_clause && (opener == Some("that") || self.tree.has_to(child)))
        })?;
        let possessor = possessor.filter(|&possessor| possessor < clause);
        let carrier = || {
            let verb = self.tree.head(noun)?;
            let is_light =
                is_marker(self.tree.lemma(verb), Marker::Light) && self.tree.deprel(noun) == Deprel::Obj;
            if is_light { self.tree.agent(verb) } else { None }
        };
        let source = possessor.or_else(carrier).filter(|&source| source != noun);
        if source.is_none() {
            let is_open = class == CueClass::Say && !self.tree.has_to(clause);
            // "Reports that X are false, she adds": only she vouches for anything.
            let is_falsehood = |token: usize| is_marker(self.tree.lemma(token), Marker::Falsehood);
            let is_called_false = self.tree.head(noun).is_some_and(|head| {
                self.tree.deprel(noun).base() == Deprel::Nsubj && is_falsehood(head)
                    // The tree may hang both on "she adds".
                    || self.tree.children(head).iter().any(|&beside| {
                        beside > clause && is_falsehood(beside) && self.tree.own_subject(beside).is_none()
                    })
                    || matches!(cue_verb(self.tree.lemma(head)), Some(verb) if verb.class == CueClass::Deny)
            });
            if !is_open || is_called_false {
                return None;
            }
        }
        let content = self.content(self.tree.range(clause))?;
        let cue = Phrase { sentence: self.index, head: noun, tokens: noun..noun + 1 };
        let hold = if class == CueClass::Belief && self.tree.has_to(clause) {
            Hold::Mentioned
        } else {
            Hold::Asserted
        };
        let complement = Complement { content: vec![content], hold, rule: "noun" };
        let source = source.map(|source| self.phrase(source, noun));
        Some(self.attribution(source, Some(cue), class, complement))
    }

    /// "are convinced that X".
    fn adjective_cue(&self, adjective: usize) -> Option<Attribution> {
        let class =
            cue_adjective(self.tree.lemma(adjective)).or_else(|| cue_adjective(&self.word(adjective)))?;
        let source = self.tree.own_subject(adjective)?;
        let clause = self.tree.children(adjective).iter().copied().find(|&child| {
            child > adjective
                && matches!(self.tree.deprel(child), Deprel::Ccomp | Deprel::Advcl | Deprel::Acl)
                && self.tree.own_subject(child).is_some()
                && self.tree.opener(child).is_none_or(|opener| self.tree.lemma(opener) == "that")
        })?;
        let content = vec![self.content(self.tree.range(clause))?];
        let hold = if self.is_negated(adjective) { Hold::Mentioned } else { Hold::Asserted };
        let complement = Complement { content, hold, rule: "adjective" };
        let cue = Phrase { sentence: self.index, head: adjective, tokens: adjective..adjective + 1 };
        Some(self.attribution(Some(self.phrase(source, adjective)), Some(cue), class, complement))
    }

    /// "reportedly": somebody says so.
    fn hearsay(&self, adverb: usize) -> Option<Attribution> {
        if !is_hearsay(&self.word(adverb)) {
            return None;
        }
        let clause = self.tree.clause_of(self.tree.head(adverb)?);
        let cue = Phrase { sentence: self.index, head: adverb, tokens: adverb..adverb + 1 };
        let content = self.rest(self.tree.range(clause), adverb..adverb + 1);
        let complement = Complement { content, hold: Hold::Asserted, rule: "hearsay" };
        Some(self.attribution(None, Some(cue), CueClass::Say, complement))
    }

    /// "according to X", "per X".
    fn by_word(&self, word: usize) -> Option<Attribution> {
        let source = if matches!(self.tree.deprel(word), Deprel::Case | Deprel::Mark) {
            self.tree.head(word)?
        } else {
            self.tree.children(word).iter().copied().find(|&child| {
                child > word && matches!(self.tree.deprel(child), Deprel::Obl | Deprel::Obj | Deprel::Nmod)
            })?
        };
        let is_name_or_speaker = self.is_speaking(source);
        let is_norm = is_marker(self.tree.lemma(source), Marker::Norm);
        if source < word || is_norm || (self.word(word) == "per" && !is_name_or_speaker) {
            return None;
        }
        let anchor =
            if matches!(self.tree.deprel(word), Deprel::Case | Deprel::Mark) { source } else { word };
        let content = match self.opening_by_word(word, source) {
            Some(content) => vec![content],
            None => self.by_word_host(word, anchor)?,
        };
        if content.is_empty() {
            return None;
        }
        let mut phrase = self.phrase(source, word);
        phrase.tokens.start = phrase.tokens.start.max(word + 1);
        let comma = (source..phrase.tokens.end).find(|&token| self.word(token) == ",");
        if let Some(comma) = comma.filter(|_| self.opening_by_word(word, source).is_some()) {
            phrase.tokens.end = comma;
        }
        while phrase.tokens.start < source
            && matches!(self.tree.upos(phrase.tokens.start), Upos::Adp | Upos::Part)
        {
            phrase.tokens.start += 1;
        }
        let end = if self.tree.lemma(word + 1) == "to" { word + 2 } else { word + 1 };
        let cue = Phrase { sentence: self.index, head: word, tokens: word..end };
        let complement = Complement { content, hold: Hold::Asserted, rule: "by-word" };
        Some(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement))
    }

    /// "According to X, ...": what follows the comma, whatever the tree says.
    fn opening_by_word(&self, word: usize, source: usize) -> Option<Span> {
        let is_comma = |token: usize| self.span(token..token + 1).of(self.text) == ",";
        let comma = (source + 1..self.tree.len().min(source + 8)).find(|&token| is_comma(token))?;
        // A second comma this close ends an apposition: "According to the mayor, Anna Keller, ..."
        let is_apposition =
            self.tree.range(source).contains(&(comma + 1)) && self.tree.head(source).is_some();
        // "wrote that, according to an audit, X"
        let opens = (0..word).rev().find(|&before| !is_comma(before));
        let end = match opens {
            None => self.tree.len(),
            Some(before) if self.word(before) == "that" => self.tree.len(),
            // "a man who, according to neighbours, beat his dog": what the clause says.
            Some(before) if matches!(self.tree.xpos(before), Xpos::Wp | Xpos::Wdt) => {
                let verb = self.tree.head(before).filter(|&verb| verb > comma)?;
                self.tree.range(verb).end
            }
            Some(_) => return None,
        };
        (!is_apposition).then(|| self.content(comma + 1..end)).flatten()
    }

    /// "In the view of the panel, ...", "By her own account, ...": a phrase between commas whose possessor speaks.
    fn viewpoint(&self, noun: usize) -> Option<Attribution> {
        let opener = self.tree.opener(noun)?;
        let class = match self.tree.lemma(opener).to_lowercase().as_str() {
            "in" => Marker::View,
            "by" => Marker::Account,
            _ => return None,
        };
        if !is_marker(self.tree.lemma(noun), class) {
            return None;
        }
        // "in plain view of the guards" has no article.
        let article = self.tree.child(noun, Deprel::Det);
        let possessor = self.tree.child(noun, Deprel::NmodPoss).or_else(|| {
            self.tree.children(noun).iter().copied().filter(|_| article.is_some()).find(|&child| {
                self.tree.deprel(child) == Deprel::Nmod
                    && self.tree.opener(child).is_some_and(|opener| self.tree.lemma(opener) == "of")
                    && self.is_speaking(child)
            })
        })?;
        let phrase = self.tree.range(noun);
        let is_comma =
            |token: usize| token < self.tree.len() && self.span(token..token + 1).of(self.text) == ",";
        let opens = phrase.start == 0;
        let is_apart = (opens || is_comma(phrase.start - 1) || is_comma(phrase.start))
            && (is_comma(phrase.end) || is_comma(phrase.end - 1) || self.closes_clause(phrase.end));
        let host = self.tree.clause_of(self.tree.head(noun)?);
        if !is_apart || host == noun {
            return None;
        }
        let content = if opens {
            vec![self.content(phrase.end..self.tree.len())?]
        } else {
            self.rest(self.tree.range(host), phrase.clone())
        };
        // "By his own account, the spy sold it"
        let is_own = self.tree.children(noun).iter().any(|&child| self.tree.lemma(child) == "own");
        let source =
            if is_own && opens { self.tree.own_subject(host).unwrap_or(possessor) } else { possessor };
        let cue = Phrase { sentence: self.index, head: noun, tokens: noun..noun + 1 };
        let complement = Complement { content, hold: Hold::Asserted, rule: "viewpoint" };
        Some(self.attribution(Some(self.phrase(source, noun)), Some(cue), CueClass::Say, complement))
    }

    /// The clause that a by-word in the middle or at the end is about.
    fn by_word_host(&self, word: usize, anchor: usize) -> Option<Vec<Span>> {
        let tokens = self.tree.range(anchor);
        let mut host = self.tree.clause_of(self.tree.head(anchor)?);
        // "A storm felled a crane, killing 107, according to X": what closes a sentence is over all of it.
        while let Some(governor) = self.tree.head(host)
            && (matches!(
                self.tree.deprel(host),
                Deprel::Advcl | Deprel::Xcomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Ccomp
            ) || self.tree.deprel(host) == Deprel::Parataxis && self.is_inserted_cue(host))
            && (self.tree.own_subject(host).is_none() || self.tree.deprel(host) != Deprel::Advcl)
            && self.closes_clause(tokens.end)
        {
            host = self.tree.clause_of(governor);
        }
        Some(self.rest(self.tree.range(host), tokens.start.min(word)..tokens.end))
    }

    /// "..., survivors told the coast guard, ..."
    fn is_inserted_cue(&self, verb: usize) -> bool {
        cue_verb(self.tree.lemma(verb)).is_some_and(|entry| self.host_clause(verb, entry).is_some())
    }

    /// Takes "..., the ministry said" at the end out of what somebody else says.
    fn free_of_frames(&self, found: &mut Vec<Attribution>) {
        let frame = found.iter().find(|frame| frame.rule == "closing-frame");
        let Some(end) = frame.and_then(|frame| frame.content.last()).map(|content| content.end) else {
            return;
        };
        for other in found.iter_mut() {
            // "..., he said, according to Reuters" is over the frame.
            let follows = other.cue.as_ref().is_some_and(|cue| self.span(cue.tokens.clone()).start > end);
            if follows {
                continue;
            }
            other.content.retain(|span| span.start < end);
            for span in &mut other.content {
                span.end = span.end.min(end);
            }
        }
        found.retain(|attribution| !attribution.content.is_empty());
    }

    /// Takes "according to X" out of what a speaker says whom X cites.
    fn free_of_by_words(&self, found: &mut [Attribution]) {
        let spans: Vec<(Span, usize)> = (0..found.len())
            .filter(|&index| found[index].rule == "by-word")
            .filter_map(|index| {
                let cue = found[index].cue.as_ref()?;
                let source = found[index].source.as_ref()?;
                // "according to a recording released by Reuters": with all that is said of the source.
                let end = source.tokens.end.max(self.tree.range(source.head).end);
                Some((self.span(cue.tokens.clone()).to(self.span(source.tokens.start..end)), index))
            })
            .collect();
        for (by_word, index) in spans {
            for other in 0..found.len() {
                let cue = found[other].cue.as_ref().map(|cue| self.span(cue.tokens.clone()));
                let is_cited = other != index && cue.is_some_and(|cue| found[index].covers(cue));
                for span in &mut found[other].content {
                    let closes =
                        by_word.start > span.start && by_word.overlaps(*span) && by_word.end + 1 >= span.end;
                    if is_cited && closes {
                        let kept = Span::new(span.start, by_word.start).of(self.text);
                        span.end = span.start + kept.trim_end_matches([' ', ',', '\n']).len();
                    }
                }
            }
        }
    }

    /// Whether nothing but punctuation follows from `token` on.
    fn closes_clause(&self, token: usize) -> bool {
        (token..self.tree.len()).all(|token| self.tree.upos(token) == Upos::Punct)
    }

    /// Whether the phrase headed by `token` can speak: a name, a speaker noun or a document.
    fn is_speaking(&self, token: usize) -> bool {
        let lemma = self.tree.lemma(token);
        match self.tree.upos(token) {
            Upos::Propn => true,
            Upos::Noun => is_speaker(lemma) || is_document(lemma) || self.is_human(token),
            Upos::Pron => true,
            Upos::Num => true,
            _ => false,
        }
    }

    /// Whether the name is that of something that is printed or broadcast.
    fn is_medium(&self, name: usize) -> bool {
        let found = self.tree.sentence.names.iter().find(|found| found.tokens.contains(&name));
        found.is_some_and(|found| found.kind != NameKind::Location)
    }

    /// Whether the noun is one for people.
    fn is_human(&self, token: usize) -> bool {
        is_human_noun(&self.word(token), self.tree.lemma(token))
    }

    fn is_citing(&self, token: usize) -> bool {
        is_marker(self.tree.lemma(token), Marker::Citing) && self.tree.xpos(token) == Xpos::Vbg
    }

    fn citing_under(&self, verb: usize) -> Option<usize> {
        self.tree.range(verb).find(|&token| {
            self.is_citing(token)
                && self
                    .tree
                    .head(token)
                    .is_some_and(|head| head == verb || self.tree.head(head) == Some(verb))
        })
    }

    /// Whom the speaker of `host` leans on: "Reuters reported, citing five sources, that X".
    fn cited(&self, host: &Attribution) -> Vec<Attribution> {
        let (Some(cue), Some(speaker)) = (&host.cue, &host.source) else { return Vec::new() };
        let mut cited = Vec::new();
        for token in 0..self.tree.len() {
            let Some(head) = self.tree.head(token) else { continue };
            let hangs_on_host =
                head == cue.head || head == speaker.head || self.tree.head(head) == Some(cue.head);
            // A citing participle that ends the reported clause is the reporter's when the cue closes the sentence.
            if !self.is_citing(token) || token == cue.head || !hangs_on_host {
                continue;
            }
            let Some(source) = self.tree.child(token, Deprel::Obj) else { continue };
            if !self.is_speaking(source) {
                continue;
            }
            let mut phrase = self.phrase(source, token);
            phrase.tokens.start = phrase.tokens.start.max(token + 1);
            let close = phrase
                .tokens
                .clone()
                .find(|&word| word > source && matches!(self.word(word).as_str(), "that" | ","));
            phrase.tokens.end = close.unwrap_or(phrase.tokens.end);
            let complement =
                Complement { content: host.content.clone(), hold: Hold::Asserted, rule: "citing" };
            let cue = Phrase { sentence: self.index, head: token, tokens: token..token + 1 };
            let mut attribution = self.attribution(Some(phrase), Some(cue), CueClass::Say, complement);
            cut_out(&mut attribution, self.tree.sentence);
            cited.push(attribution);
        }
        cited
    }

    /// "aired a video in which the prisoner said X", "cited an email in which X": who makes the document known and, where it is
    /// cited, the document.
    fn carried(&self, verb: usize) -> Vec<Attribution> {
        let lemma = self.tree.lemma(verb);
        let is_cited = is_marker(lemma, Marker::Citing);
        let said = || {
            let document = self
                .tree
                .child(verb, Deprel::Obj)
                .filter(|&object| object > verb && is_document(self.tree.lemma(object)))?;
            let clause = self.tree.child(document, Deprel::AclRelcl)?;
            let is_inside = self.tree.range(clause).any(|token| {
                self.tree.xpos(token) == Xpos::Wdt
                    && self.tree.opener(token).is_some_and(|opener| self.tree.lemma(opener) == "in")
            });
            let speaks = cue_verb(self.tree.lemma(clause)).is_some_and(|entry| entry.holds("that").is_some());
            let source = self.tree.agent(verb).filter(|_| !self.tree.is_passive(verb))?;
            let content = self.content(self.tree.range(clause))?;
            (is_inside && (is_cited || speaks)).then_some((source, document, content))
        };
        if !(is_cited || is_marker(lemma, Marker::Carrying)) {
            return Vec::new();
        }
        let Some((source, document, content)) = said() else { return Vec::new() };
        let complement =
            |content: Span| Complement { content: vec![content], hold: Hold::Asserted, rule: "carried" };
        let carrier = self.attribution(
            Some(self.phrase(source, verb)),
            Some(self.cue(verb)),
            CueClass::Say,
            complement(self.span(document..document + 1).to(content)),
        );
        let mut found = vec![carrier];
        if is_cited {
            let cue = Phrase { sentence: self.index, head: document, tokens: document..document + 1 };
            let phrase = Phrase { sentence: self.index, head: document, tokens: document..document + 1 };
            found.push(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement(content)));
        }
        found
    }

    /// Who holds the document that speaks in `host`: "according to a draft seen by Reuters".
    fn holder(&self, host: &Attribution) -> Option<Attribution> {
        // Documents are seen, people are cited.
        let participle = |noun: usize, is_document: bool| {
            self.tree.children(noun).iter().copied().find(|&child| {
                self.tree.deprel(child) == Deprel::Acl
                    && (is_document && is_marker(self.tree.lemma(child), Marker::Seen)
                        || is_marker(self.tree.lemma(child), Marker::Citing))
            })
        };
        // "said in a report seen by Reuters"
        let medium = || {
            let cue = host.cue.as_ref().filter(|_| host.rule == "clause")?;
            let mut around = self.tree.children(cue.head).iter().copied();
            around.find(|&child| {
                self.tree.deprel(child) == Deprel::Obl
                    && self.tree.opener(child).is_some_and(|opener| self.tree.lemma(opener) == "in")
                    && is_document(self.tree.lemma(child))
            })
        };
        let participle = participle(host.source.as_ref()?.head, host.document_of.is_some())
            .or_else(|| participle(medium()?, true))?;
        let holder = self.tree.passive_agent(participle)?;
        let mut phrase = self.phrase(holder, participle);
        phrase.tokens.start = phrase.tokens.start.max(participle + 2).min(holder);
        let complement = Complement { content: host.content.clone(), hold: Hold::Asserted, rule: "holder" };
        let cue = Phrase { sentence: self.index, head: participle, tokens: participle..participle + 1 };
        Some(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement))
    }

    /// "Storm kills two - police", "Lavrov: talks are over".
    fn headline(&self, found: &[Attribution]) -> Option<Attribution> {
        let length = self.tree.len();
        let symbol = |token: usize| self.span(token..token + 1).of(self.text);
        let has_verb = |mut tokens: Range<usize>| {
            tokens.any(|token| matches!(self.tree.upos(token), Upos::Verb | Upos::Aux))
        };
        let (source, content, mark, rule) = if let Some(colon) =
            (1..length.min(7)).find(|&token| symbol(token) == ":").filter(|&colon| colon + 3 < length)
        {
            (0..colon, colon + 1..length, colon, "colon")
        } else {
            // "Mine collapse kills 12: governor"
            let ends = |token: &usize| matches!(symbol(*token), "-" | "–" | "—" | ":");
            let dash = (0..length).rev().take(7).find(ends)?;
            if symbol(length - 1) == "." || dash < 4 {
                return None;
            }
            (dash + 1..length, 0..dash, dash, "dash")
        };
        if source.is_empty() || has_verb(source.clone()) {
            return None;
        }
        let head = source.clone().find(|&token| {
            self.tree.is_nominal(token) && self.tree.head(token).is_none_or(|head| !source.contains(&head))
        })?;
        let is_person = self.tree.sentence.names.iter().any(|name| {
            name.tokens.contains(&head) && matches!(name.kind, NameKind::Person | NameKind::Organization)
        });
        let has_no_name = !self.tree.sentence.names.iter().any(|name| name.tokens.contains(&head));
        let can_speak = is_person
            || (self.tree.upos(head) == Upos::Propn && source.len() == 1 && has_no_name)
            || (self.tree.upos(head) == Upos::Noun && is_speaker(&self.tree.lemma(head).to_lowercase()));
        let content = self.content(content)?;
        let is_told = found.iter().any(|other| other.covers(content));
        if !can_speak || is_told {
            return None;
        }
        let phrase = Phrase { sentence: self.index, head, tokens: source };
        let cue = Phrase { sentence: self.index, head: mark, tokens: mark..mark + 1 };
        let complement = Complement { content: vec![content], hold: Hold::Asserted, rule };
        Some(self.attribution(Some(phrase), Some(cue), CueClass::Say, complement))
    }
}

/// Whether a noun, with its dictionary form, is one for people.
pub(super) fn is_human_noun(word: &str, lemma: &str) -> bool {
    let noun = world().noun(word, lemma);
    noun.is_some_and(|noun| {
        matches!(
            noun.class,
            NounClass::Title | NounClass::Person | NounClass::People | NounClass::Group | NounClass::Source
        )
    })
}

/// Takes cue and source out of the content where a tree put them inside.
fn cut_out(attribution: &mut Attribution, sentence: &Sentence) {
    let own: Vec<Span> = [&attribution.source, &attribution.cue]
        .into_iter()
        .flatten()
        .map(|phrase| sentence.span_of(phrase.tokens.clone()))
        .collect();
    let mut content = Vec::new();
    for span in &attribution.content {
        let mut rest = vec![*span];
        for &hole in &own {
            rest = rest
                .into_iter()
                .flat_map(|part| {
                    if part.overlaps(hole) {
                        vec![
                            Span::new(part.start, hole.start.max(part.start)),
                            Span::new(hole.end.min(part.end), part.end),
                        ]
                    } else {
                        vec![part]
                    }
                })
                .filter(|part| part.len() > 1)
                .collect();
        }
        content.extend(rest);
    }
    attribution.content = content;
}

/// Lets each attribution have the whole of a quotation it touches, and gives quotations without a cue to the speaker
/// before them.
fn extend_over_quotations(sentences: &[Sentence], quotations: &[Quotation], found: &mut [Attribution]) {
    let mut is_claimed = vec![false; quotations.len()];
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&index| cue_start(&found[index], sentences));
    for attribution in found.iter_mut() {
        let cue = cue_start(attribution, sentences);
        let mut widened = Vec::new();
        for span in &attribution.content {
            let mut whole = *span;
            let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
            for (offset, quotation) in quotations[first..].iter().enumerate() {
                if quotation.span.start >= span.end {
                    break;
                }
                let holds_cue = quotation.span.start <= cue && cue < quotation.span.end;
                if holds_cue {
                    continue;
                }
                let is_near = quotation.span.len() < 6000;
                if is_near && (quotation.n_words >= MIN_SPEECH_WORDS || quotation.starts_sentence) {
                    whole = whole.to(quotation.span);
                }
                is_claimed[first + offset] = true;
            }
            widened.push(whole);
        }
        attribution.content = merged(widened, cue);
    }
    for (index, quotation) in quotations.iter().enumerate() {
        if is_claimed[index] || !quotation.starts_sentence || quotation.n_words < 2 {
            continue;
        }
        let at = order.partition_point(|&other| cue_start(&found[other], sentences) < quotation.span.start);
        let speaker = order[..at].iter().rev().take(8).copied().find(|&other| {
            let attribution = &found[other];
            let zone = sentences[attribution.sentence].zone;
            let is_near = zone == quotation.zone || (quotation.fills_zone && zone + 1 == quotation.zone);
            let is_speech = matches!(attribution.class, CueClass::Say | CueClass::Deny | CueClass::Demand);
            let is_main =
                attribution.source.is_some() && attribution.rule != "noun" && attribution.rule != "citing";
            let is_inside = quotations.iter().skip(index.saturating_sub(8)).take(8).any(|other| {
                other.span.start <= cue_start(attribution, sentences)
                    && cue_start(attribution, sentences) < other.span.end
            });
            is_near && is_speech && is_main && !is_inside
        });
        if let Some(speaker) = speaker {
            let last = sentences.partition_point(|sentence| sentence.span.start < quotation.span.start);
            if last.saturating_sub(found[speaker].sentence) <= MAX_REACH {
                found[speaker].content.push(quotation.span);
            }
        }
    }
}

fn cue_start(attribution: &Attribution, sentences: &[Sentence]) -> usize {
    let phrase = attribution.cue.as_ref().or(attribution.source.as_ref());
    phrase.map_or(sentences[attribution.sentence].span.start, |phrase| {
        sentences[phrase.sentence].span_of(phrase.tokens.clone()).start
    })
}

/// `spans` in text order, joined where they overlap; those that have come to hold the cue are dropped.
fn merged(mut spans: Vec<Span>, cue: usize) -> Vec<Span> {
    spans.retain(|span| !(span.start <= cue && cue < span.end));
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.to(span),
            _ => joined.push(span),
        }
    }
    joined
}

fn wording(text: &str, attribution: &Attribution, quotations: &[Quotation]) -> Wording {
    if attribution.class == CueClass::Belief {
        return Wording::Belief;
    }
    let mut total = 0;
    let mut quoted = 0;
    for span in &attribution.content {
        total += span.of(text).trim().len();
        let first = quotations.partition_point(|quotation| quotation.span.end <= span.start);
        quoted += quotations[first..]
            .iter()
            .take_while(|quotation| quotation.span.start < span.end)
            .map(|quotation| quotation.span.end.min(span.end) - quotation.span.start.max(span.start))
            .sum::<usize>();
    }
    match quoted {
        0 => Wording::Indirect,
        // A comma or a space may stand outside the marks.
        _ if quoted + 3 >= total => Wording::Direct,
        _ => Wording::Mixed,
    }
}

/// Finds the issuer of "the statement" in an earlier "in a statement, the ministry said".
fn resolve_documents(sentences: &[Sentence], found: &mut [Attribution]) {
    let mut issued: Vec<(String, Phrase)> = Vec::new();
    for attribution in found.iter_mut() {
        let sentence = &sentences[attribution.sentence];
        match (&attribution.document_of, &attribution.source) {
            (Some(Issuer::Unstated), Some(source)) => {
                let lemma = sentence.lemma(source.head);
                let is_new = sentence.children(source.head).any(|child| {
                    sentence.tokens[child].deprel == Deprel::Det && sentence.lemma(child) == "a"
                });
                let known = issued.iter().rev().find(|(document, _)| document == lemma);
                if let Some((_, issuer)) = known.filter(|_| !is_new) {
                    attribution.document_of = Some(Issuer::Phrase(issuer.clone()));
                }
            }
            (Some(Issuer::Phrase(issuer)), Some(source)) => {
                issued.push((sentence.lemma(source.head).to_owned(), issuer.clone()));
            }
            (None, Some(source)) => {
                let Some(cue) = &attribution.cue else { continue };
                for token in sentence.children(cue.head) {
                    let is_medium =
                        sentence.tokens[token].deprel == Deprel::Obl && is_document(sentence.lemma(token));
                    if is_medium {
                        issued.push((sentence.lemma(token).to_owned(), source.clone()));
                    }
                }
            }
            _ => {}
        }
        // The last few documents are enough, and keep this linear.
        if issued.len() > 16 {
            issued.remove(0);
        }
    }
}

/// Sets [`Attribution::outer`]: the closest asserting attribution around the cue, the reporter of a cited source, or
/// the holder of a document.
fn nest(sentences: &[Sentence], found: &mut [Attribution]) {
    let starts: Vec<usize> = found.iter().map(|attribution| cue_start(attribution, sentences)).collect();
    let mut outer: Vec<Option<usize>> = vec![None; found.len()];
    for (index, attribution) in found.iter().enumerate() {
        if !attribution.is_asserted || attribution.rule == "holder" {
            continue;
        }
        for other in index.saturating_sub(64)..(index + 64).min(found.len()) {
            let cue = Span::new(starts[other], starts[other] + 1);
            if other == index || !attribution.covers(cue) {
                continue;
            }
            let is_closer = outer[other].is_none_or(|current: usize| {
                // What a cited source says is closer to it than to the reporter who cites it.
                let around = (found[current].content_length(), found[current].rule != "citing");
                around > (attribution.content_length(), attribution.rule != "citing")
            });
            if is_closer && outer[index] != Some(other) {
                outer[other] = Some(index);
            }
        }
    }
    for index in 0..found.len() {
        let partner = |wanted: &dyn Fn(&Attribution) -> bool| {
            (index.saturating_sub(16)..(index + 16).min(found.len())).find(|&other| {
                other != index && found[other].sentence == found[index].sentence && wanted(&found[other])
            })
        };
        match found[index].rule {
            "citing" => {
                let content = &found[index].content;
                let host =
                    partner(&|other| &other.content == content && !matches!(other.rule, "citing" | "holder"));
                if host.is_some() {
                    outer[index] = host;
                }
            }
            "holder" => {
                let content = found[index].content.first().copied();
                let is_shared = |other: &Attribution| {
                    content.is_some_and(|content| other.content.iter().any(|span| span.overlaps(content)))
                };
                let holds = |other: &Attribution| other.rule == "holder";
                let document = partner(&|other| is_shared(other) && other.document_of.is_some())
                    .or_else(|| partner(&|other| !holds(other) && other.content == found[index].content));
                if let Some(document) = document {
                    let around = outer[document].filter(|&around| around != index);
                    outer[index] = around;
                    outer[document] = Some(index);
                }
            }
            _ => {}
        }
    }
    for (attribution, outer) in found.iter_mut().zip(outer) {
        attribution.outer = outer;
    }
}
