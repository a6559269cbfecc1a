//! Furniture: the menus, banners, teasers and notices that stand beside the news.

use super::phrase::{Phrases, rows_of};
use super::stamp::{Stamp, find_stamps, is_beside_stamps};
use super::words::{Shape, Words};
use std::sync::LazyLock;

/// What follows a line of furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Follows {
    /// Whatever would follow without it.
    Anything,
    /// Links to other stories.
    Teasers,
    /// Items with their own times.
    Feed,
    /// A note about the page's makers.
    Makers,
    /// What readers write.
    Readers,
    /// The news, which links to other stories had interrupted.
    News,
}

/// Where in a line a phrase must stand for the line to be furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Line,
    Start,
    Part,
}

static FURNITURE: LazyLock<Phrases<(Where, Follows)>> = LazyLock::new(|| {
    let rows = rows_of(include_str!("../lexicon/en/document/furniture.tsv")).filter_map(|row| {
        let &[phrase, place, what] = row.as_slice() else { return None };
        Some((phrase, (where_of(place)?, follows_of(what)?)))
    });
    let sections = rows_of(include_str!("../lexicon/en/document/sections.tsv"))
        .filter_map(|row| Some((*row.first()?, (Where::Line, Follows::Anything))));
    Phrases::from_rows(rows.chain(sections))
});

fn where_of(word: &str) -> Option<Where> {
    match word {
        "line" => Some(Where::Line),
        "start" => Some(Where::Start),
        "part" => Some(Where::Part),
        _ => None,
    }
}

fn follows_of(word: &str) -> Option<Follows> {
    match word {
        "plain" => Some(Follows::Anything),
        "teasers" => Some(Follows::Teasers),
        "feed" => Some(Follows::Feed),
        "box" => Some(Follows::Makers),
        "end" => Some(Follows::Readers),
        "resume" => Some(Follows::News),
        _ => None,
    }
}

/// What a line consists of, as far as furniture and stamps go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    /// Furniture alone.
    Furniture(Follows),
    /// Stamps and their labels alone.
    Stamp(Stamp),
    /// Stamps beside furniture ("date 2013-02-12 Skip to content").
    Header(Stamp),
    /// Anything else.
    Text,
}

/// Words per line of furniture at most; a longer one is a paragraph that happens to begin so.
const MOST_WORDS: usize = 40;

/// What the line of `words` consists of.
pub(super) fn cover(words: &Words) -> Cover {
    let count = words.count();
    if count == 0 {
        return Cover::Furniture(Follows::Anything);
    }
    if !words.is_whole || count > MOST_WORDS {
        return Cover::Text;
    }
    let stamps = find_stamps(words);
    let (mut n_phrases, mut n_bare, mut first_follows) = (0, 0, None);
    let mut at = 0;
    while at < words.len() {
        let stamp = stamps.iter().find(|stamp| stamp.start == at);
        let phrase = FURNITURE
            .all_at(words, at)
            .filter(|(_, (place, _))| *place == Where::Line)
            .max_by_key(|(end, _)| *end);
        match (stamp, phrase) {
            (Some(stamp), phrase) if phrase.is_none_or(|(end, _)| stamp.end >= end) => at = stamp.end,
            (_, Some((end, (_, follows)))) => {
                n_phrases += 1;
                first_follows.get_or_insert(follows);
                at = end;
            }
            _ => {
                n_bare += usize::from(!is_beside_stamps(words, at));
                at += 1;
            }
        }
    }
    let best = stamps.iter().filter(|stamp| stamp.day.is_some()).min_by_key(|stamp| stamp.moment());
    let stamp = best.or(stamps.first());
    match (n_bare, stamp, n_phrases) {
        (0, Some(stamp), 0) => Cover::Stamp(*stamp),
        (0, Some(stamp), _) => Cover::Header(*stamp),
        (0, None, 1) => Cover::Furniture(first_follows.unwrap_or(Follows::Anything)),
        (0, None, 2..) => Cover::Furniture(Follows::Anything),
        _ if begins_or_holds_furniture(words) => Cover::Furniture(Follows::Anything),
        _ => Cover::Text,
    }
}

fn begins_or_holds_furniture(words: &Words) -> bool {
    // A dash or bullet before the phrase does not hide it.
    let start = (0..words.len()).find(|&at| words.shape(at) != Shape::Sign || words.is_sign(at, '\u{a9}'));
    let first = start.unwrap_or(0);
    (first..words.len()).any(|at| {
        FURNITURE.all_at(words, at).any(|(_, (place, _))| match place {
            Where::Line => false,
            Where::Start => at == first,
            Where::Part => true,
        })
    })
}

/// Whether a line is a menu: at least three short pieces set apart, half of them known, or a section and its part with
/// a bar and no space between them ("News|Harbours").
pub(super) fn is_menu(line: &str) -> bool {
    if line.len() > 600 {
        return false;
    }
    let (mut n_pieces, mut n_known) = (0, 0);
    for piece in pieces_of(line) {
        let words = Words::of(piece);
        match words.count() {
            0 => {}
            1..=4 => {
                n_pieces += 1;
                n_known += usize::from(matches!(cover(&words), Cover::Furniture(_) | Cover::Stamp(_)));
            }
            _ => return false,
        }
    }
    let is_path =
        n_known >= 1 && n_pieces == 2 && line.contains('|') && !line.contains(" |") && !line.contains("| ");
    n_pieces >= 3 && 2 * n_known >= n_pieces || is_path
}

/// The pieces of a line between bars, dots, tabs and runs of spaces.
fn pieces_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(['\t', '|', '\u{b7}', '\u{2022}', '\u{bb}', '\u{203a}', '>'])
        .flat_map(|piece| piece.split("  "))
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_furniture(line: &str) -> bool {
        matches!(cover(&Words::of(line)), Cover::Furniture(_)) || is_menu(line)
    }

    #[test]
    fn every_row_is_read() {
        for row in rows_of(include_str!("../lexicon/en/document/furniture.tsv")) {
            let &[phrase, place, what] = row.as_slice() else { panic!("{row:?}: three columns") };
            assert!(where_of(place).is_some() && follows_of(what).is_some(), "{row:?}");
            assert_eq!(phrase, phrase.to_lowercase(), "{row:?}");
        }
    }

    #[test]
    fn furniture_is_told_from_news() {
        for line in [
            "Log in",
            "LIVE UPDATES   Newsletter   Log in",
            "Home World Politics Business Sport",
            "Home | Harbours | Fishing | Sport | Log in",
            "News|Harbours of the north",
            "Read more: Ferry crews walk out",
            "37 comments",
            "Updated 2 hours ago \u{b7} 12 comments",
            "Sign up for our free morning newsletter and never miss a story.",
            "\u{a9} 2013 The Harbour Post. All rights reserved.",
            "* * *",
        ] {
            assert!(is_furniture(line), "{line:?}");
        }
        for line in [
            "Read more than 40 books",
            "Share prices fell in Oslo",
            "Live | Storm closes harbour",
            "Comments by the minister anger fishermen",
            "World leaders meet in Oslo",
            "Subscribers to the fund lost their money, the regulator said.",
            "The firm changed its privacy policy on Monday.",
            "Search for missing sailors called off",
        ] {
            assert!(!is_furniture(line), "{line:?}");
        }
    }
}
