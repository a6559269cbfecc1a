//! What is said according to somebody, or in somebody's view.

use super::{Attribution, Complement, Finder, Phrase};
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, Hold, Marker, is_marker};
use crate::text::{Deprel, Upos, Xpos};

impl Finder<'_> {
    /// "according to X", "per X".
    pub(super) fn by_word(&self, word: usize) -> Option<Attribution> {
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
    pub(super) fn viewpoint(&self, noun: usize) -> Option<Attribution> {
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

    /// Takes "according to X" out of what a speaker says whom X cites.
    pub(super) fn free_of_by_words(&self, found: &mut [Attribution]) {
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
}
