//! Frames around what is said, read from the order of words: "X, the ministry said.", "X, she said, Y", "Ministry: X".

use super::{Attribution, Complement, Finder, Phrase};
use crate::document::Span;
use crate::lexicon::attribution::{CueClass, Hold, cue_verb, is_speaker};
use crate::text::{Deprel, NameKind, Upos, Xpos};
use std::ops::Range;

impl Finder<'_> {
    /// "..., the ministry said on Friday.", "..., said Anna Keller, 44.": the end of a sentence says who says the rest.
    ///
    /// Read from the order of words, because this frame is so regular that it is safer than its tree.
    pub(super) fn closing_frame(&self) -> Option<Attribution> {
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
    pub(super) fn inserted_frame(&self) -> Option<Attribution> {
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

    /// "..., survivors told the coast guard, ..."
    pub(super) fn is_inserted_cue(&self, verb: usize) -> bool {
        cue_verb(self.tree.lemma(verb)).is_some_and(|entry| self.host_clause(verb, entry).is_some())
    }

    /// Takes "..., the ministry said" at the end out of what somebody else says.
    pub(super) fn free_of_frames(&self, found: &mut Vec<Attribution>) {
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

    /// "Storm kills two - police", "Lavrov: talks are over".
    pub(super) fn headline(&self, found: &[Attribution]) -> Option<Attribution> {
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
