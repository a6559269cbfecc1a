//! `docs/FORMATS.md`, written from the table of formats and the table of readers.

use crate::root;
use crate::table::READERS;
use diurna::export::FORMATS;
use std::fs;

fn document() -> String {
    let mut text = String::from(
        "# Export formats\n\n\
         Written by `UPDATE=1 cargo test --features parquet --test readers`, and compared by it when every reader is \
         installed (`tests/readers/install.sh` does that).\n\n\
         | `-T` | for | file names | views |\n|---|---|---|---|\n",
    );
    for format in FORMATS {
        let ends: Vec<String> = format.extensions.iter().map(|end| format!("`.{end}`")).collect();
        let views: Vec<&str> = format.views.iter().map(|view| view.name()).collect();
        text.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            format.name,
            format.about,
            ends.join(" "),
            views.join(", ")
        ));
    }
    text.push_str(
        "\n## Read back\n\n\
         Each reader loads graphs of `graphs/` and one whose every text is hostile (quotes, backslashes, line breaks, NUL and \
         other control characters, markup, `</script>`, keywords, right-to-left, emoji, ten thousand letters), in every \
         view of the format; readers of pictures also what is left by a filter and by `--max-nodes`. What it finds is \
         compared with the graph.\n\n\
         | format | reader | what was checked |\n|---|---|---|\n",
    );
    for reader in READERS {
        let version = match reader.version() {
            None => String::new(),
            Some(version) if reader.name.eq_ignore_ascii_case(reader.package) => format!(" {version}"),
            Some(version) => format!(" ({} {version})", reader.package),
        };
        let variant = match reader.variant {
            Some("links") => " `--links-key links`",
            Some("yed") => " `--flavor yed`",
            _ => "",
        };
        text.push_str(&format!(
            "| {}{variant} | {}{version} | {} |\n",
            reader.format,
            reader.name,
            reader.checks()
        ));
    }
    text
}

#[test]
fn every_format_has_a_reader() {
    for format in FORMATS {
        let is_read = READERS.iter().any(|reader| reader.format == format.name);
        assert!(is_read, "{} is read back by nothing", format.name);
    }
}

/// Compares the page with what was just checked, or with `UPDATE=1` writes it.
pub(crate) fn expect_document() {
    let file = root().join("docs/FORMATS.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, document()).expect("the page can be written");
        return;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == document(),
        "docs/FORMATS.md differs; UPDATE=1 cargo test --features parquet --test readers rewrites it"
    );
}
