//! Whatever bytes come, reading ends, and the zones are a partition of the text.

use diurna::document::{Document, Format, ReadOptions, read_documents, read_text};
use proptest::prelude::*;

fn check(document: &Document) {
    let text = &document.text;
    assert!(!document.stories.is_empty());
    let mut end = 0;
    let mut story = 0;
    for zone in &document.zones {
        assert!(zone.span.start >= end && !zone.span.is_empty(), "zones are in order: {zone:?} in {text:?}");
        assert!(
            text[end..zone.span.start].trim().is_empty(),
            "{:?} is in no zone",
            &text[end..zone.span.start]
        );
        assert_eq!(zone.span.of(text), zone.span.of(text).trim());
        assert!(zone.story >= story && zone.story < document.stories.len());
        (end, story) = (zone.span.end, zone.story);
    }
    assert!(text[end..].trim().is_empty(), "{:?} is in no zone", &text[end..]);
    for story in &document.stories {
        for span in story.title.iter().chain(&story.dateline) {
            assert!(!span.of(text).is_empty());
        }
    }
}

/// Pieces of pages, so that random texts reach every rule.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "  ",
            "\t",
            "\u{a0}",
            "\u{2028}",
            ".",
            ":",
            "/",
            "(",
            ")",
            "[",
            "]",
            "\u{2014}",
            " \u{2014} ",
            "\"",
            "\u{201d}",
            "\u{2022} ",
            "18:55",
            "7:30 AM",
            "08.15 GMT",
            "2013-02-12",
            "12 February 2013",
            "April 7",
            "date ",
            "by ",
            "By Ada Holm",
            " and ",
            " in Oslo",
            "OSLO",
            "OSLO, Feb 12 (Wire) - ",
            "News feed",
            "Related stories",
            "Most popular",
            "Comments",
            "About the author",
            "[Image: ",
            "Photo: ",
            "(Ada Holm/AFP)",
            "Getty Images",
            "Log in",
            "Summary",
            "Crews walked out.",
            "Ada Holm is",
            "Storm in Oslo",
            "word ",
            "a@b.example",
            "https://a.example",
            "#tag",
            "\u{130}stanbul",
            "\u{1f600}",
            "e\u{301}",
            "\u{200b}",
            "<p>",
            "<h1>",
            "</p>",
            "<br>",
            "<figcaption>",
            "<time datetime=\"2013-02-12\">",
            "<div class=\"byline\">",
            "</div>",
            "<article>",
            "<nav>",
            "&amp;",
            "<script>",
            "<!--",
            "<b",
            "{\"text\":\"",
            "\"}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_page_is_partitioned(pieces in proptest::collection::vec(piece(), 0..60)) {
        let page = pieces.concat();
        check(&read_text(&page, &ReadOptions::default()));
        for format in [Format::Auto, Format::Html, Format::Jsonl] {
            let options = ReadOptions { format, ..ReadOptions::default() };
            if let Ok(read) = read_documents(None, page.as_bytes(), &options) {
                read.documents.iter().for_each(check);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_skipped(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let read = read_documents(Some("page"), &bytes, &ReadOptions::default()).expect("random bytes are no saved graph");
        read.documents.iter().for_each(check);
        prop_assert_eq!(read.documents.len() + read.skipped.len(), 1);
    }
}

#[test]
fn a_page_of_one_endless_line_and_one_of_many_lines_are_read() {
    check(&read_text(&"Crews walked out of Oslo ".repeat(200_000), &ReadOptions::default()));
    check(&read_text(&"x".repeat(5_000_000), &ReadOptions::default()));
    check(&read_text(&"(".repeat(1_000_000), &ReadOptions::default()));
    check(&read_text(&"7:30 AM\nStorm\n".repeat(20_000), &ReadOptions::default()));
    for depth in [390, 100_000] {
        let deep = "<div>".repeat(depth) + "Crews walked out.";
        let options = ReadOptions { format: Format::Html, ..ReadOptions::default() };
        let read = read_documents(None, deep.as_bytes(), &options).expect("HTML never fails");
        assert_eq!(read.documents[0].text.trim(), "Crews walked out.");
    }
}

#[test]
fn offsets_count_into_the_decoded_file() {
    let file = b"\xef\xbb\xbfFerries stop\r\n\r\n12 February 2013\r\n\r\nCrews\xc2\xa0walked out.\r\n";
    let read = read_documents(Some("page.txt"), file, &ReadOptions::default()).expect("text");
    let document = &read.documents[0];
    assert_eq!(document.text.as_bytes(), &file[3..]);
    let last = document.zones.last().expect("a body");
    assert_eq!(last.span.of(&document.text), "Crews\u{a0}walked out.");
}
