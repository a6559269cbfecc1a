//! Bytes to text, whatever the encoding.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes looked at to tell a binary file or UTF-16 without a mark.
const SAMPLE: usize = 8192;
/// Bytes of an HTML page in which it may name its encoding (the HTML standard asks for 1,024; pages ask for more).
const META: usize = 4096;

/// First bytes of files that are never text, and what they are.
const MAGIC: [(&[u8], &str); 16] = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "an ELF program"),
    (b"MZ\x90", "a Windows program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"PAR1", "a Parquet file"),
    (b"OggS", "an Ogg file"),
];

/// The text of a file, its byte order mark removed; `Err` says what a file that is no text looks like.
///
/// Order: byte order mark; UTF-16 by where the zero bytes stand; what an HTML page says of itself; UTF-8 if it is valid;
/// else Windows-1252, in which every byte is a character.
pub(super) fn decode(bytes: &[u8]) -> Result<String, String> {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(format!("looks like {what}, not text"));
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0,
        None => {
            let encoding = guess_utf_16(bytes)
                .or_else(|| declared(bytes))
                .unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
            let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
            // A page that lies about its encoding is read as what it is.
            match std::str::from_utf8(bytes) {
                Ok(valid) if has_errors && encoding != UTF_8 => valid.into(),
                _ if has_errors && encoding == UTF_8 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
                _ => text,
            }
        }
    };
    if is_binary(&text) { Err("looks like a binary file".to_owned()) } else { Ok(text.into_owned()) }
}

/// UTF-16 without a mark: in text of mostly Latin letters every other byte is zero.
fn guess_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |offset| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 10 > half * 7 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding in `<meta charset=...>` or `<?xml encoding=...?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META)]).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    let at = ["charset=", "encoding="].iter().find_map(|key| Some(head.find(key)? + key.len()))?;
    let is_end = |character: char| {
        matches!(character, '"' | '\'' | ';' | '>' | '/' | '?') || character.is_whitespace()
    };
    let label = head[at..].trim_start_matches(['"', '\'']).split(is_end).next()?;
    // The page is ASCII up to here, so it is not UTF-16 whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|found| *found != UTF_16LE && *found != UTF_16BE)
}

/// Zero characters, or more than one control character in ten, stand in no text.
fn is_binary(text: &str) -> bool {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let (mut n_control, mut n_all) = (0, 0);
    for character in sample.chars() {
        if character == '\0' {
            return true;
        }
        n_all += 1;
        let is_control =
            character.is_control() && !character.is_whitespace() || character == char::REPLACEMENT_CHARACTER;
        n_control += usize::from(is_control);
    }
    n_control * 10 > n_all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, to_bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "Caf\u{e9} workers \u{2013} all of them \u{2013} walked out\r\n";
        assert_eq!(decode(text.as_bytes()).as_deref(), Ok(text));
        assert_eq!(decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).as_deref(), Ok(text));
        assert_eq!(decode(&utf_16(text, u16::to_le_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(&utf_16(text, u16::to_be_bytes)).as_deref(), Ok(text));
        let marked = format!("\u{feff}{text}");
        assert_eq!(decode(&utf_16(&marked, u16::to_le_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(&utf_16(&marked, u16::to_be_bytes)).as_deref(), Ok(text));
        assert_eq!(decode(&WINDOWS_1252.encode(text).0).as_deref(), Ok(text));
        let page = "<meta charset=\"iso-8859-2\"><p>G\u{142}os";
        let bytes = Encoding::for_label(b"iso-8859-2").expect("known").encode(page).0;
        assert_eq!(decode(&bytes).as_deref(), Ok(page));
    }

    #[test]
    fn a_wrong_declaration_is_passed_over() {
        let page = "<meta charset=\"utf-8\"><p>Caf\u{e9}";
        assert_eq!(decode(&WINDOWS_1252.encode(page).0).as_deref(), Ok(page));
    }

    #[test]
    fn binary_files_are_named() {
        assert!(decode(b"%PDF-1.7\n%\xe2\xe3").is_err_and(|reason| reason.contains("PDF")));
        assert!(decode(b"abc\0def\0\x01\x02").is_err());
        assert!(decode(&[1, 2, 3, 4, 5, 200]).is_err());
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }
}
